"""What the workspace keeps: its tables, its version, and the way from an older version to this one.

Only types and constraints that SQLite and PostgreSQL both have. ``place`` is a record's position in the order in which it
was handed over: reads sort by it, so that a document comes back as it went in, whoever wrote it and when.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Dialect,
    Double,
    Enum,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    delete,
    insert,
    inspect,
    select,
)

from childvoice.decisions import About, Verdict
from childvoice.records import Group, Kind, Label, Role, Status, Valence, Voice


def _add_decisions(connection: Connection) -> None:
    """Version 2: what people decide, the audit log, what was withdrawn."""
    for statement in (
        "CREATE TABLE decision (number INTEGER NOT NULL PRIMARY KEY, at TEXT NOT NULL, person TEXT NOT NULL, "
        "about VARCHAR(40) NOT NULL, verdict VARCHAR(40) NOT NULL, source TEXT NOT NULL, unit INTEGER NOT NULL, "
        'text TEXT NOT NULL, words TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, '
        "theme TEXT NOT NULL, value TEXT NOT NULL, undoes INTEGER NOT NULL, gesture INTEGER NOT NULL)",
        "CREATE INDEX ix_decision_source ON decision (source)",
        "CREATE TABLE audit (number INTEGER NOT NULL PRIMARY KEY, at TEXT NOT NULL, person TEXT NOT NULL, "
        "act TEXT NOT NULL, subject TEXT NOT NULL, before TEXT NOT NULL, digest TEXT NOT NULL)",
        "CREATE TABLE withdrawn (source TEXT NOT NULL PRIMARY KEY, at TEXT NOT NULL)",
    ):
        connection.exec_driver_sql(statement)


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (_add_decisions,)
"""Step ``n`` (from 0) brings a workspace of version ``n + 1`` to ``n + 2``. The steps that a workspace lacks
run in one transaction, in SQLite with foreign keys unenforced until its end (see ``sqlite.migrating``). A step is never
edited once released; it names its tables and columns itself, because those below are always the newest."""


# SQLite sorts by code point; PostgreSQL would sort as its server's country does, and give rows in another order.
_TEXT = Text().with_variant(Text(collation="C"), "postgresql")


class _Words(TypeDecorator[tuple[str, ...]]):
    """A tuple of words as a JSON list."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str:  # noqa: ARG002
        return json.dumps(value or (), ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:  # noqa: ARG002
        return tuple(json.loads(value or "[]"))


def _one_of(words: type[StrEnum]) -> Enum:
    # By value and without a database type or check: a new member of the vocabulary then needs no migration.
    return Enum(
        words,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=False,
        length=40,
    )


def _word(name: str) -> Column[str]:
    return Column(name, _TEXT, nullable=False)


def _number(name: str, **options: Any) -> Column[int]:
    return Column(name, Integer, nullable=False, **options)


def _of_source(**options: Any) -> Column[str]:
    return Column("source", _TEXT, ForeignKey("source.id", ondelete="CASCADE"), nullable=False, **options)


TABLES = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

META = Table("meta", TABLES, Column("key", _TEXT, primary_key=True), _word("value"))

SOURCE = Table(
    "source",
    TABLES,
    Column("id", _TEXT, primary_key=True),
    _word("file"),
    _word("title"),
    Column("kind", _one_of(Kind), nullable=False),
    Column("group", _one_of(Group), nullable=False),
    _word("date"),
    _word("setting"),
    _word("stage"),
    _word("team"),
    _word("transcribed_by"),
    Column("topics_asked", _Words, nullable=False),
    Column("lines_of_enquiry", _Words, nullable=False),
    _word("consent"),
    Column("in_scope", Boolean, nullable=False),
    _number("words"),
    Column("warnings", _Words, nullable=False),
)

# In the next three the primary key begins with the source, and so serves the foreign key as its index.
UNIT = Table(
    "unit",
    TABLES,
    _of_source(primary_key=True),
    _number("place", primary_key=True),
    _number("index"),
    _word("text"),
    _word("speaker"),
    _word("role"),
    _word("question"),
    _word("note"),
    _word("respondent"),
)

REDACTION = Table(
    "redaction",
    TABLES,
    _of_source(primary_key=True),
    _number("place", primary_key=True),
    _number("unit"),
    _number("start"),
    _number("end"),
    Column("label", _one_of(Label), nullable=False),
    _word("pseudonym"),
    _word("maker"),
    Column("score", Double, nullable=False),
)

FLAG = Table(
    "flag",
    TABLES,
    _of_source(primary_key=True),
    _number("place", primary_key=True),
    _number("unit"),
    Column("label", _one_of(Label), nullable=False),
    _word("reason"),
)

EXCERPT = Table(
    "excerpt",
    TABLES,
    Column("id", _TEXT, primary_key=True),
    _of_source(),
    _number("place"),
    _number("unit"),
    _number("start"),
    _number("end"),
    _word("text"),
    _word("speaker"),
    Column("role", _one_of(Role), nullable=False),
    Column("voice", _one_of(Voice), nullable=False),
    _word("participant"),
    _word("question"),
    Index("ix_excerpt_source_place", "source", "place", unique=True),
)

CODING = Table(
    "coding",
    TABLES,
    # What makes a coding itself: the same coder may see a theme twice in an excerpt, in different words.
    Column("excerpt", _TEXT, ForeignKey("excerpt.id", ondelete="CASCADE"), primary_key=True),
    Column("theme", _TEXT, primary_key=True, index=True),
    Column("coder", _TEXT, primary_key=True),
    _number("start", primary_key=True),
    _number("end", primary_key=True),
    Column("score", Double, nullable=False),
    Column("valence", _one_of(Valence), nullable=False),
    Column("status", _one_of(Status), nullable=False),
)

TOPIC = Table(
    "topic",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    _word("label"),
    Column("words", _Words, nullable=False),
    # No foreign key: topics are drawn up for the whole review, after the sources, and replaced as a whole.
    Column("excerpts", _Words, nullable=False),
    Column("representatives", _Words, nullable=False),
)

CONCERN = Table(
    "concern",
    TABLES,
    # Whether a passage may tell of harm, and nothing more: no score, no kind, no rank.
    Column("excerpt", _TEXT, ForeignKey("excerpt.id", ondelete="CASCADE"), primary_key=True),
)

WITHHELD = Table(
    "withheld",
    TABLES,
    _number("place", primary_key=True, autoincrement=False),
    _word("file"),
    _word("cause"),
    _word("remedy"),
    _word("stage"),
)

# What people decide is appended and never changed; ``ledger`` is the only one that writes these three.
DECISION = Table(
    "decision",
    TABLES,
    Column("number", Integer, primary_key=True, autoincrement=False),
    _word("at"),
    _word("person"),
    Column("about", _one_of(About), nullable=False),
    Column("verdict", _one_of(Verdict), nullable=False),
    # No foreign key: a decision outlives the words it was about, and is listed when they cannot be found again.
    Column("source", _TEXT, nullable=False, index=True),
    _number("unit"),
    _word("text"),
    _word("words"),
    _number("start"),
    _number("end"),
    _word("theme"),
    _word("value"),
    _number("undoes"),
    _number("gesture"),
)

AUDIT = Table(
    "audit",
    TABLES,
    Column("number", Integer, primary_key=True, autoincrement=False),
    _word("at"),
    _word("person"),
    _word("act"),
    _word("subject"),
    _word("before"),
    _word("digest"),
)

WITHDRAWN = Table(
    "withdrawn",
    TABLES,
    # Of what was withdrawn only the id is kept, so that a later run does not take it in again.
    Column("source", _TEXT, primary_key=True),
    _word("at"),
)

_FIRST_TABLES = {
    "meta",
    "source",
    "unit",
    "redaction",
    "flag",
    "excerpt",
    "coding",
    "topic",
    "concern",
    "withheld",
}


def newest() -> int:
    """Return the version that this childvoice writes."""
    return 1 + len(MIGRATIONS)


class NotOurs(Exception):
    """The database has tables, but they are not those of a review."""


def version(connection: Connection) -> int:
    """Return the version of the workspace behind ``connection``, 0 where the database is still empty.

    Raises NotOurs if the tables there are another program's.
    """
    names = set(inspect(connection).get_table_names())
    if not names:
        return 0
    written = get_meta(connection, "version") if names >= _FIRST_TABLES else ""
    if not (written.isascii() and written.isdigit() and int(written) > 0):
        raise NotOurs
    return int(written)


def create(connection: Connection) -> None:
    """Make the tables, in their newest form."""
    TABLES.create_all(connection, checkfirst=False)
    set_meta(connection, "version", str(newest()))


def migrate(connection: Connection, found: int) -> None:
    """Bring a workspace of version ``found`` to the newest one."""
    for step in MIGRATIONS[found - 1 :]:
        step(connection)
    set_meta(connection, "version", str(newest()))


def get_meta(connection: Connection, key: str) -> str:
    """Return what stands under ``key``, empty if nothing."""
    return connection.execute(select(META.c.value).where(META.c.key == key)).scalar_one_or_none() or ""


def set_meta(connection: Connection, key: str, value: str) -> None:
    """Put ``value`` under ``key``, in place of what stood there."""
    # Not an upsert, which every database spells in its own way.
    connection.execute(delete(META).where(META.c.key == key))
    connection.execute(insert(META), [{"key": key, "value": value}])
