"""Where the pages, the trained heads and the sample review lie: in the wheel, or in a checkout."""

from __future__ import annotations

from pathlib import Path

from childvoice.errors import ChildvoiceError

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent.parent

_PLACES = {
    "app": (_PACKAGE / "bundled" / "app", _CHECKOUT / "app"),
    "models": (_PACKAGE / "bundled" / "models", _CHECKOUT / "models"),
    "sample": (_PACKAGE / "bundled" / "sample", _CHECKOUT / "corpora" / "sample"),
}


def resource(name: str) -> Path:
    """The folder called ``name``: ``app``, ``models`` or ``sample``.

    Raises ChildvoiceError when the installation lacks it, which only a damaged wheel does.
    """
    for place in _PLACES[name]:
        if place.is_dir():
            return place
    raise ChildvoiceError(
        f"the folder '{name}' is missing from this installation",
        remedy="Install childvoice again from its wheel",
    )
