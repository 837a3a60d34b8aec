"""Rows in and out of the single stages: nothing lost, nothing reordered, and no word of the text in a complaint."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from childvoice.cli.rows import Row, Writer, read_rows
from childvoice.errors import BrokenInput, ChildvoiceError, InputError

ROWS = [
    {"id": "b", "text": "Nobody told me, “ever”.\nNot once; 🙂"},
    {"id": "a", "text": ""},
    {"id": "c", "text": 'He said "no", and\r\nleft'},
    {"id": "a", "text": "Tŵr, żółw, 名前"},
]
SECRET = "Chloe"


def write(place: Path, rows: list[Row]) -> Path:
    with Writer(str(place)) as writer:
        for row in rows:
            writer.put(row)
    return place


def refused(place: Path, needed: tuple[str, ...] = ("id", "text")) -> ChildvoiceError:
    with pytest.raises(InputError) as caught:
        list(read_rows(str(place), needed))
    assert SECRET not in str(caught.value)
    assert caught.value.subject == place.name
    return caught.value


@pytest.mark.parametrize("ending", [".jsonl", ".csv", ".parquet", ".JSONL", ".CSV", ".Parquet"])
def test_what_goes_out_comes_in_again_in_its_order(tmp_path, ending):
    place = write(tmp_path / "new" / f"rows{ending}", ROWS)
    assert list(read_rows(str(place), ("id", "text"))) == ROWS
    assert [p.name for p in place.parent.iterdir()] == [place.name]


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))


@pytest.mark.parametrize("ending", [".jsonl", ".csv", ".parquet"])
@given(texts=st.lists(TEXTS, max_size=5))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_survives(tmp_path, ending, texts):
    place = write(tmp_path / f"rows{ending}", [{"text": t, "id": n} for n, t in enumerate(texts)])
    found = [r["text"] for r in read_rows(str(place), ("text",))]
    # In CSV a cell that a spreadsheet would run gets an apostrophe, once.
    assert [f if f == t else f.removeprefix("'") for f, t in zip(found, texts, strict=True)] == texts
    again = write(tmp_path / f"again{ending}", [{"text": t, "id": n} for n, t in enumerate(found)])
    assert [r["text"] for r in read_rows(str(again), ("text",))] == found


def test_lists_and_objects_stay_in_json_lines_and_are_json_elsewhere(tmp_path):
    row = {"id": "a", "spans": [[0, 5, "PERSON_CHILD", "[Child 1]"]], "more": {"n": 1}, "score": 0.5}
    assert next(read_rows(str(write(tmp_path / "a.jsonl", [row])), ("id",))) == row
    for ending, score in ((".csv", "0.5"), (".parquet", 0.5)):
        found = next(read_rows(str(write(tmp_path / f"a{ending}", [row])), ("id",)))
        assert json.loads(found["spans"]) == row["spans"]
        assert json.loads(found["more"]) == row["more"]
        assert found["score"] == score


@pytest.mark.parametrize("ending", [".jsonl", ".csv", ".parquet"])
def test_no_rows_make_a_file_without_rows(tmp_path, ending):
    place = write(tmp_path / f"none{ending}", [])
    assert place.is_file()
    assert list(read_rows(str(place), ("id",))) == []


def test_needed_columns_are_text_and_others_stay_as_they_are(tmp_path):
    place = tmp_path / "a.jsonl"
    place.write_text('\ufeff{"id": 7, "text": null, "n": 7}\n\n{"id": "8", "text": "x"}\n', encoding="utf-8")
    assert list(read_rows(str(place), ("id", "text"))) == [
        {"id": "7", "text": "", "n": 7},
        {"id": "8", "text": "x"},
    ]


@pytest.mark.parametrize("ending", [".jsonl", ".csv", ".parquet"])
def test_a_missing_column_is_named_with_its_row(tmp_path, ending):
    place = write(tmp_path / f"a{ending}", [{"id": "1", "words": SECRET}])
    assert str(refused(place)) == f"a{ending}: row 1 has no 'text'. Each row needs id, text."


def test_the_rows_before_a_broken_one_were_given(tmp_path):
    place = tmp_path / "a.jsonl"
    place.write_text('{"id": "1"}\n{"id": "2"}\n{"ID": "Chloe"}\n', encoding="utf-8")
    found = []
    with pytest.raises(InputError, match=r"row 3 has no 'id'"):
        found.extend(row["id"] for row in read_rows(str(place), ("id",)))
        found.append("never")
    rows = read_rows(str(place), ("id",))
    assert [next(rows)["id"], next(rows)["id"]] == ["1", "2"], "streaming"
    rows.close()


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        ('{"id": "2", "text": "Chloe', "line 3 is not a JSON object"),
        ('["Chloe"]', "line 3 is not a JSON object"),
        ("Chloe", "line 3 is not a JSON object"),
        ("[" * 100_000, "line 3 is not a JSON object"),
        ('{"id": "2", "text": "Chloe \\ud83d"}', "line 3 holds half a character"),
    ],
)
def test_a_broken_line_is_named_by_its_number(tmp_path, line, cause):
    place = tmp_path / "a.jsonl"
    place.write_text(f'{{"id": "1", "text": "x"}}\n\n{line}\n', encoding="utf-8")
    error = refused(place)
    assert isinstance(error, BrokenInput)
    assert cause in str(error)


def test_an_emoji_written_in_two_halves_is_whole(tmp_path):
    place = tmp_path / "a.jsonl"
    place.write_text('{"id": "\\ud83d\\ude42"}\n', encoding="ascii")
    assert list(read_rows(str(place), ("id",))) == [{"id": "🙂"}]


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("id,text\n1,Hello, I am Chloe\n", "line 2 has more cells than there are columns"),
        ('id,text\n1,x\n2,"Chloe\n', "line 3 has quotation marks that are not balanced"),
        ('id,text\n1,x\n2,"Chloe" said\n', "line 3 has quotation marks that are not balanced"),
        ("id,text\n1\n", "row 1 has no 'text'"),
    ],
)
def test_a_comma_too_many_does_not_cut_a_text_off_unseen(tmp_path, text, cause):
    place = tmp_path / "a.csv"
    place.write_text(text, encoding="utf-8")
    assert cause in str(refused(place))


def test_a_row_cut_short_lacks_only_what_is_not_needed(tmp_path):
    place = tmp_path / "a.csv"
    place.write_text("id,text,role\n1,x\n", encoding="utf-8")
    assert list(read_rows(str(place), ("id", "text"))) == [{"id": "1", "text": "x"}]


def test_a_whole_transcript_fits_into_one_cell(tmp_path):
    rows = [{"id": "1", "text": "word " * 60_000}]
    assert list(read_rows(str(write(tmp_path / "a.csv", rows)), ("text",))) == rows


@pytest.mark.parametrize("ending", [".jsonl", ".csv"])
def test_another_encoding_is_refused(tmp_path, ending):
    place = tmp_path / f"a{ending}"
    place.write_bytes('id,text\n{"id": "Zoë Chloe"}\n'.encode("latin-1"))
    if ending == ".jsonl":
        place.write_bytes('{"id": "1", "text": "Zoë Chloe"}'.encode("latin-1"))
    assert "not UTF-8. Save it as UTF-8." in str(refused(place))


def test_what_is_not_parquet_or_not_there_is_refused(tmp_path):
    place = tmp_path / "a.parquet"
    place.write_bytes(b"Chloe" * 20)
    assert "not a Parquet file" in str(refused(place))
    assert "no such file" in str(refused(tmp_path / "none.jsonl"))
    assert "no such file" in str(refused(tmp_path))


@pytest.mark.parametrize("ending", [".jsonl", ".csv", ".parquet"])
def test_a_file_may_be_written_over_while_it_is_read(tmp_path, ending):
    place = write(tmp_path / f"a{ending}", ROWS * 2000)
    with Writer(str(place)) as writer:
        for row in read_rows(str(place), ("id", "text")):
            writer.put({**row, "text": row["text"].upper()})
    assert list(read_rows(str(place), ("text",))) == [{**r, "text": r["text"].upper()} for r in ROWS * 2000]


@pytest.mark.parametrize("ending", [".jsonl", ".csv", ".parquet"])
def test_half_a_result_never_looks_like_a_whole_one(tmp_path, ending):
    place = write(tmp_path / f"a{ending}", ROWS)
    before = place.read_bytes()
    with pytest.raises(KeyboardInterrupt), Writer(str(place)) as writer:
        writer.put({"id": "half", "text": ""})
        raise KeyboardInterrupt
    assert place.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == [place.name]


def test_a_dash_is_standard_input_and_output(capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO('{"id": "1", "text": "Zoë"}\n'))
    with Writer("-") as writer:
        for row in read_rows("-", ("id", "text")):
            writer.put(row)
    assert json.loads(capsys.readouterr().out) == {"id": "1", "text": "Zoë"}
    monkeypatch.setattr(sys, "stdin", io.StringIO("Chloe\n"))
    with pytest.raises(BrokenInput, match="standard input: line 1 is not a JSON object"):
        list(read_rows("-", ("id",)))


COPY = (
    "from childvoice.cli.rows import *\n"
    "with Writer('-') as w:\n"
    "    for row in read_rows('-', ('text',)): w.put(row)"
)


@pytest.mark.parametrize("language", ["C", "en_GB.ISO-8859-1"])
def test_the_pipe_speaks_utf_8_whatever_the_language_of_the_machine(language):
    line = '{"text": "Zoë 🙂"}\n'.encode()
    done = subprocess.run(
        [sys.executable, "-c", COPY],
        input=b"\xef\xbb\xbf" + line,
        capture_output=True,
        env={"PYTHONIOENCODING": "latin-1", "LC_ALL": language},
        check=True,
    )
    assert done.stdout == line
