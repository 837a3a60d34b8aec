"""The workspace: what goes in comes out, whatever happens meanwhile."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, event, text

from childvoice.errors import NewerWorkspace, NoReview, WorkspaceError
from childvoice.records import (
    CodedRow,
    Coding,
    Document,
    Excerpt,
    Flag,
    Group,
    Kind,
    Label,
    Redaction,
    Role,
    Source,
    SourceFlag,
    Status,
    Topic,
    Unit,
    Valence,
    Voice,
    Withheld,
)
from childvoice.store import Workspace, schema, sqlite

WORDS = "Chloe1 changed my worker four times 🙂 and nobody told me why."


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path) as made:
        yield made


def story(
    source: str = "s1", words: str = WORDS, units: int = 1
) -> tuple[Document, list[Excerpt], list[Coding]]:
    """Tell a document of ``units`` turns with one excerpt and one suggested code each."""
    document = Document(
        Source(
            source, f"{source}.txt", "An interview", Kind.INTERVIEW, Group.CHILD, date="2025-03", team="East"
        ),
        tuple(Unit(number, words, "YP1", question="How was it?") for number in range(units)),
    )
    excerpts = [
        Excerpt(
            f"{source}/{number}", source, number, 0, len(words), words, "YP1",
            Role.CHILD, Voice.OWN_WORDS, f"{source}/YP1", "How was it?",
        )
        for number in range(units)
    ]  # fmt: skip
    codings = [Coding(e.id, "change_of_worker", 0.75, 0, 6, Valence.NEGATIVE, "model:1") for e in excerpts]
    return document, excerpts, codings


def by_researcher(excerpt: str, theme: str = "being_told", start: int = 0, end: int = 6) -> Coding:
    return Coding(excerpt, theme, 1.0, start, end, Valence.MIXED, "person:r1", Status.ACCEPTED)


def everything(workspace: Workspace) -> list[Any]:
    sources = workspace.sources()
    return [
        sources,
        [workspace.units(source.id) for source in sources],
        [workspace.redactions(source.id) for source in sources],
        workspace.flags(),
        workspace.excerpts(),
        workspace.codings(),
        workspace.coded_rows(),
        workspace.topics(),
        workspace.withheld(),
        workspace.counts(),
    ]


def as_told(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))


# -- what goes in comes out ---------------------------------------------------------------------------------


def test_a_document_comes_back_as_it_went_in(workspace: Workspace) -> None:
    source = Source(
        "s1", "s1.docx", "Group on Tuesday", Kind.FOCUS_GROUP, Group.STAFF, "2025-03", "office", "allocation",
        "East", "machine", ("change", "being told"), ("a", "b"), "given in writing", False, 12,
        ("a page was blank",),
    )  # fmt: skip
    units = (
        Unit(7, WORDS, "YP1", "child", "How was it?", "2025-03-01 | visit | Worker2", "respondent 4"),
        Unit(2, "Mark2 said so.", "SW"),
    )
    redactions = (
        Redaction(7, 0, 6, Label.PERSON_CHILD, "Chloe1", "roster", 0.1 + 0.2),
        Redaction(2, 0, 5, Label.PERSON_STAFF, "Mark2", "tagger"),
    )
    flags = (Flag(2, Label.RARE_EVENT, "rare"), Flag(7, Label.AGE, "doubtful"))
    excerpts = [
        Excerpt("e9", "s1", 7, 0, 6, "Chloe1", "YP1", Role.CARE_LEAVER, Voice.OWN_WORDS, "p1", "How was it?"),
        Excerpt("e1", "s1", 2, 6, 14, "said so.", "SW", Role.STAFF, Voice.REPORTED, "p2"),
    ]
    codings = [
        Coding("e9", "a", 1 / 3, 0, 6, Valence.POSITIVE, "model:1", Status.UNSURE),
        Coding("e1", "b", 1.0, 0, 4, Valence.MIXED, "person:r1", Status.CHANGED),
    ]
    workspace.replace_source(Document(source, units, redactions, flags), excerpts, codings)

    assert workspace.sources() == [source]
    assert workspace.source("s1") == source
    assert tuple(workspace.units("s1")) == units
    assert tuple(workspace.redactions("s1")) == redactions
    assert workspace.flags() == [
        SourceFlag("s1", 2, Label.RARE_EVENT, "rare"),
        SourceFlag("s1", 7, Label.AGE, "doubtful"),
    ]
    assert workspace.excerpts() == excerpts
    assert workspace.codings() == codings
    assert workspace.coded_rows()[1] == CodedRow(
        "e1", "s1", "b", 1.0, Status.CHANGED, Valence.MIXED, "person:r1", 0, 4, Role.STAFF, Voice.REPORTED,
        "p2", Kind.FOCUS_GROUP, Group.STAFF, "2025-03", "allocation", "East", "said so.", "SW", "",
    )  # fmt: skip
    assert isinstance(workspace.coded_rows()[1].voice, Voice)
    assert workspace.counts() == {
        "sources": 1, "units": 2, "redactions": 2, "flags": 2, "excerpts": 2, "codings": 2,
        "topics": 0, "withheld": 0,
    }  # fmt: skip


def test_topics_and_withheld_inputs_are_replaced_as_a_whole(workspace: Workspace) -> None:
    topics = [Topic(-1, "other", (), (), ()), Topic(4, "taxis", ("taxi", "car"), ("e1", "e2"), ("e1",))]
    withheld = [
        Withheld("z.pdf", "no text", "Scan it again", "ingest"),
        Withheld("a.txt", "x", "y", "deidentify"),
    ]
    workspace.save_topics([Topic(9, "old", (), (), ())])
    workspace.save_topics(reversed(topics))
    workspace.save_withheld([Withheld("old.txt", "", "", "")])
    workspace.save_withheld(withheld)
    assert workspace.topics() == topics
    assert workspace.withheld() == withheld
    workspace.save_topics([])
    workspace.save_withheld([])
    assert workspace.topics() == []
    assert workspace.withheld() == []


def test_the_manifest_and_the_run_id_are_remembered(workspace: Workspace, tmp_path: Path) -> None:
    assert workspace.manifest() == {}
    assert workspace.run_id() == ""
    workspace.save_manifest({"seeds": [1]})
    workspace.save_manifest({"versions": {"childvoice": "0.1"}, "seeds": [7, 8], "é": None, "seconds": 1.5})
    first = workspace.save_run_id()
    with Workspace.open(tmp_path) as again:
        assert again.manifest() == {
            "versions": {"childvoice": "0.1"},
            "seeds": [7, 8],
            "é": None,
            "seconds": 1.5,
        }
        assert again.run_id() == first != ""
        assert again.save_run_id() != first
        assert again.save_run_id("run 3") == again.run_id() == "run 3"


def test_a_manifest_that_is_not_json_changes_nothing(workspace: Workspace) -> None:
    workspace.save_manifest({"a": 1})
    with pytest.raises(TypeError):
        workspace.save_manifest({"a": object()})
    with pytest.raises(ValueError, match="JSON"):
        workspace.save_manifest({"a": float("nan")})
    assert workspace.manifest() == {"a": 1}


def test_excerpts_are_found_by_role_voice_and_source(workspace: Workspace) -> None:
    for name in ("s2", "s1"):
        document, (child,), _ = story(name)
        worker = replace(child, id=f"{name}/w", role=Role.STAFF, voice=Voice.REPORTED)
        workspace.replace_source(document, [child, worker], [])

    def ids(**wanted: Any) -> list[str]:
        return [excerpt.id for excerpt in workspace.excerpts(**wanted)]

    assert ids() == ["s1/0", "s1/w", "s2/0", "s2/w"]
    assert ids(role=Role.STAFF) == ["s1/w", "s2/w"]
    assert ids(voice=Voice.OWN_WORDS, source="s2") == ["s2/0"]
    assert ids(role=Role.PARENT) == []


def test_what_is_not_known_is_empty_and_no_error(workspace: Workspace) -> None:
    assert workspace.source("nobody") is None
    assert workspace.units("nobody") == []
    assert workspace.redactions("nobody") == []
    assert workspace.coded_rows() == []
    assert set(workspace.counts().values()) == {0}


def test_a_document_without_any_text_is_kept_too(workspace: Workspace) -> None:
    document = Document(story()[0].source, ())
    workspace.replace_source(document, [], [])
    assert workspace.sources() == [document.source]


def test_the_order_of_reading_does_not_depend_on_the_order_of_writing(tmp_path: Path) -> None:
    seen = []
    for seed in range(3):
        shuffle = random.Random(seed).shuffle
        names = [f"s{n}" for n in range(12)]
        shuffle(names)
        with Workspace.create(tmp_path / str(seed)) as workspace:
            for name in names:
                document, excerpts, codings = story(name, units=3)
                codings += [by_researcher(e.id, theme) for e in excerpts for theme in ("z", "a", "é")]
                shuffle(codings)
                workspace.replace_source(document, excerpts, codings)
            assert [(r.excerpt_id, r.theme) for r in workspace.coded_rows()] == [
                (c.excerpt, c.theme) for c in workspace.codings()
            ]
            seen.append(everything(workspace))
    assert seen[0] == seen[1] == seen[2]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with Workspace.create(tmp_path_factory.mktemp("shared")) as made:
        yield made


any_text = st.text(st.characters(exclude_categories=["Cs"]))
any_words = any_text.filter(bool)


@settings(deadline=None, max_examples=150)
@given(words=any_words, other=any_text, several=st.lists(any_text), score=st.floats(0, 1))
def test_any_text_survives(
    shared: Workspace, words: str, other: str, several: list[str], score: float
) -> None:
    several_ = tuple(several)
    document = Document(
        Source("x" + other, other, other, Kind.LETTER, Group.CHILD, topics_asked=several_, warnings=several_),
        (Unit(0, other + words, other, other, other, other, other),),
        (Redaction(0, len(other), len(other + words), Label.SCHOOL, words, other, score),),
        (Flag(0, Label.DATE, other),),
    )
    excerpt = Excerpt(
        words, "x" + other, 0, len(other), len(other + words), words, other,
        Role.CHILD, Voice.OWN_WORDS, other, other,
    )  # fmt: skip
    coding = Coding(words, other, score, 0, len(words), Valence.NEUTRAL, other)
    topic, withheld = Topic(0, other, several_, several_, several_), Withheld(other, other, other, other)
    shared.remove_missing(set())
    shared.replace_source(document, [excerpt], [coding])
    shared.save_topics([topic])
    shared.save_withheld([withheld])
    shared.save_manifest({other: words})
    id_ = document.source.id
    assert shared.source(id_) == document.source
    assert (
        Document(document.source, tuple(shared.units(id_)), tuple(shared.redactions(id_)), document.flags)
        == document
    )
    assert [flag.reason for flag in shared.flags()] == [other]
    assert shared.excerpts(source=id_) == [excerpt]
    assert shared.codings() == [coding]
    assert [(row.text, row.theme, row.score) for row in shared.coded_rows()] == [(words, other, score)]
    assert (shared.topics(), shared.withheld(), shared.manifest()) == ([topic], [withheld], {other: words})


# -- replacing ----------------------------------------------------------------------------------------------


def test_putting_a_document_twice_changes_nothing(workspace: Workspace) -> None:
    workspace.replace_source(*story("s1", units=4))
    workspace.replace_source(*story("s2", units=2))
    before = everything(workspace)
    assert workspace.replace_source(*story("s1", units=4)) == 0
    assert everything(workspace) == before


def test_a_new_version_leaves_nothing_of_the_old_one(workspace: Workspace) -> None:
    workspace.replace_source(*story("s1", units=9))
    workspace.replace_source(*story("s2", units=1))
    document, excerpts, codings = story("s1", words="Nothing changed.", units=2)
    workspace.replace_source(document, excerpts, codings)
    assert tuple(workspace.units("s1")) == document.units
    assert workspace.excerpts(source="s1") == excerpts
    assert len(workspace.codings()) == 3


def test_a_persons_coding_survives_a_new_run(workspace: Workspace) -> None:
    document, excerpts, codings = story(units=2)
    mine = by_researcher("s1/1")
    workspace.replace_source(document, excerpts, [*codings, mine])
    for _ in range(2):
        assert workspace.replace_source(document, excerpts, []) == 0
        assert workspace.codings() == [mine]
    workspace.replace_source(document, excerpts, codings)
    assert set(workspace.codings()) == {*codings, mine}


def test_a_persons_coding_goes_only_with_its_excerpt_and_is_counted(workspace: Workspace) -> None:
    document, excerpts, _ = story(units=3)
    mine = [by_researcher(e.id) for e in excerpts]
    workspace.replace_source(document, excerpts, mine)
    assert workspace.replace_source(document, excerpts[:1], []) == 2
    assert workspace.codings() == mine[:1]


def test_a_persons_newer_decision_stands_in_place_of_the_older(workspace: Workspace) -> None:
    document, excerpts, _ = story()
    workspace.replace_source(document, excerpts, [by_researcher("s1/0")])
    newer = replace(by_researcher("s1/0"), status=Status.REJECTED)
    workspace.replace_source(document, excerpts, [newer])
    assert workspace.codings() == [newer]


def test_evidence_whose_words_changed_becomes_the_whole_excerpt(workspace: Workspace) -> None:
    document, excerpts, _ = story()
    same, changed = by_researcher("s1/0", "a", 0, 6), by_researcher("s1/0", "b", 7, 14)
    workspace.replace_source(document, excerpts, [same, changed])
    workspace.replace_source(*story(words="Chloe1 says")[:2], [])
    assert workspace.codings() == [same, replace(changed, start=0, end=len("Chloe1 says"))]


def test_only_a_coder_called_person_is_a_person(workspace: Workspace) -> None:
    document, excerpts, _ = story()
    coders = ["PERSON:r1", "personal-model", "model:person:1", "person"]
    workspace.replace_source(document, excerpts, [replace(by_researcher("s1/0"), coder=c) for c in coders])
    workspace.replace_source(document, excerpts, [])
    assert workspace.codings() == []


def test_sources_that_are_no_longer_there_are_removed(workspace: Workspace) -> None:
    for name in ("s1", "s2", "s3"):
        workspace.replace_source(*story(name))
    assert workspace.remove_missing({"s2", "s9"}) == 2
    assert [source.id for source in workspace.sources()] == ["s2"]
    assert workspace.counts()["codings"] == workspace.counts()["units"] == 1
    assert workspace.remove_missing({"s2"}) == 0


@pytest.mark.parametrize("wrong", ["source", "place", "unit", "twice", "stray", "long", "coded twice"])
def test_records_that_do_not_belong_together_are_refused_whole(workspace: Workspace, wrong: str) -> None:
    workspace.replace_source(*story())
    before = everything(workspace)
    document, (excerpt,), (coding,) = story(words="A later version of it.")
    excerpts, codings = {
        "source": ([replace(excerpt, source="s2")], []),
        "place": ([replace(excerpt, start=1, end=1 + len(excerpt.text))], []),
        "unit": ([replace(excerpt, unit=5, start=0, end=0, text="")], []),
        "twice": ([excerpt, excerpt], []),
        "stray": ([excerpt], [replace(coding, excerpt="s9/0")]),
        "long": ([excerpt], [replace(coding, end=1000)]),
        "coded twice": ([excerpt], [coding, replace(coding, score=0.1)]),
    }[wrong]
    with pytest.raises(ValueError, match=r"^an? |^excerpt") as caught:
        workspace.replace_source(document, excerpts, codings)
    assert "later version" not in as_told(caught.value)
    assert everything(workspace) == before


def test_an_excerpt_id_of_another_document_is_refused_without_its_text(workspace: Workspace) -> None:
    workspace.replace_source(*story("s1"))
    document, (excerpt,), _ = story("s2")
    before = everything(workspace)
    with pytest.raises(WorkspaceError, match="contradicts") as caught:
        workspace.replace_source(document, [replace(excerpt, id="s1/0")], [])
    assert "nobody told me" not in as_told(caught.value)
    assert everything(workspace) == before


def test_half_a_surrogate_pair_is_refused_without_the_text_around_it(workspace: Workspace) -> None:
    with pytest.raises(WorkspaceError, match="surrogate") as caught:
        workspace.replace_source(*story(words=WORDS + "\ud83d"))
    assert "nobody told me" not in as_told(caught.value)
    assert workspace.sources() == []


def test_the_databases_own_log_shows_no_text(workspace: Workspace, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"), caplog.at_level("INFO", logger="sqlalchemy.engine"):
        workspace.replace_source(*story())
    assert "INSERT INTO unit" in caplog.text
    assert "nobody told me" not in caplog.text


# -- many at once -------------------------------------------------------------------------------------------


def _write_25(folder: str, writer: int) -> None:
    with Workspace.create(folder) as workspace:  # all of them make it at once, too
        for number in range(25):
            workspace.replace_source(*story(f"w{writer}-{number:02}", units=6))
            workspace.save_run_id()
            workspace.counts()


def test_eight_processes_write_at_once_and_lose_nothing(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=_write_25, args=(str(tmp_path), n)) for n in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=180)
    assert [writer.exitcode for writer in writers] == [0] * 8
    with Workspace.open(tmp_path) as workspace:
        assert len(workspace.sources()) == 200
        assert workspace.counts()["codings"] == workspace.counts()["units"] == 1200
        for source in workspace.sources():
            assert workspace.excerpts(source=source.id) == story(source.id, units=6)[1]


def test_readers_see_the_old_or_the_new_document_and_nothing_between(workspace: Workspace) -> None:
    old, new = story(units=5), story(words="It is better now.", units=9)
    workspace.replace_source(*old)
    allowed = [{WORDS}, {"It is better now."}], {5, 9}
    wrong: list[str] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            rows = workspace.coded_rows()
            if {row.text for row in rows} not in allowed[0] or len(rows) not in allowed[1]:
                wrong.append(f"{len(rows)} rows")

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    try:
        for _ in range(20):
            workspace.replace_source(*new)
            workspace.replace_source(*old)
    finally:
        done.set()
        for reader in readers:
            reader.join()
    assert wrong == []


def test_a_writer_does_not_wait_for_ever(tmp_path: Path, monkeypatch: Any) -> None:
    Workspace.create(tmp_path).close()
    monkeypatch.setattr(sqlite, "PATIENCE", 0.1)
    with (
        Workspace.open(tmp_path) as hasty,
        closing(sqlite3.connect(tmp_path / "workspace.sqlite", isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        assert hasty.sources() == []  # readers go on
        with pytest.raises(WorkspaceError, match="another program"):
            hasty.replace_source(*story())
        other.execute("ROLLBACK")
        hasty.replace_source(*story())


KILLED = textwrap.dedent(
    """
    import os, signal, sys
    sys.path.insert(0, {tests!r})
    from sqlalchemy import Engine, event
    from test_store import story
    from childvoice.store import Workspace

    words, moment = {words!r}, {moment!r}
    workspace = Workspace.open({folder!r})
    if moment:
        @event.listens_for(Engine, "after_cursor_execute")
        def _(connection, cursor, statement, *rest):
            if statement.startswith(moment):
                os.kill(os.getpid(), signal.SIGKILL)
    print("ready", flush=True)
    while True:
        workspace.replace_source(*story(words=words, units=4000))
    """
)


def _start(folder: Path, words: str, moment: str = "") -> subprocess.Popen[str]:
    code = KILLED.format(tests=str(Path(__file__).parent), words=words, moment=moment, folder=str(folder))
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
@pytest.mark.parametrize("moment", ["DELETE FROM source", "INSERT INTO excerpt", "INSERT INTO coding"])
def test_a_writer_killed_half_way_leaves_the_old_document_whole(tmp_path: Path, moment: str) -> None:
    with Workspace.create(tmp_path) as workspace:
        workspace.replace_source(*story(units=4000))
        before = everything(workspace)
    # Larger than SQLite's cache, so that half of the new document has already reached the disk.
    with _start(tmp_path, "It is all new. " * 20, moment) as process:
        assert process.wait(timeout=60) == -signal.SIGKILL
    with Workspace.open(tmp_path) as workspace:
        assert everything(workspace) == before
        workspace.replace_source(*story("s2"))  # and the next writer can write


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_a_writer_killed_at_any_time_leaves_one_document_whole(tmp_path: Path) -> None:
    with Workspace.create(tmp_path) as workspace:
        workspace.replace_source(*story(units=4000))
    versions = [WORDS, "It is all new.", "It is newer still, and longer by a little."]
    for turn in range(4):
        with _start(tmp_path, versions[(turn + 1) % 3]) as process:
            time.sleep(0.05 + 0.11 * turn)
            process.kill()
        with Workspace.open(tmp_path) as workspace:
            rows = workspace.coded_rows()
            words = {row.text for row in rows}
            assert len(rows) == len(workspace.units("s1")) == 4000
            assert len(words) == 1
            assert {unit.text for unit in workspace.units("s1")} == words
    with closing(sqlite3.connect(tmp_path / "workspace.sqlite")) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


# -- versions -----------------------------------------------------------------------------------------------


STEPS = schema.MIGRATIONS


def _add_column(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE source ADD COLUMN ward TEXT NOT NULL DEFAULT 'none'"))


def test_a_migration_runs_once_and_keeps_what_was_there(tmp_path: Path, monkeypatch: Any) -> None:
    with Workspace.create(tmp_path) as workspace:
        workspace.replace_source(*story())
        before = everything(workspace)
    ran: list[int] = []

    def step(connection: Connection) -> None:
        ran.append(1)
        _add_column(connection)

    monkeypatch.setattr(schema, "MIGRATIONS", (*STEPS, step))
    for _ in range(3):
        with Workspace.open(tmp_path) as workspace:
            assert everything(workspace) == before
            assert ran == [1]
    with closing(sqlite3.connect(tmp_path / "workspace.sqlite")) as raw:
        assert raw.execute("SELECT ward FROM source").fetchall() == [("none",)]
        assert raw.execute("SELECT value FROM meta WHERE key = 'version'").fetchall() == [
            (str(len(STEPS) + 2),)
        ]


def test_a_migration_that_fails_leaves_the_workspace_as_it_was(tmp_path: Path, monkeypatch: Any) -> None:
    with Workspace.create(tmp_path) as workspace:
        workspace.replace_source(*story())
        before = everything(workspace)

    def broken(connection: Connection) -> None:
        connection.execute(text("DROP TABLE coding"))
        connection.execute(text("DROP TABLE no_such_table"))

    monkeypatch.setattr(schema, "MIGRATIONS", (*STEPS, _add_column, broken))
    with pytest.raises(WorkspaceError):
        Workspace.open(tmp_path)
    monkeypatch.setattr(schema, "MIGRATIONS", STEPS)
    with Workspace.open(tmp_path) as workspace:
        assert everything(workspace) == before


def _rebuild_source(connection: Connection) -> None:
    for statement in (
        "CREATE TABLE anew AS SELECT * FROM source",
        "DROP TABLE source",
        "CREATE TABLE source (id TEXT PRIMARY KEY, file TEXT, title TEXT)",
        "INSERT INTO source SELECT id, file, title FROM anew",
        "DROP TABLE anew",
    ):
        connection.execute(text(statement))


def test_a_migration_can_rebuild_a_table_without_losing_what_refers_to_it(
    tmp_path: Path, monkeypatch: Any
) -> None:
    with Workspace.create(tmp_path) as workspace:
        workspace.replace_source(*story(units=3))
        before = workspace.codings()
    monkeypatch.setattr(schema, "MIGRATIONS", (*STEPS, _rebuild_source))
    with Workspace.open(tmp_path) as workspace:
        assert workspace.codings() == before
        assert workspace.remove_missing(set()) == 1  # foreign keys are enforced again
        assert workspace.codings() == []


def test_a_migration_that_orphans_rows_is_undone(tmp_path: Path, monkeypatch: Any) -> None:
    with Workspace.create(tmp_path) as workspace:
        workspace.replace_source(*story())
        before = everything(workspace)
    monkeypatch.setattr(
        schema, "MIGRATIONS", (*STEPS, lambda connection: connection.execute(text("DELETE FROM source")))
    )
    with pytest.raises(WorkspaceError):
        Workspace.open(tmp_path)
    monkeypatch.setattr(schema, "MIGRATIONS", STEPS)
    with Workspace.open(tmp_path) as workspace:
        assert everything(workspace) == before


@pytest.mark.parametrize("way", [Workspace.open, Workspace.create])
def test_a_workspace_of_a_later_childvoice_is_refused_untouched(
    tmp_path: Path, monkeypatch: Any, way: Callable[[Path], Workspace]
) -> None:
    monkeypatch.setattr(schema, "MIGRATIONS", (*STEPS, _add_column))
    with Workspace.create(tmp_path) as workspace:
        workspace.save_run_id("later")
    monkeypatch.setattr(schema, "MIGRATIONS", STEPS)
    before = (tmp_path / "workspace.sqlite").read_bytes()
    with pytest.raises(NewerWorkspace, match=f"version {len(STEPS) + 2}; this one knows {len(STEPS) + 1}"):
        way(tmp_path)
    assert (tmp_path / "workspace.sqlite").read_bytes() == before


# -- places that are no workspace ---------------------------------------------------------------------------


def test_there_is_no_review_where_none_was_made(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "no" / "such" / "file.sqlite"):
        with pytest.raises(NoReview, match="childvoice init"):
            Workspace.open(place)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_is_no_review_but_can_become_one(tmp_path: Path) -> None:
    place = tmp_path / "w.sqlite"
    place.touch()
    with pytest.raises(NoReview):
        Workspace.open(place)
    Workspace.create(place).close()
    Workspace.open(place).close()


def test_creating_again_loses_nothing(workspace: Workspace, tmp_path: Path) -> None:
    workspace.replace_source(*story())
    with Workspace.create(tmp_path) as again:
        assert everything(again) == everything(workspace)


@pytest.mark.parametrize("way", [Workspace.open, Workspace.create])
def test_a_text_file_posing_as_a_database_is_refused_untouched(
    tmp_path: Path, way: Callable[[Path], Workspace]
) -> None:
    place = tmp_path / "workspace.sqlite"
    place.write_text("Dear diary, nobody told me why. " * 100)
    before = place.read_bytes()
    with pytest.raises(WorkspaceError, match="not a database of childvoice") as caught:
        way(place)
    assert caught.value.remedy
    assert "diary" not in as_told(caught.value)
    assert place.read_bytes() == before


@pytest.mark.parametrize("table", ["cats (name)", "meta (key, value)"])
@pytest.mark.parametrize("way", [Workspace.open, Workspace.create])
def test_another_programs_database_is_refused_untouched(
    tmp_path: Path, way: Callable[[Path], Workspace], table: str
) -> None:
    place = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(place)) as other:
        other.execute(f"CREATE TABLE {table}")
    before = place.read_bytes()
    with pytest.raises(WorkspaceError, match="not one of childvoice"):
        way(place)
    assert place.read_bytes() == before


def test_a_damaged_database_is_told_and_not_taken_for_empty(workspace: Workspace, tmp_path: Path) -> None:
    workspace.replace_source(*story(units=500))
    workspace.close()
    place = tmp_path / "workspace.sqlite"
    content = bytearray(place.read_bytes())
    content[4096:] = b"\xaa" * (len(content) - 4096)
    place.write_bytes(content)
    with pytest.raises(WorkspaceError, match="damaged"), Workspace.open(place) as damaged:
        everything(damaged)


def test_a_full_disk_undoes_what_was_being_written(tmp_path: Path) -> None:
    with Workspace.create(tmp_path) as workspace:
        workspace.replace_source(*story(units=5))

    def fill(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA max_page_count = 60")

    with _listening("connect", fill), Workspace.open(tmp_path) as workspace:
        before = everything(workspace)
        with pytest.raises(WorkspaceError, match="disk is full") as caught:
            workspace.replace_source(*story(units=5000))
        assert "nobody told me" not in as_told(caught.value)
        assert everything(workspace) == before
        workspace.replace_source(*story(words="Short."))  # and it can go on


@contextmanager
def _listening(name: str, listener: Callable[..., None]) -> Iterator[None]:
    event.listen(Engine, name, listener)
    try:
        yield
    finally:
        event.remove(Engine, name, listener)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_told_with_what_to_do(tmp_path: Path) -> None:
    kept, empty = tmp_path / "kept", tmp_path / "empty"
    empty.mkdir()
    with Workspace.create(kept / "workspace.sqlite") as workspace:
        workspace.replace_source(*story())
    (kept / "workspace.sqlite").chmod(0o400)
    for folder in (kept, empty):
        folder.chmod(0o500)
    try:
        for attempt in (
            lambda: Workspace.open(kept).replace_source(*story()),
            lambda: Workspace.create(empty),
            lambda: Workspace.create(empty / "below" / "w.sqlite"),
        ):
            with pytest.raises(WorkspaceError, match=r"read-only|cannot be opened") as caught:
                attempt()
            assert "may write" in caught.value.remedy
        kept.chmod(0)
        with pytest.raises(WorkspaceError, match="cannot be opened"):
            Workspace.open(kept / "workspace.sqlite")
    finally:
        for folder in (kept, empty):
            folder.chmod(0o700)


def test_addresses_are_files_folders_or_sqlite_urls(tmp_path: Path) -> None:
    odd = tmp_path / "a folder with 100% of ? and # and é"
    Workspace.create(odd / "w.sqlite").close()
    assert (odd / "w.sqlite").is_file()
    for address in (odd / "w.sqlite", str(odd / "w.sqlite")):
        Workspace.open(address).close()
    Workspace.create(f"sqlite:///{tmp_path}/by-url.sqlite").close()
    assert (tmp_path / "by-url.sqlite").is_file()


@pytest.mark.parametrize(
    "address", ["postgresql://me:secret@host/db", "x y://secret", "sqlite://", ":memory:", ""]
)
def test_addresses_that_keep_nothing_are_refused_without_their_password(address: str) -> None:
    with pytest.raises(WorkspaceError, match="file") as caught:
        Workspace.create(address)
    assert "secret" not in str(caught.value)


def test_a_closed_workspace_says_so(workspace: Workspace) -> None:
    workspace.close()
    workspace.close()
    with pytest.raises(WorkspaceError, match="closed"):
        workspace.sources()
    with pytest.raises(WorkspaceError, match="closed"):
        workspace.save_topics([])


def test_a_hundred_thousand_codings_are_read_in_seconds(workspace: Workspace) -> None:
    for number in range(20):
        document, excerpts, _ = story(f"s{number:02}", units=500)
        codings = [by_researcher(e.id, f"theme{n}") for e in excerpts for n in range(10)]
        workspace.replace_source(document, excerpts, codings)
    start = time.perf_counter()
    assert len(workspace.coded_rows()) == 100_000
    assert time.perf_counter() - start < 10  # a second or less on a quiet machine
