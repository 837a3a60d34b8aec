"""Tables that people open in a spreadsheet program: readable, harmless, and the same each time."""

from __future__ import annotations

import csv
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from childvoice import publish
from childvoice.errors import SettingsError
from childvoice.publish.cells import clean, plain
from childvoice.publish.write import formats

TABLES = [
    (
        "Themes",
        [
            {"label": "Being told", "group": "child", "people": "12", "all_mentions": 40, "tone": "négative"},
            {"label": "Food", "group": "child", "people": "c", "all_mentions": "c", "tone": ""},
            {"label": "School", "group": "child", "people": "0", "all_mentions": 0.25, "tone": ""},
        ],
    ),
    (
        "Quotes",
        [
            {"text": '=HYPERLINK("http://x","y")'},
            {"text": "- I said no\nand \x00again\x1f 🙂"},
            {"text": "\x02@me"},
            {"text": "007"},
            {"text": "٣"},
        ],
    ),
    ("Nothing", []),
]
SAFE = ['\'=HYPERLINK("http://x","y")', "'- I said no\nand again 🙂", "'@me", "007", "٣"]


def test_a_workbook_has_a_sheet_a_table_with_its_header_row(tmp_path):
    (out,) = publish.write(TABLES, tmp_path / "new" / "findings.xlsx")
    book = load_workbook(out)
    assert book.sheetnames == ["Themes", "Quotes", "Nothing"]
    sheet = book["Themes"]
    assert [c.value for c in sheet[1]] == ["label", "group", "people", "all mentions", "tone"]
    assert all(c.font.bold for c in sheet[1])
    assert sheet.freeze_panes == "A2"
    assert not sheet.merged_cells.ranges
    assert [t.ref for t in sheet.tables.values()] == ["A1:E4"]
    assert book["Nothing"]["A1"].value == "empty"


def test_numbers_are_numbers_and_what_is_hidden_is_the_shorthand_of_statisticians(tmp_path):
    (out,) = publish.write(TABLES, tmp_path / "findings.XLSX")
    rows = list(load_workbook(out)["Themes"].iter_rows(min_row=2, values_only=True))
    assert [r[2] for r in rows] == [12, "[c]", 0]
    assert [r[3] for r in rows] == [40, "c", 0.25], "no column of counts: a count has no parts"
    assert [type(r[2]) for r in rows] == [int, str, int]


def test_no_cell_of_a_workbook_runs_or_breaks_it(tmp_path):
    (out,) = publish.write(TABLES, tmp_path / "findings.xlsx")
    cells = [row[0] for row in load_workbook(out)["Quotes"].iter_rows(min_row=2)]
    assert [c.value for c in cells] == SAFE
    assert {c.data_type for c in cells} == {"s"}


def test_the_same_tables_make_the_same_bytes_whenever(tmp_path, monkeypatch):
    (first,) = publish.write(TABLES, tmp_path / "a.xlsx")
    then = time.time() + 86_400 * 400
    monkeypatch.setattr(time, "time", lambda: then)
    time.sleep(2.1)  # a zip file counts in steps of two seconds
    (second,) = publish.write(TABLES, tmp_path / "b.xlsx")
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as parts:
        assert {p.date_time for p in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_folder_gets_a_csv_file_a_table(tmp_path):
    made = publish.write(TABLES, tmp_path / "out" / "findings")
    assert [p.name for p in made] == ["themes.csv", "quotes.csv", "nothing.csv"]
    assert all(p.read_bytes().startswith(b"\xef\xbb\xbf") for p in made), "Excel reads accents by this mark"
    themes, quotes, nothing = (
        list(csv.DictReader(p.read_text(encoding="utf-8-sig").splitlines(keepends=True))) for p in made
    )
    assert [r["people"] for r in themes] == ["12", "c", "0"]
    assert [r["all_mentions"] for r in themes] == ["40", "c", "0.25"]
    assert themes[0]["tone"] == "négative"
    assert [r["text"] for r in quotes] == SAFE
    assert nothing == []
    before = [p.read_bytes() for p in made]
    assert [p.read_bytes() for p in publish.write(TABLES, tmp_path / "out" / "findings")] == before


@pytest.mark.parametrize("name", ["findings.doc", "findings.csv", "findings.xlsm", "review.v2"])
def test_an_ending_that_no_format_has_is_refused_and_nothing_is_made(tmp_path: Path, name):
    with pytest.raises(
        SettingsError, match=r"is no export format\. Name one of: a folder, a \.docx file, .*a \.xlsx file\."
    ) as caught:
        publish.write(TABLES, tmp_path / name)
    assert caught.value.subject == name
    assert list(tmp_path.iterdir()) == []


def test_formats_are_the_files_of_their_folder():
    assert {"children", "csv", "docx", "html", "pdf", "xlsx"} <= set(formats())


@pytest.mark.parametrize(
    ("name", "form", "told"),
    [
        ("a.xlsx", "excel", "'excel' is no export format. Name one of children, csv, docx"),
        ("a.docx", "xlsx", "a.docx: the format 'xlsx' does not make such a file. End the name"),
        ("a.xlsx", "csv", "Name a folder"),
        ("a.html", "", "a.html: the format needs the report 'committee'"),
    ],
)
def test_a_format_that_cannot_be_says_why(tmp_path, name, form, told):
    with pytest.raises(SettingsError) as caught:
        publish.write(TABLES, tmp_path / name, form=form)
    assert told in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_what_would_be_a_formula_gets_an_apostrophe(start):
    assert plain(f"{start}1+1") == f"'{start}1+1"


@given(st.text())
def test_an_apostrophe_is_all_that_changes_and_it_is_put_once(text):
    assert plain(text) in (text, f"'{text}")
    assert plain(plain(text)) == plain(text)
    assert not str(clean(text)).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@pytest.mark.parametrize("value", [-3, -0.5, None, True, "c", "fine = good", ""])
def test_numbers_and_plain_words_stay(value):
    assert plain(value) is value
    assert clean(value) == value


def test_half_a_character_does_not_stop_an_export(tmp_path):
    table = [("Quotes", [{"text": "so \ud83d sad"}])]
    (book,) = publish.write(table, tmp_path / "a.xlsx")
    assert load_workbook(book)["Quotes"]["A2"].value == "so  sad"
    publish.write(table, tmp_path / "folder")
