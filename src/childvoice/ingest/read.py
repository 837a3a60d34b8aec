"""Read one file: choose its reader by extension, check that it is what it says, keep its digest."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from types import ModuleType

from childvoice.drawer import plugins
from childvoice.errors import BrokenInput, EmptyInput, InputError, UnknownFormat
from childvoice.ingest.embedded import shown
from childvoice.ingest.readers.zip import members
from childvoice.ingest.reading import Reading
from childvoice.raw import RawDocument, RawUnit

# A consultation transcript is well under this; beyond it a file is refused before it fills the memory.
LARGEST_FILE = 200 * 1024 * 1024
_HALF = re.compile(r"[\ud800-\udfff]")


@lru_cache(maxsize=1)
def readers() -> dict[str, ModuleType]:
    """Find the reader for each lower-case extension, without the dot."""
    return {ext: module for module in plugins("childvoice.ingest.readers") for ext in module.EXTENSIONS}


def read(path: Path, *, name: str = "") -> RawDocument:
    """Read ``path`` into a RawDocument. ``name`` is how errors call it; the default is its file name.

    Raises InputError (or one of its kinds) naming the file, the cause and the remedy, never its text.
    """
    # A file may be called anything, with a line break in it; the message stays one line.
    name = shown(name or path.name)
    extension = path.suffix.lower().lstrip(".")
    reader = readers().get(extension)
    if reader is None:
        known = ", ".join(f".{e}" for e in sorted(readers()))
        raise UnknownFormat(
            f"files of kind '{path.suffix or 'without extension'}' cannot be read",
            subject=name,
            remedy=f"Save it as one of {known}",
        )
    data = _content(path, name)
    return read_bytes(data, name=name, extension=extension, path=str(path))


def read_each(path: Path, *, name: str = "") -> Iterator[tuple[str, RawDocument | InputError]]:
    """Read ``path``; a zip gives each of its members as a document of its own, one at a time in memory.

    With each comes the name by which the manifest and messages call it ('notes.zip/a.docx').
    """
    name = shown(name or path.name)
    try:
        if path.suffix.lower() != ".zip":
            yield name, read(path, name=name)
            return
        empty = True
        for member, content in members(_content(path, name), name):
            empty = False
            inside = f"{name}/{shown(member)}"
            if isinstance(content, InputError):
                yield inside, content
                continue
            extension = member.rpartition(".")[2].lower()
            try:
                document = read_bytes(content, name=inside, extension=extension, path=f"{path}/{member}")
            except InputError as error:
                yield inside, error
            else:
                yield inside, document
        if empty:
            yield name, EmptyInput("there are no documents in it", subject=name, remedy="Check the archive")
    except InputError as error:
        yield name, error


def _content(path: Path, name: str) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise BrokenInput(
                f"larger than {LARGEST_FILE // 2**20} MB", subject=name, remedy="Split it into several files"
            )
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"cannot be opened ({error.strerror})", subject=name, remedy="Check that it may be read"
        ) from None


def read_bytes(data: bytes, *, name: str, extension: str, path: str) -> RawDocument:
    """Read the content of a file that is already in memory (an upload, a member of an archive)."""
    if not data.strip(b"\x00 \t\r\n"):
        raise EmptyInput(
            "the file is empty", subject=name, remedy="Check that it was saved and upload it again"
        )
    reading: Reading = readers()[extension].read(data, name)
    if not any(unit.text.strip() for unit in reading.units):
        raise EmptyInput("there is no text in it", subject=name, remedy="Check that this is the right file")
    units, warnings = _writable(reading)
    return RawDocument(
        path=path,
        digest=hashlib.sha256(data).hexdigest(),
        units=units,
        layout=reading.layout,
        legend=reading.legend,
        warnings=warnings,
        by_machine=reading.by_machine,
    )


def _writable(reading: Reading) -> tuple[tuple[RawUnit, ...], tuple[str, ...]]:
    """Units without halves of characters (a JSON file may hold them), which no file and no model takes."""
    if not any(_HALF.search(t) for u in reading.units for t in _texts(u)):
        return reading.units, reading.warnings
    whole = tuple(RawUnit(u.index, *(_HALF.sub("\ufffd", t) for t in _texts(u))) for u in reading.units)
    return whole, (*reading.warnings, "characters that are damaged were replaced")


def _texts(unit: RawUnit) -> tuple[str, str, str, str, str]:
    return unit.text, unit.speaker, unit.question, unit.note, unit.respondent
