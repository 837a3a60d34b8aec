"""A batch ends the same whatever happens on the way: how many workers, how it is cut, who is killed."""

from __future__ import annotations

import csv
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from childvoice import batch
from childvoice.batch.parts import finished
from childvoice.batch.run import run
from childvoice.errors import BrokenInput, InputError, SettingsError
from childvoice.settings import Settings

from .light import WORK, results, rows, through

STORY = [
    "She was kind.",
    "Nobody came 🙂 on Tuesday.",
    "slow to answer",
    "I had five of them",
    "=1+1 they said",
    "Yes.",
]


def test_any_number_of_workers_and_any_partition_give_the_same_bytes(tmp_path):
    source = rows(tmp_path / "in.jsonl", STORY * 4)
    made = {
        (workers, size): (through(source, tmp_path / f"{workers}-{size}", workers=workers, partition=size), results(tmp_path / f"{workers}-{size}"))
        for workers, size in ((1, 1000), (2, 3), (8, 1))
    }  # fmt: skip
    first, *others = made.values()
    assert first[1].keys() >= {
        "documents.jsonl",
        "excerpts.jsonl",
        "codings.jsonl",
        "safeguarding.jsonl",
        "failed.jsonl",
        "manifest.json",
    }
    for done, files in others:
        assert done.counts == first[0].counts
        assert files == first[1]
    assert [json.loads(x)["doc_id"] for x in first[1]["documents.jsonl"].splitlines()] == [
        f"d{n}" for n in range(24)
    ]


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_tables_have_their_columns_in_every_format(tmp_path, form):
    source = rows(tmp_path / "in.jsonl", STORY)
    for size in (1, 4):
        through(source, tmp_path / f"{size}", partition=size, form=form)
    assert results(tmp_path / "1") == results(tmp_path / "4")
    for table, columns in batch.TABLES.items():
        place = tmp_path / "1" / f"{table}.{form}"
        if form == "parquet":
            found = pq.read_table(place)
            assert found.schema.names == list(columns)
            texts = found["text"].to_pylist() if table == "excerpts" else []
        else:
            with place.open(encoding="utf-8", newline="") as stream:
                reader = csv.DictReader(stream)
                assert reader.fieldnames == list(columns)
                texts = [r["text"] for r in reader] if table == "excerpts" else []
        if table == "excerpts":
            assert "🙂" in texts
            assert ("=1+1" if form == "parquet" else "'=1+1") in texts


