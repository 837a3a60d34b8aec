"""A member's evening in a real browser: opening, reading, following an address that is not theirs, printing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fictional
import pytest
from served import serving
from test_browser import ARGUMENTS, CHROMIUM, _missing, settled
from test_release_pages import DESK, VIEWS, released

pytestmark = [pytest.mark.browser, pytest.mark.skipif(bool(_missing()), reason=_missing())]


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return released(tmp_path_factory.mktemp("evening") / "review", 20)


@pytest.fixture(scope="module")
def window(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 768, "height": 1024})
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    context.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield found
        found.close()


def test_a_member_reads_a_release_and_reaches_nothing_else(window: Any, reviewed: Path) -> None:
    (release,) = (reviewed / "releases").glob("*.cvrelease")
    with serving(str(release), "--as", "member") as address:
        window.goto(address)
        settled(window)
        assert "24 of 30 children and young people" in window.locator(".stMain").inner_text()
        window.get_by_role("link", name="More on: Keeping the same worker").click()
        window.get_by_role("heading", name="Keeping the same worker", level=2).wait_for()
        for page in DESK:
            window.goto(f"{address}/{page}")
            settled(window)
            titles = window.locator("h1").all_inner_texts()
            assert VIEWS[page].TITLE not in titles
            assert not window.get_by_role("link", name=VIEWS[page].TITLE, exact=True).count()
        window.goto(f"{address}/quotes")
        window.get_by_text("20 quotes.").wait_for()
        window.emulate_media(media="print")
        assert window.locator("blockquote").first.is_visible()
        assert not window.locator("[data-testid='stHeader']").is_visible()


@pytest.mark.parametrize("width", [360, 1440])
def test_the_pages_on_which_it_is_made_fit_every_width(window: Any, reviewed: Path, width: int) -> None:
    window.emulate_media(media="screen")
    window.set_viewport_size({"width": width, "height": 900})
    with serving("--review", str(reviewed)) as address:
        for page in ("approve", "release"):
            window.goto(f"{address}/{page}")
            settled(window)
            window.get_by_role(
                "button", name="Approve" if page == "approve" else "Download 2"
            ).first.wait_for()
            inner = window.evaluate("[document.querySelector('.stMain').scrollWidth, innerWidth]")
            assert inner[0] <= inner[1], "the page scrolls sideways"


def test_quotes_are_approved_by_keyboard(window: Any, tmp_path: Path) -> None:
    folder = fictional.build_full(tmp_path / "keys")
    with serving("--review", str(folder)) as address:
        window.goto(f"{address}/approve")
        settled(window)
        window.get_by_role("button", name="Approve").wait_for()
        for key, said in (
            ("a", "Kept: accepted."),
            ("x", "Kept: held back."),
            ("z", "Taken back: rejected."),
        ):
            window.keyboard.press(key)
            window.get_by_role("status").filter(has_text=said).wait_for()
            settled(window)
        window.get_by_text("1 quote is approved.").wait_for()
