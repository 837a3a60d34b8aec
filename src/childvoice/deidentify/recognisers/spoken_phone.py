"""Telephone numbers as they are said on a recording: 'oh seven seven double oh nine ...', 'plus four four ...'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from childvoice.deidentify.spans import Found
from childvoice.records import Label

LABELS = (Label.PHONE,)

_DIGIT = r"(?:zero|oh|o|nought|nil|one|two|three|four|five|six|seven|eight|nine|\d{1,3})"
_WORD = rf"(?:(?:double|treble|triple)[ -])?{_DIGIT}\b"
_GAP = r"(?:[ ,.…-]{1,4}(?:(?:then|and|er|erm|um|uh|so|it['’]s)[ ,.…-]{1,3})?)"
_TRUNK = re.compile(rf"(?i)\b(?:zero|oh|o|nought|0)(?:{_GAP}{_WORD}){{6,13}}")
_ABROAD = re.compile(rf"(?i)\bplus{_GAP}{_WORD}(?:{_GAP}{_WORD}){{6,14}}")
# Without its nought only where a number is announced.
_SAID = re.compile(
    r"(?i)\b(?:number|phone|mobile|mob|tel|ring|rings?|call|text|landline)\b[^\n\d.]{0,24}?"
    rf"((?<!\w)(?:one|two|three|four|five|six|seven|eight|nine)(?:{_GAP}{_WORD}){{6,13}})"
)
_FIGURE = {
    w: n
    for n, words in enumerate("zero|oh|o|nought|nil one two three four five six seven eight nine".split())
    for w in words.split("|")
}


def find(text: str) -> Iterator[Found]:
    """Find eight digits and more in words; counting up or down is not a number."""
    for pattern in (_TRUNK, _ABROAD, _SAID):
        for m in pattern.finditer(text):
            start, end = m.span(m.re.groups)
            digits = said_digits(text[start:end])
            # A mark or a filler behind the last digit is not part of it.
            if 8 <= len(digits) <= 15 and not _counting(digits) and re.search(r"(?i)[a-z]", text[start:end]):
                yield Found(start, end, Label.PHONE, "spoken_phone", 0.95)


def said_digits(words: str) -> str:
    """The digits that ``words`` say: 'oh seven double seven' is '0777'."""
    digits, times = "", 1
    for word in re.findall(r"[a-z]+|\d+", words.casefold()):
        if word in ("double", "treble", "triple"):
            times = 2 if word == "double" else 3
        elif word.isdigit() or word in _FIGURE:
            digits += (word if word.isdigit() else str(_FIGURE[word])) * times
            times = 1
    return digits


def _counting(digits: str) -> bool:
    steps = {int(b) - int(a) for a, b in pairwise(digits[:8])}
    return steps in ({1}, {-1}, {0}) or digits.startswith(("12345", "012345", "98765"))
