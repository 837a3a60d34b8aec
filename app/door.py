"""The door of the pages: who is in, what somebody sees who is not, and the lock after a time without action.

``pass_or_stop`` stands before everything that a page shows; ``person`` is asked again in the data layer, so that what
runs before a page does (the answer to a button) stays out as well.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

import shared
from childvoice.access import (
    LONGEST,
    Door,
    Entry,
    Listed,
    Login,
    Sessions,
    Standing,
    enter,
    key_of,
    read,
    read_people,
)
from childvoice.desk import Duty, May, Person
from childvoice.errors import NotAllowed
from childvoice.serving import IDLE_VARIABLE, LOGIN_VARIABLE

FAILED = "login"
"""The part of the address that says that a log-in came to nothing."""
_ALONE = ""  # the key of the one session where nobody logs in
_FOR, _BY_ITSELF = "childvoice log-in", "childvoice runs by itself"
_MOST_SECONDS = 15.0
_MOST = 10_000
TABS: dict[str, str] = {}
"""Whose log-in (a digest) each tab belongs to, by Streamlit's id of it; the guard asks here before it takes a file in."""
OFFERED: dict[tuple[str, str], None] = {}
"""Log-in and digest of each file that a page has offered; the guard asks here before it hands one out."""


def login() -> Login | None:
    """Return where people log in, None where nobody does."""
    named = os.environ.get(LOGIN_VARIABLE, "")
    return _read(named) if named else None


@cache
def _read(named: str) -> Login:
    return read(Path(named))


@cache
def sessions() -> Sessions:
    """Return the account of log-ins that this process keeps."""
    return Sessions(float(os.environ.get(IDLE_VARIABLE) or 0) * 60)


def look(claims: Mapping[str, Any] | None = None, *, acting: bool = False) -> Entry:
    """Say whether the door is open for whoever uses this tab, or for ``claims``. Acting puts the lock off."""
    at = login()
    if at is None:
        now = sessions().act(_ALONE) if acting else sessions().look(_ALONE)
        return Entry(Door.OPEN if now is Standing.OPEN else Door.LOCKED)
    told = st.user.to_dict() if claims is None else claims
    return enter(told, at.client_id, lambda: _people(at), sessions(), acting=acting)


def _people(at: Login) -> tuple[Listed, ...]:
    try:
        now = at.people.stat()
    except OSError:
        return read_people(at.people)  # which says what is wrong
    return _listed(at.people, now.st_mtime_ns, now.st_size)


@cache
def _listed(path: Path, changed: int, size: int) -> tuple[Listed, ...]:
    del changed, size  # keys of the cache: an edited list counts from the next click
    return read_people(path)


def person() -> Person | None:
    """Return who is in, None where nobody logs in. Raises NotAllowed as long as the door is shut."""
    entry = look()
    if entry.door is not Door.OPEN:
        raise NotAllowed(entry.door.value, remedy="Log in" if login() else "Press 'Go on'")
    return entry.person


def kept_shut(act: Callable[..., None]) -> Callable[..., None]:
    """Let ``act``, the answer to a button, do nothing while the door is shut: the page then says why."""

    def run(*args: Any) -> None:
        if look().door is Door.OPEN:
            act(*args)

    return run


def pass_or_stop() -> None:
    """Let whoever is in go on; show everybody else why not, and nothing of the review."""
    entry = look(acting=not st.session_state.pop(_BY_ITSELF, False))
    mine = mine_now()
    if entry.door is not Door.OPEN or st.session_state.get(_FOR, mine) != mine:
        st.session_state.clear()  # what a page noted for itself may hold words of the review
    if (context := get_script_run_ctx()) is not None:
        _note(TABS, context.session_id, mine)
    if entry.door is Door.OPEN:
        st.session_state[_FOR] = mine
        if sessions().idle:
            st.fragment(run_every=min(_MOST_SECONDS, sessions().idle / 4))(_watch)()
        return
    failed = st.query_params.get(FAILED)
    st.query_params.clear()
    alone(lambda: _show(entry, failed=bool(failed)))
    st.stop()


def mine_now() -> str:
    """Return the digest of the log-in that uses this tab."""
    return key_of(st.user.to_dict()) if login() else _ALONE


def offer(data: bytes, mine: str) -> bytes:
    """Note that a page offers a file to the log-in ``mine``, and return the file. What is not noted is handed to nobody."""
    _note(OFFERED, (mine, digest(data)), None)
    return data


def digest(data: bytes) -> str:
    """Return what stands for a file in the account of files, and says nothing of it."""
    return hashlib.sha256(data).hexdigest()


def _note(account: dict[Any, Any], what: Any, whose: Any) -> None:
    """Note something as the newest. The oldest goes where there are too many; the next click of its page puts it back."""
    account.pop(what, None)
    account[what] = whose
    if len(account) > _MOST:
        del account[next(iter(account))]


