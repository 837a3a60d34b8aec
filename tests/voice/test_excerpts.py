"""Excerpts: offsets are exact, nothing is lost, one person is one participant; and laws of division for any text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from childvoice.records import Document, Group, Kind, Role, Source, Unit, Voice
from childvoice.voice import excerpts_of, pieces
from childvoice.voice.notes import passages
from childvoice.voice.sentences import quotations, sentences

from .documents import document

LONG = " ".join(f"I went to place {n} and nobody told me." for n in range(40))


def test_offsets_stand_in_the_unit_and_ids_are_unique() -> None:
    doc = document([("Interviewer", "How was it?"), ("YP", LONG), ("Mum", 'He said "no." I said yes.')])
    units = {u.index: u.text for u in doc.units}
    found = excerpts_of(doc)
    assert all(units[e.unit][e.start : e.end] == e.text for e in found)
    assert len({e.id for e in found}) == len(found)


def test_long_turns_are_divided_at_sentences_and_nothing_is_lost() -> None:
    found = excerpts_of(document([("YP", LONG)]))
    assert len(found) > 2
    assert all(len(e.text.split()) <= 90 and e.text.endswith(".") for e in found)
    assert " ".join(e.text for e in found) == LONG


def test_every_word_of_a_case_note_is_in_one_excerpt() -> None:
    text = 'HV. Mum tired. [Child 3] hid. "Go away." She said she wants her dog. Plan agreed; review in May.'
    found = excerpts_of(document([("", text)], "case_note"))
    assert " ".join(e.text for e in found) == text
    assert {e.voice for e in found} == set(Voice)


def test_only_a_childs_words_carry_a_childs_role() -> None:
    found = excerpts_of(document([("", '[Child 3] said "no". Mum said "yes".')], "case_note"))
    assert [(e.role, e.voice) for e in found if '"no"' in e.text] == [(Role.CHILD, Voice.OWN_WORDS)]
    assert all(e.role is Role.STAFF for e in found if e.voice is not Voice.OWN_WORDS)


def test_participants_are_one_a_person() -> None:
    doc = document(
        [("[Child 3]", "Yes."), ("YP2", "No."), ("[Child 3]", "Maybe."), ("YP2", "So.")], "focus_group"
    )
    assert [e.participant for e in excerpts_of(doc)] == ["[Child 3]", "d1 YP2", "[Child 3]", "d1 YP2"]


def test_survey_respondents_are_kept_apart_with_their_question() -> None:
    units = tuple(Unit(n, "It was fine.", question="What helps?", respondent=str(n)) for n in range(3))
    found = excerpts_of(Document(Source("s", "s", "", Kind.SURVEY, Group.CHILD), units))
    assert len({e.participant for e in found}) == 3
    assert {e.question for e in found} == {"What helps?"}
    assert {e.voice for e in found} == {Voice.OWN_WORDS}


@pytest.mark.parametrize("stage", ["[laughs]", "(pause)", "[inaudible]", "[crying]"])
def test_stage_directions_are_left_out(stage: str) -> None:
    assert excerpts_of(document([("YP", stage), ("YP", "Right.")]))[0].text == "Right."


def test_what_a_child_signs_is_theirs() -> None:
    found = excerpts_of(
        document([("Interviewer", "And school?"), ("[Child 3]", "[points to the card for bus]")])
    )
    assert found[1].voice is Voice.OWN_WORDS


def test_the_question_is_kept_as_context_and_is_nobodys_view() -> None:
    found = excerpts_of(document([("Interviewer", "Who tells you?"), ("YP", "Nobody.")]))
    assert [(e.voice, e.question) for e in found] == [(Voice.ADULT, ""), (Voice.OWN_WORDS, "Who tells you?")]


def test_a_parent_who_tells_of_a_child_stays_a_parent() -> None:
    found = excerpts_of(
        document([("Mum", "I was late. [Child 3] told me she had counted the buses.")], group="parent")
    )
    assert [(e.role, e.voice) for e in found] == [(Role.PARENT, Voice.ADULT), (Role.PARENT, Voice.REPORTED)]


def test_policy_is_never_a_childs_voice() -> None:
    doc = document([("", 'Children must be heard. A child may say "I want to go home".')], "report", "policy")
    assert {e.voice for e in excerpts_of(doc)} == {Voice.ADULT}


def test_a_childs_letter_is_own_words_but_not_what_an_adult_added() -> None:
    doc = document(
        [("", "dear lady i like the bus"), ("", "In an adult's writing: she did it alone.")], "letter"
    )
    assert [e.voice for e in excerpts_of(doc)] == [Voice.OWN_WORDS, Voice.ADULT]


def test_an_advocates_letter_is_no_childs_letter() -> None:
    doc = document([("", "I am writing on behalf of [Child 3]."), ("", '"I was not asked."')], "letter")
    assert [e.voice for e in excerpts_of(doc)] == [Voice.ADULT, Voice.OWN_WORDS]


def test_words_noted_by_a_machine_are_not_quoted() -> None:
    doc = document([("", 'AI summary: [Child 3] said "I feel safe".')], "case_note")
    assert Voice.OWN_WORDS not in {e.voice for e in excerpts_of(doc)}


TEXTS = st.lists(
    st.sampled_from(
        [*"\"“”‘’'.,;:!?()[] \n", "[Child 3]", "Mum", "she", "he", "said", "wants", "cried", "J", "I", "don't", "16.20", "e.g.", "W&F:", "LOUD", "and", "é"]
    ),
    max_size=40,
).map(lambda parts: " ".join(parts))  # fmt: skip
ANY = st.one_of(TEXTS, st.text(max_size=120))


def law(text: str, spans: Iterable[tuple[int, int]], *, covers: bool) -> None:
    at, seen = 0, set()
    for a, b in spans:
        assert at <= a < b <= len(text)
        at = b
        seen.update(range(a, b))
    if covers:
        assert all(m.start() in seen for m in re.finditer(r"\w", text))


@pytest.mark.parametrize(("divide", "covers"), [(sentences, True), (pieces, True), (quotations, False)])
@given(text=ANY)
def test_spans_are_in_order_disjoint_and_inside(
    divide: Callable[[str], Iterable[tuple[int, int]]], covers: bool, text: str
) -> None:
    law(text, divide(text), covers=covers)


@given(text=ANY, about=st.booleans(), symbols=st.booleans(), talk=st.sampled_from(["", "staff", "family"]))
def test_passages_cover_every_word_once(text: str, about: bool, symbols: bool, talk: str) -> None:
    found = list(passages(text, child="[Child 3]", gender="f", about=about, symbols=symbols, talk=talk))
    law(text, [(p.start, p.end) for p in found], covers=True)
