"""Small counts are not shown, and cannot be worked out from what is shown beside them.

Primary: counts from 1 to ``below`` - 1 become ``c`` (the Department for Education's symbol for confidential).

Secondary: whoever knows the totals of rows and columns can subtract. So further cells go, until every hidden
cell could have at least two values: the cell suppression problem (Cox 1980, JASA 75, 377-385; solved exactly
by Fischetti and Salazar 2001, Management Science 47, 1008-1027). A cell can differ from what it is if and
only if it lies on a cycle of hidden cells of which every second one rises by 1 while the others fall by 1:
all totals stay as they are (Gusfield 1988, SIAM Journal on Computing 17, 552-571). So for each small count we
hide the cheapest cycle through it, and what is hidden already costs nothing; cheapest is the fewest zeros,
then the fewest people (Kelly, Golden and Assad 1992, Networks 22, 397-417). Not always the least that would
do, but always enough.

A few counts cannot be protected by hiding cells, because no cycle goes through them: where all else in their
row and their column is 0, say, and the rest of the table is empty, the total *is* the count. Totals are
counts too: show them through :func:`shown`. Nor does this protect against comparing several tables: for counts
that may be asked for under several filters there is :mod:`childvoice.findings.filters`.

A review chooses one of two policies: ``conceal`` (1 to ``below`` - 1 become ``c``) or ``round`` (the rule of the
Department of Health and Social Care: below 10 nothing is shown, all else is rounded to the nearest 5).
"""

from __future__ import annotations

import heapq
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from itertools import count as counter
from typing import Literal, TypeVar

SUPPRESSED = "c"

Row = TypeVar("Row", bound=Hashable)
Column = TypeVar("Column", bound=Hashable)

ROUND_BELOW, ROUND_TO = 10, 5


@dataclass(frozen=True, slots=True)
class Policy:
    """How counts may be shown: which policy, from what number on, and whether a zero is shown as one."""

    kind: Literal["conceal", "round"] = "conceal"
    below: int = 6
    show_zero: bool = True

    def __post_init__(self) -> None:
        if self.below < 1:
            raise ValueError("counts are shown from 1 on at the least")

    @property
    def least(self) -> int:
        """The smallest number of people of whom anything is told."""
        return max(self.below, ROUND_BELOW) if self.kind == "round" else self.below

    def count(self, number: int) -> str:
        """Write a count as it may be shown.

        >>> [Policy().count(n) for n in (0, 5, 6)], [Policy("round").count(n) for n in (0, 9, 12, 13)]
        (['0', 'c', '6'], ['0', 'c', '10', '15'])
        """
        if number == 0:
            return "0" if self.show_zero or self.least == 1 else SUPPRESSED
        if number < self.least:
            return SUPPRESSED
        return str(ROUND_TO * int(number / ROUND_TO + 0.5)) if self.kind == "round" else str(number)

    def percent(self, number: int, of: int) -> str:
        """Write a share as a whole percentage, from counts as they are shown; ``c`` where one of them is.

        >>> Policy().percent(12, 30), Policy().percent(3, 30), Policy("round").percent(12, 33)
        ('40%', 'c', '29%')
        """
        part, whole = self.count(number), self.count(of)
        if SUPPRESSED in (part, whole):
            return SUPPRESSED
        return f"{round(100 * int(part) / int(whole))}%" if int(whole) else ""

    def told(self) -> str:
        """Say the policy in a sentence."""
        zero = "" if self.show_zero else " A zero is shown as c as well."
        if self.kind == "round":
            return f"Numbers below {self.least} are shown as c; all others are rounded to the nearest {ROUND_TO}.{zero}"
        if self.below == 1:
            return "All numbers are shown as they are."
        return f"c stands for a number from 1 to {self.below - 1}, or one from which it could be worked out.{zero}"


_Cell = tuple[Hashable, Hashable]
_Line = tuple[str, Hashable]
# From a line, the ways on: the line reached, the cell that is changed, whether it falls by 1 (else it rises).
_Ways = dict[_Line, list[tuple[_Line, _Cell, bool]]]


