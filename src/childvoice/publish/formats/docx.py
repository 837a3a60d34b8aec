"""The report as a Word file in committee form, in the council's own template if there is one.

Real headings, captions, lists and contents; tables whose header row is repeated; charts of Word's own with a text
for those who do not see them; British English; page numbers. Nothing in it has to be formatted again.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, assert_never

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.shared import Pt

from childvoice.publish import packed
from childvoice.publish.cells import printable
from childvoice.publish.paper import (
    Block,
    Bullets,
    Chart,
    Grid,
    Heading,
    Notice,
    Paper,
    Para,
    Quote,
    ToWrite,
)
from childvoice.publish.word import chart, look
from childvoice.publish.word.xml import TABLE, add, bookmark, contents, direct, element, field

TITLE = "Word report for a committee"
ABOUT = "The report in committee form, with marked places for conclusions, recommendations and implications."
ENDING = ".docx"
PAPER = "committee"
_WIDE, _SMALL, _USUAL = 5, Pt(9.5), Pt(10.5)
_SHORT, _LITTLE = 10, 600  # rows, characters
_NARROWEST = 0.08  # of the width of the text
_UNIT = 11  # characters: cells up to this length ('31 of 61', 'never asked') are not broken


def write(paper: Paper, out: Path) -> list[Path]:
    """Write ``paper`` to ``out``.

    Raises SettingsError if its template cannot be read.
    """
    _Report(paper).save(out)
    return [out]


class _Report:
    """A document that is being written, with the numbers of its figures and tables."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.document = look.opened(paper.template)
        self.width = look.text_width(self.document)
        self.places = 0
        self.numbers = {"Figure": 0, "Table": 0}
        self._list: Any = None
        self._rest: list[Block] = []
        self._head()
        for block, after in zip(self._rest, [*self._rest[1:], None], strict=True):
            self._put(block, leads=isinstance(after, Bullets | Chart | Grid | Quote))

    def save(self, out: Path) -> None:
        about = self.document.core_properties
        about.title, about.language = printable(self.paper.title), self.paper.language
        about.author, about.comments, about.subject = "childvoice", "", printable(self.paper.council)
        about.created = packed.THEN
        made = io.BytesIO()
        self.document.save(made)
        packed.save(made, out)

    def _head(self) -> None:
        paper = self.paper
        if paper.council:
            self._say(paper.council, "Subtitle")
        self._say(paper.title, "Title")
        if paper.front:
            rows = tuple((k, v or "To be filled in") for k, v in paper.front.items())
            self._rows(("About this report", ""), rows, f"{paper.title}: about this report", bare=True)
        self._rest = [*paper.blocks]
        while self._rest and isinstance(self._rest[0], Notice):  # what to know first stands on the first page
            self._put(self._rest.pop(0))
        if paper.contents:
            self.document.add_page_break()
            # Not a heading: the contents do not list themselves.
            self._say("Contents", "Normal").runs[0].bold = True
            listed: list[tuple[str, int, str]] = [
                (printable(h.text), h.order, f"_Toc{n}") for n, h in enumerate(paper.headings) if h.order < 3
            ]
            if listed:
                styles = {n: self.document.styles[f"toc {n}"] for n in (1, 2)}
                contents(self.document, listed, styles)
            self.document.add_page_break()

    def _say(self, text: str, style: str) -> Any:
        paragraph = self.document.add_paragraph(printable(text), style=self.document.styles[style])
        direct(paragraph, text)
        return paragraph

    def _put(self, block: Block, *, leads: bool = False) -> None:
        """Add a block. One that ``leads`` to the next never stands alone at the foot of a page."""
        match block:
            case Heading(text, order):
                bookmark(self._say(text, f"Heading {order}"), f"_Toc{self.places}", self.places)
                self.places += 1
            case Para(text, kind):
                said = self._say(text, "Small print" if kind == "note" else "Normal")
                said.runs[0].bold = True if kind == "lead" else None
                said.paragraph_format.keep_with_next = leads or None
            case Notice(text):
                self._say(text, "Notice")
            case ToWrite(wanted):
                paragraph = self._say("", "To be written")
                paragraph.add_run("To be written by a person: ").bold = True
                paragraph.add_run(printable(wanted))
            case Bullets(items, numbered):
                for n, item in enumerate(items, 1):
                    self._item(item, n if numbered else 0)
            case Quote():
                self._say(block.marked, "Said")
                self._say(block.by, "Said by")
            case Chart(caption, bars, takeaway):
                self._caption("Figure", caption)
                place = self.document.add_paragraph()
                told = "; ".join(f"{b.name}: {b.text}" for b in bars)
                chart.draw(place, bars, printable(f"{takeaway} {told}."), self.numbers["Figure"], self.width)
            case Grid(caption, columns, rows):
                self._caption("Table", caption)
                self._rows(columns, rows, caption)
            case _:
                assert_never(block)

    def _item(self, text: str, number: int) -> None:
        """Add an item of a list. Numbers are Word's own; each list begins at 1 again."""
        paragraph = self._say(text, "List Number" if number else "List Bullet")
        if number == 1:
            self._list = _new_list(self.document, paragraph)
        if number and self._list is not None:
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = 0
            properties.get_or_add_numId().val = self._list

    def _caption(self, kind: str, text: str) -> None:
        self.numbers[kind] += 1
        paragraph = self.document.add_paragraph(f"{kind} ", style=self.document.styles["Caption"])
        field(paragraph, f"SEQ {kind} \\* ARABIC", str(self.numbers[kind]))
        paragraph.add_run(f": {printable(text)}")
        paragraph.paragraph_format.keep_with_next = True

    def _rows(
        self, columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...], said: str, *, bare: bool = False
    ) -> None:
        """Add a table; ``bare`` has no header row (each first cell names its row)."""
        lines = rows if bare else (columns, *rows)
        table = self.document.add_table(len(lines), len(columns))
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
        properties = table._tbl.tblPr
        told = f"Columns: {', '.join(filter(None, columns))}."
        for part in (
            _lines(),
            element("w:tblLook", firstRow="0" if bare else "1", firstColumn="1", noVBand="1"),
            element("w:tblCaption", val=printable(said)),
            element("w:tblDescription", val=printable(told)),
        ):
            add(properties, part, TABLE)
        widths = _widths(lines, int(self.width))
        small = len(columns) >= _WIDE
        short = len(lines) <= _SHORT and sum(len(text) for cells in lines for text in cells) <= _LITTLE
        for at, (row, cells) in enumerate(zip(table.rows, lines, strict=True)):
            marks = row._tr.get_or_add_trPr()
            marks.append(OxmlElement("w:cantSplit"))
            if at == 0 and not bare:
                marks.append(OxmlElement("w:tblHeader"))
            for n, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
                cell.width = widths[n]
                paragraph = cell.paragraphs[0]
                run = paragraph.add_run(printable(text))
                run.bold = (at == 0 and not bare) or n == 0
                run.font.size = _SMALL if small else _USUAL
                # The header row never stands alone at the foot of a page, and a short table stands on one.
                together = at == 0 or (short and at < len(lines) - 1)
                paragraph.paragraph_format.keep_with_next = together or None
                paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = Pt(2)
                direct(paragraph, text)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        self.document.add_paragraph().paragraph_format.space_after = Pt(0)


