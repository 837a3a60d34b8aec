"""A review's database as such: opened, closed, brought up to date, read and written in whole transactions."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from sqlalchemy import URL, Connection, Engine

from childvoice.errors import NewerWorkspace, WorkspaceError
from childvoice.store import schema, sqlite
from childvoice.store.address import no_review, path_of, reached, server_of


class _Kind(Protocol):
    """What ``sqlite`` and ``postgresql`` each do in their own way."""

    def writing(self, engine: Engine) -> Engine: ...
    def migrating(self, engine: Engine) -> AbstractContextManager[Connection]: ...
    def prepare(self, engine: Engine) -> None: ...
    def copy(self, engine: Engine, to: Path) -> None: ...
    def explained(self, place: str) -> AbstractContextManager[None]: ...


class Database:
    """What a workspace is kept in: a file, or a database of a server. Methods raise WorkspaceError for what it cannot do."""

    def __init__(self, kind: _Kind, engine: Engine, place: str, folder: Path, *, on_server: bool) -> None:
        self._kind = kind
        self._place = place
        self._folder = folder
        self._closed = False
        self._readers = engine
        self._writers = kind.writing(engine)
        self.on_server = on_server
        """Whether PostgreSQL keeps the workspace: copies and deletion are then its administrator's matter."""

    @classmethod
    def create(cls, address: str | os.PathLike[str]) -> Self:
        """Make the workspace at ``address``, or open the one that stands there; nothing in it is lost.

        ``address`` is a file, a folder (which then holds ``workspace.sqlite``) or ``sqlite:///file``. Folders
        on the way are made. A folder whose settings name a database of PostgreSQL has its workspace there.
        Raises NewerWorkspace as :meth:`open` does, and WorkspaceError if the place cannot be written or holds
        something else.
        """
        with reached(address):
            if url := server_of(address):
                return cls.create_on(url, Path(address))
            path = path_of(address)
            path.parent.mkdir(parents=True, exist_ok=True)
        return cls._in_file(path, create=True)._ready(create=True)

    @classmethod
    def open(cls, address: str | os.PathLike[str]) -> Self:
        """Open the workspace at ``address`` (as in :meth:`create`), bringing an older one up to date first.

        Raises NoReview if there is none, NewerWorkspace if a later childvoice wrote it, and WorkspaceError if
        it is something else or cannot be opened. A file that may only be read opens; writing then fails.
        """
        with reached(address):
            if url := server_of(address):
                return cls._on_server(url, Path(address))._ready(create=False)
            path = path_of(address)
            if not path.exists():
                raise no_review(str(path))
        return cls._in_file(path, create=False)._ready(create=False)

    @classmethod
    def create_on(cls, url: URL, folder: Path) -> Self:
        """Make the workspace of the review in ``folder`` on a server, whatever the settings there say."""
        return cls._on_server(url, folder)._ready(create=True)

    @classmethod
    def _in_file(cls, path: Path, *, create: bool) -> Self:
        return cls(sqlite, sqlite.engine(path, create=create), str(path), path.parent, on_server=False)

    @classmethod
    def _on_server(cls, url: URL, folder: Path) -> Self:
        try:
            from childvoice.store import postgresql
        except ImportError:
            raise WorkspaceError(
                "the driver for PostgreSQL is not installed",
                subject="store.address",
                remedy="Install it: pip install 'childvoice[server]'",
            ) from None
        place = f"database '{url.database}'"
        return cls(postgresql, postgresql.engine(url), place, folder, on_server=True)

    def close(self) -> None:
        """Let go of the file or server. Closing twice does no harm."""
        self._closed = True
        self._readers.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def copy(self, to: Path) -> None:
        """Write all that the file holds in one moment to the new file ``to``, while others go on writing.

        Raises WorkspaceError if what came out is damaged: a backup of it would be none; and for a workspace on a
        server, which that server's own tools copy.
        """
        self._refuse_if_closed()
        with self._kind.explained(self._place):
            self._kind.copy(self._readers, to)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One state of the whole, however long it is looked at."""
        self._refuse_if_closed()
        with self._kind.explained(self._place), self._readers.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it is kept, or nothing."""
        self._refuse_if_closed()
        with self._kind.explained(self._place), self._writers.begin() as connection:
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
            with self._kind.explained(self._place):
                self._kind.prepare(self._readers)
                if found < schema.newest():
                    self._update()
        except BaseException:
            self.close()
            raise
        return self

    def _update(self) -> None:
        with self._kind.migrating(self._readers) as connection:
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
