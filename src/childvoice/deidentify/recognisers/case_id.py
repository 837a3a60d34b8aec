"""Numbers of cases in social care, health, education and immigration, by their label or their own form.

Courts, police, passports, licences, banks and tenancies have recognisers of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from childvoice.deidentify.spans import Found
from childvoice.records import Label

LABELS = (Label.CASE_ID,)

# Systems and documents whose name alone announces a number.
_STRONG = (
    r"(?:LCS|ICS|MOS|PID|SWIFT|CYP|CSC|"
    r"Mosaic|Liquid ?logic|Care ?First|Care ?Director|EHM|Protocol|Framework-?i|"
    r"Capita|SystmOne|RiO|EMIS|SIMS|CYPIT|"
    r"MRN|ULN|UTR|DBS|BRP|ARC|HO refs?|Home Office(?: refs?)?|NASS|refs?|reference|"
    r"our ref|your ref|SWE|HCPC|NMC|GMC|LADO|NRM|IDP|EHCP ref)"
)
# Words that also stand before other numbers: they need 'number', 'ID', a colon or the like.
_WEAK = (
    r"(?:case|client|person|child|pupil|patient|service user|file|record|hospital|hosp|referral|contact|"
    r"unique|certificate|registration|family|id|application|member|student|candidate|episode)"
)
_NUMBER = r"(?:id|no|num|number|nr|refs?|reference)"
_ID = r"((?=[A-Z/-]{0,8}\d)[A-Z0-9][A-Z0-9/-]{3,20}[A-Z0-9])(?![\w/])"
_LABELLED = re.compile(
    rf"(?i)\b(?:{_STRONG}(?: {_NUMBER}){{0,2}}|{_WEAK} {_NUMBER}(?: {_NUMBER})?|{_WEAK}(?= "
    rf"?[:#])|{_NUMBER} ?{_NUMBER})"
    rf"(?:\.|\b)[ \t]{{0,3}}(?:is|was|on every letter,)?[ \t]{{0,3}}[:#=-]{{0,2}}[ \t]{{0,3}}#?{_ID}"
)
# 'LCS 448210 and 448211', 'refs: Y1144902 (YH), M1144903 (MK)': one label for several.
_MORE = re.compile(rf"(?i)(?: ?\([^()\n]{{1,12}}\))?(?:,| and| &| ?/|;)[ \t]{{1,2}}{_ID}")
_BARE = re.compile(
    r"(?i)\b(?:case|client|file|record|id|refs?)[ #:,]{1,3}((?:[A-Z]{1,3}-?)?\d{5,10}|[A-Z]{2,4}-\d{4,8})(?![\w/,])"
)
_FORMS = re.compile(
    r"(?<![\w/-])(?:"
    r"(?:LCS|MOS|CF|EHM|PID|SWIFT|SW|CYP|CSC|CIN|LAC|CLA|IDP|EHC)-?\d{5,9}"  # a system's prefix
    r"|[A-Z]{2,4}/[A-Z]{2,5}/\d{3,7}(?:/\d{2,4})?"  # EM/CSC/20417
    r"|[A-Z]{2,5}/\d{4,7}/\d{2,4}(?!\d)"  # MC/004417/26
    r"|[A-Z]{3,5}/\d{2}/\d{3,6}(?!\d)|[A-Z]{3,5}-\d{2}-\d{3,5}(?!\d)"  # LADO/26/0193, MAC-26-101
    r"|[A-Z]{2}-\d{4}-\d{4}(?!\d)"
    r"|P00\d{5}(?!\d)"  # a care system's person
    r"|[A-Z]\d{7}(?:/\d{3})?"  # Home Office, hospital
    r"|[A-Z]{2}\d-\d{6}"
    r")(?![\w/])"
)
_NO_ID = re.compile(
    r"(?:19|20)\d\d(?:[-/]\d{2,4})?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d+-(?:year|month|week|"
    r"day)s?.*|\d{3}-\d{3}",
    re.I,
)


def find(text: str) -> Iterator[Found]:
    """Find labelled numbers with at least three digits, lists of them, and numbers whose form says what they are."""
    for m in _LABELLED.finditer(text):
        number: re.Match[str] | None = m
        while number is not None and _is_id(number[1]):
            yield Found(number.start(1), number.end(1), Label.CASE_ID, "case_id", 0.92)
            number = _MORE.match(text, number.end(1))
    for m in _FORMS.finditer(text):
        yield Found(m.start(), m.end(), Label.CASE_ID, "case_id", 0.95)
    for m in _BARE.finditer(text):
        yield Found(m.start(1), m.end(1), Label.CASE_ID, "case_id", 0.9)


def _is_id(number: str) -> bool:
    return sum(c.isdigit() for c in number) >= 3 and not _NO_ID.fullmatch(number)
