"""Words that somebody withdrew are taken out of everything that the workspace holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select

from childvoice.corrections import Replacement, corrected
from childvoice.decisions import About, Draft, Verdict, anchor
from childvoice.records import Coding, Excerpt, Source
from childvoice.store import ledger, rows
from childvoice.store.correct import document_of
from childvoice.store.database import Database
from childvoice.store.schema import CODING, CONCERN, EXCERPT, SOURCE

Span = tuple[str, int, int, int]
"""Source, unit, start and end of words."""


def withdraw_words(database: Database, person: str, spans: Iterable[Span], why: str) -> list[str]:
    """Remove words with the passages, codes and replacements on them; return the releases that this makes stale.

    One transaction. The decision that says so points at them by digest, so that a later run takes them out again.
    """
    by_source: dict[str, list[Span]] = {}
    for span in spans:
        by_source.setdefault(span[0], []).append(span)
    with database.writing() as connection:
        stale = ledger.mark_stale(connection, person, by_source, why)
        drafts: list[Draft] = []
        for id_, own in sorted(by_source.items()):
            drafts += _remove(connection, id_, sorted(own))
        ledger.append(connection, person, drafts)
    return stale


def _remove(connection: Connection, source: str, spans: list[Span]) -> list[Draft]:
    (known,) = rows.records(
        connection, Source, select(*rows.columns(Source, SOURCE)).where(SOURCE.c.id == source)
    )
    document = document_of(connection, known)
    before = {u.index: u.text for u in document.units}
    drafts = [
        Draft(About.WORDS, Verdict.WITHDRAWN, anchor(source, unit, before[unit], start, end))
        for _, unit, start, end in spans
    ]
    after, moves = corrected(document, [Replacement(u, a, b, "", None) for _, u, a, b in spans])
    texts = {u.index: u.text for u in after.units}
    kept = [e for e in rows.records(connection, Excerpt, _passages(source)) if not _touched(e, spans)]
    moved = {e.id: moves.excerpt(e, texts[e.unit]) for e in kept}
    query = select(*rows.columns(Coding, CODING)).join_from(CODING, EXCERPT).where(EXCERPT.c.source == source)
    codings = [c for c in rows.records(connection, Coding, query) if c.excerpt in moved]
    concerns = select(CONCERN.c.excerpt).join_from(CONCERN, EXCERPT).where(EXCERPT.c.source == source)
    leads = [id_ for id_ in connection.execute(concerns).scalars() if id_ in moved]
    units = tuple(
        replace(u, speaker="") if not u.text.strip() and before[u.index] else u for u in after.units
    )
    rows.put_document(connection, replace(after, units=units), moved.values(), codings)
    rows.insert_rows(connection, CONCERN, [{"excerpt": id_} for id_ in leads])
    return drafts


def _touched(excerpt: Excerpt, spans: Iterable[Span]) -> bool:
    return any(u == excerpt.unit and a < excerpt.end and excerpt.start < b for _, u, a, b in spans)


def _passages(source: str) -> Any:
    return select(*rows.columns(Excerpt, EXCERPT)).where(EXCERPT.c.source == source).order_by(EXCERPT.c.place)
