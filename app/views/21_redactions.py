"""Check redactions: a turn with what was taken out of it, why, and a key for each thing one can say to it."""

from __future__ import annotations

import streamlit as st

import decide
import reading
from childvoice.corrections import MISSED_KINDS
from childvoice.decisions import Verdict
from childvoice.desk import Desk, May
from childvoice.desk.redactions import Spot, Turn
from childvoice.records import Label, Redaction
from childvoice.report import wording
from childvoice.settings import Settings
from shared import esc, para, put

TITLE = "Check redactions"
MAY = May.REDACT
_PLACE, _QUEUE = "redactions place", "redactions queue"


def page(desk: Desk, chosen: Settings) -> None:
    """Show one turn of the queue with its replacements, and the keys."""
    del chosen
    decide.alone(desk)
    spots = _queue(desk)
    if not spots:
        put(
            para("There is nothing doubtful to check here.", "lead"),
            para("That does not prove that nothing was missed. Read some documents yourself."),
        )
        return
    place = decide.at(_PLACE, len(spots))
    spot = spots[place]
    checked = desk.redactions_checked()
    decide.bar(sum(_key(s) in checked for s in spots), len(spots), "places")
    decide.told()
    turn = desk.turn(spot)
    _show(turn, spot)
    onward = min(place + 1, len(spots) - 1)
    masked = spot.redaction is not None
    with st.container(horizontal=True, key="redactions keys"):
        right = "Right to take out" if masked else "Nothing more to take out"
        decide.key(right, "A", _act, spot, Verdict.ACCEPT, onward, type="primary")
        decide.key("Not an identifier here", "X", _act, spot, Verdict.REJECT, onward, disabled=not masked)
        decide.key(
            "Nor anywhere else", "E", _act, spot, Verdict.REJECT_EVERYWHERE, onward, disabled=not masked
        )
    decide.way(_PLACE, len(spots))
    _missed(desk)
    put(
        para(
            "childvoice keeps no name. What you say is no identifier comes back with the next run, from the "
            "documents; what you take out is gone at once, and stays out of later runs.",
            "note",
        )
    )
    decide.lost(desk)


def _key(spot: Spot) -> tuple[str, int, int]:
    return spot.source, spot.unit, spot.redaction.start if spot.redaction else 0


def _queue(desk: Desk) -> list[Spot]:
    """Return the queue as it was when this session chose it."""
    documents = {"": "All documents", **{s.id: s.title for s in desk.documents()}}
    source = st.selectbox(
        "Document", list(documents), format_func=documents.__getitem__, key="redactions source"
    )
    kept = st.session_state.get(_QUEUE)
    if kept is None or kept[0] != (source, desk.run_id):
        spots = desk.redaction_queue(source)
        checked = desk.redactions_checked()
        st.session_state[_QUEUE] = kept = ((source, desk.run_id), spots)
        st.session_state[_PLACE] = next((n for n, s in enumerate(spots) if _key(s) not in checked), 0)
    return list(kept[1])


def _show(turn: Turn, spot: Spot) -> None:
    text, at, parts = turn.unit.text, 0, []
    for r in turn.redactions:
        now = spot.redaction is not None and r.start == spot.redaction.start
        parts += [esc(text[at : r.start]), f"<ins{' class=now' if now else ''}>{esc(r.pseudonym)}</ins>"]
        at = r.end
    said = "".join([*parts, esc(text[at:])])
    who = f"{turn.unit.speaker}, " if turn.unit.speaker else ""
    put(
        para(_why(spot), "said"),
        f'<figure class="passage"><blockquote>{said}</blockquote>'
        f"<figcaption>{esc(who + turn.source.title)}</figcaption></figure>",
        *(para(f"Flagged: {reason}", "note") for reason in turn.reasons if spot.redaction is not None),
    )


def _why(spot: Spot) -> str:
    r = spot.redaction
    if r is None:
        return f"Look here: {spot.reason}."
    return f"{r.pseudonym} stands for {_kind(r)}. Found by {r.maker}; {_sure(r)}."


def _kind(r: Redaction) -> str:
    word = wording.FLAGS.get(r.label, r.label.value.replace("_", " ").lower())
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def _sure(r: Redaction) -> str:
    return "sure" if r.score >= 0.9 else "likely" if r.score >= 0.76 else "doubtful"


def _act(spot: Spot, verdict: Verdict, then: int) -> None:
    with reading.desk() as desk:
        desk.decide_redaction(spot, verdict)
    decide.step(_PLACE, then)
    decide.tell(f"Kept: {decide.VERDICTS[verdict]}. Z takes it back.")


def _missed(desk: Desk) -> None:
    with st.form("missed", border=True, clear_on_submit=True):
        st.markdown("**Something was missed**")
        left, right = st.columns([2, 1])
        words = left.text_input("The words to take out (copy them from the text)")
        label = right.selectbox("What they are", list(MISSED_KINDS), format_func=_label)
        if st.form_submit_button("Take them out everywhere") and words.strip():
            count = desk.take_out(words.strip(), label)
            decide.tell(
                f"Taken out in {count} place{'s' * (count != 1)}. They are in the review no longer."
                if count
                else "Those words stand nowhere by themselves. Copy them as they are, in whole words."
            )
            st.rerun()


def _label(label: Label) -> str:
    return wording.capital(wording.FLAGS.get(label, label.value.replace("_", " ").lower()))
