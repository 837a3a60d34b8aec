"""Who speaks: labels, what the manifest says, who asks, who only looks in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from childvoice.records import Role
from childvoice.voice import roles_of

from .documents import document

ASKS = [
    "How long have you had a social worker?",
    "What was that like?",
    "Do you get told?",
    "And why is that?",
]
ANSWERS = ["Four years.", "My mum says five.", "I never get told at school.", "Because they leave."]


def talk(asking: str, answering: str) -> list[tuple[str, str]]:
    return [turn for q, a in zip(ASKS, ANSWERS, strict=True) for turn in ((asking, q), (answering, a))]


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("YP", "child"), ("YP2", "child"), ("yp 3", "child"), ("Young person", "child"), ("Girl 1", "child"), ("Brother", "child"),
        ("Care leaver", "care_leaver"), ("CL1", "care_leaver"),
        ("Mum", "parent"), ("Dad", "parent"), ("Stepmum", "parent"), ("[Child 3’s mum]", "parent"),
        ("Foster carer", "carer"), ("Nan", "carer"), ("[Child 3’s foster carer]", "carer"), ("[Child 3’s gran]", "carer"),
        ("Advocate", "advocate"), ("[Advocate 1]", "advocate"),
        ("Interviewer", "interviewer"), ("Facilitator", "interviewer"), ("INT", "interviewer"), ("Q", "interviewer"), ("I", "interviewer"),
        ("SW", "staff"), ("[Social worker 2]", "staff"), ("Team manager", "staff"), ("NQSW 4", "staff"),
        ("HV", "partner"), ("PC", "partner"), ("Teaching assistant", "partner"), ("[Police officer 1]", "partner"),
        ("MGM", "carer"), ("Auditor", "interviewer"), ("HR", "staff"), ("EP", "partner"), ("Clerk", "staff"),
        ("Interpreter", "unknown"), ("[Child 3]", "child"), ("[Child 3’s brother]", "child"), ("[Child 3] (through interpreter)", "child"), ("[Worker 1]'s mum", "parent"), ("[Person 2]’s sister", "child"), ("YP's nan", "carer"),
    ],
)  # fmt: skip
def test_a_label_says_who_speaks(label: str, role: str) -> None:
    said = roles_of(document([("Interviewer 1", "How are you?"), (label, "Fine."), ("YP", "Yes.")]))
    assert said[label] == Role(role)


@pytest.mark.parametrize(
    ("asking", "answering"), [("Q", "A"), ("I", "R"), ("IV", "P"), ("[Worker 1]", "[Person 2]")]
)
def test_who_asks_is_the_interviewer_and_who_answers_the_child(asking: str, answering: str) -> None:
    assert roles_of(document(talk(asking, answering))) == {asking: Role.INTERVIEWER, answering: Role.CHILD}


@pytest.mark.parametrize(
    ("group", "role"), [("parent", "parent"), ("staff", "staff"), ("partner", "partner")]
)
def test_who_answers_is_of_the_group_that_the_source_is_about(group: str, role: str) -> None:
    assert roles_of(document(talk("Q", "A"), "staff_interview", group))["A"] == Role(role)


def test_of_two_names_taken_for_childrens_in_an_interview_who_asks_is_no_child() -> None:
    """'J' and 'K': a worker and a boy, and nothing but the questions tells."""
    turns = talk("[Child 2]", "[Child 3]")
    turns[2] = ("[Child 2]", "It is only us. The recorder saves me scribbling, my phone is off.")
    assert roles_of(document(turns)) == {"[Child 2]": Role.INTERVIEWER, "[Child 3]": Role.CHILD}


@pytest.mark.parametrize(
    ("label", "role"), [("[Worker 1]", "staff"), ("[Person 1]", "unknown"), ("[Child 4]", "unknown")]
)
def test_who_is_known_to_be_no_child_is_none(label: str, role: str) -> None:
    """Ms Roper among children: her title was seen before her name was taken out."""
    turns = [
        ("[Child 1]", "My mum says no."),
        (label, "I will find out."),
        ("[Child 2]", "My school is far."),
    ]
    spoken = document(turns, "focus_group")
    units = tuple(replace(u, role="unknown") if u.speaker == label else u for u in spoken.units)
    assert roles_of(replace(spoken, units=units))[label] == Role(role)


def test_names_only_the_questions_tell() -> None:
    said = roles_of(document(talk("[Person 4]", "[Child 1]")))
    assert said == {"[Person 4]": Role.INTERVIEWER, "[Child 1]": Role.CHILD}


def test_the_manifest_goes_before_the_label() -> None:
    turns = [("AB", "I go on Thursdays?"), ("CD", "Do you like it?"), ("AB", "Yes."), ("CD", "What else?")]
    said = roles_of(document(turns, roles={"AB": "child", "CD": "interviewer"}))
    assert said == {"AB": Role.CHILD, "CD": Role.INTERVIEWER}


def test_somebody_whom_the_roster_calls_other_is_no_child() -> None:
    turns = [*talk("Interviewer", "YP"), ("[Person 5]", "Only me!")]
    assert roles_of(document(turns, roles={"[Person 5]": "unknown"}))["[Person 5]"] is Role.UNKNOWN


def test_somebody_who_looks_in_is_no_child() -> None:
    turns = [
        *talk("Interviewer", "[Child 2]"),
        ("[Person 5]", "Sorry to butt in, love, just getting my bag."),
    ]
    assert roles_of(document(turns))["[Person 5]"] is Role.UNKNOWN


def test_in_a_focus_group_a_name_that_says_nothing_is_a_child() -> None:
    turns = [("Facilitator", "Who has a worker?"), ("[Child 1]", "Me."), ("[Relative 3]", "My social worker is all right."), ("[Worker 9]", "Mine left.")]  # fmt: skip
    said = roles_of(document(turns, "focus_group"))
    assert (said["[Relative 3]"], said["[Worker 9]"]) == (Role.CHILD, Role.CHILD)


def test_a_grandmother_in_a_parents_interview_is_a_carer() -> None:
    turns = [("Interviewer", "How are you?"), ("[Relative 2]", "I'm a connected person, they tell me.")]
    assert roles_of(document(turns, group="parent"))["[Relative 2]"] is Role.CARER


def test_staff_focus_group() -> None:
    turns = [("Facilitator", "How many cases?"), ("P1", "Twenty."), ("P2", "Twenty-six, and I'm new.")]
    said = roles_of(document(turns, "focus_group", "staff"))
    assert said == {"Facilitator": Role.INTERVIEWER, "P1": Role.STAFF, "P2": Role.STAFF}


GUESSED = "kind and group guessed: not in the manifest"


def test_initials_that_spell_a_job_are_a_childs_where_a_child_speaks() -> None:
    child = "I do the forms. My mum can't read English that well."
    worker = "I have twenty on my caseload and one of my families rang."
    turns = [("KM", "What do you do at home?"), ("KM", "And why?"), ("[Child 2]", "My nan's legs.")]
    assert roles_of(document([*turns, ("SW", child)], "focus_group"))["SW"] is Role.CHILD
    assert roles_of(document([*turns, ("SW", worker)], "focus_group"))["SW"] is Role.STAFF
    assert (
        roles_of(document([*turns, ("Social worker", child)], "focus_group"))["Social worker"] is Role.STAFF
    )


def test_who_has_left_care_is_a_care_leaver() -> None:
    said = "I went in when I was in care at nine. I've got my own flat and my PA comes once a month."
    doc = document([("Speaker A", "What was it like?"), ("Speaker A", "And now?"), ("Speaker B", said)])
    assert roles_of(doc)["Speaker B"] is Role.CARE_LEAVER


def test_among_children_who_speaks_a_little_like_one_is_one_and_a_grown_up_is_not() -> None:
    """Without a manifest: two are told by what they say, the third by the company; a teacher stays unknown."""
    turns = [
        ("Ann", "What happens at your reviews?"),
        ("[Child 1]", "It is in my foster mum's room and my social worker eats the biscuits."),
        ("[Child 2]", "Nobody asked me. My IRO does a form with me at school."),
        ("[Worker 2]", "They all talk about my behaviour."),
        ("Ann", "Do you get asked?"),
        ("[Worker 3]", "Sorry to interrupt, love, ignore me."),
    ]
    doc = document(turns, "interview", "staff")
    roles = roles_of(replace(doc, source=replace(doc.source, warnings=(GUESSED,))))
    assert roles["[Worker 2]"] is Role.CHILD
    assert roles["[Worker 3]"] is not Role.CHILD
