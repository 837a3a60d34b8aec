"""Check codes: a passage, what a machine makes of it, and a key for each thing that one can say to it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

import decide
import reading
from childvoice.decisions import Verdict
from childvoice.desk import Desk, May
from childvoice.desk.codes import OPEN, Order, Passage, find_words
from childvoice.records import CodedRow, Status, Valence
from childvoice.report import wording
from childvoice.settings import Settings
from childvoice.themes.codebook import Codebook, load
from shared import esc, para, put

TITLE = "Check codes"
MAY = May.CODE
_PLACE, _QUEUE = "codes place", "codes queue"
_ORDERS = {
    Order.DOUBT: "Most doubtful first",
    Order.SAMPLE: "A random sample",
    Order.DOCUMENT: "In order of documents",
}
_HELP = "Decisions on doubtful passages teach most; only a random sample says how good the coding is."
_STATUS = {
    Status.SUGGESTED: ("?", "suggested"),
    Status.UNSURE: ("?", "the machine is not sure"),
    Status.ACCEPTED: ("✓", "accepted"),
    Status.REJECTED: ("✗", "rejected"),
    Status.CHANGED: ("✎", "changed"),
}


def page(desk: Desk, chosen: Settings) -> None:
    """Show one passage of the queue with its codes, and the keys."""
    book = load(chosen.themes.codebook)
    decide.alone(desk)
    if chosen.review.independent:
        put(para(f"You see only what {desk.person.name} decided; others check the same passages.", "note"))
    ids = _queue(desk, book)
    if not ids:
        put(para("There is nothing to check here.", "lead"), para("Choose another theme or order."))
        return
    place = decide.at(_PLACE, len(ids))
    checked = desk.checked()
    decide.bar(sum(i in checked for i in ids), len(ids), "passages")
    decide.told()
    passage = desk.passage(ids[place])
    current = _current(passage)
    _show(passage, current, book)
    _keys(passage, current, book, ids, place, checked)
    decide.way(_PLACE, len(ids))
    _more(passage, current, book)
    put(para(desk.code_progress(ids).kept, "note"))
    decide.lost(desk)


def _queue(desk: Desk, book: Codebook) -> list[str]:
    """Return the queue as it was when this session chose it, so that nothing moves away under one's hands."""
    left, right = st.columns(2)
    with left:
        order = st.selectbox(
            "Order", list(_ORDERS), format_func=_ORDERS.__getitem__, key="codes order", help=_HELP
        )
    with right:
        themes = {"": "All themes", **{t.id: t.label for t in book.themes}}
        theme = st.selectbox(
            "Theme",
            list(themes),
            format_func=themes.__getitem__,
            key="codes theme",
            disabled=order is Order.SAMPLE,
        )
    wanted = (order, "" if order is Order.SAMPLE else theme)
    kept = st.session_state.get(_QUEUE)
    if kept is None or kept[0] != wanted:
        ids = desk.code_queue(*wanted)
        checked = desk.checked()
        st.session_state[_QUEUE] = (wanted, ids)
        # Where one left off.
        st.session_state[_PLACE] = next((n for n, i in enumerate(ids) if i not in checked), 0)
        kept = st.session_state[_QUEUE]
    return list(kept[1])


def _current(passage: Passage) -> CodedRow | None:
    """Return the code that the keys act on: the first that nobody has decided on, else the first."""
    codes = sorted(passage.codes, key=lambda r: (r.status not in OPEN, -r.score))
    return codes[0] if codes else None


def _show(passage: Passage, current: CodedRow | None, book: Codebook) -> None:
    row = current
    text = passage.excerpt.text
    said = esc(text)
    if row is not None:
        said = f"{esc(text[: row.start])}<mark>{esc(text[row.start : row.end])}</mark>{esc(text[row.end :])}"
    where = ". ".join(
        t
        for t in (
            wording.capital(f"{wording.VOICES[passage.excerpt.voice]}"),
            f"{wording.capital(wording.KINDS[passage.source.kind])}: {passage.source.title}",
            "Transcript made by a machine" if passage.source.transcribed_by == "machine" else "",
        )
        if t
    )
    asked = passage.excerpt.question
    put(
        para(f"Asked: {asked}", "around") if asked and not passage.before else "",
        para(f"… {passage.before}", "around") if passage.before else "",
        f'<figure class="passage"><blockquote>{said}</blockquote><figcaption>{esc(where)}</figcaption></figure>',
        para(f"{passage.after} …", "around") if passage.after else "",
        _codes(passage, current, book),
        "".join(para(f"Memo: {m.value} ({decide.moment(m)})", "note") for m in passage.memos),
    )


def _codes(passage: Passage, current: CodedRow | None, book: Codebook) -> str:
    if not passage.codes:
        return para("The machine found no theme here. Press O if that is right; otherwise add one below.")
    items = []
    for row in sorted(passage.codes, key=lambda r: (r.status not in OPEN, -r.score)):
        sign, word = _STATUS[row.status]
        label = (
            book.theme(row.theme).label
            if row.theme in book.ids
            else f"{row.theme} (no longer in the codebook)"
        )
        now = row is current and row.status in OPEN
        by = (
            f"by {row.coder.partition(':')[2]}"
            if row.coder.startswith("person:")
            else f"score {row.score:.2f}"
        )
        evidence = f"“{esc(row.text[row.start : row.end])}”"
        state = ' class="now" aria-current="true"' if now else ""
        items.append(
            f"<li{state}>"
            f'<b aria-hidden="true">{sign}</b> <strong>{esc(label)}</strong>, {esc(wording.TONES[row.valence])}. '
            f'<span class="why">{esc(wording.capital(word))}, {by}: {evidence}</span></li>'
        )
    return f'<ul class="codes">{"".join(items)}</ul>'


