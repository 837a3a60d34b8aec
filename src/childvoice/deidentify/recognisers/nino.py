"""National Insurance numbers (HMRC manual NIM39110): two letters, six digits, a suffix A to D.

Prefixes that HMRC never issues (QQ in its own examples) are taken as well: in a note they are meant as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from childvoice.deidentify.spans import Found
from childvoice.records import Label

LABELS = (Label.NINO,)

# Spaced out in lower case it may be 'at 10 11 12 a day': there the digits must be joined.
_FORM = re.compile(r"\b(?:[A-Z]{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D]|[A-Za-z]{2}\d{6}[A-Da-d])\b")
_SAID = re.compile(
    r"(?i)\b(?:NI(?:NO)?|N\.I\.|national insurance|nat ins)(?: (?:no|number|num))?\b\.?[ :#-]{1,3}(?:is )?"
    r"([A-Z]{2} ?\d{2} ?\d{2} ?\d{2}(?: ?[A-D]\b)?)(?!\w)"
)


def find(text: str) -> Iterator[Found]:
    """Numbers of the form AA 99 99 99 A, and without the suffix where they are announced."""
    for m in _FORM.finditer(text):
        yield Found(m.start(), m.end(), Label.NINO, "nino", 0.97)
    for m in _SAID.finditer(text):
        yield Found(m.start(1), m.end(1), Label.NINO, "nino", 0.97)
