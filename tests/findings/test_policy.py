"""The two policies for small counts: concealed, or rounded as the Department of Health and Social Care does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from childvoice.findings import SUPPRESSED, Policy


@pytest.mark.parametrize(
    ("policy", "numbers"),
    [
        (Policy(), {0: "0", 1: "c", 5: "c", 6: "6", 1234: "1234"}),
        (Policy(below=10), {0: "0", 9: "c", 10: "10"}),
        (Policy(below=1), {0: "0", 1: "1"}),
        (Policy(show_zero=False), {0: "c", 5: "c", 6: "6"}),
        (Policy("round"), {0: "0", 1: "c", 9: "c", 10: "10", 12: "10", 13: "15", 97: "95", 98: "100"}),
        (Policy("round", below=20), {19: "c", 20: "20"}),
    ],
)
def test_a_count(policy, numbers):
    assert {n: policy.count(n) for n in numbers} == numbers


@given(st.integers(0, 200), st.integers(1, 200), st.sampled_from(["conceal", "round"]))
def test_a_percentage_tells_nothing_that_its_counts_do_not(number, of, kind):
    policy = Policy(kind)
    number = min(number, of)
    told = policy.percent(number, of)
    part, whole = policy.count(number), policy.count(of)
    if SUPPRESSED in (part, whole):
        assert told == SUPPRESSED
    else:
        assert told == f"{round(100 * int(part) / int(whole))}%"


def test_a_policy_says_itself():
    assert "1 to 5" in Policy().told()
    assert "nearest 5" in Policy("round").told()
    assert "zero" in Policy(show_zero=False).told()
    assert Policy(below=1).told() == "All numbers are shown as they are."
    with pytest.raises(ValueError, match="from 1 on"):
        Policy(below=0)
