"""Bootstrap intervals over whole documents, because rows of one document are not independent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

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


class Sampled:
    """Counts by document, and ratios of their sums with 95 % intervals over documents drawn with replacement.

    All ratios share the same draws; a ratio without any case in most draws has no interval.
    """

    def __init__(self, documents: Sequence[Counter[str]]) -> None:
        self._names = {name: n for n, name in enumerate(sorted(set().union(*documents)))}
        self._counts = np.array([[d[name] for name in self._names] for d in documents], dtype=float).reshape(
            len(documents), len(self._names)
        )
        random = np.random.default_rng(SEED)
        size = len(documents)
        weights = random.multinomial(size, [1 / size] * size, RUNS) if size > 1 else np.zeros((0, size))
        self._draws = weights @ self._counts

    def total(self, name: str) -> int:
        """The sum of a count over all documents."""
        return int(self._counts[:, self._names[name]].sum()) if name in self._names else 0

    def ratio(self, part: str, whole: str, *, times: float = 1.0) -> dict[str, Any]:
        """Sum of ``part`` over sum of ``whole``, with its interval and how many cases it rests on."""
        value = times * ratio(self.total(part), self.total(whole))
        nan = float("nan")
        if not self.total(whole) or not len(self._draws):
            return {"value": value, "interval": (nan, nan), "of": self.total(whole)}
        wholes = self._draws[:, self._names[whole]]
        parts = self._draws[:, self._names[part]] if part in self._names else np.zeros(len(wholes))
        told = wholes > 0
        low, high = np.percentile(times * parts[told] / wholes[told], [2.5, 97.5])
        return {
            "value": value,
            "interval": (round(float(low), 4), round(float(high), 4)),
            "of": self.total(whole),
        }
