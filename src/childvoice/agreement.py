"""How far coders agree, code by code: people with people, and people with the machine.

Several codes may stand on one passage, so each code is a question of its own: does it stand there, yes or no? From the
answers come per cent agreement, Cohen's kappa (1960), Krippendorff's alpha (2011, nominal), Gwet's AC1 (2008) and F1, each
with a 95 % bootstrap interval over passages, or over whole documents where they are known. kappa and F1 are for two
coders; with more, they are means over pairs (Light 1971). Everything is computed from sums over passages, so that a
bootstrap draw is one product of matrices.

The formulas are written here because the libraries do not fit: krippendorff is GPL, irrCAC wants a scipy of 2024.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import numpy as np

from childvoice.errors import InputError

FEWEST = 30
"""Below so many passages coded by two no coefficient is shown: its interval would cover nearly everything."""
MISSING = -1
"""Stands where a coder has not coded a passage."""
_DRAWS, _SEED = 1000, 7
_SURE = (2.5, 97.5)

Sums = Any
"""Array (..., numbers): sums over passages of what the coefficients are made of."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one coder gave: codes by passage id, valence where it was told, and which document a passage is from."""

    name: str
    codes: Mapping[str, frozenset[str]] = field(repr=False)
    valence: Mapping[str, str] = field(default_factory=dict, repr=False)
    document: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Figure:
    """A coefficient and its 95 % interval; not a number where it is not defined."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement on one code. ``note`` says why there are no coefficients, and is empty where there are.

    ``prevalence`` is the part of the passages that each coder gave the code to, in the order of the coders.
    """

    code: str
    units: int
    prevalence: tuple[float, ...]
    figures: Mapping[str, Figure]
    note: str = ""


NAMES = ("per cent", "kappa", "alpha", "AC1", "F1")


def alpha(ratings: Any, categories: int) -> float:
    """Krippendorff's nominal alpha of ``ratings`` (coders, passages), whole numbers from 0, MISSING allowed.

    Not a number where all ratings are the same: then nothing could have been disagreed on.
    """
    return float(_Table(np.asarray(ratings), categories).coefficients()["alpha"])


def ac1(ratings: Any, categories: int) -> float:
    """Gwet's AC1 of ``ratings`` (coders, passages), as :func:`alpha` takes them."""
    return float(_Table(np.asarray(ratings), categories).coefficients()["AC1"])


def kappa(ratings: Any, categories: int) -> float:
    """Cohen's kappa of two coders, the mean over pairs of more."""
    return float(_Table(np.asarray(ratings), categories).coefficients()["kappa"])


def compare(sheets: Sequence[Sheet], codes: Sequence[str] = ()) -> list[Agreement]:
    """Agreement on each code (of ``codes``, or all that anybody used), on all codes together, and on valence.

    Only passages that at least two coders coded are looked at. Raises InputError where there are none.
    """
    if len(sheets) < 2:
        raise InputError("agreement needs two coders", remedy="Name two files")
    coded = [i for i in sheets[0].codes if any(i in s.codes for s in sheets[1:])]
    coded += [
        i
        for n, sheet in enumerate(sheets[1:], start=1)
        for i in sheet.codes
        if i not in sheets[0].codes and any(i in s.codes for s in sheets[n + 1 :])
    ]
    ids = list(dict.fromkeys(coded))
    if not ids:
        raise InputError(
            "the coders have no passage in common",
            subject=", ".join(s.name for s in sheets),
            remedy="Let them code the same rows; the column id says which are the same",
        )
    used = tuple(codes) or tuple(sorted({c for s in sheets for i in ids for c in s.codes.get(i, ())}))
    draws = _draws([_document(i, sheets) for i in ids])
    tables = {
        code: _Table(
            np.array(
                [[int(code in s.codes[i]) if i in s.codes else MISSING for i in ids] for s in sheets], int
            ).reshape(len(sheets), len(ids)),
            2,
        )
        for code in used
    }
    result = [_on(code, table, draws) for code, table in tables.items()]
    if tables:
        result.append(_on("all codes", _Pooled(list(tables.values())), draws))
    kinds = sorted({s.valence[i] for s in sheets for i in ids if s.valence.get(i)})
    if len(kinds) > 1:
        said = [[kinds.index(s.valence[i]) if s.valence.get(i) else MISSING for i in ids] for s in sheets]
        both = [k for k in range(len(ids)) if sum(row[k] != MISSING for row in said) > 1]
        if both:
            picked = np.array(said)[:, both]
            again = _draws([_document(ids[k], sheets) for k in both])
            result.append(_on("valence", _Table(picked, len(kinds)), again))
    return result


def _document(id: str, sheets: Sequence[Sheet]) -> str:
    return next((s.document[id] for s in sheets if s.document.get(id)), f"\0{id}")


def _draws(documents: Sequence[str]) -> Any:
    """How often each passage is drawn (draws, passages): documents with replacement, each with all its passages."""
    names = {name: n for n, name in enumerate(dict.fromkeys(documents))}
    random = np.random.default_rng(_SEED)
    often = random.multinomial(len(names), np.full(len(names), 1 / len(names)), _DRAWS)
    return often[:, [names[d] for d in documents]].astype(float)


