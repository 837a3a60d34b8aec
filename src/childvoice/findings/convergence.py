"""All groups on one page: for each theme what parents, staff, partners, records and figures say beside children.

The rule proposes; a person confirms or changes a verdict and writes why, in ``triangulation.csv`` of the review
(theme, group, verdict, why, by). The proposal stays visible beside the decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from childvoice.findings.indicators import (
    CLOSE,
    LOCAL,
    NATIONAL,
    REGIONAL,
    TYPED,
    Indicator,
    Indicators,
    standing,
)
from childvoice.findings.prevalence import CLEAR, Prevalence
from childvoice.findings.triangulation import FACTOR, FEWEST, Comparison, Verdict
from childvoice.findings.written import Note, known, read
from childvoice.records import Group

FILE = "triangulation.csv"
INDICATORS = "indicators"
NO_FIGURE, NOT_COMPARABLE = "no figure", "figures of other people"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided on a theme and another group, and why."""

    theme: str
    group: str
    verdict: str
    why: str
    by: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One group beside children on one theme: the rule's proposal with its reason, and a person's decision."""

    group: str
    proposed: str
    reason: str
    decision: Decision | None = None

    @property
    def verdict(self) -> str:
        """What holds: the person's word, else the rule's."""
        return self.decision.verdict if self.decision else self.proposed


@dataclass(frozen=True, slots=True)
class Line:
    """A theme with the cells of all groups."""

    theme: str
    cells: tuple[Cell, ...]

    def cell(self, group: str) -> Cell | None:
        """Find the cell of a group."""
        return next((c for c in self.cells if c.group == group), None)


def rule(fewest: int = FEWEST) -> tuple[str, ...]:
    """Say the rule in sentences, in the order in which it is read, with the numbers that it is run with."""
    return (
        "Distinct people are counted, not mentions. A side is mostly good (or mostly bad) if more than half of those "
        f"who say how it was found it so, and good and bad differ by at least {CLEAR:.0%} of them; else it is mixed.",
        "Not raised: nobody on either side spoke of it.",
        f"Too few to say: fewer than {fewest} people on a side that speaks.",
        "Children are silent: the others raise it. Whether children were asked about it stands in the reason.",
        f"Never asked: nobody asked the others, and fewer than {fewest} of them raised it all the same. Papers are "
        "never asked, so this is not said of them.",
        f"Only children raise it: the others say nothing, or fewer than {fewest} of them do while at least "
        f"{2 * fewest} children do, whose share is more than {FACTOR} times theirs.",
        f"Dissonance: mostly good on one side, mostly bad on the other, and at least {fewest} on each say how it was.",
        f"Agreement: the same tone, and neither side's share of people is more than {FACTOR} times the other's.",
        "Partial agreement: everything else; the same tone with very different weight, or one side mixed.",
        "Figures: this council's newest figure beside England's (else the region's); within "
        f"{CLOSE:.0%} they are about the same and say nothing. All others worse where children are mostly bad, or "
        "better where they are mostly good, is agreement; the other way round dissonance; anything else partial "
        "agreement. Figures that count other people are not compared.",
    )


def convergence(
    comparisons: Iterable[Comparison],
    themes: Sequence[str],
    indicators: Indicators,
    decisions: Sequence[Decision] = (),
    *,
    fewest: int = FEWEST,
) -> list[Line]:
    """Put all comparisons of a theme on one line; themes with most dissonance first, then only children's."""
    decided = {(d.theme, d.group): d for d in decisions}
    by_theme: dict[str, list[Comparison]] = {}
    for c in comparisons:
        by_theme.setdefault(c.theme, []).append(c)
    lines = []
    for theme in themes:
        found = sorted(by_theme.get(theme, []), key=lambda c: list(Group).index(c.other))
        cells = [
            Cell(c.other.value, c.verdict.value, c.reason, decided.get((theme, c.other.value))) for c in found
        ]
        if found:
            proposed, reason = beside_figures(found[0].children, indicators, fewest)
            cells.append(Cell(INDICATORS, proposed, reason, decided.get((theme, INDICATORS))))
        lines.append(Line(theme, tuple(cells)))
    strength = {t: max((c.strength for c in by_theme.get(t, [])), default=0.0) for t in themes}
    place = {t: n for n, t in enumerate(themes)}

    def order(line: Line) -> tuple[int, int, float, int]:
        verdicts = [c.verdict for c in line.cells]
        only = (Verdict.ONLY_CHILDREN, Verdict.NEVER_ASKED)
        return (
            -verdicts.count(Verdict.DISSONANCE),
            -sum(v in only for v in verdicts),
            -strength[line.theme],
            place[line.theme],
        )

    return sorted(lines, key=order)


