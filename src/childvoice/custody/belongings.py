"""The files of a review, and what each of them is, in words that tell nobody's name."""

from __future__ import annotations

from pathlib import Path

from childvoice.errors import CustodyError
from childvoice.store import FILE_NAME

_KINDS = {
    "documents": "original",
    "incoming": "original, not yet taken",
    "vault": "vault",
    "learned": "what people taught the coder",
    "evidence": "figures and recommendations",
}
_COMPANIONS = {
    "manifest.csv": "manifest",
    "roster.csv": "roster",
    "childvoice.toml": "settings",
    "template.docx": "template",
}
DATABASE = (FILE_NAME, f"{FILE_NAME}-wal", f"{FILE_NAME}-shm", f"{FILE_NAME}-journal")
ORIGINALS = ("documents", "incoming")


def folder(review: Path) -> Path:
    """Return the folder of a review. Raises CustodyError for a workspace that is a file on its own."""
    if review.exists() and not review.is_dir():
        raise CustodyError(
            "a review is a folder", subject=review.name, remedy="Name the folder that the workspace lies in"
        )
    return review


def files(review: Path) -> list[Path]:
    """Return every file of a review by its path, hidden ones and links too; links are not followed."""
    return sorted(p for p in review.rglob("*") if p.is_symlink() or not p.is_dir())


def kind(name: str) -> str:
    """Say what a file is, from its path within the review. File names may hold names of people: none is repeated.

    >>> kind("documents/Danika Marsh.docx"), kind("workspace.sqlite"), kind("notes of mine.txt")
    ('original', 'workspace', 'other')
    """
    first, _, rest = name.partition("/")
    if name in DATABASE:
        return "workspace"
    companion = _COMPANIONS.get(name.rpartition("/")[2])
    return companion or (_KINDS.get(first, "other") if rest else "other")
