"""A folder that somebody is about to send: wherever a name hides in it, it is found and told without being shown."""

from __future__ import annotations

import gzip
import io
import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from childvoice.cli.main import main
from childvoice.deidentify import Person, Roster
from childvoice.errors import InputError, SettingsError
from childvoice.records import Label
from childvoice.verification import Known, read_key, verify

ROSTER = Roster(
    (
        Person("C01", "Kayleigh Bramhall", ("Kayls",), Label.PERSON_CHILD),
        Person("S01", "Hope Long", (), Label.PERSON_STAFF),
        Person("C02", "Siôn Prys", (), Label.PERSON_CHILD),
    )
)
KNOWN = Known.of(ROSTER, {"[Child 9]": ("Oluwaseun Adeyemi",), "[reference number]": ("LCS 448 210",)})


def places(folder: Path, known: Known = KNOWN) -> set[tuple[str, str, bool]]:
    return {(t.file, t.who, t.sure) for t in verify(folder, known).traces}


def test_a_clean_folder_is_clean(tmp_path: Path) -> None:
    (tmp_path / "findings.txt").write_text("[Child 1] said that nobody rang. We hope it will not be long.")
    (tmp_path / "notes.csv").write_text("id,text\n1,[Child 2] was cold\n")
    checked = verify(tmp_path, KNOWN)
    assert checked.clean
    assert checked.files == 2
    assert checked.traces == ()


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("KAYLEIGH would not come", "C01"),
        ("bramhall, k. on the list", "C01"),
        ("that is Kayls’s bag", "C01"),
        ("Kay\u200bleigh Bram\u00adhall", "C01"),
        ("K a y l e i g h", "C01"),
        ("and Kayl-\neigh ran", "C01"),
        ("Kayleigh\nBramhall", "C01"),
        ("KаyIeigh Brаmhall".replace("I", "l"), "C01"),
        ("SION PRYS and Siôn".replace("SION", "SIÔN"), "C02"),
        ("Hope_Long_supervision", "S01"),
        ("LCS 448210", "[reference number]"),
        ("lcs448-210", "[reference number]"),
        ("Seen with oluwaseun adeyemi", "[Child 9]"),
    ],
)
def test_every_spelling_that_a_reader_would_recognise(text: str, who: str) -> None:
    assert (who, True) in {(w, sure) for w, sure, _ in KNOWN.in_text(text)}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Kayliegh was here", "C01"),
        ("ask Hope", "S01"),
        ("we hope long visits end", "S01"),
        ("KB quiet", "C01"),
        ("the Brammhall file", "C01"),
    ],
)
def test_slips_initials_and_names_that_are_words_are_for_a_person_to_look_at(text: str, who: str) -> None:
    assert [(w, sure) for w, sure, _ in KNOWN.in_text(text)] == [(who, False)]


@pytest.mark.parametrize(
    "text", ["We hope so.", "It took too long.", "hope it will be", "a kayak", "", "It is a kb in size"]
)
def test_words_are_nobody(text: str) -> None:
    assert list(KNOWN.in_text(text)) == []


def test_what_word_hides(tmp_path: Path) -> None:
    report = docx.Document()
    report.add_paragraph("[Child 1] said so.")
    split = report.add_paragraph()
    split.add_run("Kay")
    split.add_run("leigh came.")
    report.sections[0].header.paragraphs[0].text = "Review for Siôn Prys"
    report.core_properties.author = "Hope Long"
    report.core_properties.comments = "Oluwaseun Adeyemi asked for this"
    report.save(tmp_path / "report.docx")
    with zipfile.ZipFile(tmp_path / "report.docx", "a") as archive:
        archive.writestr(
            "word/comments.xml",
            '<w:comments><w:comment w:author="Kayls"><w:p><w:t>see me</w:t></w:p></w:comment></w:comments>',
        )
        archive.writestr(
            "word/old.xml",
            '<w:p><w:del w:author="x"><w:r><w:delText>Bram</w:delText><w:delText>hall</w:delText></w:r></w:del></w:p>',
        )
    found = {(t.place.rpartition("/")[2], t.who) for t in verify(tmp_path, KNOWN).traces if t.sure}
    assert found == {
        *(("document.xml", "C01"), ("comments.xml", "C01"), ("old.xml", "C01"), ("header1.xml", "C02")),
        *(("core.xml", "S01"), ("core.xml", "[Child 9]")),
    }


