"""What is looked for: every form in which a reader would recognise someone of the roster or of an identity key."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from childvoice.deidentify import Roster
from childvoice.deidentify.fold import fold
from childvoice.deidentify.names.lexicon import (
    given_names,
    names_that_are_words,
    never_names,
    ordinary,
    surnames,
)
from childvoice.deidentify.roster import pattern
from childvoice.errors import SettingsError

# Shorter names are one letter away from half the dictionary.
_SLIP_FROM = 6
_LONGEST_INITIALS = 4
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_BROKEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]\s*\n\s*(?=[^\W\d_])")


@dataclass(frozen=True)
class Known:
    """Forms to look for, each with the id of the person or the pseudonym that it belongs to (never shown: the form)."""

    forms: tuple[tuple[str, str], ...] = field(repr=False)

    @classmethod
    def of(cls, roster: Roster, key: Mapping[str, tuple[str, ...]]) -> Known:
        """All forms of the people of ``roster`` and the surfaces of ``key`` (pseudonym to surfaces)."""
        forms: dict[str, str] = {}
        for person in roster.people:
            parts = person.name.split()
            for form in (*person.surfaces, *(parts[-1:] if len(parts) > 1 else ()), person.initials):
                forms.setdefault(form, person.id)
        for pseudonym, surfaces in key.items():
            for surface in surfaces:
                forms.setdefault(surface, pseudonym)
        usable = ((f.strip(), who) for f, who in forms.items())
        return cls(tuple(sorted((f, who) for f, who in usable if len(re.sub(r"[\W_]", "", f)) >= 2)))

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.forms)

    def in_text(self, text: str) -> Iterator[tuple[str, bool, int]]:
        """Yield who stands in ``text``, whether that is sure, and how often.

        Not sure is a name that is also an ordinary word, and a word that is one letter away from a long name.
        """
        plain = _BROKEN.sub("", fold(text).text.replace("_", " "))
        folded = plain.casefold()
        found: dict[tuple[str, bool], int] = defaultdict(int)
        for form, who, search, sure in self._patterns:
            if search in folded:
                for match in _pattern(form).finditer(plain):
                    # 'it will long be so' is nobody's name; 'Will Long' is.
                    word = match[0].islower() and _all_words(form)
                    if sure or not word:
                        found[who, sure and not word] += 1
        words = {w.casefold() for w in _WORD.findall(plain)}
        for word in words & self._slips.keys():
            if not (ordinary(word) or word in given_names() or word in surnames()):
                found[self._slips[word], False] += 1
        for (who, sure), count in sorted(found.items()):
            yield who, sure, count

    @cached_property
    def _patterns(self) -> list[tuple[str, str, str, bool]]:
        """Form, who, a piece that must stand in the folded text, and whether a find is sure."""
        rows = []
        for form, who in self.forms:
            plain = fold(form).text
            first = next((p for p in re.split(r"[\s'’.-]+", plain.casefold()) if p), "")
            if first:
                rows.append((plain, who, first, _sure(plain)))
        return rows

    @cached_property
    def _slips(self) -> dict[str, str]:
        """Every word that is one slip away from a name, with whose name it is. The names themselves are not in it."""
        slips: dict[str, str] = {}
        names = {
            w.casefold(): who for form, who in self.forms for w in _WORD.findall(form) if len(w) >= _SLIP_FROM
        }
        letters = "abcdefghijklmnopqrstuvwxyz"
        for name, who in sorted(names.items()):
            cuts = [(name[:i], name[i:]) for i in range(len(name) + 1)]
            near = {a + b[1:] for a, b in cuts if b} | {
                a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1
            }
            near |= {a + c + b[1:] for a, b in cuts if b for c in letters}
            near |= {a + c + b for a, b in cuts for c in letters}
            for word in near - names.keys():
                slips.setdefault(word, who)
        return slips


@lru_cache(maxsize=100_000)
def _pattern(form: str) -> re.Pattern[str]:
    return pattern(form)


def _all_words(form: str) -> bool:
    """Whether every part of a form is an everyday word too."""
    return not any(c.isdigit() for c in form) and all(
        ordinary(w.casefold()) or w.casefold() in names_that_are_words() for w in _WORD.findall(form)
    )


def _sure(form: str) -> bool:
    """Whether a form names somebody wherever it stands: two names and more, a number, or a name that is no word."""
    words = form.split()
    if any(c.isdigit() for c in form) or len(words) > 1:
        return True
    if len(form) <= _LONGEST_INITIALS and form.isupper():
        return False
    word = form.casefold()
    return len(word) >= 3 and word not in names_that_are_words() | never_names() and not ordinary(word)


def read_key(path: Path) -> dict[str, tuple[str, ...]]:
    """Read an identity key: JSON, pseudonym to the surfaces that it stands for.

    Raises SettingsError if the file is not there or is not such JSON.
    """
    try:
        written = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        written = None
    if not isinstance(written, dict) or not all(
        isinstance(v, list) and all(isinstance(s, str) for s in v) for v in written.values()
    ):
        raise SettingsError(
            "it is no identity key",
            subject=path.name,
            remedy='Give JSON like {"[Child 1]": ["...", "..."]}, as the vault exports it',
        )
    return {str(k): tuple(v) for k, v in written.items()}
