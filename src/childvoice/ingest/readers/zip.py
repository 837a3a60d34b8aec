"""Zip archives of documents: each member through its own reader; nothing is ever unpacked onto the disk.

The archive is judged by its directory first (size, number, names that lead outside). ``ingest.read_each`` gives
every member as a document of its own; read as one file, their units stand one after the other.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from childvoice.errors import BrokenInput, EmptyInput, InputError, UnknownFormat
from childvoice.ingest.archives import UNREADABLE, check, damaged, is_link, is_locked, locked
from childvoice.ingest.discover import is_litter
from childvoice.ingest.embedded import kind_of, read_inside, reader_for, reason, shown
from childvoice.ingest.reading import Reading, joined

EXTENSIONS = ("zip",)
_SEVERAL = "holds several documents, read as one; unpack it where the same label means different people"


def read(data: bytes, name: str) -> Reading:
    """Units of all members, in the order of their names. Raises BrokenInput if no member can be read."""
    readings: list[Reading] = []
    warnings: list[str] = []
    first: InputError | None = None
    for number, (member, content) in enumerate(members(data, name), 1):
        try:
            if isinstance(content, InputError):
                raise content
            readings.append(read_inside(content, member, f"{name}/{shown(member)}"))
        except InputError as error:
            first = first or error
            warnings.append(f"file {number} ({kind_of(member)}) was not read: {reason(error)}")
    if not readings:
        raise first or EmptyInput(
            "there are no documents in it", subject=name, remedy="Check that this is the right file"
        )
    if len(readings) > 1:
        warnings.append(_SEVERAL)
    layouts = {reading.layout for reading in readings}
    whole = joined(readings, layout=layouts.pop() if len(layouts) == 1 else "several")
    return Reading(whole.units, whole.layout, whole.legend, (*warnings, *whole.warnings))


def members(data: bytes, name: str) -> Iterator[tuple[str, bytes | InputError]]:
    """Name and content of each document of an archive, or why it cannot be had; one at a time in memory.

    Raises BrokenInput for a damaged or dangerous archive, before anything is unpacked.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except UNREADABLE:
        raise damaged(data, name, "a zip archive") from None
    with archive:
        check(archive.infolist(), name)
        for info in sorted(archive.infolist(), key=lambda i: i.filename):
            if not info.is_dir() and not is_litter(info.filename):
                yield info.filename, _content(archive, info, f"{name}/{shown(info.filename)}")


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> bytes | InputError:
    if is_link(info):
        return InputError(
            "a symbolic link is not followed", subject=name, remedy="Put the file itself into it"
        )
    if is_locked(info):
        return locked(name)
    if info.filename.lower().endswith(".zip"):
        return BrokenInput(
            "an archive inside an archive is not opened", subject=name, remedy="Unpack it first"
        )
    if reader_for(info.filename) is None:
        return UnknownFormat(
            f"files of kind '{kind_of(info.filename)}' cannot be read",
            subject=name,
            remedy="Save it in a format that can be read",
        )
    try:
        return archive.read(info)
    except UNREADABLE:
        return BrokenInput("it is damaged inside the archive", subject=name, remedy="Make the archive again")
