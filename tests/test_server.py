"""A review that PostgreSQL keeps: the same as in a file, on a real server that these tests start and stop themselves."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, text

from childvoice.cli.main import main
from childvoice.custody import backup, delete
from childvoice.decisions import About, Draft, Verdict, anchor
from childvoice.errors import CustodyError, NewerWorkspace, NoReview, SettingsError, WorkspaceError
from childvoice.records import Coding, Status, Valence
from childvoice.store import FILE_NAME, Workspace, schema
from test_store import _start, everything, story

SAID = "My worker left again and nobody told me why."
_PLACES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
_INITDB = shutil.which("initdb") or (str(_PLACES[-1]) if _PLACES else "")


def _as_user(*command: str) -> None:
    """Run a program of PostgreSQL, which refuses to be root; as root, therefore, as 'nobody'."""
    user = ["runuser", "-u", "nobody", "--"] if os.geteuid() == 0 else []
    subprocess.run([*user, *command], check=True, capture_output=True, timeout=60, cwd="/")


@pytest.fixture(scope="module")
def server() -> Iterator[Path]:
    """A server of our own, on a socket in a folder that goes with it. No port is opened."""
    pytest.importorskip("psycopg", reason="childvoice[server] is not installed")
    if not _INITDB:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    if os.geteuid() == 0 and not shutil.which("runuser"):
        pytest.skip("PostgreSQL refuses to be root, and there is no runuser")
    pg_ctl = str(Path(_INITDB).with_name("pg_ctl"))
    place = Path(
        tempfile.mkdtemp(prefix="cv-pg-", dir="/tmp")
    )  # short: a socket's path has 107 letters at most
    if os.geteuid() == 0:
        shutil.chown(place, "nobody")
    data, log = str(place / "data"), str(place / "log")
    options = f"-k {place} -c listen_addresses= -c fsync=off -c max_connections=60"
    try:
        _as_user(_INITDB, "-D", data, "-U", "officer", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        _as_user(pg_ctl, "-D", data, "-l", log, "-o", options, "-w", "start")
    except (subprocess.SubprocessError, OSError) as error:
        # A container that is short of shared memory, or a folder that 'nobody' may not enter: not ours to mend.
        pytest.skip(f"PostgreSQL does not start on this machine: {error}")
    try:
        yield place
    finally:
        _as_user(pg_ctl, "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(place)


def _run(server: Path, statement: str, database: str = "postgres") -> Any:
    engine = create_engine(f"postgresql+psycopg://officer@/{database}?host={server}")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        found = connection.execute(text(statement))
        rows = found.fetchall() if found.returns_rows else []
    engine.dispose()
    return rows


@pytest.fixture
def review(server: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A folder whose settings name an empty database."""
    name = f"review_{zlib.crc32(request.node.name.encode())}"
    # English sorts otherwise than code points do: our order must not depend on it.
    _run(server, f"CREATE DATABASE {name} TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-GB'")
    folder = tmp_path / "review"
    folder.mkdir()
    _settings(folder, f"postgresql://officer@/{name}?host={server}")
    return folder


def _settings(folder: Path, address: str) -> None:
    (folder / "childvoice.toml").write_text(f'[store]\naddress = "{address}"\n', encoding="utf-8")


def _database(review: Path) -> str:
    return (review / "childvoice.toml").read_text(encoding="utf-8").partition("@/")[2].partition("?")[0]


def _fill(workspace: Workspace) -> None:
    # Ids that code points, an English dictionary and LIKE each put in another order.
    for name in ("b", "B", "a", "é", "_a", "a b", "Z", "ä"):
        document, excerpts, codings = story(name, words=f"{SAID} 🙂 {name}", units=2)
        by_person = Coding(excerpts[0].id, "Être", 1.0, 0, 2, Valence.MIXED, "person:r1", Status.ACCEPTED)
        workspace.replace_source(document, excerpts, [*codings, by_person])
    workspace.replace_source(*story("b", words=f"{SAID} 🙂 b", units=2))  # what the person coded stays
    workspace.save_run_id("first")
    workspace.save_concerns(["é/1", "B/0"])


def test_a_review_on_the_server_reads_as_the_same_review_in_a_file(review: Path, tmp_path: Path) -> None:
    with Workspace.create(review) as kept, Workspace.create(tmp_path / "plain.sqlite") as plain:
        _fill(kept)
        _fill(plain)
        expected = everything(plain)
        assert everything(kept) == expected
        assert kept.concerns() == plain.concerns() == ["B/0", "é/1"]
        assert kept.on_server
        assert not plain.on_server
    with Workspace.open(review) as again:
        assert everything(again) == expected
        assert again.run_id() == "first"
    assert [p.name for p in review.iterdir()] == ["childvoice.toml"]  # nothing was kept beside it


