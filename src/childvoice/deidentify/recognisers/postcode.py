"""Whole UK postcodes (BS 7666); halves and those said letter by letter have recognisers of their own."""

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


def find(text: str) -> Iterator[Found]:
    """Whole postcodes in any case, with or without the space."""
    for m in _WHOLE.finditer(text):
        if not _MEASURE.search(m[0]) or _TYPED.match(m[0]):
            yield Found(m.start(), m.end(), Label.POSTCODE, "postcode", 0.96)
