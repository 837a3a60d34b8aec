"""Counts under filters: an intruder subtracts every pair, and then solves all equations at once."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from childvoice.findings.filters import ALL, under_filters
from childvoice.findings.suppression import SUPPRESSED, Policy

BELOW = 6
PEOPLE = st.integers(1, 3).flatmap(
    lambda width: st.lists(
        st.tuples(st.tuples(*[st.sampled_from("abc")] * width), st.sampled_from([1, 2, 4, 5, 6, 9, 30])),
        min_size=1,
        max_size=8,
    )
)


def crowd(groups):
    return [values for values, number in groups for _ in range(number)]


def holding(people, choice):
    return frozenset(
        n for n, p in enumerate(people) if all(c in (ALL, v) for c, v in zip(choice, p, strict=True))
    )


@given(PEOPLE)
@settings(max_examples=60, deadline=None)
def test_no_two_filters_give_a_small_number_away_by_subtraction(groups):
    people = crowd(groups)
    told = under_filters(people, Policy(below=BELOW))
    shown = {choice: holding(people, choice) for choice, number in told.items() if number != SUPPRESSED}
    for a, b in product(shown, repeat=2):
        if shown[a] < shown[b]:
            assert not 0 < len(shown[b]) - len(shown[a]) < BELOW, (a, b)
    for choice, number in told.items():
        assert number in (str(len(holding(people, choice))), SUPPRESSED)
        assert not 0 < len(holding(people, choice)) < BELOW or number == SUPPRESSED


@given(PEOPLE)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_small_number_follows_from_all_that_is_shown_together(groups):
    people = crowd(groups)
    told = under_filters(people, Policy(below=BELOW))
    # The intruder knows which kinds of people there are, and not how many of each.
    kinds = sorted(set(people))
    shown = [(c, int(n)) for c, n in told.items() if n != SUPPRESSED]
    if not shown:
        return
    holds = [
        [float(all(c in (ALL, v) for c, v in zip(choice, k, strict=True))) for k in kinds]
        for choice, _ in shown
    ]
    for choice, number in told.items():
        size = len(holding(people, choice))
        if number != SUPPRESSED or not 0 < size < BELOW:
            continue
        aim = np.array([float(all(c in (ALL, v) for c, v in zip(choice, k, strict=True))) for k in kinds])
        ends = [
            linprog(sign * aim, A_eq=holds, b_eq=[n for _, n in shown], bounds=(0, None)) for sign in (1, -1)
        ]
        if all(e.status == 0 for e in ends):
            assert round(-ends[1].fun) - round(ends[0].fun) >= 1, choice


def test_three_filters_at_once():
    groups = [
        (("a", "x", "n"), 9),
        (("a", "y", "n"), 2),
        (("b", "x", "s"), 30),
        (("b", "y", "n"), 7),
        (("b", "y", "s"), 1),
    ]
    people = crowd(groups)
    told = under_filters(people, Policy(below=BELOW))
    shown = {c: holding(people, c) for c, n in told.items() if n not in (SUPPRESSED, "0")}
    assert shown
    for a, b in product(shown, repeat=2):
        assert not (shown[a] < shown[b] and len(shown[b]) - len(shown[a]) < BELOW)


def test_the_one_kind_that_is_left_over_is_hidden_with_another():
    people = [("interview",)] * 20 + [("survey",)] * 30 + [("letter",)] * 3
    told = under_filters(people, Policy(below=BELOW))
    assert told["letter",] == SUPPRESSED
    assert [told["interview",], told["survey",], told[ALL,]].count(SUPPRESSED) == 1
    assert told["survey",] == "30", "the smaller of those that help is hidden"


def test_nothing_is_hidden_where_nothing_is_small():
    people = [("interview", "north")] * 20 + [("survey", "south")] * 30
    told = under_filters(people, Policy(below=BELOW))
    assert told[ALL, ALL] == "50"
    assert told["interview", ALL] == told["interview", "north"] == "20"
    assert told["interview", "south"] == "0"
    assert SUPPRESSED not in told.values()


def test_the_order_of_people_makes_no_difference():
    people = [("a", "x")] * 7 + [("b", "x")] * 2 + [("a", "y")] * 9 + [("b", "y")] * 8
    assert under_filters(people, Policy()) == under_filters(people[::-1], Policy())
    assert under_filters([], Policy()) == {}
    with pytest.raises(ValueError, match="every filter"):
        under_filters([("a",), ("a", "x")], Policy())
