"""Police, prison and probation numbers: crimes, logs, custody records, PNC, exhibits, collar and prison numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from childvoice.deidentify.spans import Found
from childvoice.records import Label

LABELS = (Label.CASE_ID,)

_FORMS = re.compile(
    r"(?<![\w/-])(?:"
    r"\d{2}/\d{3,7}/\d{2}(?!\d)"  # crime: 06/12345/24
    r"|[A-Z]{2}/\d{4,6}/\d{2}(?!\d)"  # LC/88120/16
    r"|[A-Z]{2}/\d{2}/\d{4,6}(?!\d)"  # MP/26/00719
    r"|\d{2,4}/\d{4,7}[A-Z]"  # PNC: 12/345678A
    r"|\d{9,11}/\d{2}(?!\d)"  # 13220012345/24
    r"|[A-Z]\d{4}[A-Z]{2}"  # prison: A9917EX
    r")(?![\w/])"
)
_WORD = (
    r"(?:crime|occurrence|niche|custody(?: record)?|police(?: log| ref(?:erence)?)?|incident|log|CAD|STORM|PNC(?: ?ID)?|"
    r"exhibit|warrant|arrest|prison(?:er)?|probation|CRN|URN|NOMIS|OASys|ViSOR|DASH|VPA|PPN|MERLIN|PAC)"
)
_LABEL = r"(?:no|num|number|ref|reference|id)s?"
# Letters, digits and strokes with a digit in it: '1187', 'SD/01', '0318 of 24/01', '0423-12032'.
_ID = r"((?=[A-Z/-]{0,8}\d)[A-Z\d][A-Z\d/-]{2,20}(?<![/-]))(?![\w/])"
_LABELLED = re.compile(
    rf"(?i)\b{_WORD}(?: {_LABEL}){{1,2}}\.?[ \t]{{0,3}}(?:is|was)?[ \t]{{0,2}}[:#=]?[ \t]{{0,3}}{_ID}"
)
# Without 'no' or 'ref': 'log 1187', 'exhibit SD/01'; a lone word or count must not be taken.
_BARE = re.compile(rf"(?:\b(?i:log|incident|CAD|STORM|occurrence|crime|CRN|URN|MERLIN))[ \t]{{1,2}}#?{_ID}")
_OF_DAY = re.compile(
    r"[ \t]of[ \t](?:the[ \t])?\d{1,2}(?:/\d{1,2}(?:/\d{2,4})?|(?:st|nd|rd|th)?[ \t][A-Z][a-z]{2,8})(?!\w)"
)
_EXHIBIT = re.compile(r"\b[Ee]xhibits?[ \t](?:(?:no|ref)\.?[ \t])?([A-Z]{2,3}[/-]?\d{1,3})(?![\w/])")
_COLLAR = re.compile(
    r"\b(?:PC|DC|WPC|PS|Sgt|DS|PCSO|Insp|(?i:collar|shoulder|warrant)(?i: no\.?| num(?:ber)?)?|(?i:badge)(?i: no\.?| number)?)"
    r"[ :]{1,2}(\d{3,6}|[A-Z]{1,2}\d{2,5}|\d{2,5}[A-Z]{1,2})(?![\w/]|[.,:]\d)"
)
_NOT = re.compile(
    r"(?i)(?:19|20)\d\d(?:[-/]\d\d)?|\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?|\d{1,3}(?:st|nd|rd|th)|\d+-(?:year|month|day)s?"
)
_COUNTED = re.compile(
    r"(?i)[ \t]+(?:times|calls?|entries|incidents|crimes|visits|people|children|days?|weeks?|hours?|pages?)\b"
)


def find(text: str) -> Iterator[Found]:
    """Find numbers by their form, and behind the words that police, prisons and probation use for theirs."""
    for m in _FORMS.finditer(text):
        if not re.fullmatch(r"\d{2}/\d{3}/\d{2}", m[0]):
            yield Found(m.start(), m.end(), Label.CASE_ID, "police", 0.95)
    for pattern, score in ((_LABELLED, 0.94), (_BARE, 0.9)):
        for m in pattern.finditer(text):
            digits = sum(c.isdigit() for c in m[1])
            if digits < 3 or _NOT.fullmatch(m[1]) or _COUNTED.match(text, m.end(1)):
                continue
            day = _OF_DAY.match(text, m.end(1))
            yield Found(m.start(1), day.end() if day else m.end(1), Label.CASE_ID, "police", score)
    for m in (*_EXHIBIT.finditer(text), *_COLLAR.finditer(text)):
        yield Found(m.start(1), m.end(1), Label.CASE_ID, "police", 0.92)
