"""Reports of a fictional review: what they tell, what they leave to people, and what they must not show."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1] / "app"))

import fictional

from childvoice.cli.main import main
from childvoice.overview import Overview, overview
from childvoice.overview.evidence import Evidence, gather
from childvoice.publish.formats.html import page
from childvoice.publish.paper import Bar, Chart, Grid, Heading, Paper, Para, Quote, ToWrite
from childvoice.records import Group
from childvoice.report import children, committee, own_template, papers
from childvoice.report.passages import around, leaving, passages
from childvoice.report.wording import dates
from childvoice.settings import Settings, load
from childvoice.store import Workspace


def look(folder: Path) -> Overview:
    with Workspace.open(folder) as workspace:
        return overview(workspace, Settings())


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Overview:
    return look(fictional.build(tmp_path_factory.mktemp("review")))


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Overview:
    return look(fictional.build_few(tmp_path_factory.mktemp("few")))


def kinds(paper: Paper, kind: type[Any]) -> list[Any]:
    return [b for b in paper.blocks if isinstance(b, kind)]


def test_a_committee_report_has_the_parts_of_one(seen):
    heads = [h.text for h in kinds(committee(seen), Heading) if h.order == 1]
    assert heads[:12] == [
        "Purpose of the report",
        "Summary",
        "Background",
        "Scope and its limits",
        "Key lines of enquiry",
        "How it was done",
        "What children and young people told us",
        "Where children and adults agree and differ",
        "Conclusions",
        "Recommendations and responses",
        "Implications",
        "Appendix A: Numbers",
    ]
    implications = next(g for g in kinds(committee(seen), Grid) if g.caption == "Implications")
    assert {"Finance", "Human rights", "Legal"} <= {row[0] for row in implications.rows}


def test_no_machine_concludes_or_recommends(seen):
    blocks = committee(seen).blocks
    at = blocks.index(Heading("Conclusions"))
    assert isinstance(blocks[at + 1], ToWrite)
    assert blocks[at + 2] == Heading("Recommendations and responses")
    recommended = next(g for g in kinds(committee(seen), Grid) if g.caption == "Recommendations")
    assert all(cell == "To be written" for row in recommended.rows for cell in row[1:])


def test_findings_stand_with_numbers_and_words(seen):
    text = page(committee(seen))
    assert "24 of the 30 children and young people who took part" in text
    assert "Children and staff differ clearly on: Keeping in touch." in text
    assert len(kinds(committee(seen), Quote)) >= 5


def test_what_is_the_safeguarding_leads_is_in_no_report(seen):
    for paper in papers(seen).values():
        assert "landing" not in page(paper)


def test_no_small_number_of_people_is_in_a_report(few):
    for paper in papers(few).values():
        text = re.sub(r"<[^>]+>", " ", page(paper).split("<main")[1].split("Appendix C")[0])
        assert not re.search(r"\b[1-5] of\b|\b4 children", text)
        assert not kinds(paper, Quote), "words from four children would point to one of them"


def test_words_from_a_doubtful_place_or_a_machine_transcript_do_not_leave(seen):
    doubts = {f.source for f in seen.flags}
    machine = {s.id for s in seen.sources if s.transcribed_by == "machine"}
    assert doubts
    assert machine
    given = leaving(seen, "continuity", Group.CHILD, 50)
    assert given
    assert not {r.source_id for r in given} & machine
    places = {(f.source, f.unit) for f in seen.flags}
    assert not {(r.source_id, seen.by_id[r.excerpt_id].unit) for r in given} & places
    assert {r.source_id for r in passages(seen, "continuity", Group.CHILD, 50)} & (doubts | machine), (
        "the officer sees them, on the page"
    )


def test_the_childrens_page_is_short_plain_and_without_numbers(seen):
    paper = children(seen)
    said = [b.text for b in kinds(paper, Para)]
    assert any(s.startswith("Most of you talked about this.") for s in said)
    assert "0800 1111" in page(paper)
    ours = " ".join(s for s in said)
    assert not re.search(r"\d", ours)
    sentences = [s for s in re.split(r"[.?!]\s*", ours) if s]
    assert max(len(s.split()) for s in sentences) <= 15
    assert sum(isinstance(b, ToWrite) for b in paper.blocks) >= 3


def test_sixty_themes_fit_a_chart_and_one_theme_makes_a_report(seen):
    labels = {f"t{n}": f"Theme number {n}" for n in range(60)}
    first = seen.codebook.themes[0]
    many = replace(
        seen.codebook, themes=tuple(replace(first, id=i, label=label) for i, label in labels.items())
    )
    cell = seen.cells[first.id, Group.CHILD]
    cells = {(i, g): replace(seen.cells[first.id, g], theme=i) for i in labels for g in seen.groups}
    wide = replace(seen, codebook=many, cells=cells, rows=[], comparisons=[], findings=[])
    (chart,) = kinds(committee(wide), Chart)
    assert len(chart.bars) == 25
    assert chart.caption.endswith("the first 25 of 60 (all are in Appendix A)")
    numbers = next(g for g in kinds(committee(wide), Grid) if "raised each theme" in g.caption)
    assert len(numbers.rows) == 60
    only = replace(
        seen,
        codebook=replace(seen.codebook, themes=(first,)),
        findings=[f for f in seen.findings if f.theme == first.id],
        comparisons=[c for c in seen.comparisons if c.theme == first.id],
    )
    (chart,) = kinds(committee(only), Chart)
    assert chart.bars == (Bar(first.label, cell.participants, f"{cell.participants} of {cell.of}"),)


def test_a_review_without_children_makes_a_report_that_says_so(seen):
    nobody = replace(
        seen,
        speakers=replace(seen.speakers, participants={Group.STAFF: frozenset({"a"})}),
        cells={k: v for k, v in seen.cells.items() if k[1] is Group.STAFF},
        findings=[],
        comparisons=[],
    )
    assert "There are no children's own words in this review." in unescape(page(committee(nobody)))
    assert "Only a few of you" in page(children(nobody))


@given(st.text(min_size=1, max_size=2000), st.data())
def test_the_part_of_a_long_passage_holds_evidence_and_is_not_long(seen, text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    row = replace(seen.rows[0], text=text, start=start, end=end)
    first, last = around(row, most=600)
    assert 0 <= first <= start < last <= len(text)
    assert last - first <= 600 or len(text) <= 600
    assert last >= end or last - first >= 300 or end - start > 300


def test_a_long_quote_is_shortened_and_says_so(tmp_path):
    odd = look_odd(tmp_path)
    waits = replace(odd, rows=[r for r in odd.rows if "nobody came" in r.text])
    quotes = [q.said for q in kinds(committee(waits), Quote)]
    assert quotes
    assert all(len(q) < 650 for q in quotes)
    assert all(q.endswith(" […]") for q in quotes)


def look_odd(folder: Path) -> Overview:
    fictional.build_odd(folder, 1)
    with Workspace.open(folder) as workspace:
        return overview(workspace, load(folder))


def test_the_councils_template_is_found_in_the_folder_of_the_review(tmp_path):
    assert own_template(tmp_path) is None
    (tmp_path / "template.docx").write_bytes(b"")
    assert own_template(tmp_path) == tmp_path / "template.docx"


@pytest.mark.parametrize(
    ("name", "form"),
    [("r.docx", ""), ("r.html", ""), ("c.docx", "children"), ("f.xlsx", "xlsx"), ("tables", "")],
)
def test_the_command_writes_every_format(tmp_path, capsys, name, form):
    folder = fictional.build_few(tmp_path / "review")
    words = ["export", str(tmp_path / name), "--review", str(folder), *(["--format", form] if form else [])]
    assert main(words) == 0
    assert str(tmp_path / name) in capsys.readouterr().out
    assert (tmp_path / name).exists()


def test_the_command_refuses_a_template_that_is_none(tmp_path, capsys):
    folder = fictional.build_few(tmp_path / "review")
    (tmp_path / "council.docx").write_bytes(b"no zip")
    words = [
        "export",
        str(tmp_path / "r.docx"),
        "--review",
        str(folder),
        "--template",
        str(tmp_path / "council.docx"),
    ]
    assert main(words) == 2
    assert "council.docx: the template cannot be read as a Word file" in capsys.readouterr().err


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> tuple[Overview, Evidence]:
    folder = fictional.build_full(tmp_path_factory.mktemp("full"))
    seen = look(folder)
    return seen, gather(folder, seen)


def test_what_people_wrote_beside_the_documents_stands_in_the_report(beside):
    seen, evidence = beside
    paper = committee(seen, evidence=evidence)
    (grid,) = [g for g in kinds(paper, Grid) if g.caption == "Recommendations"]
    assert [row[0] for row in grid.rows] == list("1234567")
    assert "24 March 2026: figures to the committee (done)" in grid.rows[0][4]
    text = page(paper)
    assert "Cases for each full-time social worker: 18.4 cases here (2025), worse than in England" in text
    assert "Staff spoke of the new rule alone" in text
    assert "whether the reviewers agree with these results" not in text, "they have said so"


def test_children_are_told_what_people_promised_and_each_promise_once(beside):
    seen, evidence = beside
    said = [p.text for p in kinds(children(seen, evidence), Para) if p.text.startswith("What happens now: ")]
    assert any("ask how you want to be reached" in text for text in said)
    assert sum("ask how you want to be reached" in text for text in said) == 1


def test_no_passage_is_quoted_twice_in_a_report(beside):
    # Made-up children say the same words, so each passage gets its own id to tell it by.
    rows = [replace(r, text=f"{r.text} ({r.excerpt_id})") for r in beside[0].rows]
    quotes = [q.said for q in kinds(committee(replace(beside[0], rows=rows)), Quote)]
    assert len(quotes) > 8
    assert len(set(quotes)) == len(quotes)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("overdue since 2026-09-30", "overdue since 30 September 2026"),
        ("2026-02-31", "2026-02-31"),
        ("March 2027; 2025-26", "March 2027; 2025-26"),
    ],
)
def test_dates_are_written_as_people_write_them(written, plain):
    assert dates(written) == plain
