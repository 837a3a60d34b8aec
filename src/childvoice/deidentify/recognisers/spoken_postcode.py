"""Postcodes as they are said letter by letter: 'E M nine, seven K E', 'M for mother'."""

from __future__ import annotations

import re
from collections.abc import Iterator

from childvoice.deidentify.spans import Found
from childvoice.records import Label

LABELS = (Label.POSTCODE,)

_DIGIT = (
    r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|"
    r"fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|\d{1,2})"
)
_LETTER = r"[A-Z](?: for [A-Za-z]{3,9})?"
_SAID = (
    rf"{_LETTER}(?:[ ,-]{{0,2}}{_LETTER})?[ ,-]{{1,2}}{_DIGIT}(?:[ ,-]{{1,2}}{_DIGIT}){{1,2}}"
    rf"[ ,-]{{1,2}}{_LETTER}[ ,-]{{0,2}}{_LETTER}"
)
_SPOKEN = (
    re.compile(rf"(?<![\w'’]){_SAID}(?![\w'’])"),
    re.compile(rf"(?i)\bpost ?code\b[^\n\d]{{0,12}}?(?<!\w)({_SAID})(?!\w)"),
)


def find(text: str) -> Iterator[Found]:
    """Find letters and numbers in a postcode's order; in lower case only behind the word."""
    for pattern in _SPOKEN:
        for m in pattern.finditer(text):
            yield Found(
                m.start(pattern.groups), m.end(pattern.groups), Label.POSTCODE, "spoken_postcode", 0.92
            )
