"""Children's words beside others': every verdict of the rule, its borders, and what is read first."""

from __future__ import annotations

import re

import pytest

from childvoice.findings import Comparison, Speakers, Verdict, strongest_disagreement, triangulate
from childvoice.records import Group

from .stories import THEME, made

V = Verdict


def beside(children, others, *, staff_asked=True, children_asked=True) -> Comparison:
    asked = {}
    if staff_asked:
        asked[Group.STAFF, THEME] = frozenset({"w"})
    if children_asked:
        asked[Group.CHILD, THEME] = frozenset({"c"})
    people = {Group.CHILD: frozenset({"c"}), Group.STAFF: frozenset({"w"})}
    (found,) = triangulate(
        {(THEME, Group.CHILD): children, (THEME, Group.STAFF): others},
        Speakers(people, people, asked),
        [THEME],
    )
    return found


def kids(n, of=40, **how):
    return made(n, of, **how)


def work(n, of=40, **how):
    return made(n, of, group=Group.STAFF, **how)


@pytest.mark.parametrize(
    ("children", "others", "verdict"),
    [
        # nobody, or next to nobody
        (kids(0), work(0), V.NEITHER),
        (kids(1), work(0), V.TOO_FEW),
        (kids(0), work(2), V.TOO_FEW),
        (kids(2), work(2), V.TOO_FEW),
        # one side silent
        (kids(3), work(0), V.ONLY_CHILDREN),
        (kids(0), work(3), V.ONLY_OTHERS),
        (kids(1), work(3), V.TOO_FEW),
        (kids(2), work(30), V.TOO_FEW),
        # next to silent: many children beside one or two
        (kids(5), work(1), V.TOO_FEW),
        (kids(6), work(1), V.ONLY_CHILDREN),
        (kids(6), work(2), V.TOO_FEW),  # exactly a third is not less than a third
        (kids(7), work(2), V.ONLY_CHILDREN),
        (kids(12), work(2, of=4), V.TOO_FEW),  # two of four workers are not silence
        # both sides speak
        (kids(3, bad=3), work(3, good=3), V.DISSONANCE),
        (kids(3, good=3), work(3, bad=3), V.DISSONANCE),
        (kids(9, bad=2), work(9, good=9), V.PARTIAL),  # opposite, but only two children say how it was
        (kids(9, bad=9), work(9, good=2), V.PARTIAL),
        (kids(8, good=3, bad=5), work(8, good=5, bad=3), V.DISSONANCE),  # the least clear that is clear
        (kids(9, good=4, bad=5), work(8, good=5, bad=3), V.PARTIAL),
        (kids(9, bad=9), work(9, bad=9), V.AGREEMENT),
        (kids(9, bad=9), work(3, bad=3), V.AGREEMENT),  # exactly three times as many
        (kids(10, bad=10), work(3, bad=3), V.PARTIAL),
        (kids(3, bad=3), work(10, bad=10), V.PARTIAL),
        (kids(9, mixed=9), work(9, mixed=9), V.AGREEMENT),
        (kids(9, mixed=9), work(9, good=9), V.PARTIAL),
        (kids(9), work(9, good=9), V.PARTIAL),
        (kids(9), work(9), V.AGREEMENT),
    ],
)
def test_the_rule(children, others, verdict):
    assert beside(children, others).verdict is verdict


@pytest.mark.parametrize(("children", "others"), [(kids(3), work(0)), (kids(12), work(1))])
def test_silence_of_those_who_were_never_asked_says_nothing(children, others):
    asked, unasked = beside(children, others), beside(children, others, staff_asked=False)
    assert asked.verdict is V.ONLY_CHILDREN
    assert unasked.verdict is V.NEVER_ASKED
    assert "never asked" in unasked.reason


def test_children_who_were_never_asked_are_not_said_to_have_kept_silent():
    asked, unasked = beside(kids(0), work(9)), beside(kids(0), work(9), children_asked=False)
    assert asked.verdict is unasked.verdict is V.ONLY_OTHERS
    assert "were asked about it and did not" in asked.reason
    assert "never asked" in unasked.reason


def test_no_reason_names_a_number():
    numbers = range(12)
    reasons = {
        beside(kids(a, bad=a), work(b, good=min(b, g)), staff_asked=asked).reason
        for a in numbers
        for b in numbers
        for g in (0, b)
        for asked in (True, False)
    }
    assert len(reasons) > 6
    assert not [r for r in reasons if re.search(r"\d", r)]


def test_what_differs_is_read_first_then_what_only_children_raise():
    sides = {
        "agree": (kids(9, bad=9), work(9, bad=9)),
        "few": (kids(1), work(1)),
        "none": (kids(0), work(0)),
        "alone": (kids(9, bad=9), work(0)),
        "unasked": (kids(9, bad=9), work(0)),
        "partly": (kids(9, bad=9), work(9)),
        "silent": (kids(0), work(9)),
        "differ": (kids(9, bad=9), work(9, good=9)),
        "differ less": (kids(9, bad=9), work(3, good=3)),
    }
    cells = {}
    for theme, (a, b) in sides.items():
        cells[theme, Group.CHILD] = made(
            a.participants, bad=a.valence["negative"], theme=theme, group=Group.CHILD
        )
        cells[theme, Group.STAFF] = made(
            b.participants,
            good=b.valence["positive"],
            bad=b.valence["negative"],
            theme=theme,
            group=Group.STAFF,
        )
    people = {Group.STAFF: frozenset({"w"}), Group.CHILD: frozenset({"c"})}
    asked = {(Group.STAFF, t): frozenset({"w"}) for t in sides if t != "unasked"}
    found = triangulate(cells, Speakers(people, people, asked), sorted(sides))
    assert [c.theme for c in found] == [
        "differ", "differ less", "alone", "unasked", "partly", "agree", "silent", "few", "none",
    ]  # fmt: skip
    assert [list(Verdict).index(c.verdict) for c in found] == [0, 0, 1, 2, 3, 4, 5, 6, 7]
    worst = strongest_disagreement(found)
    assert worst is not None
    assert worst.theme == "differ"
    assert strongest_disagreement(found, Group.PARENT) is None
    assert strongest_disagreement(found[2:]) is None


def test_the_strongest_disagreement_is_the_one_that_most_on_the_rarer_side_stand_behind():
    loud = beside(kids(40, bad=40), work(4, good=4))
    broad = beside(kids(20, bad=20), work(20, good=20))
    assert strongest_disagreement([loud, broad]) is broad


def test_every_other_group_that_spoke_has_a_row_and_children_have_none():
    groups = [Group.CHILD, Group.PARENT, Group.RECORD, Group.STAFF]
    cells = {(THEME, g): made(0, group=g) for g in groups}
    people = {g: frozenset({"x"}) for g in groups}
    found = triangulate(cells, Speakers(people, people, {}), [THEME])
    assert [c.other for c in found] == groups[1:]


def test_without_children_there_is_nothing_to_compare():
    people = {Group.STAFF: frozenset({"x"})}
    assert triangulate({(THEME, Group.STAFF): work(9)}, Speakers(people, people, {}), [THEME]) == []
