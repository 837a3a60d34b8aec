"""Recommendations: what was asked for, who answers for it, where it stands, and what children are told."""

from __future__ import annotations

import datetime as dt
from typing import Any

import reading
import shared
from childvoice.findings.recommendations import FILE, Recommendation
from childvoice.overview import Overview
from childvoice.overview.evidence import recommendation_rows
from childvoice.report import wording
from shared import bullets, heading, para, put, table

TITLE = "Recommendations"
SECTION = "Follow it up"


def page(seen: Overview) -> None:
    """Show the recommendations, overdue ones first, and 'you said, we will'."""
    evidence = reading.evidence(seen)
    shared.notes(n for n in evidence.notes if n.where.startswith(FILE))
    if not evidence.recommendations:
        put(
            para("There are no recommendations in this review yet.", "lead"),
            para(f"Put them into the file {FILE} in the folder 'evidence' of the review, one row each."),
        )
        return
    today = dt.date.today()
    rows = recommendation_rows(evidence, today)
    put(para(_summary(evidence.recommendations, today), "lead"))
    by_id = {r.id: r for r in evidence.recommendations}
    for row in rows:
        _one(seen, by_id[row["id"]], row)
    _said(rows)
    shared.download("Download the recommendations (CSV)", rows, "recommendations")


def _summary(found: tuple[Recommendation, ...], today: dt.date) -> str:
    late = sum(r.is_overdue(today) for r in found)
    done = sum(r.status == "done" for r in found)
    told = f"{len(found)} recommendation{'s' if len(found) > 1 else ''}. {done or 'None'} done; "
    return told + (f"{late} overdue, and these come first." if late else "none is overdue.")


def _one(seen: Overview, recommendation: Recommendation, row: dict[str, Any]) -> None:
    put(
        heading(f"{recommendation.id}. {recommendation.text}"),
        para(
            f"{wording.capital(recommendation.status)}. {wording.capital(wording.dates(row['standing']))}.",
            "said",
        ),
        para(f"Who answers for it: {row['owner']}."),
    )
    if recommendation.response:
        put(para(f"What the service says: {recommendation.response}"))
    if recommendation.milestones:
        dates = [
            {"When": wording.dates(m.when), "What": m.what, "Kept": "yes" if m.done else "not yet"}
            for m in recommendation.milestones
        ]
        put(table(f"Dates of recommendation {recommendation.id}", dates))
    change = recommendation.evidence or "nothing has been written down yet."
    put(para(f"What changed: {change}"))
    if recommendation.themes or recommendation.lines:
        titles = seen.settings.review.lines_of_enquiry
        put(
            heading("What it rests on", 3),
            bullets(f"Line {letter}) {titles[letter]}" for letter in recommendation.lines),
        )
        for theme in recommendation.themes:
            shared.link("themes", f"What was said: {seen.label(theme)}", theme=theme)


def _said(rows: list[dict[str, Any]]) -> None:
    told = [r for r in sorted(rows, key=lambda r: r["id"]) if r["you_said"] or r["we_will"]]
    put(heading("You said, we will"))
    if not told:
        put(para("Nothing has been written for children yet."))
        return
    put(para("For children and young people, written by a person."))
    put(*(f"{para(r['you_said'], 'said')}{para(r['we_will'])}" for r in told))
