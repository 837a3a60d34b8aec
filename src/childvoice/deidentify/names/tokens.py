"""Words of a text with what their shape and place say."""

from __future__ import annotations

import re
from dataclasses import dataclass

# A word: letters of any script with combining marks, joined by single hyphens or apostrophes (O'Neill, Tia-Mae).
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*(?:[-'’][^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*)*")
_END_BEFORE = re.compile(r"(?:^|[.!?:;…\n|]|[\"“‘(\[–—-]\s?)[\"'“‘’”)\]*\s]*$")
_POSSESSIVE = re.compile(r"['’][sS]$|['’]$")


@dataclass(frozen=True, slots=True)
class Token:
    """A word at ``[start, end)``, its possessive ending already left off."""

    start: int
    end: int
    text: str
    lower: str
    capital: bool
    upper: bool
    opens: bool  # first word of a sentence, line or quotation, where a capital says nothing

    @property
    def single(self) -> bool:
        """One letter: perhaps an initial."""
        return len(self.text) == 1


def tokens(text: str) -> list[Token]:
    """The words of ``text`` in order."""
    found: list[Token] = []
    for m in _WORD.finditer(text):
        word = _POSSESSIVE.sub("", m[0])
        if not word:
            continue
        found.append(
            Token(
                start=m.start(),
                end=m.start() + len(word),
                text=word,
                lower=word.casefold(),
                capital=word[0].isupper(),
                upper=len(word) > 1 and word.isupper(),
                opens=bool(_END_BEFORE.search(text, max(0, m.start() - 6), m.start())),
            )
        )
    return found
