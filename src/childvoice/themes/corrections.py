"""Correct the network where people keep overruling it, and leave it alone where that would not help.

A correction is a logistic regression whose starting point is the network's own log odds, shrunk towards changing
nothing. It is taken only if, on decisions that it has not seen (five folds), it would have been right more surely than the
network by more than one standard error, and if its yes and no would have been no worse (F1). A few decisions that fit what the
network knows change nothing; a council's own way of using a code is seen within some eighty passages.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np

from childvoice.themes.heads import Correction

FEWEST = 8
"""So many accepted and so many rejected codes a theme are needed before anything is tried."""
_FOLDS = 5
_SHRINK_SHIFT, _SHRINK = 1.0, 0.5


def correction(
    theme: str,
    numbers: Any,
    log_odds: Any,
    threshold: float,
    present: Sequence[bool],
    texts: Sequence[str],
) -> tuple[Correction | None, str]:
    """The correction of ``theme``, or None; and why, in words for a person.

    ``numbers`` (lessons, weights), ``log_odds`` (lessons,) and ``threshold`` (log odds from which a code is given) are the
    network's; ``present`` is what people said, lesson by lesson.
    """
    truth = np.array(present, float)
    yes, no = int(truth.sum()), int(len(truth) - truth.sum())
    if min(yes, no) == 0 and yes + no:
        kind = "accepted" if yes else "rejected"
        return None, f"not learned: all {yes + no} were {kind}, and there is nothing to tell apart"
    if min(yes, no) < FEWEST:
        return None, f"not learned yet: {yes} accepted and {no} rejected; {FEWEST} of each are needed"
    fold = np.array([hashlib.sha256(t.encode()).digest()[0] % _FOLDS for t in texts])
    corrected = log_odds.copy()
    for f in range(_FOLDS):
        test = fold == f
        if not test.any() or test.all():
            continue
        shift, weights = _fit(numbers[~test], log_odds[~test], truth[~test])
        corrected[test] += shift + numbers[test] @ weights
    gain = _loss(log_odds, truth) - _loss(corrected, truth)
    worse = _f1(corrected >= threshold, truth) < _f1(log_odds >= threshold, truth)
    if worse or gain.mean() <= gain.std(ddof=1) / np.sqrt(len(gain)):
        return None, f"left as it is: {yes} accepted and {no} rejected do not show a better way"
    shift, weights = _fit(numbers, log_odds, truth)
    rounded = tuple(np.round(weights, 5).tolist())
    return Correction(
        theme, round(float(shift), 5), rounded, yes, no
    ), f"corrected by {yes} accepted and {no} rejected"


def _f1(found: Any, truth: Any) -> float:
    return float(2 * (found * truth).sum() / max(1.0, found.sum() + truth.sum()))


def _loss(log_odds: Any, truth: Any) -> Any:
    return np.logaddexp(0.0, -(2 * truth - 1) * log_odds)


def _fit(numbers: Any, log_odds: Any, truth: Any) -> tuple[float, Any]:
    """Shift and weights with the least penalised loss. scikit-learn knows no starting point, so scipy does it."""
    from scipy.optimize import minimize

    sign = 2 * truth - 1
    shrink = np.r_[_SHRINK_SHIFT, np.full(numbers.shape[1], _SHRINK)]
    design = np.hstack([np.ones((len(truth), 1)), numbers])

    def loss(b: Any) -> tuple[float, Any]:
        margin = sign * (log_odds + design @ b)
        slope = -sign / (1.0 + np.exp(margin))
        total = np.logaddexp(0.0, -margin).sum() + (shrink * b**2).sum() / 2
        return float(total), design.T @ slope + shrink * b

    best = minimize(loss, np.zeros(design.shape[1]), jac=True, method="L-BFGS-B").x
    return float(best[0]), best[1:]
