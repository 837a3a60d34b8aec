"""Exact dates in every form that staff write, dates of birth too; never 'in May' or 'Year 9'."""

from __future__ import annotations

import re
from collections.abc import Iterator

from childvoice.deidentify.spans import Found
from childvoice.records import Label

LABELS = (Label.DATE,)

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)"
)
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?!\d)"
_MM = r"(?:1[0-2]|0?[1-9])(?!\d)"
_TH = r"(?:st|nd|rd|th)?"
_WEEKDAY = r"(?:Mon|Tues?|Wed(?:nes|s)?|Thur?s?|Fri|Sat(?:ur)?|Sun)(?:day)?"
_ON_A = rf"(?:\b(?i:{_WEEKDAY})\.?,?[ \t]+)?"
_BEFORE = rf"(?:\b{_WEEKDAY}\.?,?[ \t]+)?(?:the )?"
# Two digits are a year only where nothing else follows that they could count or time.
_YEAR = (
    rf"(?:,?[ -]?(?:19|20)\d\d\b|,? ?[’']\d\d\b|[ -]\d\d\b(?!\s*(?:[:.]\d|am\b|pm\b|{_MONTH}\b|"
    r"%|-|children|people|"
    r"visits?|cases|years?|months?|weeks?|days?|hours?|hrs?|mins?|of\b|were|young)))"
)
_WORDS = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelf?th|"
    r"thirteenth|fourteenth|fifteenth|"
    r"sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|(?:twenty|"
    r"thirty)[ -](?:first|second|third|fourth|fifth|"
    r"sixth|seventh|eighth|ninth))"
)
_SAID_YEAR = (
    r"(?: (?:two thousand(?: and)?|twenty|nineteen)(?: [a-z]+teen| twenty| eleven| twelve| "
    r"ten| eight| nine)(?:[ -](?:one|two|three|four|five|six))?)?"
)
_FORMS = (
    # 03/11/2012, 3.11.12, 3-11-2012; not versions, sections, decimals
    (rf"{_ON_A}(?<![\w/.£–-]){_DAY}(?P<s>[/.–-]){_MM}(?P=s)(?:(?:19|20)\d\d|\d\d)(?![\d/]|\.\d)", 0.96),
    (r"\b(?:19|20)\d\d([-/.])(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])(?!\d)", 0.96),
    # 3 Nov 2012, Fri 3rd Nov '12, 3-Nov-12, 03NOV2012, 3rd and 4th of November
    (
        (
            rf"(?i){_BEFORE}\b(?:{_DAY}{_TH} ?(?:-|–|&|/|and|to) ?)?{_DAY}{_TH}(?: day)?(?: "
            rf"of)?[ -]?{_MONTH}\b(?:\.?{_YEAR})?(?![\w%])"
        ),
        0.95,
    ),
    (rf"(?i){_BEFORE}\b{_DAY}{_MONTH}(?:\d\d){{1,2}}\b", 0.95),
    (
        (
            rf"(?i)(?:\b{_WEEKDAY}\.?,?[ \t]+)?\b{_MONTH}\.?[ \t]+(?:the )?{_DAY}{_TH}(?:,?[ ](?:19|"
            r"20)\d\d|,? ?[’']\d\d)?(?!\w|:\d|\.\d|%|[/-]\d)"
        ),
        0.9,
    ),
    (rf"(?i)\b(?:the )?{_WORDS}(?: day)? of {_MONTH}\b(?:,?{_SAID_YEAR}\b|,? (?:19|20)\d\d)?", 0.92),
    (rf"(?i)\b{_WEEKDAY}\.?,?[ \t]+{_DAY}[/.]{_MM}(?![\d/%]|\.\d)", 0.92),
    # 'on the 7th inst.', as police officers write
    (rf"(?i)\b{_DAY}{_TH} inst\b\.?", 0.92),
    # Mon 2nd, Friday the 27th
    (rf"(?i)\b{_WEEKDAY}\.?,?[ \t]+(?:the )?{_DAY}(?:st|nd|rd|th)\b", 0.9),
)
_PATTERNS = tuple((re.compile(form), score) for form, score in _FORMS)
# A day and month without a year only where a date is announced; 'on 6/10' is a place on a scale.
_SHORT = re.compile(
    r"(?i)(?:\bd\.?o\.?b\.?|\bborn|\bdue|\bdated?|\bon(?!\W+\d+/10\b)|\bseen|\bsince|\bw/?c|"
    r"\bw/?e|\b[HS]V|\bvisit(?:ed)?|\b[IR]CPC|"
    r"\bmeeting|\bt/?c|\breview|\bappt|\brec['’]?d|\breferral|\bclosed|\bmoved|\bEDD|"
    rf"\bstrat)(?: on)?[ :]{{1,3}}({_DAY}[/.]{_MM})"
    r"(?![\d/%]|\.\d)(?! ?(?:of\b|hours?|hrs?|days?|weeks?|mg|ml|kg|miles|stone|full|price|"
    r"term|per\b|out of))"
)
# What a running record begins its entries with ('19.05' is a time); a lone one may be a fraction, marks are all 'out of 10'.
_ENTRY = re.compile(rf"(?m)^[ \t]*(?:[-•*][ \t]*)?({_DAY}/({_MM}))(?![\d/%]|\.\d| ?of\b)(?=[ \t,:;–-]|$)")
_BORN = re.compile(
    r"(?i)\b(?:d\.?o\.?b\b\.?|date of birth|born(?: on)?|b\.)[ :=(-]{1,4}(?:is )?"
    r"(\d{1,2}(?:st|nd|rd|th)?[ ./-]{1,2}(?:of )?[a-z\d]{1,9}[ ./-]{1,2}\d{2,4}|"
    r"\d{6}(?:\d{2})?|\d{1,2}/(?:19|20)\d\d)(?![\w/])"
)
_NUMBERED = re.compile(
    r"(?i)\b(?:section|(?<!['’])s\.|para(?:graph)?s?|version|chapter|appendix|item|clause|"
    r"rule|part|fig(?:ure)?|table|standard)[ ]*$"
)
# Months that are verbs in lower case, and as words anywhere if a plain number follows.
_VERB = re.compile(r"(?:may|march|mar)\b")
_SURE = re.compile(
    r"(?i)\d(?:st|nd|rd|th)\b|(?:19|20)\d\d|[’']\d\d|^(?:mon|tue|wed|thu|fri|sat|sun)|\d-(?:mar|may)"
)
_ON = re.compile(r"(?i)\b(?:on|since|from|until|till|by|dated?|of|before|after)\s+$")


