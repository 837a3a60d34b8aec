"""Unique Pupil Numbers: a check letter, then 12 digits (or 11 and a letter for a temporary one).

Source: Department for Education, 'Unique pupil numbers: a guide for schools and local authorities'. The
check letter is computed from the digits with weights 2 to 13, modulo 23. A labelled number with a wrong check
letter is taken all the same: a slip identifies too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from childvoice.deidentify.spans import Found
from childvoice.records import Label

LABELS = (Label.UPN,)

_FORM = re.compile(r"\b[A-HJ-NP-RT-Z]\d{11}[A-Z\d]\b", re.IGNORECASE)
_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_SAID = re.compile(r"(?i)\bUPN\b[^\w\n]{0,6}(?:(?:is|no|number)\b[^\w\n]{0,4})?([A-Z]?\d{8,13}[A-Z]?)\b")


def valid(number: str) -> bool:
    """Whether the check letter of a permanent 13-character UPN is right."""
    total = sum(int(d) * weight for d, weight in zip(number[1:], range(2, 14), strict=True) if d.isdigit())
    return _LETTERS[total % 23] == number[0].upper()


def find(text: str) -> Iterator[Found]:
    """Numbers of the right form; surer if labelled or if the check letter is right."""
    for m in _SAID.finditer(text):
        yield Found(m.start(1), m.end(1), Label.UPN, "upn", 1.0)
    for m in _FORM.finditer(text):
        yield Found(m.start(), m.end(), Label.UPN, "upn", 0.97 if m[0][-1].isdigit() and valid(m[0]) else 0.9)
