"""A whole review: backed up while people work in it, restored only if it is whole, deleted with a certificate."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import threading
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document as Word
from hypothesis import given, settings
from hypothesis import strategies as st

from childvoice.cli import main
from childvoice.custody import backup, delete, due, restore
from childvoice.custody.backup import MANIFEST
from childvoice.decisions import About, Draft, Verdict, anchor
from childvoice.errors import CustodyError, NoReview, SettingsError
from childvoice.records import Document, Excerpt, Group, Kind, Role, Source, Unit, Voice
from childvoice.settings import Retention, load
from childvoice.store import Workspace
from childvoice.vault import Key, Vault, lock, new_key_file

SAID = "Nobody told me that Ceri had left."
NAMES = (b"Danika", b"Ceri", b"Marsh", b"told me")


@pytest.fixture
def review(tmp_path: Path) -> Path:
    """A review with a document, a decision, originals, lists and a vault."""
    place = tmp_path / "my-review"
    (place / "documents" / "more").mkdir(parents=True)
    (place / "learned").mkdir()
    for name, text in {
        "childvoice.toml": '[review]\ntitle = "What children say"\n\n[retention]\nuntil = 2027-03-31\n',
        "documents/Danika Marsh.txt": f"Danika: {SAID}",
        "documents/more/Ä note.txt": "Ceri: I am off.",
        "documents/roster.csv": "id,name\nC1,Danika Marsh\n",
        "learned/0001.json": "{}",
        "learned/in_use": "1\n",
        "run.log": "Reading: 2 done\n",
    }.items():
        (place / name).write_text(text, encoding="utf-8")
    source = Source("s1", "talk.txt", "Talk", Kind.INTERVIEW, Group.CHILD)
    said = "Nobody told me that [Worker 1] had left."
    passage = Excerpt("e1", "s1", 0, 0, len(said), said, "", Role.CHILD, Voice.OWN_WORDS, "")
    with Workspace.create(place) as workspace:
        workspace.replace_source(Document(source, (Unit(0, said),)), [passage], [])
        workspace.save_run_id()
        workspace.ledger.decide("Priya", [accept(said)])
    return place


def accept(said: str) -> Draft:
    return Draft(About.CODE, Verdict.ADD, anchor("s1", 0, said, 0, 6), "being_told", "negative")


def contents(review: Path) -> dict[str, bytes]:
    """All files but the workspace, whose bytes differ where its content does not."""
    found = (p for p in review.rglob("*") if p.is_file() and "workspace.sqlite" not in p.name)
    return {p.relative_to(review).as_posix(): p.read_bytes() for p in found}


def kept(review: Path) -> tuple[Any, ...]:
    with Workspace.open(review) as workspace:
        return (
            workspace.sources(),
            workspace.excerpts(),
            workspace.ledger.decisions(),
            [(line.act, line.subject) for line in workspace.ledger.audit()][:1],
        )


def test_a_review_comes_back_from_its_backup_as_it_was(review: Path, tmp_path: Path) -> None:
    made = backup(review, tmp_path / "b.backup", "Priya")
    assert made.digest == hashlib.sha256((tmp_path / "b.backup").read_bytes()).hexdigest()
    assert made.open_originals == 3
    restored = restore(tmp_path / "b.backup", tmp_path / "again", "Marek")
    assert restored.faults == ()
    before = contents(review)
    del before["run.log"]  # of a run that is over
    assert contents(tmp_path / "again") == before
    assert kept(tmp_path / "again") == kept(review)
    with Workspace.open(review) as workspace:
        assert workspace.ledger.audit()[-1].subject == made.digest
    with Workspace.open(tmp_path / "again") as workspace:
        last = workspace.ledger.audit()[-1]
        assert (last.person, last.act, last.subject) == ("Marek", "restored from a backup", made.digest)
        assert workspace.ledger.verify() == []
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []
    if os.name == "posix":
        assert (tmp_path / "b.backup").stat().st_mode & 0o077 == 0


def test_what_is_in_the_vault_stays_encrypted(review: Path, tmp_path: Path) -> None:
    new_key_file(tmp_path / "my.key")
    key = Key.from_file(tmp_path / "my.key")
    lock(review, key)
    assert backup(review, tmp_path / "b", "Priya").open_originals == 0
    with zipfile.ZipFile(tmp_path / "b") as archive:
        held = b"".join(archive.read(n) + n.encode() for n in archive.namelist())
    assert not any(name in held for name in NAMES[:3])
    restore(tmp_path / "b", tmp_path / "again", "Priya")
    assert b"Ceri had left" in Vault.open(tmp_path / "again", key).get("documents/Danika Marsh.txt")


def test_originals_in_the_open_can_be_left_out(review: Path, tmp_path: Path) -> None:
    assert backup(review, tmp_path / "b", "Priya", originals=False).open_originals == 0
    with zipfile.ZipFile(tmp_path / "b") as archive:
        assert not [n for n in archive.namelist() if n.startswith("documents")]


def test_a_backup_while_people_decide_is_of_one_moment(review: Path, tmp_path: Path) -> None:
    said = "Nobody told me that [Worker 1] had left."
    stop = threading.Event()

    def work() -> None:
        with Workspace.open(review) as workspace:
            while not stop.is_set():
                workspace.ledger.decide("Marek", [accept(said)] * 3)
                stop.wait(0.01)  # nobody decides without ever drawing breath

    worker = threading.Thread(target=work)
    worker.start()
    try:
        for n in range(4):
            backup(review, tmp_path / f"b{n}", "Priya")
    finally:
        stop.set()
        worker.join()
    counts = []
    for n in range(4):
        restore(tmp_path / f"b{n}", tmp_path / f"again{n}", "Priya")
        with Workspace.open(tmp_path / f"again{n}") as workspace:
            counts.append(len(workspace.ledger.decisions()))
            assert workspace.ledger.verify() == []
    assert all(count % 3 == 1 for count in counts), "half a gesture"
    assert counts == sorted(counts)


def test_a_review_that_does_not_hold_still_is_no_backup(
    review: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = Workspace.copy

    def busy(self: Workspace, to: Path) -> None:
        with (review / "documents" / "roster.csv").open("a", encoding="utf-8") as out:
            out.write("C2,Someone\n")
        copy(self, to)

    monkeypatch.setattr(Workspace, "copy", busy)
    with pytest.raises(CustodyError, match="kept changing"):
        backup(review, tmp_path / "b", "Priya")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["my-review"]


def test_a_backup_is_never_put_over_a_file_or_into_the_review(review: Path, tmp_path: Path) -> None:
    (tmp_path / "b").write_text("mine", encoding="utf-8")
    for place, why in (
        (tmp_path / "b", "already"),
        (review / "b", "inside"),
        (tmp_path / "no" / "b", "written"),
    ):
        with pytest.raises(CustodyError, match=why):
            backup(review, place, "Priya")
    with pytest.raises(NoReview):
        backup(tmp_path / "nowhere", tmp_path / "c", "Priya")
    assert (tmp_path / "b").read_text(encoding="utf-8") == "mine"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("whole")
    (place / "r").mkdir()
    with Workspace.create(place / "r") as workspace:
        workspace.save_run_id("r1")
    (place / "r" / "childvoice.toml").write_text('[review]\ntitle = "T"\n', encoding="utf-8")
    backup(place / "r", place / "b", "Priya")
    return place / "b"


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_backup_with_any_byte_changed_or_cut_is_refused_or_harmless(
    whole: Path, data: st.DataObject
) -> None:
    raw = bytearray(whole.read_bytes())
    at = data.draw(st.integers(0, len(raw) - 1))
    if data.draw(st.booleans()):
        raw = raw[:at]
    else:
        raw[at] ^= data.draw(st.integers(1, 255))
    place = whole.parent
    (place / "bad").write_bytes(raw)
    try:
        restore(place / "bad", place / "again", "Priya")
    except CustodyError:
        assert not (place / "again").exists()
    else:  # a byte that says when a file was made, or the like
        assert contents(place / "again") == contents(place / "r")
        with Workspace.open(place / "again") as workspace:
            assert workspace.run_id() == "r1"
        shutil.rmtree(place / "again")
    assert not [p for p in place.iterdir() if p.name.startswith(".again")]


@pytest.mark.parametrize("name", ["../out.txt", "/out.txt", "documents/../../out.txt"])
def test_no_name_in_a_backup_leads_out_of_the_folder(whole: Path, tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(whole) as archive:
        held = {n: archive.read(n) for n in archive.namelist()}
    about = json.loads(held.pop(MANIFEST))
    about["files"][name] = {"sha256": hashlib.sha256(b"x").hexdigest(), "bytes": 1}
    with zipfile.ZipFile(tmp_path / "evil", "w") as archive:
        for n, content in {**held, name: b"x", MANIFEST: json.dumps(about).encode()}.items():
            archive.writestr(n, content)
    with pytest.raises(CustodyError, match="damaged"):
        restore(tmp_path / "evil", tmp_path / "deep" / "again", "Priya")
    assert not list(tmp_path.rglob("out.txt"))


def test_a_later_childvoices_backup_and_a_full_folder_are_refused(whole: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(whole) as archive:
        held = {n: archive.read(n) for n in archive.namelist()}
    later = json.loads(held[MANIFEST]) | {"format": 2}
    with zipfile.ZipFile(tmp_path / "later", "w") as archive:
        for n, content in (held | {MANIFEST: json.dumps(later).encode()}).items():
            archive.writestr(n, content)
    with pytest.raises(CustodyError, match="later childvoice"):
        restore(tmp_path / "later", tmp_path / "again", "Priya")
    with pytest.raises(CustodyError, match="something already"):
        restore(whole, whole.parent / "r", "Priya")
    with pytest.raises(CustodyError, match="no such file"):
        restore(tmp_path / "none", tmp_path / "again", "Priya")
    (tmp_path / "empty").mkdir()
    assert restore(whole, tmp_path / "empty", "Priya").files == 2


# -- retention -----------------------------------------------------------------------------------------------


def test_what_is_due_is_said_in_sentences(
    review: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    digest = backup(review, tmp_path / "b", "Priya").digest
    assert main(["retention", str(review), "--on", "2027-03-30"]) == 0
    said = capsys.readouterr().out
    assert "To be kept until 31 March 2027: 1 day left." in said
    assert "2 originals lie outside the vault." in said
    assert digest in said
    assert main(["retention", str(review), "--on", "2027-03-31"]) == 1
    assert "It was to be kept until 31 March 2027, which has come." in capsys.readouterr().out
    assert main(["retention", str(review), "--on", "31.3.2027"]) == 2


def test_without_a_date_that_is_said(review: Path) -> None:
    with Workspace.open(review) as workspace:
        found = due(review, workspace, Retention(), date(2027, 1, 1))
    assert not found.over
    assert found.sentences()[0].startswith("No date is set.")


@pytest.mark.parametrize(
    ("written", "until"),
    [
        ("2027-03-31", date(2027, 3, 31)),
        ('"2027-03-31"', date(2027, 3, 31)),
        ("2027", None),
        ('"soon"', None),
    ],
)
def test_a_date_is_taken_as_people_write_it_and_nothing_else(
    tmp_path: Path, written: str, until: date | None
) -> None:
    (tmp_path / "childvoice.toml").write_text(f"[retention]\nuntil = {written}\n", encoding="utf-8")
    if until:
        assert load(tmp_path).retention.until == until
    else:
        with pytest.raises(SettingsError, match=r"retention\.until"):
            load(tmp_path)


# -- the end ---------------------------------------------------------------------------------------------------


def test_a_deleted_review_is_gone_and_its_certificate_names_nobody(review: Path, tmp_path: Path) -> None:
    made = backup(review, tmp_path / "b", "Priya")
    digests = {hashlib.sha256(content).hexdigest() for content in contents(review).values()}
    with Workspace.open(review) as workspace:
        lines = len(workspace.ledger.audit())
    place = tmp_path / "gone.json"
    done = delete(review, place, "A. Officer", "End of retention")
    assert done.whole
    assert not review.exists()
    told = json.loads(place.read_text(encoding="utf-8"))
    assert (told["by"], told["reason"], told["until"]) == ("A. Officer", "End of retention", "2027-03-31")
    assert (told["documents"], told["decisions"], told["audit_lines"]) == (1, 1, lines + 1)
    assert told["finished"] >= told["begun"]
    assert told["backups"][0][1] == made.digest
    assert digests < {g["sha256"] for g in told["gone"]}
    assert not any(name in place.read_bytes() for name in NAMES)


def test_the_bytes_are_overwritten_before_the_file_goes(review: Path, tmp_path: Path) -> None:
    original = review / "documents" / "Danika Marsh.txt"
    with original.open("rb") as held:  # whoever has it open sees what became of it
        delete(review, tmp_path / "gone.json", "A. Officer", "End")
        assert held.read().strip(b"\0") == b""


def test_nothing_beyond_the_review_is_touched(review: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "twin.txt").write_text("also mine", encoding="utf-8")
    (review / "link").symlink_to(tmp_path / "mine")
    (review / "documents" / "twin.txt").hardlink_to(tmp_path / "twin.txt")
    assert delete(review, tmp_path / "gone.json", "A. Officer", "End").whole
    assert not review.exists()
    assert (tmp_path / "mine" / "letter.txt").read_text(encoding="utf-8") == "mine"
    assert (tmp_path / "twin.txt").read_text(encoding="utf-8") == "also mine"


def test_a_deletion_that_was_cut_short_says_so_and_can_go_on(
    review: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlink, left = Path.unlink, [4]

    def cut(self: Path, missing_ok: bool = False) -> None:
        if self.is_relative_to(review):
            left[0] -= 1
            if not left[0]:
                raise KeyboardInterrupt
        unlink(self, missing_ok)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", cut)
        with pytest.raises(KeyboardInterrupt):
            delete(review, tmp_path / "first.json", "A. Officer", "End")
    assert json.loads((tmp_path / "first.json").read_text(encoding="utf-8"))["finished"] == ""
    assert delete(review, tmp_path / "second.json", "A. Officer", "End").whole
    assert not review.exists()


def test_a_certificate_to_sign_is_a_word_file(review: Path, tmp_path: Path) -> None:
    words = ["delete", str(review), "--certificate", str(tmp_path / "gone.docx"), "--name", "A. Officer"]
    assert main([*words, "--reason", "End of retention", "--confirm", "another"]) == 2
    assert review.exists()
    assert main([*words, "--reason", "End of retention", "--confirm", "my-review"]) == 0
    assert not review.exists()
    word = Word(str(tmp_path / "gone.docx"))
    said = "\n".join(p.text for p in word.paragraphs)
    assert "Everything that is listed here was overwritten and removed." in said
    assert "To be written by a person" in said
    assert any("A. Officer" in cell.text for t in word.tables for row in t.rows for cell in row.cells)


@pytest.mark.parametrize(
    ("place", "by", "reason"),
    [
        ("gone.txt", "A", "End"),
        ("no/gone.json", "A", "End"),
        ("my-review/gone.json", "A", "End"),
        ("gone.json", " ", "End"),
        ("gone.json", "A", ""),
    ],
)
def test_without_a_certificate_nothing_is_deleted(
    review: Path, tmp_path: Path, place: str, by: str, reason: str
) -> None:
    before = contents(review)
    with pytest.raises(CustodyError):
        delete(review, tmp_path / place, by, reason)
    assert contents(review) == before
    Workspace.create(tmp_path / "alone").close()  # a workspace as a file of its own
    with pytest.raises(CustodyError, match="a review is a folder"):
        delete(tmp_path / "alone", tmp_path / "gone.json", "A", "End")
    (tmp_path / "plain").mkdir()
    with pytest.raises(NoReview):
        delete(tmp_path / "plain", tmp_path / "gone.json", "A", "End")
    assert (tmp_path / "plain").is_dir()
