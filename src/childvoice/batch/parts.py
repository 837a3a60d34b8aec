"""What is finished: one file a partition, there whole or not at all, and the tables that they add up to."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any, Protocol

from childvoice.batch.journey import TABLES, Line
from childvoice.errors import BrokenInput
from childvoice.publish import plain

FORMATS = ("jsonl", "csv", "parquet")
_END = b'{"end": '
_TAIL = 4096
# Rows of a group in Parquet: the same whatever the partitions were.
_GROUP = 20_000
Counts = dict[str, int]


def write_part(path: Path, lines: Iterable[Line]) -> Counts:
    """Write a partition and return how many rows of each table it has. It stands under its name when it is whole."""
    with _whole(path) as stream:
        return put_part(stream, lines)


def keep_part(path: Path, whole: bytes) -> None:
    """Write a partition that was made elsewhere, by :func:`put_part`."""
    with _whole(path) as stream:
        stream.write(whole)


@contextmanager
def _whole(path: Path) -> Iterator[IO[bytes]]:
    """A file that gets its name when all of it is on the disk, and is gone if that fails."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def put_part(stream: IO[bytes], lines: Iterable[Line]) -> Counts:
    """Put the rows of a partition into ``stream``, its counts at the end, and return the counts."""
    counts = dict.fromkeys((*TABLES, "withheld"), 0)
    for table, row in lines:
        counts[table] += 1
        counts["withheld"] += row.get("stage") == "withheld"
        stream.write(f"{json.dumps([table, row], ensure_ascii=False)}\n".encode())
    stream.write(f"{json.dumps({'end': counts})}\n".encode())
    return counts


def finished(path: Path) -> Counts | None:
    """How many rows a partition has; None if it is not there, or was cut short by a crash."""
    try:
        with path.open("rb") as stream:
            stream.seek(0, os.SEEK_END)
            stream.seek(max(0, stream.tell() - _TAIL))
            last = stream.read()
    except FileNotFoundError:
        return None
    line = last.rstrip(b"\n").rpartition(b"\n")[2]
    if not (last.endswith(b"\n") and line.startswith(_END)):
        return None
    found: Counts = json.loads(line)["end"]
    return found


def merge(parts: Iterable[Path], out: Path, form: str) -> list[Path]:
    """One file a table from all partitions, in their order, a row at a time. Returns the files made."""
    places = {table: out / f"{table}.{form}" for table in TABLES}
    with ExitStack() as open_tables:
        tables = {
            table: open_tables.enter_context(_WRITERS[form](place, TABLES[table]))
            for table, place in places.items()
        }
        for table, row in _rows(parts):
            tables[table].put(row)
    for place in places.values():
        _part(place).replace(place)
    return list(places.values())


def _rows(parts: Iterable[Path]) -> Iterator[Line]:
    for path in parts:
        with path.open(encoding="utf-8", newline="\n") as stream:
            for line in stream:
                found = _decoded(line, path.name)
                if isinstance(found, list):
                    yield found[0], found[1]


def _decoded(line: str, name: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        raise BrokenInput(
            "a finished partition was changed or damaged", subject=name, remedy="Delete it and run again"
        ) from None


def _part(place: Path) -> Path:
    return place.with_name(f"{place.name}.part")


class _Table(Protocol):
    def __init__(self, place: Path, columns: dict[str, type]) -> None: ...
    def __enter__(self) -> _Table: ...
    def __exit__(self, *_: object) -> None: ...
    def put(self, row: dict[str, Any]) -> None: ...


class _Lines:
    def __init__(self, place: Path, columns: dict[str, type]) -> None:
        self._columns = columns
        self._stream = _part(place).open("w", encoding="utf-8", newline="\n")
        # The safeguarding lead's file is for nobody else.
        _part(place).chmod(0o600 if place.stem == "safeguarding" else 0o644)

    def __enter__(self) -> _Lines:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def put(self, row: dict[str, Any]) -> None:
        self._stream.write(json.dumps(row, ensure_ascii=False) + "\n")


class _Csv(_Lines):
    def __init__(self, place: Path, columns: dict[str, type]) -> None:
        super().__init__(place, columns)
        self._table = csv.DictWriter(self._stream, fieldnames=list(columns), lineterminator="\r\n")
        self._table.writeheader()

    def put(self, row: dict[str, Any]) -> None:
        self._table.writerow({column: plain(value) for column, value in row.items()})


class _Parquet(_Lines):
    def __init__(self, place: Path, columns: dict[str, type]) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        super().__init__(place, columns)
        self._stream.close()
        kinds = {str: pa.string(), int: pa.int64(), float: pa.float64()}
        self._schema = pa.schema([(name, kinds[kind]) for name, kind in columns.items()])
        self._rows: list[dict[str, Any]] = []
        self._made = pa.Table.from_pylist
        self._writer = pq.ParquetWriter(_part(place), self._schema)

    def __exit__(self, *_: object) -> None:
        self._flush()
        self._writer.close()

    def put(self, row: dict[str, Any]) -> None:
        self._rows.append(row)
        if len(self._rows) == _GROUP:
            self._flush()

    def _flush(self) -> None:
        if self._rows:
            self._writer.write_table(self._made(self._rows, schema=self._schema))
            self._rows = []


_WRITERS: dict[str, type[_Table]] = {"jsonl": _Lines, "csv": _Csv, "parquet": _Parquet}
