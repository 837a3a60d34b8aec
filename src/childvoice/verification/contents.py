"""Every text in a file, wherever it hides: pieces ``(where, text)``. What cannot be opened raises BrokenInput.

Office files are read as the archives that they are, part by part, so that comments, headers, tracked changes, authors,
hidden sheets, defined names and whatever a later version of Office adds are all looked at. Files of unknown kinds are
searched for runs of letters, in UTF-8 and UTF-16, so that caches and old .doc files hide nothing.
"""

from __future__ import annotations

import gzip
import html
import io
import json
import re
import sqlite3
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from childvoice.errors import BrokenInput
from childvoice.ingest.archives import DAMAGE

Pieces = Iterator[tuple[str, str]]
_MOST_BYTES = 512 * 1024 * 1024
_DEEPEST = 4
_TEXT = frozenset(
    ".txt .md .csv .tsv .json .jsonl .log .toml .ini .yaml .yml .xml .html .htm .vtt .srt .rtf .svg .eml .py .js .css".split()
)
# Ends of what a reader sees as one stretch of text; other tags may stand inside a name.
_BLOCK = re.compile(
    rb"</(?:\w+:)?(?:p|si|t?c|row|tr|td|th|li|h\d|div|title|creator|lastModifiedBy|definedName|comment|author|text:p)\s*>|<(?:\w+:)?(?:br|tab|cr)\s*/?>",
    re.I,
)
_TAG = re.compile(rb"<[^>]{0,100000}>")
_VALUE = re.compile(rb"=\s*(?:\"([^\"<]{2,2000})\"|'([^'<]{2,2000})')")
_RUNS = re.compile(rb"(?:[\x20-\x7e\t]|[\xc2-\xf4][\x80-\xbf]{1,3}){3,}")
_RUNS_16 = re.compile(rb"(?:[\x20-\x7e\xc0-\xff]\x00|[\x00-\xff][\x01\x02]){3,}")


def pieces(path: Path) -> Pieces:
    """Yield all texts of the file at ``path`` with where they stand in it."""
    if path.stat().st_size > _MOST_BYTES:
        raise BrokenInput("larger than 512 MB")
    data = path.read_bytes()
    if data.startswith(b"SQLite format 3\x00"):
        yield from _sqlite(path)
        # Deleted rows stay in the file until it is vacuumed.
        yield from _runs(data)
    else:
        yield from _of(data, path.suffix.lower(), "", 0)


def _of(data: bytes, ending: str, where: str, depth: int) -> Pieces:
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        yield from _archive(data, where, depth)
    elif data.startswith(b"%PDF"):
        yield from ((_at(where, place), text) for place, text in _pdf(data))
    elif data.startswith(b"\x1f\x8b"):
        yield from _of(_unzipped(data), ending, _at(where, "unpacked"), _deeper(depth))
    elif data.startswith(b"PAR1"):
        yield from ((_at(where, place), text) for place, text in _parquet(data))
    elif ending in _TEXT or not ending or b"\x00" not in data[:4096]:
        yield from ((_at(where, place), text) for place, text in _written(data, ending))
    else:
        yield from ((_at(where, place), text) for place, text in _runs(data))


def _at(where: str, place: str) -> str:
    return f"{where} {place}".strip()


def _deeper(depth: int) -> int:
    if depth >= _DEEPEST:
        raise BrokenInput("archives within archives, too deep")
    return depth + 1


def _written(data: bytes, ending: str) -> Pieces:
    text = _decoded(data)
    yield "text", text
    if ending in (".html", ".htm", ".xml", ".svg"):
        yield "text without tags", _without_tags(data)
    if "\\u" in text and ending in (".json", ".jsonl", ".log"):
        yield "text with escapes read", _escapes_read(text)
    elif "&#" in text:
        yield "text with escapes read", html.unescape(text)


def _decoded(data: bytes) -> str:
    for encoding in (
        "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig",
        "cp1252",
        "latin-1",
    ):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AssertionError("latin-1 reads all bytes")


