"""A review's database as such: opened, closed, brought up to date, read and written in whole transactions."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from childvoice.errors import NewerWorkspace, WorkspaceError
from childvoice.store import schema, sqlite
from childvoice.store.address import no_review, path_of, reached


class Database:
    """The file behind a workspace. Every method raises WorkspaceError for what the database cannot do."""

    def __init__(self, path: Path, *, create: bool = False) -> None:
        self._place = str(path)
        self._closed = False
        self._readers = sqlite.engine(path, create=create)
        self._writers = sqlite.writing(self._readers)

    @classmethod
    def create(cls, address: str | os.PathLike[str]) -> Self:
        """Make the workspace at ``address``, or open the one that stands there; nothing in it is lost.

        ``address`` is a file, a folder (which then holds ``workspace.sqlite``) or ``sqlite:///file``. Folders
        on the way are made. Raises NewerWorkspace as :meth:`open` does, and WorkspaceError if the place
        cannot be written or holds something else.
        """
        with reached(address):
            path = path_of(address)
            path.parent.mkdir(parents=True, exist_ok=True)
        return cls(path, create=True)._ready(create=True)

    @classmethod
    def open(cls, address: str | os.PathLike[str]) -> Self:
        """Open the workspace at ``address`` (as in :meth:`create`), bringing an older one up to date first.

        Raises NoReview if there is none, NewerWorkspace if a later childvoice wrote it, and WorkspaceError if
        it is something else or cannot be opened. A file that may only be read opens; writing then fails.
        """
        with reached(address):
            path = path_of(address)
            if not path.exists():
                raise no_review(str(path))
        return cls(path)._ready(create=False)

    def close(self) -> None:
        """Let go of the file. Closing twice does no harm."""
        self._closed = True
        self._readers.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def copy(self, to: Path) -> None:
        """Write all that the database holds in one moment to the new file ``to``, while others go on writing.

        Raises WorkspaceError if what came out is damaged: a backup of it would be none.
        """
        self._refuse_if_closed()
        with sqlite.explained(self._place):
            sqlite.copy(self._readers, to)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One state of the whole, however long it is looked at."""
        self._refuse_if_closed()
        with sqlite.explained(self._place), self._readers.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it is kept, or nothing."""
        self._refuse_if_closed()
        with sqlite.explained(self._place), self._writers.begin() as connection:
            yield connection

    def _refuse_if_closed(self) -> None:
        # The engine would quietly open the file again, and nobody would close it.
        if self._closed:
            raise WorkspaceError("the workspace is closed", subject=self._place, remedy="Open it again first")

    def _ready(self, *, create: bool) -> Self:
        """Check what the file holds and bring it to the newest version; close it again if that fails."""
        try:
            with self.reading() as connection:
                found = self._version(connection)
            if not (found or create):
                raise no_review(self._place)  # noqa: TRY301 -- caught only to close the file
            # Only now: a database that turned out to be another program's has not been touched.
            with sqlite.explained(self._place):
                sqlite.use_wal(self._readers)
                if found < schema.newest():
                    self._update()
        except BaseException:
            self.close()
            raise
        return self

    def _update(self) -> None:
        with sqlite.migrating(self._readers) as connection:
            found = self._version(connection)  # again: another process may have been faster
            if found == 0:
                schema.create(connection)
            elif found < schema.newest():
                schema.migrate(connection, found)

    def _version(self, connection: Connection) -> int:
        try:
            found = schema.version(connection)
        except schema.NotOurs:
            raise WorkspaceError(
                "the database there is not one of childvoice",
                subject=self._place,
                remedy="Name the review's workspace, or choose another place for a new one",
            ) from None
        if found > schema.newest():
            raise NewerWorkspace(
                f"it was written by a later childvoice (version {found}; this one knows {schema.newest()})",
                subject=self._place,
                remedy="Install the newest childvoice and open it again; nothing was changed",
            )
        return found
