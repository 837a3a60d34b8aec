"""A review that began in a file goes to a database of PostgreSQL: all of it, or nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Table, func, insert, select

from childvoice.errors import WorkspaceError
from childvoice.store.address import FILE_NAME, SETTINGS, no_review, url_of
from childvoice.store.schema import META, TABLES
from childvoice.store.workspace import Workspace

LEFT = "workspace.moved.sqlite"
"""What the file is called afterwards: it can be read, and nothing more can be written into it."""

_AT_ONCE = 1000
_SECTION = "[store]"
# What is written here afterwards would be lost: sqlite.py says so to whoever still has the file open.
_REFUSES = (
    'CREATE TRIGGER IF NOT EXISTS "moved_{table}_{act}" BEFORE {act} ON "{table}" '
    "BEGIN SELECT RAISE(ABORT, 'this review has moved to a server'); END"
)


@dataclass(frozen=True, slots=True)
class Moved:
    """What was moved: rows of all tables, and whether the file could be given its new name (somebody may hold it open)."""

    rows: int
    renamed: bool


def move(folder: Path, address: str, by: str) -> Moved:
    """Move the workspace of the review in ``folder`` to the empty database at ``address``, and note so in its settings.

    While it is copied nobody can write; afterwards the file takes no decision any more, so that none is made where
    nobody will look. ``by`` stands in the audit log. After a failure the review is where it was; if the database has
    something in it by then, it has to be made anew.

    Raises NoReview if there is no file of a review, and WorkspaceError for an address or a database that cannot be used.
    """
    if not (folder / FILE_NAME).exists():
        raise no_review(str(folder / FILE_NAME))
    written = (folder / SETTINGS).read_text(encoding="utf-8-sig")
    if any(line.strip().startswith(_SECTION) for line in written.splitlines()):
        raise WorkspaceError(
            f"{SETTINGS} has a section {_SECTION} already",
            subject=SETTINGS,
            remedy="Take it out: the new address is written there",
        )
    with Workspace.open(folder) as old, Workspace.create_on(url_of(address), folder) as new:
        with old.writing() as source, new.writing() as target:
            _refuse_unless_empty(target)
            rows = sum(_copy(table, source, target) for table in TABLES.sorted_tables)
            for table in TABLES.sorted_tables:
                for act in ("INSERT", "UPDATE", "DELETE"):
                    source.exec_driver_sql(_REFUSES.format(table=table.name, act=act))
        new.ledger.log(by, "moved to a server", "")
    _note(folder / SETTINGS, written, address)
    return Moved(rows, _renamed(folder))


def _refuse_unless_empty(target: Connection) -> None:
    for table in TABLES.sorted_tables:
        if table is not META and target.execute(select(func.count()).select_from(table)).scalar_one():
            raise WorkspaceError(
                "the database has a review in it already",
                subject="database",
                remedy="Have an empty one made: createdb --encoding=UTF8 --template=template0 NAME",
            )


def _copy(table: Table, source: Connection, target: Connection) -> int:
    query = select(table).where(META.c.key != "version") if table is META else select(table)
    count = 0
    for rows in source.execute(query).mappings().partitions(_AT_ONCE):
        target.execute(insert(table), [dict(row) for row in rows])
        count += len(rows)
    return count


def _note(path: Path, written: str, address: str) -> None:
    part = path.with_suffix(".part")
    part.write_text(f"{written.rstrip()}\n\n{_SECTION}\naddress = {json.dumps(address)}\n", encoding="utf-8")
    part.replace(path)


def _renamed(folder: Path) -> bool:
    """Give the file another name, unless what somebody who has it open wrote last still lies beside it."""
    if (folder / f"{FILE_NAME}-wal").exists():
        return False
    (folder / FILE_NAME).replace(folder / LEFT)
    return True
