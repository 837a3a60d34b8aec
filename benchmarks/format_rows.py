"""Rows of a survey or of turns in every format that has rows; see ``formats``."""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Callable, Sequence

import docx
import openpyxl

from formats import word_file


def rows_csv(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def rows_xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(list(row))
    hidden = book.create_sheet("Names")
    hidden.append(["ID", "Notes"])
    hidden.append(["1", "strike this out"])
    hidden.sheet_state = "hidden"
    book.save(out)
    return out.getvalue()


def _objects(rows: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    return [dict(zip(rows[0], row, strict=False)) for row in rows[1:]]


def rows_json(rows: Sequence[Sequence[str]]) -> bytes:
    return json.dumps({"results": _objects(rows)}).encode()


def rows_jsonl(rows: Sequence[Sequence[str]]) -> bytes:
    return "\n".join(json.dumps(item, ensure_ascii=False) for item in _objects(rows)).encode()


def rows_html(rows: Sequence[Sequence[str]]) -> bytes:
    shown = "".join("<tr>" + "".join(f"<td>{html.escape(c)}</td>" for c in row) + "</tr>" for row in rows)
    return f"<table>{shown}</table>".encode()


def rows_docx(rows: Sequence[Sequence[str]]) -> bytes:
    document = docx.Document()
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for shown, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(shown.cells, row, strict=False):
            cell.text = text
    return word_file(document)


TABLES: dict[str, tuple[str, Callable[[Sequence[Sequence[str]]], bytes]]] = {
    "csv": ("csv", rows_csv),
    "xlsx": ("xlsx", rows_xlsx),
    "json": ("json", rows_json),
    "jsonl": ("jsonl", rows_jsonl),
    "html table": ("html", rows_html),
    "docx answers": ("docx", rows_docx),
}