def _escapes_read(text: str) -> str:
    def read(match: re.Match[str]) -> str:
        try:
            return str(json.loads(f'"{match[0]}"'))
        except ValueError:
            return match[0]

    return re.sub(r"(?:\\u[0-9a-fA-F]{4})+", read, text)


def _without_tags(data: bytes) -> str:
    """What a reader sees of XML or HTML, and below it all values of attributes (authors, names of sheets)."""
    values = b"\n".join(a or b for a, b in _VALUE.findall(data))
    seen = _TAG.sub(b"", _BLOCK.sub(b"\n", data))
    return html.unescape(_decoded(seen + b"\n\n\n\n" + values))


def _archive(data: bytes, where: str, depth: int) -> Pieces:
    depth = _deeper(depth)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if sum(m.file_size for m in members) > _MOST_BYTES:
                raise BrokenInput("would unpack to more than 512 MB")
            yield _at(where, "names of parts"), "\n".join(m.filename for m in members)
            if archive.comment:
                yield _at(where, "comment of the archive"), _decoded(archive.comment)
            for member in members:
                if member.is_dir():
                    continue
                inside = archive.read(member)
                place, ending = _at(where, member.filename), Path(member.filename).suffix.lower()
                if ending in (".xml", ".rels", ".vml"):
                    yield place, _without_tags(inside)
                else:
                    yield from _of(inside, ending, place, depth)
    except DAMAGE:
        # zipfile says RuntimeError for a password.
        raise BrokenInput("locked with a password, or a damaged archive") from None


def _unzipped(data: bytes) -> bytes:
    try:
        with gzip.open(io.BytesIO(data)) as stream:
            unpacked = stream.read(_MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        raise BrokenInput("a damaged archive") from None
    if len(unpacked) > _MOST_BYTES:
        raise BrokenInput("would unpack to more than 512 MB")
    return unpacked


def _pdf(data: bytes) -> Pieces:
    import pypdf

    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        yield "metadata", "\n".join(str(v) for v in (reader.metadata or {}).values())
        for number, page in enumerate(reader.pages, 1):
            notes = [
                str(note.get_object().get(k, ""))
                for note in page.get("/Annots") or ()
                for k in ("/Contents", "/T")
            ]
            yield f"page {number}", "\n".join([page.extract_text(), *notes])
    except Exception:  # noqa: BLE001 - pypdf raises what its parsers raise, and messages may quote the file
        raise BrokenInput("locked with a password, or a damaged PDF") from None


def _parquet(data: bytes) -> Pieces:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(io.BytesIO(data))
    except (pa.ArrowException, OSError):
        raise BrokenInput("a damaged Parquet file") from None
    yield "columns and their metadata", f"{table.schema}"
    for name in table.column_names:
        yield (
            f"column {table.column_names.index(name) + 1}",
            "\n".join(str(v) for v in table[name].to_pylist() if v is not None),
        )


def _sqlite(path: Path) -> Pieces:
    """Every table, read-only; a log beside the database is read with it."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as base:
            base.text_factory = lambda b: b.decode("utf-8", "replace")
            names = [
                n
                for (n,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            ]
            for number, name in enumerate(names, 1):
                quoted = name.replace('"', '""')
                rows = base.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608 - the name comes from the file, quoted
                columns = list(zip(*rows.fetchall(), strict=True))
                for at, column in enumerate(columns):
                    yield (
                        f"table {number}, column {at + 1}",
                        "\n".join(_cell(v) for v in column if v is not None),
                    )
    except sqlite3.DatabaseError:
        raise BrokenInput("a damaged or encrypted database") from None


def _cell(value: object) -> str:
    if isinstance(value, bytes):
        return "\n".join(text for _, text in _runs(value))
    return _escapes_read(str(value))


def _runs(data: bytes) -> Pieces:
    decode: tuple[tuple[re.Pattern[bytes], Callable[[bytes], str]], ...] = (
        (_RUNS, lambda b: b.decode("utf-8", "replace")),
        (_RUNS_16, lambda b: b.decode("utf-16-le", "replace")),
    )
    for form, read in decode:
        yield "bytes", "\n".join(read(m[0]) for m in form.finditer(data))
