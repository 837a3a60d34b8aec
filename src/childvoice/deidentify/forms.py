"""Ways to write a name: what a mention's words, title and shape say before it is known who is meant."""

from __future__ import annotations

import re
from dataclasses import dataclass

from childvoice.deidentify.alike import initials_of, plain

_MEN = frozenset("mr sir lord master".split())
_WOMEN = frozenset("mrs ms miss lady".split())
_NEITHER = frozenset("mx dr doctor prof professor rev judge hhj cllr councillor pc dc ds di sgt sergeant nurse imam rabbi".split())  # fmt: skip
_KINSMEN = frozenset("uncle grandad granda grandpa daddy dad brother".split())
_KINSWOMEN = frozenset("auntie aunty aunt nan nana nanna nanny nain gran granny grandma mummy mum mam sister".split())  # fmt: skip
_OTHER_KIN = frozenset("cousin our wee".split())
FORMAL = _MEN | _WOMEN | _NEITHER
"""Titles before a surname; what is left of a span that is one of them alone tells nobody."""
KIN = _KINSMEN | _KINSWOMEN | _OTHER_KIN | {"little", "big"}
"""Kin words that stand before a name like a title."""
# Father and son of one name: with such a word it is another person than without.
_APART = frozenset("senior junior snr jnr sr jr big young old auld".split())
_SHAPE = re.compile(r"[^\W\d_]+(?:['’.-]*[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Form:
    """One way in which a document writes a name.

    ``words`` are plain, hyphens kept, titles left off. ``gender`` is 'm', 'f' or empty, from the title; ``formal`` says
    that a surname follows it. ``apart`` tells people of one name apart ('snr', 'the other Mr Patel').
    """

    words: tuple[str, ...]
    gender: str = ""
    formal: bool = False
    apart: str = ""
    capitals: bool = False

    @property
    def full(self) -> bool:
        """Given name and surname, both written out."""
        return len(self.words) > 1 and len(self.words[0]) > 1 and len(self.words[-1]) > 1

    @property
    def initial_and_surname(self) -> bool:
        """'N. Ogle', 'W Pascoe'."""
        return len(self.words) > 1 and len(self.words[0]) == 1 and len(self.words[-1]) > 1

    @property
    def given_and_initial(self) -> bool:
        """'Kyle B', 'Archie B.'."""
        return len(self.words) > 1 and len(self.words[0]) > 1 and len(self.words[-1]) == 1

    @property
    def letters(self) -> str:
        """The letters of initials ('JB', 'J.B.', 'S-R', 'rk'), else nothing. A short name in capitals may be both."""
        parts = [p for w in self.words for p in w.split("-") if p]
        if len(parts) > 1 and all(len(p) == 1 for p in parts):
            return "".join(parts)
        word = self.words[0]
        if len(self.words) > 1 or not 1 <= len(word) <= 4 or "-" in word:
            return ""
        return word if self.capitals or len(word) == 1 or not re.search("[aeiouy]", word) else ""

    @property
    def surname(self) -> str:
        """The last word."""
        return self.words[-1]

    @property
    def initials(self) -> frozenset[str]:
        """What it may be cut down to."""
        return initials_of(self.words)


def form_of(surface: str, before: str = "") -> Form:
    """Read ``surface``; ``before`` is what stands before it on its line, perhaps with the title."""
    last, comma, first = surface.partition(",")
    words = [plain(w) for w in _SHAPE.findall(f"{first} {last}" if comma and len(first) > 1 else surface)]
    if re.search(r"\b(?i:the other|another|a different|other)\s+(?:\w+\.?\s+)?$", before):
        apart = "other"
    else:
        apart = ""
    title = re.search(r"(?<![\w’'-])([A-Za-z]+)\.?[ \t]+$", before)
    lead = [plain(title[1])] if title and plain(title[1]) in FORMAL else []
    while len(words) > 1 and words[0] in FORMAL | KIN:
        lead.append(words.pop(0))
    if not lead and title and plain(title[1]) in KIN - {"big", "little"}:
        lead.append(plain(title[1]))
    for word in (words[-1:] if len(words) > 1 else []) + lead:
        if word in _APART:
            apart = word
    if len(words) > 1 and words[-1] in _APART:
        words.pop()
    gender = next(("m" if t in _MEN | _KINSMEN else "f" for t in lead if t in _MEN | _KINSMEN | _WOMEN | _KINSWOMEN), "")
    bare = [c for c in surface if c.isalpha()]
    return Form(
        tuple(words) or (plain(surface),),
        gender,
        any(t in FORMAL for t in lead),
        apart,
        all(c.isupper() for c in bare),
    )
