"""All that is peculiar to SQLite: how it is opened, how its transactions begin, what its errors mean.

``postgresql`` is its sibling for a review on a server; ``database`` chooses between the two.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from childvoice.errors import WorkspaceError

PATIENCE = 30.0
"""Seconds that a reader or writer waits for others before it gives up."""

_WAIT = sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED


def engine(path: Path, *, create: bool) -> Engine:
    """Return an engine on the file at ``path``; only with ``create`` does connecting make the file."""
    # mode=rw, because SQLite would otherwise answer a mistyped path with a new and empty database.
    uri = f"{path.absolute().as_uri()}?mode={'rwc' if create else 'rw'}"

    def connect() -> sqlite3.Connection:
        # isolation_level=None takes Python's own, late and deferred BEGIN out of the way: _begin sends ours.
        connection = sqlite3.connect(
            uri, uri=True, timeout=PATIENCE, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA foreign_keys = ON")
        # What is taken out (a missed name, a withdrawn document) is overwritten, not left in free pages.
        connection.execute("PRAGMA secure_delete = ON")
        return connection

    # hide_parameters: neither SQLAlchemy's errors nor its log may show text of a document.
    made = create_engine(
        "sqlite://", creator=connect, poolclass=QueuePool, max_overflow=-1, hide_parameters=True
    )
    event.listen(made, "begin", _begin)
    return made


def writing(engine: Engine) -> Engine:
    """Return the same engine, its transactions beginning as a writer's."""
    return engine.execution_options(childvoice_begin="write")


@contextmanager
def migrating(engine: Engine) -> Iterator[Connection]:
    """Begin a writer's transaction in which a table can be rebuilt without emptying its children.

    SQLite changes most of a table only by making it anew, and with foreign keys enforced, dropping the old
    one deletes every row that refers to it. They are therefore off, and checked once at the end.
    """
    with engine.execution_options(childvoice_begin="migrate").connect() as connection:
        try:
            with connection.begin():
                yield connection
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                    raise sqlite3.IntegrityError("a migration left rows that refer to nothing")
        finally:
            connection.invalidate()  # not back to the pool: the next user expects foreign keys


def prepare(engine: Engine) -> None:
    """Let readers go on while somebody writes. The file remembers it; a disk without it still works."""
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        if isinstance(raw, sqlite3.Connection):
            _patiently(lambda: raw.execute("PRAGMA journal_mode = WAL").close())


def copy(engine: Engine, to: Path) -> None:
    """Copy the database to the file ``to`` by SQLite's own backup, as one file without a log beside it."""
    with engine.connect() as connection, closing(sqlite3.connect(to)) as target:
        raw = connection.connection.driver_connection
        if isinstance(raw, sqlite3.Connection):
            _patiently(lambda: raw.backup(target))
        target.execute("PRAGMA journal_mode = DELETE").close()
        if target.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            damaged = sqlite3.DatabaseError("the copy is damaged")
            damaged.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
            raise damaged


def _begin(connection: Connection) -> None:
    purpose = connection.get_execution_options().get("childvoice_begin", "read")
    if purpose == "migrate":
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")  # has no effect once a transaction is open
    if purpose == "read":
        connection.exec_driver_sql("BEGIN")
        # BEGIN alone touches nothing. This takes the snapshot here, where waiting for it is possible.
        _patiently(lambda: connection.exec_driver_sql("PRAGMA user_version").close())
    else:
        # A writer that began as a reader could not wait for its turn: SQLite refuses the upgrade at once.
        _patiently(lambda: connection.exec_driver_sql("BEGIN IMMEDIATE").close())


def _patiently(action: Callable[[], None]) -> None:
    # SQLite's own timeout does not cover every wait: while the last connection tidies up on closing, or the
    # first one recovers after a crash, the others may be told 'busy' at once.
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return action()
        except (DBAPIError, sqlite3.Error) as error:
            if _code(error) not in _WAIT or time.monotonic() > deadline:
                raise
        time.sleep(0.02)


@contextmanager
def explained(place: str) -> Iterator[None]:
    """Turn what SQLite says into a WorkspaceError about the workspace at ``place``, without its text."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        cause, remedy = _MEANING.get(
            _MOVED if _full_code(error) == _MOVED else _code(error),
            (f"the database refused ({_name(error)})", "Please report this with the words above"),
        )
        raise WorkspaceError(cause, subject=place, remedy=remedy) from None
    except UnicodeEncodeError:
        raise WorkspaceError(
            "a text holds half of a surrogate pair, which no file can keep",
            subject=place,
            remedy="Save the document as UTF-8 again and repeat the run",
        ) from None


_MOVED = sqlite3.SQLITE_CONSTRAINT_TRIGGER
"""The only triggers are those that ``move`` leaves behind."""

_MEANING = {
    sqlite3.SQLITE_FULL: (
        "the disk is full",
        "Free some space and run again; what was being written has been undone",
    ),
    sqlite3.SQLITE_READONLY: (
        "the workspace is read-only",
        "Allow writing to the file and to its folder, or copy the review to where you may write",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "the workspace cannot be opened for writing",
        "Check that the folder exists and that you may write to it and to the file",
    ),
    sqlite3.SQLITE_PERM: (
        "you have no permission to use the workspace",
        "Allow reading and writing for the file and its folder",
    ),
    sqlite3.SQLITE_NOTADB: (
        "the file is not a database of childvoice",
        "Name the review's workspace, or choose another place for a new one",
    ),
    sqlite3.SQLITE_CORRUPT: (
        "the database is damaged",
        "Restore it from a backup, or move it away and run the review again",
    ),
    sqlite3.SQLITE_IOERR: (
        "the disk could not be read or written",
        "Check the disk or the network drive, then run again",
    ),
    sqlite3.SQLITE_BUSY: (
        f"another program kept the workspace to itself for {PATIENCE:.0f} seconds",
        "Close it, then run again",
    ),
    sqlite3.SQLITE_LOCKED: (
        f"another program kept the workspace to itself for {PATIENCE:.0f} seconds",
        "Close it, then run again",
    ),
    _MOVED: (
        "this review has moved to a server",
        "Close the pages and open the review again; what was done here last was not kept",
    ),
    sqlite3.SQLITE_CONSTRAINT: (
        "a record contradicts another that is already kept, such as an excerpt id used by two sources",
        "Nothing was written; please report this",
    ),
}


def _original(error: BaseException) -> BaseException | None:
    return error.orig if isinstance(error, DBAPIError) else error


def _code(error: BaseException) -> int:
    # The lowest byte is the kind of error, the rest its particulars. 0 ('no error') for those without a code.
    return _full_code(error) & 0xFF


def _full_code(error: BaseException) -> int:
    return int(getattr(_original(error), "sqlite_errorcode", 0))


def _name(error: BaseException) -> str:
    original = _original(error)
    return str(getattr(original, "sqlite_errorname", type(original).__name__))
