"""REFI-QDA projects (``.qdpx``): what NVivo, ATLAS.ti, MAXQDA, QualCoder and others exchange."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePosixPath

from childvoice.errors import BrokenInput
from childvoice.exchange.archive import Archive, decoded, pack, parse_xml
from childvoice.exchange.project import Imported, Project
from childvoice.exchange.refi_read import read_xml
from childvoice.exchange.refi_write import project_xml

ENDING = ".qdpx"
ABOUT = "a project for NVivo, ATLAS.ti, MAXQDA, QualCoder"


def write(project: Project, name: str) -> bytes:
    """The whole project; the same project gives the same bytes."""
    del name
    parts = {"project.qde": project_xml(project)}
    for text in project.texts:
        parts[f"sources/{text.guid}.txt"] = text.text.encode("utf-8")
    return pack(parts)


def read(data: bytes, name: str) -> Imported:
    """A project by any tool, with a report of what was dropped. Raises BrokenInput."""
    archive = Archive(data, name)
    projects = sorted(n for n in archive.names if n.lower().endswith(".qde"))
    main = next((n for n in projects if PurePosixPath(n).name.lower() == "project.qde"), None)
    if main is None and len(projects) != 1:
        cause = "there is no project (.qde) in it" if not projects else "there are several projects in it"
        raise BrokenInput(cause, subject=name, remedy="Export one project as REFI-QDA and try again")
    troubles: Counter[str] = Counter()

    def fetch(path: str) -> str | None:
        if not path.startswith("internal://"):
            # Never followed: it would name a file of this machine.
            troubles["a source outside the project file was not read"] += 1
            return None
        if (part := archive.find(path.removeprefix("internal://"))) is None:
            troubles["the file of a source is missing from the project"] += 1
            return None
        try:
            return decoded(archive.read(part))
        except (UnicodeDecodeError, BrokenInput):
            troubles["the file of a source is no readable text"] += 1
            return None

    imported = read_xml(parse_xml(archive.read(main or projects[0]), name), name, fetch)
    told = [words if n == 1 else f"{words} ({n} times)" for words, n in troubles.items()]
    return Imported(imported.project, (*told, *imported.report))
