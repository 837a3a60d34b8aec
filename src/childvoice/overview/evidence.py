"""What stands beside the documents of a review, in its folder ``evidence``, and what follows from both together.

Pages and commands call the same functions here, so that they show the same numbers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from childvoice.findings import FEWEST, framework, indicators, recommendations, sessions
from childvoice.findings.convergence import Decision, Line, against, convergence, decisions, rule
from childvoice.findings.enquiry import Enquiry, enquiries
from childvoice.findings.indicators import Indicator, Indicators
from childvoice.findings.journey import NO_STAGE, Stage, composite, journey, shown_people
from childvoice.findings.recommendations import Recommendation
from childvoice.findings.sessions import Session
from childvoice.findings.written import Note
from childvoice.overview import Overview
from childvoice.overview.doubts import doubts
from childvoice.records import CodedRow, Group

FOLDER = "evidence"


@dataclass(frozen=True)
class Evidence:
    """Files of a person's beside an :class:`Overview`. ``notes`` say what in them cannot be meant."""

    seen: Overview = field(repr=False)
    indicators: Indicators
    recommendations: tuple[Recommendation, ...]
    decisions: tuple[Decision, ...]
    summaries: dict[tuple[str, str], tuple[str, str]] = field(repr=False)
    sessions: tuple[Session, ...]
    notes: tuple[Note, ...]

    @cached_property
    def stages(self) -> list[Stage]:
        """The journey with what was said at each stage."""
        seen = self.seen
        stages = {t.id: t.journey for t in seen.codebook.themes}
        return journey(seen.rows, seen.excerpts, seen.sources, stages)

    @cached_property
    def rows_by_stage(self) -> dict[tuple[str, str, Group], list[CodedRow]]:
        """Passages that count, by stage, theme and column, those first that show the theme best."""
        known = {stage.name for stage in self.stages}
        found: dict[tuple[str, str, Group], list[CodedRow]] = {}
        for (theme, group), rows in self.seen.shown_best_first.items():
            for row in rows:
                name = row.stage if row.stage in known else NO_STAGE
                found.setdefault((name, theme, group), []).append(row)
        return found

    @cached_property
    def people_by_stage(self) -> dict[tuple[str, str, Group], str]:
        """People by stage, theme and group, as they may be shown."""
        return shown_people(self.stages, self.seen.policy)

    @cached_property
    def composite(self) -> list[tuple[str, CodedRow]]:
        """One journey told by many: a stage and a passage each (see :func:`childvoice.findings.journey.composite`)."""
        return composite(self.seen.rows)

    @cached_property
    def enquiries(self) -> list[Enquiry]:
        """The evidence of every key line of enquiry."""
        seen = self.seen
        raised_in: dict[str, set[str]] = {}
        for row in seen.rows:
            if row.counts:
                raised_in.setdefault(row.theme, set()).add(row.source_id)
        return enquiries(
            seen.settings.review.lines_of_enquiry,
            seen.sources,
            {t.id: t.lines_of_enquiry for t in seen.codebook.themes},
            seen.cells,
            seen.speakers,
            self.indicators,
            self.recommendations,
            raised_in,
        )

    @cached_property
    def convergence(self) -> list[Line]:
        """All groups beside children, theme by theme, those with most dissonance first."""
        return convergence(
            self.seen.comparisons, self.seen.codebook.ids, self.indicators, self.decisions, fewest=self.fewest
        )

    @property
    def fewest(self) -> int:
        """How many people a side needs for a verdict."""
        return max(FEWEST, self.seen.policy.least)

    @property
    def rule(self) -> tuple[str, ...]:
        """The rule of the verdicts in sentences, with the numbers of this review."""
        return rule(self.fewest)


def gather(review: Path, seen: Overview) -> Evidence:
    """Read the folder ``evidence`` of a review. What cannot be read is noted, and the rest goes on."""
    folder = review / FOLDER
    themes, lines = seen.codebook.ids, seen.settings.review.lines_of_enquiry
    figures = indicators.gather(folder)
    asked, about_asked = recommendations.gather(folder, themes=themes, lines=lines)
    decided, about_decided = decisions(folder, themes)
    own, about_own = framework.summaries(folder, themes)
    held, about_held = sessions.sessions(folder, seen.sources, (r.id for r in asked))
    notes = (*figures.notes, *about_asked, *about_decided, *about_own, *about_held, *doubts(seen))
    return Evidence(seen, figures, asked, decided, own, tuple(held), notes)


def matrix_rows(evidence: Evidence) -> list[dict[str, Any]]:
    """One row a theme and group (indicators among them): the proposal, its reason, and the person's decision."""
    seen = evidence.seen
    return [
        {
            "theme": line.theme,
            "label": seen.label(line.theme),
            "group": cell.group,
            "verdict": cell.verdict,
            "proposed": cell.proposed,
            "reason": cell.reason,
            "decided": "yes" if cell.decision else "no",
            "why": cell.decision.why if cell.decision else "",
            "by": cell.decision.by if cell.decision else "",
        }
        for line in evidence.convergence
        for cell in line.cells
    ]


