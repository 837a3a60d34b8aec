"""Trace the line: the service as a child travels through it, with what was said at each stage."""

from __future__ import annotations

import figures
import reading
import shared
from childvoice.findings import SUPPRESSED, Prevalence
from childvoice.findings.journey import FEWEST_IN_A_COMPOSITE, NO_STAGE, Stage
from childvoice.findings.sentences import first_unspent
from childvoice.overview import Overview
from childvoice.overview.evidence import Evidence
from childvoice.records import Group
from childvoice.report import wording
from childvoice.report.figures import line as line_of
from shared import bullets, heading, para, put, quote

TITLE = "Trace the line"
SECTION = "Follow it up"
_ALL = "all"
_THEMES = 3
_HEARD = (Group.CHILD, Group.STAFF, Group.RECORD)


def page(seen: Overview) -> None:
    """Follow the stages from referral to closure; the address keeps the stage that was chosen."""
    evidence = reading.evidence(seen)
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
            "What was said stands at the stage for which its document was gathered. Each person is counted once; "
            f"for records it is documents. {seen.policy.told()} Where no number stands, it is too small to show.",
            "note",
        )
    )
    empty = []
    for name, stage in stages.items():
        if chosen == _ALL and not stage.sources and not evidence.indicators.of_stage(name):
            empty.append(wording.capital(name))
        elif chosen in (_ALL, name):
            _stage(seen, evidence, stage, whole=chosen == name)
    if empty:
        put(
            heading("Stages without any document"),
            para(f"Nothing was gathered for these. That is a gap, not a finding: {'; '.join(empty)}."),
        )
    if chosen == _ALL:
        _composite(seen, evidence)


def _stage(seen: Overview, evidence: Evidence, stage: Stage, *, whole: bool) -> None:
    title = "Documents without a stage" if stage.name == NO_STAGE else wording.capital(stage.name)
    put(heading(title))
    if stage.sources:
        heard = [g for g in _HEARD if g in seen.groups and stage.sources.get(g)]
        parts = (f"<div>{_group(seen, evidence, stage, g, most=3 if whole else 1)}</div>" for g in heard)
        silent = [seen.people(g) for g in _HEARD if g in seen.groups and g not in heard]
        put(
            f'<div class="sides">{"".join(parts)}</div>',
            para(f"Not heard at this stage: {'; '.join(silent)}.") if silent else "",
        )
    else:
        put(para("No document was gathered for this stage. That is a gap, not a finding."))
    if stage.unasked and stage.sources and stage.name != NO_STAGE:
        put(para(f"No child was asked here about: {'; '.join(seen.label(t) for t in stage.unasked)}."))
    measures = evidence.indicators.of_stage(stage.name)
    if measures and whole:
        put(heading("Figures of this stage", 3))
        figures.show(evidence, measures, order=3)
    elif measures:
        put(heading("Figures", 3), bullets(line_of(evidence, m) for m in measures))


def _group(seen: Overview, evidence: Evidence, stage: Stage, group: Group, *, most: int) -> str:
    """Make what one group says at a stage: the themes that most raised, and words of theirs."""
    parts = [heading(wording.capital(seen.people(group)), 3)]
    raised = stage.raised(group, 1)
    if not raised:
        return "".join((*parts, para("They raised no theme here.")))
    # Numbers that are not shown keep the order of the codebook, so that their place tells nothing.
    place = {theme: n for n, theme in enumerate(seen.codebook.ids)}
    shown = [(c, evidence.people_by_stage[stage.name, c.theme, group]) for c in raised]
    shown.sort(key=lambda s: (-int(s[1]), 0) if s[1].isdigit() else (0, place[s[0].theme]))
    told = [(c, n) for c, n in shown if n.isdigit()][:_THEMES]
    small = [seen.label(c.theme) for c, n in shown if n == SUPPRESSED]
    if told:
        parts.append(bullets(_sentence(seen, c, n) for c, n in told))
    if small and most > 1:
        also = "Raised as well" if told else "Raised"
        parts.append(para(f"{also}, by too few to show a number: {'; '.join(small)}.", "note"))
    spent: set[str] = set()
    for cell, _ in shown[:most]:
        best = first_unspent(evidence.rows_by_stage.get((stage.name, cell.theme, group), ()), spent)
        if best:
            spent.add(best.participant)
            parts.append(quote(seen, best, note=seen.label(cell.theme)))
    return "".join(parts)


def _sentence(seen: Overview, cell: Prevalence, number: str) -> str:
    return f"{seen.label(cell.theme)}: {number}, {wording.BALANCE[cell.tone]}"


def _composite(seen: Overview, evidence: Evidence) -> None:
    put(heading("One journey, told by many"))
    told = evidence.composite
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
