"""NHS numbers: ten digits, the last a modulus-11 check digit (NHS Data Dictionary, 'NHS NUMBER').

A number that stands behind the words 'NHS' is taken whatever its check digit says: a slip identifies too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from childvoice.deidentify.spans import Found
from childvoice.records import Label

LABELS = (Label.NHS_NUMBER,)

_TEN = re.compile(r"(?<![\d.])\d{3}[ \t\u00a0-]?\d{3}[ \t\u00a0-]?\d{4}(?![\d])")
_SAID = re.compile(r"(?i)\bNHS\b[^\d\n]{0,24}(\d(?:[ -]?\d){8,9})(?!\d)")


def valid(digits: str) -> bool:
    """Whether ten digits end in the right check digit."""
    total = sum(int(d) * weight for d, weight in zip(digits[:9], range(10, 1, -1), strict=True))
    check = (11 - total % 11) % 11
    return check == int(digits[9])


def find(text: str) -> Iterator[Found]:
    """Labelled numbers, and unlabelled ones whose check digit is right."""
    for m in _SAID.finditer(text):
        yield Found(m.start(1), m.end(1), Label.NHS_NUMBER, "nhs_number", 1.0)
    for m in _TEN.finditer(text):
        digits = re.sub(r"\D", "", m[0])
        if valid(digits) and len(set(digits)) > 1:
            yield Found(m.start(), m.end(), Label.NHS_NUMBER, "nhs_number", 0.98)
