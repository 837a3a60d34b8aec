"""The first page: what children told us, in sentences, each with words it rests on."""

from __future__ import annotations

import shared
from childvoice.findings import SUPPRESSED, strongest_disagreement
from childvoice.overview import Overview
from childvoice.records import Group
from childvoice.report import told, wording
from shared import bullets, heading, para, put, quote

TITLE = "What children told us"


def page(seen: Overview) -> None:
    """Show findings, the strongest disagreement, what only children raise, what was not asked."""
    cells = shared.themes_by_group(seen)
    who = told.who(seen)
    put(
        para(
            f"We heard from {who}."
            if who
            else "Nobody is known to have spoken in this review; it holds documents alone.",
            "lead",
        )
    )
    shared.unconfirmed(seen)
    _findings(seen, cells)
    _disagreement(seen, cells)
    _only_children(seen)
    _never_asked(seen, cells)


def _findings(seen: Overview, cells: told.Cells) -> None:
    put(heading("What we heard most"))
    if Group.CHILD not in seen.groups:
        put(para("There are no children's own words in this review, so nothing can be said for them here."))
        return
    if not seen.findings:
        put(
            para(
                f"No theme was raised by {seen.policy.least} or more children and young people, so "
                "there is no finding that could be shown without hinting at who said it."
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
        quoted = frozenset(f.quote.excerpt_id for f in seen.findings if f.quote)
        put(shared.sides(seen, found.theme, found.other, cells, most=1, spent=quoted))
    shared.link("triangulation", "See where children and all other groups agree and differ")


def _only_children(seen: Overview) -> None:
    put(heading("What only children raise"))
    found = told.only_children(seen)
    if not found:
        nothing = "Nothing: where others were asked about what children raise, they spoke of it as well."
        put(para(nothing if told.adults(seen) else told.NO_ADULTS))
        return
    put(
        para("Children raised these. Others were asked about them too, and said little or nothing."),
        bullets(
            f"{seen.label(t)} (asked about it, but hardly spoke of it: {', '.join(map(seen.people, gs))})"
            for t, gs in found.items()
        ),
    )


def _never_asked(seen: Overview, cells: told.Cells) -> None:
    put(heading("What the adults were never asked"))
    found = told.never_asked(seen, cells)
    if not found:
        nothing = "Nothing: every group was asked about every theme that children raised."
        put(para(nothing if told.adults(seen) else told.NO_ADULTS))
        return
    put(
        para(
            "Children spoke of these, and nobody asked the adults about them. If few adults speak of them, that "
            "says nothing either way."
        ),
        bullets(
            f"{wording.capital(seen.people(group))} were never asked about: {'; '.join(map(seen.label, themes))}."
            for group, themes in found.items()
        ),
    )
