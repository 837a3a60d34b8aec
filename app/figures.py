"""Published figures beside what was said: a sentence, bars with their numbers, and whom they count."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

import shared
from charts import Bar, bars
from childvoice.findings.indicators import LOCAL, NATIONAL, NEIGHBOUR, REGIONAL, TYPED, Indicator, Measure
from childvoice.overview.evidence import Evidence
from childvoice.report import figures, wording
from childvoice.report.figures import part
from shared import heading, para, put, table

_LEVELS = (LOCAL, TYPED, NEIGHBOUR, REGIONAL, NATIONAL)


def show(evidence: Evidence, measures: Iterable[Measure], order: int = 3) -> None:
    """Show each measure that has figures; nothing where there is none."""
    for measure in measures:
        found = [f for level in _LEVELS for f in evidence.indicators.newest(measure.id, level)]
        if found:
            _one(evidence, measure, found, order)


def badge(measure: Measure) -> str:
    """Make the badge of a figure that counts other people than this review listens to; empty for others."""
    if not measure.different:
        return ""
    return f"<p class='note'><strong>Other people or another count:</strong> {shared.esc(measure.different)}.</p>"


def _one(evidence: Evidence, measure: Measure, found: list[Indicator], order: int) -> None:
    sentence = figures.told(evidence, measure)
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
    return " · ".join(filter(None, (figure.area, part(figure))))
