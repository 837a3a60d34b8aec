"""All themes at a glance, or one: what it means, who raised it, how it was for them, and their words."""

from __future__ import annotations

import streamlit as st

import figures
import reading
import shared
from charts import Bar, bar, bars
from childvoice.findings import SUPPRESSED
from childvoice.overview import Overview, tone_rows
from childvoice.records import Excerpt, Group, Topic, Valence, Voice
from childvoice.report import method, told, wording
from shared import bullets, heading, para, put, quote, table

TITLE = "Themes"
_ALL = "all"
_CHILDREN, _STAFF = 6, 4
_READABLE = 6  # words


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
    raised = [bar(r["label"], r["people"], wording.number(r)) for r in rows if r["people"] != "0"]
    bars(
        raised if any(b.value for b in raised) else (),
        f"Bar chart: children and young people by theme. {most} The table below has all numbers.",
    )
    shown = [
        {
            "Theme": seen.label(t),
            **{wording.capital(seen.people(g)): wording.number(cells[t, g]) for g in seen.groups},
        }
        for t in (r["theme"] for r in rows)
    ]
    links = shared.theme_links(seen, seen.codebook.ids)
    put(table("How many people raised each theme", shown, links=links))
    shared.download("Download this table (CSV)", shown, "themes")
    _drafts(seen)


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
    evidence = reading.evidence(seen)
    measures = evidence.indicators.of_theme(theme)
    if measures:
        put(
            heading("Figures beside it"),
            para("Published or local counts. They stand beside what was said and are no part of it."),
        )
        figures.show(evidence, measures)


def _groups(seen: Overview, theme: str, rows: list[dict[str, str]]) -> None:
    lines = [wording.sentence(seen, r) for r in rows]
    put(bullets(lines))
    if any(r["people"] == SUPPRESSED for r in rows):
        put(para(_about_c(seen), "note"))
    names = [wording.capital(seen.people(g)) for g in seen.groups]
    # Groups are of very different size, so a bar is as long as the part of its group, not as the number.
    items = [Bar(name, _part(r), wording.number(r)) for name, r in zip(names, rows, strict=True)]
    shares = [item for item in items if item.value]
    put(para("A bar shows which part of the group that is.", "note") if shares else "")
    bars(
        items if shares else (),
        f"Bar chart: which part of each group raised it. {' '.join(lines)}",
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


def _part(row: dict[str, str]) -> float | None:
    people, of = row["people"], row["of"]
    return 100 * int(people) / int(of) if people.isdigit() and of.isdigit() and int(people) else None


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


def _drafts(seen: Overview) -> None:
    shown = []
    for topic in sorted(seen.topics, key=lambda t: -len(t.excerpts)):
        # What is the safeguarding lead's is not among these: a draft of nothing else is not shown at all.
        known = [seen.by_id[e] for e in topic.excerpts if e in seen.by_id]
        words = [seen.by_id[e] for e in topic.representatives if e in seen.by_id]
        if known and words:
            words.sort(key=lambda e: (e.voice is not Voice.OWN_WORDS, len(e.text.split()) < _READABLE))
            shown.append((topic, known, words[:2]))
    put(heading("What no theme covers"))
    if not shown:
        put(
            para("Nothing that could be grouped: the themes cover what was said, or too little is left over.")
        )
        return
    put(
        para(
            "A machine put passages that no theme covers into groups. They are for a person to judge: some may be "
            "a theme that nobody thought of, others mean nothing. Each heading is made of the words that set its "
            "group apart."
        )
    )
    with st.expander(f"Show the {len(shown)} groups" if len(shown) > 1 else "Show the group"):
        for draft in shown:
            put(_draft(seen, *draft))


def _draft(seen: Overview, topic: Topic, known: list[Excerpt], words: list[Excerpt]) -> str:
    people = seen.count(len({e.participant for e in known}))
    count = "From too few people to show a number (c)." if people == SUPPRESSED else f"From {people} people."
    parts = [heading(wording.capital(topic.label), 3), para(count, "note")]
    for e in words:
        who = wording.capital(wording.ROLES[e.role])
        who += ", telling what a child said" if e.voice is Voice.REPORTED else ""
        parts.append(shared.figure(shared.esc(e.text), who))
    return "".join(parts)
