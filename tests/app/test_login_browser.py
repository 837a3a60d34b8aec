"""A council's server in a real browser: who logs in sees what is theirs, and nobody else sees anything.

A provider of OpenID Connect runs beside it (provider.py), which the tests tell whom it lets in and how it cheats.
"""

from __future__ import annotations

import http.client
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import fictional
import pytest
from provider import CLIENT, SECRET, Provider, providing
from served import free_port, serving
from test_browser import ARGUMENTS, CHROMIUM, _missing, settled
from test_release_pages import VIEWS, released

from childvoice.store import Workspace

pytestmark = [pytest.mark.browser, pytest.mark.skipif(bool(_missing()), reason=_missing())]

PEOPLE = """person,name,roles
priya@eastmarch.example,Priya Shah,officer; lead
ana@eastmarch.example,Ana Brook,researcher
lee@eastmarch.example,Lee Winter,safeguarding lead
mo@eastmarch.example,Mo Ali,member
ade@eastmarch.example,Ade Cole,administrator
"""
PRIYA, ANA, LEE, MO, ADE = (line.split(",")[0] for line in PEOPLE.splitlines()[1:])
ADDRESSES = ("", "themes?theme=continuity", "quotes", "codes", "safeguarding", "download")
FINDING = "Keeping the same worker"
OF_THE_REVIEW = ("Eastmarch", "What a social worker is to a child", FINDING, "landing")
IDLE = "0.1"


@dataclass
class Server:
    """A server that people log in to: its address, its provider, its list of people, and all that it says."""

    address: str
    provider: Provider
    people: Path
    said: Path


@dataclass
class Window:
    """A browser of somebody's own, with no cookie but theirs."""

    page: Any
    context: Any
    server: Server

    def show(self, place: str = "") -> str:
        """Go to an address and return all that can be read there."""
        self.page.goto(f"{self.server.address}/{place}")
        settled(self.page)
        return self.read()

    def read(self) -> str:
        return str(self.page.locator("body").inner_text())

    def title(self) -> str:
        return str(self.page.locator("h1").inner_text())

    def press(self, button: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).click()

    def log_in(self, email: str, **claims: Any) -> None:
        self.server.provider.lets_in(email, **claims)
        self.show()
        with self.page.expect_navigation(url=re.compile(re.escape(self.server.address) + "/($|[?])")):
            self.press("Log in")
        settled(self.page)

    def cookies(self) -> str:
        return "; ".join(f"{c['name']}={c['value']}" for c in self.context.cookies())


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fictional.build_full(tmp_path_factory.mktemp("council") / "review")


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Any]]:
    with providing() as provider:

        def starting(*what: str) -> Any:
            place, port = tmp_path_factory.mktemp("secrets"), free_port()
            people, login = place / "people.csv", place / "login.toml"
            people.write_text(PEOPLE, encoding="utf-8")
            people.chmod(0o644)
            login.write_text(
                f'client_id = "{CLIENT}"\nclient_secret = "{SECRET}"\n'
                f'server_metadata_url = "{provider.address}/.well-known/openid-configuration"\n'
                f'redirect_uri = "http://127.0.0.1:{port}/oauth2callback"\n',
                encoding="utf-8",
            )
            login.chmod(0o600)
            said = place / "said"
            return Server("", provider, people, said), serving(
                *what, "--login", str(login), port=port, said=said
            )

        yield starting


@pytest.fixture(scope="module")
def server(start: Callable[..., Any], review: Path) -> Iterator[Server]:
    made, running = start("--review", str(review))
    with running as made.address:
        yield made


@pytest.fixture
def window(browser: Any, server: Server) -> Iterator[Callable[..., Window]]:
    """Open windows of people who know nothing of each other. No request of theirs may leave this machine."""
    opened, requests = [], []

    def opening(at: Server = server) -> Window:
        context = browser.new_context(viewport={"width": 768, "height": 1024})
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("request", lambda r: requests.append(r.url))
        return Window(page, context, at)

    yield opening
    for context in opened:
        context.close()
    assert not [u for u in requests if not re.match(r"http://(127\.0\.0\.1|localhost):|data:|blob:", u)]


