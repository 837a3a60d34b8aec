"""Reports, letters and talk without labels or manifest: a child's words only where the text says so."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from childvoice.records import Document, Role, Voice
from childvoice.voice import doubts_of, excerpts_of, roles_of
from childvoice.voice.doubts import with_doubts
from childvoice.voice.letters import by_a_grown_up
from childvoice.voice.reports import Heard, report_passages

from .documents import document

GUESSED = "kind and group guessed: not in the manifest"


def guessed(doc: Document) -> Document:
    return replace(doc, source=replace(doc.source, warnings=(GUESSED,)))


def found(*paragraphs: str) -> list[tuple[Voice, str]]:
    heard = Heard()
    return [
        (p.voice, text[p.start : p.end])
        for text in paragraphs
        for p in report_passages(text, heard)
        if p.voice is not Voice.ADULT
    ]


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Children said: ‘We get a say.’ ‘It is ours.’ The service is not ready.", ["‘We get a say.’", "‘It is ours.’"]),
        ("One child described it as ‘like a doll on a string’.", ["‘like a doll on a string’"]),
        ("“Be on time.” (Young person, 15)", ["“Be on time.”"]),
        ("“Be on time.” (Team manager)", []),
        ("“It's loud,” one boy said. “Too loud.”", ["“It's loud,”", "“Too loud.”"]),
        ("The director told us, “We put children first.”", []),
        ("A mother said, “My son was never asked.”", []),
        ("A child may say “I am fine” and mean it not.", []),
        ("Write “Amy said”, not “Amy was spoken to”.", []),
        ("Workers should ask children “what do you want?”", []),
        ("The report says 'requires improvement'.", []),
        ("Staff spoke about a boy who said “I'm not a number”.", ["“I'm not a number”"]),
        ("Children said: “It never closes", ["“It never closes"]),
    ],
)  # fmt: skip
def test_words_in_a_report_are_a_childs_only_where_it_says_so(text: str, own: list[str]) -> None:
    assert [t for v, t in found(text) if v is Voice.OWN_WORDS] == own


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("One young person told us that nobody had rung.", True),
        ("Some children said they knew their plan.", True),
        ("Three of the four children told inspectors that they feel safe.", True),
        ("Children say that they want to be heard.", False),
        ("Leaders said that children feel safe.", False),
        ("If a child says that they are afraid, act.", False),
        ("Young people were told about the change.", False),
        ("Children's social workers said they had too many cases.", False),
    ],
)
def test_views_told_in_a_report(text: str, *, told: bool) -> None:
    assert ([v for v, _ in found(text)] == [Voice.REPORTED]) is told


@pytest.mark.parametrize(
    ("text", "following", "own"),
    [
        ("Everyone turns round. Just text me.", "— boy, 13", "Everyone turns round. Just text me."),
        ("I know the time by which trolley it is. (Girl, 15)", "", "I know the time by which trolley it is."),
        ("My son waited a year. — boy’s mother", "", ""),
        ("Young people told us that trolleys come late. (Boy, 9)", "", ""),
        ("Nobody rang. The duty manager agreed.", "— head of service", ""),
    ],
)
def test_a_paragraph_that_a_child_has_signed_is_the_childs(text: str, following: str, own: str) -> None:
    found = [
        text[p.start : p.end].strip()
        for p in report_passages(text, Heard(), following)
        if p.voice is Voice.OWN_WORDS
    ]
    assert found == ([own] if own else [])


def test_a_list_of_what_children_said_goes_on_over_paragraphs() -> None:
    paragraphs = (
        "This is what children told us:",
        "“Knock first.”",
        "“Say my name.”",
        "The plan follows.",
        "“We agree,” said the head.",
    )
    assert [t for _, t in found(*paragraphs)] == ["“Knock first.”", "“Say my name.”"]


@given(st.lists(st.text(max_size=80), max_size=4))
def test_passages_of_any_report_are_in_order_and_cover_every_word(paragraphs: list[str]) -> None:
    heard = Heard()
    for text in paragraphs:
        at, seen = 0, 0
        for p in report_passages(text, heard):
            assert at <= p.start < p.end <= len(text)
            at, seen = p.end, seen + len("".join(text[p.start : p.end].split()))
        assert seen == len("".join(text.split()))


@pytest.mark.parametrize(
    ("text", "grown_up"),
    [
        ("I am an independent advocate and write on behalf of [Child 1].", True),
        ("Dear [Child 1], I have been your social worker for a year.", True),
        ("You were born on a Sunday. Your birth mother held you.", True),
        ("dear miss thank you for coming. you said you would ring. love from me", False),
        ("I am 15 and my social worker has changed. I look forward to hearing from you. Yours sincerely", False),
    ],
)  # fmt: skip
def test_who_wrote_a_letter(text: str, *, grown_up: bool) -> None:
    assert by_a_grown_up(document([("", text)], "letter")) is grown_up


TALK = [
    ("AB", "Who do you live with?"),
    ("CD", "My foster carers. My brother is in Leeds."),
    ("AB", "How is school?"),
    ("CD", "My teacher is all right."),
]


def test_without_a_manifest_nobody_becomes_staff_silently() -> None:
    doc = guessed(document([("AB", "It rained."), ("CD", "It did.")], "interview", "staff"))
    assert set(roles_of(doc).values()) == {Role.UNKNOWN}
    assert doubts_of(doc) == ("who speaks could not be told: 2 of 2 speaker labels",)
    assert with_doubts(doc).source.warnings == (GUESSED, *doubts_of(doc))
    assert with_doubts(with_doubts(doc)) == with_doubts(doc)


def test_without_a_manifest_the_way_of_speaking_tells() -> None:
    doc = guessed(document(TALK, "interview", "staff"))
    assert roles_of(doc) == {"AB": Role.INTERVIEWER, "CD": Role.CHILD}
    assert "check them" in doubts_of(doc)[0]


def test_a_name_taken_for_a_childs_that_only_asks_is_the_interviewer() -> None:
    doc = document([(s.replace("AB", "[Child 2]").replace("CD", "[Child 1]"), t) for s, t in TALK])
    assert roles_of(doc) == {"[Child 2]": Role.INTERVIEWER, "[Child 1]": Role.CHILD}


def test_a_name_taken_for_a_childs_among_staff_is_staff() -> None:
    turns = [("Q", "How many cases?"), ("[Child 4]", "Twenty."), ("Q", "And court?"), ("[Child 4]", "Three.")]
    assert roles_of(document(turns, "staff_interview", "staff"))["[Child 4]"] is Role.STAFF


def test_talk_without_labels() -> None:
    lines = [("", t) for _, t in TALK]
    child = document(lines)
    assert [e.voice for e in excerpts_of(child)] == [Voice.ADULT, Voice.OWN_WORDS] * 2
    assert "no speaker labels" in doubts_of(child)[0]
    nobody = document([("", "What was it?"), ("", "Fine."), ("", "Why?"), ("", "It was short.")])
    assert {e.voice for e in excerpts_of(nobody)} == {Voice.ADULT}
    assert {e.role for e in excerpts_of(nobody)} == {Role.INTERVIEWER, Role.UNKNOWN}
    assert doubts_of(nobody) == ("no speaker labels: who speaks could not be told",)


def test_a_childs_name_taken_for_a_workers_in_a_record_is_the_childs_and_keeps_its_pseudonym() -> None:
    text = '[Worker 1]\'s form reads: "I want to stay." [Worker 1] told me she feels safe. [Worker 2] will ring mum.'
    first = excerpts_of(document([("", text)], "case_note"))
    assert [(e.voice, e.participant) for e in first if e.voice is not Voice.ADULT] == [
        (Voice.OWN_WORDS, "[Worker 1]"),
        (Voice.REPORTED, "[Worker 1]"),
    ]


def test_children_of_a_report_who_have_no_names_are_counted_apart() -> None:
    doc = document(
        [
            ("", "One child said, “She does what she says on the tin.” “Every time,” she added."),
            ("", "A care leaver told us: “I found out from a text.”"),
            ("", "Another said: “The text was for somebody else.”"),
        ],
        kind="report",
        group="policy",
    )
    own = [e.participant for e in excerpts_of(doc) if e.voice is Voice.OWN_WORDS]
    assert own == ["d1 child 1", "d1 child 1", "d1 child 2", "d1 child 3"]


def test_a_letter_to_a_child_is_not_by_the_child() -> None:
    """'You told me ...' is a worker's; and in it 'she' is never the child who is spoken to."""
    letter = document(
        [
            ("", "Dear [Child 1],"),
            (
                "",
                "I came to see you on Tuesday and you were making a den. You told me that you hate whispering.",
            ),
            (
                "",
                "Your mum has told me that she wants to be well. I will come back on Thursday and ring Nana first.",
            ),
        ],
        kind="letter",
    )
    assert by_a_grown_up(letter)
    assert not [e for e in excerpts_of(letter) if e.voice is Voice.OWN_WORDS]
    told = [e.text for e in excerpts_of(letter) if e.voice is Voice.REPORTED]
    assert told == ["You told me that you hate whispering."]


