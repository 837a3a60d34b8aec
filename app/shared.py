"""The small parts that pages are put together from.

Whatever comes from a document reaches the browser through :func:`esc` and ``st.html``, never as Markdown, which
would read stars, dollars and brackets in a child's words as instructions.
"""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import streamlit as st

import door
from childvoice.errors import ChildvoiceError
from childvoice.findings.written import Note
from childvoice.overview import Overview
from childvoice.publish.cells import clean
from childvoice.records import CodedRow, Group
from childvoice.report import wording
from childvoice.report.passages import around, passages
from childvoice.report.told import themes_by_group

__all__ = ["passages", "themes_by_group"]  # beside what is defined here, pages take these from here

STYLE = Path(__file__).with_name("style.css")
PAGES = "childvoice pages"
"""Under this name the session keeps the pages of the menu."""
esc = html.escape
_WIDE = 5  # columns; more of them get smaller letters


def dress() -> None:
    """Give a page its style and its language."""
    st.html(STYLE)
    with st.container(key="document-language"):
        # Streamlit says lang="en". A constant of ours runs here, never anything from a document.
        st.html("<script>document.documentElement.lang='en-GB'</script>", unsafe_allow_javascript=True)


def trouble(error: ChildvoiceError) -> str:
    """Say what is wrong and what to do about it, without the place on the disk."""
    return para(f"{wording.capital(error.cause)}.", "lead") + (
        para(f"{error.remedy}.") if error.remedy else ""
    )


def unconfirmed(seen: Overview) -> None:
    """Say that the sorting into themes is a machine's, as long as nobody has checked all of it."""
    if seen.unchecked:
        put(
            "<aside><p><strong>Not yet checked by a person.</strong> A machine sorted what people said "
            "into themes. The words are theirs; the sorting may be wrong.</p></aside>"
        )


def put(*parts: str) -> None:
    """Show parts made by the functions below."""
    st.html(f'<div class="cv">{"".join(parts)}</div>')


def title(text: str) -> str:
    """Make the page's one heading of the first order."""
    return f"<h1>{esc(text)}</h1>"


def heading(text: str, order: int = 2) -> str:
    """Make a heading of order 2 or 3."""
    return f"<h{order}>{esc(text)}</h{order}>"


def para(text: str, kind: str = "") -> str:
    """Make a paragraph: usual, or ``lead``, ``said`` or ``note``."""
    return f'<p class="{kind}">{esc(text)}</p>' if kind else f"<p>{esc(text)}</p>"


def day(moment: str) -> str:
    """Write the day of an ISO moment as '22 November 2026'."""
    return wording.day(dt.date.fromisoformat(moment[:10]))


def bullets(items: Iterable[str]) -> str:
    """Make a list of sentences."""
    return f"<ul>{''.join(f'<li>{esc(i)}</li>' for i in items)}</ul>"


def notes(found: Iterable[Note]) -> None:
    """Say in place what in the files of the review cannot be meant."""
    told = [str(n) for n in found]
    if told:
        put(
            f"<aside>{para('Something in the files of this review needs mending. The rest is shown.')}{bullets(told)}</aside>"
        )


def table(
    caption: str,
    rows: Sequence[Mapping[str, Any]],
    *,
    verdicts: Collection[str] = (),
    links: Mapping[str, str] | None = None,
) -> str:
    """Make a table with a caption and headers; the columns ``verdicts`` hold a sign and a word.

    ``links`` gives the address behind what stands in the first cell of a row.
    """
    if not rows:
        return ""
    head = "".join(f'<th scope="col" role="columnheader">{esc(str(name))}</th>' for name in rows[0])
    body = []
    for row in rows:
        cells = []
        for at, (name, value) in enumerate(row.items()):
            words, kind = esc(str(value)), ""
            if name in verdicts:
                sign, _, word = words.partition(" ")
                words, kind = f'<b aria-hidden="true">{sign}</b> {word}', ' class="verdict"'
            if at == 0:
                if links and str(value) in links:
                    words = f'<a href="{esc(links[str(value)])}">{words}</a>'
                cells.append(f'<th scope="row" role="rowheader">{words}</th>')
            else:
                cells.append(f'<td role="cell" data-name="{esc(str(name))}"{kind}>{words}</td>')
        body.append(f'<tr role="row">{"".join(cells)}</tr>')
    # The roles are said aloud because the style sheet turns rows into cards on a narrow screen.
    wide = ' class="wide"' if len(rows[0]) > _WIDE else ""
    inside = (
        f'<table role="table"{wide}><caption>{esc(caption)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{"".join(body)}</tbody></table>'
    )
    # A wide table scrolls within itself, by keyboard as well, so that the page never does.
    return f'<div class="scroll" role="region" tabindex="0" aria-label="{esc(caption)}">{inside}</div>'


