"""An export of a case system: each child's notes in a document of their own, the system's number left behind."""

from __future__ import annotations

from pathlib import Path

from childvoice import pipeline, settings
from childvoice.ingest import by_person, read
from childvoice.store import Workspace

EXPORT = """PersonID,NoteDate,NoteType,Author,Narrative
P0034412,2026-01-12,Home visit,Marzena K,"Seen alone. She said ""I never know who is coming""."
P0099871,2026-01-13,Telephone call,Tom W,Mum rang about the bus pass for Danyal.
P0034412,2026-02-02,Home visit,Marzena K,She smiled when we talked about the dog.
"""


def _export(folder: Path) -> Path:
    path = folder / "notes.csv"
    path.write_text(EXPORT, encoding="utf-8")
    return path


def test_each_person_has_a_document_of_their_own(tmp_path: Path):
    whole = read(_export(tmp_path))
    first, second = by_person(whole)
    assert [len(first.units), len(second.units)] == [2, 1]
    assert len({whole.digest, first.digest, second.digest}) == 3
    assert not any(u.respondent for d in (first, second) for u in d.units)


def test_a_transcript_stays_whole(tmp_path: Path):
    path = tmp_path / "talk.txt"
    path.write_text("Interviewer: How was it?\nYP: She never came.\n", encoding="utf-8")
    assert by_person(read(path)) == [read(path)]


def test_the_number_of_the_case_system_reaches_no_stored_text(tmp_path: Path):
    with Workspace.create(tmp_path / "review") as workspace:
        outcome = pipeline.run([_export(tmp_path)], workspace, settings.load(tmp_path))
        assert outcome.counts["sources"] == 2
        stored = " ".join(f"{e.text} {e.participant} {e.speaker}" for e in workspace.excerpts())
        assert "P0034412" not in stored
        assert any("never know who is coming" in e.text for e in workspace.excerpts())
