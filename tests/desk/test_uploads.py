"""Files dropped into the browser: nothing that was shown as kept is lost, nothing comes in twice."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest

from childvoice.desk import EVERYTHING, Duty, Person
from childvoice.desk.uploads import LOG, Uploads, Waiting
from childvoice.errors import InputError, NotAllowed, SettingsError
from childvoice.pipeline import gather
from childvoice.pipeline.progress import Silent
from childvoice.store import Workspace

PRIYA = Person("Priya", EVERYTHING)
TALK = b"""Interviewer: How was it?
Danika Marsh: They listened to me.
Interviewer: And then?
Danika Marsh: Then they went away again.
"""


@pytest.fixture
def uploads(tmp_path: Path) -> Uploads:
    return Uploads(tmp_path, PRIYA)


def names(found: list[Waiting]) -> list[tuple[str, bool]]:
    return [(w.name, w.preview is not None) for w in found]


def test_what_was_put_waits_for_whoever_comes_next(uploads: Uploads, tmp_path: Path) -> None:
    uploads.put("talk.txt", TALK)
    uploads.put("talk.txt", TALK)  # the same again, as a browser does after a refresh
    uploads.put("talk.txt", TALK + b"Danika Marsh: And that is all.\n")
    assert names(Uploads(tmp_path, PRIYA).waiting()) == [("talk (2).txt", True), ("talk.txt", True)]


def test_a_preview_tells_who_speaks_and_no_name(uploads: Uploads) -> None:
    uploads.put("talk.txt", TALK)
    (waiting,) = uploads.waiting()
    assert waiting.preview is not None
    assert waiting.preview.speakers == (("Interviewer", 2), ("D. M.", 2))
    assert "Danika" not in repr(waiting)
    assert "listened" not in repr(waiting)


def test_taking_a_file_fills_the_manifest_and_the_next_one_starts_from_it(
    uploads: Uploads, tmp_path: Path
) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "manifest.csv").write_text(
        "file,title,kind,team\nold.txt,Old,letter,North\n", encoding="utf-8"
    )
    uploads.put("talk.txt", TALK)
    (waiting,) = uploads.waiting()
    assert waiting.kind == "letter"
    filled = Waiting(waiting.name, waiting.size, waiting.preview, "", "", "interview", "child", "2026-02-01")
    assert uploads.take([filled]) == 1
    assert (documents / "talk.txt").read_bytes() == TALK
    assert (documents / "manifest.csv").read_text(encoding="utf-8").splitlines() == [
        "file,title,kind,team,group,date",
        "old.txt,Old,letter,North,,",
        "talk.txt,,interview,,child,2026-02-01",
    ]
    uploads.put("again.txt", TALK)
    (twice,) = uploads.waiting()
    assert twice.cause == "the same content as talk.txt"
    assert (twice.kind, twice.group) == ("interview", "child")
    with Workspace.open(tmp_path) as workspace:
        assert [line.act for line in workspace.ledger.audit()] == ["document taken"]


def test_a_manifest_that_cannot_be_used_is_left_as_it_is_and_so_are_the_files(
    uploads: Uploads, tmp_path: Path
) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "manifest.csv").write_text("file,knid\na.txt,letter\n", encoding="utf-8")
    uploads.put("talk.txt", TALK)
    with pytest.raises(SettingsError, match="knid"):
        uploads.take(uploads.waiting())
    assert names(uploads.waiting()) == [("talk.txt", True)]


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.txt", "C:\\papers\\passwd.txt", "/passwd.txt", "..passwd.txt"]
)
def test_a_name_leads_nowhere_else(uploads: Uploads, tmp_path: Path, name: str) -> None:
    assert uploads.put(name, TALK) == "passwd.txt"
    assert [p.name for p in (tmp_path / "incoming").iterdir()] == ["passwd.txt"]


@pytest.mark.parametrize("name", ["manifest.csv", "ROSTER.csv", "..", "", "~$"])
def test_companions_and_nameless_files_are_no_documents(uploads: Uploads, name: str) -> None:
    with pytest.raises(InputError, match="not a document"):
        uploads.put(name, TALK)


def test_only_who_may_add_documents_reaches_them(tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        Uploads(tmp_path, Person("Marek", frozenset({Duty.RESEARCHER})))


def test_an_archive_and_an_export_are_shown_as_the_documents_that_they_hold(
    uploads: Uploads, tmp_path: Path
) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("talk.txt", TALK)
        archive.writestr("more.txt", TALK + b"Danika Marsh: That is all.\n")
        archive.writestr("empty.txt", b"")
    uploads.put("talks.zip", whole.getvalue())
    uploads.put(
        "export.csv", b"PersonID,NoteDate,NoteType,Author,Narrative\nP1,2026-01-12,Visit,MK,Seen.\nP2,2026-01-13,Call,TW,Rang.\n"
    )  # fmt: skip
    export, talks = [w.preview for w in uploads.waiting()]
    assert export is not None
    assert talks is not None
    assert len(set(export.sources)) == len(set(talks.sources)) == 2
    assert talks.speakers == (("D. M.", 5), ("Interviewer", 4))
    assert talks.warnings == ("a file in it: the file is empty",)
    uploads.take(uploads.waiting())
    material = gather([tmp_path / "documents"], None, Silent())
    assert {i.source.id for i in material.incoming} == {*export.sources, *talks.sources}
    with Workspace.open(tmp_path) as workspace:
        taken = {line.subject for line in workspace.ledger.audit()}
    assert taken == {*export.sources, *talks.sources}


def test_what_a_run_leaves_behind_names_no_file_that_failed(uploads: Uploads, tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "Danika Marsh letter.docx").write_bytes(b"PK no document")
    assert uploads.start()
    while uploads.running():
        time.sleep(0.1)
    assert uploads.stages()
    assert b"Danika" not in (tmp_path / LOG).read_bytes()
