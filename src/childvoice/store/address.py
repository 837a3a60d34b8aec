"""Where a workspace lies: the file behind an address, and what is said if there is none."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from childvoice.errors import NoReview, WorkspaceError

FILE_NAME = "workspace.sqlite"


@contextmanager
def reached(address: str | os.PathLike[str]) -> Iterator[None]:
    """Turn what the disk says of a folder into a WorkspaceError."""
    try:
        yield
    except OSError as error:
        raise WorkspaceError(
            f"the folder cannot be opened or made ({error.strerror})",
            subject=os.fspath(address),
            remedy="Choose a place where you may write",
        ) from None


def path_of(address: str | os.PathLike[str]) -> Path:
    """Return the file that an address means: a path, a folder or ``sqlite:///file``."""
    text = os.fspath(address)
    if "://" in text:
        try:
            url = make_url(text)
        except ArgumentError:
            url = None
        # The address itself is not shown: it may carry a password.
        if url is None or url.get_backend_name() != "sqlite":
            raise WorkspaceError(
                "a workspace is a file of SQLite, and this address is something else",
                subject="store.address",
                remedy="Give the path of a file, or leave the setting empty",
            )
        text = url.database or ":memory:"
    if not text or text == ":memory:" or text.startswith("file:"):
        raise WorkspaceError(
            "a workspace needs a file to be kept in",
            subject="store.address",
            remedy="Give the path of a file, or leave the setting empty",
        )
    path = Path(text)
    return path / FILE_NAME if path.is_dir() else path


def no_review(place: str) -> NoReview:
    """Make the error for a place without a review."""
    return NoReview(
        "there is no review here",
        subject=place,
        remedy="Make one with 'childvoice init', or name another folder",
    )
