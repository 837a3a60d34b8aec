"""Look through a folder for known names, in the names of its files and in all that they hold."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from childvoice.errors import BrokenInput, InputError
from childvoice.verification.contents import pieces
from childvoice.verification.names import Known


@dataclass(frozen=True, slots=True)
class Trace:
    """Where someone stands: the file, the place in it, the id or pseudonym of whose name it is, and how often.

    ``sure`` is False for a name that is also an ordinary word and for a word that is one letter away from a name.
    """

    file: str
    place: str
    who: str
    sure: bool
    count: int


@dataclass(frozen=True, slots=True)
class Checked:
    """What was looked at: how many files, what was found, and what could not be opened, with the cause."""

    files: int
    traces: tuple[Trace, ...]
    unread: tuple[tuple[str, str], ...]

    @property
    def clean(self) -> bool:
        """Whether everything was opened and nobody surely stands in it."""
        return not self.unread and not any(t.sure for t in self.traces)


def verify(folder: Path, known: Known, *, step: Callable[[], None] = lambda: None) -> Checked:
    """Look for ``known`` in every file under ``folder`` (or in one file), hidden ones too; links are not followed.

    Raises InputError if there is no such folder or nothing in it.
    """
    files = list(_files(folder))
    if not files:
        raise InputError(
            "there is nothing to look at", subject=folder.name, remedy="Name a folder with files in it"
        )
    traces: list[Trace] = []
    unread: list[tuple[str, str]] = []
    for path in files:
        name = path.relative_to(folder).as_posix() if folder.is_dir() else path.name
        traces += (Trace(name, "file name", who, sure, n) for who, sure, n in known.in_text(name))
        if path.is_symlink():
            unread.append((name, "a link, not followed"))
            continue
        try:
            for place, text in pieces(path):
                traces += (Trace(name, place, who, sure, n) for who, sure, n in known.in_text(text))
        except (BrokenInput, OSError) as error:
            unread.append((name, error.cause if isinstance(error, BrokenInput) else "cannot be opened"))
        step()
    return Checked(len(files), tuple(dict.fromkeys(traces)), tuple(unread))


def _files(folder: Path) -> Iterator[Path]:
    """All files in the order of their names; empty folders have names too, but hold nothing to open."""
    if folder.is_file():
        yield folder
        return
    for root, folders, names in os.walk(folder):
        folders.sort()
        yield from (
            Path(root) / n for n in sorted([*names, *(f for f in folders if (Path(root) / f).is_symlink())])
        )
