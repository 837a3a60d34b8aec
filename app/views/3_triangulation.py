"""Children's side beside every other: where they agree, where they differ, and who is silent."""

from __future__ import annotations

from typing import Any

import streamlit as st

import shared
import wording
from childvoice.findings import FEWEST, SUPPRESSED
from childvoice.findings.convergence import FILE, rule
from childvoice.overview import Overview, triangulation_rows
from childvoice.records import Group
from shared import heading, para, put, table

TITLE = "Where we agree and differ"
_ALL = "all"
_WORDS = 3


def page(seen: Overview) -> None:
    """Show the table of themes and groups, most different first, and the words of both sides of one row."""
    rows = triangulation_rows(seen)
    if not rows:
        put(para("There is nothing to compare: it takes children's own words and at least one other group."))
        return
    shared.unconfirmed(seen)
    put(para(_summary(seen, rows), "lead"))
    with st.expander("How this is decided"):
        put(
            para(
                "For each theme, children's own words stand beside those of one other group. The "
                "rule, in order:"
            ),
            shared.bullets(wording.rule(rule(max(FEWEST, seen.policy.least)))),
            para(
                "The rule proposes; a person confirms or changes it. It is after the protocol of "
                "Farmer and others (2006)."
            ),
        )
    groups = [g for g in seen.groups if g is not Group.CHILD]
    groups.sort(key=lambda g: g is not Group.STAFF)  # who opens the page sees staff first
    names = {**{g.value: wording.capital(seen.people(g)) for g in groups}, _ALL: "All groups"}
    beside = shared.choose("Set children beside", names, "beside")
    shown = [r for r in rows if beside in (_ALL, r["group"])]
    listed = [_listed(seen, r, beside) for r in shown if r["verdict"] != "not raised"]
    silent = list(dict.fromkeys(r["label"] for r in shown if r["verdict"] == "not raised"))
    put(
        table("Children beside others, by theme; where they differ comes first", listed, verdict="Result"),
        para(
            f"Numbers are distinct people, and documents where the others are papers. {seen.policy.told()}",
            "note",
        ),
        para(
            f"Left out, as neither children nor the group beside them raised it: {'; '.join(silent)}.", "note"
        )
        if silent
        else "",
    )
    shared.download("Download this table (CSV)", listed, "agree-and-differ")
    _decided(seen)
    _sides(seen, shown)


def _decided(seen: Overview) -> None:
    evidence = shared.evidence(seen)
    shared.notes(n for n in evidence.notes if n.where.startswith(FILE))
    if not evidence.decisions:
        return
    put(
        heading("What a person decided"),
        para("The rule's proposal stays in the table above."),
        table(
            "Decisions and why",
            [
                {
                    "Theme": seen.label(d.theme),
                    "Beside": wording.beside(seen, d.group),
                    "Decision": wording.VERDICTS[d.verdict][1],
                    "Why": d.why,
                    "By": d.by or "not said",
                }
                for d in evidence.decisions
            ],
        ),
    )


def _summary(seen: Overview, rows: list[dict[str, Any]]) -> str:
    differ: dict[str, list[str]] = {}
    for row in rows:
        if row["verdict"] == "dissonance":
            differ.setdefault(row["group"], []).append(row["label"])
    staff = differ.pop(Group.STAFF.value, [])
    told = ["No staff took part in this review."]
    if Group.STAFF in seen.groups:
        told = [
            f"Children and staff differ clearly on: {'; '.join(staff)}."
            if staff
            else "On no theme do children and staff clearly contradict each other."
        ]
    told += [f"From {seen.people(Group(g))} they differ on: {'; '.join(ls)}." for g, ls in differ.items()]
    return " ".join(told)


def _listed(seen: Overview, row: dict[str, Any], beside: str) -> dict[str, str]:
    sign, word = wording.verdict(row)
    listed = {"Theme": row["label"], "Result": f"{sign} {word}"}
    other = wording.capital(seen.people(Group(row["group"])))
    if beside == _ALL:
        listed["Beside"] = other
    listed["Children"] = _side(row["children"], row["children_tone"])
    listed["The others" if beside == _ALL else other] = _side(row["others"], row["others_tone"])
    return listed


def _side(people: str, tone: str) -> str:
    number = "not raised" if people == "0" else people
    return f"{number}, {wording.BALANCE[tone]}" if tone else number


def _sides(seen: Overview, rows: list[dict[str, Any]]) -> None:
    put(heading("The words of both sides"))
    open_rows = {
        f"{r['theme']}-{r['group']}": f"{r['label']}: {wording.verdict(r)[1].lower()} "
        f"({seen.people(Group(r['group']))})"
        for r in rows
        if r["verdict"] != "not raised"
    }
    if not open_rows:
        put(para("Nobody raised any of these themes."))
        return
    chosen = shared.choose("Row of the table", open_rows, "row")
    theme, _, group = chosen.rpartition("-")
    row = next(r for r in rows if (r["theme"], r["group"]) == (theme, group))
    cells = shared.themes_by_group(seen)
    put(para(f"{row['label']}: {wording.verdict(row)[1].lower()}.", "said"))
    if SUPPRESSED in (row["children"], row["others"]):
        put(
            para(
                "At least one side is a number that is not shown. Read the words before you rely on "
                "this row.",
                "note",
            )
        )
    put(shared.sides(seen, theme, Group(group), cells, most=_WORDS))
