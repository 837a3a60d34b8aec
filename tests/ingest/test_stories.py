"""What a review officer really has: each test is a file that came from a council, and what must come of it."""

from __future__ import annotations

import io
import json
import shutil
import stat
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from makers import pages, pdf_of
from PIL import Image, ImageDraw, ImageFont

from childvoice.ingest.read import read, read_bytes
from childvoice.raw import RawDocument

EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "readers"


def _read(data: bytes | str, extension: str) -> RawDocument:
    content = data.encode() if isinstance(data, str) else data
    return read_bytes(content, name=f"a.{extension}", extension=extension, path=f"a.{extension}")


def _turns(document: RawDocument) -> list[tuple[str, str]]:
    return [(unit.speaker, unit.text) for unit in document.units]


def _saved(document: docx.document.Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_page_examples_are_what_make_pages_writes(tmp_path: Path) -> None:
    pages.make(tmp_path)
    for path in sorted(tmp_path.glob("*/*")):
        assert path.read_bytes() == (EXAMPLES / path.relative_to(tmp_path)).read_bytes(), (
            f"{path.name}: run python tests/examples/readers/make_pages.py"
        )


# --- labels of turns ---

_SAID = [("How far was it?", "Two buses and a hill."), ("And who came?", "My nan: she always does.")]


@pytest.mark.parametrize(
    ("asks", "answers", "names"),
    [
        ("Interviewer: {}", "YP1: {}", ("Interviewer", "YP1")),
        ("I: {}", "R: {}", ("I", "R")),
        ("[Anne] {}", "[Kit] {}", ("Anne", "Kit")),
        ("[Anne]\n{}", "[Kit]\n{}", ("Anne", "Kit")),
        ("#A: {}", "#B: {}", ("A", "B")),
        ("**Anne** {}", "**Kit** {}", ("Anne", "Kit")),
        ("**Anne:** {}", "**Kit:** {}", ("Anne", "Kit")),
        ("Anne:\n{}", "Kit:\n{}", ("Anne", "Kit")),
        ("00:01 Anne: {}", "00:09 Kit: {}", ("Anne", "Kit")),
        ("[00:00:01] Anne: {}", "[00:00:09] Kit: {}", ("Anne", "Kit")),
        ("Anne 00:01\n{}", "Kit 00:09\n{}", ("Anne", "Kit")),
    ],
)
@pytest.mark.parametrize("extension", ["txt", "md"])
def test_every_way_to_label_a_turn(asks: str, answers: str, names: tuple[str, str], extension: str) -> None:
    text = "\n\n".join(f"{asks.format(q)}\n\n{answers.format(a)}" for q, a in _SAID)
    wanted = [turn for q, a in _SAID for turn in zip(names, (q, a), strict=True)]
    assert _turns(_read(text, extension)) == wanted


def test_initials_mean_what_the_legend_says() -> None:
    document = _read(
        "Key: AB = Anya, young person; CD = Cas, advocate\n\nAB: I stayed.\nCD: Why?\nAB: The cat.\n", "txt"
    )
    assert document.legend == (("AB", "Anya, young person"), ("CD", "Cas, advocate"))
    assert [unit.speaker for unit in document.units if unit.speaker] == ["AB", "CD", "AB"]


def test_a_colon_in_a_sentence_is_no_speaker_in_any_format() -> None:
    story = "She told me one thing: wait.", "So I did: for a year.", "Nobody came."
    for extension, data in (
        ("txt", "\n\n".join(story)),
        ("md", "\n\n".join(story)),
        ("html", "<p>".join(("", *story))),
    ):
        assert _turns(_read(data, extension)) == [("", line) for line in story], extension


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_text_of_any_age_of_windows(encoding: str, end: str) -> None:
    data = f"Anne: Where’s Siân?{end}Kit: At the café – she’s 12.{end}Anne: Thanks.{end}".encode(encoding)
    said = [("Anne", "Where’s Siân?"), ("Kit", "At the café – she’s 12."), ("Anne", "Thanks.")]
    assert _turns(_read(data, "txt")) == said


# --- Word ---


def test_footnotes_stand_apart_and_heads_feet_and_comments_are_reported() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "OFFICIAL SENSITIVE"
    run = document.add_paragraph().add_run("Perran likes the pond.")
    document.add_comment(run, text="Check with his nan", author="x", initials="x")
    read_back = _read(_saved(document), "docx")
    assert _turns(read_back) == [("", "Perran likes the pond.")]
    assert {
        "comments were not read as part of the text",
        "running heads and feet were not read as part of the text",
    } <= set(read_back.warnings)


def test_only_accepted_text_counts() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Kit: I want to ")
    for xml in (
        f"<w:del {nsdecls('w')} w:id='1'><w:r><w:delText>leave</w:delText></w:r></w:del>",
        f"<w:ins {nsdecls('w')} w:id='2'><w:r><w:t>stay</w:t></w:r></w:ins>",
    ):
        paragraph._p.append(parse_xml(xml))
    document.add_paragraph("Anne: Here?")
    document.add_paragraph("Kit: Here.")
    assert _turns(_read(_saved(document), "docx"))[0] == ("Kit", "I want to stay")


def test_what_follows_a_table_of_turns_is_not_the_last_speakers() -> None:
    """The worker's own remark under the table must not become the child's words."""
    document = docx.Document()
    rows = [("Time", "Speaker", "Words"), ("0:01", "Anne", "What would you like the panel to know?"),
            ("0:09", "Kit", "That I was never asked."), ("0:12", "Anne", "Never?"), ("0:14", "", "Not once?")]  # fmt: skip
    table = document.add_table(rows=0, cols=3)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_paragraph("Kit seemed tired and I ended it there.")
    again = document.add_table(rows=1, cols=2)
    again.cell(0, 0).text, again.cell(0, 1).text = "Kit:", "Bye."
    assert _turns(_read(_saved(document), "docx")) == [
        ("Anne", "What would you like the panel to know?"),
        ("Kit", "That I was never asked."),
        ("Anne", "Never? Not once?"),
        ("", "Kit seemed tired and I ended it there."),
        ("Kit", "Bye."),
    ]


# --- captions ---


def test_teams_cues_are_merged_by_voice_and_sorted_by_time() -> None:
    cue = "{} --> {}\n<v {}>{}</v>"
    cues = [
        cue.format("00:00:05.000", "00:00:07.000", "Kit Rowe", "because of the dog."),
        cue.format("00:00:01.000", "00:00:03.000", "Anne Hale", "Why there?"),
        cue.format("00:00:03.000", "00:00:05.000", "Kit Rowe", "I like it"),
        cue.format("00:00:07.000", "00:00:09.000", "Anne Hale", "Ah.</v> <v Kit Rowe>He is old."),
    ]
    document = _read("WEBVTT\n\n" + "\n\n".join(f"id/{i}-0\n{c}" for i, c in enumerate(cues)), "vtt")
    assert _turns(document) == [
        ("Anne Hale", "Why there?"),
        ("Kit Rowe", "I like it because of the dog."),
        ("Anne Hale", "Ah."),
        ("Kit Rowe", "He is old."),
    ]
    assert any("out of order" in warning for warning in document.warnings)


# --- case systems and spreadsheets ---


@pytest.mark.parametrize("form", ["csv", "xlsx", "json", "jsonl"])
def test_a_case_export_is_one_unit_a_note_and_keeps_the_person(form: str) -> None:
    rows = [
        ["PersonID", "NoteDate", "NoteType", "Author", "Narrative"],
        ["7001", "03/02/2026", "CIN visit", "D Quill", "Seen alone.\nSaid: “I packed twice.”"],
        ["7001", "10/02/2026", "Call", "D Quill", "School rang."],
        ["7002", "11/02/2026", "Visit", "A Reed", "Nobody in."],
    ]
    objects = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    data = {
        "csv": "\n".join(",".join(f'"{c}"' for c in row) for row in rows).encode(),
        "xlsx": out.getvalue(),
        "json": json.dumps({"export": {"notes": objects}}).encode(),
        "jsonl": "\n".join(json.dumps(o) for o in objects).encode(),
    }[form]
    document = _read(data, form)
    assert document.layout == "case export"
    assert [(u.respondent, u.note, u.text) for u in document.units] == [
        ("7001", "03/02/2026 | CIN visit | D Quill", "Seen alone. Said: “I packed twice.”"),
        ("7001", "10/02/2026 | Call | D Quill", "School rang."),
        ("7002", "11/02/2026 | Visit | A Reed", "Nobody in."),
    ]
    assert any("column 1 as respondent" in w and "column 5 as text" in w for w in document.warnings)


# --- scans ---


def _tesseract(folder: Path, script: str) -> None:
    program = folder / "tesseract"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


def test_a_scan_is_recognised_where_tesseract_is_installed_and_marked_as_machine_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _tesseract(
        tmp_path, "read -r magic; case $magic in P5*) printf 'I: Who came?\\nR: My nan.\\nI: Good.\\n';; esac"
    )
    monkeypatch.setenv("PATH", str(tmp_path))
    document = _read(pdf_of([[]], picture=True), "pdf")
    assert _turns(document) == [("I", "Who came?"), ("R", "My nan."), ("I", "Good.")]
    assert any("recognised by a machine" in warning for warning in document.warnings)


@pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="Tesseract is not installed (Debian: tesseract-ocr)"
)
def test_a_picture_of_an_interview_is_read_by_tesseract_itself() -> None:
    picture = Image.new("L", (1654, 2339), 255)
    pen, letters = ImageDraw.Draw(picture), ImageFont.load_default(size=40)
    said = [
        "Interviewer: How did you find out?",
        "YP1: My carer told me in the car.",
        "YP1: I thought it was a joke.",
    ]
    for n, line in enumerate(said):
        pen.text((150, 200 + 90 * n), line, fill=0, font=letters)
    out = io.BytesIO()
    picture.save(out, "PDF", resolution=200)
    document = _read(out.getvalue(), "pdf")
    assert _turns(document)[:2] == [
        ("Interviewer", "How did you find out?"),
        ("YP1", "My carer told me in the car."),
    ]
    assert document.units[-1].text.endswith("I thought it was a joke.")
    assert any("recognised by a machine" in warning for warning in document.warnings)


def test_a_scanned_page_among_others_is_reported(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    document = _read(pdf_of([[(70, 700, "She came on Monday.")], []]), "pdf")
    assert _turns(document) == [("", "She came on Monday.")]
    assert any("1 page(s) hold no text" in warning for warning in document.warnings)


def test_every_line_of_a_long_pdf_comes_once(tmp_path: Path) -> None:
    """Forty pages with heads and numbers: every sentence once, in order, and no head."""
    sentences = [
        f"Visit {i} was on a wet day and we walked to the harbour and back again." for i in range(400)
    ]
    made = [
        [(70, 820, "Harbour project"), *((70, 760 - 28 * i, s) for i, s in enumerate(sentences[p * 10 : p * 10 + 10])), (290, 25, str(p + 1))]
        for p in range(40)
    ]  # fmt: skip
    (tmp_path / "a.pdf").write_bytes(pdf_of(made))
    assert " ".join(unit.text for unit in read(tmp_path / "a.pdf").units) == " ".join(sentences)
