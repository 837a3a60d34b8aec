"""Read what others send with care: archives that are none, paths that point outside, XML that would unfold."""

from __future__ import annotations

import codecs
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from xml.etree import ElementTree as ET

from childvoice.errors import BrokenInput
from childvoice.ingest.archives import UNREADABLE

LARGEST_PART = 200 * 2**20
LARGEST_WHOLE = 2 * 2**30
_AGAIN = "Export it again from the program that made it"


class Archive:
    """The parts of a zip file by name, never unpacked to disk, so that no path in it can point anywhere."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except UNREADABLE:
            raise BrokenInput(
                "it is not a zip archive, or is cut short", subject=name, remedy=_AGAIN
            ) from None
        parts = self._zip.infolist()
        if sum(p.file_size for p in parts) > LARGEST_WHOLE or any(p.file_size > LARGEST_PART for p in parts):
            raise BrokenInput(
                f"a part of it is larger than {LARGEST_PART // 2**20} MB", subject=name, remedy="Leave it out"
            )
        self.names = [p.filename for p in parts if not p.is_dir()]

    def read(self, part: str) -> bytes:
        """The bytes of one part. Raises BrokenInput if it is damaged or encrypted."""
        try:
            return self._zip.read(part)
        except UNREADABLE:
            raise BrokenInput(
                "a part of it is damaged or locked", subject=self._name, remedy=_AGAIN
            ) from None

    def find(self, part: str) -> str | None:
        """The part that is called so, in any case and whatever folder tools put ``sources`` into; None if none."""
        wanted = part.replace("\\", "/").strip("/").casefold()
        for name in self.names:
            shape = name.replace("\\", "/").casefold()
            if shape == wanted or shape.rpartition("/")[2] == wanted:
                return name
        return None


class _NoDoctype(ET.TreeBuilder):
    def doctype(self, *_: object) -> None:
        # What unfolds into gigabytes, or reads other files, needs one; exchange formats never do.
        raise _HasDoctype


class _HasDoctype(Exception):
    pass


@contextmanager
def _explained(name: str) -> Iterator[None]:
    try:
        yield
    except _HasDoctype:
        raise BrokenInput("its XML declares a document type", subject=name, remedy=_AGAIN) from None
    except (ET.ParseError, LookupError, ValueError, RecursionError):
        raise BrokenInput("it is not well-formed XML", subject=name, remedy=_AGAIN) from None


def parse_xml(data: bytes, name: str) -> ET.Element:
    """The root element, or BrokenInput. No entity is ever resolved."""
    with _explained(name):
        return ET.fromstring(data.lstrip(b" \t\r\n"), parser=ET.XMLParser(target=_NoDoctype()))  # noqa: S314


def local(element: ET.Element) -> str:
    """The name of an element without its namespace: versions of a format differ in little else."""
    return str(element.tag).rpartition("}")[2]


def xml_text(text: str) -> str:
    """Text as XML can hold it: line ends as one character, what XML forbids as a replacement mark."""
    folded = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c if _allowed(c) else "\ufffd" for c in folded)


def _allowed(char: str) -> bool:
    return char in "\t\n" or " " <= char <= "\ud7ff" or "\ue000" <= char <= "\ufffd" or char >= "\U00010000"


def to_bytes(root: ET.Element) -> bytes:
    """An XML file: declaration first, no byte-order mark, UTF-8."""
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=False)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + made


def pack(parts: dict[str, bytes]) -> bytes:
    """A zip file with these parts; the same parts give the same bytes."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return made.getvalue()


def decoded(data: bytes) -> str:
    """Text of a source, exactly as its characters stand there. Raises UnicodeDecodeError."""
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding)
    return data.decode("utf-8")
