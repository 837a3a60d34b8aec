"""Counts of people under every choice of filters, such that no two of them give a small number away.

Whoever may ask for 'all', 'interviews' and 'interviews in the north' subtracts. So counts are decided together.
The people of each full choice of filters are the unknowns (all at least 0), each count that is shown is an
equation, and each small count is a target: linear programming tells the least and the most that it can be, and
where less than 1 lies between them another count is hidden, until no target is known. This is the auditing problem of cell
suppression (Fischetti and Salazar 2001, Management Science 47, 1008-1027) with the usual greedy choice of what to
hide next: the smallest count that helps. Differences of nested choices are targets too.

People who differ in a filter that has several values for one person (the kinds of documents they spoke in, say)
are counted under each choice that holds all their values together: give such filters a joined value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import product

import numpy as np
from scipy.optimize import linprog

from childvoice.findings.suppression import SUPPRESSED, Policy

ALL = "all"
Choice = tuple[str, ...]
_Cells = frozenset[int]
_NOTHING = 1e-9


def under_filters(people: Iterable[Sequence[str]], policy: Policy) -> dict[Choice, str]:
    """Count ``people`` (for each, the value of every filter) under every choice, ``all`` being no filter.

    Every person has the same number of values. The order of people makes no difference.
    """
    atoms = Counter(tuple(p) for p in people)
    if not atoms:
        return {}
    if len({len(a) for a in atoms}) != 1:
        raise ValueError("every person has a value for every filter")
    kinds = sorted(atoms)
    sizes = np.array([atoms[a] for a in kinds])
    width = len(kinds[0])
    options = [[ALL, *sorted({a[i] for a in kinds})] for i in range(width)]
    cells = {
        choice: frozenset(
            n for n, a in enumerate(kinds) if all(c in (ALL, v) for c, v in zip(choice, a, strict=True))
        )
        for choice in product(*options)
    }
    counts = {choice: int(sizes[list(c)].sum()) if c else 0 for choice, c in cells.items()}
    open_ = {c for c, n in counts.items() if policy.count(n) != SUPPRESSED}
    if policy.kind == "conceal":  # rounded counts do not add up, and tell nothing exactly
        _hide(open_, cells, counts, sizes, policy.below)
    return {c: policy.count(counts[c]) if c in open_ else SUPPRESSED for c in cells}


def _hide(
    open_: set[Choice], cells: dict[Choice, _Cells], counts: dict[Choice, int], sizes: np.ndarray, below: int
) -> None:
    """Take counts out of ``open_`` until nothing small can be worked out from those that stay."""
    everybody = set(range(len(sizes)))
    small = [c for c in cells.values() if 0 < _people(c, sizes) < below]
    by_size = sorted(cells, key=lambda c: (counts[c], c))
    for inner in by_size:
        for outer in by_size:
            gap = cells[outer] - cells[inner]
            if cells[inner] < cells[outer] and 0 < _people(gap, sizes) < below:
                small.append(gap)
    # The smallest first: what protects them often protects the others.
    for target in sorted(set(small), key=lambda t: (_people(t, sizes), sorted(t))):
        while open_ and _known(target, {cells[c] for c in open_ if cells[c]}, sizes):
            near = [c for c in open_ if cells[c] & target and cells[c] != everybody] or list(open_)
            open_.discard(min(near, key=lambda c: (counts[c], c)))


def _people(cells: _Cells, sizes: np.ndarray) -> int:
    return int(sizes[list(cells)].sum()) if cells else 0


def _known(target: _Cells, told: set[_Cells], sizes: np.ndarray) -> bool:
    """Whether the number of people in ``target`` follows from the counts ``told``: no other whole number could be."""
    if not told:
        return False
    listed = sorted(told, key=sorted)
    known = np.array([[float(n in c) for n in range(len(sizes))] for c in listed])
    aim = np.array([float(n in target) for n in range(len(sizes))])
    # What could change without changing any count that is told, and changes the target most.
    _, strength, directions = np.linalg.svd(known)
    free = directions[int((strength > _NOTHING).sum()) :]
    way = free.T @ (free @ aim)
    if abs(aim @ way) < _NOTHING:
        return True
    # As far as that goes before a number would fall under 0: often that alone is enough room.
    with np.errstate(divide="ignore"):
        up = np.min(np.where(way < -_NOTHING, sizes / -way, np.inf))
        down = np.min(np.where(way > _NOTHING, sizes / way, np.inf))
    if abs(aim @ way) * (up + down) >= 1:
        return False
    totals = known @ sizes
    ends = []
    for sign in (1, -1):
        done = linprog(sign * aim, A_eq=known, b_eq=totals, bounds=(0, None), method="highs")
        if done.status != 0:  # unbounded: it can be anything from there on
            return False
        ends.append(sign * done.fun)
    return bool(ends[1] - ends[0] < 1 - _NOTHING)
