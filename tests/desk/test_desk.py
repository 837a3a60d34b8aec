"""The desk: who may do what, what is offered first, and what becomes of a name that a person found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from childvoice import pipeline
from childvoice.corrections import BY_PERSON, Replacement, corrected, next_pseudonym, occurrences
from childvoice.decisions import Verdict
from childvoice.desk import ALLOWS, Desk, Duty, May, Person, duties_of
from childvoice.desk.codes import Order, find_words
from childvoice.desk.comparing import Comparing
from childvoice.desk.releasing import Releasing
from childvoice.errors import NotAllowed, SettingsError
from childvoice.overview import overview
from childvoice.overview.evidence import gather
from childvoice.records import (
    Coding,
    Document,
    Excerpt,
    Flag,
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
from childvoice.settings import Settings, Themes
from childvoice.store import Workspace

SAID = (
    "[Child 1] says Ceri left without a word.",
    "My brother hits me when Ceri goes home.",
    "Ceri's car was always late. I told ceri so.",
)
OFFICER = Person("Priya", frozenset({Duty.OFFICER}))
LEAD = Person("Marek", frozenset({Duty.SAFEGUARDING_LEAD}))


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Three turns of a child; the second is the safeguarding lead's; a name was missed in all of them."""
    source = Source("s1", "talk.txt", "Talk", Kind.INTERVIEW, Group.CHILD)
    units = tuple(Unit(n, t, speaker="[Child 2]") for n, t in enumerate(SAID))
    made = Redaction(0, 0, 9, Label.PERSON_CHILD, "[Child 1]", "name list", 0.6)
    passages = [
        Excerpt(f"e{n}", "s1", n, 0, len(t), t, "[Child 2]", Role.CHILD, Voice.OWN_WORDS, "[Child 2]")
        for n, t in enumerate(SAID)
    ]
    codings = [
        Coding("e0", "continuity", 0.52, 15, 39, Valence.NEGATIVE, "m"),
        Coding("e1", "feeling_safe", 0.5, 0, 17, Valence.NEGATIVE, "m"),
        Coding("e2", "time_caseload", 0.95, 7, 26, Valence.NEGATIVE, "m", Status.UNSURE),
    ]
    with Workspace.create(tmp_path) as kept:
        document = Document(source, units, (made,), (Flag(2, Label.PERSON_OTHER, "may be a name"),))
        kept.replace_source(document, passages, codings)
        kept.save_concerns(["e1"])
        kept.save_run_id()
        yield kept


def _releasing(desk: Desk) -> Releasing:
    seen = overview(desk._workspace, Settings())
    return desk.releasing(seen, gather(Path("nowhere"), seen), Path("nowhere"))


CALLS: dict[May, Callable[[Desk], object]] = {
    May.CODE: lambda d: (d.code_queue(Order.DOUBT), d.passage("e0")),
    May.REDACT: lambda d: d.redaction_queue(),
    May.SAFEGUARD: lambda d: d.concerns(),
    May.SETTLE: lambda d: Comparing(d._workspace, d.person).reviewers(),
    May.AUDIT: lambda d: d.audit(),
    May.READ: lambda d: (d.documents(), d.lost()),
    May.WITHDRAW: lambda d: d.withdraw("s1"),
    May.RELEASE: lambda d: _releasing(d).queue(),
    May.SIGN: lambda d: _releasing(d).sign(_releasing(d).content()),
}


@pytest.mark.parametrize("duty", Duty)
@pytest.mark.parametrize("what", CALLS)
def test_a_duty_reaches_what_it_allows_and_nothing_else(workspace: Workspace, duty: Duty, what: May) -> None:
    desk = Desk(workspace, Person("Somebody", frozenset({duty})))
    if what in ALLOWS[duty]:
        CALLS[what](desk)
    else:
        with pytest.raises(NotAllowed, match="you may not"):
            CALLS[what](desk)


def test_members_and_administrators_see_no_text() -> None:
    text = {May.READ, May.CODE, May.REDACT, May.SAFEGUARD, May.RELEASE, May.SIGN}
    assert not ALLOWS[Duty.MEMBER]
    assert not ALLOWS[Duty.ADMINISTRATOR] & text


def test_duties_are_typed_in_words() -> None:
    assert duties_of("Officer, safeguarding lead") == {Duty.OFFICER, Duty.SAFEGUARDING_LEAD}
    with pytest.raises(SettingsError, match="no such role"):
        duties_of("mayor")


