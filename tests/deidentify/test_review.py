"""A whole review: no name goes on in any field, every replacement can be traced, and what is unsafe is withheld."""

from __future__ import annotations

import re
import traceback
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from childvoice.deidentify import (
    Deidentified,
    Incoming,
    Person,
    Roster,
    deidentify,
    deidentify_text,
    propagate,
    read_roster,
)
from childvoice.deidentify.detect import Evidence
from childvoice.deidentify.names import cues, gazetteer
from childvoice.deidentify.names.tokens import tokens
from childvoice.deidentify.spans import Found, settle
from childvoice.errors import SettingsError
from childvoice.raw import RawDocument, RawUnit
from childvoice.records import Document, Group, Kind, Label, Source

ROSTER = Roster(
    (
        Person("C01", "Kayleigh Bramhall", ("Kayls",), Label.PERSON_CHILD),
        Person("F01", "Danielle Bramhall", (), Label.PERSON_FAMILY, "mum of C01"),
        Person("S01", "Priya Raman", (), Label.PERSON_STAFF, "", "social worker"),
        Person("X01", "Rhys Pryce-Jones", (), Label.PERSON_OTHER),
        Person("S02", "Will Tranter", (), Label.PERSON_STAFF),
    )
)


def document(
    name: str, *units: RawUnit, title: str = "", setting: str = "", legend: tuple[tuple[str, str], ...] = ()
) -> Incoming:
    raw = RawDocument(f"/in/{name}", "digest", units, "transcript", legend)
    source = Source(f"s-{name[0]}", name, title or name, Kind.INTERVIEW, Group.CHILD, setting=setting)
    return Incoming(raw, source)


TRANSCRIPT = replace(
    document(
        "a Interview Kayleigh Bramhall.txt",
        RawUnit(0, "Hi Kayleigh, I'm Priya. How is Kestwick Academy?", speaker="PR"),
        RawUnit(1, "Rubbish. Priya said mum would ring on 3 March 2025 and she didn't.", speaker="Kayleigh"),
        RawUnit(2, "I told Oluwaseun Adeyemi about it. No. 12 Mill Lane is cold.", speaker="Kayleigh"),
        RawUnit(3, "Sorry, wrong room.", speaker="Rhys Pryce-Jones"),
        title="Interview with Kayleigh Bramhall",
        setting="Kayleigh's bedroom",
        legend=(("PR", "Priya Raman, social worker"),),
    ),
    speakers=(("Kayleigh", "child"), ("PR", "staff")),
)
NOTES = document(
    "b_case_notes_BRAMHALL_K.txt",
    RawUnit(0, "KB quiet. Ring Danielle on 07700 900123.", note="03/04/2025 | Home visit | Priya Raman"),
    RawUnit(1, "Danielle Bramhall’s new partner Wayne is not known.", note="03/04/2025 | Home visit | Priya Raman"),
)  # fmt: skip
SURVEY = document(
    "c survey.xlsx",
    RawUnit(0, "Shes nice", question="What do you like about Priya Raman?", respondent="R1"),
    RawUnit(1, "Oluwaseun Adeyemi helps more", question="What do you like about Priya Raman?", respondent="R2"),
    RawUnit(2, "", question="Anything else to tell Mrs Okafor?", respondent="R2"),
)  # fmt: skip
LETTER = document(
    "d.txt", RawUnit(0, "My grandad was on the news when our house was swallowed by a sinkhole.")
)
REVIEW = (TRANSCRIPT, NOTES, SURVEY, LETTER)
NAMES = re.compile(
    r"(?i)kayl|bramhall|priya|raman|danielle|oluwaseun|adeyemi|pryce|rhys|wayne|okafor|kestwick|mill lane|\bPR\b|\bKB\b"
)


@pytest.fixture(scope="module")
def result() -> Deidentified:
    return deidentify(REVIEW, ROSTER)


def everything(doc: Document) -> str:
    fields = [doc.source.title, doc.source.file, doc.source.setting]
    return "\n".join([*fields, *(f"{u.note}|{u.question}|{u.speaker}: {u.text}" for u in doc.units)])


def test_no_name_stands_in_any_field(result: Deidentified) -> None:
    assert not result.withheld
    for doc in result.documents:
        assert not NAMES.findall(everything(doc)), everything(doc)


