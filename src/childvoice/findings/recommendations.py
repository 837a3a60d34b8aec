"""What the committee asked for, who answers for it, what was promised by when, and whether anything changed.

One row a recommendation in ``recommendations.csv``. ``dates`` holds what is due, parted by ``|``: a date, what is
promised, and ``(done)`` where it has been kept, as in ``2026-06-30 mid-way evaluation (done) | June 2027 review``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from childvoice.findings.written import Note, date, known, read, several

FILE = "recommendations.csv"
COLUMNS = (
    "id",
    "recommendation",
    "owner",
    "response",
    "dates",
    "status",
    "evidence",
    "themes",
    "lines_of_enquiry",
    "you_said",
    "we_will",
)
STATUSES = ("not started", "under way", "done in part", "done", "not accepted")
SOON = 60
"""Days before a date within which it is 'due soon'."""
_ALIASES = {
    "number": "id",
    "no": "id",
    "lines": "lines_of_enquiry",
    "kloe": "lines_of_enquiry",
    "due": "dates",
}


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something promised by a date. ``when`` keeps how the date was written."""

    due: dt.date
    when: str
    what: str
    done: bool = False


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One recommendation as its row has it; ``doubts`` say in place what is missing or contradicts itself."""

    id: str
    text: str
    owner: str
    response: str
    milestones: tuple[Milestone, ...]
    status: str
    evidence: str
    themes: tuple[str, ...]
    lines: tuple[str, ...]
    you_said: str
    we_will: str
    doubts: tuple[str, ...] = ()

    @property
    def closed(self) -> bool:
        """Whether nothing more is awaited."""
        return self.status in ("done", "not accepted")

    def next(self) -> Milestone | None:
        """The earliest promise that has not been kept."""
        return min((m for m in self.milestones if not m.done), key=lambda m: m.due, default=None)

    def standing(self, today: dt.date) -> str:
        """Say in words where it stands: 'overdue since ...', 'due soon: ...', 'next: ...', 'no date was given'."""
        if self.closed:
            return self.status
        coming = self.next()
        if coming is None:
            return "every date is kept; its status is open" if self.milestones else "no date was given"
        if coming.due < today:
            return f"overdue since {coming.when}"
        return f"due soon: {coming.when}" if (coming.due - today).days <= SOON else f"next: {coming.when}"

    def is_overdue(self, today: dt.date) -> bool:
        """Whether a promise has not been kept by its date."""
        return self.standing(today).startswith("overdue")


def gather(
    folder: Path, *, themes: Iterable[str], lines: Iterable[str]
) -> tuple[tuple[Recommendation, ...], tuple[Note, ...]]:
    """Read ``recommendations.csv`` of a review's ``evidence`` folder: what stands there, and what is wrong with it.

    No file gives none of either. A row without a recommendation is left out with a note; all else is kept with
    its doubts.
    """
    path = folder / FILE
    if not path.is_file():
        return (), ()
    table = read(path, ("recommendation",), _ALIASES)
    notes = list(table.notes)
    themes, lines = tuple(themes), tuple(lines)
    found: dict[str, Recommendation] = {}
    for at, (line, row) in enumerate(table.rows, 1):
        where = f"{path.name}, line {line}"
        if not row["recommendation"]:
            notes.append(Note(where, "the row has no recommendation", "Write it, or remove the row"))
            continue
        made, more = _recommendation(row, str(at), themes, lines, where)
        if made.id in found:
            more.append(Note(where, f"'{made.id}' stands twice", "Give it an id of its own"))
            made = replace(made, id=f"{made.id} (line {line})")
        found[made.id] = replace(made, doubts=tuple(f"{n.cause}" for n in more))
        notes += more
    return tuple(found.values()), tuple(notes)


def _recommendation(
    row: dict[str, str], at: str, themes: tuple[str, ...], lines: tuple[str, ...], where: str
) -> tuple[Recommendation, list[Note]]:
    notes: list[Note] = []
    milestones, status = _milestones(row.get("dates", ""), where, notes), _status(row, where, notes)
    linked, wrong = known(several(row.get("themes", "")), themes, where, "theme")
    notes += wrong
    belongs, wrong = known(several(row.get("lines_of_enquiry", "")), lines, where, "line of enquiry")
    notes += wrong
    owner, evidence = row.get("owner", ""), row.get("evidence", "")
    if not owner:
        notes.append(Note(where, "no owner is named", "Name the office that answers for it"))
    if status == "done" and not evidence:
        notes.append(
            Note(where, "it is done, but no evidence of change is given", "Say what changed for children")
        )
    if status == "done" and any(not m.done for m in milestones):
        notes.append(Note(where, "it is done, but a date is still open", "Mark the date as (done)"))
    if [m.due for m in milestones] != sorted(m.due for m in milestones):
        notes.append(Note(where, "its dates are not in order", "Check them; they were put in order"))
    if not (linked or belongs):
        notes.append(Note(where, "no finding and no line of enquiry leads to it", "Name themes or lines"))
    return (
        Recommendation(
            id=row.get("id", "") or at,
            text=row["recommendation"],
            owner=owner,
            response=row.get("response", ""),
            milestones=tuple(sorted(milestones, key=lambda m: m.due)),
            status=status,
            evidence=evidence,
            themes=linked,
            lines=belongs,
            you_said=row.get("you_said", ""),
            we_will=row.get("we_will", ""),
        ),
        notes,
    )


def _milestones(cell: str, where: str, notes: list[Note]) -> list[Milestone]:
    found = []
    for part in several(cell):
        done = bool(re.search(r"\(done\)\s*$", part))
        words = re.sub(r"\s*\(done\)\s*$", "", part).split()
        # The longest beginning that is a date: '12 June 2026 first report', 'June 2026 first report'.
        for length in (3, 2, 1):
            due = date(" ".join(words[:length])) if len(words) >= length else None
            if due:
                when = " ".join(words[:length])
                found.append(Milestone(due, when, " ".join(words[length:]) or "due", done))
                break
        else:
            cause = "one of its dates begins with no date; it was left out"
            notes.append(Note(where, cause, "Begin it with a date such as 2026-06-30 or June 2026"))
    return found


def _status(row: dict[str, str], where: str, notes: list[Note]) -> str:
    status = row.get("status", "").casefold().strip()
    if not status:
        return "not started"
    kept, wrong = known((status,), STATUSES, where, "status")
    notes += wrong
    return kept[0] if kept else "not started"
