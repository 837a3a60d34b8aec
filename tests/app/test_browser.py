"""The dashboard as a person uses it, in Debian's chromium, served by childvoice itself."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PAGES = (
    "",
    "themes",
    "themes?theme=continuity",
    "triangulation",
    "quotes",
    "line",
    "enquiry",
    "recommendations",
    "about",
    "download",
)
DESK = ("upload", "redactions", "codes", "safeguarding")
pytestmark = pytest.mark.browser


def _missing() -> str:
    if not CHROMIUM.exists():
        return f"{CHROMIUM} is not installed (apt-get install chromium)"
    try:
        import playwright.sync_api  # noqa: F401 - only whether it is there
    except ImportError:
        return "playwright is not installed (pip install '.[dev]')"
    return ""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if reason := _missing():
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture
def page(browser: Any, served: str) -> Iterator[Any]:
    """A window of the width of a tablet. Afterwards: no request left this machine, no error was ours."""
    context = browser.new_context(viewport={"width": 768, "height": 1024}, base_url=served)
    window = context.new_page()
    window.set_default_timeout(30_000)
    requests: list[str] = []
    errors: list[str] = []
    window.on("request", lambda r: requests.append(r.url))
    window.on("websocket", lambda s: requests.append(s.url))
    window.on("pageerror", lambda e: errors.append(str(e)))
    window.on(
        "console", lambda m: errors.append(f"{m.text} {m.location['url']}") if m.type == "error" else None
    )
    yield window
    context.close()
    outside = [u for u in requests if not re.match(r"(https?|wss?)://127\.0\.0\.1[:/]|data:|blob:", u)]
    assert not outside
    # Streamlit looks for its own address below the page's first, and is told 404: not ours.
    assert not [e for e in errors if "/_stcore/" not in e]


def show(window: Any, place: str) -> None:
    window.goto(f"/{place}")
    settled(window)


def settled(window: Any) -> None:
    window.locator("h1").wait_for()
    window.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()


def test_from_a_finding_to_its_theme_and_on_to_another(page: Any) -> None:
    show(page, "")
    assert page.locator("html").get_attribute("lang") == "en-GB"
    page.get_by_role("link", name="More on: Keeping the same worker").click()
    page.get_by_role("heading", name="Keeping the same worker", level=2).wait_for()
    assert page.url.endswith("/themes?theme=continuity")
    page.get_by_role("combobox", name="Theme").click()
    page.get_by_role("option", name="Keeping in touch").click()
    page.get_by_role("heading", name="Keeping in touch", level=2).wait_for()
    page.wait_for_url("**/themes?theme=communication")
    page.reload()
    page.get_by_role("heading", name="Keeping in touch", level=2).wait_for()


def test_filter_the_table_of_agreement(page: Any) -> None:
    show(page, "triangulation")
    table = page.get_by_role("table")
    assert "They differ" in table.locator("tbody tr").first.inner_text()
    page.get_by_role("combobox", name="Set children beside").click()
    page.get_by_role("option", name="Parents and carers").click()
    page.get_by_role("columnheader", name="Parents and carers").wait_for()
    settled(page)
    assert page.get_by_role("columnheader", name="Staff").count() == 0
    assert page.get_by_role("columnheader", name="Result").count() == 1
    assert page.url.endswith("?beside=parent")


def test_search_the_quotes_and_read_hostile_words_as_text(page: Any) -> None:
    show(page, "quotes")
    page.on("dialog", lambda d: pytest.fail(f"a script of a document ran: {d.message}"))
    field = page.get_by_label("Search for words")
    field.fill("alert(1)")
    field.press("Enter")
    page.get_by_text("Passages from fewer than 6 people.").wait_for()
    settled(page)
    said = page.locator("blockquote")
    assert said.count() == 1
    assert "<script>alert(1)</script> it costs $x$ and $y^2$ and **bold** [link]" in said.inner_text()
    assert page.locator("blockquote a, blockquote strong, blockquote .katex").count() == 0


def test_downloads_a_table(page: Any) -> None:
    show(page, "themes?theme=continuity")
    # A chart that is drawn now moves the button away between press and release.
    page.locator(".stVegaLiteChart svg").nth(1).wait_for()
    page.get_by_text("These numbers as a table").click()
    page.wait_for_timeout(600)  # it slides open
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download this table (CSV)").first.click()
    content = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    assert content.splitlines()[0].startswith("Group,People")
    assert "24 of 30" in content


@pytest.mark.parametrize("place", [*PAGES, *DESK])
@pytest.mark.parametrize("width", [360, 768, 1440])
def test_fits_every_width_with_one_heading_of_the_first_order(page: Any, place: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    show(page, place)
    page.locator(".cv").nth(2).wait_for()
    settled(page)
    assert page.locator("h1").count() == 1
    inner = page.evaluate(
        "[document.documentElement.scrollWidth, document.querySelector('.stMain').scrollWidth, innerWidth]"
    )
    assert max(inner[:2]) <= inner[2], "the page scrolls sideways"
    # Nothing of ours sticks out either, tables in their own scrolling frame aside.
    wide = page.evaluate(
        "[...document.querySelectorAll('.cv :not(.scroll *)')].filter(e => e.getBoundingClientRect().right > innerWidth + 1).length"
    )
    assert wide == 0
    if folder := os.environ.get("CHILDVOICE_SCREENSHOTS"):  # for whoever looks at them after CI
        page.screenshot(path=Path(folder) / f"{re.sub(r'[^a-z]+', '-', place) or 'told'}-{width}.png")


def test_every_chart_says_what_it_shows(page: Any) -> None:
    show(page, "themes?theme=continuity")
    page.locator(".stVegaLiteChart svg").nth(1).wait_for()
    for chart in page.locator(".stVegaLiteChart").all():
        assert (chart.get_attribute("aria-label") or "").startswith("Bar chart: ")


def test_nothing_of_streamlit_that_distracts(page: Any) -> None:
    show(page, "")
    for name in ("stAppDeployButton", "stMainMenu", "stStatusWidget", "stDecoration"):
        assert not page.locator(f'[data-testid="{name}"]').is_visible()


def test_a_report_is_made_and_taken_by_keyboard_alone(page: Any) -> None:
    show(page, "download")
    page.locator("body").press("Tab")
    for _ in range(40):
        # The frame that scrolls is a stop as well, and holds all words of the page.
        tag, told = page.evaluate("[document.activeElement.tagName, document.activeElement.innerText]")
        if tag == "BUTTON" and "Make it ready: Accessible web page" in told:
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    take = page.get_by_role("button", name="Download: Accessible web page")
    take.wait_for()
    take.focus()
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    text = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert waiting.value.suggested_filename == "findings.html"
    assert '<html lang="en-GB">' in text
    assert "24 of the 30 children" in text


def test_every_stop_of_the_keyboard_can_be_seen(page: Any) -> None:
    show(page, "triangulation")
    seen = set()
    for _ in range(25):
        page.keyboard.press("Tab")
        place, width, shadow = page.evaluate(
            "(() => { const e = document.activeElement, s = getComputedStyle(e),"
            " p = getComputedStyle(e.parentElement);"
            " return [e.tagName + (e.innerText || e.ariaLabel || e.id), parseFloat(s.outlineWidth) * (s.outlineStyle != 'none'),"
            " s.boxShadow != 'none' || s.backgroundColor != p.backgroundColor || s.borderColor != p.borderColor] })()"
        )
        if place.startswith("BODY"):
            break
        seen.add(place)
        assert width >= 1 or shadow, f"nothing shows that {place[:30]} has the focus"
    assert len(seen) >= 8


def test_in_print_there_are_words_and_tables_and_nothing_to_press(page: Any) -> None:
    show(page, "triangulation")
    page.emulate_media(media="print")
    assert page.get_by_role("table").first.is_visible()
    assert page.locator("h1").is_visible()
    for name in (".stSelectbox", ".stDownloadButton", "[data-testid='stHeader']"):
        assert not page.locator(name).first.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("place", [*PAGES, *DESK])
def test_axe_finds_nothing_against_wcag(page: Any, place: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    show(page, place)
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    tags = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']"
    found = page.evaluate(f"axe.run(document, {{runOnly: {tags}}})")
    assert len(found["passes"]) > 10
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]] == []


def test_codes_are_checked_by_keyboard_alone(page: Any) -> None:
    show(page, "codes")
    page.get_by_role("button", name="Accept:").wait_for()
    settled(page)
    bar = page.locator('[data-testid="stProgress"]')
    assert bar.inner_text().startswith("0 of ")
    for key, said in (("a", "Kept: accepted."), ("x", "Kept: rejected."), ("z", "Taken back: rejected.")):
        page.keyboard.press(key)
        page.get_by_role("status").filter(has_text=said).wait_for()
        settled(page)
    assert bar.inner_text().startswith("1 of ")
    page.reload()  # what was shown as kept is kept
    settled(page)
    page.get_by_text(re.compile("^1 of ")).wait_for()
    page.keyboard.press("n")
    page.get_by_role("button", name="Previous").wait_for()
    settled(page)
    page.keyboard.press("z")
    page.get_by_role("status").filter(has_text="Taken back: accepted.").wait_for()
