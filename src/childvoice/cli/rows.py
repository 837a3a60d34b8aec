"""Rows in and out: JSON lines, CSV or Parquet by the file's ending, ``-`` for standard input and output."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from childvoice.errors import BrokenInput, InputError
from childvoice.publish import plain

Row = dict[str, Any]

# A whole transcript may stand in one cell; the csv module would stop at 131,072 characters.
_LONGEST_CELL = 2**31 - 1


def read_rows(place: str, needed: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of ``place`` in order, streaming. Every row has the ``needed`` columns, as text.

    Raises InputError naming the first row that lacks a column, BrokenInput naming the first broken line.
    """
    path = Path(place)
    kind = path.suffix.lower()
    if place == "-":
        yield from _texts(_utf8(sys.stdin, "utf-8-sig"), _json_lines, needed, "standard input")
    elif not path.is_file():
        raise InputError("there is no such file", subject=path.name, remedy="Check the name")
    elif kind == ".parquet":
        yield from _checked(_parquet(path), needed, path.name)
    else:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            yield from _texts(stream, _csv if kind == ".csv" else _json_lines, needed, path.name)


class Writer:
    """Writes rows as they come; a context manager. In CSV and Parquet, lists and objects are written as JSON.

    A file appears under its name when all is written, so that it may be the one that is read from, and half a
    result never looks like a whole one. Parquet is held in memory until then.
    """

    def __init__(self, place: str) -> None:
        self._path = None if place == "-" else Path(place)
        self._kind = self._path.suffix.lower() if self._path else ""
        self._part = self._path
        if self._path and (self._path.is_file() or not self._path.exists()):
            self._part = self._path.with_name(f"{self._path.name}.part")
        self._rows: list[Row] = []
        self._table: csv.DictWriter[str] | None = None

    def __enter__(self) -> Writer:
        """Open the file, and make its folder."""
        if self._part is None:
            self._stream: TextIO = _utf8(sys.stdout, "utf-8")
        else:
            self._part.parent.mkdir(parents=True, exist_ok=True)
            # newline="": the csv module and JSON lines end their lines themselves.
            self._stream = self._part.open("w", encoding="utf-8", newline="")
        return self

    def put(self, row: Row) -> None:
        """Write one row."""
        if self._kind == ".parquet":
            self._rows.append(_flat(row))
        elif self._kind == ".csv":
            if self._table is None:
                self._table = csv.DictWriter(self._stream, fieldnames=list(row))
                self._table.writeheader()
            self._table.writerow({k: plain(v) for k, v in _flat(row).items()})
        else:
            self._stream.write(json.dumps(row, ensure_ascii=False) + "\n")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Put the file in its place, or take away what there is of it after an error."""
        if self._path is None or self._part is None:
            self._stream.flush()
            return
        self._stream.close()
        if kind is None and self._kind == ".parquet":
            import pyarrow as pa
            import pyarrow.parquet as pq

            pq.write_table(pa.Table.from_pylist(self._rows), self._part)
        if self._part != self._path:
            if kind is None:
                self._part.replace(self._path)
            else:
                self._part.unlink()


def _utf8(stream: TextIO, encoding: str) -> TextIO:
    """Speak UTF-8 whatever the machine's language settings are: these are files, not messages."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding=encoding, errors="strict", newline="")
    return stream


def _flat(row: Row) -> Row:
    return {
        k: json.dumps(v, ensure_ascii=False) if isinstance(v, (list, dict)) else v for k, v in row.items()
    }


def _texts(
    stream: TextIO, rows: Callable[[TextIO, str], Iterator[Row]], needed: Sequence[str], name: str
) -> Iterator[Row]:
    try:
        yield from _checked(rows(stream, name), needed, name)
    except UnicodeDecodeError:
        raise InputError("not UTF-8", subject=name, remedy="Save it as UTF-8") from None


def _json_lines(stream: Iterable[str], name: str) -> Iterator[Row]:
    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if "\\u" in line:
                json.dumps(row, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            raise BrokenInput(
                f"line {number} holds half a character (a lone surrogate)",
                subject=name,
                remedy="Write the text again as UTF-8",
            ) from None
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict):
            raise BrokenInput(
                f"line {number} is not a JSON object", subject=name, remedy="Write one JSON object a line"
            )
        yield row


def _csv(stream: Iterable[str], name: str) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.DictReader(stream, strict=True)
    broken = ""
    try:
        for row in reader:
            if None in row:  # what csv calls the cells that no column is for
                broken = "has more cells than there are columns"
                break
            # A row cut short lacks its last columns; that matters only if one of them is needed.
            yield {k: v for k, v in row.items() if v is not None}
    except csv.Error:
        broken = "has quotation marks that are not balanced"
    if broken:
        raise BrokenInput(
            f"line {reader.reader.line_num} {broken}", subject=name, remedy="Save it again as CSV"
        )


def _parquet(path: Path) -> Iterator[Row]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=1000):
                yield from batch.to_pylist()
    except (pa.ArrowException, OSError):
        raise BrokenInput("it is not a Parquet file", subject=path.name, remedy="Write it again") from None


def _checked(rows: Iterable[Row], needed: Sequence[str], name: str) -> Iterator[Row]:
    for number, row in enumerate(rows, 1):
        for column in needed:
            if column not in row:
                listed = ", ".join(needed)
                raise InputError(
                    f"row {number} has no '{column}'", subject=name, remedy=f"Each row needs {listed}"
                )
            if not isinstance(row[column], str):
                row[column] = "" if row[column] is None else str(row[column])
        yield row
