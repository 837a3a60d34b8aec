"""Write tables in the format that the name of the output asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from childvoice.drawer import plugins
from childvoice.errors import SettingsError

Tables = Sequence[tuple[str, Sequence[Mapping[str, Any]]]]


def formats() -> dict[str, ModuleType]:
    """List formats by file ending; the empty ending is a folder."""
    return {module.ENDING: module for module in plugins("childvoice.publish.formats")}


def write(tables: Tables, out: Path) -> list[Path]:
    """Write ``tables`` (name and rows) to ``out`` and return the files made.

    Raises SettingsError for an ending that no format has.
    """
    known = formats()
    ending = out.suffix.lower()
    if ending not in known:
        listed = " or ".join(f"a {e} file" if e else "a folder" for e in sorted(known))
        raise SettingsError(f"'{ending}' is no export format", subject=out.name, remedy=f"Name {listed}")
    made: list[Path] = known[ending].write(tables, out)
    return made