def asked(server: Server, method: str, path: str, cookies: str = "", host: str = "") -> int:
    """Ask for a path without a browser, and return the status."""
    return _answer(server, method, path, cookies, host)[0]


def read_at(server: Server, path: str, cookies: str) -> bytes:
    """Ask for a path without a browser, and return what is there."""
    return _answer(server, "GET", path, cookies, "")[1]


def _answer(server: Server, method: str, path: str, cookies: str, host: str) -> tuple[int, bytes]:
    place = urlsplit(server.address)
    connection = http.client.HTTPConnection(str(place.hostname), place.port, timeout=30)
    headers = {name: value for name, value in (("Cookie", cookies), ("Host", host)) if value}
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    found = answer.status, answer.read()
    connection.close()
    return found


def nothing_of_the_review(text: str) -> bool:
    return not any(words in text for words in OF_THE_REVIEW)


def test_who_has_not_logged_in_sees_one_page_whatever_the_address(window: Callable[..., Window]) -> None:
    somebody = window()
    for place in (*ADDRESSES, "nowhere-at-all"):
        text = somebody.show(place)
        assert somebody.title() == "Log in"
        assert nothing_of_the_review(text)
        assert "Page not found" not in text
    assert somebody.page.get_by_role("link").filter(has_text=re.compile("Quotes|Themes")).count() == 0


def test_an_officer_logs_in_and_decides_by_their_own_name(
    window: Callable[..., Window], server: Server, review: Path
) -> None:
    priya = window()
    priya.log_in(PRIYA)
    assert priya.title() == "What children told us"
    assert "Priya Shah, lead and officer" in priya.read()
    first = server.provider.asked[-1]
    assert (first["prompt"], first["code_challenge_method"]) == ("login", "S256")
    assert all(c["httpOnly"] for c in priya.context.cookies() if c["name"].startswith("_streamlit_user"))
    text = priya.show("codes")
    assert "No log-in" not in text
    priya.page.get_by_role("button", name="Accept:").wait_for()
    priya.page.keyboard.press("a")
    priya.page.get_by_role("status").filter(has_text="Kept: accepted.").wait_for()
    with Workspace.open(review) as workspace:
        assert workspace.ledger.decisions()[-1].person == "Priya Shah"
        assert workspace.ledger.audit()[-1].person == "Priya Shah"


def test_a_member_reaches_no_page_of_a_review_by_any_address(window: Callable[..., Window]) -> None:
    mo = window()
    mo.log_in(MO)
    for place in ADDRESSES:
        text = mo.show(place)
        assert mo.title() == "There is no page for you here"
        assert "Members read releases" in text
        assert nothing_of_the_review(text)


def test_two_people_at_once_see_what_is_theirs_and_nothing_that_a_cache_keeps(
    window: Callable[..., Window],
) -> None:
    ana, lee, ade = window(), window(), window()
    ana.log_in(ANA)
    assert FINDING in ana.read()  # the review lies in the cache now
    lee.log_in(LEE)
    ade.log_in(ADE)
    assert "landing" not in ana.show("codes")
    assert ana.title() == VIEWS["codes"].TITLE
    assert "landing" in lee.show("safeguarding")
    assert "sees no text" in ade.show("safeguarding")
    for place in ("safeguarding", "redactions"):
        ana.show(place)
        assert ana.title() != VIEWS[place].TITLE
    assert FINDING in ana.show()
    for place in ("", "quotes", "codes"):
        assert FINDING not in lee.show(place)
        assert nothing_of_the_review(ade.show(place))
    assert "Ana Brook, researcher" in ana.read()


def fetch(somebody: Window, button: str) -> str:
    """Press a button that downloads; return the path at which the file lies."""
    with somebody.page.expect_download() as waiting:
        somebody.page.get_by_role("button", name=re.compile(button)).first.click()
    assert Path(waiting.value.path()).stat().st_size > 100
    return urlsplit(waiting.value.url).path


