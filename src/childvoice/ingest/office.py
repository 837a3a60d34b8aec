"""Office files are archives of XML: opened with care, and named when broken."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from childvoice.ingest.archives import DAMAGE, check, damaged, is_locked, locked

# What zipfile, lxml, python-docx and openpyxl raise for files that are damaged or made to do harm.
_DAMAGE = (
    *DAMAGE,
    PackageNotFoundError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    SyntaxError,
)


@contextmanager
def opened(data: bytes, name: str, *, part: str, kind: str) -> Iterator[io.BytesIO]:
    """Give ``data`` as a file whose archive has ``part`` and is not too large.

    Whatever the libraries raise inside becomes BrokenInput: it is not a ``kind`` ('a Word document').
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
        check(members, name)
        if any(is_locked(info) for info in members):
            raise locked(name)
        if part not in {info.filename for info in members}:
            raise damaged(data, name, kind)
        with warnings.catch_warnings():
            # What openpyxl cannot show (validation, drawings) is no text; and its warnings may quote cells.
            warnings.simplefilter("ignore")
            yield io.BytesIO(data)
    except _DAMAGE:
        raise damaged(data, name, kind) from None


def parsed(xml: bytes) -> Any:
    """Root of a part. Entities are not resolved, nothing is fetched, and depth and size have limits."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(xml, parser)
