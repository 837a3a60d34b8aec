"""How many passages or people really hold a theme, from a machine's codes and a random sample that a person checked.

The machine codes everything and errs; a person codes a random sample without seeing the machine's codes. Both
together tell more than either: prediction-powered inference (Angelopoulos and others 2023, Science 382, 669-674),
here stratified by what the machine said (Fisch and others 2024, 'Stratified prediction-powered inference'), which
for yes-or-no codes is design-based supervised learning with known chances (Egami and others 2023). Where the machine
says yes, and where it says no, the sample tells how often it is so; the two are put together by their numbers.

The intervals are of Wilson's kind in each stratum, joined by the method of variance recovery (Zou and Donner 2008,
Statistics in Medicine 27, 1693-1702). So they do not shrink to nothing when the sample holds no error by chance, and
they know that a sample of a small whole leaves little unchecked. They hold for a *simple random sample of units*:
checking what looks doubtful is good for the codes and tells nothing of their number.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

ENOUGH, ENOUGH_IN_PART = 30, 8
"""Units that a person has to have checked before an estimate is shown: in all, and where the machine said yes or no."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A passage or a person: what the machine said, and what a person said (None: not in the sample)."""

    machine: bool
    person: bool | None


@dataclass(frozen=True, slots=True)
class Estimate:
    """How many of ``of`` units hold a theme: by the machine alone, and corrected, with an interval.

    ``enough`` is false where too few were checked for the numbers to be shown; ``why`` then says what lacks.
    """

    of: int
    machine: int
    checked: int
    share: float
    low: float
    high: float
    enough: bool
    why: str = ""


def estimate(units: Sequence[Unit], level: float = 0.95) -> Estimate:
    """Estimate the share of units that really hold the theme, with an interval of the ``level``.

    A stratum of which nothing was checked may be anything from 0 to 1, and the interval says so.
    """
    if not units:
        return Estimate(0, 0, 0, 0.0, 0.0, 1.0, enough=False, why="there is nothing to check")
    share, down, up = 0.0, 0.0, 0.0
    parts = []
    for said in (True, False):
        here = [u for u in units if u.machine is said]
        checked = [u.person for u in here if u.person is not None]
        parts.append((len(here), len(checked)))
        if not here:
            continue
        weight = len(here) / len(units)
        rate, low, high = _rate(sum(checked), len(checked), len(here), level)
        share += weight * rate
        down += (weight * (rate - low)) ** 2
        up += (weight * (high - rate)) ** 2
    checked_in_all = sum(n for _, n in parts)
    why = _lacking(checked_in_all, parts)
    return Estimate(
        of=len(units),
        machine=parts[0][0],
        checked=checked_in_all,
        share=share,
        low=max(0.0, share - sqrt(down)),
        high=min(1.0, share + sqrt(up)),
        enough=not why,
        why=why,
    )


def _lacking(checked: int, parts: list[tuple[int, int]]) -> str:
    if checked < ENOUGH:
        return f"not checked enough: a person has to check at least {ENOUGH} at random"
    for (there, seen), what in zip(parts, ("found the theme", "did not find it"), strict=True):
        if seen < min(there, ENOUGH_IN_PART):
            return f"not checked enough where the machine {what}: at least {min(there, ENOUGH_IN_PART)} are needed"
    return ""


def _rate(yes: int, checked: int, of: int, level: float) -> tuple[float, float, float]:
    """Give the rate in a stratum with Wilson's interval, narrowed by the part of the stratum that was checked."""
    if not checked:
        return 0.5, 0.0, 1.0
    if checked == of:
        return yes / of, yes / of, yes / of
    rate = yes / checked
    # A sample without replacement tells as much as a larger one from a whole without end. What is left is the
    # unchecked part, so the interval is for it alone, and what was checked is known.
    rest = of - checked
    z = NormalDist().inv_cdf(0.5 + level / 2)
    known = checked * (of - 1) / rest
    middle = (rate + z * z / (2 * known)) / (1 + z * z / known)
    half = z * sqrt(rate * (1 - rate) / known + z * z / (4 * known * known)) / (1 + z * z / known)
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    # Never outside what the checked ones leave possible.
    return rate, max(low, yes / of), min(high, (yes + rest) / of)


def draw(ids: Iterable[str], number: int, seed: int) -> list[str]:
    """Draw a simple random sample of ids without replacement; the same for the same ids and seed, in any order."""
    listed = sorted(set(ids))
    # Not for secrecy: a sample that anybody can draw again.
    chosen = random.Random(seed).sample(listed, min(number, len(listed)))  # noqa: S311
    return sorted(chosen)