def test_a_file_is_for_whoever_s_page_offers_it(window: Callable[..., Window], server: Server) -> None:
    priya, ana, mo = window(), window(), window()
    for who, email in ((priya, PRIYA), (ana, ANA), (mo, MO)):
        who.log_in(email)
    paths = []
    for place in ("triangulation", "quotes"):  # made with the page, and made when it is asked for
        priya.show(place)
        paths.append(fetch(priya, "CSV"))
    for path in paths:
        assert path.startswith("/media/")
        assert asked(server, "GET", path, priya.cookies()) == 200
        for cookies in (ana.cookies(), mo.cookies(), ""):
            assert asked(server, "GET", path, cookies) == 404
            assert asked(server, "HEAD", path, cookies) == 404
            assert asked(server, "GET", path, cookies, host="127.0.0.1/x?") == 404
    # Addresses that a server could take for the same one: whatever they lead to, it is not the file.
    content = read_at(server, paths[0], priya.cookies())
    assert content.startswith(b"\xef\xbb\xbf")
    name = paths[0].removeprefix("/media/")
    for spelling in (
        "/./media/",
        "//media/",
        "/media//",
        "/x/../media/",
        "/media/./",
        "/MEDIA/",
        "/%6dedia/",
        "/media/%2e/",
    ):
        assert content not in read_at(server, spelling + name, mo.cookies())
    assert asked(server, "PUT", "/_stcore/upload_file/x/y", mo.cookies()) == 404
    assert asked(server, "DELETE", "/_stcore/upload_file/x/y") == 404


def test_an_officer_adds_a_document_over_the_server(window: Callable[..., Window]) -> None:
    priya = window()
    priya.log_in(PRIYA)
    priya.show("upload")
    talk = {
        "name": "talk.txt",
        "mimeType": "text/plain",
        "buffer": b"Interviewer: How was it?\nDanika: They listened.",
    }
    with priya.page.expect_response(re.compile("/_stcore/upload_file/")) as waiting:
        priya.page.locator("input[type=file]").set_input_files(talk)
    assert waiting.value.status == 204
    priya.page.get_by_role("status").filter(has_text="Kept: 1 file.").wait_for()
    place = urlsplit(waiting.value.url).path
    stranger = window()
    stranger.log_in(ANA)
    assert asked(stranger.server, "DELETE", place, stranger.cookies()) == 404


def doors(window: Callable[..., Window]) -> Iterator[Window]:
    """The pages that somebody may see who is not in: before, as a stranger, and as a member where there is no page."""
    somebody = window()
    somebody.show("quotes")
    yield somebody
    somebody.log_in("a.person.with.a.very.long.address@stranger.elsewhere.example")
    yield somebody
    member = window()
    member.log_in(MO)
    yield member


def test_the_pages_at_the_door_fit_every_width_and_axe_finds_nothing(window: Callable[..., Window]) -> None:
    for somebody in doors(window):
        page = somebody.page
        for width in (360, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            wide = page.evaluate("[document.querySelector('.stMain').scrollWidth, innerWidth]")
            assert wide[0] <= wide[1], "the page scrolls sideways"
        assert page.locator("html").get_attribute("lang") == "en-GB"
        page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            tags = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']"
            found = page.evaluate(f"axe.run(document, {{runOnly: {tags}}})")
            assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]] == []


def test_another_address_of_the_same_server_says_where_to_go(
    window: Callable[..., Window], server: Server
) -> None:
    somebody = window()
    somebody.page.goto(server.address.replace("127.0.0.1", "localhost"))
    settled(somebody.page)
    assert f"Open {server.address}" in somebody.read()
    assert somebody.page.get_by_role("button", name="Log in").count() == 0


