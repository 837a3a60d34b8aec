"""Two people code the same passages without seeing each other's decisions; then they compare and settle."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from childvoice.agreement import FEWEST
from childvoice.cli import main
from childvoice.decisions import Verdict
from childvoice.desk import Desk, Duty, Person
from childvoice.desk.codes import Order
from childvoice.desk.comparing import Comparing
from childvoice.errors import InputError, NotAllowed
from childvoice.records import (
    Coding,
    Document,
    Excerpt,
    Group,
    Kind,
    Role,
    Source,
    Status,
    Unit,
    Valence,
    Voice,
)
from childvoice.store import Workspace

SAID = "I have a new worker again and nobody told me why."
PRIYA = Person("Priya", frozenset({Duty.RESEARCHER}))
MAREK = Person("Marek", frozenset({Duty.RESEARCHER}))
ANWEN = Person("Anwen", frozenset({Duty.LEAD}))


def made(folder: Path, many: int) -> Workspace:
    """Passages e0, e1, ... of which each even one has the suggestion 'continuity'; the last is the lead's alone."""
    workspace = Workspace.create(folder)
    units = tuple(Unit(n, f"{SAID} {n}", speaker=f"[Child {n % 7}]") for n in range(many + 1))
    passages = [
        Excerpt(
            f"e{u.index}", "s1", u.index, 0, len(u.text), u.text, u.speaker, Role.CHILD, Voice.OWN_WORDS, ""
        )
        for u in units
    ]
    suggested = [
        Coding(f"e{n}", "continuity", 0.6, 9, 25, Valence.NEGATIVE, "m") for n in range(0, many + 1, 2)
    ]
    source = Source("s1", "talk.txt", "Talk", Kind.INTERVIEW, Group.CHILD)
    workspace.replace_source(Document(source, units), passages, suggested)
    workspace.save_concerns([f"e{many}"])
    workspace.save_run_id()
    return workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with made(tmp_path, 8) as workspace:
        yield workspace


def alone(workspace: Workspace, person: Person) -> Desk:
    return Desk(workspace, person, independent=True)


def holds(workspace: Workspace) -> set[tuple[str, str]]:
    """What counts for findings, of what a person has decided on."""
    kept = (Status.ACCEPTED, Status.CHANGED)
    return {(r.excerpt_id, r.theme) for r in workspace.coded_rows() if r.status in kept}


def test_nobody_sees_what_the_other_decided(workspace: Workspace) -> None:
    alone(workspace, PRIYA).decide_code("e0", Verdict.REJECT, 9, 25, "continuity")
    alone(workspace, PRIYA).decide_code("e0", Verdict.MEMO, 0, 5, value="ask about the file")
    for person, status, memos in ((PRIYA, Status.REJECTED, 1), (MAREK, Status.SUGGESTED, 0)):
        shown = alone(workspace, person).passage("e0")
        assert [c.status for c in shown.codes] == [status]
        assert len(shown.memos) == memos
        assert shown.seen is (person is PRIYA)
    assert alone(workspace, PRIYA).code_progress(["e0", "e1"]).checked == 1
    assert alone(workspace, MAREK).code_progress(["e0", "e1"]).checked == 0
    # Where nobody asked for that, each sees the review as it stands.
    assert Desk(workspace, MAREK).passage("e0").codes[0].status is Status.REJECTED


def test_a_passage_is_coded_when_nothing_in_it_is_left_open(workspace: Workspace) -> None:
    desk = alone(workspace, PRIYA)
    desk.decide_code("e0", Verdict.ADD, 0, 5, "being_told", "negative")  # the suggestion is still open
    desk.decide_code("e1", Verdict.MEMO, 0, 5, value="later")  # a memo is no code
    desk.nothing_here("e3")
    desk.nothing_here("e2")
    assert Comparing(workspace, ANWEN).reviewers() == {"Priya": 2}
    desk.decide_code("e0", Verdict.ACCEPT, 9, 25, "continuity")
    coded = Comparing(workspace, ANWEN).coded("Priya").passages
    assert {i: set(c) for i, c in coded.items()} == {
        "e0": {"continuity", "being_told"},
        "e2": set(),
        "e3": set(),
    }
    assert desk.undo()[0].verdict is Verdict.ACCEPT
    assert set(Comparing(workspace, ANWEN).coded("Priya").passages) == {"e2", "e3"}


