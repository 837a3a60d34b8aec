"""References of homes and money: tenancies, rent and council tax accounts, policies, benefits, meters, bills."""

from __future__ import annotations

import re
from collections.abc import Iterator

from childvoice.deidentify.spans import Found
from childvoice.records import Label

LABELS = (Label.CASE_ID,)

_WORD = (
    r"(?:tenancy|rent(?: account)?|council tax|housing(?: application| register| benefit)?|homeless(?:ness)?|homechoice|"
    r"bidding|policy|insurance|claim|benefit|universal credit|UC|PIP|DLA|ESA|carer['’]?s allowance|award|"
    r"meter|MPAN|MPRN|(?:gas|electric(?:ity)?|water|broadband) account|customer|account|loan|arrears|CMS|child maintenance)"
)
_LABEL = r"(?:no|num|number|nr|ref|reference|id|agreement|certificate)s?"
_ID = r"((?=[A-Z/-]{0,6}\d)[A-Z\d][A-Z\d/-]{3,18}[A-Z\d])(?![\w/]|[.,]\d)"
_LABELLED = re.compile(
    rf"(?i)\b{_WORD}(?: {_LABEL}){{1,2}}\.?[ \t]{{0,3}}(?:is|was)?[ \t]{{0,3}}[:#=]?[ \t]{{0,3}}#?{_ID}"
)
_PLAIN = re.compile(rf"(?i)\b(?:tenancy|policy|MPAN|MPRN|rent account)[ \t]{{0,2}}[:#]?[ \t]{{1,2}}{_ID}")
_NOT = re.compile(
    r"(?i)(?:19|20)\d\d(?:[-/]\d{2,4})?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d+-(?:year|month|week|day)s?.*"
)


def find(text: str) -> Iterator[Found]:
    """Find numbers behind such words; never a year, a date or a sum."""
    for pattern, score in ((_LABELLED, 0.93), (_PLAIN, 0.92)):
        for m in pattern.finditer(text):
            if sum(c.isdigit() for c in m[1]) >= 4 and not _NOT.fullmatch(m[1]):
                yield Found(m.start(1), m.end(1), Label.CASE_ID, "tenancy", score)
