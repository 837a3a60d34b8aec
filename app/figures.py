"""Published figures beside what was said: a sentence, bars with their numbers, and whom they count."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

import shared
from charts import Bar, bars
from childvoice.findings.convergence import against
from childvoice.findings.indicators import LOCAL, NATIONAL, NEIGHBOUR, REGIONAL, TYPED, Indicator, Measure
from childvoice.overview.evidence import Evidence
from childvoice.report import wording
from shared import heading, para, put, table

_LEVELS = (LOCAL, TYPED, NEIGHBOUR, REGIONAL, NATIONAL)


def show(evidence: Evidence, measures: Iterable[Measure], order: int = 3) -> None:
    """Show each measure that has figures; nothing where there is none."""
    for measure in measures:
        found = [f for level in _LEVELS for f in evidence.indicators.newest(measure.id, level)]
        if found:
            _one(evidence, measure, found, order)


def told(evidence: Evidence, measure: Measure) -> str:
    """Say the newest figure of this council in a sentence, and how it stands to England or the region."""
    own = [f for level in (LOCAL, TYPED) for f in evidence.indicators.newest(measure.id, level)]
    if not own:
        return "There is no figure of this council."
    first = own[0]
    when = f" ({wording.dates(first.period)})" if first.period else ""
    if len(own) > 1:
        parts = "; ".join(f"{_lower(_part(f))}, {f.shown}" for f in own)
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
    other = f" (other people or another count: {measure.different})" if measure.different else ""
    return f"{measure.label}: {told(evidence, measure)}{other}"


def badge(measure: Measure) -> str:
    """Make the badge of a figure that counts other people than this review listens to; empty for others."""
    if not measure.different:
        return ""
    return f"<p class='note'><strong>Other people or another count:</strong> {shared.esc(measure.different)}.</p>"


def _one(evidence: Evidence, measure: Measure, found: list[Indicator], order: int) -> None:
    sentence = told(evidence, measure)
    put(heading(measure.label, order), para(sentence), badge(measure))
    if measure.population:
        put(para(f"It counts {measure.population}.", "note"))
    lines = [line for line in evidence.indicators.lines if line.measure == measure.id]
    items = [Bar(_name(f), f.number, f.shown) for f in found]
    items += [Bar(wording.capital(line.label), line.value, f"{line.value:g}") for line in lines]
    if len(items) > 1:
        bars(items, f"Bar chart: {measure.label}. {sentence}")
        rows = [
            {"Where": _name(f), "When": wording.dates(f.period), "Figure": f.shown, "From": f.source}
            for f in found
        ]
        with st.expander(f"As a table: {measure.label}"):
            put(table(measure.label, rows))


def _name(figure: Indicator) -> str:
    return " · ".join(filter(None, (figure.area, _part(figure))))


def _lower(text: str) -> str:
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _part(figure: Indicator) -> str:
    return figure.breakdown.partition(": ")[2] or figure.breakdown
