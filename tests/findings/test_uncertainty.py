"""What a random sample that a person checked says of a machine's numbers: tried on many made-up reviews."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from childvoice.findings.uncertainty import ENOUGH, Unit, draw, estimate


def whole(
    size: int, really: float, found: float, invented: float, chance: random.Random
) -> list[tuple[bool, bool]]:
    """Passages as (machine says so, is so): the machine finds a part of what is so and invents in a part of the rest."""
    made = []
    for _ in range(size):
        so = chance.random() < really
        made.append((chance.random() < (found if so else invented), so))
    return made


def checked(passages: list[tuple[bool, bool]], number: int, chance: random.Random) -> list[Unit]:
    at = set(chance.sample(range(len(passages)), number))
    return [Unit(machine, so if n in at else None) for n, (machine, so) in enumerate(passages)]


@pytest.mark.parametrize(
    ("size", "number", "really", "found", "invented"),
    [
        (600, 150, 0.2, 0.7, 0.05),  # a coder of the usual quality
        (600, 150, 0.05, 0.5, 0.03),  # a rare theme, half of it missed
        (600, 60, 0.3, 0.6, 0.2),  # a small sample of a poor coder
        (300, 150, 0.2, 0.7, 0.05),  # half of a small review checked
        (1200, 250, 0.1, 0.95, 0.5),  # half of what the machine says is wrong
        (600, 150, 0.2, 1.0, 0.0),  # a coder without a fault
    ],
)
def test_intervals_hold_the_truth_as_often_as_they_say(size, number, really, found, invented):
    chance = random.Random(20181107)
    tries, held, wide = 300, 0, 0.0
    for _ in range(tries):
        passages = whole(size, really, found, invented, chance)
        told = estimate(checked(passages, number, chance))
        truth = sum(so for _, so in passages) / size
        held += told.low <= truth <= told.high
        wide += told.high - told.low
    # 95% of 300 tries, less three times what chance alone does.
    assert held / tries >= 0.95 - 3 * (0.95 * 0.05 / tries) ** 0.5
    assert wide / tries < 0.4, "an interval that says nothing also holds the truth"


def test_the_machine_makes_the_interval_narrower_than_the_sample_alone():
    chance = random.Random(3)
    passages = whole(4000, 0.3, 0.9, 0.05, chance)
    units = checked(passages, 200, chance)
    # The same sample without the machine: it said nothing of any of them.
    alone = estimate([Unit(False, u.person) for u in units])
    both = estimate(units)
    assert both.high - both.low < 0.8 * (alone.high - alone.low)


def test_a_machine_that_misses_half_is_corrected():
    passages = [(True, True)] * 100 + [(False, True)] * 100 + [(False, False)] * 800
    told = estimate(checked(passages, 300, random.Random(1)))
    assert told.machine == 100
    assert told.low > 0.12, "more than the machine found"
    assert told.low <= 0.2 <= told.high


def test_too_little_checked_is_said_and_where():
    units = [Unit(n < 50, None) for n in range(500)]
    assert "at least 30" in estimate(units).why
    some = [Unit(u.machine, False if n >= 460 else None) for n, u in enumerate(units)]
    told = estimate(some)
    assert not told.enough
    assert "where the machine found the theme" in told.why
    assert (told.low, told.high)[0] < 0.02
    assert estimate([]).why == "there is nothing to check"


def test_what_is_checked_whole_is_known():
    units = [Unit(n % 3 == 0, n % 2 == 0) for n in range(60)]
    told = estimate(units)
    assert (told.share, told.low, told.high, told.enough) == (0.5, 0.5, 0.5, True)


@given(st.lists(st.tuples(st.booleans(), st.sampled_from([True, False, None])), min_size=1, max_size=80))
def test_an_interval_holds_its_share_and_what_the_sample_leaves_possible(listed):
    units = [Unit(m, p) for m, p in listed]
    told = estimate(units)
    assert 0 <= told.low <= told.share + 1e-12
    assert told.share <= told.high + 1e-12
    assert told.high <= 1
    assert told.checked == sum(u.person is not None for u in units)
    assert told.enough or told.checked < ENOUGH or "where" in told.why


def test_the_same_sample_is_drawn_again_whatever_the_order():
    ids = [f"e{n}" for n in range(300)]
    assert draw(ids, 40, 5) == draw(reversed(ids), 40, 5)
    assert draw(ids, 40, 5) != draw(ids, 40, 6)
    assert len(set(draw(ids, 40, 5))) == 40
    assert draw(ids[:3], 40, 5) == ids[:3]
