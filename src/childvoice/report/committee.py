"""The report in committee form: what was heard, with its limits, and places for what only people may write."""

from __future__ import annotations

from pathlib import Path

from childvoice.findings import SUPPRESSED, Finding, strongest_disagreement
from childvoice.overview import Overview, triangulation_rows
from childvoice.overview.evidence import Evidence
from childvoice.publish.paper import (
    Bar,
    Block,
    Bullets,
    Chart,
    Grid,
    Heading,
    Notice,
    Paper,
    Para,
    Quote,
    ToWrite,
)
from childvoice.records import CodedRow, Group
from childvoice.report import figures, method, told, wording
from childvoice.report.passages import around, leaving

_QUOTES, _SIDE = 2, 2
_BARS = 25  # of one chart, so that it fits a page
_FRONT = ("Committee", "Date of meeting", "Report of", "Contact", "Wards affected")
_IMPLICATIONS = (
    "Finance", "Staffing", "Risk", "Equality and diversity, and the public sector equality duty", "Accommodation",
    "Crime and disorder", "Human rights", "Consultation", "Procurement", "Disability issues", "Legal",
)  # fmt: skip
TO_WRITE = "To be written"
_COLUMNS = ("No.", "Recommendation", "Owner", "Response of the service", "By when")


def committee(seen: Overview, *, template: Path | None = None, evidence: Evidence | None = None) -> Paper:
    """Make the report of a review. ``template`` is the council's own Word template.

    ``evidence`` is what people wrote beside the documents: figures, decisions, recommendations.
    """
    cells = told.themes_by_group(seen)
    review = seen.settings.review
    blocks: list[Block] = [
        *_notice(seen),
        Heading("Purpose of the report"),
        Para(review.purpose) if review.purpose else ToWrite("what the committee is asked to do, and why."),
        *_summary(seen),
        Heading("Background"),
        ToWrite("why this review was begun, what was decided before, and which law and policy it touches."),
        *_scope(seen),
        *_lines(seen),
        Heading("How it was done"),
        Bullets(method.steps(seen), numbered=True),
        *_findings(seen, cells),
        *_triangulation(seen, cells, evidence),
        *_figures(evidence),
        Heading("Conclusions"),
        ToWrite("what the committee concludes from the findings. No machine drafts this part."),
        Heading("Recommendations and responses"),
        *_recommendations(evidence),
        Heading("Implications"),
        Para("Each line is for the officer named in it; 'none' is an answer.", "note"),
        Grid("Implications", ("Subject", "Implication"), tuple((i, TO_WRITE) for i in _IMPLICATIONS)),
        *_appendices(seen, cells),
    ]
    return Paper(
        title=review.title,
        council=review.council,
        blocks=tuple(blocks),
        front=dict.fromkeys(_FRONT, ""),
        template=template,
    )


def _notice(seen: Overview) -> list[Block]:
    if not seen.unchecked:
        return []
    return [
        Notice(
            "Draft. A machine sorted what people said into themes, and nobody has confirmed all of it yet. Check "
            "the numbers, read every quote for anything that points to a child, and fill the places marked "
            f"'{TO_WRITE}' before this goes to anyone."
        )
    ]


def _summary(seen: Overview) -> list[Block]:
    items = [f"{f.sentence.rstrip('.')} ({f.how_many})." for f in seen.findings]
    items.append(told.differences(seen))
    return [Heading("Summary"), Bullets(tuple(items))]


def _how_many(finding: Finding) -> str:
    return wording.capital(finding.how_many)


def _scope(seen: Overview) -> list[Block]:
    who = told.who(seen)
    withheld = seen.count(len(seen.withheld))
    parts: list[Block] = [
        Heading("Scope and its limits"),
        Para(f"This report tells what was said by {who}." if who else "Nobody is known to have spoken."),
    ]
    if rows := method.documents(seen):
        parts.append(Grid.of("Documents by kind, and for whose view they were gathered", rows))
    if seen.withheld:
        number = "Some" if withheld == SUPPRESSED else withheld
        parts.append(Para(f"{number} documents could not be read or were withheld, and are not counted."))
    return [
        *parts,
        Heading("What to keep in mind", 2),
        Bullets(method.limits(seen)),
        Heading("Keeping children safe", 2),
        Para(method.SAFETY),
    ]


