"""Makes the Word and Excel examples, the same each time: ``python tests/examples/readers/make.py``.

The other examples are plain text, written by hand. What is expected of each stands beside it.
"""

from __future__ import annotations

import datetime
import io
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

HERE = Path(__file__).resolve().parent


def _fixed(data: bytes) -> bytes:
    """Repack an Office file with one date for all its parts and inside them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2026-01-01T00:00:00Z", content)
            part = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            target.writestr(part, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _word() -> Any:
    """Open an empty document without styles and other parts of which the examples need none."""
    document = docx.Document()
    for rels in (document.part.rels, document.part.package.rels):
        for key, rel in list(rels.items()):
            if rel.reltype.endswith(("stylesWithEffects", "customXml", "thumbnail", "theme", "numbering")):
                del rels[key]
    styles = document.styles.element
    for child in list(styles):
        styles.remove(child)
    return document


def _saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return _fixed(out.getvalue())


def _paragraph(document: Any, bold: str, plain: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(bold).bold = True
    paragraph.add_run(plain)


def bold_labels() -> bytes:
    """Bold labels; in the third turn the colon was forgotten; a sentence that begins in bold is no label."""
    document = _word()
    document.add_paragraph("Second meeting, boathouse")
    _paragraph(document, "Orla:", " Who decided about the school?")
    _paragraph(document, "Davey", ": A lady with a lanyard.")
    _paragraph(document, "Orla", " And did she ask you?")
    _paragraph(document, "Davey:", " She asked my chair, nearly.")
    _paragraph(document, "Never", " mind, I said.")
    return _saved(document)


def _table(document: Any, rows: list[list[str]]) -> Any:
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            table.cell(i, j).text = text
    return table


def two_column_table() -> bytes:
    """Lay a transcript out as a table of who and what."""
    document = _word()
    document.add_paragraph("Group 4")
    _table(
        document,
        [
            ["Facilitator:", "What makes a good visit, from start to finish?"],
            ["Jonty", "Being told the day before."],
            ["Facilitator:", "Only the day?"],
            ["Jonty", "And the hour.\nAnd who."],
        ],
    )
    return _saved(document)


def teams_transcript() -> bytes:
    """Teams: the name and the time, then the words; in the same paragraph or the next."""
    document = _word()
    document.add_paragraph("Meeting-20260210")
    document.add_paragraph("Imke Sand   0:03\nCan you hear me?")
    document.add_paragraph("Robin Vale   0:07")
    document.add_paragraph("I can. It was half past 10:30")
    document.add_paragraph("when you rang.")
    document.add_paragraph("Imke Sand   1:02:11")
    document.add_paragraph("Sorry.")
    return _saved(document)


def tracked_changes() -> bytes:
    """Read insertions and no deletions; a content control and a text box once."""
    document = _word()
    body = document.element.body
    w = nsdecls("w")
    by = 'w:id="1" w:author="x" w:date="2026-01-01T00:00:00Z"'
    paragraphs = [
        f"<w:p {w}><w:pPr><w:tabs><w:tab w:val='left' w:pos='9'/></w:tabs></w:pPr>"
        "<w:r><w:t>He wants to </w:t></w:r>"
        f"<w:del {by}><w:r><w:delText>leave</w:delText></w:r></w:del>"
        f"<w:ins {by}><w:r><w:t>stay</w:t></w:r></w:ins>"
        "<w:r><w:t xml:space='preserve'> here.</w:t></w:r></w:p>",
        f"<w:sdt {w}><w:sdtContent><w:p><w:r><w:t>He said so twice.</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        f"<w:p {w}><w:moveFrom {by}><w:r><w:t>Moved away.</w:t></w:r></w:moveFrom>"
        f"<w:moveTo {by}><w:r><w:t>Moved here.</w:t></w:r></w:moveTo></w:p>",
        f"<w:p {w} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'><w:r>"
        "<mc:AlternateContent>"
        "<mc:Choice Requires='wps'><w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent>"
        "</mc:Choice>"
        "<mc:Fallback><w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>",
    ]
    for at, xml in enumerate(paragraphs):
        body.insert(at, parse_xml(xml))
    return _saved(document)


def comments() -> bytes:
    """Put a comment in the margin, which is not what was said."""
    document = _word()
    for text in ("I: What is the best room?", "R: The landing.", "I: Why?", "R: It has both doors."):
        run = document.add_paragraph().add_run(text)
    document.add_comment(run, text="Check this with the tape", author="x", initials="x")
    for comment in document.part._comments_part.element:
        comment.set(
            "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}date", "2026-01-01T00:00:00Z"
        )
    return _saved(document)


def table_of_answers() -> bytes:
    """Answers of respondents in a table, under a title and a line of introduction."""
    document = _word()
    document.add_paragraph("What you told us, spring")
    document.add_paragraph("Four of you wrote something.")
    table = _table(
        document,
        [
            ["Ref", "What helped you?", "What got in the way?"],
            ["c1", "The walks", "The forms and the phone calls"],
            ["c2", "Nothing in particular", ""],
        ],
    )
    table.cell(2, 1).merge(table.cell(2, 2))
    return _saved(document)


def table_in_a_letter() -> bytes:
    """Keep the order of the page in a letter with a small table in its midst."""
    document = _word()
    for text in ("Dear panel,", "I have lived in these places.", "They were all different."):
        document.add_paragraph(text)
    _table(document, [["Place", "Weeks"], ["Hill house", "6"], ["By the canal", "40"]])
    for text in ("The canal was best.", "It had a heron.", "Yours, T"):
        document.add_paragraph(text)
    return _saved(document)


def _book(*sheets: tuple[str, list[list[Any]]]) -> Any:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return book


_ANSWERS: list[list[Any]] = [["ID", "What helped?"], [1, "The walks by the canal"], [2, "Her dog, mostly"]]


def double_header() -> bytes:
    """Two header rows, the upper one merged over columns."""
    book = _book(
        (
            "Form1",
            [
                ["ID", "About you", None, "Your worker", None, "Overall"],
                [None, "Age", "Area", "What does she do well?", "Could be better", "How was it?"],
                [1, 12, "North", "She listens to the end", "Ring less on Fridays please", "Fine in the end"],
                [2, 15, "South", "She brings the dog", "Come more often than now", "It was all right"],
            ],
        )
    )
    sheet = book["Form1"]
    sheet.merge_cells("B1:C1")
    sheet.merge_cells("D1:E1")
    return _saved_book(book)


def survey_service() -> bytes:
    """Write the second header row of survey services, which says nothing of its own."""
    rows = [
        ["Respondent ID", "Area", "What would you keep?", "What would you change?"],
        [None, "Response", "Open-Ended Response", "Open-Ended Response"],
        [118, "North", "The same person", "The waiting room"],
    ]
    return _saved_book(_book(("Sheet", rows)))


def cover_sheet() -> bytes:
    """Put a cover with a title and explanations before the answers."""
    cover = [
        ["Title", "Survey of young people in spring"],
        ["Purpose", "To hear what children think of us"],
        ["Contact", "The participation team at the town hall"],
    ]
    return _saved_book(_book(("Read me", cover), ("Answers", _ANSWERS)))


def hidden_sheet() -> bytes:
    """Hide a sheet, which is then not read."""
    book = _book(
        ("Names", [["ID", "Name", "Notes"], [1, "hidden", "hidden words of nobody"]]), ("Answers", _ANSWERS)
    )
    book["Names"].sheet_state = "hidden"
    book.active = 1
    return _saved_book(book)


def merged_header() -> bytes:
    """One heading over two columns of answers."""
    book = _book(
        (
            "S",
            [
                ["ID", "What are your three wishes?", None, "Area"],
                [1, "More Fridays", "A key to the shed", "North"],
            ],
        )
    )
    book["S"].merge_cells("B1:C1")
    return _saved_book(book)


def numbers_and_dates() -> bytes:
    """Dates without midnight and whole numbers without a point."""
    rows: list[list[Any]] = [
        ["PersonID", "NoteDate", "NoteType", "Author", "Narrative"],
        [7001.0, datetime.datetime(2026, 2, 3), "Visit", "DQ", "Seen alone."],
        [7001.0, datetime.datetime(2026, 2, 10, 14, 30), "Call", "DQ", 4],
        [7002.5, datetime.date(2026, 2, 11), "Visit", None, True],
    ]
    return _saved_book(_book(("Export", rows)))


def _saved_book(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return _fixed(out.getvalue())


EXAMPLES = {
    "docx": (
        bold_labels,
        two_column_table,
        teams_transcript,
        tracked_changes,
        comments,
        table_of_answers,
        table_in_a_letter,
    ),
    "xlsx": (double_header, survey_service, cover_sheet, hidden_sheet, merged_header, numbers_and_dates),
}


def make(target: Path) -> None:
    """Write all examples below ``target``."""
    for kind, examples in EXAMPLES.items():
        (target / kind).mkdir(parents=True, exist_ok=True)
        for example in examples:
            (target / kind / f"{example.__name__}.{kind}").write_bytes(example())


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
