"""The door without a browser: what stays shut for whom, and when, by a clock that the test sets."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from test_desk_pages import DESK

import door
import reading
from childvoice.access import Door, Entry, Sessions
from childvoice.desk import Duty, Person
from childvoice.drawer import plugins
from childvoice.errors import NotAllowed
from childvoice.resources import resource
from childvoice.serving import REVIEW_VARIABLE
from childvoice.store import Workspace
from conftest import _SCRIPT, words
from guard import Guard

VIEWS = {re.sub(r".*\d+_", "", m.__name__): m for m in plugins("views")}


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Lock pages after a quarter of an hour by this clock."""
    found = Clock()
    held = Sessions(900, clock=found)
    monkeypatch.setattr(door, "sessions", lambda: held)
    return found


@pytest.fixture
def own(review: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = Path(shutil.copytree(review, tmp_path / "own"))
    monkeypatch.setenv(REVIEW_VARIABLE, str(place))
    st.cache_resource.clear()
    return place


@pytest.fixture
def logged_in(monkeypatch: pytest.MonkeyPatch) -> Callable[[Entry], None]:
    """Let the door say something of whoever comes."""

    def saying(entry: Entry) -> None:
        monkeypatch.setattr(door, "look", lambda *_, **__: entry)

    return saying


def opened(page: str) -> AppTest:
    return AppTest.from_string(
        f"import door\ndoor.pass_or_stop()\n{_SCRIPT.format(page=page)}", default_timeout=60
    ).run()


def press(app: AppTest, label: str) -> AppTest:
    (button,) = [b for b in app.button if b.label.startswith(label)]
    app = button.click().run()
    assert not app.exception
    return app


def test_a_click_after_the_time_is_not_kept_and_the_page_is_empty(own: Path, clock: Clock) -> None:
    app = opened("codes")
    clock.now += 899
    app = press(app, "Accept:")
    assert "Kept: accepted." in words(app)
    assert "codes queue" in app.session_state
    clock.now += 901
    app = press(app, "Accept:")
    assert "Nobody did anything here for 15 minutes" in words(app)
    assert [b.label for b in app.button] == ["Go on"]
    assert "passage" not in words(app)
    assert "codes queue" not in app.session_state
    with Workspace.open(own) as workspace:
        assert len(workspace.ledger.decisions()) == 1
    assert "Check codes" in words(press(app, "Go on"))


@pytest.mark.usefixtures("own")
def test_every_window_of_one_s_own_machine_is_locked(clock: Clock) -> None:
    assert "What children told us" in words(opened("told"))
    clock.now += 901
    for page in VIEWS:
        assert re.findall("<h1>(.*?)</h1>", words(opened(page))) == ["Locked"]


@pytest.mark.usefixtures("own")
def test_a_look_at_the_clock_puts_nothing_off(clock: Clock) -> None:
    opened("told")
    clock.now += 600
    assert door.person() is None  # asked by every reading of data; no action either
    door._watch()
    clock.now += 301
    with pytest.raises(NotAllowed, match="without action"):
        reading.load()


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize("shut", [d for d in Door if d is not Door.OPEN])
def test_data_is_read_for_nobody_while_the_door_is_shut(
    logged_in: Callable[[Entry], None], shut: Door
) -> None:
    seen = reading.load()
    logged_in(Entry(shut))
    readings: list[Callable[[], Any]] = [
        reading.load,
        reading.whole,
        reading.person,
        lambda: reading.evidence(seen),
    ]
    for read in readings:
        with pytest.raises(NotAllowed):
            read()
    for opening in (reading.desk, reading.comparing):
        with pytest.raises(NotAllowed), opening():
            pytest.fail("the desk was opened")


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize("duty", [Duty.MEMBER, Duty.ADMINISTRATOR, Duty.SAFEGUARDING_LEAD])
def test_what_sessions_share_is_read_only_by_who_may_read(
    logged_in: Callable[[Entry], None], duty: Duty
) -> None:
    seen = reading.load()  # it lies in the cache now
    logged_in(Entry(Door.OPEN, Person("Mo Ali", frozenset({duty}))))
    readings: list[Callable[[], Any]] = [reading.load, reading.whole, lambda: reading.evidence(seen)]
    for read in readings:
        with pytest.raises(NotAllowed, match="you may not read the passages"):
            read()


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize(
    ("duties", "pages"),
    [
        ({Duty.MEMBER}, set()),
        ({Duty.ADMINISTRATOR}, set()),
        ({Duty.MEMBER, Duty.ADMINISTRATOR}, set()),
        ({Duty.SAFEGUARDING_LEAD}, {"safeguarding"}),
        ({Duty.RESEARCHER}, VIEWS.keys() - DESK.keys() | {"codes"}),
        ({Duty.LEAD}, VIEWS.keys() - {"upload", "redactions", "safeguarding"}),
        ({Duty.OFFICER}, VIEWS.keys() - {"safeguarding"}),
        ({Duty.OFFICER, Duty.SAFEGUARDING_LEAD}, VIEWS.keys()),
    ],
)
def test_nobody_has_a_page_that_their_roles_do_not_open(
    logged_in: Callable[[Entry], None], duties: set[Duty], pages: set[str]
) -> None:
    logged_in(Entry(Door.OPEN, Person("Somebody", frozenset(duties))))
    app = AppTest.from_file(str(resource("app") / "main.py"), default_timeout=60).run()
    assert not app.exception
    assert set(app.session_state["childvoice pages"]) == pages
    assert ("There is no page for you here" in words(app)) is not bool(pages)


def answered(
    path: str, *cookies: str, query: str = "", encrypted: bool = True
) -> tuple[int, list[tuple[str, str]]]:
    """What the guard makes of an answer of Streamlit's that sets ``cookies``: status and headers."""
    sent: list[Any] = []

    async def streamlit(_scope: Any, _receive: Any, send: Any) -> None:
        headers = [(b"set-cookie", c.encode()) for c in cookies] + [(b"location", b"/")]
        await send({"type": "http.response.start", "status": 302, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    async def take(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": []}
    asyncio.run(Guard(streamlit, encrypted=encrypted)(scope, None, take))  # type: ignore[arg-type]
    return sent[0]["status"], [(k.decode(), v.decode()) for k, v in sent[0]["headers"]]


def test_cookies_travel_by_https_alone_and_no_other_site_shows_a_page_in_its_own() -> None:
    _, headers = answered("/", "_streamlit_user=x; HttpOnly; Path=/", "_streamlit_xsrf=y; Path=/; Secure")
    found = [v for k, v in headers if k == "set-cookie"]
    assert found == ["_streamlit_user=x; HttpOnly; Path=/; Secure", "_streamlit_xsrf=y; Path=/; Secure"]
    assert ("x-frame-options", "DENY") in headers
    _, headers = answered("/", "_streamlit_user=x; Path=/", encrypted=False)
    assert ("set-cookie", "_streamlit_user=x; Path=/") in headers  # on loopback there is no https


@pytest.mark.parametrize(
    ("cookie", "query", "place"),
    [
        ("_streamlit_user=x; Path=/", "code=1&state=2", "/"),
        ('_streamlit_user=""; Max-Age=0; Path=/', "code=1&state=2", "/?login=failed"),
        ("_streamlit_xsrf=y", "error=access_denied", "/?login=failed"),
        ("_streamlit_xsrf=y", "", "/"),  # the way back from logging out
    ],
)
def test_a_log_in_that_came_to_nothing_is_told(cookie: str, query: str, place: str) -> None:
    assert ("location", place) in answered("/oauth2callback", cookie, query=query)[1]


@pytest.mark.parametrize(
    "path", ["/media/0123.csv", "/media/", "/_stcore/upload_file/a/b", "/_stcore/upload_file/"]
)
def test_no_file_goes_in_or_out_without_a_log_in(path: str) -> None:
    status, headers = answered(path)
    assert status == 404
    assert not [k for k, _ in headers if k == "location"]