def _keys(
    passage: Passage,
    current: CodedRow | None,
    book: Codebook,
    ids: Sequence[str],
    place: int,
    checked: frozenset[str],
) -> None:
    onward = _onward(ids, place, checked)
    left = sum(r.status in OPEN for r in passage.codes)
    open_code = current is not None and current.status in OPEN
    with st.container(horizontal=True, key="codes keys"):
        name = book.theme(current.theme).label if current and current.theme in book.ids else ""
        decide.key(
            f"Accept: {name}" if open_code else "Accept",
            "A", _act, passage, current, Verdict.ACCEPT, "", onward if left <= 1 else place,
            type="primary", disabled=not open_code,
        )  # fmt: skip
        decide.key("Reject", "X", _act, passage, current, Verdict.REJECT, "", onward if left <= 1 else place,
                   disabled=not open_code)  # fmt: skip
        decide.key("Accept all", "L", _accept_all, passage, onward, disabled=left < 2)
        none = "None is right" if passage.codes else "No theme here"
        decide.key(none, "O", _nothing_here, passage, onward, disabled=left < 2 and bool(passage.codes))


def _onward(ids: Sequence[str], place: int, checked: frozenset[str]) -> int:
    """Return the next passage that nobody has decided on, or simply the next."""
    later = (n for n in range(place + 1, len(ids)) if ids[n] not in checked)
    return next(later, min(place + 1, len(ids) - 1))


def _act(passage: Passage, row: CodedRow, verdict: Verdict, value: str, then: int) -> None:
    with reading.desk() as desk:
        desk.decide_code(passage.excerpt.id, verdict, row.start, row.end, row.theme, value)
    decide.step(_PLACE, then)
    decide.tell(f"Kept: {decide.VERDICTS[verdict]}. Z takes it back.")


def _accept_all(passage: Passage, then: int) -> None:
    with reading.desk() as desk:
        count = desk.accept_all(passage.excerpt.id)
    decide.step(_PLACE, then)
    decide.tell(f"Kept: {count} codes accepted. Z takes it back.")


def _nothing_here(passage: Passage, then: int) -> None:
    with reading.desk() as desk:
        desk.nothing_here(passage.excerpt.id)
    decide.step(_PLACE, then)
    decide.tell("Kept: no theme in it. Z takes it back.")


def _more(passage: Passage, current: CodedRow | None, book: Codebook) -> None:
    """Offer what needs more than a key: another theme, how it was, a theme that is missing, a memo."""
    themes = {t.id: t.label for t in book.themes}
    tones = {v: wording.capital(wording.TONES[v]) for v in Valence}
    with st.expander("Change, add, write a memo"):
        if current is not None:
            with st.form("change", border=False):
                st.markdown("**The marked code**")
                left, right = st.columns(2)
                theme = left.selectbox(
                    "Its theme",
                    list(themes),
                    index=_index(themes, current.theme),
                    format_func=themes.__getitem__,
                )
                tone = right.selectbox(
                    "How it was",
                    list(tones),
                    index=_index(tones, current.valence),
                    format_func=tones.__getitem__,
                )
                if st.form_submit_button("Keep this change"):
                    _change(passage, current, theme, tone)
        with st.form("add", border=False, clear_on_submit=True):
            st.markdown("**A theme that is missing**")
            left, right = st.columns(2)
            theme = left.selectbox("Theme to add", list(themes), format_func=themes.__getitem__)
            tone = right.selectbox("How it was for them", list(tones), index=3, format_func=tones.__getitem__)
            words = st.text_input("The words that show it (paste them; empty means the whole passage)")
            if st.form_submit_button("Add this theme"):
                _add(passage, theme, tone, words)
        with st.form("memo", border=False, clear_on_submit=True):
            st.markdown("**A memo**")
            memo = st.text_input("What you want to remember of this passage (no names)", max_chars=500)
            if st.form_submit_button("Keep this memo") and memo.strip():
                whole = len(passage.excerpt.text)
                with reading.desk() as desk:
                    desk.decide_code(passage.excerpt.id, Verdict.MEMO, 0, whole, value=memo.strip())
                decide.tell("Kept: memo.")
                st.rerun()


def _index(options: dict[str, str] | dict[Valence, str], value: str) -> int:
    return next((n for n, o in enumerate(options) if o == value), 0)


def _change(passage: Passage, current: CodedRow, theme: str, tone: Valence) -> None:
    with reading.desk() as desk:
        if tone is not current.valence:
            desk.decide_code(
                passage.excerpt.id, Verdict.VALENCE, current.start, current.end, current.theme, tone.value
            )
        if theme != current.theme:
            desk.decide_code(
                passage.excerpt.id, Verdict.CHANGE, current.start, current.end, current.theme, theme
            )
    decide.tell("Kept: changed. Z takes it back.")
    st.rerun()


def _add(passage: Passage, theme: str, tone: Valence, words: str) -> None:
    span = find_words(passage.excerpt.text, words) if words.strip() else (0, len(passage.excerpt.text))
    if span is None:
        decide.tell("Those words do not stand in this passage. Paste them as they are.")
    else:
        with reading.desk() as desk:
            desk.decide_code(passage.excerpt.id, Verdict.ADD, *span, theme, tone.value)
        decide.tell("Kept: added. Z takes it back.")
    st.rerun()
