"""The pages of a member, who has a release and nothing else; and those of the desk on which it is made."""

from __future__ import annotations

import contextlib
import csv
import io
import re
import shutil
import urllib.request
import zipfile
from html import unescape
from pathlib import Path
from typing import Any

import fictional
import pytest
from served import serving
from streamlit.testing.v1 import AppTest

import reading
import shared
from childvoice import settings
from childvoice.cli.main import main
from childvoice.desk import EVERYTHING, Desk, Person
from childvoice.desk.releasing import Releasing
from childvoice.drawer import plugins
from childvoice.errors import ChildvoiceError, NoReview
from childvoice.overview import overview
from childvoice.overview.evidence import gather
from childvoice.release import read
from childvoice.serving import DUTIES_VARIABLE, PERSON_VARIABLE, RELEASE_VARIABLE, REVIEW_VARIABLE
from childvoice.store import Workspace
from conftest import Open, words

VIEWS = {m.__name__.partition("_")[2]: m for m in plugins("views")}
DESK = [p for p, m in VIEWS.items() if hasattr(m, "MAY")]
PAGES = [p for p in VIEWS if p not in DESK]
LEAD = Person("M. Adeyinka", EVERYTHING)


def releasing(workspace: Workspace, folder: Path) -> Releasing:
    seen = overview(workspace, settings.load(folder))
    return Desk(workspace, LEAD).releasing(seen, gather(folder, seen), folder)


def released(folder: Path, quotes: int) -> Path:
    """Make a review with so many approved quotes, and a release of it."""
    fictional.build_full(folder)
    with Workspace.open(folder) as workspace:
        at = releasing(workspace, folder)
        for excerpt in at.queue()[:quotes]:
            at.approve(excerpt, why="fine")
        at.sign(at.content())
        at.make()
    return folder


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return released(tmp_path_factory.mktemp("member") / "review", 40)


@pytest.fixture(scope="module")
def made(reviewed: Path) -> Path:
    return next((reviewed / "releases").glob("*.cvrelease"))


@pytest.fixture
def open_release(monkeypatch: pytest.MonkeyPatch, open_page: Open) -> Open:
    """Open a page of a release, in an environment that names no review."""

    def opened(path: Path | None, page: str = "told", **query: str) -> AppTest:
        monkeypatch.setenv(RELEASE_VARIABLE, str(path))
        return open_page(None, page, **query)

    return opened


def plain(app: AppTest) -> str:
    assert not app.exception
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", words(app))))


@pytest.fixture(scope="module")
def unapproved(reviewed: Path, made: Path) -> list[str]:
    """Passages of the review that nobody approved; the safeguarding lead's among them."""
    approved = {q.text for q in read(made).content.quotes}
    with Workspace.open(reviewed) as workspace:
        found = sorted({e.text for e in workspace.excerpts()} - approved)
    assert fictional.HARM in found
    assert len(found) > 10
    return found


# -- a member reaches what is theirs -----------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_a_release_opens_with_approved_words_alone(
    made: Path, open_release: Open, page: str, unapproved: list[str]
) -> None:
    for query in ({}, {"theme": "continuity"}, {"stage": "no stage named"}):
        app = open_release(made, page, **query)
        text = plain(app)
        assert words(app).count("<h1>") == 1
        assert "What a social worker is to a child" in text
        for passage in unapproved:
            assert passage not in unescape(words(app))


def test_the_first_page_tells_chosen_findings_with_their_numbers_and_quotes(
    made: Path, open_release: Open
) -> None:
    text = plain(open_release(made))
    assert "24 of 30 children and young people who took part." in text
    assert "Children and staff differ most on: Keeping in touch." in text
    assert "Draft themes" not in text
    assert "<figure>" in words(open_release(made))


def test_numbers_are_those_of_the_review(
    made: Path, reviewed: Path, open_release: Open, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables: dict[str, list[str]] = {}
    for page in ("themes", "triangulation", "about"):
        tables[page] = re.findall(r"<table.*?</table>", words(open_release(made, page)))[:1]
    monkeypatch.delenv(RELEASE_VARIABLE)
    for page, found in tables.items():
        assert found == re.findall(r"<table.*?</table>", words(open_page(reviewed, page)))[:1]
        assert found


def test_about_names_who_signed_it_off_and_nobody_else(made: Path, open_release: Open) -> None:
    text = plain(open_release(made, "about"))
    assert "M. Adeyinka signed it off on" in text
    assert "Places flagged" not in text
    assert "Kezia" not in text
    assert "J. Officer" not in plain(open_release(made, "triangulation"))


def test_the_quotes_of_a_release_are_searched_and_counted(made: Path, open_release: Open) -> None:
    app = open_release(made, "quotes")
    number = len(read(made).content.quotes)
    assert f"{number} quotes." in plain(app)
    assert "A person approved each of these quotes" in plain(app)
    assert words(app).count("<figure>") == number
    app.text_input(key="quotes words").set_value("zebra crossing").run()
    assert "No passage passes all these filters." in plain(app)


@pytest.mark.parametrize("form", ["html", "xlsx", "csv", "docx", "children"])
def test_a_download_of_a_release_holds_approved_words_alone(
    made: Path, open_release: Open, form: str, unapproved: list[str]
) -> None:
    app = open_release(made, "download")
    app.button(key=f"make {form}").click().run()
    assert not app.exception
    data: bytes = app.session_state["files"][form]
    inside = data.decode("utf-8", "replace")
    with contextlib.suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(data)) as file:
        inside = " ".join(file.read(n).decode("utf-8", "replace") for n in file.namelist())
    inside = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", inside)))
    assert "Keeping the same worker" in inside
    for passage in unapproved:
        # Short ones ('Yes.') may stand in any text.
        assert len(passage.split()) < 5 or passage not in inside


