"""Readable bracketed stand-ins that tell the role: [Child 3], [Child 3's mum], [Social worker 2], [School 1].

Numbers come from the order of the roster and then of first mention (by document id, not by file order), so that
the same files give the same pseudonyms in whatever order and on however many processes they are read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from childvoice.deidentify.link import Entity
from childvoice.deidentify.policies import Action, action
from childvoice.deidentify.roster import Person, Roster
from childvoice.records import Label

_NUMBERED = {
    Label.PERSON_CHILD: "Child",
    Label.PERSON_FAMILY: "Relative",
    Label.PERSON_STAFF: "Worker",
    Label.PERSON_OTHER: "Person",
    Label.SCHOOL: "School",
    Label.ORG: "Organisation",
    Label.LOCATION: "Place",
}
_FIXED = {
    Label.POSTCODE: "[postcode]",
    Label.PHONE: "[phone number]",
    Label.EMAIL: "[email address]",
    Label.URL: "[web address]",
    Label.HANDLE: "[username]",
    Label.NHS_NUMBER: "[NHS number]",
    Label.NINO: "[National Insurance number]",
    Label.UPN: "[pupil number]",
    Label.CASE_ID: "[reference number]",
    Label.VEHICLE_REG: "[vehicle registration]",
    Label.RARE_EVENT: "[rare event]",
}
_JOBS = (
    ("social worker", "Social worker"),
    ("family support worker", "Family support worker"),
    ("reviewing officer", "Reviewing officer"),
    ("interviewer", "Interviewer"),
    ("advocate", "Advocate"),
    ("manager", "Manager"),
    ("health visitor", "Health visitor"),
    ("police", "Police officer"),
    ("teacher", "Teacher"),
    ("nqsw", "Social worker"),
)
_RELATION = re.compile(r"^\s*(?P<what>[\w -]+?) of (?P<who>\w+)\s*$")


def assign(entities: Sequence[Entity], roster: Roster) -> dict[str, str]:
    """A pseudonym for the key of every entity that needs a number; people of the roster keep theirs always."""
    pseudonyms: dict[str, str] = {}
    taken: dict[str, int] = defaultdict(int)
    people: dict[str, str] = {}

    def number(noun: str) -> str:
        taken[noun] += 1
        return f"[{noun} {taken[noun]}]"

    # Children first: relatives are named after them.
    order = sorted(roster.people, key=lambda p: p.label is not Label.PERSON_CHILD)
    for person in order:
        name = _of_relation(person, people, pseudonyms.values()) or number(_noun(person.label, person.notes))
        people[person.id] = name
        pseudonyms[f"roster:{person.id}"] = name
    for entity in entities:
        if entity.key not in pseudonyms and entity.label in _NUMBERED:
            pseudonyms[entity.key] = number(_NUMBERED[entity.label])
    return pseudonyms


def _noun(label: Label, notes: str) -> str:
    if label is Label.PERSON_STAFF:
        for word, noun in _JOBS:
            if word in notes.casefold():
                return noun
    return _NUMBERED[label]


def _of_relation(person: Person, people: dict[str, str], used: Iterable[str]) -> str:
    """[Child 3's mum] for a relative whose child the roster names, unless another has that pseudonym already."""
    match = _RELATION.match(person.relation)
    if person.label is not Label.PERSON_FAMILY or not match or match["who"] not in people:
        return ""
    child = people[match["who"]].strip("[]")
    name = f"[{child}’s {match['what'].strip().lower()}]"
    return "" if name in set(used) else name


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_BIRTH = re.compile(r"(?i)(?:d\.?o\.?b\.?|date of birth|born(?: on)?)\b[\s:=-]*$")


def stand_in(label: Label, surface: str, numbered: str | None, before: str, policy: str) -> str | None:
    """What replaces ``surface``: a pseudonym, something less exact, or None where the policy keeps it."""
    what = action(label, policy)
    if what is Action.KEEP:
        return None
    if label is Label.DATE:
        if _BIRTH.search(before):
            return "[date of birth]"
        return "[date]" if what is Action.REMOVE else _month(surface)
    if label is Label.AGE:
        years = re.search(r"\d+|[a-z]+", surface.casefold().removeprefix("aged ").strip())
        whole = re.search(r"(?i)years?|yrs?|\dy", surface)
        return f"[aged {years[0]}]" if years and whole and what is Action.GENERALISE else "[age]"
    if label in _FIXED:
        return _FIXED[label]
    return numbered


def _month(surface: str) -> str:
    """Month and year of a date, or only what can be read of them for certain."""
    text = surface.casefold()
    year = re.search(r"(?:19|20)\d{2}", text)
    named = next((m for m in _MONTHS if re.search(rf"\b{m[:3].casefold()}", text)), "")
    if not named and (parts := re.findall(r"\d+", text)) and len(parts) == 3:
        month = int(parts[1])
        named = _MONTHS[month - 1] if 1 <= month <= 12 else ""
        if not year and len(parts[2]) == 2:
            return f"[{named} 20{parts[2]}]" if named else "[date]"
    if named and year:
        return f"[{named} {year[0]}]"
    return f"[{named}]" if named else "[date]"