def indicator_rows(evidence: Evidence) -> list[dict[str, Any]]:
    """One row a figure, newest period first within a measure; the value as written, as number, and as symbol."""
    rows = []
    for figure in evidence.indicators.figures:
        measure = figure.measure
        rows.append(
            {
                "measure": measure.id,
                "label": measure.label,
                "breakdown": figure.breakdown,
                "period": figure.period,
                "level": figure.level,
                "area": figure.area,
                "value": figure.raw,
                "number": figure.number,
                "symbol": figure.symbol,
                "unit": measure.unit,
                "lines": "; ".join(
                    f"{line.label}: {line.value:g}"
                    for line in evidence.indicators.lines
                    if line.measure == measure.id
                ),
                "beside": _beside(evidence.indicators, figure),
                "population": measure.population,
                "different_population": measure.different,
                "themes": "|".join(measure.themes),
                "lines_of_enquiry": "|".join(measure.lines_of_enquiry),
                "journey": "|".join(measure.journey),
                "source": figure.source,
            }
        )
    return rows


def _beside(indicators: Indicators, figure: Indicator) -> str:
    compared = against(indicators, figure.measure.id)
    if compared is None or compared[0] is not figure:
        return ""
    _, other, how = compared
    return (
        f"{how} ({other.area} {other.shown})"
        if how == "about the same"
        else f"{how} than {other.area} ({other.shown})"
    )


def recommendation_rows(evidence: Evidence, today: dt.date) -> list[dict[str, Any]]:
    """One row a recommendation, overdue ones first: owner, status and standing in words, what it rests on, doubts."""
    listed = sorted(evidence.recommendations, key=lambda r: not r.is_overdue(today))
    return [
        {
            "id": r.id,
            "recommendation": r.text,
            "owner": r.owner or "no owner is named",
            "response": r.response,
            "status": r.status,
            "standing": r.standing(today),
            "dates": "; ".join(f"{m.when} {m.what}{' (done)' if m.done else ''}" for m in r.milestones),
            "evidence_of_change": r.evidence,
            "themes": "|".join(r.themes),
            "lines_of_enquiry": "|".join(r.lines),
            "you_said": r.you_said,
            "we_will": r.we_will,
            "doubts": "; ".join(r.doubts),
        }
        for r in listed
    ]


def enquiry_rows(evidence: Evidence) -> list[dict[str, Any]]:
    """One row a key line of enquiry: sources by group, themes, figures, recommendations, gaps."""
    seen = evidence.seen
    return [
        {
            "line": e.letter,
            "title": e.title,
            **{f"sources_{g.value}": seen.count(len(e.sources.get(g, ()))) for g in Group},
            "themes": "|".join(e.themes),
            "indicators": "|".join(e.measures),
            "recommendations": "|".join(e.recommendations),
            "gaps": "; ".join(gap_told(seen, gap.what, gap.themes) for gap in e.gaps),
        }
        for e in evidence.enquiries
    ]


def gap_told(seen: Overview, what: str, themes: Iterable[str]) -> str:
    """Say a gap with the names of its themes, without its full stop."""
    names = "; ".join(seen.label(t) for t in themes)
    return f"{what}: {names}" if names else what


def journey_rows(evidence: Evidence) -> list[dict[str, Any]]:
    """One row a stage, theme and group that raised it there, with people as they may be shown."""
    seen = evidence.seen
    rows = []
    for stage in evidence.stages:
        for theme in seen.codebook.ids:
            for group in seen.groups:
                cell = stage.cells.get((theme, group))
                if cell is None or not cell.participants:
                    continue
                people = evidence.people_by_stage[stage.name, theme, group]
                rows.append(
                    {
                        "stage": stage.name,
                        "theme": theme,
                        "label": seen.label(theme),
                        "group": group.value,
                        "people": people,
                        "tone": cell.tone if people.isdigit() else "",
                        "asked": "yes" if stage.speakers.was_asked(group, theme) else "never asked",
                    }
                )
    return rows


def session_rows(evidence: Evidence) -> list[dict[str, Any]]:
    """One row a session with children: Lundy's four fields as written, and which nobody has filled in."""
    titles = {s.id: s.title for s in evidence.seen.sources}
    return [
        {
            "source": s.source,
            "title": titles[s.source],
            "space": s.space,
            "voice": s.voice,
            "audience": s.audience,
            "influence": s.influence,
            "recommendations": "|".join(s.recommendations),
            "open": "|".join(s.open),
        }
        for s in evidence.sessions
    ]


def framework_rows(evidence: Evidence, by: str = "person") -> list[dict[str, Any]]:
    """One row a cell of the framework matrix: the case, the theme, the summary and whose it is."""
    cells = framework.framework(
        evidence.seen.rows, evidence.summaries, by="source" if by == "source" else "person"
    )
    return [
        {
            "case": c.case,
            "theme": c.theme,
            "summary": c.own or c.draft,
            "by": (c.by or "a person") if c.own else "machine draft",
            "excerpts": "|".join(c.excerpts),
        }
        for c in cells
    ]


def note_rows(evidence: Evidence) -> list[dict[str, Any]]:
    """One row for each thing that cannot be meant: where, what, what to do."""
    return [{"where": n.where, "cause": n.cause, "remedy": n.remedy} for n in evidence.notes]
