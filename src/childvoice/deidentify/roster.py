"""The roster: children, family and staff that the officer knows of, so that none of them can survive.

``roster.csv`` has the columns id, name, aliases (``|`` between), role (child, family, staff, other), relation
('mum of C04'), notes ('social worker, Assessment Team North'). It holds names and never leaves this stage.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from pathlib import Path

from childvoice.deidentify.names.lexicon import names_that_are_words, never_names, ordinary
from childvoice.errors import SettingsError
from childvoice.records import Label

_ROLES = {
    "child": Label.PERSON_CHILD,
    "family": Label.PERSON_FAMILY,
    "staff": Label.PERSON_STAFF,
    "other": Label.PERSON_OTHER,
}


@dataclass(frozen=True, slots=True)
class Person:
    """One known person. ``label`` is the kind of identifier that the name is."""

    id: str
    name: str = field(repr=False)
    aliases: tuple[str, ...] = field(repr=False)
    label: Label
    relation: str = ""
    notes: str = field(default="", repr=False)

    @property
    def surfaces(self) -> tuple[str, ...]:
        """The full name, every alias, the given name, and as files have it: surname first, or with an initial."""
        parts = re.split(r"\s+", self.name)
        if len(parts) == 2 and parts[0].rstrip(".") in {"Mr", "Mrs", "Ms", "Miss", "Dr", "PC"}:
            return tuple(dict.fromkeys((self.name, *self.aliases)))
        forms = [self.name, *self.aliases, parts[0]]
        if len(parts) > 1:
            forms.append(f"{parts[-1]} {parts[0]}")
            if parts[0][0] not in "AI":  # 'He told Lee I was there', 'A Lee'
                forms += [f"{parts[0][0]} {parts[-1]}", f"{parts[-1]} {parts[0][0]}"]
        return tuple(dict.fromkeys(forms))

    @property
    def initials(self) -> str:
        """First letters of the full name, or nothing for a name of one word."""
        parts = re.split(r"[\s-]+", self.name)
        return "".join(p[0] for p in parts).upper() if len(parts) > 1 else ""


@dataclass(frozen=True, slots=True)
class Roster:
    """All known people, in the order of the file, and what could not be applied as written."""

    people: tuple[Person, ...] = field(default=(), repr=False)
    warnings: tuple[str, ...] = ()


NOBODY = Roster()
"""The roster of a text about which nothing is known beforehand."""


def read_roster(path: Path) -> Roster:
    """Read ``roster.csv``.

    Raises SettingsError naming the row for a missing column, id or name, an unknown role or an id that stands there
    twice. A name of one letter, or an everyday word in lower case, is left out with a warning: it would mask half of
    a document.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        reader = csv.DictReader(io.StringIO(text), strict=True)
        rows = list(reader)
    except UnicodeDecodeError:
        raise SettingsError("not UTF-8", subject=path.name, remedy="Save it as 'CSV UTF-8'") from None
    except csv.Error:
        raise SettingsError(
            "its quotation marks are not balanced", subject=path.name, remedy="Save it again as CSV"
        ) from None
    if not {"id", "name", "role"} <= set(reader.fieldnames or ()):
        raise SettingsError(
            "it needs the columns id, name and role", subject=path.name, remedy="Add the missing column"
        )
    people: list[Person] = []
    warnings: list[str] = []
    seen: set[str] = set()
    for number, row in enumerate(rows, 2):
        where = f"{path.name}, row {number}"
        cell = {k: (v or "").strip() for k, v in row.items() if isinstance(k, str)}
        if not any(cell.values()):
            continue  # spreadsheets leave empty rows at the end
        for column in ("id", "name"):
            if not cell[column]:
                raise SettingsError(
                    f"it has no {column}", subject=where, remedy="Fill it in or delete the row"
                )
        role = cell.get("role", "").casefold()
        if role not in _ROLES:
            raise SettingsError(
                f"role is '{role}'", subject=where, remedy="Use child, family, staff or other"
            )
        if cell["id"] in seen:
            raise SettingsError(
                f"the id '{cell['id']}' stands there twice", subject=where, remedy="Give each person an id"
            )
        seen.add(cell["id"])
        names = [n for raw in (cell["name"], *cell.get("aliases", "").split("|")) if (n := raw.strip())]
        usable = [n for n in names if _usable(n)]
        if len(usable) < len(names):
            warnings.append(
                f"{where}: {len(names) - len(usable)} name(s) of one letter or that are everyday words were not applied"
            )
        if usable:
            people.append(
                Person(
                    cell["id"],
                    usable[0],
                    tuple(usable[1:]),
                    _ROLES[role],
                    cell.get("relation", ""),
                    cell.get("notes", ""),
                )
            )
    return Roster(tuple(people), tuple(warnings))


def _usable(name: str) -> bool:
    everyday = name.islower() and (name in never_names() or ordinary(name))
    return len(re.sub(r"\W", "", name)) >= 2 and not everyday


def pattern(surface: str) -> re.Pattern[str]:
    """A pattern for a name in any spelling of its spaces, hyphens and apostrophes, and in any case.

    A name that is a word (Grace, Will) must be written with a capital; initials must be capitals.
    ``s`` is the group of a possessive ending.
    """
    parts = [p if len(p) > 1 else f"(?-i:{p})" for p in map(re.escape, re.split(r"[\s'’.-]+", surface)) if p]
    body = r"(?:[\s'’.\-\u2010-\u2015]{0,3})".join(parts) if len(parts) > 1 else parts[0]
    lone_word = len(parts) == 1 and surface.casefold() in names_that_are_words()
    short = len(parts) == 1 and len(surface) <= 3
    flags = re.NOFLAG if lone_word or short else re.IGNORECASE
    if lone_word:
        body = rf"(?:{body[0].upper()}{body[1:].lower()}|{surface.upper()})"
    return re.compile(rf"(?<![^\W_]){body}(?P<s>['’]?s)?(?![^\W_])", flags)