# -- codes -----------------------------------------------------------------------------------------------------


def test_what_may_tell_of_harm_is_never_offered_to_a_coder(workspace: Workspace) -> None:
    desk = Desk(workspace, OFFICER)
    for order in Order:
        assert "e1" not in desk.code_queue(order)
    for act in (
        lambda: desk.passage("e1"),
        lambda: desk.decide_code("e1", Verdict.ACCEPT, 0, 5, "feeling_safe"),
    ):
        with pytest.raises(NotAllowed, match="safeguarding lead"):
            act()
    shown = desk.passage("e0")
    assert "hits me" not in shown.before + shown.after
    assert "for the safeguarding lead" in shown.after


def test_the_most_doubtful_comes_first(workspace: Workspace) -> None:
    assert Desk(workspace, OFFICER).code_queue(Order.DOUBT) == ["e0", "e2"]


def test_accepting_all_is_one_gesture(workspace: Workspace) -> None:
    desk = Desk(workspace, OFFICER)
    assert desk.accept_all("e2") == 1
    assert desk.passage("e2").codes[0].status is Status.ACCEPTED
    assert desk.code_progress(["e0", "e2"]).checked == 1
    desk.undo()
    assert desk.passage("e2").codes[0].status is Status.UNSURE
    assert desk.code_progress(["e0", "e2"]).checked == 0


def test_what_a_person_rejects_is_not_counted_any_more(workspace: Workspace) -> None:
    def mentions() -> int:
        return overview(workspace, Settings()).cells["continuity", Group.CHILD].mentions

    assert mentions() == 1
    Desk(workspace, OFFICER).decide_code("e0", Verdict.REJECT, 15, 39, "continuity")
    assert mentions() == 0


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("never RANG", "never rang"),
        ("rang   back", "rang\n back"),
        ("he", "He"),
        ("nobody", None),
        (" ", None),
    ],
)
def test_words_are_found_as_people_paste_them(typed: str, found: str | None) -> None:
    text = "He never rang\n back, or so."
    span = find_words(text, typed)
    assert (span and text[slice(*span)]) == found


# -- what was taken out --------------------------------------------------------------------------------------


def test_a_missed_name_is_gone_from_everything_at_once(workspace: Workspace, tmp_path: Path) -> None:
    desk = Desk(workspace, OFFICER)
    desk.decide_code("e2", Verdict.ACCEPT, 7, 26, "time_caseload")
    assert desk.found_missed("Ceri") == 4
    assert desk.take_out("Ceri", Label.PERSON_STAFF) == 4
    assert [u.text for u in workspace.units("s1")] == [
        "[Child 1] says [Worker 1] left without a word.",
        "My brother hits me when [Worker 1] goes home.",
        "[Worker 1]'s car was always late. I told [Worker 1] so.",
    ]
    row = next(r for r in workspace.coded_rows() if r.theme == "time_caseload")
    assert row.text[row.start : row.end] == "car was always late"
    assert row.status is Status.ACCEPTED
    assert workspace.concerns() == ["e1"]
    assert [r.maker for r in workspace.redactions("s1")].count(BY_PERSON) == 4
    assert desk.lost() == []
    workspace.close()
    for path in tmp_path.iterdir():
        assert b"ceri" not in path.read_bytes().lower(), path.name


def test_flags_come_before_replacements_and_the_leads_turns_are_not_among_them(workspace: Workspace) -> None:
    spots = Desk(workspace, OFFICER).redaction_queue()
    assert [(s.unit, s.redaction is None) for s in spots] == [(2, True), (0, False)]
    desk = Desk(workspace, OFFICER)
    desk.decide_redaction(spots[1], Verdict.ACCEPT)
    assert desk.redactions_checked() == {("s1", 0, 0)}


def test_words_within_words_and_pseudonyms_are_left_alone() -> None:
    assert occurrences("Will will do. [Place Will] Willow, Will", "will") == [(0, 4), (5, 9), (35, 39)]
    assert next_pseudonym(Label.SCHOOL, ["[School 9] and [School 2’s gate]"]) == "[School 10]"


