"""Write a review in the format that is asked for by name, or by the ending of the output."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from childvoice.drawer import plugins
from childvoice.errors import SettingsError
from childvoice.publish.paper import Paper

Tables = Sequence[tuple[str, Sequence[Mapping[str, Any]]]]


def formats() -> dict[str, ModuleType]:
    """List formats by their name, which is that of their file."""
    return {module.__name__.rpartition(".")[2]: module for module in plugins("childvoice.publish.formats")}


def write(
    tables: Tables, out: Path, *, form: str = "", papers: Mapping[str, Paper] | None = None
) -> list[Path]:
    """Write to ``out`` and return the files made.

    A format takes ``tables`` (name and rows), or the paper of ``papers`` that its ``PAPER`` names. ``form`` is its
    name; without it the ending of ``out`` decides, and of several formats with that ending the one called like it.

    Raises SettingsError for a format that is not known, an ending that none has, or one that is not the format's.
    """
    module = _named(form, out) if form else _by_ending(out)
    paper = getattr(module, "PAPER", "")
    if paper and paper not in (papers or {}):
        raise SettingsError(
            f"the format needs the report '{paper}', which was not given", subject=out.name, remedy="Give it"
        )
    made: list[Path] = module.write((papers or {})[paper] if paper else tables, out)
    return made


def _named(form: str, out: Path) -> ModuleType:
    known = formats()
    if form not in known:
        raise SettingsError(f"'{form}' is no export format", remedy=f"Name one of {', '.join(known)}")
    ending: str = known[form].ENDING
    if out.suffix.lower() != ending:
        remedy = f"End the name of the output with {ending}" if ending else "Name a folder"
        raise SettingsError(f"the format '{form}' does not make such a file", subject=out.name, remedy=remedy)
    return known[form]


def _by_ending(out: Path) -> ModuleType:
    known = formats()
    ending = out.suffix.lower()
    found = [name for name, module in known.items() if ending == module.ENDING]
    if not found:
        endings = sorted({m.ENDING for m in known.values()})
        listed = ", ".join(f"a {e} file" if e else "a folder" for e in endings)
        raise SettingsError(
            f"'{ending}' is no export format", subject=out.name, remedy=f"Name one of: {listed}"
        )
    return known[ending.removeprefix(".") if ending.removeprefix(".") in found else found[0]]