def _lines() -> Any:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(element(f"w:{side}", val="single", sz="4", space="0", color="6F777B"))
    return borders


def _widths(lines: tuple[tuple[str, ...], ...], whole: int) -> list[int]:
    """Share out the width by the longest word of a column and by how much stands in its cells."""
    weights = []
    longest = 24 if len(lines[0]) > _WIDE else 45
    for head, *cells in zip(*lines, strict=True):
        parts = [w for text in cells for w in ([text] if len(text) <= _UNIT else text.split())]
        word = max(len(w) for w in (*head.split(), *parts, ""))
        most = max((len(text) for text in cells), default=0)
        weights.append(max(word + 6, min(most + 3, longest)))
    # A column of a few letters ('No.') keeps room for its margins.
    shares = [max(_NARROWEST, w / sum(weights)) for w in weights]
    return [int(whole * share / sum(shares)) for share in shares]


def _new_list(document: Any, paragraph: Any) -> int | None:
    """Begin a list at 1, with the numbers of the look 'List Number'; None where the template has none."""
    properties = paragraph.style.element.pPr
    if properties is None or properties.numPr is None or properties.numPr.numId is None:
        return None
    numbering = document.part.numbering_part.numbering_definitions._numbering
    abstract = numbering.num_having_numId(properties.numPr.numId.val).abstractNumId.val
    made = numbering.add_num(abstract)
    made.add_lvlOverride(0).add_startOverride(1)
    return int(made.numId)
