"""Compare reviewers: where two people coded a passage differently, settled by choosing, and how far they agree."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import streamlit as st

import decide
import reading
import shared
from childvoice.agreement import FEWEST, NAMES, Agreement
from childvoice.decisions import Verdict
from childvoice.desk import Desk, May
from childvoice.desk.comparing import Difference
from childvoice.records import CodedRow, Valence
from childvoice.report import wording
from childvoice.settings import Settings
from childvoice.themes.codebook import Codebook, load
from shared import esc, para, put

TITLE = "Compare reviewers"
MAY = May.SETTLE
_PLACE, _QUEUE = "compare place", "compare queue"
_SHOW = {"open": "Not settled", "settled": "Settled", "all": "All"}
_HOW = (
    "Switch independent = true on in childvoice.toml, under [review]: nobody then sees what the other decided.",
    "Each opens the review under their own name: logged in on a server, or with childvoice serve --review FOLDER --name Priya --as researcher",
    "Both check the same random sample (Check codes, order 'A random sample'); it is the same for everybody.",
)


def page(_: Desk, chosen: Settings) -> None:
    """Let the reader choose two people; show how far they agree and the passages on which they do not."""
    book = load(chosen.themes.codebook)
    with reading.comparing() as at:
        people = at.reviewers()
        if len(people) < 2:
            who = "Nobody has" if not people else "Only one person has"
            put(para(f"{who} coded passages to the end so far.", "lead"), para("To compare two people:"))
            put(shared.bullets(_HOW))
            return
        first, second = _pair(people)
        found = at.differences(first, second)
        _told(first, second, len(at.both(first, second)), found)
        _differences(first, second, found, book)
        if chosen.review.approach == "reflexive":
            put(para("The approach of this review is reflexive: figures of agreement are not shown.", "note"))
        elif at.both(first, second):
            _agreement(at.agreement([first, second]), first, second, book)


def _pair(people: Mapping[str, int]) -> tuple[str, str]:
    names = list(people)
    left, right = st.columns(2)
    first = left.selectbox("First reviewer", names, format_func=lambda n: f"{n} ({people[n]} passages)")
    others = [n for n in names if n != first]
    second = right.selectbox("Second reviewer", others, format_func=lambda n: f"{n} ({people[n]} passages)")
    return first, second


def _told(first: str, second: str, both: int, found: Sequence[Difference]) -> None:
    passages = len({d.excerpt.id for d in found})
    settled = sum(d.settled is not None for d in found)
    put(
        para(
            f"{first} and {second} have both coded {both} passages. They differ on {len(found)} codes in {passages} "
            f"of them; {settled} of these are settled.",
            "lead",
        )
    )


def _differences(first: str, second: str, found: Sequence[Difference], book: Codebook) -> None:
    by_key = {d.key: d for d in found}
    keys = _queue(first, second, by_key)
    decide.told()
    if not keys:
        put(para("No difference stands in this list."))
        return
    place = decide.at(_PLACE, len(keys))
    difference = by_key[keys[place]]
    decide.bar(sum(d.settled is not None for d in found), len(found), "differences")
    _show(difference, first, second, book)
    onward = min(place + 1, len(keys) - 1)
    with st.container(horizontal=True, key="compare keys"):
        for number, name, row in (("1", first, difference.first), ("2", second, difference.second)):
            decide.key(
                f"As {name}: {_word(row)}", number, _settle, difference.key, first, second, row, onward
            )
    decide.way(_PLACE, len(keys))
    put(
        para(
            "What is settled counts for findings until somebody decides on it again, and is kept under your name; each "
            "person's own coding stays as it was. Where nothing is settled, the later of their decisions counts.",
            "note",
        )
    )


def _queue(first: str, second: str, found: Mapping[tuple[str, str], Difference]) -> list[tuple[str, str]]:
    """Return the differences to look at, as they were when this session chose them."""
    show = st.selectbox("Show", list(_SHOW), format_func=_SHOW.__getitem__, key="compare show")
    wanted = (first, second, show)
    kept = st.session_state.get(_QUEUE)
    if kept is None or kept[0] != wanted:
        keys = [
            k for k, d in found.items() if show == "all" or (d.settled is not None) == (show == "settled")
        ]
        st.session_state[_QUEUE] = kept = (wanted, keys)
        st.session_state[_PLACE] = 0
    return [k for k in kept[1] if k in found]


def _show(difference: Difference, first: str, second: str, book: Codebook) -> None:
    theme = difference.theme
    label = book.theme(theme).label if theme in book.ids else f"{theme} (no longer in the codebook)"
    text = difference.excerpt.text
    sides = "".join(
        f"<li><strong>{esc(name)}</strong>: {esc(_word(row))}. "
        f'<span class="why">{esc(f"“{text[row.start : row.end]}”" if row else "Not found in this passage")}</span></li>'
        for name, row in ((first, difference.first), (second, difference.second))
    )
    where = f"{wording.capital(wording.KINDS[difference.source.kind])}: {difference.source.title}"
    put(
        shared.heading(f"Theme: {label}"),
        f'<figure class="passage"><blockquote>{esc(text)}</blockquote><figcaption>{esc(where)}</figcaption></figure>',
        f'<ul class="codes">{sides}</ul>',
        para(_settled(difference), "said") if difference.settled else "",
    )


def _settled(difference: Difference) -> str:
    decision = difference.settled
    if decision is None:
        return ""
    how = (
        "the theme is not there"
        if decision.verdict is Verdict.REJECT
        else f"it stands, {wording.TONES[Valence(decision.value)]}"
    )
    return f"Settled: {how}. {decide.moment(decision)}"


def _word(row: CodedRow | None) -> str:
    return f"there, {wording.TONES[row.valence]}" if row else "not there"


def _settle(key: tuple[str, str], first: str, second: str, row: CodedRow | None, then: int) -> None:
    with reading.comparing() as at:
        found = next((d for d in at.differences(first, second) if d.key == key), None)
        # Somebody may have decided anew since the page was drawn: then nothing is kept, and the page shows it.
        if found is None or row not in (found.first, found.second):
            decide.tell("One of the two has decided anew. Look again.")
            return
        at.settle(found, row)
    decide.step(_PLACE, then)
    decide.tell("Kept: settled. Z takes it back.")


def _agreement(found: Sequence[Agreement], first: str, second: str, book: Codebook) -> None:
    labels = {t.id: t.label for t in book.themes} | {
        "all codes": "All codes together",
        "valence": "How it was",
    }
    put(shared.heading("How far they agree"))
    whole = next((a for a in found if a.code == "all codes"), None)
    if whole is None or whole.note:
        reviewed = whole.units if whole else 0
        put(para(f"Not enough reviewed: both have coded {reviewed} passages, and figures need {FEWEST}."))
        return
    rows = [
        {
            "Theme": labels.get(a.code, a.code),
            "Passages": str(a.units),
            f"{first}, {second}": " and ".join(f"{p:.0%}" for p in a.prevalence)
            if a.code != "valence"
            else "",
            **{_column(n): _figure(a, n) for n in NAMES},
        }
        for a in found
    ]
    put(
        para(
            f"Over all codes, kappa is {_figure(whole, 'kappa')} and AC1 {_figure(whole, 'AC1')}. In brackets: the range "
            "that chance leaves (95 %). Kappa alone misleads where a theme is rare; read it beside the others.",
        ),
        para(
            "Both saw the machine's suggestions. That makes two people agree more than they would with nothing "
            "before them.",
            "note",
        ),
        shared.table("Agreement of the two, theme by theme", rows),
    )
    shared.download("Take this table", rows, "agreement")


def _column(name: str) -> str:
    return wording.capital(name)


def _figure(a: Agreement, name: str) -> str:
    figure = a.figures.get(name)
    if figure is None or math.isnan(figure.value):
        return a.note if a.note and name == NAMES[0] else "–"
    return f"{figure.value:.2f} ({figure.low:.2f} to {figure.high:.2f})"
