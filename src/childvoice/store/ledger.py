"""What people decided, in the order in which they did, and the audit log: only ever added to.

Each line of the audit log carries the digest of the line before it and of the decision that it tells of. So a
line that is changed or taken out, here or among the decisions, is found by :meth:`Ledger.verify`. The log says who
did what and when, by ids; it holds no word of a document and no memo.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from childvoice.decisions import About, Anchor, Decision, Draft, Verdict, standing
from childvoice.store import schema
from childvoice.store.database import Database
from childvoice.store.rows import insert_rows
from childvoice.store.schema import AUDIT, DECISION, SOURCE, WITHDRAWN

_HEAD = "audit head"
_PLAIN = ("number", "at", "person", "about", "verdict")
_ANCHOR = ("source", "unit", "text", "words", "start", "end")
_REST = ("theme", "value", "undoes", "gesture")


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One line of the audit log: ``act`` in plain words, ``subject`` by id, and the digests of the chain."""

    number: int
    at: str
    person: str
    act: str
    subject: str
    before: str
    digest: str


class Ledger:
    """The decisions and the audit log of a workspace (``workspace.ledger``)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- decisions -------------------------------------------------------------------------------------------

    def decide(self, person: str, drafts: Iterable[Draft]) -> list[Decision]:
        """Keep what ``person`` decided with one gesture: all of it, with its lines in the audit log, or nothing.

        When this returns, the decisions are on the disk.
        """
        with self._database.writing() as connection:
            return append(connection, person, list(drafts))

    def undo(self, person: str) -> list[Decision]:
        """Take back the last gesture of ``person`` that still stands, and return what it was; empty if none is.

        Both stay on record: the gesture, and that it was taken back.
        """
        with self._database.writing() as connection:
            # A release that was made is made, and withdrawn words are gone: neither is taken back.
            own = [
                d
                for d in standing(_read(connection))
                if d.person == person and d.about not in (About.RELEASE, About.WORDS)
            ]
            if not own:
                return []
            last = max(d.gesture for d in own)
            gone = [d for d in own if d.gesture == last]
            append(connection, person, [Draft(gone[0].about, Verdict.UNDO)], undoes=last)
        return gone

    def decisions(self) -> list[Decision]:
        """Return everything that was ever decided, undone or not, in order."""
        with self._database.reading() as connection:
            return _read(connection)

    @staticmethod
    def within(connection: Connection) -> list[Decision]:
        """Return :meth:`decisions` as a transaction that is open sees them."""
        return _read(connection)

    def standing(self, about: About | None = None) -> list[Decision]:
        """Return the decisions that stand: all, or those about one thing."""
        return [d for d in standing(self.decisions()) if about in (None, d.about)]

    def last(self) -> int:
        """Return the number of the last decision, 0 before the first; caches under another are stale."""
        with self._database.reading() as connection:
            return _last(connection)

    # -- withdrawal ------------------------------------------------------------------------------------------

    def withdraw(self, person: str, sources: Sequence[str]) -> int:
        """Take sources out of the review for good: text, codes, decisions. Return how many were there.

        The audit log keeps that it happened, by id. A later run does not take them in again.
        """
        with self._database.writing() as connection:
            there = set(connection.execute(select(SOURCE.c.id)).scalars()) & set(sources)
            mark_stale(connection, person, sources, "a document in it was withdrawn")
            for source in sources:
                connection.execute(delete(SOURCE).where(SOURCE.c.id == source))
                connection.execute(delete(WITHDRAWN).where(WITHDRAWN.c.source == source))
                insert_rows(connection, WITHDRAWN, [{"source": source, "at": _now()}])
                # Their numbers stay taken; verify knows the gap by the line that tells of the withdrawal.
                connection.execute(delete(DECISION).where(DECISION.c.source == source))
                _log(connection, person, "source withdrawn", source)
        return len(there)

    def mark_stale(self, person: str, names: Iterable[str], why: str) -> None:
        """Note that releases are not to be used any more, and why."""
        with self._database.writing() as connection:
            append(
                connection, person, [Draft(About.RELEASE, Verdict.STALE, theme=n, value=why) for n in names]
            )

    def withdrawn(self) -> dict[str, str]:
        """Return the ids of sources that were withdrawn, and when."""
        with self._database.reading() as connection:
            query = select(WITHDRAWN.c.source, WITHDRAWN.c.at).order_by(WITHDRAWN.c.source)
            return {row.source: row.at for row in connection.execute(query)}

    # -- the audit log -----------------------------------------------------------------------------------------

    def log(self, person: str, act: str, subject: str = "") -> None:
        """Add a line to the audit log. ``act`` and ``subject`` are words of ours and ids, never of a document."""
        with self._database.writing() as connection:
            _log(connection, person, act, subject)

    def audit(self) -> list[AuditLine]:
        """Return the audit log in order."""
        with self._database.reading() as connection:
            return _lines(connection)

    def verify(self, head: str = "") -> list[str]:
        """Say, a sentence each, where the audit log or the decisions were changed behind childvoice's back.

        Empty if nothing was. Who can write to the file and knows how could make a whole new chain: a ``head``
        noted earlier (the digest of the last line then) finds that too, as it must still be in the chain.
        """
        with self._database.reading() as connection:
            lines = _lines(connection)
            kept_head = schema.get_meta(connection, _HEAD)
            decisions = {d.number: _digest_of(d) for d in _read(connection)}
            withdrawn = set(connection.execute(select(WITHDRAWN.c.source)).scalars())
        found = _broken(lines, kept_head)
        if head and head not in {line.digest for line in lines}:
            found.append(
                "The head that was noted earlier is not in the log: lines were taken out or written anew."
            )
        return found + _changed(lines, decisions, withdrawn)


def _broken(lines: Sequence[AuditLine], head: str) -> list[str]:
    found: list[str] = []
    before, number = "", 0
    for line in lines:
        if line.number != number + 1:
            found.append(f"Between line {number} and line {line.number} lines are missing.")
        elif line.before != before:
            found.append(f"Line {line.number} does not follow from the line before it.")
        if line.digest != _chained(line):
            found.append(f"Line {line.number} was changed.")
        before, number = line.digest, line.number
    if head != before:
        found.append(f"Lines after line {number} are missing.")
    return found


def _changed(lines: Sequence[AuditLine], decisions: dict[int, str], withdrawn: set[str]) -> list[str]:
    found = []
    logged = {}
    for line in lines:
        kind, _, rest = line.subject.partition(" ")
        if kind.startswith("decision:"):
            number, source = int(kind.partition(":")[2]), rest.split(" ")[0]
            logged[number] = line
            if number in decisions and decisions[number] not in line.subject:
                found.append(f"Decision {number} was changed after it was made (line {line.number}).")
            elif number not in decisions and source not in withdrawn:
                found.append(f"Decision {number} is missing (line {line.number}).")
    found += [f"Decision {n} stands in no line of the log." for n in sorted(decisions.keys() - logged.keys())]
    return found


def append(
    connection: Connection, person: str, drafts: Sequence[Draft], *, undoes: int = 0
) -> list[Decision]:
    """Keep decisions and their lines in the audit log, within a transaction that is open."""
    if not person:
        raise ValueError("a decision is somebody's")
    # Past the audit log too: the number of a decision that went with its source is not given again.
    number = _last(connection) + 1
    gesture, at = number, _now()
    made = []
    for place, draft in enumerate(drafts):
        made.append(
            Decision(
                number + place,
                at,
                person,
                draft.about,
                draft.verdict,
                draft.anchor,
                draft.theme,
                draft.value,
                undoes,
                gesture,
            )
        )
    insert_rows(connection, DECISION, [_row(d) for d in made])
    for d in made:
        act = f"{d.about.value}: {d.verdict.value}"
        _log(connection, person, act, f"decision:{d.number} {d.anchor.source or '-'} {_digest_of(d)}", at)
    if made:
        schema.set_meta(connection, "last decision", str(made[-1].number))
    return made


def mark_stale(connection: Connection, person: str, sources: Iterable[str], why: str) -> list[str]:
    """Mark the releases that hold any of the sources, in their quotes or their numbers, as stale; return their names.

    Within a transaction that is open, before the sources go. A release that is stale already is left as it is.
    """
    gone = set(sources)
    about = [d for d in _read(connection) if d.about is About.RELEASE]
    stale = {d.theme for d in about if d.verdict is Verdict.STALE}
    held = dict.fromkeys(d.theme for d in about if d.verdict is Verdict.HOLDS and d.anchor.source in gone)
    names = [name for name in held if name not in stale]
    append(connection, person, [Draft(About.RELEASE, Verdict.STALE, theme=n, value=why) for n in names])
    return names


def _last(connection: Connection) -> int:
    return int(schema.get_meta(connection, "last decision") or 0)


def _row(decision: Decision) -> dict[str, Any]:
    row = {name: getattr(decision, name) for name in (*_PLAIN, *_REST)}
    return row | {name: getattr(decision.anchor, name) for name in _ANCHOR}


def _read(connection: Connection) -> list[Decision]:
    names = (*_PLAIN, *_ANCHOR, *_REST)
    found = []
    for row in connection.execute(select(*(DECISION.c[name] for name in names)).order_by(DECISION.c.number)):
        values: dict[str, Any] = dict(zip(names, row, strict=True))
        where = Anchor(**{name: values.pop(name) for name in _ANCHOR})
        found.append(Decision(anchor=where, **values))
    return found


def _digest_of(decision: Decision) -> str:
    row = {k: str(v) for k, v in _row(decision).items()}
    return hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()


def _log(connection: Connection, person: str, act: str, subject: str, at: str = "") -> None:
    before = schema.get_meta(connection, _HEAD)
    number = int(connection.execute(select(func.max(AUDIT.c.number))).scalar_one() or 0) + 1
    line = AuditLine(number, at or _now(), person, act, subject, before, "")
    digest = _chained(line)
    row = {n: getattr(line, n) for n in ("number", "at", "person", "act", "subject", "before")}
    connection.execute(insert(AUDIT), [row | {"digest": digest}])
    schema.set_meta(connection, _HEAD, digest)


def _chained(line: AuditLine) -> str:
    told = [line.number, line.at, line.person, line.act, line.subject, line.before]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _lines(connection: Connection) -> list[AuditLine]:
    names = ("number", "at", "person", "act", "subject", "before", "digest")
    rows = connection.execute(select(*(AUDIT.c[n] for n in names)).order_by(AUDIT.c.number))
    return [AuditLine(*row) for row in rows]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
