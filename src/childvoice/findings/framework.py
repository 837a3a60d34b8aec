"""The framework matrix: cases by themes, each cell its passages, a machine's draft and a person's own words.

After Gale and others (2013, BMC Medical Research Methodology 13, 117). A draft is extractive: pieces of the evidence
that are most like the rest of it, never new words, and marked as a draft until a person writes their own in
``framework.csv`` of the review (case, theme, summary, by).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from childvoice.findings.rows import column_of
from childvoice.findings.written import Note, known, read
from childvoice.records import CodedRow

FILE = "framework.csv"
_PIECES, _WORDS = 2, 40
# Beyond so many pieces each is compared with these alone: the draft stays the same in kind, and the time bounded.
_COMPARED = 30


@dataclass(frozen=True, slots=True)
class Cell:
    """What one case holds on one theme. ``own`` is a person's summary and ``by`` who wrote it; empty: not yet."""

    case: str
    theme: str
    excerpts: tuple[str, ...]
    draft: str
    own: str = ""
    by: str = ""

    @property
    def summary(self) -> str:
        """The person's words, else the draft, marked as one."""
        return self.own or f"[machine draft] {self.draft}"


def framework(
    rows: Iterable[CodedRow],
    own: Mapping[tuple[str, str], tuple[str, str]] | None = None,
    *,
    by: Literal["person", "source"] = "person",
) -> list[Cell]:
    """Fill the matrix, cell by cell in the order of cases and themes; empty cells are left out.

    ``own`` gives the summary that a person wrote, and who, by case and theme.
    """
    cells: dict[tuple[str, str], list[CodedRow]] = defaultdict(list)
    for row in rows:
        if (
            row.counts
            and column_of(role=row.role, voice=row.voice, kind=row.kind, group=row.group) is not None
        ):
            cells[row.participant if by == "person" else row.source_id, row.theme].append(row)
    made = []
    for (case, theme), here in sorted(cells.items()):
        words, who = (own or {}).get((case, theme), ("", ""))
        ids = tuple(dict.fromkeys(r.excerpt_id for r in sorted(here, key=lambda r: (-r.score, r.excerpt_id))))
        made.append(Cell(case, theme, ids, draft(r.text[r.start : r.end] for r in here), words, who))
    return made


def draft(evidence: Iterable[str]) -> str:
    """Choose up to two pieces of evidence that are most like the rest, in the order in which they stood.

    >>> draft(["Five workers in a year.", "I had five workers.", "She was nice."])
    'Five workers in a year. / I had five workers.'
    """
    pieces = [" ".join(e.split()) for e in dict.fromkeys(evidence)]
    words = [frozenset(re.findall(r"[a-z']{3,}", p.casefold())) for p in pieces]

    def central(at: int) -> float:
        return sum(
            len(words[at] & other) / len(words[at] | other)
            for n, other in enumerate(words[:_COMPARED])
            if n != at and words[at] | other
        )

    if len(pieces) <= _PIECES:
        return " / ".join(map(_short, pieces))
    best = sorted(range(len(pieces)), key=lambda n: (-central(n), n))[:_PIECES]
    return " / ".join(_short(pieces[n]) for n in sorted(best))


def _short(piece: str) -> str:
    words = piece.split()
    return piece if len(words) <= _WORDS else " ".join(words[:_WORDS]) + " ..."


def summaries(
    folder: Path, themes: Iterable[str]
) -> tuple[dict[tuple[str, str], tuple[str, str]], tuple[Note, ...]]:
    """Read ``framework.csv`` of a review's ``evidence`` folder: summary and who wrote it, by case and theme."""
    path = folder / FILE
    if not path.is_file():
        return {}, ()
    table = read(path, ("case", "theme", "summary"))
    notes = list(table.notes)
    listed = tuple(themes)
    found = {}
    for line, row in table.rows:
        wrong = known((row["theme"],), listed, f"{path.name}, line {line}", "theme")[1]
        notes += wrong
        if not wrong and row["summary"]:
            found[row["case"], row["theme"]] = row["summary"], row.get("by", "")
    return found, tuple(notes)