def test_what_goes_on_can_still_be_read(result: Deidentified) -> None:
    transcript, notes, survey, letter = result.documents
    assert transcript.source.title == "Interview with [Child 1]"
    assert transcript.source.setting == "[Child 1]'s bedroom"
    assert transcript.source.file == "a Interview [Child 1].txt"
    assert [u.speaker for u in transcript.units[1:3]] == ["[Child 1]", "[Child 1]"]
    assert [u.role for u in transcript.units] == ["staff", "child", "child", "unknown"]
    assert transcript.units[1].text.startswith(
        "Rubbish. [Social worker 1] said mum would ring on [March 2025]"
    )
    assert notes.units[0].note == notes.units[1].note == "[April 2025] | Home visit | [Social worker 1]"
    assert notes.units[0].text == "[Child 1] quiet. Ring [Child 1’s mum] on [phone number]."
    assert survey.units[0].text == "Shes nice"
    assert survey.units[0].question == survey.units[1].question == "What do you like about [Social worker 1]?"
    # Not the names or numbers that the survey gave them, which may say who they are.
    assert [u.respondent for u in survey.units] == ["1", "2", "2"]
    assert [u.index for u in letter.units] == [0]


def test_a_name_found_in_one_document_is_found_in_another() -> None:
    sure = document("a.txt", RawUnit(0, "Her advocate Brackley Thornbury came."))
    bare = document("b.txt", RawUnit(0, "I asked brackley thornbury and nobody else."))
    first, second = deidentify((sure, bare), Roster()).documents
    assert first.redactions[0].pseudonym == second.redactions[0].pseudonym
    assert second.units[0].text == f"I asked {second.redactions[0].pseudonym} and nobody else."


def test_redactions_stand_at_their_offsets_and_hold_no_surface(result: Deidentified) -> None:
    for doc in result.documents:
        unit_texts = {u.index: u.text for u in doc.units}
        assert all(unit_texts[r.unit][r.start : r.end] == r.pseudonym for r in doc.redactions)
        assert not NAMES.search(repr(doc.redactions))
        brackets = sum(len(re.findall(r"\[[^\]]+\]", text)) for text in unit_texts.values())
        assert len(doc.redactions) == brackets


def test_edits_map_back_to_the_raw_text(result: Deidentified) -> None:
    raw = {(i.source.id, u.index): u.text for i in REVIEW for u in i.raw.units}
    for doc in result.documents:
        for unit in doc.units:
            original, back, at = raw[doc.source.id, unit.index], "", 0
            for raw_start, raw_end, start, end in result.edits.get((doc.source.id, unit.index), ()):
                back += unit.text[at:start] + original[raw_start:raw_end]
                at = end
            assert back + unit.text[at:] == original


def test_rare_and_doubtful_are_flagged_for_a_person(
    result: Deidentified, monkeypatch: pytest.MonkeyPatch
) -> None:
    rare = [f for f in result.documents[3].flags if f.label is Label.RARE_EVENT]
    assert rare
    assert "sinkhole" in result.documents[3].units[0].text, "a person decides; nothing is cut unasked"

    def doubts(evidence: Evidence, **_: object) -> list[Found]:
        at = evidence.plain.text.index("Rook")
        return [Found(at, at + 4, Label.PERSON_OTHER, "gazetteer", 0.6)]

    monkeypatch.setattr(Evidence, "settled", doubts)
    doubtful = deidentify((document("a.txt", RawUnit(0, "Rook came too.")),), Roster()).documents[0]
    assert [f.reason for f in doubtful.flags] == ["found by one weak sign only"]
    assert not NAMES.search(repr(result.documents[3].flags))


def test_a_document_that_would_still_show_a_known_name_is_withheld(monkeypatch: pytest.MonkeyPatch) -> None:
    sighted = Evidence.settled

    def forgetful(evidence: Evidence, **more: object) -> list[object]:
        """A detector that has gone wrong in the way that the last pass is there for."""
        return [s for s in sighted(evidence, **more) if evidence.plain.text[s.start : s.end] != "Danielle"]

    monkeypatch.setattr(Evidence, "settled", forgetful)
    result = deidentify(REVIEW, ROSTER)
    assert [d.source.id for d in result.documents] == ["s-a", "s-c", "s-d"]
    ((file, error),) = result.withheld
    assert error.subject == file
    assert error.cause == "1 known name(s) would remain after replacement"
    assert error.remedy
    for shown in (file, str(error), repr(error), repr(result)):
        assert not NAMES.search(shown), shown
    assert not any(source == "s-b" for source, _ in result.edits)


