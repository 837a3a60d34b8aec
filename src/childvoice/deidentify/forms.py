"""Ways to write a name: what a mention's words, title and shape say before it is known who is meant."""

from __future__ import annotations

import re
from dataclasses import dataclass

from childvoice.deidentify.alike import initials_of, plain
from childvoice.deidentify.titles import APART, CALLED, FORMAL, KIN, KINSMEN, KINSWOMEN, MEN, RANKS, WOMEN

_OF_MANY = re.compile(
    r"^[ \t]+(?:famil|children|child\b|siblings?|boys|girls|sisters|brothers|twins|kids|household|case|residence|house\b)"
)
_OTHER = re.compile(r"\b(?i:the other|another|a different|other)[ \t]+(?:\w+\.?[ \t]+)?$")
_TITLE_BEFORE = re.compile(r"(?<![\w’'-])([A-Za-z]+)\.?[ \t]+$")
_PARTICLES = frozenset("de da dos van von bin binti ibn al el ap ab du le la o ui ní ni mac der den".split())
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


def form_of(surface: str, before: str = "", after: str = "") -> Form:
    """Read ``surface``; ``before`` and ``after`` are what stands beside it on its line, perhaps with the title."""
    last, comma, first = surface.partition(",")
    shown = _names(_SHAPE.findall(f"{first} {last}" if comma and len(first) > 1 else surface))
    words = [plain(w) for w in shown]
    lead: list[str] = []
    while len(words) > 1 and _title(shown[len(lead)]):
        lead.append(words.pop(0))
    title = _TITLE_BEFORE.search(before)
    if title and not lead and _title(title[1]) and plain(title[1]) not in CALLED:
        lead.append(plain(title[1]))
    apart = (
        "other" if _OTHER.search(before) else "family" if len(words) == 1 and _OF_MANY.match(after) else ""
    )
    for word in (words[-1:] if len(words) > 1 else []) + lead:
        if word in APART:
            apart = word
    if len(words) > 1 and words[-1] in APART:
        words.pop()
    apart = apart or next((t for t in lead if t in CALLED), "")
    told = ("m" if t in MEN | KINSMEN else "f" for t in lead if t in MEN | KINSMEN | WOMEN | KINSWOMEN)
    return Form(
        tuple(words) or (plain(surface),),
        next(told, ""),
        any(t in FORMAL for t in lead),
        apart,
        surface.isupper(),
    )


def _title(word: str) -> bool:
    low = plain(word)
    return low in FORMAL | KIN | CALLED and (low not in RANKS or not word.istitle())


def _names(words: list[str]) -> list[str]:
    """Words without those in lower case around a name: 'abti Liban', 'Kai disnae'."""
    if any(w[0].isupper() for w in words):
        inner = [
            w
            for at, w in enumerate(words)
            if w[0].isupper()
            or plain(w) in FORMAL | KIN | _PARTICLES
            or (at and words[at - 1][0].islower() and plain(words[at - 1]) in _PARTICLES)
        ]
        return inner or words
    return words
