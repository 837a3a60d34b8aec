"""Tables that people write by hand (recommendations, decisions, indicators), read without giving up on the rest.

A heading is known by its letters and digits alone, so that ``Due date``, ``due_date`` and ``DUE DATE`` are one.
What cannot be meant becomes a :class:`Note` beside the rows that can.
"""

from __future__ import annotations

import csv
import datetime as dt
import difflib
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Note:
    """What is wrong in a file that a person wrote: where, what, and what to do. The rest of the file goes on."""

    where: str
    cause: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.where}: {self.cause}. {self.remedy}."


@dataclass(frozen=True, slots=True)
class Table:
    """Rows by folded heading, each with its line in the file; the headings as written; what was wrong."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]
    notes: tuple[Note, ...] = ()


def fold(heading: str) -> str:
    """Reduce a heading to what tells it from others.

    >>> fold("Due date "), fold("turnover_rate_FTE")
    ('due_date', 'turnover_rate_fte')
    """
    return re.sub(r"[^a-z0-9]+", "_", heading.casefold()).strip("_")


def read(path: Path, needed: Iterable[str], aliases: Mapping[str, str] | None = None) -> Table:
    """Read a CSV table (comma, semicolon or tab; UTF-8, or the encoding of an older Excel).

    ``aliases`` gives the heading that is meant for folded headings of other names. A file that is not there,
    is empty, or lacks a ``needed`` heading gives no rows and a note.
    """
    name = path.name
    try:
        data = path.read_bytes()
    except OSError as error:
        cause = f"it cannot be read ({(error.strerror or 'unknown reason').lower()})"
        return Table(name, (), (), (Note(name, cause, "Check the name and the place"),))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    first = next((line for line in lines.split("\n") if line.strip()), "")
    if not first or "\0" in text:
        return Table(name, (), (), (Note(name, "it is empty or no table", "Save it as CSV"),))
    separator = max(",;\t", key=first.count)
    found: list[tuple[int, dict[str, str]]] = []
    notes: list[Note] = []
    reader = csv.reader(io.StringIO(lines), delimiter=separator)
    headings: tuple[str, ...] = ()
    keys: list[str] = []
    try:
        for cells in reader:
            if not any(c.strip() for c in cells):
                continue
            if not headings:
                headings = tuple(c.strip() for c in cells)
                keys = [(aliases or {}).get(fold(h), fold(h)) for h in headings]
                continue
            if len(cells) > len(keys):
                cause = "the row has more cells than there are headings"
                notes.append(
                    Note(f"{name}, line {reader.line_num}", cause, "Put the cell in quotation marks")
                )
                continue
            row = dict(zip(keys, (c.strip() for c in cells), strict=False))
            found.append((reader.line_num, {k: row.get(k, "") for k in keys}))
    except csv.Error:
        notes.append(
            Note(f"{name}, line {reader.line_num}", "it cannot be read as CSV", "Save it again as CSV")
        )
    for heading in needed:
        if heading not in keys:
            near = difflib.get_close_matches(heading, keys, n=1)
            remedy = (
                f"Rename '{near[0]}' if it is meant" if near else f"Headings there: {', '.join(headings)}"
            )
            return Table(name, headings, (), (Note(name, f"there is no column '{heading}'", remedy),))
    return Table(name, headings, tuple(found), tuple(notes))


def several(cell: str) -> tuple[str, ...]:
    """Split a cell at ``|``.

    >>> several("a | d|")
    ('a', 'd')
    """
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def known(
    words: Iterable[str], allowed: Iterable[str], where: str, what: str
) -> tuple[tuple[str, ...], list[Note]]:
    """Keep of ``words`` those that are ``allowed``; a note, with the nearest that is, for each other."""
    listed = list(allowed)
    kept: list[str] = []
    notes: list[Note] = []
    for word in words:
        if word in listed:
            kept.append(word)
            continue
        near = difflib.get_close_matches(word, listed, n=1)
        remedy = f"Perhaps '{near[0]}' was meant" if near else f"Known: {', '.join(listed)}"
        notes.append(Note(where, f"no {what} '{word[:40]}'", remedy))
    return tuple(kept), notes


_MONTHS = {
    m: n
    for n, m in enumerate(
        "january february march april may june july august september october november december".split(), 1
    )
}


def date(text: str) -> dt.date | None:
    """Read a date, the last day where only month or year are given; None if it is none.

    >>> date("2026-06-30"), date("June 2026"), date("30/06/2026") == date("2026-06")
    (datetime.date(2026, 6, 30), datetime.date(2026, 6, 30), True)
    """
    text = text.strip()
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
        year, month, day = (int(g) for g in match.groups())
    elif match := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text):
        day, month, year = (int(g) for g in match.groups())
    elif match := re.fullmatch(r"(\d{4})-(\d{1,2})", text):
        year, month, day = int(match[1]), int(match[2]), 0
    elif match := re.fullmatch(r"(?:(\d{1,2}) )?([A-Za-z]{3,9})\.? (\d{4})", text):
        found = [n for m, n in _MONTHS.items() if m.startswith(match[2].casefold())]
        year, month, day = int(match[3]), found[0] if len(found) == 1 else 0, int(match[1] or 0)
    else:
        return None
    try:
        if day:
            return dt.date(year, month, day)
        return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
    except ValueError:
        return None
