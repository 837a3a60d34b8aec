"""What the pages of the desk share: keys, the way through a queue, and words for what was decided."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

import door
import reading
import shared
from childvoice.decisions import Decision, Verdict
from childvoice.desk import Desk
from childvoice.report import wording
from shared import para, put

VERDICTS = {
    Verdict.ACCEPT: "accepted",
    Verdict.REJECT: "rejected",
    Verdict.REJECT_EVERYWHERE: "not an identifier anywhere",
    Verdict.CHANGE: "changed to another theme",
    Verdict.ADD: "added",
    Verdict.VALENCE: "how it was, changed",
    Verdict.MEMO: "memo",
    Verdict.NOTHING: "no theme in it",
    Verdict.UNSEEN: "not seen yet",
    Verdict.ACKNOWLEDGED: "acknowledged",
    Verdict.REFERRED: "referred",
    Verdict.KNOWN: "already known",
    Verdict.UNDO: "taken back",
}


def key(label: str, shortcut: str, act: Callable[..., None], *args: Any, **options: Any) -> None:
    """Make a button that a single key presses as well; the key stands on it."""
    st.button(label, shortcut=shortcut, on_click=door.kept_shut(act), args=args, **options)


def at(name: str, length: int) -> int:
    """Return the place in a queue that this session has come to."""
    return max(0, min(int(st.session_state.get(name, 0)), length - 1))


def step(name: str, to: int) -> None:
    """Go to a place in a queue."""
    st.session_state[name] = to


def way(name: str, length: int) -> None:
    """Make the buttons that lead through a queue, and undo."""
    place = at(name, length)
    with st.container(horizontal=True, key=f"way {name}"):
        key("Previous", "P", step, name, place - 1, disabled=place == 0)
        key("Next", "N", step, name, place + 1, disabled=place >= length - 1)
        key("Undo", "Z", undo)


def undo() -> None:
    """Take back this person's last gesture, and say what it was."""
    with reading.desk() as desk:
        gone = desk.undo()
    told = ", ".join(dict.fromkeys(VERDICTS[d.verdict] for d in gone))
    tell(f"Taken back: {told}." if gone else "There is nothing of yours to take back.")


def tell(text: str) -> None:
    """Say something on the next run of the page."""
    st.session_state["desk told"] = text


def told() -> None:
    """Say what was just done, once."""
    if text := st.session_state.pop("desk told", ""):
        put(f'<p class="told" role="status">{shared.esc(text)}</p>')


def bar(done: int, of: int, what: str) -> None:
    """Show how far the checking is, as a sentence and a bar."""
    st.progress(done / of if of else 0.0, text=f"{done} of {of} {what} checked")


def moment(decision: Decision) -> str:
    """Say who and when: 'Priya, 22 November 2026 at 10:04 UTC' as ISO would have it."""
    return f"{decision.person}, {decision.at[:10]} {decision.at[11:16]} UTC"


def alone(desk: Desk) -> None:
    """Say plainly that nobody logs in here."""
    if door.login() is None and len(desk.person.duties) > 1:
        put(
            para(
                f"No log-in: whoever uses this browser on this machine decides as {desk.person.name}.",
                "note",
            )
        )


def lost(desk: Desk) -> None:
    """List decisions whose words are not found again."""
    found: Sequence[Any] = desk.lost()
    if found:
        with st.expander(f"{len(found)} earlier decisions could not be placed"):
            rows = [
                {
                    "Decision": f"{VERDICTS[x.decision.verdict]} {x.decision.theme}".strip(),
                    "By": moment(x.decision),
                    "Why": wording.capital(x.why),
                }
                for x in found
            ]
            put(
                para("They are kept, and count again if their words come back."),
                shared.table("Not placed", rows),
            )
