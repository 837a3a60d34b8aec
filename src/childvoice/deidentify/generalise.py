"""Make dates, ages and places less exact, by form alone: nothing is guessed that the words do not say."""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import date, timedelta

from childvoice.deidentify.recognisers.town import places

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_FIGURES = re.compile(r"(?<!\d)(\d{1,4})([/.–-])(\d{1,2})(?:\2(\d{4}|\d{2}))?(?!\d)")
_NAMED = re.compile(
    r"(?i)(?P<day>\d{1,2})(?:st|nd|rd|th)?(?: day)?(?: of)?[ -]?(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
    r"|(?P<month2>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?[ \t]+(?:the )?(?P<day2>\d{1,2})(?!\d)"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)|[’' -](\d\d)(?!\d)")
_FULL_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
# No more than half a year, or seasons and school years would be wrong; no less than three weeks.
_FEWEST, _MOST = 3, 26
_LAST_SHORT = 40


def weeks_of(secret: bytes) -> int:
    """By how many weeks the dates of a review with this secret are moved, back or forth; 0 without a secret."""
    if not secret:
        return 0
    drawn = int.from_bytes(hmac.digest(secret, b"weeks", hashlib.sha256)[:4], "big")
    weeks = _FEWEST + drawn // 2 % (_MOST - _FEWEST + 1)
    return weeks if drawn % 2 else -weeks


def shifted(surface: str, weeks: int) -> str:
    """The date moved by ``weeks``, in brackets; the weekday stays right. Month and year where no day can be read."""
    told = _read(surface)
    if told is None or not weeks:
        return month(surface)
    day, mon, year = told
    try:
        moved = date(year or 2001, mon, day) + timedelta(weeks=weeks)
    except (ValueError, OverflowError):
        return month(surface)
    weekday = next((f"{d} " for d in _WEEKDAYS if re.search(rf"(?i)\b{d[:3]}", surface)), "")
    return f"[{weekday}{moved.day} {_MONTHS[moved.month - 1]}{f' {moved.year}' if year else ''}]"


def _read(surface: str) -> tuple[int, int, int] | None:
    """Day, month and year (0 if there is none) of a date in figures or with a named month."""
    if figures := _FIGURES.search(surface):
        first, _, second, third = figures.groups()
        if len(first) == 4 and third:
            return int(third), int(second), int(first)
        return (int(first), int(second), _full(third)) if len(first) < 3 else None
    if named := _NAMED.search(surface):
        name = (named["month"] or named["month2"]).casefold()
        number = next(n for n, m in enumerate(_MONTHS, 1) if m.casefold().startswith(name))
        rest = surface[named.end() :]
        year = _YEAR.search(rest)
        return int(named["day"] or named["day2"]), number, _full((year[1] or year[2]) if year else "")
    return None


def _full(year: str | None) -> int:
    """Four figures of a year; of two, those of a life that may be told today (41 to 99 are of the last century)."""
    if not year:
        return 0
    short = int(year)
    return short if len(year) == 4 else short + (2000 if short <= _LAST_SHORT else 1900)


def month(surface: str) -> str:
    """Month and year of a date, or only what can be read of them for certain."""
    text = surface.casefold()
    year = _FULL_YEAR.search(text)
    named = next((m for m in _MONTHS if re.search(rf"\b{m[:3].casefold()}", text)), "")
    if told := _read(surface):
        named = named or (_MONTHS[told[1] - 1] if 1 <= told[1] <= 12 else "")
        full = told[2] or (int(year[0]) if year else 0)
        if named and full:
            return f"[{named} {full}]"
    elif named and year:
        return f"[{named} {year[0]}]"
    return f"[{named}]" if named else "[date]"


def year(surface: str) -> str:
    """The year of a date where the words tell it."""
    told = _read(surface)
    written = _FULL_YEAR.search(surface)
    full = (told[2] if told else 0) or (int(written[0]) if written else 0)
    return f"[{full}]" if full else "[date]"


_UNITS = (
    ("day", 1 / 365),
    ("week", 1 / 52),
    ("wk", 1 / 52),
    ("month", 1 / 12),
    ("mth", 1 / 12),
    ("mnth", 1 / 12),
)
_WORDS = (
    *(
        "nought",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
# Ofsted's and the census of children looked after: under 1, 1 to 4, 5 to 10 (9), 10 (11) to 15, 16 and over.
_BANDS = (
    (1, "aged under 1"),
    (5, "aged 1 to 4"),
    (11, "aged 5 to 10"),
    (16, "aged 11 to 15"),
    (18, "aged 16 or 17"),
)


def _years_old(surface: str) -> int | None:
    """Whole years of an over-precise age: 8 for '8 years and 4 months', 1 for '18 months', 0 for '11 weeks'."""
    text = surface.casefold().replace("aged", " ")
    first = re.search(r"\d+|[a-z]+", text)
    if not first:
        return None
    number = int(first[0]) if first[0].isdigit() else _WORDS.index(first[0]) if first[0] in _WORDS else None
    if number is None:
        return None
    rest = text[first.end() : first.end() + 8]
    share = next((s for unit, s in _UNITS if re.match(rf"[ -]*{unit}", rest)), 1.0)
    return int(number * share + 1e-9)


def whole_years(surface: str) -> str:
    """'[aged 8]' for '8 years and 4 months'; babies are '[aged under 1]'."""
    years = _years_old(surface)
    return "[age]" if years is None else f"[aged {years}]" if years else "[aged under 1]"


def age_band(surface: str) -> str:
    """The band of an over-precise age: '[aged 5 to 10]'."""
    years = _years_old(surface)
    if years is None:
        return "[age]"
    return f"[{next((band for below, band in _BANDS if years < below), 'aged 18 or over')}]"


_STREET = re.compile(
    r"(?i)\b(?:street|st|road|rd|lane|ln|avenue|ave|crescent|cres|terrace|terr|close|drive|dr|gardens|gdns|grove|mews|parade|"
    r"wharf|quay|square|sq|way|walk|row|rise|place|court|hill|view)\.?$"
)
_HOUSE = re.compile(
    r"(?i)\b(?:flat|apt|apartment|unit|plot|pitch|no\.?|number)\b|^\d|\b\d{1,4}[a-z]?\b|cottage|farm\b|vicarage"
)
_ESTATE = re.compile(r"(?i)\b(?:estate|site|caravan park)$")


def place_level(surface: str) -> str:
    """Address, Street, Estate, Town, or Place where the words do not tell."""
    plain = re.sub(r"\s+", " ", surface.casefold().replace("’", "'")).strip()
    if _HOUSE.search(plain):
        return "Address"
    if _ESTATE.search(plain):
        return "Estate"
    listed = places().get(re.split(r"[ '-]", plain)[0], ())
    if any(name == plain for name, _ in listed):
        return "Town"
    return "Street" if _STREET.search(plain) and " " in plain else "Place"
