"""All themes at a glance, or one: what it means, who raised it, how it was for them, and their words."""

from __future__ import annotations

import streamlit as st

import figures
import shared
from charts import Bar, bar, bars
from childvoice.findings import SUPPRESSED
from childvoice.overview import Overview, tone_rows
from childvoice.records import Group, Valence
from childvoice.report import method, told, wording
from shared import bullets, heading, para, put, quote, table

TITLE = "Themes"
_ALL = "all"
_CHILDREN, _STAFF = 6, 4


def page(seen: Overview) -> None:
    """Choose a theme; the address keeps the choice, so that it can be shared."""
    shared.unconfirmed(seen)
    labels = {_ALL: "All themes", **{t: seen.label(t) for t in seen.codebook.ids}}
    chosen = shared.choose("Theme", labels, "theme")
    if chosen == _ALL:
        _everything(seen)
    else:
        _one(seen, chosen)


def _everything(seen: Overview) -> None:
    cells = shared.themes_by_group(seen)
    put(heading("What children and young people raised"))
    rows = told.ranked(seen, cells)
    if not rows:
        put(para("There are no children's own words in this review. Choose a theme to see what others said."))
        return
    most = told.most_raised(seen, rows)
    put(para(most, "said"), para(_about_c(seen), "note"))
    bars(
        [bar(r["label"], "" if r["people"] == "0" else r["people"], wording.number(r)) for r in rows],
        f"Bar chart: children and young people by theme. {most} The table below has all numbers.",
    )
    shown = [
        {
            "Theme": seen.label(t),
            **{wording.capital(seen.people(g)): wording.number(cells[t, g]) for g in seen.groups},
        }
        for t in (r["theme"] for r in rows)
    ]
    put(table("Distinct people who raised each theme", shown))
    shared.download("Download this table (CSV)", shown, "themes")


def _one(seen: Overview, theme: str) -> None:
    entry = seen.codebook.theme(theme)
    cells = shared.themes_by_group(seen)
    rows = [cells[theme, g] for g in seen.groups]
    put(heading(entry.label), para(entry.short, "lead"))
    with st.expander("What belongs to this theme, and what does not"):
        put(para(entry.definition))
        if entry.include:
            put(para("It is about:"), bullets(entry.include))
        if entry.exclude:
            others = (f"{e.what}{f' (see: {seen.label(e.use)})' if e.use else ''}" for e in entry.exclude)
            put(para("It is not about:"), bullets(others))
    put(heading("Who raised it"))
    if all(r["people"] == "0" for r in rows):
        put(
            para("Nobody raised this theme.", "said"),
            bullets(wording.sentence(seen, r) for r in rows),
            para("That is not proof that it does not matter: look at who was asked about it."),
        )
    else:
        _groups(seen, theme, rows)
        _tone(seen, theme, cells)
        _words(seen, theme)
    _figures(seen, theme)
    put(
        heading("Questions to ask"),
        bullets(entry.questions) if entry.questions else para("The codebook has none."),
    )


def _figures(seen: Overview, theme: str) -> None:
    evidence = shared.evidence(seen)
    measures = evidence.indicators.of_theme(theme)
    if measures:
        put(
            heading("Figures beside it"),
            para(
                "They are published or local counts. They stand beside what was said and are no part of it."
            ),
        )
        figures.show(evidence, measures)


def _groups(seen: Overview, theme: str, rows: list[dict[str, str]]) -> None:
    lines = [wording.sentence(seen, r) for r in rows]
    put(bullets(lines))
    if any(r["people"] == SUPPRESSED for r in rows):
        put(para(_about_c(seen), "note"))
    names = [wording.capital(seen.people(g)) for g in seen.groups]
    bars(
        [
            bar(name, "" if r["people"] == "0" else r["people"], wording.number(r))
            for name, r in zip(names, rows, strict=True)
        ],
        f"Bar chart: people who raised it, by group. {' '.join(lines)}",
    )
    shown = [
        {
            "Group": name,
            "People": wording.number(r),
            "Documents": r["sources"],
            "Mentions": r["mentions"],
            "How it was": wording.BALANCE[r["tone"]],
            "Asked about it": "–" if Group(r["group"]) in wording.WRITTEN else r["asked"],
        }
        for name, r in zip(names, rows, strict=True)
    ]
    with st.expander("These numbers as a table"):
        put(table(f"{seen.label(theme)}: who raised it", shown))
        shared.download("Download this table (CSV)", shown, f"theme-{theme}")


def _tone(seen: Overview, theme: str, cells: dict[tuple[str, Group], dict[str, str]]) -> None:
    row = cells.get((theme, Group.CHILD))
    if row is None or row["people"] == "0":
        return
    put(heading("How it was for children"))
    if row["people"] == SUPPRESSED:
        put(
            para(
                "How many children and young people raised it is not shown, so neither is how it was "
                "for them."
            )
        )
        return
    shown = tone_rows(seen, theme, Group.CHILD)
    names = {v.value: wording.capital(wording.TONES[v]) for v in Valence}
    how = wording.sentence(seen, row).partition(". ")[2]
    put(para(how or "They did not say whether it was good or bad.", "said"))
    items = [
        Bar(names[r["tone"]], int(r["people"]) if r["people"].isdigit() else None, r["people"]) for r in shown
    ]
    bars(items, f"Bar chart: children and young people by how it was for them. {how}")
    listed = [{"How it was": names[r["tone"]], "Children and young people": r["people"]} for r in shown]
    with st.expander("How it was, as a table"):
        put(table(f"{seen.label(theme)}: how it was for children", listed))
        shared.download("Download this table (CSV)", listed, f"theme-{theme}-how-it-was")


def _words(seen: Overview, theme: str) -> None:
    for group, most in ((Group.CHILD, _CHILDREN), (Group.STAFF, _STAFF)):
        found = shared.passages(seen, theme, group, most)
        name = "What children said" if group is Group.CHILD else "What staff said"
        put(heading(name))
        if found:
            put(*(quote(seen, r) for r in found))
        elif group not in seen.groups:
            put(para(f"No {seen.people(group)} took part in this review."))
        else:
            put(para(wording.sentence(seen, shared.themes_by_group(seen)[theme, group])))
    shared.link("quotes", "Read all passages of this theme", theme=theme)


def _about_c(seen: Overview) -> str:
    return f"{method.about_c(seen)} It has no bar."
