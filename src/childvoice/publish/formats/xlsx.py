"""One Excel workbook: a sheet a table, real header rows, no merged cells.

After the guidance of the Government Statistical Service on accessible spreadsheets. The same tables make the
same bytes, so that a release can be checked by its digest.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableStyleInfo

from childvoice.publish.cells import clean
from childvoice.publish.write import Tables

ENDING = ".xlsx"
_WIDEST = 80
_NUMBER = re.compile(r"0|[1-9][0-9]{0,14}")
_SAVED = re.compile(rb"<dcterms:modified.*?</dcterms:modified>")
_THEN = datetime(1980, 1, 1)  # the least that a zip file can say: no moment


def write(tables: Tables, out: Path) -> list[Path]:
    """Write ``out`` with one marked-up table a sheet; numbers stay numbers, suppressed cells are text."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in tables:
        sheet = book.create_sheet(name[:31])
        header = list(rows[0]) if rows else ["empty"]
        sheet.append([h.replace("_", " ") for h in header])
        for row in rows:
            sheet.append([_cell(row[h]) for h in header])
        for number, title in enumerate(header, 1):
            sheet.cell(1, number).font = Font(bold=True)
            longest = max([len(title), *(len(str(row[title])) for row in rows)])
            sheet.column_dimensions[get_column_letter(number)].width = min(_WIDEST, longest + 3)
        for cells in sheet.iter_rows(min_row=2):
            for cell in cells:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.freeze_panes = "A2"
        if rows:
            table = Table(displayName=re.sub(r"\W", "_", name), ref=sheet.dimensions)
            table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
            sheet.add_table(table)
    book.properties.title = "Findings"
    book.properties.creator = "childvoice"
    book.properties.created = _THEN
    out.parent.mkdir(parents=True, exist_ok=True)
    _save(book, out)
    return [out]


def _save(book: Workbook, out: Path) -> None:
    """Save without the time of day, which openpyxl writes beside every part and into the properties."""
    made = io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(out, "w") as kept:
        for part in parts.infolist():
            entry = zipfile.ZipInfo(part.filename)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(entry, _SAVED.sub(b"", parts.read(part)))


def _cell(value: object) -> object:
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return int(value)
    return clean(value)