def test_nothing_shows_text_when_it_is_printed_or_fails(result: Deidentified) -> None:
    for thing in (TRANSCRIPT.raw, TRANSCRIPT.raw.units[0], ROSTER, ROSTER.people[0], result):
        assert not NAMES.search(repr(thing)), repr(thing)
        assert not NAMES.search(str(thing))
    assert not NAMES.search(repr(deidentify_text("Priya Raman came.")))


def test_an_error_inside_a_run_shows_no_text() -> None:
    def broken() -> None:
        raise RuntimeError("step")

    with pytest.raises(RuntimeError) as caught:
        deidentify(REVIEW, ROSTER, step=broken)
    assert not NAMES.search("".join(traceback.format_exception(caught.value)))


TEXT = "Kayleigh Bramhall, dob 03/11/2012, 8 years and 4 months, lives in Grimsby. Seen 4 May 2025. EM9 2LR."


@pytest.mark.parametrize(
    ("policy", "person", "birth", "age", "place", "date"),
    [
        ("light", "[Child 1]", "[date of birth]", "[aged 8]", "Grimsby", "[May 2025]"),
        ("standard", "[Child 1]", "[date of birth]", "[aged 5 to 10]", "[Town 1]", "[May 2025]"),
        ("strict", "[Child 1]", "[date of birth]", "[age]", "[town]", "[2025]"),
    ],
)
def test_policies(policy: str, person: str, birth: str, age: str, place: str, date: str) -> None:
    expected = f"{person}, dob {birth}, {age}, lives in {place}. Seen {date}. [postcode]."
    assert deidentify_text(TEXT, ROSTER, policy=policy).text == expected
    (doc,) = deidentify((document("a.txt", RawUnit(0, TEXT)),), ROSTER, policy=policy).documents
    assert doc.units[0].text == expected


def test_strict_removes_rare_events_and_flags_them_too() -> None:
    (doc,) = deidentify((LETTER,), ROSTER, policy="strict").documents
    assert "[rare event]" in doc.units[0].text
    assert Label.RARE_EVENT in {f.label for f in doc.flags}


def test_what_is_to_be_kept_is_kept_but_never_a_person_of_the_roster() -> None:
    text = "Danielle Bramhall read Jacqueline Wilson."
    masked = deidentify_text(text, ROSTER, keep=("jacqueline wilson", "Danielle Bramhall"))
    assert masked.text == "[Child 1’s mum] read Jacqueline Wilson."


HEAD = "id,name,aliases,role,relation,notes\n"


@pytest.mark.parametrize(
    ("content", "row", "cause"),
    [
        (HEAD + "C1,Ada Lane,,child,,\nC2,Bo Lane,,infant,,\n", "row 3", "role is 'infant'"),
        (HEAD + "C1,Ada Lane,,child,,\nC1,Bo Lane,,child,,\n", "row 3", "the id 'C1' stands there twice"),
        ("id,name\nC1,Ada Lane\n", "roster.csv", "it needs the columns id, name and role"),
        ("id,name\n", "roster.csv", "it needs the columns id, name and role"),
        (HEAD + "C1,Zoë Lane,,child,,\n", "roster.csv", "not UTF-8"),
        (HEAD + 'C1,"Ada Lane,,child,,\n', "roster.csv", "its quotation marks are not balanced"),
        (HEAD + ",Ada Lane,,child,,\n", "row 2", "it has no id"),
        (HEAD + "C1,,,child,,\n", "row 2", "it has no name"),
    ],
)
def test_a_roster_that_cannot_be_used_says_where(tmp_path: Path, content: str, row: str, cause: str) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(content, encoding="latin-1")
    with pytest.raises(SettingsError) as caught:
        read_roster(path)
    assert row in caught.value.subject
    assert caught.value.cause == cause
    assert caught.value.remedy
    assert "Lane" not in str(caught.value)


