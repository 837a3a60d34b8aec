"""A review from files to findings: good files go through, bad ones are named, order and re-runs change nothing."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from childvoice import pipeline
from childvoice.overview import overview, tables
from childvoice.records import Role
from childvoice.settings import Settings, Themes
from childvoice.store import Workspace

# Draft themes need more text than these few lines, and seconds that these tests need not spend.
PLAIN = Settings(themes=Themes(topics=False))

INTERVIEW = """Interviewer: How many social workers have you had?
Danika: Five. There is a new one every time and I have to tell it all again.
Interviewer: And how do they get in touch?
Danika: They don't. Mr Oyelade said he would ring me on 07700 900461 and he never rang back.
Danika: He cancelled and nobody told me.
"""
STAFF = """Interviewer: How do you let children know about changes?
Tobias: We always text every child the day before a visit, without fail, and they can text back.
Tobias: I have thirty cases, it's too many, I never have the time to sit with a child.
"""
NOTE = """04/11/2025 | Home visit | Tobias Renner
HV to see Danika. Seen alone. Danika said she is fed up of new workers. She smiled when told that Mr Oyelade is staying.
"""
ROSTER = """id,name,aliases,role,relation,notes
C1,Danika Marsh,Dani,child,,
S1,Tobias Renner,Tobias,staff,,social worker
"""
MANIFEST = """file,title,kind,group,date,topics_asked
danika.txt,Interview with Danika Marsh,interview,child,2026-02-01,communication|continuity
staff.txt,A social worker,staff_interview,staff,2026-02-02,communication|time_caseload
case.txt,Case notes,case_note,child,2026-02-03,
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "documents"
    place.mkdir()
    for name, text in {
        "danika.txt": INTERVIEW,
        "staff.txt": STAFF,
        "case.txt": NOTE,
        "roster.csv": ROSTER,
        "manifest.csv": MANIFEST,
    }.items():
        (place / name).write_text(text, encoding="utf-8")
    return place


def _everything(workspace: Workspace) -> tuple[object, ...]:
    return (
        workspace.sources(),
        workspace.excerpts(),
        workspace.codings(),
        workspace.concerns(),
        [(s.id, workspace.units(s.id), workspace.redactions(s.id)) for s in workspace.sources()],
    )


def _run(
    paths: list[Path], place: Path, companions: Path | None = None
) -> tuple[pipeline.Outcome, tuple[object, ...]]:
    with Workspace.create(place) as workspace:
        outcome = pipeline.run(paths, workspace, PLAIN, companions=companions)
        return outcome, _everything(workspace)


def test_a_small_review_goes_all_the_way(folder: Path, tmp_path: Path):
    with Workspace.create(tmp_path / "review") as workspace:
        outcome = pipeline.run([folder], workspace, PLAIN)
        assert outcome.withheld == ()
        assert outcome.counts["sources"] == 3
        excerpts = workspace.excerpts()
        child = [e for e in excerpts if e.is_child_voice]
        assert {e.participant for e in child} == {"[Child 1]"}
        assert any("never rang back" in e.text for e in child)
        themes = {c.theme for c in workspace.codings() if c.excerpt in {e.id for e in child}}
        assert {"communication", "repeating_story"} & themes
        seen = overview(workspace, PLAIN)
        assert [name for name, _ in tables(seen)] == [
            "Notes",
            "Themes",
            "Triangulation",
            "Quotes",
            "Casework",
        ]


def test_no_name_is_anywhere_in_what_is_kept(folder: Path, tmp_path: Path):
    _run([folder], tmp_path / "review")
    for path in (tmp_path / "review").rglob("*"):
        if path.is_file():
            kept = path.read_bytes().lower()
            for name in (b"danika", b"marsh", b"oyelade", b"tobias", b"renner", b"07700", b"900461"):
                assert name not in kept, f"{name!r} in {path.name}"


def test_an_interviewers_question_is_evidence_of_nothing(folder: Path, tmp_path: Path):
    with Workspace.create(tmp_path / "review") as workspace:
        pipeline.run([folder], workspace, PLAIN)
        asked = {e.id for e in workspace.excerpts() if e.role is Role.INTERVIEWER}
        assert asked
        assert not asked & {c.excerpt for c in workspace.codings()}


def test_the_order_of_files_changes_nothing(folder: Path, tmp_path: Path):
    files = sorted(p for p in folder.glob("*.txt"))
    results = []
    for seed in range(3):
        random.Random(seed).shuffle(files)
        results.append(_run(files, tmp_path / f"review{seed}", companions=folder)[1])
    assert results[0] == results[1] == results[2]


def test_a_second_run_keeps_what_is_there(folder: Path, tmp_path: Path):
    first, kept = _run([folder], tmp_path / "review")
    second, again = _run([folder], tmp_path / "review")
    assert (first.reused, second.reused) == (False, True)
    assert again == kept
    (folder / "staff.txt").write_text(STAFF + "Tobias: Morale is very low.\n", encoding="utf-8")
    third, changed = _run([folder], tmp_path / "review")
    assert not third.reused
    assert changed != kept


def test_a_file_that_goes_away_is_gone_from_the_review(folder: Path, tmp_path: Path):
    _run([folder], tmp_path / "review")
    (folder / "case.txt").unlink()
    outcome, _ = _run([folder], tmp_path / "review")
    assert outcome.counts["sources"] == 2
    assert any("manifest.csv names a file that is not there" in w for w in outcome.warnings)


def test_bad_files_are_named_with_cause_and_remedy_and_the_others_go_on(folder: Path, tmp_path: Path):
    (folder / "empty.txt").write_bytes(b"")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 this is no document")
    (folder / "photo.heic").write_bytes(b"\x00\x01\x02")
    (folder / "odd.txt").write_bytes("私は社会福祉士が好きです。毎回新しい人が来ます。".encode("shift_jis"))
    (folder / "twice.txt").write_text(INTERVIEW, encoding="utf-8")
    outcome, _ = _run([folder], tmp_path / "review")
    held = {w.file: w for w in outcome.withheld}
    assert set(held) == {"empty.txt", "broken.docx", "photo.heic", "odd.txt", "twice.txt"}
    assert all(w.cause and w.remedy for w in held.values())
    assert "the same content" in held["twice.txt"].cause


def test_the_name_of_a_file_that_failed_is_not_kept(folder: Path, tmp_path: Path):
    (folder / "Danika_Marsh_letter.docx").write_bytes(b"PK\x03\x04 this is no document")
    outcome, _ = _run([folder], tmp_path / "review")
    assert [w.file for w in outcome.withheld] == ["Danika_Marsh_letter.docx"]
    with Workspace.open(tmp_path / "review") as workspace:
        assert [w.file for w in workspace.withheld()] == ["[Child 1] letter.docx"]


def test_good_files_go_through_beside_bad_ones(folder: Path, tmp_path: Path):
    (folder / "empty.txt").write_bytes(b"")
    outcome, _ = _run([folder], tmp_path / "review")
    assert outcome.counts["sources"] == 3
