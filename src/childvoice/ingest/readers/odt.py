"""OpenDocument text (LibreOffice): paragraphs, lists and tables of the body; accepted text only.

Deleted text, comments, contents tables, heads and feet are not read; footnotes come apart, at the end.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import Any

from childvoice.ingest.archives import locked
from childvoice.ingest.blocks import Paragraph, Table, cell_text, units_from_blocks
from childvoice.ingest.office import opened, parsed
from childvoice.ingest.reading import Reading

EXTENSIONS = ("odt", "ott")

_NS = "urn:oasis:names:tc:opendocument:xmlns:"
_TEXT, _TABLE, _OFFICE, _STYLE, _FO = (
    f"{{{_NS}{part}:1.0}}" for part in ("text", "table", "office", "style", "xsl-fo-compatible")
)
_PARAGRAPHS = frozenset({f"{_TEXT}p", f"{_TEXT}h"})
_CELLS = frozenset({f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"})
_COMMENT, _NOTE = f"{_OFFICE}annotation", f"{_TEXT}note"
_UNREAD = frozenset(
    {_COMMENT, _NOTE, f"{_TEXT}tracked-changes", f"{_TEXT}table-of-content", f"{_OFFICE}forms"}
)
_MOST_REPEATED = 60  # a cell may claim to stand there any number of times


def read(data: bytes, name: str) -> Reading:
    """Text of the body. Raises BrokenInput for what is not an OpenDocument text."""
    with opened(data, name, part="content.xml", kind="an OpenDocument text") as file:
        with zipfile.ZipFile(file) as archive:
            members = archive.namelist()
            manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in members else b""
            if b"encryption-data" in manifest:
                raise locked(name)
            root = parsed(archive.read("content.xml"))
        body = root.find(f"{_OFFICE}body/{_OFFICE}text")
        if body is None:
            raise ValueError
        bold = _bold_styles(root)
        blocks = list(_blocks(body, bold))
        notes = [
            text
            for note in body.iter(f"{_TEXT}note-body")
            if (text := cell_text([_text(p) for p in note.iter(*_PARAGRAPHS)]))
        ]
        warnings = tuple(_notices(body))
    return units_from_blocks(blocks, name, notes=notes, warnings=warnings)


def _blocks(element: Any, bold: frozenset[str]) -> Iterator[Paragraph | Table]:
    for child in element.iterchildren():
        if child.tag in _PARAGRAPHS:
            yield Paragraph(_text(child), _bold_lead(child, bold))
            for box in child.iter(f"{{{_NS}drawing:1.0}}text-box"):
                yield from _blocks(box, bold)
        elif child.tag == f"{_TABLE}table":
            yield [[t for cell in _inside(r) for t in _cell(cell)] for r in child.iter(f"{_TABLE}table-row")]
        elif child.tag not in _UNREAD and isinstance(child.tag, str):
            yield from _blocks(child, bold)


def _inside(row: Any) -> list[Any]:
    return [cell for cell in row.iterchildren() if cell.tag in _CELLS]


def _cell(cell: Any) -> list[str]:
    times = cell.get(f"{_TABLE}number-columns-repeated", "1")
    repeated = min(int(times), _MOST_REPEATED) if times.isdigit() else 1
    return [cell_text([_text(p) for p in cell.iter(*_PARAGRAPHS)])] * repeated


def _text(element: Any) -> str:
    return "".join(_pieces(element)).strip()


def _pieces(element: Any) -> Iterator[str]:
    """Text of a paragraph; a text box in it is a paragraph of its own."""
    yield _squeezed(element.text)
    for child in element.iterchildren():
        if child.tag == f"{_TEXT}s":
            count = child.get(f"{_TEXT}c", "1")
            yield " " * (min(int(count), 99) if count.isdigit() else 1)
        elif child.tag == f"{_TEXT}tab":
            yield "\t"
        elif child.tag == f"{_TEXT}line-break":
            yield "\n"
        elif isinstance(child.tag, str) and child.tag not in _UNREAD and not child.tag.endswith("}text-box"):
            yield from _pieces(child)
        yield _squeezed(child.tail)


def _squeezed(text: str | None) -> str:
    # White space of the file is one space; what was typed stands there as elements.
    return "" if not text else (text if "\n" not in text else " ".join(text.split("\n")))


def _bold_styles(root: Any) -> frozenset[str]:
    return frozenset(
        style.get(f"{_STYLE}name", "")
        for style in root.iter(f"{_STYLE}style")
        if any(p.get(f"{_FO}font-weight") == "bold" for p in style.iter(f"{_STYLE}text-properties"))
    )


def _bold_lead(paragraph: Any, bold: frozenset[str]) -> str:
    """Words of the bold spans that a paragraph begins with, without a colon, if it goes on in plain type."""
    lead = ""
    if (paragraph.text or "").strip():
        return ""
    for child in paragraph.iterchildren(f"{_TEXT}span"):
        if child.get(f"{_TEXT}style-name") not in bold:
            return lead.strip().rstrip(":").rstrip()
        lead += _text(child)
        if (child.tail or "").strip():
            return lead.strip().rstrip(":").rstrip()
    return ""


def _notices(body: Any) -> Iterator[str]:
    if next(body.iter(f"{_TEXT}deletion"), None) is not None:
        yield "tracked deletions were left out; accepted text was read"
    if next(body.iter(_COMMENT), None) is not None:
        yield "comments were not read as part of the text"
