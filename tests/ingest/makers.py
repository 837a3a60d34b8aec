"""What ``tests/examples/readers/make_pages.py`` makes files with, for tests that make their own."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType


def _load() -> ModuleType:
    place = Path(__file__).resolve().parent.parent / "examples" / "readers" / "make_pages.py"
    spec = importlib.util.spec_from_file_location("make_pages", place)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


pages = _load()
pdf_of, odt_of, packed = pages.pdf_of, pages.odt_of, pages.packed