def test_where_two_differ_one_chooses_and_that_counts_until_it_is_taken_back(workspace: Workspace) -> None:
    one, two = alone(workspace, PRIYA), alone(workspace, MAREK)
    one.decide_code("e0", Verdict.ACCEPT, 9, 25, "continuity")
    two.decide_code("e0", Verdict.REJECT, 9, 25, "continuity")  # the later: it counts so far
    one.nothing_here("e1")
    two.decide_code("e1", Verdict.ADD, 0, 8, "being_told", "mixed")
    one.decide_code("e2", Verdict.ACCEPT, 9, 25, "continuity")
    two.decide_code("e2", Verdict.VALENCE, 9, 25, "continuity", "mixed")
    one.decide_code("e4", Verdict.ACCEPT, 9, 25, "continuity")
    two.decide_code("e4", Verdict.ACCEPT, 9, 25, "continuity")
    at = Comparing(workspace, ANWEN)
    found = at.differences("Priya", "Marek")
    assert [(d.excerpt.id, d.theme, bool(d.first), bool(d.second)) for d in found] == [
        ("e0", "continuity", True, False),
        ("e1", "being_told", False, True),
        ("e2", "continuity", True, True),
    ]
    assert ("e0", "continuity") not in holds(workspace)
    for difference, chosen in zip(found, (found[0].first, None, found[2].second), strict=True):
        at.settle(difference, chosen)
    assert holds(workspace) == {(f"e{n}", "continuity") for n in (0, 2, 4)}
    assert {r.valence for r in workspace.coded_rows() if r.excerpt_id == "e2"} == {Valence.MIXED}
    assert all(d.settled and d.settled.person == "Anwen" for d in at.differences("Priya", "Marek"))
    # What either coded stays as it was, and so does their agreement.
    assert [d.key for d in at.differences("Priya", "Marek")] == [d.key for d in found]
    assert one.passage("e1").codes == ()
    Desk(workspace, ANWEN).undo()
    again = Comparing(workspace, ANWEN).differences("Priya", "Marek")
    assert [bool(d.settled) for d in again] == [True, True, False]
    assert workspace.ledger.verify() == []
    assert Desk(workspace, ANWEN).lost() == []


@pytest.mark.parametrize("person", [MAREK, Person("Ceri", frozenset({Duty.RESEARCHER}))])
def test_who_decides_anew_opens_what_was_settled(workspace: Workspace, person: Person) -> None:
    alone(workspace, PRIYA).decide_code("e0", Verdict.ACCEPT, 9, 25, "continuity")
    alone(workspace, MAREK).decide_code("e0", Verdict.REJECT, 9, 25, "continuity")
    at = Comparing(workspace, ANWEN)
    (difference,) = at.differences("Priya", "Marek")
    at.settle(difference, None)
    assert holds(workspace) == set()
    alone(workspace, person).decide_code("e0", Verdict.VALENCE, 9, 25, "continuity", "mixed")
    (difference,) = Comparing(workspace, ANWEN).differences("Priya", "Marek")
    assert difference.settled is None
    assert holds(workspace) == {("e0", "continuity")}


def test_only_what_one_of_the_two_coded_can_be_settled_on(workspace: Workspace) -> None:
    alone(workspace, PRIYA).decide_code("e0", Verdict.ACCEPT, 9, 25, "continuity")
    alone(workspace, MAREK).decide_code("e0", Verdict.VALENCE, 9, 25, "continuity", "mixed")
    (difference,) = Comparing(workspace, ANWEN).differences("Priya", "Marek")
    with pytest.raises(ValueError, match="one of the two"):
        Comparing(workspace, ANWEN).settle(difference, None)


@pytest.mark.parametrize("person", [PRIYA, Person("S", frozenset({Duty.MEMBER, Duty.ADMINISTRATOR}))])
def test_comparing_is_for_who_leads_the_review(workspace: Workspace, person: Person) -> None:
    with pytest.raises(NotAllowed, match="compare reviewers"):
        Comparing(workspace, person)


