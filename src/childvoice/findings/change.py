"""What changed: within a review over its dates, and between two rounds of the same review."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from childvoice.findings.prevalence import Prevalence
from childvoice.findings.rows import PAPERS, Speakers, column_of, counted
from childvoice.records import CodedRow, Excerpt, Group, Source

_Z = 1.959964
UNDATED = "no date"


@dataclass(frozen=True, slots=True)
class Period:
    """How many people of a group raised a theme in documents of a period, of how many who spoke in it."""

    theme: str
    group: Group
    period: str
    people: int
    of: int


@dataclass(frozen=True, slots=True)
class Change:
    """A theme and group in two rounds. ``low`` and ``high`` bound the difference of the shares (95 %).

    ``told`` is 'more of them raise it', 'fewer of them raise it', 'no clear change', or why nothing can be said.
    """

    theme: str
    group: Group
    before: Prevalence | None
    after: Prevalence | None
    difference: float
    low: float
    high: float
    told: str


def quarter(date: str) -> str:
    """Name the quarter of a date as documents have it.

    >>> quarter("2026-02-11"), quarter("2026"), quarter("in spring")
    ('2026 Q1', 'no date', 'no date')
    """
    parts = date.split("-")
    if len(parts) < 2 or not all(p.isdigit() for p in parts[:2]) or not 1 <= int(parts[1]) <= 12:
        return UNDATED
    return f"{parts[0]} Q{(int(parts[1]) + 2) // 3}"


def over_time(
    rows: Iterable[CodedRow], excerpts: Iterable[Excerpt], sources: Iterable[Source], themes: Sequence[str]
) -> list[Period]:
    """Count people by quarter, quarters in which nobody of a group spoke left out."""
    known = {s.id: s for s in sources}
    when = {s.id: quarter(s.date) for s in known.values()}
    spoke: dict[tuple[Group, str], set[str]] = defaultdict(set)
    for e in excerpts:
        source = known[e.source]
        column = column_of(role=e.role, voice=e.voice, kind=source.kind, group=source.group)
        if column is not None:
            spoke[column, when[e.source]].add(counted(column, e.participant, e.source))
    raised: dict[tuple[str, Group, str], set[str]] = defaultdict(set)
    for r in rows:
        column = column_of(role=r.role, voice=r.voice, kind=r.kind, group=r.group)
        if column is not None and r.counts:
            raised[r.theme, column, when[r.source_id]].add(counted(column, r.participant, r.source_id))
    return [
        Period(theme, group, period, len(raised.get((theme, group, period), ())), len(people))
        for theme in themes
        for (group, period), people in sorted(spoke.items())
    ]


def compare(
    before: Mapping[tuple[str, Group], Prevalence],
    after: Mapping[tuple[str, Group], Prevalence],
    asked: tuple[Speakers, Speakers],
    *,
    fewest: int,
) -> list[Change]:
    """Set two rounds side by side, theme by theme; those that changed clearly and most come first.

    The difference of two shares has Newcombe's interval (1998, Statistics in Medicine 17, 873-890, method 10). It
    is 'clear' where the interval does not hold 0. Nothing is said where fewer than ``fewest`` people raised it in
    both rounds, or where it was asked in one round only.
    """
    found = []
    for theme, group in sorted({*before, *after}):
        old, new = before.get((theme, group)), after.get((theme, group))
        if old is None or new is None or not (old.of and new.of):
            found.append(Change(theme, group, old, new, 0.0, -1.0, 1.0, "they were heard in one round only"))
            continue
        gap, low, high = _difference(old, new)
        once = [s.was_asked(group, theme) for s in asked]
        if max(old.participants, new.participants) < fewest:
            told = "too few to say"
        elif once[0] != once[1] and group not in PAPERS:
            told = f"asked in the {'earlier' if once[0] else 'later'} round only: not comparable"
        elif low > 0:
            told = "more of them raise it"
        elif high < 0:
            told = "fewer of them raise it"
        else:
            told = "no clear change"
        found.append(Change(theme, group, old, new, gap, low, high, told))
    clear = ("more of them raise it", "fewer of them raise it")
    return sorted(found, key=lambda c: (c.told not in clear, -abs(c.difference), c.theme, c.group))


def _difference(old: Prevalence, new: Prevalence) -> tuple[float, float, float]:
    p, down, up = _wilson(new.participants, new.of)
    q, floor, top = _wilson(old.participants, old.of)
    gap = p - q
    return gap, gap - sqrt((p - down) ** 2 + (top - q) ** 2), gap + sqrt((up - p) ** 2 + (q - floor) ** 2)


def _wilson(yes: int, of: int) -> tuple[float, float, float]:
    rate = yes / of
    middle = (rate + _Z * _Z / (2 * of)) / (1 + _Z * _Z / of)
    half = _Z * sqrt(rate * (1 - rate) / of + _Z * _Z / (4 * of * of)) / (1 + _Z * _Z / of)
    return rate, max(0.0, middle - half), min(1.0, middle + half)
