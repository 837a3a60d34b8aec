"""Trace the line: the service as a child travels through it, with what was said at each stage."""

from __future__ import annotations

import figures
import shared
from childvoice.findings import SUPPRESSED, Prevalence
from childvoice.findings.journey import FEWEST_IN_A_COMPOSITE, NO_STAGE, Stage, composite
from childvoice.findings.sentences import best_quote
from childvoice.overview import Overview
from childvoice.overview.evidence import Evidence
from childvoice.records import Group
from childvoice.report import wording
from shared import bullets, heading, para, put, quote

TITLE = "Trace the line"
SECTION = "Follow it up"
_ALL = "all"
_THEMES = 3
_HEARD = (Group.CHILD, Group.STAFF, Group.RECORD)


def page(seen: Overview) -> None:
    """Follow the stages from referral to closure; the address keeps the stage that was chosen."""
    evidence = shared.evidence(seen)
    stages = {s.name: s for s in evidence.stages}
    put(
        para(
            "A child's way through the service, stage by stage: what children, staff and records say there, and "
            "what nobody asked.",
            "lead",
        )
    )
    shared.unconfirmed(seen)
    options = {_ALL: "The whole line", **{name: wording.capital(name) for name in stages}}
    chosen = shared.choose("Stage", options, "stage")
    put(
        para(
            "A passage stands at the stage for which its document was gathered. Numbers are distinct people, and "
            f"documents for records. {seen.policy.told()}",
            "note",
        )
    )
    for name, stage in stages.items():
        if chosen in (_ALL, name):
            _stage(seen, evidence, stage, whole=chosen == name)
    if chosen == _ALL:
        _composite(seen)


def _stage(seen: Overview, evidence: Evidence, stage: Stage, *, whole: bool) -> None:
    title = "Documents without a stage" if stage.name == NO_STAGE else wording.capital(stage.name)
    put(heading(title))
    if not stage.sources:
        put(para("No document was gathered for this stage. That is a gap, not a finding."))
    for group in _HEARD:
        if group in seen.groups and stage.sources:
            _group(seen, evidence, stage, group, most=3 if whole else 1)
    if stage.unasked and stage.name != NO_STAGE:
        put(
            para(f"No child was asked here about: {'; '.join(seen.label(t) for t in stage.unasked)}.")
            if stage.sources
            else ""
        )
    measures = evidence.indicators.of_stage(stage.name)
    if measures and whole:
        put(heading("Figures of this stage", 3))
        figures.show(evidence, measures, order=3)
    elif measures:
        put(heading("Figures", 3), bullets(f"{m.label}: {figures.told(evidence, m)}" for m in measures))


def _group(seen: Overview, evidence: Evidence, stage: Stage, group: Group, *, most: int) -> None:
    who = wording.capital(seen.people(group))
    put(heading(who, 3))
    raised = stage.raised(group, 1)
    if not raised:
        spoke = stage.sources.get(group)
        put(para("They raised no theme here." if spoke else "They are not heard at this stage."))
        return
    # Numbers that are not shown keep the order of the codebook, so that their place tells nothing.
    place = {theme: n for n, theme in enumerate(seen.codebook.ids)}
    shown = [(c, evidence.people_by_stage[stage.name, c.theme, group]) for c in raised]
    shown.sort(key=lambda s: (-int(s[1]), 0) if s[1].isdigit() else (0, place[s[0].theme]))
    told = [(c, n) for c, n in shown if n.isdigit()][:_THEMES]
    if told:
        put(bullets(_sentence(seen, c, n) for c, n in told))
    if any(n == SUPPRESSED for _, n in shown):
        also = "Other themes were" if told else "Themes were"
        put(para(f"{also} raised by too few, or so that a number would give another away (c).", "note"))
    spent: set[str] = set()
    rows = [r for r in seen.rows if (r.stage or NO_STAGE) == stage.name]
    for cell, _ in shown[:most]:
        best = best_quote(rows, cell.theme, group, tone=cell.tone, spent=spent)
        if best:
            spent.add(best.participant)
            put(quote(seen, best, note=seen.label(cell.theme)))


def _sentence(seen: Overview, cell: Prevalence, number: str) -> str:
    return f"{seen.label(cell.theme)}: {number}, {wording.BALANCE[cell.tone]}"


def _composite(seen: Overview) -> None:
    put(heading("One journey, told by many"))
    told = composite(seen.rows)
    if not told:
        put(
            para(
                "There is no composite yet. It is made only of passages that a person has approved, each of another "
                f"child, and takes {FEWEST_IN_A_COMPOSITE} children or more, so that it is nobody's story."
            )
        )
        return
    put(
        para(
            "This is a composite: each passage is another child's, and a person approved each of them. It is the "
            "story of no child.",
            "said",
        )
    )
    for stage, row in told:
        put(heading(wording.capital(stage), 3), quote(seen, row))