def shown(number: int, below: int) -> str:
    """Write the count as it may be shown: itself, 0, or ``c``.

    >>> [shown(n, 6) for n in (0, 1, 5, 6)]
    ['0', 'c', 'c', '6']
    """
    return SUPPRESSED if 0 < number < below else str(number)


def suppress_table(table: Mapping[Row, Mapping[Column, int]], below: int) -> dict[Row, dict[Column, str]]:
    """Write ``table`` as it may be shown beside its row and column totals. Every row has the same columns.

    The order of rows and columns makes no difference to what is hidden.

    >>> suppress_table({"a": {"x": 3, "y": 9}, "b": {"x": 8, "y": 7}, "c": {"x": 20, "y": 0}}, 6)
    {'a': {'x': 'c', 'y': 'c'}, 'b': {'x': 'c', 'y': 'c'}, 'c': {'x': '20', 'y': '0'}}
    """
    numbers: dict[_Cell, int] = {(r, c): n for r, cells in table.items() for c, n in cells.items()}
    by_size = sorted(numbers, key=lambda cell: (-numbers[cell], str(cell[0]), str(cell[1])))
    small = [cell for cell in by_size if 0 < numbers[cell] < below]
    ways = _ways(by_size, numbers)
    hidden = set(small)
    safe: set[_Cell] = set()
    for cell in small:
        if cell not in safe:
            cycle = _cheapest_cycle(cell, ways, numbers, hidden)
            hidden |= cycle
            safe |= cycle
    return {
        r: {c: SUPPRESSED if (r, c) in hidden else str(n) for c, n in cells.items()}
        for r, cells in table.items()
    }


def _ways(cells: list[_Cell], numbers: Mapping[_Cell, int]) -> _Ways:
    """Make lines the places and cells the ways between them: row to column rises, column to row falls."""
    # Where there is one row only, a column's total is the cell itself and nobody would show it: such columns
    # do not bind, which is the same as one place for them all. Likewise rows.
    one_row, one_column = len({r for r, _ in cells}) == 1, len({c for _, c in cells}) == 1
    free: _Line = ("free", "")
    ways: _Ways = {}
    for cell in cells:
        row: _Line = free if one_column else ("row", cell[0])
        column: _Line = free if one_row else ("column", cell[1])
        ways.setdefault(row, []).append((column, cell, False))
        ways.setdefault(column, [])
        if numbers[cell]:
            ways[column].append((row, cell, True))
    return ways


def _cheapest_cycle(
    target: _Cell, ways: _Ways, numbers: Mapping[_Cell, int], hidden: set[_Cell]
) -> set[_Cell]:
    """Find the cells of the cheapest cycle through ``target``, empty if there is none (Dijkstra 1959).

    A cycle on which ``target`` rises is, read backwards, one on which it falls, unless a zero would have to
    fall there: so both ways are tried.
    """
    (start, end) = next(
        (a, b) for a, on in ways.items() for b, cell, falls in on if cell == target and not falls
    )
    found = [
        path
        for path in (
            _cheapest_path(end, start, target, ways, numbers, hidden),
            _cheapest_path(start, end, target, ways, numbers, hidden),
        )
        if path
    ]
    return {target, *min(found, key=lambda path: path[0])[1]} if found else set()


def _cheapest_path(
    start: _Line,
    end: _Line,
    without: _Cell,
    ways: _Ways,
    numbers: Mapping[_Cell, int],
    hidden: set[_Cell],
) -> tuple[tuple[int, int], list[_Cell]] | None:
    """Find the cost (zeros, people) and the cells of the cheapest path from ``start`` to ``end``."""
    order = counter()
    waiting: list[tuple[tuple[int, int], int, _Line, list[_Cell]]] = [((0, 0), next(order), start, [])]
    done: set[_Line] = set()
    while waiting:
        cost, _, line, path = heapq.heappop(waiting)
        if line == end:
            return cost, path
        if line in done:
            continue
        done.add(line)
        for onward, cell, _ in ways[line]:
            if cell != without and onward not in done:
                new = cell not in hidden
                price = (cost[0] + (new and not numbers[cell]), cost[1] + new * numbers[cell])
                heapq.heappush(waiting, (price, next(order), onward, [*path, cell]))
    return None
