"""Which passages may show a theme, and in which order."""

from __future__ import annotations

from collections.abc import Sequence

from childvoice.findings import SUPPRESSED
from childvoice.findings.sentences import first_unspent
from childvoice.overview import Overview
from childvoice.records import CodedRow, Group


def passages(
    seen: Overview, theme: str, group: Group, most: int, *, spent: frozenset[str] = frozenset()
) -> list[CodedRow]:
    """Choose the passages that show a theme best, each from another person as far as that goes.

    ``spent`` are excerpts that must not be quoted again.
    """
    return _best(seen.shown_best_first.get((theme, group), ()), most, spent)


def leaving(
    seen: Overview, theme: str, group: Group, most: int, *, spent: frozenset[str] = frozenset()
) -> list[CodedRow]:
    """As :func:`passages`, but only those that may stand in a paper although nobody has looked at them yet.

    None where the number of people behind the theme is too small to be shown; none from a place where taking
    names out was in doubt or found something rare; none from a transcript that a machine wrote.
    """
    cell = seen.cells.get((theme, group))
    if cell is None or seen.count(cell.participants) == SUPPRESSED:
        return []
    doubts = {(f.source, f.unit) for f in seen.flags}
    machine = {s.id for s in seen.sources if s.transcribed_by == "machine"}
    rows = [
        r
        for r in seen.shown_best_first.get((theme, group), ())
        if r.source_id not in machine and (r.source_id, seen.by_id[r.excerpt_id].unit) not in doubts
    ]
    return _best(rows, most, spent)


def around(row: CodedRow, most: int = 600) -> tuple[int, int]:
    """Choose the part of a long passage to show first: its evidence and whole words on either side.

    Offsets into its text; all of it where it has no more than ``most`` characters.
    """
    text = row.text
    if len(text) <= most:
        return 0, len(text)
    room = max(0, most - (row.end - row.start)) // 2
    start = max(0, row.start - room)
    end = min(len(text), max(row.end, start) + room, start + most)
    if start:
        start = min(text.find(" ", start) + 1 or start, row.start)
    if end < len(text):
        end = max(text.rfind(" ", start, end), min(row.end, start + most))
    return start, end


def _best(rows: Sequence[CodedRow], most: int, spent: frozenset[str]) -> list[CodedRow]:
    """Choose from ``rows``, the best first, each from another person as far as that goes."""
    found: list[CodedRow] = []
    while len(found) < most:
        used = spent | {r.excerpt_id for r in found}
        best = first_unspent((r for r in rows if r.excerpt_id not in used), {r.participant for r in found})
        if best is None:
            break
        found.append(best)
    return found
