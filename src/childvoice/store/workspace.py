"""The workspace of a review: what the pipeline writes and everything else reads."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Table, delete, func, select

from childvoice.decisions import About, Decision, Places, standing
from childvoice.records import (
    CodedRow,
    Coding,
    Document,
    Excerpt,
    Label,
    Redaction,
    Role,
    Source,
    SourceFlag,
    Topic,
    Unit,
    Voice,
    Withheld,
)
from childvoice.store import checks, rows, schema
from childvoice.store.correct import take_out
from childvoice.store.database import Database
from childvoice.store.heads import HeadVersions
from childvoice.store.ledger import Ledger
from childvoice.store.remove import Span, withdraw_words
from childvoice.store.rows import insert_rows
from childvoice.store.schema import (
    CODING,
    CONCERN,
    DECISION,
    EXCERPT,
    FLAG,
    REDACTION,
    SOURCE,
    TOPIC,
    UNIT,
    WITHHELD,
)
from childvoice.store.settle import Settled, passages_of, settled


class Workspace(Database):
    """A review's database. Make one with :meth:`create` or :meth:`open`; both work in a ``with`` statement.

    Several processes and threads may read and write at once: each write is one transaction that waits for its
    turn, each read sees one state of the whole. A process opens its own; an open workspace does not survive a
    fork. Every method raises WorkspaceError, with cause and remedy, for what the database cannot do.
    """

    @property
    def ledger(self) -> Ledger:
        """What people decided, and the audit log."""
        return Ledger(self)

    @property
    def heads(self) -> HeadVersions:
        """The versions of what people taught the coder, kept in the folder of the review."""
        return HeadVersions(self._folder)

    def state(self) -> str:
        """Return what changes with every run and every decision that changes what is counted or shown.

        Caches under another are stale. What is decided on quotes and releases changes no number.
        """
        counted = (About.CODE, About.REDACTION, About.CONCERN)
        query = select(func.max(DECISION.c.number)).where(DECISION.c.about.in_(counted))
        with self.reading() as connection:
            last = connection.execute(query).scalar_one()
            return f"{schema.get_meta(connection, 'run_id')} {last or ''}"

    # -- writing -------------------------------------------------------------------------------------------

    def replace_source(
        self, document: Document, excerpts: Iterable[Excerpt], codings: Iterable[Coding]
    ) -> int:
        """Put a document and all that follows from it in place of what stood under its source's id.

        All or nothing, in one transaction; doing it twice changes nothing. Codings by a person (coder
        ``person:...``) that are not handed over again stay if their excerpt does. Where the words that such
        a coding pointed at have changed, its evidence becomes the whole excerpt, so that it never points at
        words the person did not mean. Returns how many codings by a person had to go with their excerpts.

        Raises ValueError if an excerpt is not a passage of this document, or a coding not of these excerpts,
        or if either comes twice.
        """
        source = document.source.id
        texts = checks.checked_excerpts(document, excerpts := list(excerpts))
        checks.checked_codings(texts, codings := list(codings))
        with self.writing() as connection:
            kept, gone = checks.kept(
                checks.by_person(connection, source), texts, {checks.key(c) for c in codings}
            )
            rows.put_document(connection, document, excerpts, (*codings, *kept))
        return gone

    def take_out(self, person: str, words: str, label: Label) -> list[Decision]:
        """Replace ``words``, which de-identification missed, in the whole review; return ``person``'s decisions.

        All in one transaction; the words are then nowhere in the workspace. Empty if they stand nowhere.
        """
        made = take_out(self, person, words, label)
        if made:
            self.save_run_id()  # all that was computed from the old text is stale
        return made

    def withdraw_words(self, person: str, spans: Iterable[Span], why: str) -> list[str]:
        """Take words (source, unit, start, end) out for good; return the names of the releases that become stale."""
        stale = withdraw_words(self, person, spans, why)
        self.save_run_id()  # all that was computed from the old text is stale
        return stale

    def remove_missing(self, ids: Collection[str]) -> int:
        """Remove every source, with all that follows from it, whose id is not among ``ids``; return how many.

        ``ids`` are the sources that are there now: an empty set empties the review.
        """
        with self.writing() as connection:
            there = connection.execute(select(SOURCE.c.id)).scalars().all()
            gone = [id_ for id_ in there if id_ not in ids]
            for id_ in gone:
                connection.execute(delete(SOURCE).where(SOURCE.c.id == id_))
        return len(gone)

    def save_topics(self, topics: Iterable[Topic]) -> None:
        """Keep ``topics`` in place of all earlier ones. Raises WorkspaceError if two have the same id."""
        self._replace_all(TOPIC, [rows.as_row(topic) for topic in topics])

    def save_concerns(self, excerpts: Iterable[str]) -> None:
        """Keep the ids of excerpts that the safeguarding lead must see, in place of all earlier ones."""
        self._replace_all(CONCERN, [{"excerpt": id_} for id_ in excerpts])

    def save_withheld(self, withheld: Iterable[Withheld]) -> None:
        """Keep the list of inputs that did not go through, in place of the earlier one."""
        self._replace_all(WITHHELD, rows.in_place(withheld))

    def save_manifest(self, manifest: Mapping[str, Any]) -> None:
        """Keep how the review was made (versions, seeds, times, digest of the settings), as JSON.

        Raises TypeError or ValueError if ``manifest`` cannot be written as JSON.
        """
        self._save_meta("manifest", json.dumps(dict(manifest), ensure_ascii=False, allow_nan=False))

    def save_run_id(self, run_id: str = "") -> str:
        """Note that a run is complete, under ``run_id`` or one made here, and return it."""
        run_id = run_id or uuid.uuid4().hex
        self._save_meta("run_id", run_id)
        return run_id

    # -- reading -------------------------------------------------------------------------------------------

    def manifest(self) -> dict[str, Any]:
        """Return the manifest as it was saved, empty before the first."""
        with self.reading() as connection:
            found: dict[str, Any] = json.loads(schema.get_meta(connection, "manifest") or "{}")
        return found

    def run_id(self) -> str:
        """Return the id of the last completed run, empty before the first; caches under another are stale."""
        with self.reading() as connection:
            return schema.get_meta(connection, "run_id")

    def sources(self) -> list[Source]:
        """Return all sources by id."""
        with self.reading() as connection:
            query = select(*rows.columns(Source, SOURCE)).order_by(SOURCE.c.id)
            return rows.records(connection, Source, query)

    def source(self, source_id: str) -> Source | None:
        """Return the source of that id, None if there is none."""
        with self.reading() as connection:
            query = select(*rows.columns(Source, SOURCE)).where(SOURCE.c.id == source_id)
            return next(iter(rows.records(connection, Source, query)), None)

    def units(self, source_id: str) -> list[Unit]:
        """Return the units of a source in the order of the document; none for an id that is not known."""
        with self.reading() as connection:
            query = select(*rows.columns(Unit, UNIT)).where(UNIT.c.source == source_id)
            return rows.records(connection, Unit, query.order_by(UNIT.c.place))

    def redactions(self, source_id: str) -> list[Redaction]:
        """Return what was taken out of a source, in the order in which it was handed over."""
        with self.reading() as connection:
            query = select(*rows.columns(Redaction, REDACTION)).where(REDACTION.c.source == source_id)
            return rows.records(connection, Redaction, query.order_by(REDACTION.c.place))

    def flags(self) -> list[SourceFlag]:
        """Return what a person should look at, by source and in the order of the document."""
        with self.reading() as connection:
            return rows.flags(connection)

    def excerpts(
        self, *, role: Role | None = None, voice: Voice | None = None, source: str | None = None
    ) -> list[Excerpt]:
        """Return excerpts by source, in the order of the document: all, or a role's, voice's or source's."""
        wanted = {"role": role, "voice": voice, "source": source}
        query = select(*rows.columns(Excerpt, EXCERPT)).order_by(EXCERPT.c.source, EXCERPT.c.place)
        for name, value in wanted.items():
            if value is not None:
                query = query.where(EXCERPT.c[name] == value)
        with self.reading() as connection:
            return rows.records(connection, Excerpt, query)

    def codings(self) -> list[Coding]:
        """Return all codings, whatever their status, by source, place, evidence, theme and coder."""
        query = (
            select(*rows.columns(Coding, CODING))
            .join_from(CODING, EXCERPT)
            .order_by(EXCERPT.c.source, EXCERPT.c.place, *rows.CODING_ORDER)
        )
        with self.reading() as connection:
            return rows.records(connection, Coding, query)

    def coded_rows(self) -> list[CodedRow]:
        """Return all codes as they stand after people's decisions, with what is known of excerpt and source.

        Those of one passage stand together, passages in the order of :meth:`codings`; passages that only a person
        has coded come last. Findings are counted from these.
        """
        return self.settled().rows

    def settled(self) -> Settled:
        """Return :meth:`coded_rows`, and the decisions about codes whose words cannot be found again."""
        with self.reading() as connection:
            coded = rows.coded(connection)
            decisions = self.ledger.within(connection)
            if not decisions:
                return Settled(coded, [], {})
            excerpts = rows.records(
                connection,
                Excerpt,
                select(*rows.columns(Excerpt, EXCERPT)).order_by(EXCERPT.c.source, EXCERPT.c.place),
            )
            sources = rows.records(connection, Source, select(*rows.columns(Source, SOURCE)))
            units = rows.unit_texts(connection)
        return settled(coded, decisions, excerpts, sources, Places(units))

    def suggested_rows(self) -> list[CodedRow]:
        """Return all codes as the machine (or a person, by import) gave them, whatever was decided since."""
        with self.reading() as connection:
            return rows.coded(connection)

    def unit_texts(self) -> dict[tuple[str, int], str]:
        """Return the text of every unit, by source and index."""
        with self.reading() as connection:
            return rows.unit_texts(connection)

    def topics(self) -> list[Topic]:
        """Return the draft themes outside the codebook, by id."""
        with self.reading() as connection:
            return rows.records(connection, Topic, select(*rows.columns(Topic, TOPIC)).order_by(TOPIC.c.id))

    def concerns(self) -> list[str]:
        """Return the ids of excerpts for the safeguarding lead, in order of id.

        One that the lead has said something of stays, whether or not a later run finds it again.
        """
        with self.reading() as connection:
            found = set(connection.execute(select(CONCERN.c.excerpt)).scalars())
            decided = [d for d in standing(self.ledger.within(connection)) if d.about is About.CONCERN]
            if not decided:
                return sorted(found)
            excerpts = rows.records(connection, Excerpt, select(*rows.columns(Excerpt, EXCERPT)))
            places = Places(rows.unit_texts(connection))
        return sorted(found | passages_of(decided, excerpts, places))

    def withheld(self) -> list[Withheld]:
        """Return the inputs that did not go through, in the order in which they were saved."""
        with self.reading() as connection:
            query = select(*rows.columns(Withheld, WITHHELD)).order_by(WITHHELD.c.place)
            return rows.records(connection, Withheld, query)

    def counts(self) -> dict[str, int]:
        """Count sources, units, redactions, flags, excerpts, codings, topics, withheld."""
        tables = {
            "sources": SOURCE,
            "units": UNIT,
            "redactions": REDACTION,
            "flags": FLAG,
            "excerpts": EXCERPT,
            "codings": CODING,
            "topics": TOPIC,
            "withheld": WITHHELD,
        }
        with self.reading() as connection:
            return {
                name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for name, table in tables.items()
            }

    def _replace_all(self, table: Table, new: list[dict[str, Any]]) -> None:
        with self.writing() as connection:
            connection.execute(delete(table))
            insert_rows(connection, table, new)

    def _save_meta(self, key: str, value: str) -> None:
        with self.writing() as connection:
            schema.set_meta(connection, key, value)
