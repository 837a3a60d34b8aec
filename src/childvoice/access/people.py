"""The list of who may come in and as what: ``people.csv``, which an administrator edits in any program.

    person,name,roles
    priya@council.example,Priya Shah,officer; lead
    248289761001,J. Okafor,researcher

``person`` is the e-mail address that the log-in service tells, or its own number for the person ('sub'): whatever has
no @. ``name`` stands with their decisions; without one, ``person`` does. Whoever is not listed has no access.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from childvoice.desk.people import Duty, duties_of
from childvoice.errors import SettingsError

COLUMNS = ("person", "name", "roles")
RESERVED = frozenset({"the review officer", "a member"})
"""Names that the pages use where nobody logs in: a person of that name could not be told from nobody."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the list: ``person`` is an e-mail address in small letters, or a subject as the provider writes it."""

    person: str
    name: str
    duties: frozenset[Duty]


def read_people(path: Path) -> tuple[Listed, ...]:
    """Read the list. Raises SettingsError, with the line, for a list that could be understood in two ways."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise SettingsError(
            "the list of people cannot be read",
            subject=path.name,
            remedy=f"Save it as UTF-8, with the columns {', '.join(COLUMNS)}",
        ) from None
    rows = csv.DictReader(io.StringIO(text), skipinitialspace=True)
    if [c.strip().lower() for c in rows.fieldnames or ()] != list(COLUMNS):
        raise SettingsError(
            "its first line is not as it must be", subject=path.name, remedy=f"Write: {','.join(COLUMNS)}"
        )
    rows.fieldnames = list(COLUMNS)
    found: list[Listed] = []
    for row in rows:
        if any((v if isinstance(v, str) else "x").strip() for v in row.values() if v is not None):
            found.append(_one(row, f"{path.name}, line {rows.line_num}", found))
    return tuple(found)


def _one(row: Mapping[Any, Any], where: str, before: Sequence[Listed]) -> Listed:
    if None in row or None in row.values():
        raise SettingsError(
            "this line has more or fewer than three cells",
            subject=where,
            remedy="Put a semicolon between roles: officer; lead",
        )
    person, name = _normal(row["person"]), row["name"].strip()
    name = name or person
    duties = duties_of(row["roles"].replace(";", ","))
    if not person or not duties:
        raise SettingsError("a person and a role are needed", subject=where, remedy="Fill both, or remove it")
    if any(b.person == person for b in before):
        raise SettingsError("this person is listed twice", subject=where, remedy="Put the roles in one line")
    # Two reviewers of one name would be one reviewer to the review.
    if any(b.name.casefold() == name.casefold() for b in before):
        raise SettingsError("two people have this name", subject=where, remedy="Tell them apart: an initial")
    if name.casefold() in RESERVED:
        raise SettingsError("this name stands for nobody in particular", subject=where, remedy="Take another")
    return Listed(person, name, duties)


def find(people: Sequence[Listed], *, subject: str, email: str) -> Listed | None:
    """Find who logged in: by subject, which never changes hands, or else by e-mail address."""
    by = {p.person: p for p in people}
    if subject and "@" not in subject and subject in by:
        return by[subject]
    return by.get(_normal(email)) if "@" in email else None


def _normal(person: str) -> str:
    # Small letters and no more: folding harder (ß, ligatures) would let two addresses meet.
    person = person.strip()
    return person.lower() if "@" in person else person
