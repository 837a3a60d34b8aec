"""Undo tricks of form before looking for names: invisible characters, look-alikes, s p a c e d words.

``fold`` gives a plainer text and, for each of its characters, where it came from, so that what is found in
the plain text can be replaced at the right place of the original.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

# Unicode TR36/TR39: no width, joiners, marks of direction, soft hyphen, variation selectors, tags.
_INVISIBLE = frozenset(
    [
        *(0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x3164, 0xFEFF, 0xFFA0),
        *(*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFE00, 0xFE10)),
        *range(0xE0000, 0xE01F0),
    ]
)
_HYPHENS = frozenset("\u2010\u2011\u2012\u2212")
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁһԛԝвнкмтӏАВЕКМНОРСТУХІЈЅԌԚԜαονικρτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijsdhqwbhkmtlABEKMHOPCTYXIJSGQWaovikptuxABEZHIKMNOPTYX",
)
_FOREIGN = re.compile(r"[\u0370-\u052f]")
_WORD = re.compile(r"[^\W_]+")
_LATIN_OR_DIGIT = re.compile(r"[A-Za-z0-9]")
_SPACED = re.compile(r"(?<![^\W_])(?:[^\W\d_][ .]){3,}[^\W\d_](?![^\W_])")


@dataclass(frozen=True, slots=True)
class Folded:
    """The plain text and, for each of its characters, where in the original it begins and ends."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Give the span of the original that ``[start, end)`` of the plain text came from (never empty)."""
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> Folded:
    """Plain form of ``text``. Text without such characters comes back as it is."""
    starts: Sequence[int] = range(len(text))
    ends: Sequence[int] = range(1, len(text) + 1)
    plain = text
    if not text.isascii():
        plain, starts, ends = _plain(text)
        plain = _unmixed(plain)
    drop = {i for m in _SPACED.finditer(plain) for i in range(*m.span()) if not plain[i].isalpha()}
    if drop:
        kept = [i for i in range(len(plain)) if i not in drop]
        plain = "".join(plain[i] for i in kept)
        starts, ends = [starts[i] for i in kept], [ends[i] for i in kept]
    return Folded(plain, starts, ends)


def _plain(text: str) -> tuple[str, list[int], list[int]]:
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for at, char in enumerate(text):
        if ord(char) in _INVISIBLE:
            continue
        # A mark over a letter becomes part of it, or is left out where Unicode has no such letter.
        if "\u0300" <= char <= "\u036f" and characters and characters[-1].isalpha():
            joined = unicodedata.normalize("NFC", characters[-1] + char)
            characters[-1] = joined if len(joined) == 1 else characters[-1]
            ends[-1] = at + 1
            continue
        for plain in _plain_character(char):
            characters.append(plain)
            starts.append(at)
            ends.append(at + 1)
    return "".join(characters), starts, ends


def _plain_character(char: str) -> str:
    code = ord(char)
    if code < 0x80:
        return char
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    if char in _HYPHENS:
        return "-"
    if unicodedata.category(char) == "Zs":
        return " "
    # Wide forms, mathematical letters, and the ligatures that PDF files bring ('Sheﬃeld').
    if 0xFF00 <= code <= 0xFFEF or 0x1D400 <= code <= 0x1D7FF or 0xFB00 <= code <= 0xFB06:
        return unicodedata.normalize("NFKC", char) or char
    return char


def _unmixed(text: str) -> str:
    """Turn look-alikes into Latin: all if no other Greek or Cyrillic letter is there, else in mixed words."""
    foreign = set(_FOREIGN.findall(text))
    if not foreign:
        return text
    if all(ord(c) in _LOOKALIKES for c in foreign):
        return text.translate(_LOOKALIKES)
    return _WORD.sub(lambda m: m[0].translate(_LOOKALIKES) if _LATIN_OR_DIGIT.search(m[0]) else m[0], text)
