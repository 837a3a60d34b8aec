"""What decisions of people teach, what is kept for measuring, and which passage is worth a person's time next."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from childvoice.errors import BrokenInput, InputError, ModelError
from childvoice.records import Coding, Status, Valence
from childvoice.themes import Learned, in_audit, review_queue
from childvoice.themes.codebook import load
from childvoice.themes.corrections import correction
from childvoice.themes.heads import Correction, Head, wording
from childvoice.themes.lessons import lessons

THEMES = ("continuity", "communication", "being_heard")


def row(verdict: str, code: str = "continuity", *, id: str = "e1", **more: str) -> dict[str, str]:
    return {
        "excerpt_id": id,
        "text": "She left in May.",
        "code": code,
        "verdict": verdict,
        "by": "R1",
        **more,
    }


def taught(*rows: dict[str, str]) -> set[tuple[str, str, bool]]:
    return {(lesson.excerpt, lesson.theme, lesson.present) for lesson in lessons(rows, THEMES)[0]}


# Lessons


def test_accepted_and_rejected_say_yes_and_no():
    assert taught(row("accepted"), row("rejected", "communication")) == {
        ("e1", "continuity", True),
        ("e1", "communication", False),
    }


def test_a_changed_code_is_not_the_one_and_is_the_other():
    assert taught(row("changed", to="being_heard")) == {
        ("e1", "continuity", False),
        ("e1", "being_heard", True),
    }


def test_a_code_of_which_only_evidence_or_valence_was_changed_is_accepted():
    assert taught(row("changed"), row("changed", "communication", to="communication")) == {
        ("e1", "continuity", True),
        ("e1", "communication", True),
    }


def test_the_last_word_of_a_person_counts():
    assert taught(row("accepted"), row("rejected")) == {("e1", "continuity", False)}


def test_nothing_is_learned_where_two_people_differ():
    found, notes = lessons([row("accepted"), row("rejected", by="R2")], THEMES)
    assert found == []
    assert notes == ["1 left out because people differ on them"]


def test_a_passage_that_was_read_in_full_has_no_other_theme():
    assert taught(row("accepted"), row("complete", "")) == {
        ("e1", "continuity", True),
        ("e1", "communication", False),
        ("e1", "being_heard", False),
    }


def test_what_a_person_added_is_marked_unless_the_passage_was_read_in_full():
    assert [x.volunteered for x in lessons([row("added")], THEMES)[0]] == [True]
    assert [x.volunteered for x in lessons([row("added"), row("complete", "")], THEMES)[0]] == [False] * 3


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        (row("maybe"), "row 2 has no verdict that is known"),
        (row("accepted", "bikes"), "row 2 names a code that is not in the codebook"),
        (row("changed", to="bikes"), "row 2 names a code that is not in the codebook"),
        (row("accepted", id="e2", text=" "), "row 2 has no text"),
    ],
)
def test_a_decision_that_cannot_be_meant_is_named_by_its_row(bad, told):
    with pytest.raises(InputError, match=told):
        lessons([row("accepted"), bad], THEMES)


def test_words_of_a_lesson_are_not_in_what_is_printed_of_it():
    assert "May" not in repr(lessons([row("accepted")], THEMES)[0])


# Corrections


def _seen(n: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(seed)
    numbers = chance.random((n, 40))
    return numbers, 4 * numbers[:, 0] - 2


def test_a_habit_of_a_councils_own_is_learned():
    numbers, odds = _seen(200)
    here = numbers[:, 1] > 0.5  # people go by something that the network does not go by
    made, why = correction("trust", numbers, odds, 0.0, here.tolist(), [str(i) for i in range(200)])
    assert made is not None
    assert f"{int(here.sum())} accepted" in why
    new, _ = _seen(200, seed=2)
    after = 4 * new[:, 0] - 2 + made.log_odds(new)
    assert ((after > 0) == (new[:, 1] > 0.5)).mean() > 0.85


def test_decisions_that_agree_with_the_network_change_nothing():
    numbers, odds = _seen(200)
    chance = np.random.default_rng(5)
    said = chance.random(200) < 1 / (1 + np.exp(-odds))
    made, why = correction("trust", numbers, odds, 0.0, said.tolist(), [str(i) for i in range(200)])
    assert made is None
    assert why.startswith("left as it is")


@pytest.mark.parametrize(("said", "kind"), [(True, "accepted"), (False, "rejected")])
def test_decisions_of_one_kind_alone_teach_nothing_and_say_so(said, kind):
    numbers, odds = _seen(50)
    made, why = correction("trust", numbers, odds, 0.0, [said] * 50, [str(i) for i in range(50)])
    assert made is None
    assert f"all 50 were {kind}" in why


def test_a_handful_is_not_enough():
    numbers, odds = _seen(10)
    made, why = correction("trust", numbers, odds, 0.0, [True] * 5 + [False] * 5, [str(i) for i in range(10)])
    assert made is None
    assert "8 of each are needed" in why


# What is kept

_HEAD = Head("transport", (0.5, -0.25), 0.1, 0.2, "w", 5, 3)
_LEARNED = Learned(
    "net", "vec", (_HEAD,), (Correction("continuity", 0.5, (0.1,), 9, 9),), 20, "2026", ("a line",)
)


def test_what_was_learned_is_read_as_it_was_written():
    again = Learned.from_json(_LEARNED.to_json(), "0001.json")
    assert again == _LEARNED
    assert again.digest == _LEARNED.digest


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": 99}', '{"format": 1, "heads": [{}]}'])
def test_a_file_that_holds_something_else_is_refused(text):
    with pytest.raises(BrokenInput, match="childvoice train"):
        Learned.from_json(text, "0001.json")


def test_what_was_learned_with_other_weights_or_wording_is_refused():
    theme = load("voice_of_the_child").themes[0]
    head = Head(theme.id, (0.5,), 0.0, 1.0, wording(theme), 5, 3)
    Learned("net", "vec", (head,)).check("other", "vec", {theme.id: theme})
    with pytest.raises(ModelError, match="the network"):
        _LEARNED.check("other", "vec", {})
    with pytest.raises(ModelError, match="sentence encoder"):
        _LEARNED.check("net", "other", {})
    stale = Learned("net", "vec", (Head(theme.id, (0.5,), 0.0, 1.0, "before", 5, 3),))
    with pytest.raises(ModelError, match="words 'continuity' in another way"):
        stale.check("net", "vec", {theme.id: theme})


# The audit sample and the queue


def test_the_audit_sample_is_a_tenth_and_always_the_same():
    ids = [f"s1-{i}" for i in range(5000)]
    drawn = {e for e in ids if in_audit(e)}
    assert 400 < len(drawn) < 600
    assert drawn == {e for e in reversed(ids) if in_audit(e)}


def coding(excerpt: str, theme: str, score: float) -> Coding:
    status = Status.SUGGESTED if score >= 0.3 else Status.UNSURE
    return Coding(excerpt, theme, score, 0, 4, Valence.NEGATIVE, "model:x", status)


def test_the_most_doubtful_comes_first_and_themes_take_turns():
    codings = [coding(f"a{i}", "continuity", 0.25 + i / 10) for i in range(6)]
    codings += [coding("b", "trust", 0.31), coding("c", "trust", 0.29)]
    order = review_queue([c.excerpt for c in codings], codings, audit=0.0)
    assert {n.why for n in order[:2]} == {"continuity", "trust"}
    own = [n.excerpt for n in order if n.why == "continuity"]
    assert own[-1] == "a5"


def test_a_theme_on_which_much_was_decided_waits():
    codings = [coding(f"a{i}", "continuity", 0.3) for i in range(12)] + [coding("b", "trust", 0.9)]
    codings += [coding("c", "trust", 0.3)]
    order = review_queue(
        [c.excerpt for c in codings], codings, decided=[f"a{i}" for i in range(9)], audit=0.0
    )
    assert order[0].why == "trust"
    assert {n.excerpt for n in order} == {"a9", "a10", "a11", "b", "c"}


@given(st.lists(st.floats(0.2, 1.0), min_size=1, max_size=40), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_every_audited_or_coded_passage_comes_once_in_any_order_of_the_input(scores, random):
    codings = [coding(f"e{i}", THEMES[i % 3], round(s, 3)) for i, s in enumerate(scores)]
    everyone = [f"e{i}" for i in range(len(scores) + 30)]
    order = review_queue(everyone, codings)
    drawn = [n.excerpt for n in order]
    assert len(set(drawn)) == len(drawn)
    assert set(drawn) == {c.excerpt for c in codings} | {e for e in everyone if in_audit(e)}
    assert all((n.why == "audit") == in_audit(n.excerpt) for n in order)
    random.shuffle(codings)
    random.shuffle(everyone)
    assert review_queue(everyone, codings) == order