def _on(code: str, table: _Table | _Pooled, draws: Any) -> Agreement:
    units, shares = table.units, table.prevalence()
    if units < FEWEST:
        return Agreement(code, units, shares, {}, f"not enough reviewed ({units} of {FEWEST})")
    if not any(shares):
        return Agreement(code, units, shares, {}, "used by nobody")
    drawn = table.coefficients(draws)
    figures = {}
    for name, value in table.coefficients().items():
        told = drawn[name][~np.isnan(drawn[name])]
        low, high = np.percentile(told, _SURE) if len(told) > _DRAWS / 2 else (np.nan, np.nan)
        figures[name] = Figure(float(value), float(low), float(high))
    return Agreement(code, units, shares, figures)


class _Table:
    """Ratings (coders, passages) of one question, as numbers a passage that may be summed."""

    def __init__(self, ratings: Any, categories: int) -> None:
        self._ratings, self._categories = ratings, categories
        counts = np.stack([(ratings == c).sum(axis=0) for c in range(categories)], axis=1).astype(float)
        coders = counts.sum(axis=1)
        two = coders > 1
        self.units = int(two.sum())
        pairs = np.where(two, coders * (coders - 1), 1.0)[:, None]
        same = np.where(two[:, None], counts * (counts - 1), 0.0)
        # By passage: coincidences and values a category (Krippendorff), agreement, its passages, shares (Gwet).
        self._nominal = np.hstack(
            [
                same / np.where(two, coders - 1, 1.0)[:, None],
                np.where(two[:, None], counts, 0.0),
                (same / pairs).sum(axis=1, keepdims=True),
                two[:, None],
                counts / np.maximum(coders, 1)[:, None],
                (coders > 0)[:, None],
            ]
        )
        # By pair of coders and passage: the cell of their table.
        self._pairs = [
            np.stack(
                [(a == c) & (b == d) for c in range(categories) for d in range(categories)], axis=1
            ).astype(float)
            for a, b in combinations(ratings, 2)
        ]

    def prevalence(self) -> tuple[float, ...]:
        """Part of the passages where each coder said anything but 0."""
        return tuple(float((r > 0).sum() / max(1, (r != MISSING).sum())) for r in self._ratings)

    def sums(self, draws: Any) -> tuple[Sums, list[Sums]]:
        """Sums over passages, weighed by how often each is drawn (draws, passages)."""
        return draws @ self._nominal, [draws @ pair for pair in self._pairs]

    def coefficients(self, draws: Any = None) -> dict[str, Any]:
        """Each coefficient, one number a draw; over all passages once where there are no draws."""
        once = np.ones(self._ratings.shape[1]) if draws is None else draws
        return _coefficients(*self.sums(once), self._categories)


class _Pooled:
    """Several yes-or-no tables of the same passages taken as one."""

    def __init__(self, tables: Sequence[_Table]) -> None:
        self._tables = tables
        self.units = tables[0].units

    def prevalence(self) -> tuple[float, ...]:
        """Mean of the codes' prevalence, by coder."""
        return tuple(float(np.mean(p)) for p in zip(*(t.prevalence() for t in self._tables), strict=True))

    def coefficients(self, draws: Any = None) -> dict[str, Any]:
        """The coefficients of all yes-or-no answers taken together."""
        once = np.ones(self._tables[0]._ratings.shape[1]) if draws is None else draws
        nominal, pairs = zip(*(t.sums(once) for t in self._tables), strict=True)
        return _coefficients(sum(nominal), [sum(p) for p in zip(*pairs, strict=True)], 2)


def _coefficients(nominal: Sums, pairs: Sequence[Sums], q: int) -> dict[str, Any]:
    same, values = nominal[..., :q], nominal[..., q : 2 * q]
    agreed, both = nominal[..., 2 * q], nominal[..., 2 * q + 1]
    shares, told = nominal[..., 2 * q + 2 : 3 * q + 2], nominal[..., 3 * q + 2]
    n = values.sum(axis=-1)
    expected = _part((values * (values - 1)).sum(axis=-1), n * (n - 1))
    observed = _part(agreed, both)
    share = _part(shares, told[..., None])
    chance = (share * (1 - share)).sum(axis=-1) / (q - 1)
    found = {
        "per cent": observed,
        "kappa": _mean([_kappa(p, q) for p in pairs]),
        "alpha": 1 - _part(1 - _part(same.sum(axis=-1), n), 1 - expected),
        "AC1": _part(observed - chance, 1 - chance),
    }
    if q == 2:
        found["F1"] = _mean([_part(2 * p[..., 3], 2 * p[..., 3] + p[..., 1] + p[..., 2]) for p in pairs])
    return found


def _kappa(cells: Sums, q: int) -> Any:
    table = cells.reshape(*cells.shape[:-1], q, q)
    n = table.sum(axis=(-2, -1))
    observed = _part(np.trace(table, axis1=-2, axis2=-1), n)
    chance = _part((table.sum(axis=-1) * table.sum(axis=-2)).sum(axis=-1), n**2)
    return _part(observed - chance, 1 - chance)


def _part(part: Any, whole: Any) -> Any:
    """``part / whole``, not a number where there is no whole."""
    # Chance agreement of 1 comes out as 1 - 1e-16 in sums of many passages.
    whole = np.where(np.abs(whole) < 1e-12, np.nan, whole)
    return part / whole


def _mean(values: Sequence[Any]) -> Any:
    """Mean over the pairs of coders that have the figure; not a number where none has."""
    stacked = np.stack(values)
    known = ~np.isnan(stacked)
    return _part(np.where(known, stacked, 0.0).sum(axis=0), known.sum(axis=0).astype(float))
