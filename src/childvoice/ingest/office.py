"""Office files are archives: look at their directory before anything is unpacked, and name what is broken."""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from docx.opc.exceptions import PackageNotFoundError

from childvoice.errors import BrokenInput

_LARGEST_UNPACKED = 300 * 1024 * 1024
# What zipfile, lxml, python-docx and openpyxl raise for files that are damaged or made to do harm.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    PackageNotFoundError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    OSError,
    EOFError,
    RuntimeError,
    SyntaxError,
)


@contextmanager
def opened(data: bytes, name: str, *, part: str, kind: str) -> Iterator[io.BytesIO]:
    """Give ``data`` as a file whose archive has ``part`` and is not too large.

    Whatever the libraries raise inside becomes BrokenInput: it is not a ``kind`` ('Word document').
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(info.file_size for info in archive.infolist())
            whole = part in archive.namelist() and not any(i.flag_bits & 1 for i in archive.infolist())
        if size > _LARGEST_UNPACKED:
            raise BrokenInput(
                f"it would unpack to {size // 2**20:,} MB",
                subject=name,
                remedy="Check where this file comes from",
            )
        if not whole:
            raise _broken(name, kind)
        with warnings.catch_warnings():
            # What openpyxl cannot show (validation, drawings) is no text; and its warnings may quote cells.
            warnings.simplefilter("ignore")
            yield io.BytesIO(data)
    except _DAMAGE:
        raise _broken(name, kind) from None


def _broken(name: str, kind: str) -> BrokenInput:
    return BrokenInput(
        f"it is damaged or is not {kind} in spite of its name",
        subject=name,
        remedy="Open it in its program and save it again; a password must be removed first",
    )
