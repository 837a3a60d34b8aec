"""A missed name is taken out of everything that the workspace holds, together with the decision that says so."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from sqlalchemy import Connection, select

from childvoice.corrections import Replacement, corrected, missed, next_pseudonym, occurrences
from childvoice.decisions import Decision, Draft
from childvoice.records import Coding, Document, Excerpt, Flag, Label, Redaction, Source, Unit
from childvoice.store import ledger, rows
from childvoice.store.database import Database
from childvoice.store.schema import CODING, CONCERN, EXCERPT, FLAG, REDACTION, SOURCE, UNIT

_PROSE = ("speaker", "question", "note", "respondent")


def take_out(database: Database, person: str, words: str, label: Label) -> list[Decision]:
    """Replace ``words`` wherever they stand by themselves, in one transaction with the decisions; return these.

    What a passage is called (its id) stays, so that codes and decisions on it stay too. Empty if the words stand
    nowhere.
    """
    with database.writing() as connection:
        documents = [document_of(connection, source) for source in _sources(connection)]
        texts = [u.text for d in documents for u in d.units]
        pseudonym = next_pseudonym(label, texts)
        drafts: list[Draft] = []
        for document in documents:
            drafts += _take_out_of(connection, document, words, pseudonym, label)
        return ledger.append(connection, person, drafts)


def _take_out_of(
    connection: Connection, document: Document, words: str, pseudonym: str, label: Label
) -> list[Draft]:
    found = [
        Replacement(u.index, start, end, pseudonym, label)
        for u in document.units
        for start, end in occurrences(u.text, words)
    ]
    beside = any(occurrences(getattr(u, name), words) for u in document.units for name in _PROSE)
    if not found and not beside:
        return []
    source = document.source.id
    after, moves = corrected(document, found)
    texts = {u.index: u.text for u in after.units}
    drafts = [
        missed(source, u, texts[u.index], r.start, r.end, label)
        for u in document.units
        for r in found
        if r.unit == u.index
    ]
    units = tuple(_beside(u, words, pseudonym) for u in after.units)
    old = {e.id: e for e in rows.records(connection, Excerpt, _of(Excerpt, EXCERPT, source))}
    new = {
        id_: replace(
            moves.excerpt(e, texts[e.unit]),
            speaker=_without(e.speaker, words, pseudonym),
            question=_without(e.question, words, pseudonym),
            participant=_without(e.participant, words, pseudonym),
        )
        for id_, e in old.items()
    }
    query = select(*rows.columns(Coding, CODING)).join_from(CODING, EXCERPT).where(EXCERPT.c.source == source)
    codings = [
        moves.coding(c, old[c.excerpt], new[c.excerpt]) for c in rows.records(connection, Coding, query)
    ]
    concerns = select(CONCERN.c.excerpt).join_from(CONCERN, EXCERPT).where(EXCERPT.c.source == source)
    leads = list(connection.execute(concerns).scalars())
    rows.put_document(connection, replace(after, units=units), new.values(), codings)
    rows.insert_rows(connection, CONCERN, [{"excerpt": id_} for id_ in leads])
    return drafts


def _beside(unit: Unit, words: str, pseudonym: str) -> Unit:
    """Take the words out of what stands beside a unit's text."""
    return replace(
        unit,
        speaker=_without(unit.speaker, words, pseudonym),
        question=_without(unit.question, words, pseudonym),
        note=_without(unit.note, words, pseudonym),
        respondent=_without(unit.respondent, words, pseudonym),
    )


def _without(text: str, words: str, pseudonym: str) -> str:
    for start, end in reversed(occurrences(text, words)):
        text = f"{text[:start]}{pseudonym}{text[end:]}"
    return text


def _sources(connection: Connection) -> list[Source]:
    return rows.records(connection, Source, select(*rows.columns(Source, SOURCE)).order_by(SOURCE.c.id))


def _of(kind: type, table: Any, source: str) -> Any:
    return select(*rows.columns(kind, table)).where(table.c.source == source).order_by(table.c.place)


def document_of(connection: Connection, source: Source) -> Document:
    """Return a document as it is kept."""
    names = [f.name for f in fields(Flag)]
    flags = connection.execute(
        select(*(FLAG.c[n] for n in names)).where(FLAG.c.source == source.id).order_by(FLAG.c.place)
    )
    return Document(
        source,
        tuple(rows.records(connection, Unit, _of(Unit, UNIT, source.id))),
        tuple(rows.records(connection, Redaction, _of(Redaction, REDACTION, source.id))),
        tuple(Flag(*row) for row in flags),
    )