def _lines(seen: Overview) -> list[Block]:
    lines = seen.settings.review.lines_of_enquiry
    head = Heading("Key lines of enquiry")
    if not lines:
        return [head, ToWrite("the questions that the review set out to answer.")]
    rows = tuple(
        (
            letter,
            line,
            _themes(seen, letter),
        )
        for letter, line in sorted(lines.items())
    )
    return [head, Grid("Key lines of enquiry", ("Line", "What it asks", "Themes that speak to it"), rows)]


def _themes(seen: Overview, line: str) -> str:
    on = [t.label for t in seen.codebook if line in t.lines_of_enquiry]
    off = [t.label for t in seen.codebook if line not in t.lines_of_enquiry]
    if 2 * len(off) < len(on):
        return f"All themes but: {'; '.join(off)}" if off else "All themes"
    return "; ".join(on) or "None in the codebook"


def _findings(seen: Overview, cells: told.Cells) -> list[Block]:
    parts: list[Block] = [Heading("What children and young people told us")]
    rows = told.ranked(seen, cells)
    if not rows:
        return [*parts, Para("There are no children's own words in this review.")]
    takeaway = told.most_raised(seen, rows)
    raised = [r for r in rows if r["people"] != "0"]
    parts += [Para(takeaway, "lead"), Para(method.about_c(seen), "note")]
    if raised:
        bars = tuple(
            Bar(r["label"], int(r["people"]) if r["people"].isdigit() else None, wording.number(r))
            for r in raised[:_BARS]
        )
        some = f", the first {_BARS} of {len(raised)} (all are in Appendix A)" if raised[_BARS:] else ""
        parts.append(Chart(f"Children and young people who raised each theme{some}", bars, takeaway))
    if not seen.findings:
        parts.append(
            Para("No theme was raised by enough children to tell more without hinting at who said it.")
        )
    spent: set[str] = set()
    for finding in seen.findings:
        quotes = leaving(seen, finding.theme, Group.CHILD, _QUOTES, spent=frozenset(spent))
        spent |= {q.excerpt_id for q in quotes}
        parts += [
            Heading(seen.label(finding.theme), 2),
            Para(finding.sentence),
            Para(f"{_how_many(finding)}.", "note"),
            *map(_quote, quotes),
            *_others(seen, finding.theme, cells),
        ]
    return parts


def _others(seen: Overview, theme: str, cells: told.Cells) -> list[Block]:
    raised = [
        wording.capital(wording.sentence(seen, cells[theme, g]))
        for g in seen.groups
        if g is not Group.CHILD and cells[theme, g]["people"] != "0"
    ]
    return [Para("Beside them:"), Bullets(tuple(raised))] if raised else []


def _quote(row: CodedRow) -> Quote:
    start, end = around(row)
    said = " ".join(row.text[start:end].split())
    return Quote(f"{'[…] ' * (start > 0)}{said}{' […]' * (end < len(row.text))}", wording.speaker(row))


def _triangulation(seen: Overview, cells: told.Cells, evidence: Evidence | None) -> list[Block]:
    parts: list[Block] = [Heading("Where children and adults agree and differ")]
    rows = triangulation_rows(seen)
    if not rows:
        return [*parts, Para("There is nothing to compare: it takes children's own words and another group.")]
    parts += [Para(told.differences(seen)), Heading("How this is decided", 2), Bullets(method.RULE)]
    for group in (g for g in seen.groups if g is Group.STAFF or g is Group.PARENT):
        listed = [
            told.compared(seen, r) for r in rows if r["group"] == group.value and r["verdict"] != "not raised"
        ]
        if listed:
            name = seen.people(group)
            parts += [
                Heading(f"Children beside {name}", 2),
                Grid.of(f"Children beside {name}, by theme; where they differ comes first", listed),
            ]
    found = strongest_disagreement(seen.comparisons)
    if found is not None:
        parts.append(Heading(f"The strongest disagreement: {seen.label(found.theme)}", 2))
        for side in (Group.CHILD, found.other):
            parts.append(Para(wording.capital(wording.sentence(seen, cells[found.theme, side]))))
            parts += map(_quote, leaving(seen, found.theme, side, _SIDE, spent=_quoted(seen)))
    parts.append(Heading("What only children raise", 2))
    if only := told.only_children(seen):
        parts.append(
            Bullets(
                tuple(
                    f"{seen.label(t)} (asked about it, but hardly spoke of it: {', '.join(map(seen.people, gs))})"
                    for t, gs in only.items()
                )
            )
        )
    else:
        nothing = "Nothing: where others were asked about what children raise, they spoke of it too."
        parts.append(Para(nothing if told.adults(seen) else told.NO_ADULTS))
    parts.append(Heading("What the adults were never asked", 2))
    if never := told.never_asked(seen, cells):
        parts += [
            Para(
                "Children spoke of these, and nobody asked the adults about them. If few adults speak of them, that "
                "says nothing either way."
            ),
            Bullets(
                tuple(
                    f"{wording.capital(seen.people(g))}: {'; '.join(map(seen.label, ts))}."
                    for g, ts in never.items()
                )
            ),
        ]
    else:
        nothing = "Nothing: every group was asked about every theme that children raised."
        parts.append(Para(nothing if told.adults(seen) else told.NO_ADULTS))
    if evidence and evidence.decisions:
        return [*parts, *_decided(seen, evidence)]
    parts.append(ToWrite("whether the reviewers agree with these results, and why (a person confirms them)."))
    return parts