def test_a_roster_as_excel_saves_it(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_bytes(
        b"\xef\xbb\xbf"
        + (HEAD + "C1, Zo\u00eb Lane ,Zo|Z|mum,Child,,\nF1,J,,family,mum of C1,\n,,,,,\n").encode()
    )
    roster = read_roster(path)
    assert [(p.id, p.name, p.aliases) for p in roster.people] == [("C1", "Zoë Lane", ("Zo",))]
    assert len(roster.warnings) == 2
    assert all("of one letter" in w and "roster.csv, row" in w for w in roster.warnings)
    assert "Lane" not in "".join(roster.warnings)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u200b", "\ufeff", "."])
def test_empty_texts(text: str) -> None:
    assert deidentify_text(text).text == text
    (doc,) = deidentify((document("a.txt", RawUnit(0, text)),), ROSTER).documents
    assert doc.units[0].text == text
    assert deidentify((document("a.txt"),), ROSTER).documents[0].units == ()


def test_an_unsafe_file_name_is_not_told_either(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Evidence, "settled", lambda *_, **__: [])
    ((subject, error),) = deidentify((TRANSCRIPT,), ROSTER).withheld
    assert subject == error.subject == "s-a"
    assert not NAMES.search(str(error))


def test_no_documents() -> None:
    assert deidentify((), ROSTER) == Deidentified((), (), {}, {})


def test_three_hundred_thousand_characters_in_one_line() -> None:
    piece = "Then Kayleigh said that nobody came and she waited by the door until it was dark outside. "
    text = (piece * 3400)[:300_000]
    masked = deidentify_text(text, ROSTER)
    assert "Kayleigh" not in masked.text
    assert masked.text.count("[Child 1]") == text.count("Kayleigh")


@pytest.mark.parametrize("piece", ["A", "a'", "A. ", "O'-", "Mr ", "Kayleigh Bramhall "])
def test_cues_and_lists_do_not_take_for_ever(piece: str) -> None:
    """No time is asserted: a pattern that goes back and forth over 300,000 characters would never end."""
    text = (piece * 300_000)[:300_000]
    words = tokens(text)
    found = settle([*cues.labels(text), *cues.cued(text), *gazetteer.listed(words)], text)
    assert all(span.end <= len(text) for span in found)


# Properties
def spread(name: str) -> str:
    return "\u200b".join(name)


DISGUISES = (
    str,
    str.upper,
    str.lower,
    str.title,
    lambda n: n + "'s",
    lambda n: n + "’s",
    lambda n: n.replace(" ", "  "),
    lambda n: n.replace(" ", "\u00a0"),
    lambda n: n.replace("-", "\u2011"),
    lambda n: n.replace(" ", "-"),
    spread,
)
# 'will' in lower case is nobody's name.
PLAIN = [s for p in ROSTER.people for s in p.surfaces if s != "Will"]
# Initials must be capitals.
NAMED = [s for s in PLAIN if not re.search(r"\b\w\b", s)]
FILLING = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.lists(st.sampled_from("the worker said she was not at home, because of. School Will may 3 (x) — \n".split(" ")), max_size=12).map(" ".join),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(FILLING, FILLING, st.sampled_from(NAMED), st.sampled_from(DISGUISES))
def test_a_roster_name_never_survives(before: str, after: str, name: str, disguise: object) -> None:
    written = disguise(name)  # type: ignore[operator]
    text = f"{before} {written} {after}"
    masked = deidentify_text(text, ROSTER)
    start, end = len(before) + 1, len(before) + 1 + len(re.sub(r"['’]s$", "", written))
    covered = {i for s in masked.spans for i in range(s.start, s.end)}
    assert {i for i in range(start, end) if text[i].isalnum()} <= covered, masked.text


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(FILLING, st.sampled_from([*PLAIN, TEXT])), max_size=6).map(" ".join))
def test_spans_are_sorted_and_disjoint_and_the_rest_is_as_it_was(text: str) -> None:
    masked = deidentify_text(text, ROSTER)
    rebuilt, at = "", 0
    for span in masked.spans:
        assert at <= span.start < span.end <= len(text)
        rebuilt += text[at : span.start] + span.pseudonym
        at = span.end
    assert rebuilt + text[at:] == masked.text
    assert deidentify_text(text, ROSTER) == masked