def test_decisions_undo_withdrawal_and_the_audit_log_work_there(review: Path) -> None:
    with Workspace.create(review) as workspace:
        workspace.replace_source(*story())
        ledger = workspace.ledger
        ledger.decide("Priya", [_accept("being told"), _accept("change")])
        assert [d.theme for d in ledger.undo("Priya")] == ["being told", "change"]
        assert ledger.standing(About.CODE) == []
        assert ledger.withdraw("Priya", ["s1"]) == 1
        assert workspace.counts()["codings"] == 0
        assert ledger.decide("Priya", [_accept("change")])[0].number == 4
        assert ledger.verify() == []
    name = _database(review)
    _run(review_server(review), "UPDATE decision SET theme = 'left out' WHERE number = 4", name)
    with Workspace.open(review) as workspace:
        assert workspace.ledger.verify() == ["Decision 4 was changed after it was made (line 5)."]


def review_server(review: Path) -> Path:
    """The folder of the server's socket."""
    return Path((review / "childvoice.toml").read_text(encoding="utf-8").partition("host=")[2].rstrip('"\n'))


def _accept(theme: str) -> Draft:
    return Draft(About.CODE, Verdict.ACCEPT, anchor("s1", 0, SAID, 0, 9), theme)


def _three_people(review: str, writer: int) -> None:
    def session(person: str) -> None:
        with Workspace.create(review) as workspace:  # all of them make it at once, too
            for number in range(3):
                workspace.ledger.decide(person, [_accept("continuity"), _accept("being told")])
                workspace.replace_source(*story(f"w{person}-{number}", units=2))
                assert workspace.counts()["units"] >= 2

    with ThreadPoolExecutor(3) as sessions:  # as the pages of one process are
        for done in [sessions.submit(session, f"Reviewer {writer}.{n}") for n in range(3)]:
            done.result()


def test_eight_processes_of_three_people_lose_no_decision_and_the_chain_holds(review: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=_three_people, args=(str(review), n)) for n in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=120)
    assert [writer.exitcode for writer in writers] == [0] * 8
    with Workspace.open(review) as workspace:
        kept = workspace.ledger.decisions()
        assert [d.number for d in kept] == list(range(1, 145))
        people = [f"Reviewer {w}.{n}" for w in range(8) for n in range(3)]
        assert {p: sum(d.person == p for d in kept) for p in people} == dict.fromkeys(people, 6)
        assert workspace.ledger.verify() == []
        assert workspace.counts()["codings"] == 8 * 3 * 3 * 2


def test_a_writer_killed_half_way_leaves_the_old_document_whole(review: Path) -> None:
    with Workspace.create(review) as workspace:
        workspace.replace_source(*story(units=400))
        before = everything(workspace)
        with _start(review, "It is all new. ", "INSERT INTO excerpt") as process:
            assert process.wait(timeout=60) == -signal.SIGKILL
        assert everything(workspace) == before
        workspace.replace_source(*story("s2"))  # the server has let go of the turn


def test_a_reader_sees_one_state_and_cannot_write(review: Path) -> None:
    with Workspace.create(review) as workspace, Workspace.open(review) as other:
        with workspace.reading() as connection:
            assert schema.get_meta(connection, "run_id") == ""
            other.save_run_id("written meanwhile")
            assert schema.get_meta(connection, "run_id") == ""
        assert workspace.run_id() == "written meanwhile"
        with pytest.raises(WorkspaceError, match="may not read or write"), workspace.reading() as connection:
            schema.set_meta(connection, "run_id", "by a reader")


def test_a_writer_waits_its_turn_but_not_for_ever(review: Path, monkeypatch: Any) -> None:
    from childvoice.store import postgresql

    with Workspace.create(review) as slow, Workspace.open(review) as hasty:
        monkeypatch.setattr(postgresql, "PATIENCE", 1)
        with slow.writing():
            assert hasty.sources() == []  # readers go on
            with pytest.raises(WorkspaceError, match="another program"):
                hasty.save_run_id("too early")
        hasty.save_run_id("in turn")
        assert slow.run_id() == "in turn"


