"""Answers that are a length of time and nothing else: 'About two years.', '6 weeks', 'a year and a half'."""

from __future__ import annotations

import re

# What a length says of waiting is the experience itself. How long somebody has had a worker or a home is a fact:
# whether that is good or bad for a child is for a person to say.
NO_EXPERIENCE = frozenset({"continuity", "placement_stability", "time_caseload"})

_UNIT = r"(?:day|week|wk|month|mth|year|yr)s?"
_REST = (
    r"\d+(?:[.,]\d+)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|couple|few|bit|of|and|or|so|"
    r"about|around|nearly|almost|roughly|just|over|under|only|maybe|probably|like|now|ish|than|more|less|the|this|last|"
    r"in|i|think|dunno|since|january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|christmas|easter|summer"
)
_LENGTH = re.compile(rf"(?=.*\b\d*{_UNIT}\b)(?:\W*(?:\d*{_UNIT}|{_REST})\b)+\W*", re.IGNORECASE | re.DOTALL)


def is_length_alone(text: str) -> bool:
    """Tell whether ``text`` gives a length of time and says nothing else.

    >>> is_length_alone("about a year and a half")
    True
    >>> is_length_alone("Seven years, same person.")
    False
    """
    return len(text) < 60 and _LENGTH.fullmatch(text) is not None
