"""Court and tribunal numbers: family, criminal, civil and tribunal cases, and neutral citations.

Forms are those of HMCTS and of the National Archives' 'Find Case Law'; each says by itself what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from childvoice.deidentify.spans import Found
from childvoice.records import Label

LABELS = (Label.CASE_ID,)

_FORMS = re.compile(
    r"(?<![\w/])(?:"
    r"[A-Z]{2}\d{2} ?[ACDFJPVZ] ?\d{5}(?!\d)"  # family court: LS24C50123, ZE26C00041, FD24P00123
    r"|\[\d{4}\] (?:EWHC|EWFC|EWCA|EWCOP|UKSC|UKUT|UKFTT|NIFam|CSOH|CSIH)(?: (?:Civ|Crim))? \d{1,5}"
    r"(?: ?\([A-Za-z]{1,6}\))?"  # neutral citation
    r"|[TUSA]20\d{2}[ -]?\d{4,5}(?!\d)"  # Crown Court: T20247123
    r"|\d{2}[A-Z]{2}\d{7}(?!\d)|\d{2}[A-Z]{2} ?\d{5} ?\d{2}(?!\d)"  # police and prosecution URN: 14XX1234523
    r"|[A-HJ-MY]\d{2}[A-Z]{2}\d{3}(?!\d)"  # county court claim: K00BM123
    r"|EH\d{3}/\d{2}/\d{5}"  # special educational needs tribunal
    r"|(?:PA|HU|EA|DC|DA|IA|AA|RP|UI)[/-]\d{4,5}[/-]20\d{2}|UI-20\d{2}-\d{6}"  # immigration and asylum
    r"|SC\d{3}/\d{2}/\d{5}"  # social security
    r")(?!\w|/\d)"
)
_SAID = re.compile(
    r"(?i)\b(?:court|tribunal|judgment|proceedings|claim|COP|family court|case)(?: (?:of protection|case|claim|file|appeal))?"
    r" (?:no|number|ref|reference)s?\b\.?[ \t]{0,3}[:#]?[ \t]{0,20}((?=[A-Z/ -]{0,8}\d)[A-Z\d][A-Z\d/-]{4,20}[A-Z\d])(?![\w/])"
)


def find(text: str) -> Iterator[Found]:
    """Find numbers by their form, and others behind 'court number', 'tribunal ref' and the like."""
    for m in _FORMS.finditer(text):
        yield Found(m.start(), m.end(), Label.CASE_ID, "court", 0.97)
    for m in _SAID.finditer(text):
        if sum(c.isdigit() for c in m[1]) >= 4:
            yield Found(m.start(1), m.end(1), Label.CASE_ID, "court", 0.94)