def _add_ward(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE source ADD COLUMN ward TEXT NOT NULL DEFAULT 'none'"))


def _broken(connection: Connection) -> None:
    connection.execute(text("DROP TABLE coding"))
    connection.execute(text("DROP TABLE no_such_table"))


def test_an_older_review_is_brought_up_to_date_once_or_left_as_it_was(review: Path, monkeypatch: Any) -> None:
    steps = schema.MIGRATIONS
    with Workspace.create(review) as workspace:
        workspace.replace_source(*story())
        before = everything(workspace)
    monkeypatch.setattr(schema, "MIGRATIONS", (*steps, _add_ward, _broken))
    with pytest.raises(WorkspaceError, match="refused"):
        Workspace.open(review)
    monkeypatch.setattr(schema, "MIGRATIONS", (*steps, _add_ward))
    for _ in range(2):
        with Workspace.open(review) as workspace:
            assert everything(workspace) == before
    found = _run(review_server(review), "SELECT ward FROM source", _database(review))
    assert [row.ward for row in found] == ["none"]

    monkeypatch.setattr(schema, "MIGRATIONS", steps)  # and the childvoice of last year refuses it
    for way in (Workspace.open, Workspace.create):
        with pytest.raises(NewerWorkspace, match="later childvoice"):
            way(review)


def test_two_schemas_of_a_database_hold_two_reviews(review: Path, server: Path, tmp_path: Path) -> None:
    for name in ("east", "west"):
        _run(server, f"CREATE SCHEMA {name}", _database(review))
        (tmp_path / name).mkdir()
        address = f"postgresql://officer@/{_database(review)}?options=-csearch_path%3D{name}&host={server}"
        _settings(tmp_path / name, address)
        with Workspace.create(tmp_path / name) as workspace:
            workspace.save_run_id(name)
    with Workspace.open(tmp_path / "east") as east, Workspace.open(tmp_path / "west") as west:
        with east.writing():
            west.save_run_id("west again")  # the turns of one are not those of the other
        assert (east.run_id(), west.run_id()) == ("east", "west again")


def test_what_is_no_review_is_told_from_what_is_missing(review: Path, server: Path) -> None:
    with pytest.raises(NoReview):
        Workspace.open(review)
    _run(server, "CREATE TABLE invoices (id INTEGER)", _database(review))
    for way in (Workspace.open, Workspace.create):
        with pytest.raises(WorkspaceError, match="not one of childvoice"):
            way(review)
    _settings(review, f"postgresql://officer@/no_such_database?host={server}")
    with pytest.raises(WorkspaceError, match="cannot be reached") as caught:
        Workspace.create(review)
    assert str(server) not in str(caught.value)
    _run(server, "CREATE DATABASE old TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    _settings(review, f"postgresql://officer@/old?host={server}")
    with pytest.raises(WorkspaceError, match="encoding LATIN1"):
        Workspace.create(review)


@pytest.mark.parametrize(("character", "named"), [("\0", "NUL"), ("\ud83d", "surrogate")])
def test_what_no_database_can_keep_is_refused_without_the_text(
    review: Path, character: str, named: str
) -> None:
    with Workspace.create(review) as workspace:
        with pytest.raises(WorkspaceError, match=named) as caught:
            workspace.replace_source(*story(words=SAID + character))
        assert "nobody" not in str(caught.value)
        assert workspace.sources() == []


def test_backup_and_deletion_leave_the_server_to_its_own_tools(review: Path, tmp_path: Path) -> None:
    with Workspace.create(review) as workspace:
        workspace.replace_source(*story())
    with pytest.raises(WorkspaceError, match="pg_dump"):
        backup(review, tmp_path / "b.zip", "Priya")
    with pytest.raises(CustodyError, match="server's own tools"):
        delete(review, tmp_path / "gone.json", "Priya", "End of retention")
    with Workspace.open(review) as workspace:
        assert len(workspace.sources()) == 1
        assert workspace.ledger.audit() == []
    assert [p.name for p in tmp_path.iterdir()] == ["review"]


def test_the_command_line_begins_a_review_there(review: Path, tmp_path: Path, server: Path) -> None:
    address = f"postgresql://officer@/{_database(review)}?host={server}"
    assert main(["init", str(tmp_path / "new"), "--database", address]) == 0
    assert not (tmp_path / "new" / FILE_NAME).exists()
    with Workspace.open(tmp_path / "new") as workspace:
        assert workspace.on_server
    assert main(["audit", "verify", "--review", str(tmp_path / "new")]) == 0


# -- what needs no server -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("mysql://me:hunter2@host/review", "no address"),
        ("postgresql://me@host", "no address"),
        ("hunter2 in words", "no address"),
        ("postgresql://me:hunter2@host:x/review", "no address"),
        ("postgresql://me:hunter2@host/review", "a password does not belong"),
        ("postgresql://me@host/review?password=hunter2", "a password does not belong"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_without_its_password(
    tmp_path: Path, address: str, named: str
) -> None:
    _settings(tmp_path, address)
    for way in (Workspace.create, Workspace.open):
        with pytest.raises(WorkspaceError, match=named) as caught:
            way(tmp_path)
        assert "hunter2" not in str(caught.value)
    assert not (tmp_path / FILE_NAME).exists()


def test_a_folder_with_a_file_and_an_address_is_not_guessed_about(tmp_path: Path) -> None:
    Workspace.create(tmp_path).close()
    _settings(tmp_path, "postgresql://officer@host/review")
    with pytest.raises(WorkspaceError, match="has one database"):
        Workspace.open(tmp_path)


def test_settings_that_cannot_be_read_never_hide_where_a_review_is(tmp_path: Path) -> None:
    (tmp_path / "childvoice.toml").write_text("[store\n", encoding="utf-8")
    with pytest.raises(SettingsError):
        Workspace.create(tmp_path)
    assert not (tmp_path / FILE_NAME).exists()
    (tmp_path / "childvoice.toml").unlink()
    Workspace.create(tmp_path).close()
    (tmp_path / "childvoice.toml").write_text("[store\n", encoding="utf-8")
    Workspace.open(tmp_path).close()


def test_without_the_driver_it_says_what_to_install(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.delitem(sys.modules, "childvoice.store.postgresql", raising=False)
    monkeypatch.delattr("childvoice.store.postgresql", raising=False)
    _settings(tmp_path, "postgresql://officer@host/review")
    with pytest.raises(WorkspaceError, match=r"childvoice\[server\]"):
        Workspace.create(tmp_path)


def test_a_review_that_began_in_a_file_moves_to_the_server_with_all_that_was_decided(
    review: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address = (review / "childvoice.toml").read_text(encoding="utf-8").partition('"')[2].partition('"')[0]
    pilot = tmp_path / "pilot"
    pilot.mkdir()
    (pilot / "childvoice.toml").write_text('# ours\n[review]\ntitle = "Pilot"\n', encoding="utf-8")
    with Workspace.create(pilot) as workspace:
        _fill(workspace)
        workspace.ledger.decide("Priya", [_accept("change"), _accept("being told")])
        workspace.ledger.undo("Priya")
        expected, decided = everything(workspace), workspace.ledger.decisions()
    still_open = Workspace.open(pilot)
    assert main(["move", str(pilot), "--database", address, "--name", "Ade"]) == 0
    assert "rows are on the server" in capsys.readouterr().out
    assert (
        (pilot / "childvoice.toml")
        .read_text(encoding="utf-8")
        .startswith('# ours\n[review]\ntitle = "Pilot"')
    )
    with pytest.raises(WorkspaceError, match="moved to a server"), still_open:
        still_open.ledger.decide("Priya", [_accept("change")])
    left = pilot / "workspace.sqlite"
    if left.exists():  # 'still_open' held it
        left.rename(pilot / "workspace.moved.sqlite")
    with Workspace.open(pilot) as workspace:
        assert workspace.on_server
        assert everything(workspace) == expected
        assert workspace.ledger.decisions() == decided
        assert workspace.ledger.verify() == []
        assert workspace.run_id() == "first"
        assert workspace.ledger.decide("Priya", [_accept("change")])[0].number == len(decided) + 1


def test_a_review_moves_only_into_an_empty_database_and_stays_whole_if_it_cannot(
    review: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address = (review / "childvoice.toml").read_text(encoding="utf-8").partition('"')[2].partition('"')[0]
    with Workspace.create(review) as other:
        _fill(other)
    pilot = tmp_path / "pilot"
    pilot.mkdir()
    (pilot / "childvoice.toml").write_text("", encoding="utf-8")
    with Workspace.create(pilot) as workspace:
        _fill(workspace)
    for where, cause in (
        (address, "has a review in it already"),
        (address.replace("officer@", "officer:secret@"), "a password does not belong"),
        ("sqlite:///x", "no address of a database of PostgreSQL"),
    ):
        assert main(["move", str(pilot), "--database", where]) == 2
        told = capsys.readouterr()
        assert cause in told.err + told.out
        assert "secret" not in told.err + told.out
    with Workspace.open(pilot) as workspace:
        assert not workspace.on_server
        assert workspace.ledger.decide("Priya", [_accept("change")])
    assert (pilot / "childvoice.toml").read_text(encoding="utf-8") == ""
