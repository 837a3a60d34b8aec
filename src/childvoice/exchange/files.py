"""Read and write projects by the ending of the file: one format a file in ``formats/``."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

from childvoice.drawer import plugins
from childvoice.errors import UnknownFormat
from childvoice.exchange.project import Imported, Project


def known_formats() -> dict[str, ModuleType]:
    """Find the formats by lower-case file ending."""
    return {module.ENDING: module for module in plugins("childvoice.exchange.formats")}


def read_project(path: Path) -> Imported:
    """Read a project that another tool made.

    Raises UnknownFormat for an ending that no reader has, BrokenInput for a file that is not what it says.
    """
    return _format(path, "read").read(path.read_bytes(), path.name)  # type: ignore[no-any-return]


def write_project(project: Project, path: Path) -> None:
    """Write ``project`` in the format that the ending of ``path`` asks for; half a file never stands there."""
    data: bytes = _format(path, "write").write(project, path.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(data)
    part.replace(path)


def _format(path: Path, does: str) -> ModuleType:
    known = {ending: module for ending, module in known_formats().items() if hasattr(module, does)}
    name = path.name.lower()
    # The longest first: 'spans.inception.zip' is no mere zip.
    for ending in sorted(known, key=len, reverse=True):
        if name.endswith(ending):
            return known[ending]
    listed = ", ".join(f"{ending} ({module.ABOUT})" for ending, module in sorted(known.items()))
    raise UnknownFormat(
        f"no format to {does} has the ending '{path.suffix}'",
        subject=path.name,
        remedy=f"Use one of {listed}",
    )