@settings(max_examples=25, deadline=None)
@given(st.lists(st.one_of(FILLING, st.sampled_from(PLAIN)), min_size=1, max_size=4))
def test_whatever_goes_on_from_a_review_shows_no_roster_name(parts: list[str]) -> None:
    units = tuple(
        RawUnit(n, part, speaker=PLAIN[n], note=PLAIN[-n - 1], question=part) for n, part in enumerate(parts)
    )
    result = deidentify((document("a.txt", *units),), ROSTER)
    for doc in result.documents:
        for person in ROSTER.people:
            assert person.name.casefold() not in everything(doc).casefold()


def test_labels_that_say_a_role_name_nobody_and_make_nobody_a_researcher() -> None:
    """'Researcher: Ellie, what ...' once made Ellie '[Interviewer 1]', and 'F' a child."""
    turns = [
        ("Researcher", "Ellie, what do you like doing?"),
        ("Ellie", "Gymnastics. I can do a back walkover."),
        ("YP's mum", "She can, she's broke my lamp with it."),
        ("Researcher", "And what about when the social worker comes?"),
        ("F", "Let's start with what makes a good one."),
        ("Ellie", "I go upstairs."),
    ]
    item = document("d.txt", *(RawUnit(i, text, speaker=who) for i, (who, text) in enumerate(turns)))
    units = deidentify([item], Roster()).documents[0].units
    assert [u.speaker for u in units if not u.speaker.startswith("[")] == [
        "Researcher",
        "YP's mum",
        "Researcher",
        "F",
    ]
    assert "Ellie" not in " ".join(u.text + u.speaker for u in units)
    assert not any("Interviewer" in u.speaker for u in units)


def test_among_children_a_title_says_who_is_none() -> None:
    """'Ms Roper' is '[Worker 1]' as 'Tom' may be '[Worker 2]': what her title said must not be lost with her name."""
    turns = [
        ("Tom", "We ring and nobody picks up."),
        ("Ms Roper", "I shall find out why."),
        ("Priya", "You said that last time."),
        ("Auditor", "And then?"),
        ("Female 1", "Nothing."),
    ]
    raw = document("d.txt", *(RawUnit(i, text, speaker=who) for i, (who, text) in enumerate(turns)))
    item = replace(raw, source=replace(raw.source, group=Group.CHILD, kind=Kind.FOCUS_GROUP))
    units = deidentify([item], Roster()).documents[0].units
    assert "Roper" not in " ".join(u.speaker + u.text for u in units)
    assert [u.role for u in units if u.index == 1] == ["unknown"]
    assert [u.speaker for u in units][3:] == ["Auditor", "Female 1"]


NAMES_AND_GAPS = st.text(st.sampled_from("abcÉé ’-.\nJo"), max_size=12)


@given(st.lists(NAMES_AND_GAPS.filter(str.strip), max_size=8), NAMES_AND_GAPS.map(lambda t: t * 3))
def test_names_of_a_review_are_looked_up_as_if_each_had_been_looked_for(names: list[str], text: str) -> None:
    known = {(name, Label.PERSON_CHILD) for name in names if propagate._close(name)}
    close = propagate._close(text)
    looked_for = sorted(k for k in known if propagate._may_stand_in(k[0], close))
    assert propagate.Surfaces(known).that_may_stand_in(text) == looked_for


def test_a_name_of_the_review_is_looked_up_in_any_spelling() -> None:
    known = propagate.Surfaces([("Mary-Ann Okafor", Label.PERSON_CHILD), ("Bo Li", Label.PERSON_STAFF)])
    assert known.that_may_stand_in("then MARY ANN\nOkafor's bus") == [("Mary-Ann Okafor", Label.PERSON_CHILD)]
    assert known.that_may_stand_in("so bo’li came") == [("Bo Li", Label.PERSON_STAFF)]
    assert known.that_may_stand_in("Bo liked it") == [("Bo Li", Label.PERSON_STAFF)]
    assert known.that_may_stand_in("Mary Okafor") == []
