"""Paragraphs and tables of a document, in its order, become units: shared by every format that has both.

A table of two columns in which the first comes back is a transcript (speaker, words); a table under headings
that are questions is a table of answers, if the document holds little else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from childvoice.ingest.labels import ONLY_CLOCK, read_legend
from childvoice.ingest.reading import NO_SPEAKERS, Reading, joined
from childvoice.ingest.tables import heads_dialogue, is_table_of_text, units_from_rows
from childvoice.ingest.turns import units_from_lines
from childvoice.raw import RawUnit

Table = list[list[str]]
_BOLD_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?: [\w.'’-]+){0,2}")
_FEW_LINES = 5


class Paragraph(NamedTuple):
    """Text of a paragraph, and the bold words that it begins with ('' where it does not, or is all bold)."""

    text: str
    lead: str = ""


def units_from_blocks(
    blocks: Sequence[Paragraph | Table], name: str, *, notes: Sequence[str] = (), warnings: Sequence[str] = ()
) -> Reading:
    """Units of the paragraphs and tables; ``notes`` are footnotes, which stand apart at the end."""
    forgotten = _names_without_colon(blocks)
    content: list[str | Table | Reading] = []
    known: frozenset[str] = frozenset()
    for block in blocks:
        if isinstance(block, Paragraph):
            text = block.text
            if block.lead in forgotten and not text.lstrip().startswith(f"{block.lead}:"):
                text = text.replace(block.lead, f"{block.lead}:", 1)
            content.extend(text.split("\n"))
        elif units := _dialogue(block, known):
            known |= {unit.speaker for unit in units}
            content.append(Reading(units, "transcript"))
        else:
            content.append(block)
    reading = _with_dialogues(content, name) if known else _units(content, name)
    if notes and reading.layout != "survey":
        # A footnote is the writer's, who is not named in it.
        feet = [RawUnit(len(reading.units) + i, text, note="| footnote |") for i, text in enumerate(notes)]
        reading = replace(reading, units=(*reading.units, *feet))
    return replace(reading, warnings=(*reading.warnings, *warnings))


def cell_text(paragraphs: Sequence[str]) -> str:
    """Text of a table cell; its line breaks are wrapping."""
    return " ".join(" ".join(paragraphs).split())


def _with_dialogues(content: Sequence[str | Table | Reading], name: str) -> Reading:
    """Tables of turns in their places; what stands before and after them is not said by who spoke last."""
    readings: list[Reading] = []
    for is_dialogue, part in groupby(content, key=lambda p: isinstance(p, Reading)):
        parts = list(part)
        readings += [p for p in parts if isinstance(p, Reading)] if is_dialogue else [_units(parts, name)]
    lines = [line for line in content if isinstance(line, str)]
    whole = joined(readings, layout="transcript")
    told = tuple(w for w in whole.warnings if w != NO_SPEAKERS)
    return replace(whole, legend=read_legend(lines), warnings=told)


def _units(content: Sequence[str | Table | Reading], name: str) -> Reading:
    lines = [line for line in content if isinstance(line, str) and line.strip()]
    tables = [table for table in content if isinstance(table, list)]
    if len(lines) <= _FEW_LINES and any(is_table_of_text(table) for table in tables):
        head = Reading(tuple(RawUnit(i, line.strip()) for i, line in enumerate(lines)), "survey")
        return joined(
            [head, *[units_from_rows(t, name) if is_table_of_text(t) else _as_lines(t) for t in tables]],
            layout="survey",
        )
    reading = units_from_lines(lines)
    if reading.layout != "prose":
        # Words of a table in the midst of a transcript are nobody's turn; they come last.
        return joined([reading, *map(_as_lines, tables)], layout=reading.layout)
    flat = [
        row
        for p in content
        for row in (_rows(p) if isinstance(p, list) else [p] if isinstance(p, str) else [])
    ]
    return units_from_lines(flat) if tables else reading


def _as_lines(table: Table) -> Reading:
    return Reading(tuple(RawUnit(i, row) for i, row in enumerate(_rows(table))), "prose")


def _rows(table: Table) -> list[str]:
    return [" | ".join(cell for cell in row if cell) for row in table if any(row)]


def _dialogue(table: Table, known: frozenset[str]) -> tuple[RawUnit, ...]:
    """Turns of a table of who and what they said, with or without a column of times; else none.

    The first column is short and comes back, or names who is ``known`` from a table before; where it is empty the
    turn above goes on.
    """
    rows = _without_times(table)
    if rows and heads_dialogue(rows[0]):
        rows = rows[1:]
    body = [row for row in rows if len(row) in (2, 3)]
    if not body or len(body) < len(rows) - 1:
        return ()
    first = [_label(row[0]) for row in body if row[0]]
    new = (
        len(body) >= 2
        and len(set(first)) < len(first)
        and bool(body[0][0])
        and all(len(c.split()) <= 5 for c in first)
        and any(len(row[1].split()) > 5 for row in body)
    )
    if not new and not (first and set(first) <= known):
        return ()
    units: list[RawUnit] = []
    for row in rows:
        words = " ".join(cell for cell in row[1:] if cell)
        if words and (row[0] or not units):
            units.append(RawUnit(len(units), words, _label(row[0])))
        elif words:
            units[-1] = replace(units[-1], text=f"{units[-1].text} {words}")
    return tuple(units)


def _label(cell: str) -> str:
    return cell.strip().strip("*:[]# ")


def _without_times(table: Table) -> Table:
    """Leave off a column that holds times alone (under a heading or none)."""
    width = max(map(len, table), default=0)
    if width < 3 or any(len(row) != width for row in table):
        return table
    timed = next(
        (
            i
            for i in range(width)
            if sum(bool(ONLY_CLOCK.match(r[i])) for r in table) >= max(2, len(table) - 1)
        ),
        None,
    )
    return table if timed is None else [row[:timed] + row[timed + 1 :] for row in table]


def _names_without_colon(blocks: Sequence[Paragraph | Table]) -> frozenset[str]:
    """Bold names that lead several paragraphs: labels, whether or not the transcriber set every colon."""
    leads = Counter(block.lead for block in blocks if isinstance(block, Paragraph) and block.lead)
    return frozenset(lead for lead, n in leads.items() if n >= 2 and _BOLD_NAME.fullmatch(lead))
