"""A batch and a review take the same documents out of a file: members of archives, each person of an export."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from childvoice import batch, ingest, pipeline
from childvoice.batch.journey import take
from childvoice.settings import Settings
from childvoice.store import Workspace

DRAFTLESS = Settings.model_validate({"themes": {"topics": False}})
EXPORT = """PersonID,NoteDate,NoteType,Author,Narrative
P0034412,2026-01-12,Home visit,Marzena K,"Seen alone. She said ""I never know who is coming""."
P0099871,2026-01-13,Telephone call,Tom W,Mum rang about the bus pass for Danyal.
P0034412,2026-02-02,Home visit,Marzena K,She smiled when we talked about the dog.
"""
TALK = (
    "Interviewer: How was it?\nDanika: They listened to me.\nInterviewer: And now?\nDanika: I like it here.\n"
)
NOTES = "file,title,kind,group,date\ntalks.zip,The summer talks,interview,child,2026-03-01\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "documents"
    place.mkdir()
    (place / "export.csv").write_text(EXPORT, encoding="utf-8")
    (place / "manifest.csv").write_text(NOTES, encoding="utf-8")
    (place / "walk.txt").write_text(TALK + "Danika: That is all.\n", encoding="utf-8")
    with zipfile.ZipFile(place / "talks.zip", "w") as archive:
        archive.writestr("a.txt", TALK)
        archive.writestr("again/a.txt", TALK)
        archive.writestr("b.txt", "Q: Who helped you?\nA: My aunt did, every day.\n")
        archive.writestr("c.docx", b"PK\x03\x04 cut sho")
        archive.writestr("d.txt", b"")
    return place


def test_a_batch_and_a_review_have_the_same_documents_of_the_same_files(folder, tmp_path):
    with Workspace.create(tmp_path / "review") as workspace:
        outcome = pipeline.run([folder], workspace, DRAFTLESS)
        reviewed = sorted((s.file, s.kind, s.group, s.date, s.words, " | ".join(s.warnings)) for s in workspace.sources())  # fmt: skip
    job = batch.Job(notes=ingest.read_manifest(folder / "manifest.csv"))
    rows = [line for item in batch.items(folder) for line in take(job, item)]
    documents = [row for table, row in rows if table == "documents"]
    columns = ("file", "kind", "group", "date", "words", "warnings")
    assert sorted(tuple(d[c] for c in columns) for d in documents) == reviewed
    files = ["export.csv", "export.csv", "talks.zip/a.txt", "talks.zip/b.txt", "walk.txt"]
    assert [d["file"] for d in documents] == files
    assert len({d["doc_id"] for d in documents}) == 5
    failed = {(row["doc_id"], row["cause"]) for table, row in rows if table == "failed"}
    assert failed == {(w.file, w.cause) for w in outcome.withheld}
    assert len(failed) == 3
    assert "roles of speakers told from labels" in documents[-1]["warnings"], "doubts about voice are told"


def test_a_member_of_an_archive_goes_by_the_row_of_its_archive_but_for_the_title(folder):
    notes = ingest.read_manifest(folder / "manifest.csv")
    found = list(pipeline.documents_in(folder / "talks.zip", "talks.zip", notes, {}))
    sources = [f.source for f in found if not isinstance(f, Exception)]
    assert [(s.title, s.kind, s.date) for s in sources] == [("a", "interview", "2026-03-01"), ("b", "interview", "2026-03-01")]  # fmt: skip


def test_a_fault_in_one_member_leaves_the_others_of_the_archive(folder, monkeypatch):
    real = batch.journey.deidentify

    def fault(incoming, *args, **kwargs):
        if incoming[0].source.file.endswith("a.txt"):
            raise KeyError("Danika")
        return real(incoming, *args, **kwargs)

    monkeypatch.setattr("childvoice.batch.journey.deidentify", fault)
    (item,) = [i for i in batch.items(folder) if i.name == "talks.zip"]
    rows = list(take(batch.Job(), item))
    assert [row["file"] for table, row in rows if table == "documents"] == ["talks.zip/b.txt"]
    (broken,) = [row for _, row in rows if row.get("stage") == "fault"]
    assert broken["doc_id"] == "talks.zip/a.txt"
    assert "Danika" not in str(rows)