def test_no_cell_that_a_member_downloads_is_a_formula(
    made: Path, open_release: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[Any] = []  # bytes, or what makes them when they are asked for
    monkeypatch.setattr(shared.st, "download_button", lambda *a, **_: given.append(a[1]))
    open_release(made, "quotes")
    made_now = given[-1]() if callable(given[-1]) else given[-1]
    rows = list(csv.DictReader(io.StringIO(made_now.decode("utf-8-sig"))))
    assert {r["text"] for r in rows} == {q.text for q in read(made).content.quotes}


# -- and nothing that is not -------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", DESK)
def test_no_page_of_the_desk_can_be_reached_from_a_release(made: Path, open_release: Open, page: str) -> None:
    app = open_release(made, page)
    assert not app.exception
    assert f"<h1>{VIEWS[page].TITLE}</h1>" not in words(app)


def test_whatever_roles_are_asked_for_a_release_is_a_members(
    made: Path, open_release: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DUTIES_VARIABLE, "officer, lead, safeguarding lead")
    monkeypatch.setenv(PERSON_VARIABLE, "Somebody")
    for page in DESK:
        assert f"<h1>{VIEWS[page].TITLE}</h1>" not in words(open_release(made, page))
    assert reading.person().duties == {d for d in reading.Duty if d.value == "member"}
    with pytest.raises(NoReview), reading.desk():
        pass


def test_a_review_beside_a_release_is_not_read(
    made: Path, reviewed: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch, unapproved: list[str]
) -> None:
    # Even where both are named, what is shown is the release, and what was cached is of the release.
    open_page(reviewed, "quotes")
    monkeypatch.setenv(RELEASE_VARIABLE, str(made))
    for page in ("quotes", "themes"):
        app = open_page(reviewed, page, theme="continuity")
        assert not any(passage in unescape(words(app)) for passage in unapproved)


@pytest.mark.parametrize("page", PAGES)
def test_a_member_of_a_review_reaches_nothing(
    reviewed: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    monkeypatch.setenv(DUTIES_VARIABLE, "member")
    shown = words(open_page(reviewed, page))
    assert "<blockquote" not in shown
    assert "of 30" not in shown


def test_a_release_that_is_not_whole_says_one_thing(made: Path, tmp_path: Path, open_release: Open) -> None:
    short = tmp_path / "short.cvrelease"
    short.write_bytes(made.read_bytes()[:2000])
    for path, said in ((short, "cut short"), (tmp_path / "gone.cvrelease", "There is no such file")):
        text = plain(open_release(path))
        assert "The release cannot be shown" in text
        assert said in text
        assert str(tmp_path) not in text


def test_a_release_that_is_changed_while_it_is_open_is_no_longer_shown(
    made: Path, tmp_path: Path, open_release: Open
) -> None:
    path = tmp_path / "mine.cvrelease"
    shutil.copy(made, path)
    assert "24 of 30" in plain(open_release(path))
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-40])
    assert "The release cannot be shown" in plain(open_release(path))


def test_a_release_without_a_quote_still_makes_sense(tmp_path: Path, open_release: Open) -> None:
    folder = fictional.build_few(tmp_path / "few")
    with Workspace.open(folder) as workspace:
        at = releasing(workspace, folder)
        at.sign(at.content())
        path = at.path(at.make().name)
    for page in PAGES:
        text = plain(open_release(path, page, theme="continuity"))
        assert "childvoice run" not in text
    assert "No quote was approved for this release." in plain(open_release(path, "quotes"))


