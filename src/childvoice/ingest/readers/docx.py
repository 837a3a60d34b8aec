"""Word documents: paragraphs and tables of the body; accepted text only.

Deleted text (tracked changes), comments, running heads and feet are not read as what was said; footnotes come
apart, at the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn

from childvoice.ingest.blocks import Paragraph, Table, cell_text, units_from_blocks
from childvoice.ingest.office import opened, parsed
from childvoice.ingest.reading import Reading

EXTENSIONS = ("docx", "docm")

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


def read(data: bytes, name: str) -> Reading:
    """Text of the body. Raises BrokenInput for what is not a Word document."""
    with opened(data, name, part="word/document.xml", kind="a Word document") as file:
        document = docx.Document(file)
        blocks = [
            Paragraph(_text(block), _bold_lead(block)) if block.tag == _P else _table(block)
            for block in _inside(document.element.body, _P, _TBL)
        ]
        notes, notices = _footnotes(document), _notices(document)
    return units_from_blocks(blocks, name, notes=notes, warnings=notices)


def _inside(element: Any, *tags: str) -> Iterator[Any]:
    """Children with one of ``tags``, also inside content controls and tracked insertions."""
    for child in element.iterchildren():
        if child.tag in tags:
            if not _is_deleted_row(child):
                yield child
        elif child.tag not in _UNREAD:
            yield from _inside(child, *tags)


def _is_deleted_row(element: Any) -> bool:
    marks = element.find(qn("w:trPr")) if element.tag == _TR else None
    return marks is not None and marks.find(qn("w:del")) is not None


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


def _table(element: Any) -> Table:
    return [[text for cell in _inside(row, _TC) for text in _cell(cell)] for row in _inside(element, _TR)]


def _cell(cell: Any) -> list[str]:
    """Text of a cell, followed by an empty one for each further column that it is merged over."""
    span = next(cell.iter(qn("w:gridSpan")), None)
    over = int(span.get(qn("w:val"), "1")) if span is not None else 1
    paragraphs = [text for p in _inside(cell, _P) if (text := _text(p).strip())]
    return [cell_text(paragraphs), *[""] * min(over - 1, 63)]


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


def _parts(document: Any, kind: str) -> list[Any]:
    """Roots of the parts of one kind (footnotes, header, comments ...) that belong to the document."""
    rels = [
        r for r in document.part.rels.values() if str(r.reltype).endswith(f"/{kind}") and not r.is_external
    ]
    return [parsed(rel.target_part.blob) for rel in rels]


def _footnotes(document: Any) -> list[str]:
    """Texts of footnotes and endnotes; those with a type are the lines that separate them from the page."""
    return [
        text
        for kind in ("footnote", "endnote")
        for root in _parts(document, f"{kind}s")
        for note in root.iterchildren(qn(f"w:{kind}"))
        if note.get(qn("w:type"), "normal") == "normal"
        and (text := cell_text([_text(p) for p in _inside(note, _P)]))
    ]


def _notices(document: Any) -> tuple[str, ...]:
    found = []
    if next(document.element.body.iter(*_DELETED), None) is not None:
        found.append("tracked deletions were left out; accepted text was read")
    if _parts(document, "comments"):
        found.append("comments were not read as part of the text")
    if any(_text(root).strip() for kind in ("header", "footer") for root in _parts(document, kind)):
        found.append("running heads and feet were not read as part of the text")
    return tuple(found)
