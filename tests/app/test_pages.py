"""Every page without a browser: what it shows, what it must not show, and its states when there is little."""

from __future__ import annotations

import csv
import io
import itertools
import math
import re
import zipfile
from html import unescape
from pathlib import Path
from typing import Any

import fictional
import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

import shared
from childvoice.drawer import plugins
from childvoice.overview import Overview, overview, theme_rows, tone_rows
from childvoice.records import Group
from childvoice.resources import resource
from childvoice.serving import REVIEW_VARIABLE
from childvoice.settings import Settings
from childvoice.store import Workspace
from conftest import Open, words

# The desk has tests of its own.
PAGES = [m.__name__.partition("_")[2] for m in plugins("views") if not hasattr(m, "MAY")]
THEMES = ("all", "continuity", "communication", "feeling_safe", "privacy_stigma", "delay_waiting")


@pytest.fixture(scope="module")
def seen(review: Path) -> Overview:
    with Workspace.open(review) as workspace:
        return overview(workspace, Settings())


def plain_words(app: AppTest) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", words(app)))


def check(app: AppTest) -> None:
    """What holds for every page in every state."""
    assert not app.exception
    assert len(re.findall("<h1", words(app))) == 1
    orders = [int(n) for n in re.findall("<h([1-6])", words(app))]
    assert orders[0] == 1
    assert all(b <= a + 1 for a, b in itertools.pairwise(orders)), "a heading skips an order"


def test_there_are_the_pages_that_the_folder_has(
    review: Path, monkeypatch: pytest.MonkeyPatch, open_page: Open
) -> None:
    assert PAGES == [
        "told",
        "themes",
        "triangulation",
        "quotes",
        "line",
        "enquiry",
        "recommendations",
        "download",
        "about",
    ]
    monkeypatch.setenv(REVIEW_VARIABLE, str(review))
    app = AppTest.from_file(resource("app") / "main.py", default_timeout=60).run()
    check(app)
    assert "What children told us" in plain_words(app)
    assert words(app) == words(open_page(review, "told"))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens(review: Path, open_page: Open, page: str) -> None:
    check(open_page(review, page))


@pytest.mark.parametrize("theme", THEMES)
def test_every_state_of_a_theme_opens(review: Path, open_page: Open, theme: str) -> None:
    app = open_page(review, "themes", theme=theme)
    check(app)
    assert app.selectbox(key="theme").value == theme


@pytest.mark.parametrize("page", PAGES)
def test_nothing_of_a_concern_is_shown(review: Path, open_page: Open, page: str) -> None:
    for theme in ("all", "continuity"):
        shown = words(open_page(review, page, theme=theme))
        assert "landing" not in shown
        assert fictional.HARM not in shown


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_a_review_without_documents_says_what_to_do(
    empty: Path, open_page: Open, page: str
) -> None:
    app = open_page(empty, page)
    check(app)
    assert "There is nothing in this review yet." in plain_words(app)
    assert "childvoice run --review FOLDER" in plain_words(app)


@pytest.mark.parametrize("page", PAGES)
def test_without_a_review_a_page_says_what_to_do(tmp_path: Path, open_page: Open, page: str) -> None:
    app = open_page(None, page)
    check(app)
    assert "childvoice serve --review FOLDER" in plain_words(app)
    app = open_page(tmp_path / "nowhere", page)
    check(app)
    assert "There is no review here" in plain_words(app)
    assert str(tmp_path) not in words(app)


@pytest.mark.parametrize("page", PAGES)
def test_where_every_number_is_small_none_is_shown(few: Path, open_page: Open, page: str) -> None:
    app = open_page(few, page, theme="continuity")
    check(app)
    text = plain_words(app)
    assert not re.search(r"\b4\b(?! \.)", re.sub(r"\[[^\]]*\]", "", text.split("How it was made")[0]))


