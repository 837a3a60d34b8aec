"""The frame that every page stands in: its place in the menu, the line above it, and what is said if it cannot be shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any

import streamlit as st

import door
from childvoice import settings
from childvoice.custody.due import sentence
from childvoice.desk import Duty, May
from childvoice.errors import ChildvoiceError
from reading import chosen, desk, load, person, release_file
from shared import PAGES, dress, esc, link, para, put, title, trouble


def register(modules: Iterable[ModuleType]) -> dict[str, list[Any]]:
    """Make one page of the navigation for each view, the first being where the pages open.

    A view may name the ``SECTION`` of the menu that it stands in; what is decided (``MAY``) stands under 'Desk', the
    others in the menu itself.
    """
    pages: dict[str, Any] = {}
    sections: dict[str, list[Any]] = {}
    who = person()
    for module in modules:
        # A page that is not registered cannot be reached, whatever the address; the desk checks once more.
        # A member has no page of the desk, and the others only of a release.
        needed = getattr(module, "MAY", None)
        if not (who.may(needed or May.READ) or (Duty.MEMBER in who.duties and release_file() and not needed)):
            continue
        name = module.__name__.rpartition(".")[2].partition("_")[2]
        first = not pages
        pages[name] = st.Page(
            _framed(module), title=module.TITLE, url_path=name, default=first and not needed
        )
        section = getattr(module, "SECTION", "Desk" if needed else "")
        sections.setdefault(section, []).append(pages[name])
        if first and needed:
            # Streamlit takes its own address from the page that opens first; that of a page of the desk is to be kept.
            opening = st.Page(_framed(module), title=module.TITLE, default=True, visibility="hidden")
            sections[section].append(opening)
    st.session_state[PAGES] = pages
    return sections


def _framed(module: ModuleType) -> Callable[[], None]:
    def run() -> None:
        dress()
        try:
            door.badge(person())
            own = chosen()
            if hasattr(module, "MAY"):
                put(_review_line(own), title(module.TITLE), _overdue(own))
                with desk() as at:
                    module.page(at, own)
                return
            seen = load()
        except ChildvoiceError as error:
            what = "release" if release_file() else "review"
            put(title(f"The {what} cannot be shown"), trouble(error))
            return
        put(_review_line(own), title(module.TITLE))
        if not seen.excerpts and not seen.released:
            put(
                para("There is nothing in this review yet.", "lead"),
                para("Put the notes, transcripts and surveys into its folder 'documents', then type:"),
                "<p><code>childvoice run --review FOLDER</code></p>",
                para("When it has finished, load this page again."),
            )
            if "upload" in st.session_state[PAGES]:
                link("upload", "Or add documents here, and start the run in the browser")
            return
        module.page(seen)

    return run


def _review_line(chosen: settings.Settings) -> str:
    name = " · ".join(filter(None, (chosen.review.title, chosen.review.council)))
    return f'<p class="review">{esc(name)}</p>'


def _overdue(chosen: settings.Settings) -> str:
    """Say on the desk that the review should be gone by now, if it should."""
    until = chosen.retention.until
    days = (until - dt.datetime.now(dt.UTC).date()).days if until else None
    return f"<aside>{para(sentence(until, days))}</aside>" if days is not None and days <= 0 else ""
