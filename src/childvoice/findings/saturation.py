"""Whether one more document would tell anything new: distinct themes by number of sources, group by group.

The curve in the order of the dates is set beside what other orders of the same sources would have given (a
permutation band): a curve that climbs at its end, above or below, says that hearing more people may bring more.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from childvoice.findings.rows import column_of
from childvoice.records import CodedRow, Group

_ORDERS = 400
_LAST = 0.2


@dataclass(frozen=True, slots=True)
class Saturation:
    """Distinct themes after each source of a group; ``low`` and ``high`` hold 90 % of all orders of the sources.

    ``usual`` is the average over the orders.
    """

    group: Group
    themes: tuple[int, ...]
    low: tuple[int, ...]
    high: tuple[int, ...]
    usual: tuple[float, ...]

    @property
    def late(self) -> float:
        """New themes for each source among the last fifth of the sources, on average over orders."""
        last = max(1, round(_LAST * len(self.themes)))
        if len(self.themes) <= last:
            return float(self.themes[-1]) if self.themes else 0.0
        return (self.themes[-1] - self.usual[-last - 1]) / last

    @property
    def told(self) -> str:
        """Say in a sentence what the curve says."""
        if len(self.themes) < 5:
            return "too few documents to tell whether more would bring new themes"
        if self.late < 0.1:
            return "the last documents brought hardly any new theme"
        return "the last documents still brought new themes: hearing more people may bring more"


def saturation(rows: Iterable[CodedRow], *, seed: int = 0) -> list[Saturation]:
    """Draw the curve of every group that has sources with codes; sources without a date come last."""
    themes: dict[Group, dict[tuple[bool, str, str], set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        column = column_of(role=row.role, voice=row.voice, kind=row.kind, group=row.group)
        if column is not None and row.counts:
            themes[column][not row.date, row.date, row.source_id].add(row.theme)
    return [
        _curve(group, [themes[group][k] for k in sorted(themes[group])], seed) for group in sorted(themes)
    ]


def _curve(group: Group, sources: list[set[str]], seed: int) -> Saturation:
    # Not for secrecy: the same seed must draw the same band.
    chance = random.Random(seed)  # noqa: S311
    orders = []
    for _ in range(_ORDERS):
        shuffled = sources.copy()
        chance.shuffle(shuffled)
        orders.append(_climb(shuffled))
    low, high, usual = [], [], []
    for at in range(len(sources)):
        numbers = sorted(order[at] for order in orders)
        low.append(numbers[int(0.05 * (_ORDERS - 1))])
        high.append(numbers[int(0.95 * (_ORDERS - 1))])
        usual.append(sum(numbers) / _ORDERS)
    return Saturation(group, tuple(_climb(sources)), tuple(low), tuple(high), tuple(usual))


def _climb(sources: list[set[str]]) -> list[int]:
    seen: set[str] = set()
    found = []
    for source in sources:
        seen |= source
        found.append(len(seen))
    return found