def quote(seen: Overview, row: CodedRow, more: Iterable[CodedRow] = (), note: str = "") -> str:
    """Make a passage with its evidence marked. ``more`` are further codings of the same passage."""
    spans = sorted((r.start, r.end) for r in (row, *more))
    whole = _marked(row.text, spans, 0, len(row.text))
    start, end = around(row)
    said, rest = whole, ""
    if (start, end) != (0, len(row.text)):
        part = _marked(row.text, spans, start, end)
        said = f"{'… ' * (start > 0)}{part}{' …' * (end < len(row.text))}"
        rest = f"<details><summary>All of this passage</summary><p dir='auto'>{whole}</p></details>"
    source = seen.source_by_id.get(row.source_id)
    machine = source is not None and source.transcribed_by == "machine"
    warning = "Transcript made by a machine: check it before you quote it" if machine else ""
    return figure(said, ". ".join(t for t in (wording.speaker(row), note, warning) if t), rest)


def _marked(text: str, spans: Sequence[tuple[int, int]], start: int, end: int) -> str:
    """Mark the evidence in ``text[start:end]``. Where all is evidence there is nothing to point out: lightly."""
    mark = '<mark class="whole">' if sum(e - s for s, e in spans) >= len(text) else "<mark>"
    said, at = [], start
    for left, right in spans:
        left, right = max(left, at), min(right, end)
        if left < right:
            said.append(f"{esc(text[at:left])}{mark}{esc(text[left:right])}</mark>")
            at = right
    return "".join((*said, esc(text[at:end])))


def figure(said: str, caption: str, rest: str = "") -> str:
    """Put words with who said them. ``said`` and ``rest``, which stands below, have been escaped."""
    # Words that bring their own quotation marks need no others; words from right to left begin there.
    own = ' class="own"' if re.match(r"(<[^>]*>)*(&quot;|&#x27;|[“‘«])", said) else ""
    words = f'<blockquote dir="auto"{own}>{said}</blockquote>'
    return f"<figure>{words}<figcaption>{esc(caption)}</figcaption>{rest}</figure>"


def theme_links(seen: Overview, themes: Iterable[str]) -> dict[str, str]:
    """Give the address of each theme's page, by its name, for tables."""
    return {seen.label(t): f"themes?theme={quote_plus(t)}" for t in themes}


def sides(
    seen: Overview,
    theme: str,
    other: Group,
    cells: Mapping[tuple[str, Group], Any],
    *,
    most: int,
    spent: frozenset[str] = frozenset(),
) -> str:
    """Put children's side of a theme beside another group's: a sentence and up to ``most`` passages each.

    ``spent`` are excerpts that the page has quoted already.
    """
    parts = []
    for group in (Group.CHILD, other):
        words = "".join(quote(seen, r) for r in passages(seen, theme, group, most, spent=spent))
        sentence = para(wording.sentence(seen, cells[theme, group]))
        parts.append(f"<div>{heading(wording.capital(seen.people(group)), 3)}{sentence}{words}</div>")
    return f'<div class="sides">{"".join(parts)}</div>'


def link(page: str, label: str, **query: str) -> None:
    """Link to another page, by the name of its file, at ``query``."""
    label = re.sub(r"([\\`*_{}\[\]()<>#+\-.!|~$:])", r"\\\1", label)  # a label is Markdown; this is text
    st.page_link(st.session_state[PAGES][page], label=label, query_params=query or None)


def choose(label: str, options: Mapping[str, str], key: str) -> str:
    """Let the reader choose one of ``options`` (name to words; the first at first); ``?key=name`` keeps it."""
    wanted = st.query_params.get(key, "")
    st.session_state[key] = wanted if wanted in options else next(iter(options))

    def remember() -> None:
        st.query_params[key] = st.session_state[key]

    return str(
        st.selectbox(label, list(options), format_func=lambda o: options[o], key=key, on_change=remember)
    )


def download(
    label: str, rows: Sequence[Mapping[str, Any]] | Callable[[], Sequence[Mapping[str, Any]]], name: str
) -> None:
    """Offer ``rows`` as a CSV file whose cells no spreadsheet program runs as a formula.

    Where ``rows`` is a function, they and the file are made when it is asked for; that is for what takes long, since the
    browser has to come back for it.
    """
    mine = door.mine_now()  # asked here: what is made later is made where no tab is known

    def made() -> bytes:
        listed = rows() if callable(rows) else rows
        stream = io.StringIO()
        writer = csv.DictWriter(stream, fieldnames=list(listed[0]) if listed else ["empty"])
        writer.writeheader()
        writer.writerows({k: clean(v) for k, v in row.items()} for row in listed)
        return door.offer(stream.getvalue().encode("utf-8-sig"), mine)

    st.download_button(
        label, made if callable(rows) else made(), file_name=f"{name}.csv", mime="text/csv", on_click="ignore"
    )
