"""Find plug-ins by folder: to add one, add a file; to know them all, open the drawer."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType


@cache
def plugins(package: str) -> tuple[ModuleType, ...]:
    """All modules of ``package`` whose name does not begin with an underscore, in alphabetical order.

    The order is that of the names, so that what plug-ins do together never depends on the file system.
    """
    folder = import_module(package)
    names = sorted(m.name for m in iter_modules(folder.__path__) if not m.name.startswith("_"))
    return tuple(import_module(f"{package}.{name}") for name in names)
