"""What of a review is due: its date, originals in the open, uploads that nobody took, backups that are about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from childvoice.custody.belongings import ORIGINALS
from childvoice.report.wording import day
from childvoice.settings import Retention
from childvoice.store import Workspace


@dataclass(frozen=True, slots=True)
class Due:
    """How a review stands on a day: days left (None: no date is set; below 0: overdue) and what else is about.

    ``backups`` are time and digest of each backup that the audit log tells of.
    """

    until: date | None
    days: int | None
    in_the_open: int
    not_taken: int
    backups: tuple[tuple[str, str], ...]

    @property
    def over(self) -> bool:
        """Whether the date has come."""
        return self.days is not None and self.days <= 0

    def sentences(self) -> list[str]:
        """Say it in sentences, the date first."""
        found = [sentence(self.until, self.days)]
        if self.in_the_open:
            found.append(
                f"{self.in_the_open} originals lie outside the vault. Once they are not needed for another run: "
                "childvoice vault lock, or with --strict keep none."
            )
        if self.not_taken:
            found.append(
                f"{self.not_taken} uploads were never taken into the review. Take or remove them on the page."
            )
        if self.backups:
            found.append(
                f"Backups that were made: {len(self.backups)}. childvoice cannot see where they are; they have to go "
                "when the review goes:"
            )
            found += [f"  {at[:10]}  sha256 {digest}" for at, digest in self.backups]
        return found


def due(review: Path, workspace: Workspace, chosen: Retention, today: date) -> Due:
    """Say what of the review in folder ``review`` is due on the day ``today``."""
    documents, incoming = (_count(review / name) for name in ORIGINALS)
    lines = workspace.ledger.audit()
    return Due(
        until=chosen.until,
        days=(chosen.until - today).days if chosen.until else None,
        in_the_open=documents,
        not_taken=incoming,
        backups=tuple((line.at, line.subject) for line in lines if line.act == "backup made"),
    )


def sentence(until: date | None, days: int | None) -> str:
    """Say how long a review may still be kept."""
    if until is None or days is None:
        return "No date is set. Write it into childvoice.toml: under [retention], until = 2027-03-31 or the like."
    told = day(until)
    if days > 0:
        return f"To be kept until {told}: {days} {'day' if days == 1 else 'days'} left."
    return (
        f"It was to be kept until {told}, which has come. Delete it (childvoice delete), or let the person who is "
        "responsible set a later date and note the reason."
    )


def _count(folder: Path) -> int:
    """Count the documents in a folder; lists that go with them and unfinished files are none."""
    companions = ("manifest.csv", "roster.csv")
    found = (p for p in folder.rglob("*") if p.is_file()) if folder.is_dir() else ()
    return sum(not p.name.startswith(".") and p.name.lower() not in companions for p in found)
