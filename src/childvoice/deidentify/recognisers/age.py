"""Ages more precise than years ('8 years and 4 months', '3y 2m', '11 weeks old'); never durations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from childvoice.deidentify.spans import Found
from childvoice.records import Label

LABELS = (Label.AGE,)

_NUMBER = (
    r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"sixteen|seventeen|eighteen|nineteen|twenty)"
)
_AND = r"(?:,? (?:and|&) |,? |,)"
_MONTHS = r"(?:months?|mths?|mnths?|mos?|m)"
_FORMS = re.compile(
    rf"(?i)\b(?:aged )?(?:{_NUMBER}[ -]?(?:years?|yrs?|y){_AND}{_NUMBER}[ -]?{_MONTHS}\b(?:[ -]olds?\b)?"
    rf"|\d{{1,2}}y ?\d{{1,2}}m(?:th|o)?\b"
    rf"|{_NUMBER} (?:weeks?|wks?){_AND}{_NUMBER} days?\b(?: old\b)?"
    rf"|{_NUMBER}[ -](?:days?|weeks?|wks?|months?|mths?)[ -]old\b"
    rf"|(?:\d{{1,2}}\.\d|\d{{1,2}}[½¼¾]|{_NUMBER} and (?:a half|a quarter|"
    r"three[ -]quarters))(?: years?|yrs?)?[ -]old\b)"
)
# Without 'old': only after a word that says an age comes.
_ANNOUNCED = re.compile(
    rf"(?i)\b(?:aged?|i['’]?m|i am|(?:s?he|[a-z]+)['’]s|nearly|who is|turned)[ :]{{1,2}}"
    rf"(\d{{1,2}}[½¼¾]|{_NUMBER} and (?:a half|a quarter|three[ -]quarters))(?![\w%])"
    r"(?! (?:hours?|hrs?|days?|weeks?|months?|minutes?|miles?|stone|grand|pages?|terms?|times?))"
)
_AGED = re.compile(rf"(?i)\baged?[ :]{{1,2}}({_NUMBER} (?:days|weeks|wks|months|mths))\b")
# How long something took is no age.
_LASTED = re.compile(
    r"(?i)\b(?:for|after|over|within|in|every|past|last|next|another|than|waited|waits?|took|"
    r"takes|spent|total of|term of|"
    r"sentence of|(?:reading|spelling) age(?: of)?:?|imprisoned|served)\s+(?:about |around |"
    r"nearly |almost |at least |over |the |just )?$"
)
_LASTS = re.compile(
    r"(?i)['’]?\s+(?:ago|later|in care|waits?|waiting|imprisonment|custody|sentence|order|of|"
    r"together|gestation|pregnant|"
    r"sober|clean|apart|before|after|since|on the list)\b"
)


def find(text: str) -> Iterator[Found]:
    """Ages in years and months, or in months, weeks or days 'old'."""
    for m in _FORMS.finditer(text):
        old = m[0].casefold().rstrip("s").endswith("old") or m[0].casefold().startswith("aged")
        lasted = _LASTED.search(text, max(0, m.start() - 40), m.start()) or _LASTS.match(text, m.end())
        if old or not lasted:
            yield Found(m.start(), m.end(), Label.AGE, "age", 0.9)
    for pattern in (_ANNOUNCED, _AGED):
        for m in pattern.finditer(text):
            yield Found(m.start(1), m.end(1), Label.AGE, "age", 0.88)