def test_where_every_number_is_small_the_first_page_says_so(few: Path, open_page: Open) -> None:
    text = plain_words(open_page(few, "told"))
    assert "No theme was raised by 6 or more children" in text
    assert "No staff took part" in text
    assert "Most children" not in text


def test_the_first_page_tells_findings_with_words_and_numbers(review: Path, open_page: Open) -> None:
    app = open_page(review, "told")
    text = plain_words(app)
    assert "24 of 30 children and young people who took part." in text
    assert "Children and staff differ most on: Keeping in touch." in text
    assert "Not yet checked by a person." in text
    assert "<mark>" in words(app)
    only = text.split("What only children raise")[1].split("What the adults")[0]
    assert "Having to tell it again" in only
    assert "Staff were never asked about: Privacy and standing out" in re.sub(r"\s+", " ", text)
    assert "Dog, bed, house" not in text, "a group that a machine made is no finding"
    assert "Dog, bed, house" in plain_words(open_page(review, "themes"))
    links = [e.proto for e in app.get("page_link")]
    assert "theme=continuity" in [p.query_string for p in links if p.page == "themes"]


def test_what_a_document_says_stays_text(review: Path, open_page: Open) -> None:
    app = open_page(review, "quotes", theme="being_heard")
    shown = words(app)
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "**bold** [link](http://example.org)" in shown
    assert fictional.HOSTILE in re.sub(r"</?mark>", "", shown).replace("&lt;", "<").replace("&gt;", ">")
    # Markdown elements (which would read stars and dollars) hold none of it.
    assert not any("bold" in e.value for e in app.markdown)


def test_a_small_number_is_not_in_the_chart_either(review: Path, open_page: Open) -> None:
    app = open_page(review, "themes", theme="continuity")
    assert "how many is not shown (c)" in plain_words(app)
    charts = [e.proto for e in app.get("vega_lite_chart")]
    assert charts
    small: list[dict[str, float | None]] = []
    for chart in charts:
        assert chart.alt.startswith("Bar chart: ")
        assert '"description"' in chart.spec
        rows = pa.ipc.open_stream(chart.data.data).read_all().to_pylist()
        small += [r for r in rows if r["text"] == "c"]
    # Nothing but 'c' and the place of the row: the number itself does not reach the browser.
    assert small
    assert all(r["value"] is None or math.isnan(r["value"]) for r in small)


def test_numbers_are_those_of_the_overview(review: Path, open_page: Open, seen: Overview) -> None:
    text = words(open_page(review, "themes"))
    for row in theme_rows(seen):
        if row["group"] == Group.CHILD and row["people"].isdigit() and row["people"] != "0":
            assert f"{row['people']} of 30" in text


def test_hidden_tones_cannot_be_worked_out(seen: Overview) -> None:
    below = seen.settings.suppression.below
    for theme in seen.codebook.ids:
        cell = seen.cells[theme, Group.CHILD]
        shown = {r["tone"]: r["people"] for r in tone_rows(seen, theme, Group.CHILD)}
        hidden = sum(n for tone, n in cell.valence.items() if shown[tone.value] == "c")
        if cell.participants >= below:
            assert hidden == 0 or hidden >= below


def test_a_theme_that_nobody_raised_says_so(review: Path, open_page: Open) -> None:
    text = plain_words(open_page(review, "themes", theme="delay_waiting"))
    assert "Nobody raised this theme." in text
    assert "Staff were never asked about it." in text


def test_an_unknown_theme_in_the_address_shows_all(review: Path, open_page: Open) -> None:
    app = open_page(review, "themes", theme="<script>")
    check(app)
    assert app.selectbox(key="theme").value == "all"


def test_the_table_starts_with_what_differs_and_needs_no_colour(review: Path, open_page: Open) -> None:
    app = open_page(review, "triangulation")
    first = words(app).split('<tbody role="rowgroup">')[1].split("</tr>")[0]
    assert "Keeping in touch" in first
    assert "They differ" in first
    assert "≠" in first
    app.selectbox(key="beside").set_value("parent").run()
    check(app)
    table = words(app).split("<table")[1].split("</table>")[0]
    assert ">Parents and carers</th>" in table
    assert ">Staff<" not in table
    assert app.query_params["beside"] == "parent"