@given(st.data())
def test_moved_spans_still_point_at_their_words(data: st.DataObject) -> None:
    words = data.draw(st.lists(st.sampled_from(["Ceri", "came", "never", "é", "to"]), min_size=1, max_size=9))
    text = " ".join(words)
    source = Source("s", "f", "t", Kind.LETTER, Group.CHILD)
    found = [Replacement(0, a, b, "[Worker 1]", Label.PERSON_STAFF) for a, b in occurrences(text, "Ceri")]
    after, moves = corrected(Document(source, (Unit(0, text),)), found)
    start = 0
    for word in words:
        a, b = moves.span(0, start, start + len(word))
        assert after.units[0].text[a:b] == ("[Worker 1]" if word == "Ceri" else word)
        start += len(word) + 1
    assert len(after.redactions) == words.count("Ceri")


INTERVIEW = """Interviewer: Who came to see you?
Danika: Mr Oyelade came on Tuesday. The wobbly swing was late again and Mr Oyelade said sorry.
Danika: I like the wobbly swing though.
"""


def test_a_later_run_keeps_what_a_person_corrected(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "talk.txt").write_text(INTERVIEW, encoding="utf-8")
    plain = Settings(themes=Themes(topics=False))
    with Workspace.create(tmp_path / "review") as workspace:
        pipeline.run([tmp_path / "in"], workspace, plain)
        desk = Desk(workspace, OFFICER)
        (source,) = desk.documents()
        assert desk.take_out("wobbly swing", Label.LOCATION) == 2
        spot = next(
            s for s in desk.redaction_queue() if s.redaction and s.redaction.label is Label.PERSON_STAFF
        )
        desk.decide_redaction(spot, Verdict.REJECT_EVERYWHERE)
        again = pipeline.run([tmp_path / "in"], workspace, plain)
        assert not again.reused
        text = " ".join(u.text for u in workspace.units(source.id))
        assert "wobbly swing" not in text
        assert text.count("[Place 1]") == 2
        assert text.count("Oyelade") == 2
        assert desk.lost() == []
        assert pipeline.run([tmp_path / "in"], workspace, plain).reused
        desk.undo()
        pipeline.run([tmp_path / "in"], workspace, plain)
        assert "Oyelade" not in " ".join(u.text for u in workspace.units(source.id))


def test_a_withdrawn_document_does_not_come_back_with_the_next_run(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "talk.txt").write_text(INTERVIEW, encoding="utf-8")
    (tmp_path / "in" / "other.txt").write_text(
        "Interviewer: And you?\nAnwen: They listened.\n", encoding="utf-8"
    )
    plain = Settings(themes=Themes(topics=False))
    with Workspace.create(tmp_path / "review") as workspace:
        pipeline.run([tmp_path / "in"], workspace, plain)
        gone = next(s.id for s in workspace.sources() if "talk" in s.file)
        Desk(workspace, OFFICER).withdraw(gone)
        pipeline.run([tmp_path / "in"], workspace, plain)
        assert gone not in [s.id for s in workspace.sources()]
        assert workspace.counts()["sources"] == 1
    assert b"wobbly swing" not in (tmp_path / "review").read_bytes()


# -- safeguarding ----------------------------------------------------------------------------------------------


def test_the_lead_says_what_was_done_and_it_stays_on_record(workspace: Workspace) -> None:
    desk = Desk(workspace, LEAD)
    (concern,) = desk.concerns()
    assert concern.state is Verdict.UNSEEN
    assert Desk(workspace, OFFICER).unseen() == 1
    desk.decide_concern("e1", Verdict.ACKNOWLEDGED)
    desk.decide_concern("e1", Verdict.REFERRED, "to the duty team")
    (concern,) = desk.concerns()
    assert concern.state is Verdict.REFERRED
    assert [(d.verdict, d.person, d.value) for d in concern.history] == [
        (Verdict.ACKNOWLEDGED, "Marek", ""),
        (Verdict.REFERRED, "Marek", "to the duty team"),
    ]
    assert Desk(workspace, OFFICER).unseen() == 0
    assert "duty team" not in str(workspace.ledger.audit())


def test_a_model_that_no_longer_flags_it_takes_nothing_out_of_the_leads_hands(workspace: Workspace) -> None:
    Desk(workspace, LEAD).decide_concern("e1", Verdict.ACKNOWLEDGED)
    workspace.save_concerns([])
    workspace.save_run_id()
    assert [c.state for c in Desk(workspace, LEAD).concerns()] == [Verdict.ACKNOWLEDGED]
    seen = overview(workspace, Settings())
    assert "e1" not in seen.by_id
    assert not seen.cells["feeling_safe", Group.CHILD].mentions
