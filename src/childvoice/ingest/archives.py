"""Archives (zip, and Office files, which are archives) are judged by their directory before anything is unpacked."""

from __future__ import annotations

import lzma
import re
import stat
import zipfile
import zlib
from collections.abc import Sequence

from childvoice.errors import BrokenInput

# What zipfile raises for the bytes of an archive that is damaged, cut short, locked or packed in a way it does not know
# (RuntimeError is a missing password; NotImplementedError, an unknown method, is one too).
SPOILT: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    RuntimeError,
)
# And of bytes in memory, where an OSError can only be about them: a bad place or a damaged bz2.
DAMAGE: tuple[type[Exception], ...] = (*SPOILT, OSError)
# And of odd names and places in an archive that is opened or read.
UNREADABLE: tuple[type[Exception], ...] = (*DAMAGE, ValueError)
LARGEST_UNPACKED = 300 * 1024 * 1024
_LARGEST_RATIO = 400  # text packs to a tenth, a spreadsheet of zeros to a hundredth
_HARMLESS = 20 * 1024 * 1024  # whatever its ratio, this much may be unpacked
_MOST_MEMBERS = 20_000
_OUTSIDE = re.compile(r"^(?:[/\\]|[A-Za-z]:)|(?:^|[/\\])\.\.(?:[/\\]|$)")
_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF-", "a PDF"),
    (b"{\\rtf", "a rich text file (.rtf)"),
    (b"PK\x03\x04", "a zip archive or another Office file"),
    (b"Rar!", "a rar archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"MZ", "a program"),
    (b"ID3", "a sound recording"),
    (b"RIFF", "a sound or film recording"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def looks_like(data: bytes) -> str:
    """Say what the first bytes of a file are a sign of, or ''."""
    return next((kind for mark, kind in _KINDS if data.startswith(mark)), "")


def locked(name: str) -> BrokenInput:
    """The error for a file that asks for a password."""
    return BrokenInput(
        "it is protected by a password",
        subject=name,
        remedy="Open it, save a copy without password, use that",
    )


def damaged(data: bytes, name: str, kind: str) -> BrokenInput:
    """The error for a file that is not ``kind`` ('a Word document'), with what it seems to be."""
    if data.startswith(_OLE):
        # Office wraps both its old formats and documents with a password into this container.
        if "EncryptedPackage".encode("utf-16-le") in data:
            return locked(name)
        return BrokenInput(
            "it is of an old Office format in spite of its name",
            subject=name,
            remedy="Open it in its program and save it in the current format",
        )
    seems = "" if data.startswith(b"PK") else looks_like(data).replace(kind, "")
    cause = f"it is {seems}" if seems else f"it is damaged, cut short, or is not {kind}"
    return BrokenInput(
        f"{cause} in spite of its name",
        subject=name,
        remedy="Open it in its program and save it again; a password must be removed first",
    )


def check(members: Sequence[zipfile.ZipInfo], name: str) -> None:
    """Refuse by its directory an archive that would fill the memory or write outside its folder.

    Raises BrokenInput; nothing has been unpacked by then.
    """
    size = sum(info.file_size for info in members)
    packed = sum(info.compress_size for info in members)
    if size > LARGEST_UNPACKED or (size > _HARMLESS and size > _LARGEST_RATIO * max(packed, 1)):
        raise _suspect(f"it would unpack to {max(size // 2**20, 1):,} MB", name)
    if len(members) > _MOST_MEMBERS:
        raise _suspect(f"it holds {len(members):,} files", name)
    if any(_OUTSIDE.search(info.filename) for info in members):
        raise _suspect("it holds a file that would be written outside its folder", name)
    last = 0
    for info in sorted(members, key=lambda i: i.header_offset):
        # The bytes of one member inside another's: a way to make a small archive unpack to anything.
        if info.header_offset < last:
            raise _suspect("its files lie inside each other", name)
        last = info.header_offset + 30 + info.compress_size


def is_link(info: zipfile.ZipInfo) -> bool:
    """Tell a symbolic link, which an archive can hold in place of a file."""
    return stat.S_ISLNK(info.external_attr >> 16)


def is_locked(info: zipfile.ZipInfo) -> bool:
    """Tell a member that is encrypted."""
    return bool(info.flag_bits & 1)


def _suspect(cause: str, name: str) -> BrokenInput:
    return BrokenInput(cause, subject=name, remedy="Check where this file comes from")