def beside_figures(children: Prevalence, indicators: Indicators, fewest: int) -> tuple[str, str]:
    """Propose how the published figures of a theme stand to what children say, with the reason."""
    measures = indicators.of_theme(children.theme)
    if not measures:
        return NO_FIGURE, "no figure belongs to this theme"
    if children.participants < fewest:
        return Verdict.TOO_FEW, "too few children"
    told: list[tuple[str, str]] = []
    for measure in measures:
        compared = against(indicators, measure.id)
        if measure.different or compared is None:
            continue
        own, other, how = compared
        told.append((how, f"{measure.label}: {own.shown} here, {other.shown} in {other.area}"))
    if not told:
        return (
            NOT_COMPARABLE,
            "its figures count other people, or there is none to compare this council's with",
        )
    same, opposite = {"negative": ("worse", "better"), "positive": ("better", "worse")}.get(
        children.tone, ("", "")
    )
    ways = {how for how, _ in told} - {"about the same"}
    reason = "; ".join(f"{how} ({what})" for how, what in told)
    if same and ways == {same}:
        return Verdict.AGREEMENT, reason
    return (Verdict.DISSONANCE if opposite and ways == {opposite} else Verdict.PARTIAL), reason


def against(indicators: Indicators, measure: str) -> tuple[Indicator, Indicator, str] | None:
    """Give this council's newest figure, England's (else the region's) of the same period, and how it stands to it."""
    for own in (f for level in (LOCAL, TYPED) for f in indicators.newest(measure, level)):
        for level in (NATIONAL, REGIONAL):
            for other in indicators.figures:
                same = (other.measure.id, other.level, other.period) == (measure, level, own.period)
                if same and other.breakdown == own.breakdown and other.number is not None:
                    how = standing(own, other.number)
                    if how:
                        return own, other, how
    return None


def decisions(folder: Path, themes: Iterable[str]) -> tuple[tuple[Decision, ...], tuple[Note, ...]]:
    """Read ``triangulation.csv`` of a review's ``evidence`` folder; a row that gives no reason does not hold."""
    path = folder / FILE
    if not path.is_file():
        return (), ()
    table = read(path, ("theme", "group", "verdict", "why"))
    notes = list(table.notes)
    found: dict[tuple[str, str], Decision] = {}
    groups = [g.value for g in Group if g is not Group.CHILD] + [INDICATORS]
    allowed: Mapping[str, Iterable[str]] = {
        "theme": tuple(themes),
        "group": groups,
        "verdict": [v.value for v in Verdict],
    }
    for line, row in table.rows:
        where = f"{path.name}, line {line}"
        wrong = [n for key, words in allowed.items() for n in known((row[key],), words, where, key)[1]]
        if not row["why"]:
            wrong.append(
                Note(where, "the decision has no reason", "Write why; until then the proposal holds")
            )
        if (row["theme"], row["group"]) in found:
            wrong.append(Note(where, "it was decided on an earlier line", "Keep one of the two"))
        notes += wrong
        if not wrong:
            key = row["theme"], row["group"]
            found[key] = Decision(*key, row["verdict"], row["why"], row.get("by", ""))
    return tuple(found.values()), tuple(notes)
