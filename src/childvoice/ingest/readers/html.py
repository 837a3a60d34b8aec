"""Web pages and what web forms and mail programs save as such: the text that a browser would show."""

from __future__ import annotations

import re

from childvoice.errors import WrongEncoding
from childvoice.ingest.blocks import units_from_blocks
from childvoice.ingest.markup import blocks_of
from childvoice.ingest.reading import Reading, decode

EXTENSIONS = ("html", "htm", "xhtml")
_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{1,30})", re.IGNORECASE)


def read(data: bytes, name: str) -> Reading:
    """Read paragraphs and tables; links and pictures are not followed."""
    text, warnings = _decode(data, name)
    return units_from_blocks(blocks_of(text, name), name, warnings=warnings)


def _decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Decode by what the bytes are; the encoding that the page declares is tried where they do not tell."""
    try:
        return decode(data, name)
    except WrongEncoding:
        declared = _DECLARED.search(data[:4096])
        if declared is None or b"\x00" in data:
            raise
        try:
            return data.decode(declared[1].decode("ascii")), ()
        except (LookupError, UnicodeDecodeError):
            pass
        raise
