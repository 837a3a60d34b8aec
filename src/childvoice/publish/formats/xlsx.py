"""One Excel workbook: a sheet a table, real header rows, no merged cells.

After the guidance of the Government Statistical Service on accessible spreadsheets. The same tables make the
same bytes, so that a release can be checked by its digest.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableStyleInfo

from childvoice.publish import packed
from childvoice.publish.cells import clean
from childvoice.publish.write import Tables

TITLE = "Excel workbook"
ABOUT = "Tables of themes, agreement and quotes with a sheet of notes, for people who count further."
ENDING = ".xlsx"
_WIDEST = 80
_COUNT = re.compile(r"c|[0-9]*")
_SHORTHAND = "[c]"  # for confidential, as statisticians in government write it
_NUMBER = re.compile(r"0|[1-9][0-9]{0,14}")


def write(tables: Tables, out: Path) -> list[Path]:
    """Write ``out`` with one marked-up table a sheet; numbers stay numbers, suppressed cells are text."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in tables:
        sheet = book.create_sheet(name[:31])
        header = list(rows[0]) if rows else ["empty"]
        sheet.append([h.replace("_", " ") for h in header])
        counts = {h for h in header if all(_COUNT.fullmatch(str(row[h])) for row in rows)}
        for row in rows:
            sheet.append([_SHORTHAND if h in counts and row[h] == "c" else _cell(row[h]) for h in header])
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
    book.properties.created = packed.THEN
    out.parent.mkdir(parents=True, exist_ok=True)
    made = io.BytesIO()
    book.save(made)
    packed.save(made, out)
    return [out]


def _cell(value: object) -> object:
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return int(value)
    return clean(value)
