"""The safeguarding queue: passages that may tell of harm, for the named lead and nobody else."""

from __future__ import annotations

import streamlit as st

import decide
import reading
from childvoice.decisions import Verdict
from childvoice.desk import Desk, May
from childvoice.desk.desk import STATES, Concern
from childvoice.report import wording
from childvoice.settings import Settings
from shared import esc, para, put

TITLE = "Safeguarding queue"
MAY = May.SAFEGUARD
_PLACE, _QUEUE = "concern place", "concern queue"
_KEYS = {Verdict.ACKNOWLEDGED: "A", Verdict.REFERRED: "F", Verdict.KNOWN: "K", Verdict.UNSEEN: "U"}


def page(desk: Desk, chosen: Settings) -> None:
    """Show one passage of the queue, who said what of it and when, and the keys."""
    _named(chosen)
    concerns = {c.excerpt.id: c for c in desk.concerns()}
    ids = _queue(concerns)
    if not ids:
        put(
            para("Nothing stands in this part of the queue.", "lead"),
            para("No flag does not mean no concern: words can tell of harm that a machine does not notice."),
        )
        return
    place = decide.at(_PLACE, len(ids))
    unseen = sum(c.state is Verdict.UNSEEN for c in concerns.values())
    put(
        para(
            f"{unseen} of {len(concerns)} not seen yet. In the order of the documents; no passage ranks above another."
        )
    )
    decide.told()
    _show(concerns[ids[place]])
    note = st.text_input(
        "Note (no names; it is kept with your decision)", max_chars=300, key=f"note {ids[place]}"
    )
    onward = min(place + 1, len(ids) - 1)
    with st.container(horizontal=True, key="concern keys"):
        for state, shortcut in _KEYS.items():
            label = "Back to not seen" if state is Verdict.UNSEEN else wording.capital(decide.VERDICTS[state])
            decide.key(label, shortcut, _act, ids[place], state, note, onward)
    decide.way(_PLACE, len(ids))
    put(
        para(
            "These passages are counted nowhere, shown on no other page, and in no export or release. Nothing is "
            "scored or sent on by childvoice: what happens next is decided by you, outside it.",
            "note",
        )
    )


def _named(chosen: Settings) -> None:
    lead = chosen.safeguarding
    if lead.lead:
        put(
            para(
                f"For {lead.lead}{f' ({lead.contact})' if lead.contact else ''}, the safeguarding lead of this review.",
                "lead",
            )
        )
    else:
        put(
            "<aside><p><strong>Nobody is named as safeguarding lead of this review.</strong> Write the name into "
            "childvoice.toml, under [safeguarding], as lead = “…”, before anybody works with this text.</p></aside>"
        )


def _queue(concerns: dict[str, Concern]) -> list[str]:
    """Return the ids that are looked at, as they were when this session chose them."""
    words = {s: wording.capital(decide.VERDICTS[s]) for s in STATES}
    wanted = st.selectbox(
        "Show", [*STATES, None], format_func=lambda s: words[s] if s else "All", key="concern state"
    )
    kept = st.session_state.get(_QUEUE)
    if kept is None or kept[0] != wanted:
        ids = [i for i, c in concerns.items() if wanted in (None, c.state)]
        st.session_state[_QUEUE] = kept = (wanted, ids)
        st.session_state[_PLACE] = 0
    return [i for i in kept[1] if i in concerns]


def _show(concern: Concern) -> None:
    who = f"{wording.ROLES[concern.excerpt.role]}, in: {concern.source.title}"
    history = "".join(
        para(
            f"{wording.capital(decide.VERDICTS[d.verdict])}: {decide.moment(d)}{f'. {d.value}' if d.value else ''}",
            "note",
        )
        for d in concern.history
    )
    put(
        para(wording.capital(decide.VERDICTS[concern.state]), "said"),
        f'<figure class="passage"><blockquote>{esc(concern.excerpt.text)}</blockquote>'
        f"<figcaption>{esc(wording.capital(who))}</figcaption></figure>",
        history,
    )


def _act(excerpt: str, state: Verdict, note: str, then: int) -> None:
    with reading.desk() as desk:
        desk.decide_concern(excerpt, state, note.strip())
    decide.step(_PLACE, then)
    decide.tell(f"Kept: {decide.VERDICTS[state]}. Z takes it back.")
