"""The one kind of chart: bars with their names and numbers written on them, so that no colour is needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import altair as alt
import streamlit as st

_ROW = 58
# Dark enough on white and light enough on black (contrast over 3:1 on both).
_BAR = "#2b76b9"


class Bar(NamedTuple):
    """A name, how long its bar is (None, and no bar: the number is not shown), and what stands at it."""

    name: str
    value: float | None
    text: str


def bar(name: str, people: str, text: str) -> Bar:
    """Make a bar for a number of people that has already been through suppression."""
    return Bar(name, int(people) if people.isdigit() else None, text)


def bars(items: Sequence[Bar], description: str) -> None:
    """Draw ``items`` from top to bottom; nothing if there are none.

    A screen reader says ``description`` in place of the picture.
    """
    if not items:
        return
    rows = [{"at": n, "name": b.name, "value": b.value, "text": b.text} for n, b in enumerate(items)]
    longest = max((b.value or 0 for b in items), default=0) or 1
    line = alt.Y("at:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    base = alt.Chart(alt.Data(values=rows), description=description).encode(y=line)
    length = alt.X("length:Q", axis=None, scale=alt.Scale(domain=[0, longest * 1.4], nice=False))
    placed = base.transform_calculate(length="isValid(datum.value) ? datum.value : 0", zero="0")
    drawn = placed.mark_bar(size=18, yOffset=8, color=_BAR).encode(x=length)
    names = placed.mark_text(align="left", dy=-13, fontSize=15, fontWeight=600, limit=0).encode(
        x=alt.X("zero:Q", axis=None), text="name:N"
    )
    numbers = placed.mark_text(align="left", dx=6, dy=9, fontSize=15).encode(x=length, text="text:N")
    chart = (
        (drawn + names + numbers)
        .properties(height=_ROW * len(rows), usermeta={"embedOptions": {"actions": False}})
        .configure_view(stroke=None)
    )
    st.altair_chart(chart, alt=description, width="stretch")
