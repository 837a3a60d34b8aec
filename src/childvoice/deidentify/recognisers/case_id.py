"""Numbers of cases, courts, passports, licences and bank accounts, by their label or their own form."""

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
    r"Capita|SystmOne|RiO|CRN|URN|CYPIT|"
    r"Niche|PNC(?: ?ID)?|MRN|ULN|UTR|DBS|BRP|HO ref|Home Office|NASS|passport|driving "
    r"licen[cs]e|licen[cs]e|ref|reference|"
    r"our ref|your ref|SWE|HCPC|crime|incident|log)"
)
# Words that also stand before other numbers: they need 'number', 'ID', a colon or the like.
_WEAK = (
    r"(?:case|client|person|child|pupil|patient|service user|file|record|hospital|hosp|"
    r"account|acc|acct|a/c|court|referral|"
    r"unique|benefit|claim|tenancy|certificate|registration|policy|customer|family|id|application)"
)
_NUMBER = r"(?:id|no|num|number|nr|ref|reference)"
_ID = r"((?=[A-Z/-]{0,8}\d)[A-Z0-9][A-Z0-9/-]{3,20}[A-Z0-9])(?![\w/])"
_LABELLED = re.compile(
    rf"(?i)\b(?:{_STRONG}(?: {_NUMBER}){{0,2}}|{_WEAK} {_NUMBER}(?: {_NUMBER})?|{_WEAK}(?= "
    rf"?[:#])|{_NUMBER} ?{_NUMBER})"
    rf"(?:\.|\b)[ \t]{{0,3}}(?:is|was|on every letter,)?[ \t]{{0,3}}[:#=-]{{0,2}}[ \t]{{0,3}}#?{_ID}"
)
_BARE = re.compile(r"(?i)\b(?:case|client|file|record|id)[ #:]{1,3}((?:[A-Z]{1,3}-?)?\d{5,10})(?![\w/,])")
_FORMS = re.compile(
    r"(?<![\w/])(?:[A-Z]{2}\d{2}[CFPZ]\d{5}"  # family court: LS24C50123
    r"|\[\d{4}\] (?:EWHC|EWFC|EWCA|UKSC)(?: (?:Civ|Crim))? \d{1,5}(?: \([A-Za-z]{1,6}\))?"  # neutral citation
    r"|[A-Z]{2}\d{2} ?[A-Z]{4}(?: ?\d){14}"  # IBAN
    r"|\d{2}-\d{2}-\d{2}[ ,/]{1,3}\d{8}"  # sort code and account
    r"|[A-Z][A-Z9]{4}\d{6}[A-Z9]{2}[A-Z\d]{3}"  # driving licence
    r"|(?:LCS|MOS|CF|EHM|PID|SWIFT|SW|CYP|CSC|CIN|LAC|CLA)-?\d{5,9}"  # a system's prefix
    r"|[A-Z]{2,4}/[A-Z]{2,5}/\d{3,7}(?:/\d{2,4})?"  # EM/CSC/20417
    r"|\d{2}/\d{3,7}/\d{2}(?!\d)|\d{2,4}/\d{5,7}[A-Z]"  # crime number 06/12345/24, PNC 12/345678A
    r"|[A-Z]\d{7}/\d{3}"  # Home Office
    r")(?![\w/])"
)
_SORT_CODE = re.compile(r"(?i)\bs(?:ort ?code|/c)\b[^\d\n]{0,8}(\d{2}[- ]?\d{2}[- ]?\d{2})\b")
_ACCOUNT = re.compile(r"(?i)\b(?:acc(?:ount|t)?|a/c)\b[^\d\n]{0,12}(\d{4} ?\d{4})\b")
_SPACED = re.compile(
    r"(?i)\b(?:passport|licen[cs]e)(?: (?:no|number))?\.?[: ]{1,2}((?:[A-Z]{0,2}\d{2,5} ){1,3}\d{2,5})\b"
)
_NO_ID = re.compile(
    r"(?:19|20)\d\d(?:[-/]\d{2,4})?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d+-(?:year|month|week|"
    r"day)s?.*|\d{3}-\d{3}",
    re.I,
)


def find(text: str) -> Iterator[Found]:
    """Find labelled numbers with at least three digits, and numbers whose form says what they are."""
    for m in _LABELLED.finditer(text):
        if sum(c.isdigit() for c in m[1]) >= 3 and not _NO_ID.fullmatch(m[1]):
            yield Found(m.start(1), m.end(1), Label.CASE_ID, "case_id", 0.92)
    for m in _FORMS.finditer(text):
        yield Found(m.start(), m.end(), Label.CASE_ID, "case_id", 0.97)
    for pattern, score in ((_BARE, 0.9), (_SORT_CODE, 0.96), (_ACCOUNT, 0.93), (_SPACED, 0.93)):
        for m in pattern.finditer(text):
            yield Found(m.start(1), m.end(1), Label.CASE_ID, "case_id", score)
