"""Real documents through a batch: names out, nothing shown that is the safeguarding lead's, the same for any cut."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from childvoice.batch import Item, Job
from childvoice.batch.journey import take
from childvoice.cli.main import main

NOTE = (
    "{day} | Home visit | Priya Raman\n"
    'Saw {name} at home. "I\'ve had five social workers and nobody told me she was leaving." '
    "Mum said that {name} likes the new worker.\n"
)
HARM = (
    "Interviewer: How are things at home?\nJade: All right, I suppose. I like my room.\n"
    "Interviewer: Anything else?\nJade: He hits me when mum is out and I am scared to go home.\n"
    "Interviewer: Thank you for telling me.\nJade: Can I see my worker now?\n"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("documents")
    for n, name in enumerate(["Kayleigh Marsh", "Tobias Wren", "Kayleigh Marsh"]):
        (place / f"note {n}.txt").write_text(
            NOTE.format(day=f"0{n + 1}/03/2025", name=name), encoding="utf-8"
        )
    (place / "talk.txt").write_text(HARM, encoding="utf-8")
    (place / "Kayleigh Marsh scan.pages").write_bytes(b"\x00\x01")
    (place / "empty.txt").write_bytes(b"")
    return place


def table(out: Path, name: str) -> list[dict[str, str]]:
    return [json.loads(x) for x in (out / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def test_a_folder_goes_through_by_the_command_line(folder, tmp_path, capsys):
    out = tmp_path / "out"
    (tmp_path / "key").write_text("a secret of more than sixteen bytes", encoding="utf-8")
    words = [
        "batch",
        str(folder),
        str(out),
        "--workers",
        "2",
        "--partition",
        "2",
        "--key",
        str(tmp_path / "key"),
    ]
    assert main(words) == 1
    assert "6 in = 4 out + 0 withheld + 2 failed; 0 done before" in capsys.readouterr().out
    whole = "".join(p.read_text(encoding="utf-8") for p in out.glob("*.json*"))
    for name in ("Kayleigh", "Marsh", "Tobias", "Wren", "Priya", "Raman", "Jade", "secret of"):
        assert name not in whole, name
    assert {f["stage"] for f in table(out, "failed")} == {"read"}
    assert [d["file"] for d in table(out, "documents")] == [
        "note 0.txt",
        "note 1.txt",
        "note 2.txt",
        "talk.txt",
    ]
    held = {r["excerpt"] for r in table(out, "safeguarding")}
    assert any("hits me" in r["text"] for r in table(out, "safeguarding"))
    assert not held & {r["excerpt"] for r in (*table(out, "excerpts"), *table(out, "codings"))}
    assert "hits me" not in (out / "excerpts.jsonl").read_text(encoding="utf-8")
    for row in table(out, "codings"):
        text = next(e["text"] for e in table(out, "excerpts") if e["excerpt"] == row["excerpt"])
        assert 0 <= int(row["start"]) < int(row["end"]) <= len(text)
    told = [re.findall(r"\[(?:Person|Child) \d+\]", e["text"]) for e in table(out, "excerpts")]
    people = {d["doc_id"]: set() for d in table(out, "documents")}
    for excerpt, found in zip(table(out, "excerpts"), told, strict=True):
        people[excerpt["doc_id"]] |= set(found)
    notes = [people[d["doc_id"]] for d in table(out, "documents") if d["file"].startswith("note")]
    assert len(notes) == 3
    assert notes[0] == notes[2] != notes[1], "the key makes one person one number in all documents"
    other = tmp_path / "other"
    assert main(["batch", str(folder), str(other), "--partition", "9", "--key", str(tmp_path / "key")]) == 1
    for place in sorted(p for p in out.iterdir() if p.is_file()):
        assert place.read_bytes() == (other / place.name).read_bytes(), place.name


def test_a_document_that_breaks_a_stage_is_a_row_and_no_more(monkeypatch):
    def fault(*_: object, **__: object) -> None:
        raise KeyError("Chloe")

    monkeypatch.setattr("childvoice.batch.journey.deidentify", fault)
    rows = list(take(Job(), Item("d1", "0", row={"doc_id": "d1", "text": "Chloe was sad."})))
    assert rows == [
        ("failed", {"doc_id": "d1", "stage": "fault", "cause": "a fault of childvoice (KeyError)", "remedy": "Please report it; this line holds no text of yours"})
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "cause"),
    [
        ({"doc_id": "d", "text": "half \ud83d a face"}, "half a character"),
        ({"doc_id": "d", "text": "x", "kind": "poem"}, "its kind is none that is known"),
    ],
)
def test_a_row_that_cannot_be_meant_is_refused(row, cause):
    ((table_, found),) = take(Job(), Item("d", "0", row=row))
    assert table_ == "failed"
    assert cause in found["cause"]


def test_a_short_key_is_refused(folder, tmp_path, capsys):
    (tmp_path / "key").write_text("short", encoding="utf-8")
    assert main(["batch", str(folder), str(tmp_path / "out"), "--key", str(tmp_path / "key")]) == 2
    assert "shorter than 16 bytes" in capsys.readouterr().err
