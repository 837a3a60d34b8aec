"""The first page: what children told us, in sentences, each with words it rests on."""

from __future__ import annotations

import streamlit as st

import shared
from childvoice.findings import SUPPRESSED, strongest_disagreement
from childvoice.overview import Overview
from childvoice.records import Excerpt, Group, Topic, Voice
from childvoice.report import told, wording
from shared import bullets, heading, para, put, quote

TITLE = "What children told us"
_DRAFTS = 3
_READABLE = 6  # words


def page(seen: Overview) -> None:
    """Show findings, the strongest disagreement, what only children raise, what was not asked, drafts."""
    cells = shared.themes_by_group(seen)
    who = told.who(seen)
    put(
        para(
            f"This page tells what was said by {who}."
            if who
            else "No one is known to have spoken in this review; it holds documents alone.",
            "lead",
        )
    )
    shared.unconfirmed(seen)
    _findings(seen, cells)
    _disagreement(seen, cells)
    _only_children(seen)
    _never_asked(seen, cells)
    _drafts(seen)


def _findings(seen: Overview, cells: told.Cells) -> None:
    put(heading("What we heard most"))
    if Group.CHILD not in seen.groups:
        put(para("There are no children's own words in this review, so nothing can be said for them here."))
        return
    if not seen.findings:
        put(
            para(
                f"No theme was raised by {seen.policy.least} or more children and young "
                "people, "
                "so there is no finding that could be shown without hinting at who said it."
            ),
            para("You can still read what they said, passage by passage, on the page Quotes."),
        )
        return
    for finding in seen.findings:
        row = cells[finding.theme, Group.CHILD]
        how_many = (
            "How many is not shown (c)."
            if row["people"] == SUPPRESSED
            else f"{wording.number(row)} {seen.people(Group.CHILD)} who took part."
        )
        put(
            heading(seen.label(finding.theme), 3),
            para(finding.sentence, "said"),
            para(how_many, "note"),
            quote(seen, finding.quote) if finding.quote else "",
        )
        shared.link("themes", f"More on: {seen.label(finding.theme)}", theme=finding.theme)


def _disagreement(seen: Overview, cells: told.Cells) -> None:
    put(heading("Where children and staff differ most"))
    found = strongest_disagreement(seen.comparisons)
    if found is None:
        if Group.STAFF in seen.groups:
            put(para("Children and staff did not clearly contradict each other on any theme."))
        else:
            put(para("No staff took part in this review, so their side is missing."))
        others = [strongest_disagreement(seen.comparisons, g) for g in seen.groups]
        found = max(filter(None, others), key=lambda c: (c.strength, c.theme), default=None)
    if found is not None:
        staff = found.other is Group.STAFF
        whom = (
            "Children and staff differ most on"
            if staff
            else f"They differ most from {seen.people(found.other)}, on"
        )
        put(para(f"{whom}: {seen.label(found.theme)}.", "said"))
        put(shared.sides(seen, found.theme, found.other, cells, most=1))
    shared.link("triangulation", "See where children and all other groups agree and differ")


def _only_children(seen: Overview) -> None:
    put(heading("What only children raise"))
    found = told.only_children(seen)
    if not found:
        put(para("Nothing: where others were asked about what children raise, they spoke of it as well."))
        return
    put(
        para("Children raised these, and others who were asked about them said little or nothing."),
        bullets(
            f"{seen.label(t)} (asked, but hardly raised: {', '.join(map(seen.people, gs))})"
            for t, gs in found.items()
        ),
    )


def _never_asked(seen: Overview, cells: told.Cells) -> None:
    put(heading("What the adults were never asked"))
    found = told.never_asked(seen, cells)
    if not found:
        put(para("Nothing: every group was asked about every theme that children raised."))
        return
    put(para("Children spoke of these, but nobody asked the others. Their silence says nothing either way."))
    for group, themes in found.items():
        put(
            heading(f"{wording.capital(seen.people(group))} were never asked about", 3),
            bullets(map(seen.label, themes)),
        )


def _drafts(seen: Overview) -> None:
    shown = []
    for topic in sorted(seen.topics, key=lambda t: -len(t.excerpts)):
        # What is the safeguarding lead's is not among these: a draft of nothing else is not shown at all.
        known = [seen.by_id[e] for e in topic.excerpts if e in seen.by_id]
        words = [seen.by_id[e] for e in topic.representatives if e in seen.by_id]
        if known and words:
            words.sort(key=lambda e: (e.voice is not Voice.OWN_WORDS, len(e.text.split()) < _READABLE))
            shown.append((topic, known, words[:2]))
    put(heading("Draft themes outside the codebook"))
    if not shown:
        put(para("None. Either the codebook covers what was said, or too little is left over to group."))
        return
    put(
        para(
            "A machine grouped passages that no theme covers. These are its suggestions for a person "
            "to judge, "
            "not findings. The words in the headings are the ones that set each group apart."
        )
    )
    for draft in shown[:_DRAFTS]:
        put(_draft(seen, *draft))
    if shown[_DRAFTS:]:
        with st.expander(f"{len(shown) - _DRAFTS} more suggestions"):
            for draft in shown[_DRAFTS:]:
                put(_draft(seen, *draft))


def _draft(seen: Overview, topic: Topic, known: list[Excerpt], words: list[Excerpt]) -> str:
    people = seen.count(len({e.participant for e in known}))
    count = "How many people is not shown (c)." if people == SUPPRESSED else f"From {people} people."
    parts = [heading(wording.capital(topic.label), 3), para(f"A machine's suggestion. {count}", "note")]
    for e in words:
        who = wording.capital(wording.ROLES[e.role])
        who += ", telling what a child said" if e.voice is Voice.REPORTED else ""
        parts.append(shared.figure(shared.esc(e.text), who))
    return "".join(parts)
