"""Word documents: paragraphs and tables of the body; accepted text only.

Deleted text (tracked changes) and comments are not read as what was said. A table of two columns in which the
first comes back is a transcript (speaker, words); a table under headings that are questions is a table of
answers, if the document holds little else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn

from childvoice.ingest.office import opened
from childvoice.ingest.reading import Reading, joined
from childvoice.ingest.tables import is_table_of_text, units_from_rows
from childvoice.ingest.turns import units_from_lines
from childvoice.raw import RawUnit

EXTENSIONS = ("docx",)

_Table = list[list[str]]
_P, _TBL, _TR, _TC, _T = (qn(f"w:{tag}") for tag in ("p", "tbl", "tr", "tc", "t"))
_SPACE = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_DELETED = frozenset({qn("w:del"), qn("w:moveFrom")})
# Never words: what was deleted, properties, codes of fields, and the copy of a text box for old programs.
_UNREAD = _DELETED | {
    qn("w:pPr"),
    qn("w:rPr"),
    qn("w:sectPr"),
    qn("w:instrText"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
_BOLD_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?: [\w.'’-]+){0,2}")
_FEW_LINES = 5


def read(data: bytes, name: str) -> Reading:
    """Text of the body. Raises BrokenInput for what is not a Word document."""
    with opened(data, name, part="word/document.xml", kind="a Word document") as file:
        document = docx.Document(file)
        body = document.element.body
        blocks = list(_inside(body, _P, _TBL))
        notices = _notices(document)
    forgotten = _names_without_colon(blocks)
    content: list[str | _Table] = []
    for block in blocks:
        if block.tag == _P:
            text, lead = _text(block), _bold_lead(block)
            if lead in forgotten and not text.lstrip().startswith(f"{lead}:"):
                text = text.replace(lead, f"{lead}:", 1)
            content.extend(text.split("\n"))
        elif _is_dialogue(table := _table(block)):
            content.extend(
                f"{row[0].rstrip(':')}: {' '.join(row[1:])}" for row in table if len(row) >= 2 and row[1]
            )
        else:
            content.append(table)
    reading = _reading(content, name)
    return Reading(reading.units, reading.layout, reading.legend, reading.warnings + notices)


def _reading(content: list[str | _Table], name: str) -> Reading:
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
    flat = [row for part in content for row in (_rows(part) if isinstance(part, list) else [part])]
    return units_from_lines(flat) if tables else reading


def _as_lines(table: _Table) -> Reading:
    return Reading(tuple(RawUnit(i, row) for i, row in enumerate(_rows(table))), "prose")


def _rows(table: _Table) -> list[str]:
    return [" | ".join(cell for cell in row if cell) for row in table if any(row)]


def _is_dialogue(table: _Table) -> bool:
    """Two (or, with a time, three) columns, the first short and coming back: who, and what they said."""
    body = [row for row in table if len(row) in (2, 3)]
    if len(body) < max(2, len(table) - 1):
        return False
    first = [row[0] for row in body]
    return (
        all(len(c.split()) <= 5 for c in first)
        and len(set(first)) < len(first)
        and any(len(row[1].split()) > 5 for row in body)
    )


def _inside(element: Any, *tags: str) -> Iterator[Any]:
    """Children with one of ``tags``, also inside content controls and tracked insertions."""
    for child in element.iterchildren():
        if child.tag in tags:
            yield child
        elif child.tag not in _UNREAD:
            yield from _inside(child, *tags)


def _text(element: Any) -> str:
    """Visible text under an element: runs, tabs and breaks, without deletions and without comments."""
    return "".join(_pieces(element))


def _pieces(element: Any) -> Iterator[str]:
    for child in element.iterchildren():
        if child.tag in _UNREAD:
            continue
        if child.tag == _T:
            yield child.text or ""
        elif child.tag in _SPACE:
            yield _SPACE[child.tag]
        else:
            yield from _pieces(child)
            if child.tag == _P:
                yield "\n"


def _table(element: Any) -> _Table:
    return [[text for cell in _inside(row, _TC) for text in _cell(cell)] for row in _inside(element, _TR)]


def _cell(cell: Any) -> list[str]:
    """Text of a cell, followed by an empty one for each further column that it is merged over."""
    span = next(cell.iter(qn("w:gridSpan")), None)
    over = int(span.get(qn("w:val"), "1")) if span is not None else 1
    paragraphs = [_text(p).strip() for p in _inside(cell, _P)]
    return [re.sub(r"\s*\n\s*", " ", " ".join(p for p in paragraphs if p)), *[""] * min(over - 1, 63)]


def _bold_lead(paragraph: Any) -> str:
    """Text of the bold runs that a paragraph begins with, without a colon, if it goes on in plain type."""
    lead = ""
    for run in _inside(paragraph, qn("w:r")):
        if not (text := _text(run)).strip():
            lead += text
            continue
        bold = next(run.iterchildren(qn("w:rPr")), None)
        mark = bold.find(qn("w:b")) if bold is not None else None
        if mark is None or mark.get(qn("w:val"), "1") in ("0", "false"):
            return lead.strip().rstrip(":").rstrip()
        lead += text
    return ""


def _names_without_colon(blocks: list[Any]) -> frozenset[str]:
    """Bold names that lead several paragraphs: labels, whether or not the transcriber set every colon."""
    leads = Counter(lead for block in blocks if block.tag == _P and (lead := _bold_lead(block)))
    return frozenset(lead for lead, n in leads.items() if n >= 2 and _BOLD_NAME.fullmatch(lead))


def _notices(document: Any) -> tuple[str, ...]:
    found = []
    if next(document.element.body.iter(*_DELETED), None) is not None:
        found.append("tracked deletions were left out; accepted text was read")
    if any("comments" in str(rel.reltype) for rel in document.part.rels.values()):
        found.append("comments were not read as part of the text")
    return tuple(found)
