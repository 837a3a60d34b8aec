"""Who counts, for what, and how often."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from childvoice.findings import prevalence, speakers_of
from childvoice.records import Excerpt, Group, Kind, Role, Source, Status, Valence, Voice

from .stories import THEME, cell, heard, made, row, side, staff

GOOD, BAD, MIXED, NEUTRAL = Valence.POSITIVE, Valence.NEGATIVE, Valence.MIXED, Valence.NEUTRAL


def test_a_child_who_says_it_five_times_is_one_child():
    rows = [row("Chloe", f"It was the {n}th worker.", source="one") for n in range(5)]
    rows += [row("Ravi", source="one"), row("Mia", source="two")]
    found = cell(rows)
    assert (found.participants, found.sources, found.mentions, found.of) == (3, 2, 7, 3)


def test_children_who_took_part_but_did_not_raise_it_are_among_those_of_whom_it_is_a_part():
    rows = [row("Chloe"), row("Ravi", theme="food"), row("Mia", theme="food"), row("Tom", theme="food")]
    assert cell(rows).share == 0.25


@pytest.mark.parametrize(
    ("told", "balance"),
    [
        ([GOOD, BAD], MIXED),
        ([GOOD, GOOD, BAD], MIXED),
        ([GOOD, BAD, BAD, BAD], BAD),
        ([GOOD, GOOD, GOOD, BAD], GOOD),
        ([BAD, NEUTRAL, NEUTRAL], BAD),
        ([MIXED], MIXED),
        ([MIXED, BAD], MIXED),
        ([MIXED, BAD, BAD], BAD),
        ([NEUTRAL], NEUTRAL),
    ],
)
def test_one_child_with_good_and_bad_experiences_stands_once_and_on_balance(told, balance):
    found = cell([row("Chloe", f"Number {n}.", valence=v) for n, v in enumerate(told)])
    assert found.participants == 1
    assert found.valence == {v: int(v is balance) for v in Valence}


def test_never_asked_is_not_asked_but_silent():
    rows = [row("Chloe", source="int-1"), staff("Jo", theme="food", source="st-1")]
    unasked = heard(rows)
    asked = heard(rows, asked={"st-1": (THEME,)})
    assert not unasked.was_asked(Group.STAFF, THEME)
    assert asked.was_asked(Group.STAFF, THEME)
    for speakers, number in ((unasked, 0), (asked, 1)):
        silent = prevalence(rows, speakers, [THEME])[THEME, Group.STAFF]
        assert (silent.participants, silent.asked, silent.of) == (0, number, 1)


@pytest.mark.parametrize(
    ("told", "column"),
    [
        (row("Chloe"), Group.CHILD),
        (row("Kai", role=Role.CARE_LEAVER), Group.CHILD),
        (row("Chloe", kind=Kind.CASE_NOTE, group=Group.RECORD), Group.CHILD),  # quoted in a case note
        (staff("Jo", voice=Voice.REPORTED, kind=Kind.CASE_NOTE, group=Group.RECORD), Group.RECORD),
        (staff("Jo", voice=Voice.OBSERVED, kind=Kind.CASE_NOTE, group=Group.RECORD), Group.RECORD),
        (
            staff("Jo", voice=Voice.REPORTED),
            None,
        ),  # told of a child: neither her words nor the worker's own view
        (row("Chloe", voice=Voice.REPORTED), None),
        (row("Mum", role=Role.PARENT, group=Group.PARENT), Group.PARENT),
        (row("Gran", role=Role.CARER, group=Group.PARENT), Group.PARENT),
        (row("Ali", role=Role.ADVOCATE), Group.PARTNER),
        (row("PC", role=Role.PARTNER, group=Group.PARTNER), Group.PARTNER),
        (row("Policy", role=Role.STAFF, kind=Kind.REPORT, group=Group.POLICY), Group.POLICY),
        (row("Sam", role=Role.INTERVIEWER), None),
        (row("Sam", role=Role.INTERVIEWER, kind=Kind.CASE_NOTE, group=Group.RECORD), None),
        (row("Sam", role=Role.INTERVIEWER, group=Group.POLICY), None),
        (row("?", role=Role.UNKNOWN), None),
    ],
)
def test_whose_side_a_passage_stands_on(told, column):
    assert side(told) is column


def test_what_a_case_note_says_that_a_child_said_is_the_record_s_and_not_the_child_s():
    noted = staff("Jo", "[Child 1] says she is happy.", voice=Voice.REPORTED, kind=Kind.CASE_NOTE)
    cells = prevalence([noted, row("Chloe")], heard([noted, row("Chloe")]), [THEME])
    assert cells[THEME, Group.RECORD].participants == 1
    assert cells[THEME, Group.CHILD].excerpts == (row("Chloe").excerpt_id,)


def test_an_interviewer_s_words_count_nowhere():
    rows = [row("Sam", "How were you told?", role=Role.INTERVIEWER), row("Chloe")]
    speakers = heard(rows)
    assert "Sam" not in {p for people in speakers.participants.values() for p in people}
    assert [c.participants for c in prevalence(rows, speakers, [THEME]).values()] == [1]


@pytest.mark.parametrize(
    ("status", "number"),
    [
        (Status.SUGGESTED, 1),
        (Status.ACCEPTED, 1),
        (Status.CHANGED, 1),
        (Status.REJECTED, 0),
        (Status.UNSURE, 0),
    ],
)
def test_what_a_person_rejected_or_a_machine_was_unsure_of_does_not_count(status, number):
    found = cell([row("Chloe", status=status), row("Ravi", theme="food")])
    assert (found.participants, found.mentions, len(found.excerpts)) == (number, number, number)
    assert found.of == 2, "who spoke, spoke, whatever the coding"


def test_a_source_out_of_scope_adds_nobody():
    said = Excerpt("e", "s", 0, 0, 2, "Hi", "YP", Role.CHILD, Voice.OWN_WORDS, "Chloe")
    source = Source("s", "f", "t", Kind.INTERVIEW, Group.CHILD, topics_asked=(THEME,))
    assert speakers_of([said], [source]).participants == {Group.CHILD: frozenset({"Chloe"})}
    out = speakers_of([said], [replace(source, in_scope=False)])
    assert (out.participants, out.sources, out.asked) == ({}, {}, {})


def test_a_theme_that_nobody_raised_has_an_empty_cell_and_the_best_passages_come_first():
    rows = [row("Chloe", "a", score=0.5), row("Ravi", "b", score=0.9)]
    assert cell(rows, theme="food").participants == 0
    assert cell(rows, theme="food").tone == "neutral"
    assert cell(rows).excerpts == ("Ravi/b/being_told", "Chloe/a/being_told")


@pytest.mark.parametrize(
    ("counts", "tone"),
    [
        ({"good": 5, "bad": 3}, "positive"),  # a balance of exactly a quarter
        ({"good": 3, "bad": 5}, "negative"),
        ({"good": 9, "bad": 6}, "mixed"),
        ({"bad": 1, "mixed": 9}, "mixed"),  # most told of both: one who did not must not stand for all
        ({"bad": 4, "mixed": 9}, "mixed"),
        ({"bad": 7, "mixed": 6}, "negative"),
        ({"bad": 1}, "negative"),
        ({}, "neutral"),
    ],
)
def test_the_tone_is_that_of_most_who_said_how_it_was(counts, tone):
    assert made(20, **counts).tone == tone


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_a_tone_is_never_that_of_a_minority(good, bad, mixed, silent):
    found = made(good + bad + mixed + silent, good=good, bad=bad, mixed=mixed)
    assert found.told == good + bad + mixed
    assert -1 <= found.balance <= 1
    assert found.tone != "positive" or 2 * good > found.told
    assert found.tone != "negative" or 2 * bad > found.told
    assert (found.tone == "neutral") == (not found.told)
