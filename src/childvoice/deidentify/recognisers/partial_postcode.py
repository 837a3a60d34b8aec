"""Halves of postcodes: 'the EM4 area', 'postcode starts EM9', 'it ends 2LR'. Beside words that say so, as 'B12' is a room too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from childvoice.deidentify.spans import Found
from childvoice.records import Label

LABELS = (Label.POSTCODE,)

_CODE = r"([A-Z]{1,2}\d{1,2}[A-Z]?)"
_FORMS = (
    re.compile(
        rf"(?i)\bpost ?codes?\b[^\w\n]{{0,6}}(?:(?:is|was|of|area|district|begins|starts|starting|"
        rf"beginning|with|ends|in)\s+){{0,2}}{_CODE}\b(?! ?\d[a-z]{{2}}\b)"
    ),
    re.compile(rf"(?i)\b{_CODE} (?:post ?codes?|area)\b"),
    re.compile(r"(?i)\bpost ?code (?:ends|ending|finishes)(?: in| with)? (\d ?[A-Z]{2})\b"),
    # Streets of one district: 'moved from EM4 to EM9', 'a house in SK11'; rooms and roads are no places to move to.
    re.compile(
        r"\b(?i:mov(?:ed|es|ing)|liv(?:es?|ed|ing)|hous(?:e|ed|ing)|flats?|placed|placements?|address|bidding)\b"
        r"[^.!?\n]{0,30}?\b(?i:in|to|from|around|outside)[ ]((?!KS|PS|CV|EH|UC|LL|PE|RE|IT|GP|YP|CP|CF)[A-Z]{2}\d{1,2})(?![\w-]| \d[A-Z]{2}\b)"
    ),
    re.compile(r"(?<=, )((?!KS|PS)[A-Z]{2}\d{1,2})(?=[.;)]?[ \t]*(?:\n|$))"),
)


def find(text: str) -> Iterator[Found]:
    """Find outward and inward halves where the words around them tell of a place."""
    for pattern in _FORMS:
        for m in pattern.finditer(text):
            yield Found(m.start(1), m.end(1), Label.POSTCODE, "partial_postcode", 0.9)
