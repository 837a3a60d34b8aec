"""Records as rows and back, and the flat rows that findings and pages read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, delete, insert, select

from childvoice.records import (
    CodedRow,
    Coding,
    Document,
    Excerpt,
    Group,
    Kind,
    Role,
    SourceFlag,
    Status,
    Valence,
    Voice,
)
from childvoice.store.schema import CODING, EXCERPT, FLAG, REDACTION, SOURCE, UNIT

R = TypeVar("R")


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def as_row(record: Any, **more: Any) -> dict[str, Any]:
    """Return a record's fields under their names, which are the columns' too, and ``more`` beside them."""
    kind: Any = type(record)
    # Not dataclasses.asdict, which copies every value deeply.
    return {name: getattr(record, name) for name in _names(kind)} | more


def in_place(records: Iterable[Any], **more: Any) -> list[dict[str, Any]]:
    """Rows of ``records`` that remember their order."""
    return [as_row(record, place=place, **more) for place, record in enumerate(records)]


def insert_rows(connection: Connection, table: Table, new: list[dict[str, Any]]) -> None:
    """Insert ``new``, which may be empty."""
    if new:  # with an empty list SQLAlchemy would insert a row of defaults
        connection.execute(insert(table), new)


def put_document(
    connection: Connection, document: Document, excerpts: Iterable[Excerpt], codings: Iterable[Coding]
) -> None:
    """Put a document and all that follows from it in place of what stood under its source's id."""
    source = document.source.id
    connection.execute(delete(SOURCE).where(SOURCE.c.id == source))  # takes all that follows along
    insert_rows(connection, SOURCE, [as_row(document.source)])
    insert_rows(connection, UNIT, in_place(document.units, source=source))
    insert_rows(connection, REDACTION, in_place(document.redactions, source=source))
    insert_rows(connection, FLAG, in_place(document.flags, source=source))
    insert_rows(connection, EXCERPT, in_place(excerpts))
    insert_rows(connection, CODING, [as_row(coding) for coding in codings])


def columns(kind: type, table: Table) -> list[ColumnElement[Any]]:
    """Return the columns of ``table`` that make a record of ``kind``, in the order of its fields."""
    return [table.c[name] for name in _names(kind)]


def records(connection: Connection, kind: Callable[..., R], query: Select[Any]) -> list[R]:
    """Return what ``query`` finds, each row being the fields of a ``kind`` in their order."""
    rows: Iterable[Row[Any]] = connection.execute(query)
    return [kind(*row) for row in rows]


def flags(connection: Connection) -> list[SourceFlag]:
    """All flags, by source and in the order of the document."""
    query = select(*columns(SourceFlag, FLAG)).order_by(FLAG.c.source, FLAG.c.place)
    return records(connection, SourceFlag, query)


def unit_texts(connection: Connection) -> dict[tuple[str, int], str]:
    """All texts of units, by source and index."""
    query = select(UNIT.c.source, UNIT.c["index"], UNIT.c.text).order_by(UNIT.c.source, UNIT.c.place)
    return {(source, index): text for source, index, text in _plain(connection, query)}


CODING_ORDER = (CODING.c.start, CODING.c.end, CODING.c.theme, CODING.c.coder)
"""Within an excerpt. By content and never by time of writing, so that a re-run changes no output."""


def coded(connection: Connection) -> list[CodedRow]:
    """All codings with excerpt and source, by source, place in the document and evidence."""
    # Two plain reads joined here are faster than one join: a text that carries five codings is fetched once,
    # and nothing long has to be sorted. Both come from the snapshot that the transaction holds.
    coding, excerpt, source = CODING.c, EXCERPT.c, SOURCE.c
    codes = select(
        coding.excerpt,
        *(coding.theme, coding.score, coding.status, coding.valence, coding.coder, coding.start, coding.end),
    ).order_by(coding.excerpt, *CODING_ORDER)
    places = (
        select(
            *(excerpt.id, excerpt.source, excerpt.role, excerpt.voice, excerpt.participant),
            *(source.kind, source.group, source.date, source.stage, source.team),
            *(excerpt.text, excerpt.speaker, excerpt.question),
        )
        .join_from(EXCERPT, SOURCE)
        .order_by(excerpt.source, excerpt.place)
    )
    by_excerpt: dict[str, list[tuple[Any, ...]]] = {}
    for row in _plain(connection, codes):
        by_excerpt.setdefault(row[0], []).append(row)
    found: list[CodedRow] = []
    for id_, source_id, role, voice, participant, kind, group, *rest in _plain(connection, places):
        about = (_ROLE[role], _VOICE[voice], participant, _KIND[kind], _GROUP[group], *rest)
        for _, theme, score, status, valence, coder, start, end in by_excerpt.get(id_, ()):
            code = (theme, score, _STATUS[status], _VALENCE[valence], coder, start, end)
            found.append(CodedRow(id_, source_id, *code, *about))
    return found


# A dictionary of members is several times faster than calling the enumeration.
_ROLE = {member.value: member for member in Role}
_VOICE = {member.value: member for member in Voice}
_KIND = {member.value: member for member in Kind}
_GROUP = {member.value: member for member in Group}
_STATUS = {member.value: member for member in Status}
_VALENCE = {member.value: member for member in Valence}


def _plain(connection: Connection, query: Select[Any]) -> Iterator[tuple[Any, ...]]:
    """Tuples as the database driver makes them: no rows of SQLAlchemy, no conversion by column type."""
    result = connection.execute(query)
    if result.cursor is None:
        raise RuntimeError("a SELECT has a cursor")
    try:
        yield from result.cursor.fetchall()
    finally:
        result.close()
