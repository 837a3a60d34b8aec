"""The first page: what children told us, in sentences, each with words it rests on."""

from __future__ import annotations

from typing import Any

import streamlit as st

import shared
import wording
from childvoice.findings import SUPPRESSED, strongest_disagreement
from childvoice.overview import Overview, triangulation_rows
from childvoice.records import Excerpt, Group, Topic, Voice
from shared import bullets, heading, para, put, quote

TITLE = "What children told us"
_DRAFTS = 3
_READABLE = 6  # words

Cells = dict[tuple[str, Group], dict[str, Any]]


def page(seen: Overview) -> None:
    """Show findings, the strongest disagreement, what only children raise, what was not asked, drafts."""
    cells = shared.themes_by_group(seen)
    put(para(_who(seen), "lead"))
    shared.unconfirmed(seen)
    _findings(seen, cells)
    _disagreement(seen, cells)
    _only_children(seen)
    _never_asked(seen, cells)
    _drafts(seen)


def _who(seen: Overview) -> str:
    told = []
    for group in seen.groups:
        if group in wording.WRITTEN:
            continue
        number = seen.count(len(seen.speakers.participants[group]))
        told.append(
            f"some {seen.people(group)}" if number == SUPPRESSED else f"{number} {seen.people(group)}"
        )
    if not told:
        return "No one is known to have spoken in this review; it holds documents alone."
    both = told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"
    return f"This page tells what was said by {both}."


def _findings(seen: Overview, cells: Cells) -> None:
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


def _disagreement(seen: Overview, cells: Cells) -> None:
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
    found: dict[str, list[str]] = {}
    for row in triangulation_rows(seen):
        if wording.verdict(row)[1] == "Only children raise it" and Group(row["group"]) not in wording.WRITTEN:
            found.setdefault(row["theme"], []).append(seen.people(Group(row["group"])))
    if not found:
        put(para("Nothing: where others were asked about what children raise, they spoke of it as well."))
        return
    put(
        para("Children raised these, and others who were asked about them said little or nothing."),
        bullets(f"{seen.label(t)} (asked, but hardly raised: {', '.join(g)})" for t, g in found.items()),
    )


def _never_asked(seen: Overview, cells: Cells) -> None:
    put(heading("What the adults were never asked"))
    found: dict[str, list[str]] = {}
    for theme in seen.codebook.ids:
        if (theme, Group.CHILD) not in cells or cells[theme, Group.CHILD]["people"] == "0":
            continue
        for group in seen.groups:
            if (
                group is not Group.CHILD
                and group not in wording.WRITTEN
                and cells[theme, group]["asked"] != "yes"
            ):
                found.setdefault(seen.people(group), []).append(seen.label(theme))
    if not found:
        put(para("Nothing: every group was asked about every theme that children raised."))
        return
    put(para("Children spoke of these, but nobody asked the others. Their silence says nothing either way."))
    for who, themes in found.items():
        put(heading(f"{wording.capital(who)} were never asked about", 3), bullets(themes))


def _drafts(seen: Overview) -> None:
    shown = []
    for topic in sorted(seen.topics, key=lambda t: -len(t.excerpts)):
        # What is the safeguarding lead's is not among these: a draft of nothing else is not shown at all.
        known = [seen.by_id[e] for e in topic.excerpts if e in seen.by_id]
        told = [seen.by_id[e] for e in topic.representatives if e in seen.by_id]
        if known and told:
            told.sort(key=lambda e: (e.voice is not Voice.OWN_WORDS, len(e.text.split()) < _READABLE))
            shown.append((topic, known, told[:2]))
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


def _draft(seen: Overview, topic: Topic, known: list[Excerpt], told: list[Excerpt]) -> str:
    people = seen.count(len({e.participant for e in known}))
    count = "How many people is not shown (c)." if people == SUPPRESSED else f"From {people} people."
    parts = [heading(wording.capital(topic.label), 3), para(f"A machine's suggestion. {count}", "note")]
    for e in told:
        who = wording.capital(wording.ROLES[e.role])
        who += ", telling what a child said" if e.voice is Voice.REPORTED else ""
        parts.append(shared.figure(shared.esc(e.text), who))
    return "".join(parts)
