"""Tracing the line: what was said at each stage of the journey, by whom, and what nobody asked there.

A passage belongs to the stage that its source names. People are counted within a stage; because stages add up to
(nearly) all, counts of one theme and group over the stages are suppressed together, as a line with its total.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from childvoice.findings.prevalence import Prevalence, prevalence
from childvoice.findings.rows import Speakers, column_of, speakers_of
from childvoice.findings.suppression import Policy, suppress_table
from childvoice.records import JOURNEY, CodedRow, Excerpt, Group, Source, Status

NO_STAGE = "no stage named"
FEWEST_IN_A_COMPOSITE = 3
"""A composite case is told of this many children or more, so that it is nobody's."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: how many sources a group has there, who spoke, and every theme by group.

    ``unasked`` are the themes that the codebook ties to the stage and that no child was asked about there.
    """

    name: str
    sources: dict[Group, int]
    speakers: Speakers = field(repr=False)
    cells: dict[tuple[str, Group], Prevalence] = field(repr=False)
    unasked: tuple[str, ...] = ()

    def raised(self, group: Group, least: int) -> list[Prevalence]:
        """Themes that at least ``least`` people of the group raised here, most people first."""
        found = [c for (_, g), c in self.cells.items() if g is group and c.participants >= max(least, 1)]
        return sorted(found, key=lambda c: (-c.participants, c.theme))


def journey(
    rows: Iterable[CodedRow],
    excerpts: Iterable[Excerpt],
    sources: Sequence[Source],
    themes: Mapping[str, Sequence[str]],
) -> list[Stage]:
    """Follow the stages in order, those that no source names included; sources without a stage come last.

    ``themes`` gives the stages of each theme of the codebook.
    """
    stage_of = {s.id: s.stage if s.stage in JOURNEY else NO_STAGE for s in sources}
    by_stage: dict[str, list[CodedRow]] = defaultdict(list)
    for row in rows:
        by_stage[stage_of.get(row.source_id, NO_STAGE)].append(row)
    said: dict[str, list[Excerpt]] = defaultdict(list)
    for excerpt in excerpts:
        said[stage_of.get(excerpt.source, NO_STAGE)].append(excerpt)
    found = []
    for name in (*JOURNEY, NO_STAGE):
        here = [s for s in sources if stage_of[s.id] == name]
        if name == NO_STAGE and not here:
            continue
        speakers = speakers_of(said[name], here)
        number: dict[Group, int] = {g: len(ids) for g, ids in speakers.sources.items()}
        found.append(
            Stage(
                name=name,
                sources=number,
                speakers=speakers,
                cells=prevalence(by_stage[name], speakers, themes),
                unasked=tuple(
                    t
                    for t, stages in themes.items()
                    if name in stages and not speakers.was_asked(Group.CHILD, t)
                ),
            )
        )
    return found


def shown_people(stages: Sequence[Stage], policy: Policy) -> dict[tuple[str, str, Group], str]:
    """People by stage, theme and group as they may be shown beside the whole review's numbers."""
    lines: dict[tuple[str, Group], dict[str, int]] = defaultdict(dict)
    for stage in stages:
        for (theme, group), cell in stage.cells.items():
            lines[theme, group][stage.name] = cell.participants
    found = {}
    for (theme, group), line in lines.items():
        for name, text in suppress_table({"": line}, policy.least)[""].items():
            found[name, theme, group] = policy.count(line[name]) if text.isdigit() else text
    return found


def composite(rows: Iterable[CodedRow]) -> list[tuple[str, CodedRow]]:
    """Tell one journey of many children: a passage a stage, each that a person approved, each of another child.

    Empty where fewer than :data:`FEWEST_IN_A_COMPOSITE` children have an approved passage: it could be one child's.
    """
    approved: dict[str, list[CodedRow]] = defaultdict(list)
    for row in rows:
        column = column_of(role=row.role, voice=row.voice, kind=row.kind, group=row.group)
        if column is Group.CHILD and row.status in (Status.ACCEPTED, Status.CHANGED) and row.stage in JOURNEY:
            approved[row.stage].append(row)
    told: list[tuple[str, CodedRow]] = []
    spent: set[str] = set()
    # Stages with few approved passages choose first, or those with many would spend their only child.
    for stage in sorted(
        approved, key=lambda s: (len({r.participant for r in approved[s]}), JOURNEY.index(s))
    ):
        free = [r for r in approved[stage] if r.participant not in spent]
        if free:
            best = max(free, key=lambda r: (8 <= len(r.text.split()) <= 45, r.score, r.excerpt_id))
            spent.add(best.participant)
            told.append((stage, best))
    if len(spent) < FEWEST_IN_A_COMPOSITE:
        return []
    return sorted(told, key=lambda t: JOURNEY.index(t[0]))
