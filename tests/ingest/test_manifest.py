"""The manifest: what is read from it, and what a person is told of one that cannot be meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from childvoice.errors import ChildvoiceError, SettingsError, WrongEncoding
from childvoice.ingest import FileNotes, read_manifest
from childvoice.ingest.manifest import COLUMNS

_FULL = (
    "file,title,kind,group,date,setting,stage,team,transcribed_by,topics_asked,lines_of_enquiry,consent,"
    "in_scope,speakers,child\n"
    '"a, b.docx",Talk,interview,child,2026-02-11,school,,North,person,continuity | being_heard,d|f,'
    "parent,No,YP1=child | AB=interviewer,C21\n"
)


def _manifest(tmp_path: Path, data: str | bytes) -> dict[str, FileNotes]:
    path = tmp_path / "manifest.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_manifest(path)


def _refused(tmp_path: Path, data: str) -> SettingsError:
    with pytest.raises(SettingsError) as caught:
        _manifest(tmp_path, data)
    assert caught.value.subject.startswith("manifest.csv")
    assert caught.value.remedy
    return caught.value


def test_every_column(tmp_path: Path) -> None:
    assert tuple(_FULL.split("\n")[0].split(",")) == COLUMNS
    assert _manifest(tmp_path, _FULL) == {
        "a, b.docx": FileNotes(
            file="a, b.docx",
            title="Talk",
            kind="interview",
            group="child",
            date="2026-02-11",
            setting="school",
            team="North",
            transcribed_by="person",
            topics_asked=("continuity", "being_heard"),
            lines_of_enquiry=("d", "f"),
            consent="parent",
            in_scope=False,
            speakers=(("YP1", "child"), ("AB", "interviewer")),
            child="C21",
        )
    }


def test_only_the_file_must_be_named(tmp_path: Path) -> None:
    notes = _manifest(tmp_path, "file,kind\na.txt,\n,interview\n\nb.txt\n")
    assert notes == {"a.txt": FileNotes("a.txt"), "b.txt": FileNotes("b.txt")}
    assert notes["a.txt"].in_scope
    assert notes["a.txt"].transcribed_by == "unknown"


def test_as_spreadsheets_save_it(tmp_path: Path) -> None:
    """With a byte-order mark, Windows line ends or Windows-1252, and with backslashes in file names."""
    lines = 'file,title\r\n"North\\Siân.docx",Siân’s talk\r\n'
    wanted = {"North/Siân.docx": FileNotes("North/Siân.docx", title="Siân’s talk")}
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        assert _manifest(tmp_path, lines.encode(encoding)) == wanted, encoding


def test_letters_are_compared_as_they_look(tmp_path: Path) -> None:
    assert set(_manifest(tmp_path, "file\nSia\u0302n.txt\n")) == {"Si\u00e2n.txt"}


def test_unknown_column(tmp_path: Path) -> None:
    error = _refused(tmp_path, "file,speaker\na.txt,\n")
    assert "'speaker'" in error.cause
    assert "Did you mean 'speakers'?" in error.remedy


def test_no_column_file(tmp_path: Path) -> None:
    for data in ("title\nTalk\n", ""):
        assert "'file'" in _refused(tmp_path, data).cause


@pytest.mark.parametrize(
    ("column", "value", "meant"),
    [
        ("kind", "intervew", "interview"),
        ("group", "childs", "child"),
        ("transcribed_by", "persons", "person"),
        ("speakers", "YP1=chld", "child"),
    ],
)
def test_unknown_value_names_row_and_what_was_meant(
    column: str, value: str, meant: str, tmp_path: Path
) -> None:
    error = _refused(tmp_path, f"file,{column}\na.txt,\nb.txt,{value}\n")
    assert error.subject == "manifest.csv, row 3"
    assert column in error.cause
    assert f"Did you mean '{meant}'?" in error.remedy


@pytest.mark.parametrize("cell", ["YP1", "=child", "YP1=", "YP1:child", "YP1=child | AB"])
def test_bad_speakers(cell: str, tmp_path: Path) -> None:
    error = _refused(tmp_path, f"file,speakers\na.txt,{cell}\n")
    assert error.subject == "manifest.csv, row 2"
    assert "label=role" in error.remedy


def test_label_with_an_equals_sign(tmp_path: Path) -> None:
    assert _manifest(tmp_path, "file,speakers\na.txt,A=B=child\n")["a.txt"].speakers == (("A=B", "child"),)


def test_in_scope_is_yes_or_no(tmp_path: Path) -> None:
    assert "yes or no" in _refused(tmp_path, "file,in_scope\na.txt,perhaps\n").remedy


def test_unbalanced_quotes(tmp_path: Path) -> None:
    assert "quotation marks" in _refused(tmp_path, 'file,title\na.txt,"Talk\n').cause


def test_file_named_twice(tmp_path: Path) -> None:
    error = _refused(tmp_path, "file,kind\na.txt,interview\nb.txt,\na.txt,survey\n")
    assert "more than once" in error.cause


def test_not_text(tmp_path: Path) -> None:
    with pytest.raises(WrongEncoding) as caught:
        _manifest(tmp_path, b"file\x00\x01\x02")
    assert isinstance(caught.value, ChildvoiceError)
    assert caught.value.subject == "manifest.csv"
