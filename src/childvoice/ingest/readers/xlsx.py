"""Excel workbooks: every visible sheet as a table. Hidden sheets are reported, not read silently."""

from __future__ import annotations

import datetime

import openpyxl

from childvoice.ingest.office import opened
from childvoice.ingest.reading import Reading, joined
from childvoice.ingest.tables import has_known_heading, is_table_of_text, units_from_rows

EXTENSIONS = ("xlsx", "xlsm")
_MOST_ROWS = 1_048_576  # what Excel itself can hold; a file may declare any number


def read(data: bytes, name: str) -> Reading:
    """Cells with text of the visible sheets, in order. Formulas give their last computed value."""
    tables: list[list[list[str]]] = []
    with opened(data, name, part="xl/workbook.xml", kind="an Excel workbook") as file:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                # The size that a sheet declares is not believed; rows come as they are.
                sheet.reset_dimensions()
                rows = sheet.iter_rows(values_only=True, max_row=_MOST_ROWS)
                tables.append([[_shown(v) for v in row] for row in rows if any(v is not None for v in row)])
        hidden = len(book.worksheets) - len(tables)
        book.close()
    usable = [t for t in tables if is_table_of_text(t)]
    # A cover or lookup sheet beside a sheet of answers is usual; one without any known heading is no answers.
    usable = [t for t in usable if has_known_heading(t)] or usable
    left_out = [t for t in tables if t and t not in usable]
    if left_out and not usable:
        units_from_rows(left_out[0], name)  # says why
    warnings = [f"{hidden} hidden sheet(s) were not read"] if hidden else []
    warnings += [f"visible sheet {tables.index(t) + 1} holds no answers and was left out" for t in left_out]
    readings = [units_from_rows(t, name) for t in usable]
    layout = readings[0].layout if readings else "table"
    return joined([Reading((), layout, warnings=tuple(warnings)), *readings], layout=layout)


def _shown(value: object) -> str:
    """Write a cell as people see it: no midnight behind a date, no '.0' behind a whole number."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return str(value.date()) if value.time() == datetime.time() else value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
