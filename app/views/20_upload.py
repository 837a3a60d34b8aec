"""Upload: drop files, look at what was read of each, say what they are, take them, run."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import streamlit as st

import decide
import door
import shared
from childvoice.desk import Desk, May
from childvoice.desk.uploads import Uploads, Waiting
from childvoice.errors import ChildvoiceError
from childvoice.records import Group, Kind
from childvoice.report import wording
from childvoice.serving import REVIEW_VARIABLE
from childvoice.settings import Settings
from shared import bullets, heading, para, put

TITLE = "Add documents"
MAY = May.UPLOAD
_GROUPS = {
    Group.CHILD: "children and young people",
    Group.PARENT: "parents and carers",
    Group.STAFF: "staff",
    Group.PARTNER: "partner agencies",
    Group.POLICY: "policy papers",
    Group.RECORD: "case records",
}


def page(desk: Desk, chosen: Settings) -> None:
    """Show the place to drop files, what waits, and the run."""
    del chosen
    uploads = Uploads(Path(os.environ[REVIEW_VARIABLE]), desk.person)
    put(
        para(
            "Notes, transcripts, surveys, letters. Each file is kept as soon as it stands in the list below; a refresh loses nothing."
        )
    )
    decide.told()
    _drop(uploads)
    waiting = uploads.waiting()
    if waiting:
        _take(uploads, waiting)
    _run(desk, uploads)


def _drop(uploads: Uploads) -> None:
    turn = st.session_state.setdefault("upload turn", 0)
    files = st.file_uploader("Files", accept_multiple_files=True, key=f"upload {turn}")
    if not files:
        return
    refused = []
    for file in files:
        try:
            uploads.put(file.name, file.getvalue())
        except ChildvoiceError as error:
            refused.append(f"{error.subject}: {error.cause}. {error.remedy}.")
    kept = len(files) - len(refused)
    decide.tell(" ".join([f"Kept: {kept} file{'s' * (kept != 1)}.", *refused]))
    # Another key empties the field, which would otherwise hold the files a second time.
    st.session_state["upload turn"] = turn + 1
    st.rerun()


def _take(uploads: Uploads, waiting: Sequence[Waiting]) -> None:
    good = [w for w in waiting if w.preview is not None]
    bad = [w for w in waiting if w.preview is None]
    put(heading("Waiting to be taken"))
    if bad:
        rows = [{"File": w.name, "Why not": wording.capital(w.cause), "What to do": w.remedy} for w in bad]
        put(shared.table("These cannot be taken", rows))
        if st.button("Remove these from the list"):
            for w in bad:
                uploads.remove(w.name)
            decide.tell(f"Removed: {len(bad)}.")
            st.rerun()
    if not good:
        return
    with st.form("take", border=False):
        chosen = [_one(w, n) for n, w in enumerate(good)]
        if st.form_submit_button(f"Take {len(good)} into the review", type="primary"):
            try:
                count = uploads.take(chosen)
                decide.tell(f"Taken: {count}. Now run the review.")
            except ChildvoiceError as error:
                decide.tell(f"{error.subject}: {error.cause}. {error.remedy}.")
            st.rerun()


def _one(w: Waiting, n: int) -> Waiting:
    kinds, groups = ["", *Kind], ["", *Group]
    put(heading(w.name, 3), bullets(_told(w)))
    left, middle, right = st.columns(3)
    kind = left.selectbox(
        "Kind", kinds, index=kinds.index(w.kind), key=f"kind {n} {w.name}",
        format_func=lambda k: wording.capital(wording.KINDS[k]) if k else "Not said",
    )  # fmt: skip
    group = middle.selectbox(
        "Gathered for the view of", groups, index=groups.index(w.group), key=f"group {n} {w.name}",
        format_func=lambda g: wording.capital(_GROUPS[g]) if g else "Not said",
    )  # fmt: skip
    date = right.text_input("Date (2026-11-22)", w.date, key=f"date {n} {w.name}")
    return replace(w, kind=str(kind), group=str(group), date=date.strip())


def _told(w: Waiting) -> list[str]:
    p = w.preview
    if p is None:
        return []
    lines = [f"{wording.capital(p.layout)}: {p.words:,} words in {p.turns} pieces."]
    if len(p.sources) > 1:
        lines.append(f"It holds {len(p.sources)} documents, each taken as its own.")
    if p.speakers:
        lines.append(
            "Who speaks (names as initials): " + ", ".join(f"{s} ({n} turns)" for s, n in p.speakers) + "."
        )
    if p.columns:
        lines.append(f"{p.columns} questions with answers.")
    return [*lines, *(f"{wording.capital(t).rstrip('.')}." for t in p.warnings)]


def _run(desk: Desk, uploads: Uploads) -> None:
    put(heading("Run the review"))
    if uploads.running():
        _progress(uploads)
        return
    if uploads.failed():
        put(
            para(
                "The last run ended without a result. Nothing that was kept is lost; run it again, or ask for help with run.log in the review's folder."
            )
        )
    with st.container(horizontal=True):
        if st.button("Start the run"):
            uploads.start()
            st.rerun()
    documents = desk.documents() if desk.run_id else []
    if documents:
        put(
            para(
                f"The last run took {len(documents)} documents. What did not go through is listed under 'About this review'.",
                "note",
            )
        )


@st.fragment(run_every=3)
def _progress(uploads: Uploads) -> None:
    if not uploads.running():
        door.by_itself()
    stages = uploads.stages()
    put(
        para("The review is being run. You can leave this page; the run goes on.", "said"),
        bullets(stages) if stages else para("Beginning."),
    )
