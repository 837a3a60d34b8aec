"""How the review was made, from what, and what it cannot say."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePath

import streamlit as st

import shared
from childvoice.overview import Overview
from childvoice.overview.released import Released
from childvoice.report import method, wording
from shared import bullets, day, esc, heading, para, put, table

TITLE = "About this review"
SECTION = "This review"


def page(seen: Overview) -> None:
    """Tell steps, sources, who was asked, what was withheld and flagged, and the limits."""
    purpose = seen.settings.review.purpose
    put(para(purpose, "lead") if purpose else "")
    if seen.released:
        _signed(seen.released)
    _limits(seen)
    _steps(seen)
    _sources(seen)
    _asked(seen)
    _withheld(seen)
    if not seen.released:  # places to look at are for those who review
        _flagged(seen)


def _signed(released: Released) -> None:
    put(
        heading("Signed off"),
        para(f"Release {released.name}. {released.signed_by} signed it off on {day(released.signed_at)}."),
        para(
            "It holds numbers after small ones were taken out, and quotes that a person approved one by one. It does "
            "not hold the documents, the other words, or who anybody is."
        ),
    )


def _limits(seen: Overview) -> None:
    put(
        heading("What to keep in mind"),
        bullets(method.limits(seen)),
        heading("Keeping children safe"),
        para(method.SAFETY),
    )


def _steps(seen: Overview) -> None:
    put(heading("How it was made"), f"<ol>{''.join(f'<li>{esc(s)}</li>' for s in method.steps(seen))}</ol>")
    listed = method.versions(seen)
    if listed:
        with st.expander("Versions of the programs that made it"):
            put(table("Versions that made it", listed))
            shared.download("Download the versions (CSV)", listed, "versions")
    else:
        put(para("Which versions made it was not recorded."))


def _sources(seen: Overview) -> None:
    put(heading("What it was made from"))
    documents = method.documents(seen)
    put(
        para(
            "Columns say for whose view a document was gathered. c stands for a small number of documents.",
            "note",
        ),
        table("Documents by kind and group", documents),
    )
    shared.download("Download the documents by kind (CSV)", documents, "documents")
    people = [
        {"Group": wording.capital(seen.people(g)), "Number": seen.count(len(seen.speakers.participants[g]))}
        for g in seen.groups
    ]
    put(table("How many people (for papers: authors or files) were heard", people))


def _asked(seen: Overview) -> None:
    rows = method.asked(seen)
    put(
        heading("Who was asked about what"),
        para("As the list of documents says. Where it says nothing, 'never asked' stands here."),
        table("Topics that each group was asked about", rows),
    )
    shared.download("Download who was asked (CSV)", rows, "who-was-asked")


def _withheld(seen: Overview) -> None:
    put(heading("What was left out, and why"))
    if not seen.withheld:
        put(para("Nothing: every document that was given went through."))
        return
    if seen.released:
        put(
            para("Some documents did not go through, for these reasons:"),
            bullets(wording.capital(w.cause) for w in seen.withheld),
        )
        return
    # A file's name may hold a person's; the command line, which the officer uses, tells it.
    rows = [
        {
            "Document": f"{n}{f' ({ending})' if (ending := PurePath(w.file).suffix) else ''}",
            "Why": wording.capital(w.cause),
            "What to do": w.remedy,
        }
        for n, w in enumerate(seen.withheld, start=1)
    ]
    put(
        para("Names of files are not shown here, as they may hold a person's. 'childvoice run' lists them."),
        table("Documents that did not go through", rows),
    )


def _flagged(seen: Overview) -> None:
    put(heading("What a person should look at"))
    counts = Counter(wording.FLAGS[f.label] for f in seen.flags)
    if not counts:
        put(
            para(
                "No place was flagged as doubtful when names were taken out. That does not prove "
                "that none is."
            )
        )
        return
    # No total stands beside them, so each can be hidden alone.
    rows = [{"Kind": wording.capital(k), "Places": seen.count(n)} for k, n in sorted(counts.items())]
    put(
        para("When names were taken out, these places were doubtful or rare enough to point to someone."),
        table("Places flagged for a person, by kind", rows),
    )
