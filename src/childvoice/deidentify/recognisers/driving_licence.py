"""Driving licence numbers: sixteen characters that hold surname, birth date and initials (DVLA INF45P); Northern Ireland eight digits.

The form gives away name and date of birth, so that it is taken wherever it stands, whole or in the groups on the card.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from childvoice.deidentify.spans import Found
from childvoice.records import Label

LABELS = (Label.CASE_ID,)

# Five letters of the surname (filled with 9), decade and date of birth, two initials (or 9), three more.
_SURNAME = r"(?:[A-Z]{5}|[A-Z]{4}9|[A-Z]{3}99|[A-Z]{2}999)"
_FORM = re.compile(
    rf"(?i)(?<![\w/]){_SURNAME}[ -]?\d(?:0[1-9]|1[0-2]|5[1-9]|6[0-2])(?:0[1-9]|[12]\d|3[01])\d"
    r"[ -]?[A-Z][A-Z9][ -]?\d[ -]?[A-Z\d]{2}(?!\w)"
)
# Slips in the last group or the date are a person's all the same.
_LOOSE = re.compile(rf"(?<![\w/]){_SURNAME} ?\d{{6}} ?[A-Z][A-Z\d]{{3,4}}(?!\w)")
_SAID = re.compile(
    r"(?i)\b(?:driv(?:ing|er['’]?s?) licen[cs]e|provisional(?: licen[cs]e)?|licen[cs]e (?:no|number)|DVLA|DVA)\b"
    r"[^\d\n]{0,30}?(?<![\w/.-])((?:[A-Z]{1,2})?\d{8}|[A-Z]{2,5}\d{4,8}[A-Z\d]{0,6})(?![\w/-])"
)


def find(text: str) -> Iterator[Found]:
    """Find licence numbers by their form, and shorter or foreign ones behind 'driving licence'."""
    for m in (*_FORM.finditer(text), *_LOOSE.finditer(text)):
        yield Found(m.start(), m.end(), Label.CASE_ID, "driving_licence", 0.97)
    for m in _SAID.finditer(text):
        yield Found(m.start(1), m.end(1), Label.CASE_ID, "driving_licence", 0.93)
