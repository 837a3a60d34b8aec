"""REFI-QDA codebooks (``.qdc``): codes with their definitions, without data."""

from __future__ import annotations

from childvoice.errors import CodebookError
from childvoice.exchange.archive import parse_xml
from childvoice.exchange.project import Imported, Project
from childvoice.exchange.refi_read import read_xml
from childvoice.exchange.refi_write import codebook_xml

ENDING = ".qdc"
ABOUT = "a codebook for NVivo, ATLAS.ti, MAXQDA, QualCoder, Taguette"


def write(project: Project, name: str) -> bytes:
    """The codes alone. Raises CodebookError where there is none, which the standard does not allow."""
    if not project.codes:
        raise CodebookError("there is no code to write", subject=name, remedy="Give a project that has codes")
    return codebook_xml(project)


def read(data: bytes, name: str) -> Imported:
    """A project with nothing but codes."""
    return read_xml(parse_xml(data, name), name, lambda _: None)
