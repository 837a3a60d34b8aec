"""Approve quotes: one passage at a time, with what in it could point to somebody, before members may see it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

import decide
import reading
from childvoice.decisions import Verdict
from childvoice.desk import Desk, May
from childvoice.desk.codes import find_words
from childvoice.desk.quotes import Candidate
from childvoice.desk.releasing import Releasing
from childvoice.errors import ChildvoiceError
from childvoice.overview import Overview
from childvoice.report import wording
from childvoice.settings import Settings
from shared import bullets, esc, heading, para, put

TITLE = "Approve quotes"
MAY = May.RELEASE
_PLACE, _QUEUE = "quote place", "quote queue"


def page(desk: Desk, chosen: Settings) -> None:
    """Show one passage that could be quoted, what to look at, and the keys."""
    del chosen
    seen = reading.load()
    if not desk.run_id:
        put(para("There is nothing to quote yet: no run has finished.", "lead"))
        return
    at = desk.releasing(seen, reading.evidence(seen), reading.folder())
    decide.alone(desk)
    ids = _queue(at, seen)
    if not ids:
        put(para("Nobody said anything on this theme that could be quoted.", "lead"))
        return
    decided, number = at.decided(), len(at.approved())
    place = decide.at(_PLACE, len(ids))
    put(
        para(
            f"{number} {'quote is' if number == 1 else 'quotes are'} approved. Members see what is approved and no other "
            "words. "
            f"You have looked at {sum(i in decided for i in ids)} of {len(ids)} passages; a release needs few of them."
        )
    )
    decide.told()
    candidate = at.candidate(ids[place])
    shown = st.container()  # above what is typed below it
    start, end = _part(candidate)
    if (start, end) != (candidate.start, candidate.end):
        candidate = at.candidate(ids[place], start, end)
    with shown:
        _show(seen, candidate)
    why = _doubts(candidate)
    _keys(candidate, why, _onward(ids, place, decided))
    decide.way(_PLACE, len(ids))
    _lost(at)


def _queue(at: Releasing, seen: Overview) -> list[str]:
    """Return the queue as it was when this session chose it."""
    themes = {"": "All themes", **{t: seen.label(t) for t in seen.codebook.ids}}
    theme = st.selectbox("Theme", list(themes), format_func=themes.__getitem__, key="quote theme")
    kept = st.session_state.get(_QUEUE)
    if kept is None or kept[0] != theme:
        ids = at.queue(theme)
        decided = at.decided()
        st.session_state[_QUEUE] = kept = (theme, ids)
        st.session_state[_PLACE] = next((n for n, i in enumerate(ids) if i not in decided), 0)
    return [i for i in kept[1] if i in seen.by_id]


def _part(candidate: Candidate) -> tuple[int, int]:
    """Let the person quote a part of the passage alone; the part that was approved before stands there at first."""
    text = candidate.excerpt.text
    whole = (candidate.start, candidate.end) == (0, len(text))
    words = st.text_input(
        "Quote only these words (paste them; empty means all of it)",
        value="" if whole else text[candidate.start : candidate.end],
        key=f"part {candidate.excerpt.id}",
    )
    if not words.strip():
        return 0, len(text)
    span = find_words(text, words)
    if span is None:
        put(para("Those words do not stand in this passage, so all of it is meant.", "told"))
        return 0, len(text)
    return span


def _show(seen: Overview, candidate: Candidate) -> None:
    text, (start, end) = candidate.excerpt.text, (candidate.start, candidate.end)
    said = esc(text)
    if (start, end) != (0, len(text)):
        said = f"{_faint(text[:start])}<mark>{esc(text[start:end])}</mark>{_faint(text[end:])}"
    themes = "; ".join(dict.fromkeys(seen.label(r.theme) for r in candidate.codes))
    who = wording.speaker(candidate.codes[0])
    state = ""
    if candidate.decision is not None:
        word = "Approved" if candidate.approved else "Held back"
        why = f": {candidate.decision.value}" if candidate.decision.value else ""
        state = para(f"{word} by {decide.moment(candidate.decision)}{why}", "said")
    put(
        state,
        f'<figure class="passage"><blockquote dir="auto">{said}</blockquote>'
        f"<figcaption>Shown with it: {esc(who)}. Theme: {esc(themes)}</figcaption></figure>",
        para(f"Consent, as the list of documents says: {candidate.consent}.", "note")
        if candidate.consent
        else "",
    )


def _faint(text: str) -> str:
    return f'<span class="around">{esc(text)}</span>' if text else ""


def _doubts(candidate: Candidate) -> str:
    """Show what could point to somebody, and ask why it may be quoted all the same."""
    if not candidate.doubts:
        put(
            para(
                "Nothing in it was found that could point to somebody. Read it once more all the same.",
                "note",
            )
        )
        return ""
    stops = [d.told for d in candidate.doubts if d.stops]
    if stops:
        put(heading("This cannot be quoted as it is", 3), bullets(f"{t}." for t in stops))
        return ""
    put(heading("Look at this first", 3), bullets(f"{d.told}." for d in candidate.doubts))
    return st.text_input(
        "Why it may be quoted all the same (no names; it stays with the review)",
        max_chars=300,
        key=f"why {candidate.excerpt.id}",
    ).strip()


def _keys(candidate: Candidate, why: str, then: int) -> None:
    id_ = candidate.excerpt.id
    span = (candidate.start, candidate.end)
    with st.container(horizontal=True, key="quote keys"):
        decide.key("Approve", "A", _approve, id_, span, why, then, type="primary", disabled=candidate.stopped)
        decide.key("Hold back", "X", _hold_back, id_, then)


def _onward(ids: Sequence[str], place: int, decided: frozenset[str]) -> int:
    """Return the next passage that nobody has decided on, or simply the next."""
    later = (n for n in range(place + 1, len(ids)) if ids[n] not in decided)
    return next(later, min(place + 1, len(ids) - 1))


def _approve(excerpt: str, span: tuple[int, int], why: str, then: int) -> None:
    try:
        with reading.desk() as desk:
            seen = reading.load()
            desk.releasing(seen, reading.evidence(seen), reading.folder()).approve(excerpt, *span, why)
    except ChildvoiceError as error:
        decide.tell(f"Not approved: {error.cause}. {error.remedy}.")
        return
    decide.step(_PLACE, then)
    decide.tell(f"Kept: {decide.VERDICTS[Verdict.ACCEPT]}. Z takes it back.")


def _hold_back(excerpt: str, then: int) -> None:
    with reading.desk() as desk:
        seen = reading.load()
        desk.releasing(seen, reading.evidence(seen), reading.folder()).hold_back(excerpt)
    decide.step(_PLACE, then)
    decide.tell("Kept: held back. Z takes it back.")


def _lost(at: Releasing) -> None:
    lost = at.lost()
    if lost:
        with st.expander(f"{len(lost)} earlier approvals no longer hold"):
            put(
                para(
                    "Their words have changed or are gone, so they are in no release until somebody approves them anew."
                ),
                bullets(f"{decide.moment(x.decision)}: {x.why}." for x in lost),
            )
