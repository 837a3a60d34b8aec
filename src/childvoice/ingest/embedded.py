"""Files inside files (attachments, members of a zip): read by their own readers, a few levels deep at most."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import ModuleType

from childvoice.drawer import plugins
from childvoice.errors import BrokenInput, EmptyInput, InputError, UnknownFormat
from childvoice.ingest.reading import Reading

_DEEPEST = 2  # an e-mail in a zip may have attachments; what they hold in turn is not opened
_depth: ContextVar[int] = ContextVar("depth of files inside files", default=0)


def reader_for(file: str) -> ModuleType | None:
    """Find the reader for a file name, by its extension."""
    extension = file.rpartition(".")[2].lower() if "." in file else ""
    found = (m for m in plugins("childvoice.ingest.readers") if extension in m.EXTENSIONS)
    return next(found, None)


def read_inside(data: bytes, file: str, name: str) -> Reading:
    """Read ``data`` as the file called ``file``; ``name`` is how errors call it.

    Raises InputError as the reader does, and where files are inside files too deep.
    """
    reader = reader_for(file)
    if reader is None:
        raise UnknownFormat("there is no reader for this kind of file", subject=name, remedy="Save it apart")
    if not data.strip(b"\x00 \t\r\n"):
        raise EmptyInput("the file is empty", subject=name, remedy="Check that it was saved")
    if _depth.get() and file.lower().endswith(".zip"):
        raise BrokenInput(
            "an archive inside an archive is not opened", subject=name, remedy="Unpack it first"
        )
    with _deeper(name):
        reading: Reading = reader.read(data, name)
    return reading


def shown(name: str) -> str:
    """Write a file name so that it fits into one line of a message."""
    return "".join(c if c.isprintable() else "?" for c in name)


def kind_of(file: str) -> str:
    """Say of a file what its name ends in: in warnings, which must not repeat a name, that is all."""
    stem, dot, ending = file.rpartition(".")
    known = dot and stem and ending.isalnum() and len(ending) <= 6
    return f".{ending.lower()}" if known else "no extension"


def reason(error: InputError) -> str:
    """What a warning says of a part that could not be read: its cause and remedy, without its name."""
    return f"{error.cause}. {error.remedy}" if error.remedy else error.cause


@contextmanager
def _deeper(name: str) -> Iterator[None]:
    if _depth.get() >= _DEEPEST:
        raise BrokenInput(
            "files are inside files too deep",
            subject=name,
            remedy="Unpack it and upload the files themselves",
        )
    token = _depth.set(_depth.get() + 1)
    try:
        yield
    finally:
        _depth.reset(token)