@pytest.mark.parametrize(
    ("claims", "title"),
    [
        ({}, "You have no access here"),
        ({"subject": PRIYA}, "You have no access here"),
        ({"email_verified": False}, "Your e-mail address is not confirmed"),
    ],
)
def test_who_is_not_listed_or_not_confirmed_is_refused_calmly(
    window: Callable[..., Window], claims: dict[str, Any], title: str
) -> None:
    stranger = window()
    email = PRIYA if "email_verified" in claims else "stranger@elsewhere.example"
    stranger.log_in(email, **claims)
    assert stranger.title() == title
    for place in ("quotes", "codes"):
        assert nothing_of_the_review(stranger.show(place))
        assert email in stranger.read()
    stranger.press("Log out")
    stranger.page.get_by_role("heading", name="Log in").wait_for()


@pytest.mark.parametrize(
    "spoilt",
    ["expired", "nonce", "no nonce", "audience", "issuer", "signature", "public key as secret", "unsigned"],
)
def test_a_token_that_is_not_right_lets_nobody_in(window: Callable[..., Window], spoilt: str) -> None:
    somebody = window()
    somebody.log_in(PRIYA, spoilt=spoilt)
    assert somebody.title() == "Log in"
    if spoilt != "audience":  # Streamlit takes that one, and the door does not
        assert "That log-in did not work" in somebody.read()
    assert nothing_of_the_review(somebody.show("quotes"))


def test_an_answer_that_nobody_asked_for_lets_nobody_in(
    window: Callable[..., Window], server: Server
) -> None:
    somebody = window()
    server.provider.lets_in(PRIYA)
    somebody.page.goto(f"{server.address}/oauth2callback?code=stolen&state=stolen")
    settled(somebody.page)
    assert somebody.title() == "Log in"


