"""The Word report as a committee clerk opens it: real headings, captions, lists, contents; nothing to mend."""

from __future__ import annotations

import io
import re
import shutil
import time
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from tests.publish.papers import ARABIC, LONG, REPORT

from childvoice import publish
from childvoice.errors import SettingsError
from childvoice.publish.word.xml import PARAGRAPH, TABLE


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    (out,) = publish.write([], tmp_path_factory.mktemp("word") / "r.docx", papers={"committee": REPORT})
    return out


@pytest.fixture(scope="module")
def document(made: Path) -> Any:
    return Document(str(made))


def part(made: Path, name: str) -> str:
    with zipfile.ZipFile(made) as parts:
        return parts.read(name).decode("utf-8")


def test_headings_are_headings_in_order(document):
    found = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert found == [
        ("Heading 1", "What we heard"),
        ("Heading 2", "Keeping the same worker"),
        ("Heading 1", "How it was done"),
    ]
    assert [p.text for p in document.paragraphs if p.style.name == "Title"] == [REPORT.title]


def test_contents_are_a_field_that_is_already_filled_and_leads_to_the_headings(made):
    body = part(made, "word/document.xml")
    assert r'TOC \o "1-2" \h \z \u' in body
    targets = re.findall(r'<w:hyperlink w:anchor="(\w+)"', body)
    assert targets == ["_Toc0", "_Toc1", "_Toc2"]
    assert all(f'w:name="{t}"' in body for t in targets)
    assert body.count('w:fldCharType="begin"') == body.count('w:fldCharType="end"')


def test_tables_repeat_their_header_row_have_captions_and_alternative_text(document):
    about, numbers, again = document.tables
    assert about.rows[0]._tr.trPr.find(qn("w:tblHeader")) is None, "it has no header row"
    for table in (numbers, again):
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert table._tbl.tblPr.find(qn("w:tblCaption")) is not None
        assert not list(table._tbl.iter(qn("w:vMerge"), qn("w:gridSpan")))
    captions = [p.text for p in document.paragraphs if p.style.name == "Caption"]
    assert captions == ["Figure 1: Who raised what", "Table 1: Numbers", "Table 2: Numbers again"]
    assert [c.text for c in numbers.rows[1].cells] == ["Food", "24 of 30", "c"]


def test_a_chart_says_its_sentence_and_every_number_and_draws_no_hidden_one(made):
    said = re.search(r'<wp:docPr [^>]*descr="([^"]*)"', part(made, "word/document.xml"))
    assert said
    assert said[1].startswith("Most raised of all: keeping the same worker.")
    assert "Keeping the same worker: 24 of 30; Food &amp; drink: c." in said[1]
    chart = part(made, "word/charts/chart1.xml")
    assert re.findall("<c:v>([^<]*)</c:v>", chart) == [
        "People",
        "Keeping the same worker",
        "Food &amp; drink",
        "24",
        "0",
    ]


def test_it_is_british_english_with_page_numbers_and_a_title(made, document):
    styles = part(made, "word/styles.xml")
    assert set(re.findall(r'<w:lang [^>]*w:val="([^"]+)"', styles)) == {"en-GB"}
    assert document.core_properties.title == REPORT.title
    assert document.core_properties.language == "en-GB"
    foot = document.sections[0].footer._element.xml
    assert " PAGE " in foot
    assert " NUMPAGES " in foot


def test_properties_stand_in_the_order_that_word_wants(made):
    for name in ("word/document.xml", "word/styles.xml"):
        tree = parse_xml(part(made, name).encode())
        for tag, order in (("w:pPr", PARAGRAPH), ("w:tblPr", TABLE)):
            for properties in tree.iter(qn(tag)):
                names = [c.tag.rpartition("}")[2] for c in properties]
                assert names == sorted(names, key=order.index), name
                assert len(names) == len(set(names))


