"""Every coded passage, with filters. What may tell of harm is not among them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

import streamlit as st

import shared
from childvoice.overview import Overview, together
from childvoice.records import CodedRow, Group, Status
from childvoice.report import wording
from shared import para, put, quote

TITLE = "Quotes"
_ALL = "all"
_AT_ONCE = 50
_PAGE = "quotes page"
_FOR_MEMBERS = (
    "A person approved each of these quotes for this release. Names are replaced. If you believe that you know whose "
    "words these are, tell the review officer, and do not pass them on."
)
_NO_QUOTE = ("No quote was approved for this release.", "The numbers and findings are on the other pages.")
_NO_PASSAGE = ("No passage has a theme yet.", "Run the review again, or look at the codebook it uses.")
_STATUS = {
    Status.SUGGESTED: "suggested by a machine",
    Status.ACCEPTED: "confirmed by a person",
    Status.CHANGED: "changed by a person",
}

Key = TypeVar("Key", bound=StrEnum)


def page(seen: Overview) -> None:
    """Show filters, the passages that pass them, and the same as a file."""
    put(
        para(_FOR_MEMBERS, "lead")
        if seen.released
        else para(
            "This page is for the people who do the review. It shows the words themselves, with names replaced: "
            "that is still personal data. A filter that leaves a few people may point to one of them, so check a "
            "passage before it leaves this page."
        )
    )
    shared.unconfirmed(seen)
    if not seen.shown_in_order:
        told = _NO_QUOTE if seen.released else _NO_PASSAGE
        put(para(told[0], "said"), para(told[1]))
        return
    found = _filtered(seen)
    if not found:
        put(
            para("No passage passes all these filters.", "said"),
            para("Take one away, or search for fewer words."),
        )
        return
    listed = seen.shown_together if found is seen.shown_in_order else together(found)
    _list(seen, listed)
    shared.download(
        "Download these passages (CSV)", lambda: [_cells(seen, r) for rs in listed for r in rs], "quotes"
    )


def _filtered(seen: Overview) -> list[CodedRow]:
    there = seen.shown_kinds
    left, right = st.columns(2)
    with left:
        theme = shared.choose(
            "Theme", {_ALL: "All themes", **{t: seen.label(t) for t in seen.codebook.ids}}, "theme"
        )
        role = _pick("Who speaks", wording.ROLES, {role for role, *_ in there})
        kind = _pick("Kind of document", wording.KINDS, {kind for _, kind, *_ in there})
    with right:
        voice = _pick("Whose view", wording.VOICES, {voice for *_, voice, _ in there})
        tone = _pick("How it was", wording.TONES, {tone for *_, tone in there})
        words = st.text_input("Search for words", key="quotes words", on_change=_first).casefold().split()
    found = seen.shown_in_order
    if theme != _ALL:
        found = [r for group in Group for r in seen.shown_best_first.get((theme, group), ())]
    for name, wanted in {"role": role, "voice": voice, "valence": tone, "kind": kind}.items():
        if wanted is not None:
            found = [r for r in found if getattr(r, name) is wanted]
    return [r for r in found if all(w in r.text.casefold() for w in words)] if words else found


def _pick(label: str, words: Mapping[Key, str], there: set[Key]) -> Key | None:
    """Let the reader choose one of the values that occur, or None for all of them."""
    options = [None, *(v for v in words if v in there)]
    return st.selectbox(
        label,
        options,
        format_func=lambda v: "All" if v is None else wording.capital(words[v]),
        key=f"quotes {label}",
        on_change=_first,
    )


def _first() -> None:
    st.session_state[_PAGE] = 0


def _list(seen: Overview, listed: list[list[CodedRow]]) -> None:
    # An exact number of people would give small numbers away to whoever filters twice and subtracts.
    below = seen.policy.least
    people: set[str] = set()
    for rows in listed:
        people.add(rows[0].participant)
        if len(people) >= below:
            break
    few = not seen.released and len(people) < below
    if seen.released:  # which of them are one person's is not in a release
        put(para(f"{len(listed)} {'quotes' if len(listed) > 1 else 'quote'}.", "said"))
    elif few:
        put(para(f"Passages from fewer than {below} people.", "said"))
    else:
        put(para(f"{len(listed)} passages, from {below} people or more.", "said"))
    last = (len(listed) - 1) // _AT_ONCE
    at = min(int(st.session_state.get(_PAGE, 0)), last)
    for rows in listed[at * _AT_ONCE : (at + 1) * _AT_ONCE]:
        themes = "; ".join(dict.fromkeys(seen.label(r.theme) for r in rows))
        put(quote(seen, rows[0], rows[1:], note=f"Theme: {themes}"))
    if last:
        put(para(f"Page {at + 1}" if few else f"Page {at + 1} of {last + 1}"))
        with st.container(horizontal=True):
            st.button("Page before", disabled=at == 0, on_click=_turn, args=(at - 1,))
            st.button("Next page", disabled=at == last, on_click=_turn, args=(at + 1,))


def _turn(to: int) -> None:
    st.session_state[_PAGE] = to


def _cells(seen: Overview, row: CodedRow) -> dict[str, Any]:
    return {
        "theme": seen.label(row.theme),
        "who": wording.ROLES[row.role],
        "whose view": wording.VOICES[row.voice],
        "how it was": wording.TONES[row.valence],
        "kind of document": wording.KINDS[row.kind],
        "text": row.text,
        "evidence": row.text[row.start : row.end],
        "code": _STATUS.get(row.status, row.status.value),
    }