def _quoted(seen: Overview) -> frozenset[str]:
    """List the excerpts that the findings quote, so that none stands in the report twice."""
    spent: set[str] = set()
    for finding in seen.findings:
        spent |= {
            q.excerpt_id for q in leaving(seen, finding.theme, Group.CHILD, _QUOTES, spent=frozenset(spent))
        }
    return frozenset(spent)


def _decided(seen: Overview, evidence: Evidence) -> list[Block]:
    rows = [
        {
            "Theme": seen.label(d.theme),
            "Beside": wording.beside(seen, d.group),
            "Decision": wording.VERDICTS[d.verdict][1],
            "Why": d.why,
            "By": d.by or "not said",
        }
        for d in evidence.decisions
    ]
    return [Heading("What a person decided", 2), Grid.of("Decisions and why", rows)]


def _figures(evidence: Evidence | None) -> list[Block]:
    measures = [m for m in evidence.indicators.measures if figures.there(evidence, m)] if evidence else []
    if evidence is None or not measures:
        return []
    return [
        Heading("Figures beside what was said"),
        Para("Published or local counts. They stand beside what was said and are no part of it."),
        Bullets(tuple(figures.line(evidence, m) for m in measures)),
    ]


def _recommendations(evidence: Evidence | None) -> list[Block]:
    if evidence is None or not evidence.recommendations:
        return [
            ToWrite("recommendations, each with an owner, the service's response and a date."),
            Grid("Recommendations", _COLUMNS, tuple((str(n), *[TO_WRITE] * 4) for n in (1, 2, 3))),
        ]
    rows = tuple(
        (
            r.id,
            r.text,
            r.owner or TO_WRITE,
            r.response or TO_WRITE,
            "; ".join(f"{wording.dates(m.when)}: {m.what}{' (done)' if m.done else ''}" for m in r.milestones)
            or TO_WRITE,
        )
        for r in evidence.recommendations
    )
    return [
        Para("As they stand in the list of recommendations of this review."),
        Grid("Recommendations", _COLUMNS, rows),
    ]


def _appendices(seen: Overview, cells: told.Cells) -> list[Block]:
    numbers = [
        {
            "Theme": seen.label(t),
            **{wording.capital(seen.people(g)): wording.number(cells[t, g]) for g in seen.groups},
        }
        for t in seen.codebook.ids
    ]
    parts: list[Block] = [
        Heading("Appendix A: Numbers"),
        Para(method.about_c(seen), "note"),
        Grid.of("How many people raised each theme", numbers),
        Heading("Appendix B: Who was asked about what"),
        Para("As the list of documents says. Where it says nothing, 'never asked' stands here.", "note"),
        Grid.of("Topics that each group was asked about", method.asked(seen)),
        Heading("Appendix C: The themes"),
        Grid.of("What each theme means", [{"Theme": t.label, "Meaning": t.short} for t in seen.codebook]),
    ]
    if made := method.versions(seen):
        parts += [Heading("Appendix D: What made it"), Grid.of("Versions", made)]
    return parts
