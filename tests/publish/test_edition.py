"""The HTML edition as a browser and a screen reader meet it: one file, one order of headings, words stay words."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.publish.papers import ARABIC, LONG, REPORT

from childvoice import publish
from childvoice.publish.formats.html import page
from childvoice.publish.paper import Grid, Heading, Paper, Para, Quote

VOID = {"meta", "link", "br", "hr", "img", "input"}


class Read(HTMLParser):
    """Tags with their attributes, and words; fails where tags do not close in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)

    def named(self, *names: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag in names]


def test_one_file_that_asks_for_nothing_else():
    text = page(REPORT)
    read = Read(text)
    assert not read.named("script", "img", "link", "iframe", "object", "form")
    assert not re.search(r"https?://|@import|url\(", text)
    assert all((a["href"] or "").startswith("#") for a in read.named("a"))


def test_language_title_landmarks_and_headings():
    text = page(REPORT)
    read = Read(text)
    assert read.named("html") == [{"lang": "en-GB"}]
    assert "<title>What a social worker is to a child · Eastmarch (fictional)</title>" in text
    assert [t for t, _ in read.tags if t in ("header", "nav", "main")] == ["header", "nav", "main"]
    orders = [int(t[1]) for t, _ in read.tags if re.fullmatch("h[1-6]", t)]
    assert orders == [1, 2, 2, 3, 2], "the title, contents, and what the paper has"
    ids = [a["id"] for _, a in read.tags if "id" in a]
    assert len(ids) == len(set(ids))
    assert all((a["href"] or "#")[1:] in ids for a in read.named("a")), "no link leads nowhere"


def test_tables_have_captions_and_headers_and_scroll_by_keyboard():
    read = Read(page(REPORT))
    assert len(read.named("caption")) == len(read.named("table")) == 2
    assert {a.get("scope") for a in read.named("th")} == {"col", "row"}
    for frame in (a for a in read.named("div") if a.get("class") == "scroll"):
        assert frame["tabindex"] == "0"
        assert frame["role"] == "region"


def test_a_chart_is_a_list_of_names_and_numbers():
    text = page(REPORT)
    assert re.search(
        r"<dt>Food &amp; drink</dt><dd><span class=\"bar\" style=\"width:0.0%\"></span> c</dd>", text
    )
    assert "Most raised of all: keeping the same worker.</figcaption>" in text


def test_odd_words_stay_words():
    text = page(REPORT)
    assert "<script>" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert f'<p dir="auto">“{ARABIC}”</p>' in text
    assert LONG in text


def test_two_headings_of_the_same_words_are_two_places():
    twice = replace(REPORT, blocks=(Heading("Food"), Heading("Food"), Heading("?")))
    ids = [a["id"] for a in Read(page(twice)).named("h2")]
    assert len(set(ids)) == len(ids) == 4


@settings(deadline=None)
@given(st.text(), st.text(), st.text())
def test_no_words_of_a_document_become_tags(said, by, cell):
    paper = Paper(
        said,
        by,
        (Heading(said or "a"), Para(said), Quote(said, by), Grid(by, ("a", said), ((cell, by),))),
        {},
    )
    usual = Paper(
        "a", "b", (Heading("a"), Para("a"), Quote("a", "b"), Grid("a", ("a", "b"), (("a", "b"),))), {}
    )
    tags = [t for t, _ in Read(page(paper)).tags if t != "p"]
    assert tags == [t for t, _ in Read(page(usual)).tags if t != "p"]


def test_the_name_decides_the_format_and_the_format_the_paper(tmp_path):
    shorter = replace(REPORT, title="You told us", front={}, contents=False)
    papers = {"committee": REPORT, "children": shorter}
    (out,) = publish.write([], tmp_path / "deep" / "r.HTML", papers=papers)
    assert REPORT.title in out.read_text(encoding="utf-8")
    (word,) = publish.write([], tmp_path / "c.docx", form="children", papers=papers)
    assert word.stat().st_size > 10_000