def test_the_matrix_has_a_sign_and_a_word_in_every_cell(review: Path, open_page: Open) -> None:
    table = words(open_page(review, "triangulation")).split("<table")[1].split("</table>")[0]
    heads = re.findall('<th scope="col"[^>]*>([^<]*)</th>', table)
    assert heads[:3] == ["Theme", "Children", "Staff"]
    for row in table.split("<tr")[2:]:
        cells = re.findall('<td role="cell"[^>]*>(.*?)</td>', row)
        assert len(cells) == len(heads) - 1
        assert all(re.fullmatch('<b aria-hidden="true">[≠≈=+?−…○]</b> [A-Z].+', c) for c in cells[1:])


@pytest.mark.parametrize(
    ("said", "bare"), [('"He left."', True), ("‘He left.’", True), ("He left.", False), ("<b>", False)]
)
def test_words_with_their_own_quotation_marks_get_no_second_ones(said: str, bare: bool) -> None:
    assert ('class="own"' in shared.figure(shared.esc(said), "A child")) is bare


@pytest.mark.parametrize("form", ["html", "xlsx", "csv"])
def test_a_file_is_made_when_it_is_asked_for(review: Path, open_page: Open, form: str) -> None:
    app = open_page(review, "download")
    assert not app.get("download_button")
    app.button(key=f"make {form}").click().run()
    check(app)
    (offer,) = app.get("download_button")
    assert offer.proto.label.startswith("Download: ")


def test_a_broken_template_says_what_to_do_and_the_page_stays(open_page: Open, tmp_path: Path) -> None:
    folder = fictional.build_few(tmp_path)
    (folder / "template.docx").write_bytes(b"no zip")
    app = open_page(folder, "download")
    app.button(key="make docx").click().run()
    check(app)
    assert "The template cannot be read as a Word file" in plain_words(app)
    assert not app.get("download_button")


def test_the_words_of_both_sides_of_a_row(review: Path, open_page: Open) -> None:
    app = open_page(review, "triangulation", row="communication-staff")
    text = re.sub(r"\s+", " ", plain_words(app)).split("The words of both sides")[1]
    assert "20 of the 30 children and young people" in text
    assert "answers messages within a day" in text
    assert "A child or young person" in text


def test_filters_never_tell_an_exact_number_of_people(review: Path, open_page: Open) -> None:
    app = open_page(review, "quotes")
    assert "from 6 people or more" in plain_words(app)
    app = open_page(review, "quotes", theme="feeling_safe")
    assert "Passages from fewer than 6 people." in plain_words(app)
    assert "passages, from" not in plain_words(app)
    app.text_input(key="quotes words").set_value("zebra crossing").run()
    check(app)
    assert "No passage passes all these filters." in plain_words(app)


def test_fifty_passages_a_page(review: Path, open_page: Open) -> None:
    app = open_page(review, "quotes")
    assert words(app).count("<figure>") == 50
    assert "Page 1 of" in plain_words(app)
    app.button[1].click().run()
    check(app)
    assert "Page 2 of" in plain_words(app)
    app.text_input(key="quotes words").set_value("lanyard SCHOOL").run()
    assert words(app).count("<figure>") == 9
    assert "Page" not in plain_words(app)


def test_no_cell_of_a_download_is_a_formula(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Any] = []
    monkeypatch.setattr(shared.st, "download_button", lambda *given_, **_: given.append(given_[1]))
    rows = [{"text": fictional.FORMULA, "who": "a child"}]
    shared.download("All", rows, "quotes")
    shared.download("All", lambda: rows, "quotes")  # made when it is asked for
    for content in (given[0], given[1]()):
        (row,) = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
        assert row["text"] == f"'{fictional.FORMULA}"