def test_an_answer_that_is_only_a_name_is_an_answer() -> None:
    doc = document([("I", "Who is your worker?"), ("YP", "[Worker 2]."), ("I", "[laughs]")])
    assert [(e.speaker, e.text) for e in excerpts_of(doc)] == [
        ("I", "Who is your worker?"),
        ("YP", "[Worker 2]."),
    ]


def test_one_child_under_two_labels_is_one_child() -> None:
    doc = document([("[Child 1]", "Yes."), ("[Child 1] (through interpreter)", "She was late.")])
    assert {e.participant for e in excerpts_of(doc)} == {"[Child 1]"}


def test_members_of_a_childrens_meeting_speak_and_who_runs_it_does_not() -> None:
    """Without a roster members are masked as workers; a councillor is told by what she does."""
    doc = document(
        [
            ("", "Present: [Worker 1], [Worker 2], [Worker 5]."),
            (
                "",
                '[Worker 1] said "Ours comes on a Friday and the shop shuts." [Worker 5] said she would ask.',
            ),
            ("", '"I was the one," said [Worker 2]. [Worker 5] said "that is shameful".'),
        ],
        kind="meeting",
    )
    own = [(e.participant, e.text) for e in excerpts_of(doc) if e.voice is Voice.OWN_WORDS]
    assert own == [
        ("[Worker 1]", '"Ours comes on a Friday and the shop shuts."'),
        ("[Worker 2]", '"I was the one,"'),
    ]


def test_a_child_who_writes_to_an_office_is_still_the_writer() -> None:
    letter = document(
        [
            ("", "Dear Sir or Madam,"),
            ("", "I am writing about my social worker, who has left. I am 13 and I live with my carers."),
            ("", "Yours sincerely,"),
        ],
        kind="letter",
    )
    assert not by_a_grown_up(letter)
    assert {e.voice for e in excerpts_of(letter)} == {Voice.OWN_WORDS}