def test_what_a_person_has_to_write_is_marked(document):
    marked = [p.text for p in document.paragraphs if p.style.name == "To be written"]
    assert marked == ["To be written by a person: what the committee concludes."]
    assert document.tables[0].rows[1].cells[1].text == "To be filled in"


def test_each_numbered_list_begins_at_one(document):
    numbers = [p._p.pPr.numPr.numId.val for p in document.paragraphs if p.style.name == "List Number"]
    assert len(numbers) == 4
    assert numbers[0] == numbers[1]
    assert numbers[2] == numbers[3] != numbers[0]


def test_odd_words_stay_words(document):
    said = [p for p in document.paragraphs if p.style.name == "Said"]
    texts = [p.text for p in said]
    assert "“I've had five since Year 7.”" in texts
    assert '"Nobody said goodbye."' in texts
    assert f"“{LONG}”" in texts
    assert '“<script>alert(1)</script> & "x" *bold*”' in texts, "what XML cannot hold is gone, the rest stays"
    (arabic,) = (p for p in said if ARABIC in p.text)
    assert arabic._p.pPr.find(qn("w:bidi")) is not None
    assert said[0]._p.pPr.find(qn("w:bidi")) is None


def test_the_same_report_makes_the_same_bytes_whenever(made, tmp_path, monkeypatch):
    then = time.time() + 86_400 * 400
    monkeypatch.setattr(time, "time", lambda: then)
    (again,) = publish.write([], tmp_path / "again.docx", papers={"committee": REPORT})
    assert again.read_bytes() == made.read_bytes()


def test_the_councils_template_keeps_its_look_and_its_letterhead(tmp_path):
    template = Document()
    template.sections[0].header.paragraphs[0].text = "Eastmarch County Council"
    template.styles["Heading 1"].font.name = "Georgia"
    for name in ("List Bullet", "List Number", "Caption", "Subtitle"):
        style = template.styles[name]._element
        style.getparent().remove(style)
    template.save(str(tmp_path / "council.docx"))
    paper = replace(REPORT, template=tmp_path / "council.docx")
    (out,) = publish.write([], tmp_path / "r.docx", papers={"committee": paper})
    made = Document(str(out))
    assert made.sections[0].header.paragraphs[0].text == "Eastmarch County Council"
    assert made.styles["Heading 1"].font.name == "Georgia"
    assert [p.text for p in made.paragraphs if p.style.name == "List Bullet"] == ["It may be wrong."]


@pytest.mark.parametrize("content", [b"", b"no zip", None])
def test_a_template_that_is_none_says_what_to_do(tmp_path, content):
    path = tmp_path / "council.docx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SettingsError, match=r"council.docx: the template cannot be read as a Word file"):
        publish.write([], tmp_path / "r.docx", papers={"committee": replace(REPORT, template=path)})
    assert not (tmp_path / "r.docx").exists()


def test_a_template_that_is_another_zip_file_says_what_to_do(tmp_path):
    path, content = tmp_path / "council.docx", io.BytesIO()
    with zipfile.ZipFile(content, "w") as other:
        other.writestr("a.txt", "a")
    path.write_bytes(content.getvalue())
    with pytest.raises(SettingsError, match="cannot be read as a Word file"):
        publish.write([], tmp_path / "r.docx", papers={"committee": replace(REPORT, template=path)})


def test_pdf_is_tagged_or_says_what_is_missing(tmp_path, monkeypatch):
    if shutil.which("soffice") is None:
        with pytest.raises(SettingsError, match="LibreOffice is not installed"):
            publish.write([], tmp_path / "r.pdf", papers={"committee": REPORT})
        return
    (out,) = publish.write([], tmp_path / "r.pdf", papers={"committee": REPORT})
    content = out.read_bytes()
    assert content.startswith(b"%PDF-")
    assert b"/MarkInfo" in content
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SettingsError, match="LibreOffice is not installed"):
        publish.write([], tmp_path / "none.pdf", papers={"committee": REPORT})
