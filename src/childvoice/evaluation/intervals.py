"""Bootstrap intervals over whole documents, because rows of one document are not independent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

SEED = 7
RUNS = 500

Unit = TypeVar("Unit")


def interval(units: Sequence[Unit], statistic: Callable[[Sequence[Unit]], float]) -> tuple[float, float]:
    """95 % percentile interval of ``statistic`` over documents drawn with replacement (Efron and Tibshirani 1993)."""
    if len(units) < 2:
        return (float("nan"), float("nan"))
    random = np.random.default_rng(SEED)
    draws = [statistic([units[i] for i in random.integers(0, len(units), len(units))]) for _ in range(RUNS)]
    # A draw without any gold of the kind has no figure; without any such draw there is no interval.
    told = [d for d in draws if not np.isnan(d)]
    if not told:
        return (float("nan"), float("nan"))
    low, high = np.percentile(told, [2.5, 97.5])
    return (round(float(low), 4), round(float(high), 4))


def ratio(part: float, whole: float) -> float:
    """``part / whole``, not a number where there is no whole."""
    return part / whole if whole else float("nan")
