"""What goes in: the files of a folder, or the rows of a JSONL, CSV or Parquet file, streaming, in their order."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from childvoice import ingest
from childvoice.errors import BrokenInput, InputError

NEEDED = ("doc_id", "text")
_LONGEST_CELL = 2**31 - 1
_LINES = 500


@dataclass(frozen=True, slots=True)
class Item:
    """One document to come: a file, or a row; ``trouble`` says why a row is none.

    ``digest`` changes with the document, so that a partition is done again when one of its documents changed.
    """

    name: str = field(repr=False)
    digest: str
    path: str = field(default="", repr=False)
    row: dict[str, str] = field(default_factory=dict, repr=False)
    trouble: str = ""


def items(place: Path) -> Iterator[Item]:
    """Every document of ``place``. A bad row is an item with its trouble, never the end of the rest.

    Raises InputError for a file of another kind, or that lacks the columns doc_id and text altogether.
    """
    if place.is_dir():
        yield from _files(place)
        return
    if not place.is_file():
        raise InputError("there is no such file or folder", subject=place.name, remedy="Check the name")
    readers = {".jsonl": _json_lines, ".csv": _csv, ".parquet": _parquet}
    if place.suffix.lower() not in readers:
        raise InputError(
            f"files of kind '{place.suffix}' are not taken",
            subject=place.name,
            remedy="Give a folder, or rows as .jsonl, .csv or .parquet",
        )
    for number, row in enumerate(readers[place.suffix.lower()](place), 1):
        yield _item(row, number)


def count(place: Path) -> int | None:
    """How many documents there are, for the estimate of time; None where only reading all would tell."""
    kind = place.suffix.lower()
    if place.is_dir():
        return sum(1 for _ in _files(place))
    if kind == ".parquet":
        import pyarrow.parquet as pq

        try:
            return int(pq.ParquetFile(place).metadata.num_rows)
        except (OSError, ValueError):
            return None
    if kind != ".jsonl":
        return None
    with place.open("rb") as stream:
        return sum(1 for line in stream if line.strip())


def _files(folder: Path) -> Iterator[Item]:
    found, refused = ingest.discover([folder])
    for path in found:
        state = path.stat()
        name = path.relative_to(folder).as_posix()
        yield Item(name, _sha(f"{name}\x1f{state.st_size}\x1f{state.st_mtime_ns}"), str(path))
    for error in refused:
        yield Item(error.subject, _sha(f"{error.subject}\x1f{error.cause}"), trouble=error.cause)


def _item(row: dict[str, Any] | str, number: int) -> Item:
    if isinstance(row, str):
        return Item(f"row {number}", _sha(f"{number}\x1f{row}"), trouble=row)
    told = {str(k): "" if v is None else str(v) for k, v in row.items() if k is not None}
    digest = _sha(json.dumps(told, sort_keys=True))
    missing = next((c for c in NEEDED if not told.get(c, "").strip()), "")
    if missing:
        return Item(f"row {number}", digest, trouble=f"row {number} has no {missing}")
    return Item(told["doc_id"], digest, row=told)


def _sha(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def _json_lines(path: Path) -> Iterator[dict[str, Any] | str]:
    with path.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line.decode("utf-8-sig"))
            except (ValueError, RecursionError):
                row = None
            yield row if isinstance(row, dict) else f"line {number} is not a JSON object in UTF-8"


def _csv(path: Path) -> Iterator[dict[str, Any] | str]:
    csv.field_size_limit(_LONGEST_CELL)
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream, strict=True)
            _columns(reader.fieldnames or (), path)
            for row in reader:
                broken = None in row
                yield f"line {reader.line_num} has more cells than columns" if broken else row
    except (csv.Error, UnicodeDecodeError) as error:
        # After either, nothing tells where the next row begins.
        cause = "not UTF-8" if isinstance(error, UnicodeDecodeError) else "quotation marks are not balanced"
        raise BrokenInput(cause, subject=path.name, remedy="Save it again as CSV (UTF-8)") from None


def _parquet(path: Path) -> Iterator[dict[str, Any] | str]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            _columns(file.schema_arrow.names, path)
            for batch in file.iter_batches(batch_size=_LINES):
                yield from batch.to_pylist()
    except (pa.ArrowException, OSError):
        raise BrokenInput(
            "it is not a Parquet file, or is damaged", subject=path.name, remedy="Write it again"
        ) from None


def _columns(there: Any, path: Path) -> None:
    for column in NEEDED:
        if column not in there:
            raise InputError(
                f"it has no column '{column}'",
                subject=path.name,
                remedy=f"Each row needs {', '.join(NEEDED)}",
            )
