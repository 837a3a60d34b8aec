"""UK postcodes: whole (BS 7666), spoken, and the outward half where it is spoken of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from childvoice.deidentify.spans import Found
from childvoice.records import Label

LABELS = (Label.POSTCODE,)

# Any two letters: invented codes use just those that Royal Mail never does, and so do slips.
_WHOLE = re.compile(
    r"(?i)(?<![\w£.])(?:GIR ?0AA|BFPO ?\d{1,4}|[A-Z]{1,2}\d{1,2}[A-Z]?,?[ \t]{0,2}[\dO][A-Z]{2})(?!\w)"
)
# 'Y9 1st', 'x2 3hr', 'Q4 2pm': an ordinal or a measure stands where the inward code would.
_MEASURE = re.compile(
    r"(?i)(?:st|nd|rd|th|am|pm|hr|yr|wk|kg|mg|ml|cm|mm|km|ft|lb|in|to|of|so|is|we|no|ok|me|my)$"
)
# Two capitals and a space leave no doubt, whatever follows.
_TYPED = re.compile(r"(?!KS)[A-Z]{2}\d{1,2}[A-Z]? \d[A-Z]{2}$")
_CODE = r"([A-Z]{1,2}\d{1,2}[A-Z]?)"
_PARTIAL = (
    re.compile(
        rf"(?i)\bpost ?codes?\b[^\w\n]{{0,6}}(?:(?:is|was|of|area|district|begins|starts|starting|"
        rf"beginning|with|ends)\s+){{0,2}}{_CODE}\b(?! ?\d[a-z]{{2}}\b)"
    ),
    re.compile(rf"(?i)\b{_CODE} (?:post ?codes?|area)\b"),
    re.compile(r"(?i)\bpost ?code (?:ends|ending)(?: in)? (\d[A-Z]{2})\b"),
)
_DIGIT = (
    r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|"
    r"fourteen|fifteen|sixteen|\d{1,2})"
)
_SAID = (
    rf"[A-Z](?:[ ,-]{{0,2}}[A-Z])?[ ,-]{{1,2}}{_DIGIT}(?:[ ,-]{{1,2}}{_DIGIT}){{1,2}}"
    r"[ ,-]{1,2}[A-Z][ ,-]{0,2}[A-Z]"
)
_SPOKEN = (
    re.compile(rf"(?<![\w'’]){_SAID}(?![\w'’])"),
    re.compile(rf"(?i)\bpost ?code\b[^\n\d]{{0,12}}?(?<!\w)({_SAID})(?!\w)"),
)


def find(text: str) -> Iterator[Found]:
    """Whole postcodes in any case, with or without the space; halves only beside 'postcode' or 'area'."""
    for m in _WHOLE.finditer(text):
        if not _MEASURE.search(m[0]) or _TYPED.match(m[0]):
            yield Found(m.start(), m.end(), Label.POSTCODE, "postcode", 0.96)
    for pattern in _PARTIAL:
        for m in pattern.finditer(text):
            yield Found(m.start(1), m.end(1), Label.POSTCODE, "postcode", 0.9)
    for pattern in _SPOKEN:
        for m in pattern.finditer(text):
            yield Found(m.start(pattern.groups), m.end(pattern.groups), Label.POSTCODE, "postcode", 0.92)
