"""Sentences for a committee member: true, with how many, and in a child's words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from childvoice.findings import Policy, findings, prevalence
from childvoice.findings.sentences import amount, best_quote, how_it_was, how_many
from childvoice.records import Group, Status, Valence

from .stories import THEME, heard, made, row, staff

PLAIN = {THEME: "being told what happens", "food": "food", "school": "school"}
LONG = "This goes on and on. " * 20


@pytest.mark.parametrize(
    ("people", "word"),
    [
        (100, "Nearly all"),
        (86, "Nearly all"),
        (85, "Most"),
        (51, "Most"),
        (50, "Many"),  # half is not most
        (31, "Many"),
        (30, "Some"),
        (13, "Some"),
        (12, "A few"),
        (1, "A few"),
        (0, "A few"),
    ],
)
def test_words_for_amounts(people, word):
    assert amount(people / 100) == word


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ({"bad": 11}, "For most of them it was a bad experience."),
        ({"bad": 10}, "More of them told of bad experiences than of good ones."),
        ({"good": 14, "bad": 6}, "For most of them it was a good experience."),
        ({"good": 11, "bad": 9}, "Experiences were mixed."),
        ({"good": 10, "mixed": 1}, "More of them told of good experiences than of bad ones."),
        ({"mixed": 20}, "Experiences were mixed."),
        ({"bad": 9}, "Most did not say whether it was good or bad."),
        ({}, "Most did not say whether it was good or bad."),
    ],
)
def test_how_it_was_for_twenty_children(counts, sentence):
    assert how_it_was(made(20, **counts)) == sentence


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_no_sentence_says_more_than_the_counts(good, bad, mixed, silent):
    people = good + bad + mixed + silent
    said = how_it_was(made(max(1, people), good=good, bad=bad, mixed=mixed))
    assert "For most of them it was a bad" not in said or 2 * bad > people
    assert "For most of them it was a good" not in said or 2 * good > people
    assert "than of good ones" not in said or bad > good
    assert "than of bad ones" not in said or good > bad
    assert "Most did not say" not in said or 2 * (good + bad + mixed) < max(1, people)
    # The tables call the same counts by the same word.
    tone = made(max(1, people), good=good, bad=bad, mixed=mixed).tone
    assert tone != "mixed" or "mixed" in said or "Most did not say" in said


def review(*themes: tuple[str, int]):
    rows = [row(f"{n:02}", theme=theme, source="s") for theme, number in themes for n in range(number)]
    rows += [row(f"{n:02}", theme="outside the codebook", source="s") for n in range(20)]
    return rows, prevalence(rows, heard(rows), list(PLAIN))


def test_a_finding_says_what_how_many_and_shows_one_passage():
    rows, cells = review((THEME, 12), ("food", 7))
    told, food = findings(cells, rows, PLAIN, policy=Policy(below=6))
    assert told.sentence == (
        "Most children and young people spoke of being told what happens. "
        "For most of them it was a bad experience."
    )
    assert told.how_many == "12 of the 20 children and young people who took part"
    assert food.theme == "food"
    assert told.quote is not None
    assert food.quote is not None
    assert told.quote.participant != food.quote.participant


def test_what_fewer_children_raise_than_may_be_shown_is_no_finding():
    rows, cells = review((THEME, 6), ("food", 5))
    assert [f.theme for f in findings(cells, rows, PLAIN, policy=Policy(below=6))] == [THEME]
    assert [f.theme for f in findings(cells, rows, PLAIN, policy=Policy(below=7))] == []


def test_the_findings_that_most_children_raise_come_first_and_no_more_than_asked_for():
    rows, cells = review(("food", 9), ("school", 9), (THEME, 10))
    assert [f.theme for f in findings(cells, rows, PLAIN, policy=Policy(below=6))] == [
        THEME,
        "food",
        "school",
    ]
    assert [f.theme for f in findings(cells, rows, PLAIN, policy=Policy(below=6), most=1)] == [THEME]


def test_a_finding_rounds_and_hides_as_the_review_does():
    rows, cells = review((THEME, 12), ("food", 9))
    (told,) = findings(cells, rows, PLAIN, policy=Policy("round"))
    assert told.theme == THEME
    assert told.how_many == "10 of the 20 children and young people who took part"


@pytest.mark.parametrize(
    ("people", "of", "words"),
    [
        (38, 96, "38 of the 96 children and young people who took part"),
        (6, 6, "6 of the 6 children and young people who took part"),
        (5, 96, "fewer than 6 of the children and young people who took part"),
        (3, 4, "fewer than 6 of the children and young people who took part"),
    ],
)
def test_how_many(people, of, words):
    assert how_many(made(people, of), Policy(below=6)) == words


def best(*rows, tone="negative", **more):
    found = best_quote(rows, THEME, Group.CHILD, tone=tone, **more)
    return found and found.participant


SURE = "They never once told me that my worker was going to leave."


def test_the_best_quote_is_confirmed_first():
    plain = row("sure", SURE, score=0.99)
    for status in (Status.ACCEPTED, Status.CHANGED):
        assert (
            best(plain, row("confirmed", LONG, score=0.5, status=status, valence=Valence.POSITIVE))
            == "confirmed"
        )


def test_then_one_of_another_child():
    assert best(row("a", SURE, score=0.9), row("b", LONG, score=0.5), spent=["a"]) == "b"
    assert best(row("a", SURE), spent=["a"]) == "a", "if there is no other, the same child again"


def test_then_of_the_usual_tone_then_of_readable_length_then_the_surest():
    good = row("good", SURE, valence=Valence.POSITIVE, score=0.99)
    long = row("long", LONG, score=0.9)
    short = row("short", "Never told.", score=0.95)
    fine = row("fine", SURE, score=0.6)
    assert best(good, long) == "long"
    assert best(good, long, short, fine) == "fine"
    assert best(fine, row("finer", SURE, score=0.7)) == "finer"
    assert best(good, fine, tone="mixed") == "good", "where there is no usual tone, any will do"


def test_fewer_pseudonyms_read_better():
    masked = row(
        "masked", "[Child 1] and [Child 2] told [Worker 1] that they would be leaving soon.", score=0.85
    )
    assert best(masked, row("plain", SURE, score=0.8)) == "plain"


def test_never_a_passage_that_is_withheld_rejected_unsure_or_not_a_child_s():
    concern = row("concern", SURE, status=Status.ACCEPTED, excerpt="e9")
    assert best(concern, withhold=frozenset({"e9"})) is None
    assert best(row("r", SURE, status=Status.REJECTED), row("u", SURE, status=Status.UNSURE)) is None
    assert best(staff("Jo"), row("t", SURE, theme="food")) is None
    rows, cells = review((THEME, 9))
    every = frozenset(r.excerpt_id for r in rows)
    assert findings(cells, rows, PLAIN, policy=Policy(below=6), withhold=every)[0].quote is None


def test_the_same_quote_whatever_the_order_of_the_rows():
    rows = [row(f"{n}", SURE, excerpt=f"e{n}") for n in range(5)]
    assert best(*rows) == best(*reversed(rows))
