"""A folder of CSV files, one a table, UTF-8 with a mark so that Excel reads accents."""

from __future__ import annotations

import csv
from pathlib import Path

from childvoice.publish.cells import clean
from childvoice.publish.write import Tables

TITLE = "Folder of CSV files"
ABOUT = "The tables of the workbook as plain files, for other programs."
ENDING = ""


def write(tables: Tables, out: Path) -> list[Path]:
    """Write ``<table>.csv`` for each table into the folder ``out``."""
    out.mkdir(parents=True, exist_ok=True)
    made = []
    for name, rows in tables:
        path = out / f"{name.lower()}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.DictWriter(stream, fieldnames=list(rows[0]) if rows else ["empty"])
            writer.writeheader()
            writer.writerows({k: clean(v) for k, v in row.items()} for row in rows)
        made.append(path)
    return made
