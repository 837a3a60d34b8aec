"""The workspace of a review: what the pipeline writes and everything else reads."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Table, delete, func, insert, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from childvoice.errors import NewerWorkspace, NoReview, WorkspaceError
from childvoice.records import (
    CodedRow,
    Coding,
    Document,
    Excerpt,
    Redaction,
    Role,
    Source,
    SourceFlag,
    Topic,
    Unit,
    Voice,
    Withheld,
)
from childvoice.store import rows, schema, sqlite
from childvoice.store.heads import HeadVersions
from childvoice.store.schema import CODING, CONCERN, EXCERPT, FLAG, REDACTION, SOURCE, TOPIC, UNIT, WITHHELD

FILE_NAME = "workspace.sqlite"
PERSON = "person:"


class Workspace:
    """A review's database. Make one with :meth:`create` or :meth:`open`; both work in a ``with`` statement.

    Several processes and threads may read and write at once: each write is one transaction that waits for its
    turn, each read sees one state of the whole. A process opens its own; an open workspace does not survive a
    fork. Every method raises WorkspaceError, with cause and remedy, for what the database cannot do.
    """

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
        with _reached(address):
            path = _path(address)
            path.parent.mkdir(parents=True, exist_ok=True)
        return cls(path, create=True)._ready(create=True)

    @classmethod
    def open(cls, address: str | os.PathLike[str]) -> Self:
        """Open the workspace at ``address`` (as in :meth:`create`), bringing an older one up to date first.

        Raises NoReview if there is none, NewerWorkspace if a later childvoice wrote it, and WorkspaceError if
        it is something else or cannot be opened. A file that may only be read opens; writing then fails.
        """
        with _reached(address):
            path = _path(address)
            if not path.exists():
                raise _no_review(str(path))
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
        texts = _checked_excerpts(document, excerpts := list(excerpts))
        _checked_codings(texts, codings := list(codings))
        with self._writing() as connection:
            kept, gone = _kept(_by_person(connection, source), texts, {_key(c) for c in codings})
            connection.execute(delete(SOURCE).where(SOURCE.c.id == source))  # takes all that follows along
            _insert(connection, SOURCE, [rows.as_row(document.source)])
            _insert(connection, UNIT, rows.in_place(document.units, source=source))
            _insert(connection, REDACTION, rows.in_place(document.redactions, source=source))
            _insert(connection, FLAG, rows.in_place(document.flags, source=source))
            _insert(connection, EXCERPT, rows.in_place(excerpts))
            _insert(connection, CODING, [rows.as_row(coding) for coding in (*codings, *kept)])
        return gone

    def remove_missing(self, ids: Collection[str]) -> int:
        """Remove every source, with all that follows from it, whose id is not among ``ids``; return how many.

        ``ids`` are the sources that are there now: an empty set empties the review.
        """
        with self._writing() as connection:
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

    @property
    def heads(self) -> HeadVersions:
        """The versions of what people taught the coder, kept beside the database."""
        return HeadVersions(Path(self._place).parent)

    def manifest(self) -> dict[str, Any]:
        """Return the manifest as it was saved, empty before the first."""
        with self._reading() as connection:
            found: dict[str, Any] = json.loads(schema.get_meta(connection, "manifest") or "{}")
        return found

    def run_id(self) -> str:
        """Return the id of the last completed run, empty before the first; caches under another are stale."""
        with self._reading() as connection:
            return schema.get_meta(connection, "run_id")

    def sources(self) -> list[Source]:
        """Return all sources by id."""
        with self._reading() as connection:
            query = select(*rows.columns(Source, SOURCE)).order_by(SOURCE.c.id)
            return rows.records(connection, Source, query)

    def source(self, source_id: str) -> Source | None:
        """Return the source of that id, None if there is none."""
        with self._reading() as connection:
            query = select(*rows.columns(Source, SOURCE)).where(SOURCE.c.id == source_id)
            return next(iter(rows.records(connection, Source, query)), None)

    def units(self, source_id: str) -> list[Unit]:
        """Return the units of a source in the order of the document; none for an id that is not known."""
        with self._reading() as connection:
            query = select(*rows.columns(Unit, UNIT)).where(UNIT.c.source == source_id)
            return rows.records(connection, Unit, query.order_by(UNIT.c.place))

    def redactions(self, source_id: str) -> list[Redaction]:
        """Return what was taken out of a source, in the order in which it was handed over."""
        with self._reading() as connection:
            query = select(*rows.columns(Redaction, REDACTION)).where(REDACTION.c.source == source_id)
            return rows.records(connection, Redaction, query.order_by(REDACTION.c.place))

    def flags(self) -> list[SourceFlag]:
        """Return what a person should look at, by source and in the order of the document."""
        with self._reading() as connection:
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
        with self._reading() as connection:
            return rows.records(connection, Excerpt, query)

    def codings(self) -> list[Coding]:
        """Return all codings, whatever their status, by source, place, evidence, theme and coder."""
        query = (
            select(*rows.columns(Coding, CODING))
            .join_from(CODING, EXCERPT)
            .order_by(EXCERPT.c.source, EXCERPT.c.place, *rows.CODING_ORDER)
        )
        with self._reading() as connection:
            return rows.records(connection, Coding, query)

    def coded_rows(self) -> list[CodedRow]:
        """Return all codings with what is known of excerpt and source, in the order of :meth:`codings`."""
        with self._reading() as connection:
            return rows.coded(connection)

    def topics(self) -> list[Topic]:
        """Return the draft themes outside the codebook, by id."""
        with self._reading() as connection:
            return rows.records(connection, Topic, select(*rows.columns(Topic, TOPIC)).order_by(TOPIC.c.id))

    def concerns(self) -> list[str]:
        """Return the ids of excerpts for the safeguarding lead, in order of id."""
        with self._reading() as connection:
            return list(connection.execute(select(CONCERN.c.excerpt).order_by(CONCERN.c.excerpt)).scalars())

    def withheld(self) -> list[Withheld]:
        """Return the inputs that did not go through, in the order in which they were saved."""
        with self._reading() as connection:
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
        with self._reading() as connection:
            return {
                name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for name, table in tables.items()
            }

    # -- within ----------------------------------------------------------------------------------------------

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        self._refuse_if_closed()
        with sqlite.explained(self._place), self._readers.begin() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        self._refuse_if_closed()
        with sqlite.explained(self._place), self._writers.begin() as connection:
            yield connection

    def _refuse_if_closed(self) -> None:
        # The engine would quietly open the file again, and nobody would close it.
        if self._closed:
            raise WorkspaceError("the workspace is closed", subject=self._place, remedy="Open it again first")

    def _replace_all(self, table: Table, new: list[dict[str, Any]]) -> None:
        with self._writing() as connection:
            connection.execute(delete(table))
            _insert(connection, table, new)

    def _save_meta(self, key: str, value: str) -> None:
        with self._writing() as connection:
            schema.set_meta(connection, key, value)

    def _ready(self, *, create: bool) -> Self:
        """Check what the file holds and bring it to the newest version; close it again if that fails."""
        try:
            with self._reading() as connection:
                found = self._version(connection)
            if not (found or create):
                raise _no_review(self._place)  # noqa: TRY301 -- caught only to close the file
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


@contextmanager
def _reached(address: str | os.PathLike[str]) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise WorkspaceError(
            f"the folder cannot be opened or made ({error.strerror})",
            subject=os.fspath(address),
            remedy="Choose a place where you may write",
        ) from None


def _path(address: str | os.PathLike[str]) -> Path:
    text = os.fspath(address)
    if "://" in text:
        try:
            url = make_url(text)
        except ArgumentError:
            url = None
        # The address itself is not shown: it may carry a password.
        if url is None or url.get_backend_name() != "sqlite":
            raise WorkspaceError(
                "a workspace is a file of SQLite, and this address is something else",
                subject="store.address",
                remedy="Give the path of a file, or leave the setting empty",
            )
        text = url.database or ":memory:"
    if not text or text == ":memory:" or text.startswith("file:"):
        raise WorkspaceError(
            "a workspace needs a file to be kept in",
            subject="store.address",
            remedy="Give the path of a file, or leave the setting empty",
        )
    path = Path(text)
    return path / FILE_NAME if path.is_dir() else path


def _no_review(place: str) -> NoReview:
    return NoReview(
        "there is no review here",
        subject=place,
        remedy="Make one with 'childvoice init', or name another folder",
    )


def _insert(connection: Connection, table: Table, new: list[dict[str, Any]]) -> None:
    if new:  # with an empty list SQLAlchemy would insert a row of defaults
        connection.execute(insert(table), new)


def _key(coding: Coding) -> tuple[str, str, str, int, int]:
    return coding.excerpt, coding.theme, coding.coder, coding.start, coding.end


def _checked_excerpts(document: Document, excerpts: list[Excerpt]) -> dict[str, str]:
    """Return the excerpts' texts by id, after making sure that each is a passage of the document."""
    units = {unit.index: unit.text for unit in document.units}
    for excerpt in excerpts:
        if excerpt.source != document.source.id:
            raise ValueError("an excerpt belongs to another source than its document")
        if (
            units.get(excerpt.unit, "")[excerpt.start : excerpt.end] != excerpt.text
            or excerpt.unit not in units
        ):
            raise ValueError("an excerpt's text does not stand at its offsets in its unit")
    texts = {excerpt.id: excerpt.text for excerpt in excerpts}
    if len(texts) != len(excerpts):
        raise ValueError("excerpt ids are unique")
    return texts


