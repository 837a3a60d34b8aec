"""All that is peculiar to PostgreSQL: the sibling of ``sqlite`` for a review that a council's server keeps.

Importing it needs the driver (``childvoice[server]``), so only ``database`` does, for an address in the settings.
Readers look at one snapshot and cannot write. Writers take turns, as in SQLite: the numbers of decisions and the chain
of the audit log follow from what stood there before, so two at once would both build on the same line.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from childvoice.errors import WorkspaceError

PATIENCE = 30
"""Seconds that a writer waits for others before it gives up."""

_CONNECT = 10
"""Seconds in which the server must answer."""

_TURN = 0x6368696C
"""Marks our turns among the advisory locks of a database ('chil'), beside a number for the schema."""


def engine(url: URL) -> Engine:
    """Return an engine on the database at ``url``; nothing is connected yet."""
    given = {"connect_timeout": _CONNECT} if "connect_timeout" not in url.query else {}
    # hide_parameters: neither SQLAlchemy's errors nor its log may show text of a document.
    made = create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args={"application_name": "childvoice", "client_encoding": "utf8", **given},
        poolclass=QueuePool,
        max_overflow=-1,
        pool_pre_ping=True,  # a server that was started anew meanwhile is not the reader's trouble
        hide_parameters=True,
    )
    event.listen(made, "begin", _begin)
    return made


def writing(engine: Engine) -> Engine:
    """Return the same engine, its transactions beginning as a writer's."""
    return engine.execution_options(childvoice_begin="write")


def migrating(engine: Engine) -> AbstractContextManager[Connection]:
    """Begin a writer's transaction that may change tables, too: PostgreSQL needs nothing more for it."""
    return writing(engine).begin()


def prepare(engine: Engine) -> None:
    """Refuse a database that could not keep every letter of every document."""
    with engine.connect() as connection:
        encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding != "UTF8":
        raise WorkspaceError(
            f"the database was made with the encoding {encoding}",
            subject="store.address",
            remedy="Have it made anew: createdb --encoding=UTF8 --template=template0 NAME",
        )


def copy(engine: Engine, to: Path) -> None:
    """Raise WorkspaceError: a copy of a server's database is the server's own matter."""
    del to
    raise WorkspaceError(
        "the review's database is kept by PostgreSQL, which childvoice does not copy",
        subject=f"database '{engine.url.database}'",
        remedy="Back it up with the server's own tools (pg_dump), and the folder of the review beside it",
    )


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get("childvoice_begin") != "write":
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return
    # READ COMMITTED, because a snapshot taken before waiting for the turn would not show what the others wrote.
    connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE")
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{PATIENCE}s'")
    # Let go of by the end of the transaction, however it ends. A database may hold a review a schema.
    connection.exec_driver_sql(
        f"SELECT pg_advisory_xact_lock({_TURN}, hashtext(coalesce(current_schema(), '')))"
    ).close()


@contextmanager
def explained(place: str) -> Iterator[None]:
    """Turn what PostgreSQL says into a WorkspaceError about the workspace at ``place``, without its text."""
    try:
        yield
    except (SQLAlchemyError, psycopg.Error) as error:
        cause, remedy = _meaning(error)
        raise WorkspaceError(cause, subject=place, remedy=remedy) from None
    except UnicodeEncodeError:
        raise WorkspaceError(
            "a text holds half of a surrogate pair, which no database can keep",
            subject=place,
            remedy="Save the document as UTF-8 again and repeat the run",
        ) from None


def _meaning(error: BaseException) -> tuple[str, str]:
    original = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(original, "sqlstate", None) or ""
    if not code and isinstance(original, psycopg.OperationalError):
        return _NO_ANSWER
    if not code and isinstance(original, psycopg.DataError) and "NUL" in str(original):
        return (
            "a text holds the character NUL, which PostgreSQL cannot keep",
            "Save the document as plain UTF-8 text and repeat the run",
        )
    return _MEANING.get(code) or _MEANING.get(
        code[:2],
        (
            f"the database refused ({code or type(original).__name__})",
            "Please report this with the words above",
        ),
    )


_NO_ANSWER = (
    "the PostgreSQL server cannot be reached, or does not let this user in",
    "Check store.address in childvoice.toml, the password file and that the server runs",
)
_REFUSED = (
    "this user may not read or write the database",
    "Have the server's administrator make this user the database's owner",
)
_FULL = (
    "the server has no room left",
    "Have its administrator make some and run again; what was being written has been undone",
)
_MEANING = {
    "08": _NO_ANSWER,
    "28": _NO_ANSWER,
    "57": _NO_ANSWER,
    "3D": _NO_ANSWER,
    "42501": _REFUSED,
    "25006": _REFUSED,
    "53": _FULL,
    "55P03": (
        f"another program kept the workspace to itself for {PATIENCE} seconds",
        "Wait until it is done, then run again",
    ),
    "23": (
        "a record contradicts another that is already kept, such as an excerpt id used by two sources",
        "Nothing was written; please report this",
    ),
}