# -- the process -------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="it takes /proc to look at a process")
def test_the_process_of_a_member_has_the_release_and_no_review(
    made: Path, reviewed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The shell that starts it may know of the review; what it starts does not.
    monkeypatch.setenv(REVIEW_VARIABLE, str(reviewed))
    with serving(str(made), "--as", "member") as address:
        port = f"--server.port={address.rpartition(':')[2]}".encode()
        children = [
            int(p.name) for p in Path("/proc").iterdir() if p.name.isdigit() and port in _arguments(p)
        ]
        assert children
        for pid in children:
            told = Path(f"/proc/{pid}/environ").read_bytes()
            assert f"{REVIEW_VARIABLE}=".encode() not in told
            assert str(made.resolve()).encode() in told
            opened = [f.readlink() for f in Path(f"/proc/{pid}/fd").iterdir() if f.is_symlink()]
            assert not [f for f in opened if "workspace.sqlite" in f.name]
        # No file of the review can be fetched through it.
        for place in (
            "/workspace.sqlite",
            "/../workspace.sqlite",
            "/app/static/workspace.sqlite",
            "/media/x",
        ):
            with contextlib.suppress(OSError), urllib.request.urlopen(address + place, timeout=10) as answer:  # noqa: S310 - our own 127.0.0.1
                assert b"SQLite" not in answer.read()


def _arguments(place: Path) -> bytes:
    try:
        return (place / "cmdline").read_bytes()
    except OSError:
        return b""


def test_serve_refuses_what_is_no_release_and_other_roles(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", str(made), "--as", "officer"]) == 2
    assert "a release has pages for members alone" in capsys.readouterr().err
    (tmp_path / "x.cvrelease").write_bytes(b"PK")
    assert main(["serve", str(tmp_path / "x.cvrelease"), "--as", "member"]) == 2
    assert "no release of childvoice" in capsys.readouterr().err


# -- the desk ----------------------------------------------------------------------------------------------------


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return fictional.build_full(tmp_path / "own")


def press(app: AppTest, label: str) -> AppTest:
    (button,) = [b for b in app.button if b.label.startswith(label)]
    app = button.click().run()
    assert not app.exception
    return app


def test_quotes_are_approved_a_release_signed_and_made_and_the_member_reads_it(
    own: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page(own, "approve")
    first = re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", words(app))[0]
    app = press(app, "Approve")
    assert "1 quote is approved" in plain(app)
    press(app, "Undo")
    app = press(open_page(own, "approve"), "Approve")
    app = open_page(own, "release")
    assert "Nobody has signed this off as it is now." in plain(app)
    assert app.button(key="make release").disabled
    assert app.button(key="sign").disabled
    app.checkbox(key="signed read").set_value(True).run()
    assert app.button(key="sign").disabled, "nobody has logged in, so a name is needed"
    app.text_input(key="signed by").set_value("M. Adeyinka, scrutiny lead").run()
    app = app.button(key="sign").click().run()
    assert "M. Adeyinka, scrutiny lead signed this off" in plain(app)
    app = app.button(key="make release").click().run()
    assert "Made: release" in plain(app)
    (path,) = (own / "releases").glob("*.cvrelease")
    assert [e.proto.label for e in app.get("download_button")] == [f"Download {path.name}"]
    monkeypatch.setenv(RELEASE_VARIABLE, str(path))
    monkeypatch.delenv(REVIEW_VARIABLE)
    shown = words(open_page(None, "quotes"))
    assert re.sub("<[^>]+>", "", first) in re.sub("<[^>]+>", "", shown)
    assert shown.count("<blockquote") == 1


def test_a_doubtful_quote_asks_why_and_what_harms_is_not_offered(own: Path, open_page: Open) -> None:
    with Workspace.open(own) as workspace:
        at = releasing(workspace, own)
        ids = at.queue()
        doubtful = next(n for n, e in enumerate(ids) if at.candidate(e).doubts)
    app = open_page(own, "approve")
    app.session_state["quote place"] = doubtful
    app = press(app.run(), "Approve")
    assert "Not approved: something in it could point to somebody." in plain(app)
    app.text_input(key=f"why {ids[doubtful]}").set_value("told in public").run()
    assert "Kept: accepted." in plain(press(app, "Approve"))
    assert fictional.HARM not in plain(open_page(own, "approve"))


def test_findings_are_chosen_and_a_stale_release_says_so(own: Path, open_page: Open) -> None:
    app = open_page(own, "release")
    told = [b.key for b in app.checkbox if b.key and b.key.startswith("finding") and b.value]
    assert len(told) == 5
    app.checkbox(key=told[0]).uncheck().run()
    assert "Kept: the findings are chosen." in plain(app)
    with Workspace.open(own) as workspace:
        at = releasing(workspace, own)
        assert len(at.content().findings) == 4
        at.sign(at.content())
        at.make()
        Desk(workspace, LEAD).withdraw("c05")
    text = plain(open_page(own, "release"))
    assert ": stale" in text
    assert "a document in it was withdrawn" in text
    assert not open_page(own, "release").get("download_button")


@pytest.mark.parametrize(("duties", "may"), [("officer", True), ("lead", True), ("researcher", False)])
def test_who_may_release(
    own: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch, duties: str, may: bool
) -> None:
    monkeypatch.setenv(DUTIES_VARIABLE, duties)
    monkeypatch.setenv(PERSON_VARIABLE, "Somebody")
    for page in ("approve", "release"):
        assert (f"<h1>{VIEWS[page].TITLE}</h1>" in words(open_page(own, page))) == may
    if duties == "officer":
        app = open_page(own, "release")
        assert "The lead signs it off, on this page." in plain(app)
        assert not [b for b in app.button if b.label == "Sign it off"]
        with Workspace.open(own) as workspace, pytest.raises(ChildvoiceError):
            seen = overview(workspace, settings.load(own))
            at = Desk(workspace, reading.person()).releasing(seen, gather(own, seen), own)
            at.sign(at.content())
