"""No small number is shown, nor can it be worked out: tried by linear programming, as an intruder would."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from childvoice.findings import SUPPRESSED, shown, suppress_table

BELOW = 6
COUNTS = st.one_of(st.integers(0, 7), st.integers(0, 60))


def tables(least: int = 2, rows: int = 8, columns: int = 6) -> st.SearchStrategy[list[list[int]]]:
    return st.tuples(st.integers(least, rows), st.integers(least, columns)).flatmap(
        lambda size: st.lists(
            st.lists(COUNTS, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
        )
    )


def suppressed(table: list[list[int]], below: int = BELOW) -> list[list[str]]:
    named = {f"r{i:02}": {f"c{j}": n for j, n in enumerate(row)} for i, row in enumerate(table)}
    return [list(row.values()) for row in suppress_table(named, below).values()]


def intervals(
    table: list[list[int]], hidden: list[tuple[int, int]]
) -> dict[tuple[int, int], tuple[int, int]]:
    """The least and the most that each hidden cell can be, for one who knows the others and all totals."""
    place = {cell: k for k, cell in enumerate(hidden)}
    lines = [[c for c in hidden if c[0] == i] for i in range(len(table))]
    lines += [[c for c in hidden if c[1] == j] for j in range(len(table[0]))]
    lines = [line for line in lines if line]
    known = np.zeros((len(lines), len(hidden)))
    for k, line in enumerate(lines):
        known[k, [place[c] for c in line]] = 1
    totals = [sum(table[i][j] for i, j in line) for line in lines]
    found = {}
    for cell in hidden:
        aim = np.zeros(len(hidden))
        aim[place[cell]] = 1
        ends = [linprog(sign * aim, A_eq=known, b_eq=totals, bounds=(0, None)).fun for sign in (1, -1)]
        found[cell] = (round(ends[0]), round(-ends[1]))
    return found


def where(table: list[list[int]], cells: list[list[str]]) -> list[tuple[int, int]]:
    return [(i, j) for i, row in enumerate(table) for j in range(len(row)) if cells[i][j] == SUPPRESSED]


@given(tables(least=1), st.integers(1, 12))
def test_no_small_number_is_shown_and_no_other_is_altered(table, below):
    for row, cells in zip(table, suppressed(table, below), strict=True):
        for number, cell in zip(row, cells, strict=True):
            assert cell in (str(number), SUPPRESSED)
            assert not 0 < number < below or cell == SUPPRESSED


@given(tables())
@settings(max_examples=100, deadline=None)
def test_no_hidden_number_can_be_worked_out_from_the_totals(table):
    found = intervals(table, where(table, suppressed(table)))
    given_away = {cell for cell, (least, most) in found.items() if least == most}
    if given_away:
        # Hiding everything is the most that can be done: where even that tells a number, its totals are it.
        everything = intervals(table, [(i, j) for i, row in enumerate(table) for j in range(len(row))])
        assert all(everything[cell][0] == everything[cell][1] for cell in given_away), table


@given(tables(rows=4, columns=4))
@settings(deadline=None)
def test_hopeless_numbers_are_those_whose_total_is_as_small(table):
    hidden = where(table, suppressed(table))
    for (i, j), (least, most) in intervals(table, hidden).items():
        if least == most:
            totals = (sum(table[i]), sum(row[j] for row in table))
            assert shown(min(totals), BELOW) == SUPPRESSED, "so that total is hidden too"


@given(tables())
def test_what_is_hidden_depends_on_no_order(table):
    cells = suppressed(table)
    named = {
        f"r{i:02}": {f"c{j}": n for j, n in reversed(list(enumerate(row)))}
        for i, row in reversed(list(enumerate(table)))
    }
    turned = suppress_table(named, BELOW)
    assert cells == [[turned[f"r{i:02}"][f"c{j}"] for j in range(len(row))] for i, row in enumerate(table)]


@given(st.lists(COUNTS, min_size=1, max_size=9))
def test_in_a_single_line_no_small_number_stands_alone(line):
    for table in ([line], [[n] for n in line]):
        cells = [c for row in suppressed(table) for c in row]
        small = [n for n in line if 0 < n < BELOW]
        assert cells.count(SUPPRESSED) >= min(len(line), 2 * bool(small))


def test_the_cycle_that_one_hidden_cell_a_line_does_not_show():
    # Two hidden cells in each line, and yet: were each line alone looked at, rows a and b would give all away.
    table = {
        "a": {"x": 1, "y": 2, "z": 50},
        "b": {"x": 3, "y": 40, "z": 30},
        "c": {"x": 60, "y": 70, "z": 80},
    }
    cells = suppress_table(table, BELOW)
    assert [list(r.values()) for r in cells.values()] == [
        ["c", "c", "50"],
        ["c", "c", "30"],
        ["60", "70", "80"],
    ]


def test_a_hidden_zero_protects_nothing_where_nothing_can_fall():
    # The old rule hid a zero beside the 3, and the two 0 below it: then 3 = 3.
    table = [[3, 0, 0], [0, 0, 0], [9, 9, 9]]
    cells = suppressed(table)
    assert min(most - least for least, most in intervals(table, where(table, cells)).values()) > 0


def test_zero_stays_zero_where_it_may():
    assert suppressed([[3, 0, 9], [8, 0, 7], [0, 0, 20]]) == [
        ["c", "0", "c"],
        ["c", "0", "c"],
        ["0", "0", "20"],
    ]


def test_nothing_is_hidden_where_nothing_is_small():
    table = [[0, 6, 12], [7, 0, 9]]
    assert suppressed(table) == [["0", "6", "12"], ["7", "0", "9"]]
    assert suppressed([[1, 2], [3, 4]], below=1) == [["1", "2"], ["3", "4"]]
    assert suppress_table({}, BELOW) == {}


def test_what_is_hidden_for_others_sake_is_small():
    cells = suppressed([[2, 500, 10], [900, 800, 700], [20, 600, 12]])
    assert cells == [["c", "500", "c"], ["900", "800", "700"], ["c", "600", "c"]]


@pytest.mark.parametrize(("number", "cell"), [(0, "0"), (1, "c"), (5, "c"), (6, "6"), (1000, "1000")])
def test_a_single_count(number, cell):
    assert shown(number, BELOW) == cell


def test_a_table_of_a_codebook_by_all_groups_takes_no_time():
    rng = np.random.default_rng(1)
    worst = [[int(n) for n in row] for row in rng.choice([0, 1, 2, 3, 5, 8, 13, 40], size=(18, 6))]
    began = time.perf_counter()
    cells = suppressed(worst)
    assert time.perf_counter() - began < 0.5
    assert min(most - least for least, most in intervals(worst, where(worst, cells)).values()) > 0