def test_what_a_spreadsheet_hides(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "theme"
    book.active["A2"].comment = Comment("rang twice", "Hope Long")
    hidden = book.create_sheet("key")
    hidden.sheet_state = "veryHidden"
    hidden["B2"] = "Kayleigh"
    book.create_sheet("Oluwaseun Adeyemi")
    book.defined_names["Siôn_Prys"] = DefinedName("Siôn_Prys", attr_text="key!$A$1")
    book.save(tmp_path / "table.xlsx")
    assert {who for _, who, sure in places(tmp_path) if sure} == {"C01", "C02", "S01", "[Child 9]"}


def test_databases_rows_archives_and_deleted_rows(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "workspace.sqlite")) as base:
        base.execute("PRAGMA secure_delete = OFF")  # as most builds of SQLite have it
        base.execute("CREATE TABLE said (text TEXT)")
        base.execute("INSERT INTO said VALUES (?)", (json.dumps({"who": "Kayleigh"}),))
        base.execute("INSERT INTO said VALUES ('and then Siôn Prys sat there')")
        base.commit()
        base.execute("DELETE FROM said WHERE text LIKE '%sat%'")
        base.commit()
    (tmp_path / "rows.jsonl").write_text(json.dumps({"text": "Si\u00f4n Prys"}) + "\n")
    (tmp_path / "run.log.gz").write_bytes(gzip.compress(b"INFO Hope Long began"))
    (tmp_path / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0\x00\x00" + "Kayleigh Bramhall".encode("utf-16-le"))
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.txt", "Oluwaseun Adeyemi")
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())
    sure = {(file, who) for file, who, sure in places(tmp_path) if sure}
    assert {
        *(
            ("workspace.sqlite", "C01"),
            ("workspace.sqlite", "C02"),
            ("rows.jsonl", "C02"),
            ("run.log.gz", "S01"),
        ),
        *(("old.doc", "C01"), ("all.zip", "[Child 9]")),
    } <= sure


def test_names_of_files_and_hidden_files(tmp_path: Path) -> None:
    (tmp_path / ".cache").mkdir()
    (tmp_path / ".cache" / "BRAMHALL_K.txt").write_text("nothing")
    assert places(tmp_path) == {(".cache/BRAMHALL_K.txt", "C01", True)}


def test_a_pdf(tmp_path: Path) -> None:
    import pypdf

    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Author": "Kayleigh Bramhall"})
    writer.write(tmp_path / "a.pdf")
    assert places(tmp_path) == {("a.pdf", "C01", True)}
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 broken")
    assert [name for name, _ in verify(tmp_path, KNOWN).unread] == ["a.pdf"]


def test_what_cannot_be_opened_is_told_and_the_folder_is_not_clean(tmp_path: Path) -> None:
    (tmp_path / "cut.docx").write_bytes(b"PK\x03\x04 cut short")
    (tmp_path / "cut.sqlite").write_bytes(b"SQLite format 3\x00" + b"\x00" * 40)
    (tmp_path / "away.txt").symlink_to(tmp_path / "cut.docx")
    checked = verify(tmp_path, KNOWN)
    assert [name for name, _ in checked.unread] == ["away.txt", "cut.docx", "cut.sqlite"]
    assert not checked.clean


@pytest.mark.parametrize(
    "data", [b"", b"\x00", b"\xff\xfe", b"PK\x05\x06", b"\x1f\x8b", b"PAR1", b"<", b"%PDF"]
)
def test_stumps_of_files(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "stump").write_bytes(data)
    assert verify(tmp_path, KNOWN).files == 1


FORMS = [form for form, _ in KNOWN.forms if len(form) > 4 and form not in ("Hope", "Long")]


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(FORMS),
    st.sampled_from([str, str.upper, lambda n: n.replace(" ", "\u00a0"), "\u200b".join, lambda n: n + "'s"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.text(st.characters(exclude_categories=["Cs", "L", "N", "M"]), max_size=10),
)
def test_a_form_in_a_text_file_is_always_found(
    tmp_path_factory: pytest.TempPathFactory, form: str, disguise: object, encoding: str, around: str
) -> None:
    folder = tmp_path_factory.mktemp("f")
    text = f"{around} {disguise(form)} {around}"  # type: ignore[operator]
    (folder / "a.txt").write_bytes(text.encode(encoding))
    assert not verify(folder, KNOWN).clean


def test_the_command_tells_who_and_where_but_never_the_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "a.txt").write_text("Kayleigh was here. Ask Hope.")
    roster = tmp_path / "roster.csv"
    roster.write_text("id,name,role\nC01,Kayleigh Bramhall,child\nS01,Hope Long,staff\n")
    key = tmp_path / "key.json"
    key.write_text('{"[Child 1]": ["Kayleigh"]}')
    assert main(["verify", str(out), "--roster", str(roster)]) == 1
    shown = capsys.readouterr().out
    assert "found: C01 in a.txt (text), 1x" in shown
    assert "perhaps: S01 in a.txt (text), 1x" in shown
    assert "Kayleigh" not in shown
    assert main(["verify", str(out), "--key", str(key)]) == 1
    assert "found: [Child 1] in a.txt" in capsys.readouterr().out
    (out / "a.txt").write_text("[Child 1] was here. Ask Hope.")
    assert main(["verify", str(out), "--roster", str(roster), "--key", str(key)]) == 0


def test_bad_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(InputError):
        verify(tmp_path, KNOWN)
    key = tmp_path / "key.json"
    for written in ("not JSON", "[1]", '{"a": "b"}', '{"a": [1]}'):
        key.write_text(written)
        with pytest.raises(SettingsError):
            read_key(key)
    key.write_text("{}")
    assert main(["verify", str(tmp_path)]) == 2
    assert main(["verify", str(tmp_path), "--key", str(key)]) == 2
    assert main(["verify", str(tmp_path / "none"), "--key", str(tmp_path / "none.json")]) == 2
    assert "Traceback" not in capsys.readouterr().err
