"""CSV tables: surveys (a row a respondent), case-system exports, or a row a turn; any usual delimiter."""

from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import islice

from childvoice.errors import BrokenInput
from childvoice.ingest.reading import Reading, decode
from childvoice.ingest.tables import has_known_heading, units_from_rows

EXTENSIONS = ("csv", "tsv")


def read(data: bytes, name: str) -> Reading:
    """Cells with text as units, in the order of the rows. Raises BrokenInput for unbalanced quotes."""
    text, warnings = decode(data, name)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=_delimiter(text), strict=True))
    except csv.Error:
        raise BrokenInput(
            "the quotation marks of a cell are not balanced",
            subject=name,
            remedy="Open it in a spreadsheet and save it again as CSV (UTF-8)",
        ) from None
    if all(len(row) < 2 for row in rows) and not has_known_heading(rows):
        raise BrokenInput(
            "it has one column only, and its heading does not say that it is text",
            subject=name,
            remedy="Call the column 'text', or save it again with a comma between columns",
        )
    reading = units_from_rows(rows, name)
    return Reading(reading.units, reading.layout, reading.legend, warnings + reading.warnings)


def _delimiter(text: str) -> str:
    """Choose the mark that cuts the first rows into most rows of the same number of columns."""

    def evenness(mark: str) -> tuple[int, int]:
        rows = islice(csv.reader(io.StringIO(text), delimiter=mark), 20)
        widths = Counter(len(row) for row in rows if len(row) > 1)
        return max(((n, width) for width, n in widths.items()), default=(0, 0))

    try:
        return max(",;\t|", key=evenness)
    except csv.Error:
        return ","
