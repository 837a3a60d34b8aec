"""What a review adds up to, as the rows and sentences that both pages and reports are made of."""

from __future__ import annotations

from typing import Any

from childvoice.findings import SUPPRESSED
from childvoice.overview import Overview, theme_rows, triangulation_rows
from childvoice.records import Group
from childvoice.report import wording

Cells = dict[tuple[str, Group], dict[str, Any]]


def themes_by_group(seen: Overview) -> Cells:
    """Give the rows of ``theme_rows`` by theme and group: every number that is shown comes from here."""
    return {(r["theme"], Group(r["group"])): r for r in theme_rows(seen)}


def who(seen: Overview) -> str:
    """Name who spoke: '139 children and young people, 37 parents and carers and 76 staff', or nothing."""
    told = []
    for group in seen.groups:
        if group in wording.WRITTEN:
            continue
        number = seen.count(len(seen.speakers.participants[group]))
        told.append(
            f"some {seen.people(group)}" if number == SUPPRESSED else f"{number} {seen.people(group)}"
        )
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}" if told else ""


def ranked(seen: Overview, cells: Cells) -> list[dict[str, Any]]:
    """Order themes by how many children raised them.

    Numbers that are not shown keep the order of the codebook, so that their place tells nothing.
    """
    rows = [cells[t, Group.CHILD] for t in seen.codebook.ids if (t, Group.CHILD) in cells]
    return sorted(
        rows,
        key=lambda r: (
            r["people"] == "0",
            r["people"] == SUPPRESSED,
            -int(r["people"]) if r["people"].isdigit() else 0,
        ),
    )


def most_raised(seen: Overview, rows: list[dict[str, Any]]) -> str:
    """Say which theme was raised most, from :func:`ranked`."""
    top = next((r for r in rows if r["people"].isdigit() and r["people"] != "0"), None)
    if top is None:
        return "No number is shown: no theme was raised by enough children and young people."
    return f"Most raised of all: {top['label']}, by {wording.number(top)} {seen.people(Group.CHILD)}."


NO_ADULTS = (
    "Nobody but children and young people spoke in this review, so there is nobody to set them beside."
)


def adults(seen: Overview) -> bool:
    """Whether anyone but children spoke: papers speak for nobody."""
    return any(g is not Group.CHILD and g not in wording.WRITTEN for g in seen.groups)


def only_children(seen: Overview) -> dict[str, list[Group]]:
    """List what only children raise: themes, and the groups that were asked and said little or nothing."""
    found: dict[str, list[Group]] = {}
    for row in triangulation_rows(seen):
        group = Group(row["group"])
        if wording.verdict(row)[1] == "Only children raise it" and group not in wording.WRITTEN:
            found.setdefault(row["theme"], []).append(group)
    return found


def never_asked(seen: Overview, cells: Cells) -> dict[Group, list[str]]:
    """List by group the themes that children raised and nobody asked that group about."""
    found: dict[Group, list[str]] = {}
    for theme in seen.codebook.ids:
        if (theme, Group.CHILD) not in cells or cells[theme, Group.CHILD]["people"] == "0":
            continue
        for group in seen.groups:
            asked = cells[theme, group]["asked"] == "yes"
            if group is not Group.CHILD and group not in wording.WRITTEN and not asked:
                found.setdefault(group, []).append(theme)
    return found


def differences(seen: Overview) -> str:
    """Say on which themes children and others clearly differ."""
    differ: dict[str, list[str]] = {}
    for row in triangulation_rows(seen):
        if row["verdict"] == "dissonance":
            differ.setdefault(row["group"], []).append(row["label"])
    staff = differ.pop(Group.STAFF.value, [])
    told = ["No staff took part in this review."]
    if Group.STAFF in seen.groups:
        told = [
            f"Children and staff differ clearly on: {'; '.join(staff)}."
            if staff
            else "On no theme do children and staff clearly contradict each other."
        ]
    told += [f"From {seen.people(Group(g))} they differ on: {'; '.join(ls)}." for g, ls in differ.items()]
    return " ".join(told)


def compared(seen: Overview, row: dict[str, Any], *, beside_all: bool = False) -> dict[str, str]:
    """Make a row of the table of agreement from a row of ``triangulation_rows``."""
    sign, word = wording.verdict(row)
    listed = {"Theme": row["label"], "Result": f"{sign} {word}"}
    other = wording.capital(seen.people(Group(row["group"])))
    if beside_all:
        listed["Beside"] = other
    listed["Children"] = _side(row["children"], row["children_tone"])
    listed["The others" if beside_all else other] = _side(row["others"], row["others_tone"])
    return listed


def _side(people: str, tone: str) -> str:
    number = "not raised" if people == "0" else people
    return f"{number}, {wording.BALANCE[tone]}" if tone else number