def test_a_cookie_that_was_changed_lets_nobody_in(window: Callable[..., Window]) -> None:
    mo = window()
    mo.log_in(MO)
    (cookie,) = [c for c in mo.context.cookies() if c["name"] == "_streamlit_user"]
    for at in (5, len(cookie["value"]) // 2, -3):
        value = list(cookie["value"])
        value[at] = "A" if value[at] != "A" else "B"
        mo.context.add_cookies([cookie | {"value": "".join(value)}])
        assert nothing_of_the_review(mo.show("quotes"))
        assert mo.title() == "Log in"
    mo.context.add_cookies([cookie])
    mo.show()
    assert mo.title() == "There is no page for you here"


def test_who_logs_out_is_out_in_every_window_and_so_is_a_copy_of_the_cookie(
    window: Callable[..., Window], server: Server
) -> None:
    ana = window()
    ana.log_in(ANA)
    copy = ana.context.cookies()
    beside = ana.context.new_page()
    beside.goto(f"{server.address}/quotes")
    settled(beside)
    left = server.provider.left
    ana.press("Log out")
    ana.page.get_by_role("heading", name="Log in").wait_for()
    assert server.provider.left == left + 1
    beside.get_by_role("combobox").first.click()
    beside.get_by_role("option").nth(1).click()
    beside.get_by_role("heading", name="Log in").wait_for()
    settled(beside)  # Streamlit takes the old page away when the new one is whole
    assert nothing_of_the_review(beside.locator("body").inner_text())
    thief = window()
    thief.context.add_cookies(copy)
    assert nothing_of_the_review(thief.show("quotes"))
    assert thief.title() == "Log in"


def test_a_role_that_is_taken_away_is_gone_with_the_next_click(
    window: Callable[..., Window], server: Server
) -> None:
    ana = window()
    ana.log_in(ANA)
    ana.show("quotes")
    try:
        server.people.write_text(PEOPLE.replace("researcher", "member"), encoding="utf-8")
        ana.show("quotes")
        assert ana.title() == "There is no page for you here"
        server.people.write_text("person,name\n", encoding="utf-8")
        ana.show("quotes")
        assert ana.title() == "Nobody can come in at the moment"
    finally:
        server.people.write_text(PEOPLE, encoding="utf-8")
    ana.show("quotes")
    assert ana.title() == VIEWS["quotes"].TITLE


def test_a_page_that_is_left_alone_is_locked_and_shows_nothing(
    window: Callable[..., Window], start: Callable[..., Any], review: Path
) -> None:
    made, running = start("--review", str(review), "--idle", IDLE)
    with running as made.address:
        priya = window(made)
        priya.log_in(PRIYA)
        priya.show("triangulation")
        path = fetch(priya, "CSV")
        priya.show("themes?theme=continuity")
        cookies = priya.cookies()
        # Nobody does anything. The page notices by itself.
        priya.page.get_by_role("heading", name="Locked").wait_for()
        settled(priya.page)
        assert nothing_of_the_review(priya.page.content())
        assert "continuity" not in priya.page.url
        assert priya.page.get_by_role("link").filter(has_text="Quotes").count() == 0
        assert asked(made, "GET", path, cookies) == 404
        for place in ("", "quotes", "codes"):
            assert nothing_of_the_review(priya.show(place))
            assert priya.title() == "Locked"
        with priya.page.expect_navigation(url=f"{made.address}/"):
            priya.press("Log in again")
        settled(priya.page)
        assert priya.title() == "What children told us"


def test_an_answer_that_comes_too_late_is_not_kept(
    window: Callable[..., Window], server: Server, review: Path
) -> None:
    priya = window()
    priya.log_in(PRIYA)
    priya.show("codes")
    priya.page.get_by_role("button", name="Accept:").wait_for()
    with Workspace.open(review) as workspace:
        before = len(workspace.ledger.decisions())
    # Another window of the same log-in ends it; this one still shows its buttons.
    other = priya.context.new_page()
    other.goto(server.address)
    settled(other)
    other.get_by_role("button", name="Log out").click()
    other.get_by_role("heading", name="Log in").wait_for()
    priya.page.keyboard.press("a")
    priya.page.get_by_role("heading", name="Log in").wait_for()
    with Workspace.open(review) as workspace:
        assert len(workspace.ledger.decisions()) == before


def test_on_one_s_own_machine_one_goes_on_with_a_click(window: Callable[..., Window], review: Path) -> None:
    with serving("--review", str(review), "--idle", IDLE) as address:
        alone = window(Server(address, Provider(), Path(), Path()))
        assert "Log out" not in alone.show("quotes")
        alone.page.get_by_role("heading", name="Locked").wait_for()
        assert nothing_of_the_review(alone.show("quotes"))
        alone.press("Go on")
        alone.page.get_by_role("heading", name=VIEWS["quotes"].TITLE).wait_for()


def test_members_log_in_to_a_release_and_an_administrator_reads_nothing_of_it(
    window: Callable[..., Window], start: Callable[..., Any], tmp_path: Path
) -> None:
    (release,) = (released(tmp_path / "own", 20) / "releases").glob("*.cvrelease")
    made, running = start(str(release))
    with running as made.address:
        mo, priya, ade = window(made), window(made), window(made)
        mo.log_in(MO)
        assert "Mo Ali, member" in mo.read()
        assert "24 of 30 children and young people" in mo.read()
        mo.show("quotes")
        mo.page.get_by_text("20 quotes.").wait_for()
        for place in ("codes", "safeguarding", "release"):
            mo.show(place)
            assert mo.title() != VIEWS[place].TITLE
        priya.log_in(PRIYA)
        assert "24 of 30 children and young people" in priya.read()
        ade.log_in(ADE)
        assert ade.title() == "There is no page for you here"
        assert nothing_of_the_review(ade.show("quotes"))


def test_no_secret_and_nobody_s_address_stands_in_what_the_server_leaves(
    server: Server, review: Path
) -> None:
    said = server.said.read_bytes()
    assert b"The dashboard is at" in said
    left = [said, *(p.read_bytes() for p in review.rglob("*") if p.is_file())]
    running = [
        p for p in Path("/proc").glob("[0-9]*") if _mentions(p / "cmdline", server.address.rpartition(":")[2])
    ]
    assert running
    left += [p.joinpath(part).read_bytes() for p in running for part in ("cmdline", "environ")]
    for data in left:
        assert SECRET.encode() not in data
        assert b"eastmarch.example" not in data


def _mentions(path: Path, words: str) -> bool:
    try:
        return words.encode() in path.read_bytes()
    except OSError:  # it has ended, or is somebody else's
        return False
