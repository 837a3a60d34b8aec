"""Where a workspace lies: the file behind an address or the server that a review's settings name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from childvoice import settings
from childvoice.errors import NoReview, SettingsError, WorkspaceError

FILE_NAME = "workspace.sqlite"
SETTINGS = settings.FILE_NAME


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
                "a workspace is opened by its file or folder, and this address is something else",
                remedy="Give the folder of the review; its childvoice.toml may name a database of PostgreSQL",
            )
        text = url.database or ":memory:"
    if not text or text == ":memory:" or text.startswith("file:"):
        raise WorkspaceError(
            "a workspace needs a file to be kept in",
            remedy="Give the path of a file or the folder of the review",
        )
    path = Path(text)
    return path / FILE_NAME if path.is_dir() else path


def server_of(address: str | os.PathLike[str]) -> URL | None:
    """Return the database of PostgreSQL that the settings in a review's folder name, None if they name none.

    Raises WorkspaceError for an address that is none of PostgreSQL's, for one that shows a password, and where
    a file of SQLite lies in the folder as well: whoever opened the wrong one would find the decisions gone.
    """
    folder = Path(os.fspath(address))
    if not folder.is_dir():
        return None
    there = (folder / FILE_NAME).exists()
    try:
        written = settings.load(folder).store.address.strip()
    except SettingsError:
        if there:
            return None  # the review lies here, so its settings can have named no server
        raise
    if not written:
        return None
    url = url_of(written)
    if there:
        raise WorkspaceError(
            f"{FILE_NAME} lies in the folder as well, and a review has one database",
            subject="store.address",
            remedy="Take the address out of childvoice.toml, or move that file away",
        )
    return url


def url_of(written: str) -> URL:
    """Return the database of PostgreSQL that an address names. Raises WorkspaceError for any other, and for a password."""
    # What was written is never shown: it may carry a password.
    try:
        url = make_url(written)
    except (ArgumentError, ValueError):
        url = None
    if url is None or url.get_backend_name() != "postgresql" or not url.database:
        raise WorkspaceError(
            "it is no address of a database of PostgreSQL",
            subject="store.address",
            remedy="Write it as postgresql://USER@HOST/DATABASE, or leave it empty for a file in the folder",
        )
    if url.password or "password" in url.query:
        raise WorkspaceError(
            "a password does not belong into the settings, which every backup holds",
            subject="store.address",
            remedy="Take it out and put it into the password file of PostgreSQL (~/.pgpass)",
        )
    return url


def no_review(place: str) -> NoReview:
    """Make the error for a place without a review."""
    return NoReview(
        "there is no review here",
        subject=place,
        remedy="Make one with 'childvoice init', or name another folder",
    )
