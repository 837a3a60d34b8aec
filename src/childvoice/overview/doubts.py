"""What in the material itself makes a number weak or doubtful, said plainly; nothing stops for it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from childvoice.findings.rows import column_of
from childvoice.findings.written import Note, known
from childvoice.overview import Overview
from childvoice.records import JOURNEY, Group

_HELD = (Group.CHILD, Group.PARENT, Group.STAFF, Group.PARTNER)


def doubts(seen: Overview) -> list[Note]:
    """Notes on groups that are missing or one person, people on two sides, and manifest entries that mean nothing."""
    return [*_groups(seen), *_two_sides(seen), *_manifest(seen)]


def _groups(seen: Overview) -> list[Note]:
    notes = []
    for group in _HELD:
        people = len(seen.speakers.participants.get(group, ()))
        who = seen.people(group)
        if not people:
            notes.append(Note("the review", f"no {who} speak in it", "Say so in the report, or ask them"))
        elif people < seen.policy.least:
            cause = (
                f"fewer than {seen.policy.least} {who} speak in it, so hardly a number of theirs can be shown"
            )
            notes.append(Note("the review", cause, "Read their words; do not rely on their numbers"))
    if seen.sources and len({s.group for s in seen.sources}) == 1:
        cause = "all documents are of one group, so nothing can be compared"
        notes.append(Note("the review", cause, "Check the column 'group' of the manifest"))
    silent = [t for t in seen.codebook.ids if not any(seen.cells[t, g].participants for g in seen.groups)]
    if silent and seen.excerpts:
        names = "; ".join(seen.label(t) for t in silent)
        notes.append(Note("the review", f"nobody raised: {names}", "Look at who was asked about it"))
    return notes


def _two_sides(seen: Overview) -> list[Note]:
    sides: dict[str, set[Group]] = defaultdict(set)
    for e in seen.excerpts:
        source = seen.source_by_id[e.source]
        column = column_of(role=e.role, voice=e.voice, kind=source.kind, group=source.group)
        if column in _HELD and e.participant:
            sides[e.participant].add(column)
    found = sorted(p for p, groups in sides.items() if len(groups) > 1)
    if not found:
        return []
    named = ", ".join(found[:5]) + (" ..." if len(found) > 5 else "")
    cause = f"{len(found)} speaker(s) are counted in two groups ({named})"
    return [Note("the review", cause, "Check their roles in the manifest and the roster")]


def _manifest(seen: Overview) -> list[Note]:
    notes: list[Note] = []
    lines = seen.settings.review.lines_of_enquiry
    for source in seen.sources:
        where = f"manifest, {source.title or source.id}"
        if source.stage and source.stage not in JOURNEY:
            notes += known((source.stage,), JOURNEY, where, "stage of the journey")[1]
        if source.date:
            try:
                dt.date.fromisoformat(source.date)
            except ValueError:
                notes.append(Note(where, "its date is no date", "Write it as 2026-02-11"))
        notes += known(source.topics_asked, seen.codebook.ids, where, "theme among the topics asked")[1]
        if lines:
            notes += known(source.lines_of_enquiry, lines, where, "line of enquiry")[1]
    return notes
