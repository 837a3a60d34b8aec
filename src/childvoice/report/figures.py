"""Published and local figures as sentences: pages and reports say the same of them."""

from __future__ import annotations

from childvoice.findings.convergence import against
from childvoice.findings.indicators import LOCAL, TYPED, Indicator, Measure
from childvoice.overview.evidence import Evidence
from childvoice.report import wording


def there(evidence: Evidence, measure: Measure) -> bool:
    """Whether there is a figure of this council for a measure."""
    return any(evidence.indicators.newest(measure.id, level) for level in (LOCAL, TYPED))


def told(evidence: Evidence, measure: Measure) -> str:
    """Say the newest figure of this council in a sentence, and how it stands to England or the region."""
    own = [f for level in (LOCAL, TYPED) for f in evidence.indicators.newest(measure.id, level)]
    if not own:
        return "There is no figure of this council."
    first = own[0]
    when = f" ({wording.dates(first.period)})" if first.period else ""
    if len(own) > 1:
        parts = "; ".join(f"{_lower(part(f))}, {f.shown}" for f in own)
        return f"Here{when}: {parts}."
    compared = against(evidence.indicators, measure.id)
    beside = ""
    if compared:
        _, other, how = compared
        than = f"{how} as in" if how == "about the same" else f"{how} than in"
        beside = f", {than} {other.area} ({other.shown})"
    lines = [line for line in evidence.indicators.lines if line.measure == measure.id]
    drawn = "".join(f" {wording.capital(line.label)} is {line.value:g}." for line in lines)
    return f"{first.shown} here{when}{beside}.{drawn}"


def line(evidence: Evidence, measure: Measure) -> str:
    """Say a measure in one line of a list: its name, its figure, and whether it counts other people."""
    other = f" Other people or another count: {measure.different}." if measure.different else ""
    return f"{measure.label}: {_lower(told(evidence, measure))}{other}"


def part(figure: Indicator) -> str:
    """Name the part of a measure that a figure is of: '2 social workers'; empty for a figure of the whole."""
    return figure.breakdown.partition(": ")[2] or figure.breakdown


def _lower(text: str) -> str:
    """``text`` with a small first letter, unless it begins with an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
