"""Plain words for what the records call by short names. No page says 'dissonance' or 'own_words'."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

from childvoice.findings import SUPPRESSED
from childvoice.findings.convergence import INDICATORS
from childvoice.overview import Overview
from childvoice.records import CodedRow, Group, Kind, Label, Role, Valence, Voice

ROLES = {
    Role.CHILD: "a child or young person",
    Role.CARE_LEAVER: "a young person who has left care",
    Role.PARENT: "a parent",
    Role.CARER: "a carer",
    Role.STAFF: "a member of staff",
    Role.PARTNER: "someone from a partner agency",
    Role.ADVOCATE: "an advocate",
    Role.INTERVIEWER: "an interviewer",
    Role.UNKNOWN: "a speaker whose role is not known",
}
VOICES = {
    Voice.OWN_WORDS: "a child's own words",
    Voice.REPORTED: "an adult telling what a child said",
    Voice.OBSERVED: "an adult describing a child",
    Voice.ADULT: "an adult's own view",
}
TONES = {
    Valence.POSITIVE: "good",
    Valence.NEGATIVE: "bad",
    Valence.MIXED: "mixed",
    Valence.NEUTRAL: "not said",
}
KINDS = {
    Kind.INTERVIEW: "interview",
    Kind.FOCUS_GROUP: "focus group",
    Kind.SURVEY: "survey",
    Kind.CASE_NOTE: "case note",
    Kind.LETTER: "letter",
    Kind.MEETING: "meeting",
    Kind.STAFF_INTERVIEW: "staff interview",
    Kind.REPORT: "report",
}
FLAGS = {label: label.value.removeprefix("PERSON_").replace("_", " ").lower() for label in Label} | {
    Label.PERSON_CHILD: "child's name",
    Label.PERSON_FAMILY: "relative's name",
    Label.PERSON_STAFF: "worker's name",
    Label.PERSON_OTHER: "other person's name",
    Label.NHS_NUMBER: "NHS number",
    Label.NINO: "National Insurance number",
    Label.UPN: "pupil number",
    Label.VEHICLE_REG: "vehicle registration",
    Label.CASE_ID: "case number",
    Label.RARE_EVENT: "rare event",
    Label.ORG: "organisation",
    Label.URL: "web address",
    Label.HANDLE: "user name",
}
# A sign beside each word, so that neither colour nor reading the whole cell is needed to tell rows apart.
VERDICTS = {
    "dissonance": ("≠", "They differ"),
    "partial agreement": ("≈", "They partly agree"),
    "agreement": ("=", "They agree"),
    "only children raise it": ("+", "Only children raise it"),
    "never asked": ("?", "Never asked"),
    "children are silent": ("−", "Children do not raise it"),
    "too few to say": ("…", "Too few to say"),
    "not raised": ("○", "Nobody raises it"),
}
BALANCE = {
    "positive": "mostly good",
    "negative": "mostly bad",
    "mixed": "mixed",
    "neutral": "not said",
    "": "",
}
_BALANCE_SENTENCE = {
    "positive": "Of those who said how it was, most found it good.",
    "negative": "Of those who said how it was, most found it bad.",
    "mixed": "Some found it good and others bad.",
    "neutral": "They did not say whether it was good or bad.",
    "": "",
}
_USUAL = (
    ("partial agreement", "they partly agree"),
    ("dissonance", "they differ"),
    ("agreement", "they agree"),
)
WRITTEN = frozenset({Group.RECORD, Group.POLICY})
"""Groups that are papers: nobody can ask them anything."""


def capital(text: str) -> str:
    """``text`` with its first letter as a capital, the rest untouched."""
    return text[:1].upper() + text[1:]


def day(when: dt.date) -> str:
    """Write a day as '30 September 2026'."""
    return f"{when.day} {when:%B %Y}"


def dates(text: str) -> str:
    """Write the dates of a text as people write them.

    >>> dates("overdue since 2026-09-30")
    'overdue since 30 September 2026'
    """

    def plain(found: re.Match[str]) -> str:
        try:
            return day(dt.date.fromisoformat(found[0]))
        except ValueError:
            return found[0]

    return re.sub(r"\b\d{4}-\d{2}-\d{2}\b", plain, text)


def speaker(row: CodedRow) -> str:
    """Say who says a passage and where, without a name: 'A child or young person, in an interview'."""
    kind = KINDS[row.kind]
    place = f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"
    if row.voice is Voice.OWN_WORDS and row.kind is Kind.CASE_NOTE:
        return capital(f"{ROLES[row.role]}, quoted in {place}")
    how = {Voice.REPORTED: ", telling what a child said", Voice.OBSERVED: ", describing a child"}
    return capital(f"{ROLES[row.role]}{how.get(row.voice, '')}, in {place}")


def number(row: Mapping[str, Any]) -> str:
    """Say how many of a group (a row of ``theme_rows``): '12 of 30', 'c', 'not raised' or 'never asked'."""
    if row["people"] == "0":
        return "never asked" if _unasked(row) else "not raised"
    if row["people"] == SUPPRESSED or row["of"] == SUPPRESSED:
        return str(row["people"])
    return f"{row['people']} of {row['of']}"


def sentence(seen: Overview, row: Mapping[str, Any]) -> str:
    """Say what a group said of a theme, as a sentence, from a row of ``theme_rows``."""
    who = seen.people(Group(row["group"]))
    about = seen.codebook.theme(row["theme"]).plain
    if row["people"] == SUPPRESSED and Group(row["group"]) in WRITTEN:
        return f"It is found in some {who}; how many is not shown (c)."
    if row["people"] == SUPPRESSED:
        return f"Some {who} spoke of {about}; how many is not shown (c)."
    if row["people"] == "0":
        if Group(row["group"]) in WRITTEN:
            return f"It was not found in {who}."
        return (
            f"{capital(who)} were never asked about it."
            if _unasked(row)
            else f"{capital(who)} did not raise it."
        )
    if Group(row["group"]) in WRITTEN:
        return f"It is found in {number(row)} {who}."
    of = "" if row["of"] == SUPPRESSED else f" of the {row['of']}"
    some = f"All {row['of']}" if row["people"] == row["of"] else f"{row['people']}{of}"
    return f"{some} {who} spoke of {about}. {_BALANCE_SENTENCE[row['tone']]}".strip()


def verdict(row: Mapping[str, Any]) -> tuple[str, str]:
    """Give the sign and word for a row of ``triangulation_rows``. Nobody asks a paper: no 'never asked'."""
    value = row["verdict"]
    if value == "never asked" and Group(row["group"]) in WRITTEN:
        value = "only children raise it"
    return VERDICTS[value]


def beside(seen: Overview, group: str) -> str:
    """Name whom children stand beside: a group, or published figures."""
    return "Figures" if group == INDICATORS else capital(seen.people(Group(group)))


def rule(sentences: Iterable[str]) -> list[str]:
    """Say the rule of the verdicts in the words that the pages have for them."""
    found = []
    for sentence in sentences:
        name, colon, rest = sentence.partition(":")
        sign, word = VERDICTS.get(name.casefold(), VERDICTS.get(f"{name.casefold()} it", ("", "")))
        plain = f"{word} ({sign}){colon}{rest}" if word else sentence
        for technical, usual in _USUAL:
            plain = plain.replace(technical, usual)
        found.append(plain)
    return found


def _unasked(row: Mapping[str, Any]) -> bool:
    return row["asked"] != "yes" and Group(row["group"]) not in WRITTEN