def test_about_tells_how_it_was_made_and_what_it_cannot_say(review: Path, open_page: Open) -> None:
    text = re.sub(r"\s+", " ", plain_words(open_page(review, "about")))
    for said in (
        "26 documents were read",
        fictional.CODER,
        "3.8.18",
        "No flag does not mean no concern",
        "not anonymous",
        "No reader takes this kind of file",
        "Rare event 7",
    ):
        assert said in text
    assert "Kezia" not in text  # a file's name may be a child's
    assert "anonymised" not in text


def test_another_run_is_another_review(open_page: Open, tmp_path: Path) -> None:
    folder = fictional.build_few(tmp_path)
    assert "some children and young people" in plain_words(open_page(folder, "told"))
    with Workspace.open(folder) as workspace:
        workspace.remove_missing(set())
        workspace.save_run_id()
    assert "There is nothing in this review yet." in plain_words(open_page(folder, "told"))


@pytest.fixture(scope="module", params=[1, 60])
def odd(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fictional.build_odd(tmp_path_factory.mktemp("odd"), request.param)


@pytest.mark.parametrize("page", PAGES)
def test_odd_words_one_theme_and_sixty_themes_make_sense(odd: Path, open_page: Open, page: str) -> None:
    app = open_page(odd, page, theme="t0")
    check(app)
    shown = words(app)
    assert "<b>&amp;</b>" not in shown
    assert "&lt;b&gt;&amp;amp;&lt;/b&gt;" in shown or page not in ("quotes",)
    if page == "told":
        assert "8 of 8 children and young people" in plain_words(app)


def test_a_long_passage_shows_its_evidence_first_and_the_rest_on_demand(odd: Path, open_page: Open) -> None:
    shown = words(open_page(odd, "quotes", theme="t0"))
    long = next(f for f in shown.split("<figure>") if "All of this passage" in f and "nobody came" in f)
    first, _, rest = long.partition("<details>")
    said = unescape(re.sub("<[^>]+>", "", first.partition("</blockquote>")[0]))
    assert len(said) < 700
    assert "<mark>" in first
    assert fictional.ODD[0] in unescape(re.sub("<[^>]+>", "", rest))


def test_words_from_right_to_left_begin_there(odd: Path, open_page: Open) -> None:
    shown = words(open_page(odd, "quotes", theme="t0"))
    arabic = next(f for f in shown.split("<figure>") if "\u0623\u0631\u064a\u062f" in f)
    assert arabic.startswith('<blockquote dir="auto"')


def test_a_review_of_children_alone_does_not_say_that_adults_were_asked(few: Path, open_page: Open) -> None:
    text = plain_words(open_page(few, "told"))
    assert text.count("Nobody but children and young people spoke in this review") == 2
    assert "every group was asked" not in text


def test_where_no_number_may_be_shown_there_is_no_chart_without_bars(few: Path, open_page: Open) -> None:
    for theme in ("all", "continuity"):
        app = open_page(few, "themes", theme=theme)
        check(app)
        assert not app.get("vega_lite_chart")


def test_stages_without_any_document_are_told_in_one_sentence(review: Path, open_page: Open) -> None:
    text = plain_words(open_page(review, "line"))
    assert text.count("That is a gap, not a finding") == 1
    assert "Referral; MASH screening; Allocation" in text


def test_an_empty_review_leads_to_where_documents_are_added(empty: Path, open_page: Open) -> None:
    links = [e.proto for e in open_page(empty, "told").get("page_link")]
    assert [p.page for p in links] == ["upload"]


def test_a_file_holds_the_case_notes_that_no_page_reads(review: Path, open_page: Open) -> None:
    app = open_page(review, "download")
    app.button(key="make csv").click().run()
    check(app)
    files = zipfile.ZipFile(io.BytesIO(app.session_state["files"]["csv"]))
    casework = next(n for n in files.namelist() if "asework" in n)
    assert len(files.read(casework).splitlines()) > 1