def test_what_may_tell_of_harm_is_compared_by_nobody(workspace: Workspace) -> None:
    for person in (PRIYA, MAREK):
        for id_ in alone(workspace, person).code_queue(Order.SAMPLE):
            alone(workspace, person).nothing_here(id_)
    at = Comparing(workspace, ANWEN)
    assert at.both("Priya", "Marek") == [f"e{n}" for n in range(8)]


def test_figures_come_with_thirty_passages_and_not_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with made(tmp_path, FEWEST) as workspace:
        one, two = alone(workspace, PRIYA), alone(workspace, MAREK)
        ids = sorted(one.code_queue(Order.SAMPLE), key=lambda i: int(i[1:]))
        for n, id_ in enumerate(ids[:-1]):
            one.accept_all(id_) or one.nothing_here(id_)
            two.nothing_here(id_) if n in (0, 4) else two.accept_all(id_) or two.nothing_here(id_)
        at = Comparing(workspace, ANWEN)
        assert {a.note for a in at.agreement(["Priya", "Marek"])} == {"not enough reviewed (29 of 30)"}
        for desk in (one, two):
            desk.nothing_here(ids[-1])
        found = {a.code: a for a in Comparing(workspace, ANWEN).agreement(["Priya", "Marek"])}
        # Of 30, one holds 15 and the other 13 of those: 28 alike; kappa by hand (28/30 - 1/2) / (1 - 1/2).
        assert found["continuity"].figures["per cent"].value == pytest.approx(28 / 30)
        assert found["continuity"].figures["kappa"].value == pytest.approx(2 * 28 / 30 - 1)
        assert not math.isnan(found["all codes"].figures["AC1"].value)
        with pytest.raises(InputError, match="no passage was coded by two"):
            Comparing(workspace, ANWEN).agreement(["Priya", "Nobody"])
    assert main(["agreement", "--review", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "30 passages coded by both" in said
    assert "0.87 (" in said
    (tmp_path / "childvoice.toml").write_text('[review]\napproach = "reflexive"\n', encoding="utf-8")
    assert main(["agreement", "--review", str(tmp_path)]) == 2
    assert "reflexive" in capsys.readouterr().err


def test_a_name_that_nobody_has_is_told(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    alone(workspace, PRIYA).nothing_here("e1")
    place = str(Path(workspace._place).parent)
    assert main(["agreement", "--review", place, "--reviewer", "Marek"]) == 2
    assert "Known: Priya" in capsys.readouterr().err
    assert main(["agreement"]) == 2


ACTS = st.lists(
    st.tuples(
        st.sampled_from([PRIYA, MAREK]),
        st.sampled_from(["accept", "reject", "add", "mixed", "nothing", "undo"]),
        st.sampled_from(["e0", "e1", "e2"]),
    ),
    max_size=14,
)


@settings(max_examples=25, deadline=None)
@given(acts=ACTS, choices=st.lists(st.booleans(), min_size=9, max_size=9))
def test_whatever_two_people_do_settling_all_leaves_nothing_open(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[Person, str, str]], choices: list[bool]
) -> None:
    with made(tmp_path_factory.mktemp("any"), 3) as workspace:
        for person, act, id_ in acts:
            desk = alone(workspace, person)
            if act == "undo":
                desk.undo()
            elif act == "nothing":
                desk.nothing_here(id_)
            elif act == "add":
                desk.decide_code(id_, Verdict.ADD, 0, 8, "being_told", "negative")
            elif act == "mixed":
                desk.decide_code(id_, Verdict.VALENCE, 9, 25, "continuity", "mixed")
            else:
                desk.decide_code(id_, Verdict(act), 9, 25, "continuity")
        at = Comparing(workspace, ANWEN)
        there, gone = set(), set()
        for difference, choice in zip(at.differences("Priya", "Marek"), choices, strict=False):
            chosen = difference.first if choice else difference.second
            at.settle(difference, chosen)
            (there if chosen else gone).add(difference.key)
        assert all(d.settled for d in at.differences("Priya", "Marek"))
        now = holds(workspace)
        assert there <= now
        assert not gone & now
        assert workspace.ledger.verify() == []
