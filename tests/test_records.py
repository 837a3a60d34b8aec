"""Records check themselves, their words are stable, and errors say what to do."""

from __future__ import annotations

import inspect
from dataclasses import FrozenInstanceError, replace

import pytest

from childvoice import errors, records
from childvoice.records import (
    Coding,
    Document,
    Excerpt,
    Group,
    Kind,
    Label,
    Redaction,
    Role,
    Source,
    Status,
    Unit,
    Valence,
    Voice,
)

SOURCE = Source("s1", "a.txt", "An interview", Kind.INTERVIEW, Group.CHILD)
NAME = Redaction(0, 3, 12, Label.PERSON_CHILD, "[Child 1]", "roster")
UNIT = Unit(0, "Hi [Child 1]!")
DOCUMENT = Document(SOURCE, (UNIT,), (NAME,))
EXCERPT = Excerpt("e", "s1", 0, 3, 5, "Hi", "YP", Role.CHILD, Voice.OWN_WORDS, "YP")
CODING = Coding("e", "being_told", 0.5, 0, 2, Valence.NEUTRAL, "model:1")


@pytest.mark.parametrize(
    ("record", "change", "cause"),
    [
        (SOURCE, {"id": ""}, "a source needs an id"),
        (SOURCE, {"transcribed_by": "robot"}, "transcribed_by is person, machine or unknown"),
        (NAME, {"end": 11}, "spans exactly its pseudonym"),
        (NAME, {"score": 1.01}, "between 0 and 1"),
        (NAME, {"score": -0.01}, "between 0 and 1"),
        (NAME, {"score": float("nan")}, "between 0 and 1"),
        (DOCUMENT, {"units": (UNIT, UNIT)}, "unit numbers are unique"),
        (DOCUMENT, {"units": ()}, "outside its text of 0 characters"),
        (DOCUMENT, {"units": (Unit(0, "Hi [Child"),)}, "outside its text of 9 characters"),
        (DOCUMENT, {"units": (Unit(0, "Hi [Child 2]!"),)}, "stands at its offsets"),
        (EXCERPT, {"end": 6}, "span exactly its text"),
        (EXCERPT, {"start": -1, "end": 1}, "span exactly its text"),
        (EXCERPT, {"role": Role.STAFF}, "only a child's words are own words"),
        (EXCERPT, {"role": Role.UNKNOWN}, "only a child's words are own words"),
        (CODING, {"score": 2.0}, "between 0 and 1"),
        (CODING, {"start": 2}, "non-empty span"),
        (CODING, {"start": -1}, "non-empty span"),
    ],
)
def test_a_record_that_contradicts_itself_cannot_be_made(record, change, cause):
    with pytest.raises(ValueError, match=cause):
        replace(record, **change)


def test_a_refusal_holds_no_word_of_the_text():
    with pytest.raises(ValueError, match="spans") as caught:
        replace(NAME, pseudonym="Chloe")
    assert "Chloe" not in str(caught.value)


@pytest.mark.parametrize("record", [SOURCE, NAME, UNIT, DOCUMENT, EXCERPT, CODING])
def test_records_are_frozen_and_equal_by_what_they_say(record):
    assert replace(record) == record
    with pytest.raises(FrozenInstanceError):
        setattr(record, next(iter(record.__slots__)), None)


def test_whose_voice_an_excerpt_is():
    assert EXCERPT.is_child_voice
    assert EXCERPT.tells_of_child
    reported = replace(EXCERPT, role=Role.STAFF, voice=Voice.REPORTED)
    assert not reported.is_child_voice
    assert reported.tells_of_child
    assert not replace(EXCERPT, role=Role.STAFF, voice=Voice.ADULT).tells_of_child
    assert not replace(EXCERPT, role=Role.STAFF, voice=Voice.OBSERVED).tells_of_child
    assert replace(EXCERPT, role=Role.CARE_LEAVER).is_child_voice


@pytest.mark.parametrize("status", Status)
def test_which_codings_count(status):
    counts = status in (Status.SUGGESTED, Status.ACCEPTED, Status.CHANGED)
    assert replace(CODING, status=status).counts is counts


@pytest.mark.parametrize(
    ("words", "values"),
    [
        (Kind, "interview focus_group survey case_note letter meeting staff_interview report"),
        (Group, "child parent staff partner policy record"),
        (Role, "child care_leaver parent carer staff partner advocate interviewer unknown"),
        (Voice, "own_words reported observed adult"),
        (Valence, "positive negative mixed neutral"),
        (Status, "suggested unsure accepted rejected changed"),
        (
            Label,
            "PERSON_CHILD PERSON_FAMILY PERSON_STAFF PERSON_OTHER SCHOOL ORG LOCATION POSTCODE PHONE EMAIL URL "
            "HANDLE DATE AGE NHS_NUMBER NINO UPN CASE_ID VEHICLE_REG RARE_EVENT",
        ),
    ],
)
def test_words_that_are_kept_and_scripted_against_are_stable(words, values):
    assert [member.value for member in words] == values.split()


def test_the_four_labels_of_people():
    assert [label.value for label in Label if label.is_person] == [
        "PERSON_CHILD", "PERSON_FAMILY", "PERSON_STAFF", "PERSON_OTHER",
    ]  # fmt: skip


def test_the_line_through_the_service_has_its_nine_stages():
    assert len(records.JOURNEY) == 9
    assert (records.JOURNEY[0], records.JOURNEY[-1]) == ("referral", "closure")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"subject": "a.txt", "remedy": "Save it again"}, "a.txt: it is empty. Save it again."),
        ({"subject": "a.txt"}, "a.txt: it is empty."),
        ({"remedy": "Save it again"}, "it is empty. Save it again."),
        ({}, "it is empty."),
    ],
)
def test_an_error_says_which_what_and_what_to_do(given, message):
    error = errors.EmptyInput("it is empty", **given)
    assert str(error) == message
    assert (error.cause, error.subject, error.remedy) == (
        "it is empty",
        given.get("subject", ""),
        given.get("remedy", ""),
    )


def test_all_errors_are_in_the_tree_that_the_docstring_draws():
    ours = [c for _, c in inspect.getmembers(errors, inspect.isclass) if c.__module__ == errors.__name__]
    assert all(issubclass(c, errors.ChildvoiceError) for c in ours)
    drawn = (errors.__doc__ or "").split()
    assert [c.__name__ for c in ours if c.__name__ not in drawn] == []
