"""A day of each of the three who use it, in the browser: the officer, the member, the safeguarding lead."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import docx
import fictional
import pypdf
import pytest
from served import serving
from test_browser import browser, settled, show

from childvoice.store import Workspace

__all__ = ["browser"]  # the fixture
pytestmark = pytest.mark.browser

_RUN = 420_000  # milliseconds that a run over a few lines may take on a busy machine
TALK = """Interviewer: How has it been with your social worker?
Danika: She listens to me. She asks what I think and writes it down in my words.
Interviewer: And keeping in touch?
Danika: My last worker never rang me back. I waited at the window and nobody came.
"""
SAID = """Interviewer: How do you keep in touch with children?
Worker: I always ring the day before, and I text if I am going to be late.
"""


@contextmanager
def window(browser: Any, address: str, width: int = 768) -> Iterator[Any]:
    """Open a window of the width of a tablet on a dashboard."""
    context = browser.new_context(viewport={"width": width, "height": 1024}, base_url=address)
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    context.close()


def test_the_officers_day_from_two_files_to_a_word_report(browser: Any, tmp_path: Path) -> None:
    review = tmp_path / "review"
    review.mkdir()
    Workspace.create(review).close()
    (review / "childvoice.toml").write_text(
        '[review]\ntitle = "Voices of Eastmarch"\n[themes]\ntopics = false\n'
    )
    with (
        serving("--review", str(review), "--as", "officer", "--name", "Ros") as address,
        window(browser, address) as page,
    ):
        show(page, "upload")
        page.locator('input[type="file"]').set_input_files(
            [
                {"name": "talk with a girl.txt", "mimeType": "text/plain", "buffer": TALK.encode()},
                {"name": "a worker.txt", "mimeType": "text/plain", "buffer": SAID.encode()},
                {"name": "photo.heic", "mimeType": "image/heic", "buffer": b"\x00\x01"},
            ]
        )
        page.get_by_text("These cannot be taken").wait_for()
        page.reload()  # a refresh loses nothing
        settled(page)
        page.get_by_role("heading", name="talk with a girl.txt").wait_for()
        page.get_by_role("button", name="Take 2 into the review").click()
        page.get_by_text("Taken: 2.").wait_for()
        page.get_by_role("button", name="Start the run").click()
        page.get_by_text("The review is being run.").wait_for()
        page.get_by_text(re.compile("^The last run took 2 documents")).wait_for(timeout=_RUN)

        show(page, "codes")
        page.get_by_role("button", name="Accept:").wait_for()
        page.keyboard.press("a")
        page.get_by_role("status").filter(has_text="Kept: accepted.").wait_for()

        show(page, "download")
        page.get_by_role("button", name="Make it ready: Word report for a committee").click()
        take = page.get_by_role("button", name="Download: Word report for a committee")
        take.wait_for()
        with page.expect_download() as waiting:
            take.click()
        report = docx.Document(waiting.value.path())
    text = "\n".join(p.text for p in report.paragraphs)
    assert "Voices of Eastmarch" in text
    assert "What children and young people told us" in text
    assert "Danika" not in text
    with Workspace.open(review) as workspace:
        assert not any("Danika" in e.text for e in workspace.excerpts())
        assert len(workspace.sources()) == 2


def test_the_members_evening_from_opening_to_printing(browser: Any, served: str) -> None:
    with window(browser, served) as page:
        show(page, "")
        page.get_by_text("24 of 30 children and young people who took part.").wait_for()
        page.get_by_role("link", name="See where children and all other groups agree and differ").click()
        page.get_by_role("heading", name="Where we agree and differ", level=1).wait_for()
        settled(page)
        # From a number in the table to the words behind it in one click.
        page.get_by_role("rowheader", name="Keeping in touch").get_by_role("link").click()
        page.get_by_role("heading", name="Keeping in touch", level=2).wait_for()
        settled(page)
        assert page.locator("blockquote").count() >= 2
        page.get_by_role("heading", name="Questions to ask").wait_for()
        printed = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4")))
        text = re.sub(r"\s+", " ", " ".join(p.extract_text() for p in printed.pages))
        assert "Keeping in touch" in text
        assert "What children said" in text
        assert "Questions to ask" in text, "the print goes on to the end of the page"
        assert "Follow it up" not in text
        assert "Download" not in text
        show(page, "line")
        page.get_by_text(
            "No document was gathered for this stage. That is a gap, not a finding."
        ).first.wait_for()
        show(page, "recommendations")
        page.get_by_text("overdue, and these come first").wait_for()
        assert fictional.HARM not in page.content()


def test_the_safeguarding_leads_morning(browser: Any, review: Path, tmp_path: Path) -> None:
    own = Path(shutil.copytree(review, tmp_path / "own"))
    with (
        serving("--review", str(own), "--as", "safeguarding lead", "--name", "Priya") as address,
        window(browser, address) as page,
    ):
        show(page, "")  # the one page that a safeguarding lead has
        page.get_by_text("1 of 1 not seen yet.").wait_for()
        show(page, "safeguarding")  # its own address, as a message to the lead would give it
        page.get_by_text("1 of 1 not seen yet.").wait_for()
        assert fictional.HARM in page.content()
        note = page.get_by_label("Note (no names; it is kept with your decision)")
        note.fill("Rang the school")
        note.press("Enter")
        settled(page)
        page.get_by_role("button", name="Acknowledged").click()
        page.get_by_role("status").filter(has_text="Kept: acknowledged.").wait_for()
        page.reload()
        settled(page)
        page.get_by_text("Nothing stands in this part of the queue.").wait_for()
        page.get_by_role("combobox", name="Show").click()
        page.get_by_role("option", name="Acknowledged").click()
        page.get_by_text(re.compile("Acknowledged: Priya, .*Rang the school")).wait_for()
    with serving("--review", str(own), "--as", "officer") as address, window(browser, address) as page:
        page.goto("/safeguarding")
        page.locator("h1").wait_for()
        assert fictional.HARM not in page.content()
        assert page.get_by_role("heading", name="Safeguarding queue").count() == 0
