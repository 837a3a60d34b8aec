"""Which files of a folder belong to the review, in an order that does not depend on the disk."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from childvoice.errors import InputError

# Files that accompany documents, by name; and what editors and systems leave behind.
COMPANIONS = frozenset({"manifest.csv", "roster.csv", "childvoice.toml", "readme.md", "readme.txt"})
_LITTER = ("~$", ".", "._")
_SYSTEM = frozenset({"thumbs.db", "desktop.ini"})
_FOLDERS = frozenset({"__MACOSX"})


def discover(paths: Iterable[Path]) -> tuple[list[Path], list[InputError]]:
    """All documents under ``paths`` (files or folders), sorted by path, and what could not be taken.

    Symbolic links are not followed: a link could lead out of the folder that the officer chose.
    """
    found: dict[Path, None] = {}
    refused: list[InputError] = []
    for path in paths:
        if path.is_symlink():
            refused.append(_link(path))
        elif path.is_dir():
            for child in sorted(path.rglob("*")):
                if child.is_symlink():
                    refused.append(_link(child))
                elif child.is_file():
                    if not _is_companion(child, path):
                        found[child] = None
                elif not child.is_dir():
                    refused.append(_no_file(child))
        elif path.is_file():
            found[path] = None
        elif path.exists():
            refused.append(_no_file(path))
        else:
            refused.append(
                InputError("there is no such file", subject=path.name, remedy="Check the name and the folder")
            )
    return sorted(found), refused


def is_litter(file: str) -> bool:
    """Tell files that accompany documents, or that editors and systems leave behind, by their path."""
    parts = file.replace("\\", "/").split("/")
    return parts[-1].lower() in COMPANIONS | _SYSTEM or any(
        p.startswith(_LITTER) or p in _FOLDERS for p in parts
    )


def _is_companion(path: Path, root: Path) -> bool:
    return is_litter(path.relative_to(root).as_posix())


def _no_file(path: Path) -> InputError:
    return InputError(
        "it is a pipe or a device and no file",
        subject=path.name,
        remedy="Put the file itself into the folder",
    )


def _link(path: Path) -> InputError:
    return InputError(
        "a symbolic link is not followed", subject=path.name, remedy="Put the file itself into the folder"
    )
