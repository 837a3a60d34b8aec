"""UK vehicle registrations (DVLA INF104); older and partial ones where a vehicle is spoken of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from childvoice.deidentify.spans import Found
from childvoice.records import Label

LABELS = (Label.VEHICLE_REG,)

_CURRENT = re.compile(r"(?<![\w/-])[A-Z]{2}\d{2}[ -]?[A-Z]{3}(?![\w-])")
_VEHICLE = (
    r"(?:[Rr]eg(?:istration)?|REG|[Nn]umber ?plate|[Cc]ar|[Vv]an|[Vv]ehicle|[Pp]late|"
    r"[Mm]otorbike|[Mm]oped|[Tt]axi|Ford|Audi|BMW|Corsa|Golf|Transit)"
)
_OLD = re.compile(
    rf"\b{_VEHICLE}\b[^\n.]{{0,30}}?(?<!\w)([A-Z]\d{{1,3}} ?[A-Z]{{3}}|[A-Z]{{3}} "
    rf"?\d{{1,3}}[A-Z]|[A-Z]{{1,3}} ?\d{{3,4}})(?!\w)"
)
# Behind 'reg' and 'plate' anything goes that mixes letters and digits: private plates, halves, lower case.
_SAID = re.compile(
    r"(?i)\b(?:reg(?:istration)?|number ?plate|plate)(?: (?:no|number|mark))?(?: (?:is|was|of|"
    r"starts|starting|began|beginning|with))*[ :.]{1,3}"
    r"((?=[a-z ]{0,4}\d)(?=\d{0,4}[a-z])[a-z\d]{2,4}"
    r"(?: (?!the|and|was|but|car|for)(?=[a-z]{3}\b|\d{1,4}[a-z]\b)[a-z\d]{2,4}|(?-i: [A-Z]{1,2}))?)(?!\w)"
)
_NO_PLATE = re.compile(
    r"(?:THE|AND|FOR|NOV|MAR|APR|MAY|JAN|FEB|JUN|JUL|AUG|SEP|OCT|DEC|MON|TUE|WED|THU|FRI|SAT|"
    r"SUN|HRS|MIN)$"
)


def find(text: str) -> Iterator[Found]:
    """Plates of the form AB12 CDE; older plates behind 'reg', 'car' and the like."""
    for m in _CURRENT.finditer(text):
        if not _NO_PLATE.search(m[0]):
            yield Found(m.start(), m.end(), Label.VEHICLE_REG, "vehicle_reg", 0.95)
    for pattern in (_OLD, _SAID):
        for m in pattern.finditer(text):
            if not _NO_PLATE.search(m[1]):
                yield Found(m.start(1), m.end(1), Label.VEHICLE_REG, "vehicle_reg", 0.9)