def test_one_document_that_kills_its_worker_is_set_aside_and_the_rest_goes_on(tmp_path):
    texts = [*STORY, "kills the process that reads it", *STORY]
    done = through(rows(tmp_path / "in.jsonl", texts), tmp_path / "out", workers=2, partition=4)
    assert done.counts["documents_in"] == 13
    assert done.counts["documents_out"] == 12
    assert done.counts["documents_failed"] == 1
    (line,) = (tmp_path / "out" / "failed.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["doc_id"] == "d6"
    assert "the process that read it ended" in json.loads(line)["cause"]
    assert "kills" not in line.replace("d6", "")


def test_a_worker_that_is_killed_by_accident_costs_nothing(tmp_path):
    texts = [*STORY, "kills once", *STORY]
    source = rows(tmp_path / "in.jsonl", texts, log=str(tmp_path / "log"))
    done = through(source, tmp_path / "out", workers=2, partition=2)
    assert done.counts["documents_out"] == 13
    assert done.counts["documents_failed"] == 0
    calm = through(source, tmp_path / "calm", partition=100)
    assert calm.counts == done.counts
    assert results(tmp_path / "calm") == results(tmp_path / "out")


SCRIPT = """
import sys
sys.path.insert(0, {tests!r})
from pathlib import Path
from childvoice import batch
from childvoice.batch.run import run
from batch.light import WORK
if __name__ == "__main__":
    run(batch.items(Path({source!r})), Path({out!r}), batch.Job(), workers=2, partition=2, work=WORK)
"""


def _alive(group: int) -> list[str]:
    listed = subprocess.run(["ps", "-eo", "pgid,stat"], capture_output=True, text=True, check=True).stdout
    return [x for x in listed.splitlines()[1:] if x.split()[0] == str(group) and "Z" not in x.split()[1]]


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_after_kill_9_it_goes_on_where_it_was_and_no_worker_is_left(tmp_path):
    source = rows(tmp_path / "in.jsonl", [f"slow {n}" for n in range(40)], log=str(tmp_path / "log"))
    out = tmp_path / "out"
    program = tmp_path / "client.py"
    program.write_text(
        SCRIPT.format(tests=str(Path(__file__).parents[1]), source=str(source), out=str(out)),
        encoding="utf-8",
    )
    client = subprocess.Popen([sys.executable, str(program)], start_new_session=True)
    deadline = time.monotonic() + 120
    while len(list(out.glob("parts/*.jsonl"))) < 4 and time.monotonic() < deadline:
        time.sleep(0.02)
    client.send_signal(signal.SIGKILL)
    client.wait()
    while _alive(client.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert _alive(client.pid) == [], "workers end with their client"
    kept = [p for p in out.glob("parts/*.jsonl") if finished(p)]
    before = sum(counted["documents"] for p in kept if (counted := finished(p)))
    assert 4 <= before < 40
    assert not (out / "manifest.json").exists()
    (tmp_path / "log").unlink()
    done = through(source, out, workers=2, partition=2)
    again = (tmp_path / "log").read_text(encoding="utf-8").split()
    assert done.reused == before
    assert len(again) == len(set(again)) == 40 - done.reused, "nothing finished is done again, nothing twice"
    assert done.counts["documents_out"] == 40
    through(source, tmp_path / "calm", partition=40)
    assert results(tmp_path / "calm") == results(out)


def test_a_partition_cut_short_is_done_again_and_a_changed_document_too(tmp_path):
    source = rows(tmp_path / "in.jsonl", STORY)
    before = through(source, tmp_path / "out", partition=1)
    whole = results(tmp_path / "out")
    part = sorted((tmp_path / "out" / "parts").iterdir())[0]
    part.write_bytes(part.read_bytes()[:-20])
    again = through(source, tmp_path / "out", partition=1)
    assert (before.reused, again.reused) == (0, 5)
    assert results(tmp_path / "out") == whole
    rows(source, [*STORY[:5], "No."])
    assert through(source, tmp_path / "out", partition=1).reused == 5
    assert b'"No."' in (tmp_path / "out" / "excerpts.jsonl").read_bytes()
    assert len(list((tmp_path / "out" / "parts").iterdir())) == 6, "what the earlier input made is gone"


def test_documents_that_come_in_between_next_year_cost_only_their_own_partitions(tmp_path):
    texts = [f"said {n}" for n in range(200)]
    source = tmp_path / "in.jsonl"

    def fill(names: list[str]) -> None:
        source.write_text("".join(json.dumps({"doc_id": n, "text": f"said {n}"}) + "\n" for n in names), encoding="utf-8")  # fmt: skip

    names = [f"d{n:03}" for n in range(len(texts))]
    fill(names)
    through(source, tmp_path / "out", partition=5)
    fill(sorted([*names, "d000-new", "d120-new"]))
    done = through(source, tmp_path / "out", partition=5)
    assert done.counts["documents_out"] == 202
    assert done.reused == 180, "two partitions and what they push along, of two hundred documents"
    through(source, tmp_path / "anew", partition=50)
    assert results(tmp_path / "anew") == results(tmp_path / "out")


def test_the_same_rows_over_and_over_come_out_as_often(tmp_path):
    source = tmp_path / "in.jsonl"
    source.write_text('{"doc_id": "a", "text": "Yes."}\n' * 7, encoding="utf-8")
    assert through(source, tmp_path / "out", partition=1, workers=2).counts["documents_out"] == 7
    assert len((tmp_path / "out" / "documents.jsonl").read_text(encoding="utf-8").splitlines()) == 7


def test_results_of_other_settings_or_versions_are_never_mixed(tmp_path, monkeypatch):
    source = rows(tmp_path / "in.jsonl", STORY)
    through(source, tmp_path / "out")
    strict = Settings.model_validate({"deidentify": {"policy": "strict"}})
    with pytest.raises(SettingsError, match="made with other settings"):
        run(batch.items(source), tmp_path / "out", batch.Job(strict), work=WORK)
    with pytest.raises(SettingsError, match="made with other roster, manifest and key"):
        run(batch.items(source), tmp_path / "out", batch.Job(key=b"k" * 32), work=WORK)
    monkeypatch.setattr(sys.modules["childvoice.batch.run"], "versions", lambda: {"childvoice": "9.9.9"})
    with pytest.raises(SettingsError, match="made with other versions"):
        through(source, tmp_path / "out")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.docx").touch()
    with pytest.raises(SettingsError, match="not empty, and not of a batch"):
        through(source, tmp_path / "mine")
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["thesis.docx"]


def test_rows_that_are_none_are_set_aside_with_their_line(tmp_path):
    source = tmp_path / "in.jsonl"
    source.write_bytes(
        b'{"doc_id": "a", "text": "Yes."}\nChloe\n\n{"doc_id": "b"}\n{"text": "Chloe"}\n\xff\xfe\n["Chloe"]\n{"doc_id": "c", "text": "No."}\n'
    )
    done = through(source, tmp_path / "out", partition=2)
    assert done.counts["documents_in"] == 7
    assert done.counts["documents_out"] == 2
    told = (tmp_path / "out" / "failed.jsonl").read_text(encoding="utf-8")
    assert "Chloe" not in told
    assert [json.loads(x)["cause"] for x in told.splitlines()] == [
        "line 2 is not a JSON object in UTF-8",
        "row 3 has no text",
        "row 4 has no doc_id",
        "line 6 is not a JSON object in UTF-8",
        "line 7 is not a JSON object in UTF-8",
    ]


def test_csv_and_parquet_come_in_as_json_lines_do(tmp_path):
    pa_rows = [{"doc_id": f"d{n}", "text": t} for n, t in enumerate(STORY)]
    pq.write_table(pa.Table.from_pylist(pa_rows), tmp_path / "in.parquet")
    with (tmp_path / "in.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, ["doc_id", "text"])
        writer.writeheader()
        writer.writerows(pa_rows)
    rows(tmp_path / "in.jsonl", STORY)
    for kind in ("jsonl", "csv", "parquet"):
        through(tmp_path / f"in.{kind}", tmp_path / kind)
    assert results(tmp_path / "csv") == results(tmp_path / "jsonl") == results(tmp_path / "parquet")
    assert batch.count(tmp_path / "in.jsonl") == batch.count(tmp_path / "in.parquet") == 6
    assert batch.count(tmp_path / "in.csv") is None


@pytest.mark.parametrize(
    ("name", "data", "error", "cause"),
    [
        ("a.csv", b"id,words\n1,Chloe\n", InputError, "it has no column 'doc_id'"),
        ("a.csv", b'doc_id,text\n1,"Chloe\n', BrokenInput, "quotation marks are not balanced"),
        ("a.csv", "doc_id,text\n1,Zoë\n".encode("latin-1"), BrokenInput, "not UTF-8"),
        ("a.parquet", b"PAR1 Chloe", BrokenInput, "not a Parquet file, or is damaged"),
        ("a.xml", b"<x/>", InputError, "files of kind '.xml' are not taken"),
        ("a.jsonl", b"\n", InputError, "there is no document in it"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_and_why(tmp_path, name, data, error, cause):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(error, match=cause) as caught:
        through(tmp_path / name, tmp_path / "out")
    assert "Chloe" not in str(caught.value)


def test_a_parquet_with_other_columns_is_refused(tmp_path):
    pq.write_table(pa.Table.from_pylist([{"id": "1", "words": "Chloe"}]), tmp_path / "a.parquet")
    with pytest.raises(InputError, match="it has no column 'doc_id'"):
        through(tmp_path / "a.parquet", tmp_path / "out")


def test_only_the_owner_may_read_what_is_for_the_safeguarding_lead(tmp_path):
    through(rows(tmp_path / "in.jsonl", STORY), tmp_path / "out")
    for place in (tmp_path / "out" / "safeguarding.jsonl", tmp_path / "out" / "parts"):
        assert place.stat().st_mode & 0o077 == 0