def _watch() -> None:
    """Look at the clock while nobody does anything; this is no action."""
    if look().door is not Door.OPEN:
        by_itself()


def by_itself() -> None:
    """Run the page again although nobody did anything."""
    st.session_state[_BY_ITSELF] = True
    st.rerun()


def alone(show: Callable[[], None]) -> None:
    """Show one page in place of all others, whatever the address says."""

    def run() -> None:
        shared.dress()
        show()

    pages = [st.Page(run, title="childvoice", default=True)]
    # Any address leads here; Streamlit would otherwise lay 'Page not found' over it, and over the way in.
    asked = urlsplit(st.context.url or "").path.rpartition("/")[2]
    if re.fullmatch(r"[\w-]+", asked):
        pages.append(st.Page(run, title="childvoice", url_path=asked))
    st.navigation(pages, position="hidden").run()


def _show(entry: Entry, *, failed: bool) -> None:
    told = _TOLD[entry.door]
    minutes = f"{sessions().idle / 60:g} minutes" if sessions().idle != 60 else "a minute"
    words = {"who": entry.known_as, "minutes": minutes, "hours": LONGEST // 3600}
    shared.put(shared.title(told[0]), shared.para(told[1].format(**words), "lead"))
    if failed:
        shared.put(
            shared.para(
                "That log-in did not work. Please try once more. If it keeps failing, tell the administrator.",
                "told",
            )
        )
    shared.put(*(shared.para(t) for t in told[2:]))
    at = login()
    here = urlsplit(st.context.url or "")
    if at is not None and here.hostname and f"{here.scheme}://{here.netloc}" != at.origin:
        shared.put(shared.para(f"Log-in works at another address than this one. Open {at.origin}", "told"))
        return
    if entry.door in (Door.UNKNOWN, Door.UNVERIFIED):
        st.button("Log out", type="primary", on_click=_leave, key="leave")
    elif entry.door is Door.LOCKED and login() is None:
        st.button("Go on", type="primary", on_click=sessions().go_on, args=(_ALONE,), key="go on")
    elif entry.door is not Door.UNREADABLE:
        again = entry.door in (Door.LOCKED, Door.OLD)
        st.button("Log in again" if again else "Log in", type="primary", on_click=st.login, key="log in")


_TOLD = {
    Door.OUTSIDE: (
        "Log in",
        "What children and young people said is kept for the people who work with it.",
        "You log in with your council's own account. childvoice never sees your password.",
    ),
    Door.LOCKED: (
        "Locked",
        "Nobody did anything here for {minutes}, so the page was locked.",
        "Whatever was shown as kept is kept.",
    ),
    Door.OLD: (
        "Please log in again",
        "It is more than {hours} hours since you logged in.",
        "Whatever was shown as kept is kept.",
    ),
    Door.UNKNOWN: (
        "You have no access here",
        "You are logged in as {who}. That account is not on the list of people who may come in.",
        "If you should be, ask the administrator of this server to add you. Nothing was opened.",
    ),
    Door.UNVERIFIED: (
        "Your e-mail address is not confirmed",
        "You are logged in as {who}, but the log-in service says that nobody has confirmed this address.",
        "Confirm it there, then log out and log in again. Nothing was opened.",
    ),
    Door.UNREADABLE: (
        "Nobody can come in at the moment",
        "The list of people who may come in cannot be read.",
        "Please tell the administrator of this server. Nothing of the review is lost.",
    ),
}


def nothing_here(who: Person) -> None:
    """Say to somebody who is in, and whose roles have no page here, where to go."""
    words = []
    if Duty.MEMBER in who.duties:
        words.append("Members read releases. Ask the lead of the review at which address yours is.")
    if Duty.ADMINISTRATOR in who.duties:
        words.append("An administrator looks after the server and the list of people, and sees no text.")
    shared.put(
        shared.title("There is no page for you here"),
        shared.para(f"You are logged in as {who.name} ({duties(who)}).", "lead"),
        *map(shared.para, words),
    )
    if login() is not None:
        st.button("Log out", type="primary", on_click=_leave, key="leave")


def badge(who: Person) -> None:
    """Say who is logged in, and let them leave."""
    if login() is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="who"):
        shared.put(shared.para(f"{who.name}, {duties(who)}", "note"))
        st.button("Log out", type="tertiary", on_click=_leave, key="leave")


def duties(who: Person) -> str:
    """Name the roles of somebody as in a sentence."""
    return " and ".join(sorted(d.value for d in who.duties)) or "reader"


def _leave() -> None:
    """End the log-in here, in every window, before the browser is sent to end it at the provider."""
    sessions().end(key_of(st.user.to_dict()))
    st.session_state.clear()
    st.logout()


def reader(who: Person) -> Person:
    """Return somebody as they are to a release: a member, if they may read it at all."""
    may = Duty.MEMBER in who.duties or who.may(May.READ)
    return Person(who.name, frozenset({Duty.MEMBER}) if may else frozenset())