def find(text: str) -> Iterator[Found]:
    """Dates with at least a day and a month, and whatever a date of birth is written as."""
    for m in _BORN.finditer(text):
        yield Found(m.start(1), m.end(1), Label.DATE, "date", 1.0)
    for m in _SHORT.finditer(text):
        yield Found(m.start(1), m.end(1), Label.DATE, "date", 0.9)
    entries = list(_ENTRY.finditer(text))
    if len(entries) > 1 and any(m[2] not in ("10", "5") for m in entries):
        for m in entries:
            yield Found(m.start(1), m.end(1), Label.DATE, "date", 0.9)
    for pattern, score in _PATTERNS:
        for m in pattern.finditer(text):
            if _numbered(text, m) or _verb(text, m):
                continue
            yield Found(m.start(), m.end(), Label.DATE, "date", score)


def _numbered(text: str, match: re.Match[str]) -> bool:
    return match[0][0].isdigit() and bool(_NUMBERED.search(text, max(0, match.start() - 12), match.start()))


def _verb(text: str, match: re.Match[str]) -> bool:
    """'2 may attend', 'may 2 visits', 'May 3 children move?': the verb, or a count, and no date."""
    if _SURE.search(match[0]):
        return False
    if _VERB.search(match[0]):
        return True
    opens = re.match(r"(?:May|March|Mar)\b", match[0])
    follows = re.match(r"\s+[a-z]", text[match.end() : match.end() + 3])
    return bool(opens and follows) and not _ON.search(text, max(0, match.start() - 8), match.start())