def _checked_codings(texts: Mapping[str, str], codings: list[Coding]) -> None:
    for coding in codings:
        if coding.excerpt not in texts:
            raise ValueError("a coding belongs to an excerpt that is not of this document")
        if coding.end > len(texts[coding.excerpt]):
            raise ValueError("a coding's evidence lies outside its excerpt")
    if len({_key(coding) for coding in codings}) != len(codings):
        raise ValueError("a coder gives a theme to the same words of an excerpt once")


def _by_person(connection: Connection, source: str) -> list[tuple[Coding, str]]:
    """Return codings by people in a source, each with the text of its excerpt."""
    query = (
        select(*rows.columns(Coding, CODING), EXCERPT.c.text)
        .join_from(CODING, EXCERPT)
        .where(EXCERPT.c.source == source, CODING.c.coder.startswith(PERSON, autoescape=True))
        .order_by(EXCERPT.c.place, *rows.CODING_ORDER)
    )
    found = ((Coding(*row[:-1]), str(row[-1])) for row in connection.execute(query))
    # Again in Python: whether LIKE tells 'person:' from 'Person:' depends on the database.
    return [(coding, text) for coding, text in found if coding.coder.startswith(PERSON)]


def _kept(
    earlier: list[tuple[Coding, str]],
    texts: Mapping[str, str],
    handed_over: set[tuple[str, str, str, int, int]],
) -> tuple[list[Coding], int]:
    """Return of people's earlier codings those that stay, and how many lost their excerpt."""
    kept: dict[tuple[str, str, str, int, int], Coding] = {}
    gone = 0
    for coding, before in earlier:
        now = texts.get(coding.excerpt, "")
        if not now:
            gone += 1
            continue
        span = slice(coding.start, coding.end)
        coding = coding if now[span] == before[span] else replace(coding, start=0, end=len(now))
        if (key := _key(coding)) not in handed_over:
            kept[key] = coding
    return list(kept.values()), gone
