"""Lundy's four fields for each session with children: space, voice, audience, influence.

After Lundy (2007, British Educational Research Journal 33, 927-942). ``sessions.csv`` of the review has one row a
source: the four fields in a person's words, and the recommendations that came of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from childvoice.findings.written import Note, known, read, several
from childvoice.records import Group, Kind, Source

FILE = "sessions.csv"
FIELDS = ("space", "voice", "audience", "influence")


@dataclass(frozen=True, slots=True)
class Session:
    """What was written for one source; an empty field is a question that nobody has answered yet."""

    source: str
    space: str = ""
    voice: str = ""
    audience: str = ""
    influence: str = ""
    recommendations: tuple[str, ...] = ()

    @property
    def open(self) -> tuple[str, ...]:
        """Fields that nobody has filled in. What came of it in recommendations counts as influence."""
        return tuple(
            f for f in FIELDS if not getattr(self, f) and not (f == "influence" and self.recommendations)
        )


def sessions(
    folder: Path, sources: Sequence[Source], recommendations: Iterable[str]
) -> tuple[list[Session], tuple[Note, ...]]:
    """Give one session for each source with children, filled from ``sessions.csv`` where that has it.

    A row names its source by id, file name or title.
    """
    with_children = [s for s in sources if s.group is Group.CHILD and s.kind is not Kind.CASE_NOTE]
    path = folder / FILE
    table = read(path, ("source",)) if path.is_file() else None
    notes = list(table.notes) if table else []
    names = {name.casefold(): s.id for s in with_children for name in (s.id, s.file, s.title)}
    ids = tuple(recommendations)
    found: dict[str, Session] = {}
    for line, row in table.rows if table else ():
        where = f"{path.name}, line {line}"
        source = names.get(row["source"].casefold())
        if source is None:
            notes.append(
                Note(where, "no document with children has that name", "Write its file name or title")
            )
            continue
        led, wrong = known(several(row.get("recommendations", "")), ids, where, "recommendation")
        notes += wrong
        found[source] = Session(
            source,
            space=row.get("space", ""),
            voice=row.get("voice", ""),
            audience=row.get("audience", ""),
            influence=row.get("influence", ""),
            recommendations=led,
        )
    return [found.get(s.id, Session(s.id)) for s in with_children], tuple(notes)
