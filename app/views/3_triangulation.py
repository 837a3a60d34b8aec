"""Children's side beside every other: where they agree, where they differ, and who is silent."""

from __future__ import annotations

from typing import Any

import streamlit as st

import reading
import shared
from childvoice.findings import FEWEST, SUPPRESSED
from childvoice.findings.convergence import FILE, rule
from childvoice.overview import Overview, triangulation_rows
from childvoice.records import Group
from childvoice.report import told, wording
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
    put(para(told.differences(seen), "lead"))
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
    names = {_ALL: "All groups", **{g.value: wording.capital(seen.people(g)) for g in groups}}
    beside = shared.choose("Set children beside", names, "beside")
    shown = [r for r in rows if beside in (_ALL, r["group"])]
    raised = [r for r in shown if r["verdict"] != "not raised"]
    silent = [seen.label(t) for t in seen.codebook.ids if t not in {r["theme"] for r in raised}]
    if beside == _ALL:
        listed, verdicts = _matrix(seen, raised, groups), {wording.capital(seen.people(g)) for g in groups}
    else:
        listed, verdicts = [told.compared(seen, r) for r in raised], {"Result"}
    put(
        table(
            "Children beside others, by theme; where they differ comes first",
            listed,
            verdicts=verdicts,
            links=shared.theme_links(seen, seen.codebook.ids),
        ),
        para(
            f"Each person is counted once; for papers it is documents. {seen.policy.told()}",
            "note",
        ),
        para(f"Left out, as nobody raised it: {'; '.join(silent)}.", "note") if silent else "",
    )
    shared.download("Download this table (CSV)", listed, "agree-and-differ")
    _decided(seen)
    _sides(seen, shown)


def _decided(seen: Overview) -> None:
    evidence = reading.evidence(seen)
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
                    **({} if seen.released else {"By": d.by or "not said"}),
                }
                for d in evidence.decisions
            ],
        ),
    )


def _matrix(seen: Overview, rows: list[dict[str, Any]], groups: list[Group]) -> list[dict[str, str]]:
    """Make a line a theme and a column a group, in the order in which the themes differ."""
    results = {(r["theme"], r["group"]): "{} {}".format(*wording.verdict(r)) for r in rows}
    children = {r["theme"]: told.compared(seen, r)["Children"] for r in rows}
    silent = "{} {}".format(*wording.VERDICTS["not raised"])
    return [
        {
            "Theme": seen.label(theme),
            "Children": said,
            **{wording.capital(seen.people(g)): results.get((theme, g.value), silent) for g in groups},
        }
        for theme, said in children.items()
    ]


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
    chosen = shared.choose("Theme and group", open_rows, "row")
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
