"""What people decide is never lost: it survives new runs, can be undone, and is held by a chain of digests."""

from __future__ import annotations

import multiprocessing
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from childvoice.decisions import About, Draft, Folded, Places, Verdict, anchor
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
from childvoice.store import FILE_NAME, Workspace

SAID = "My worker left in June. [Child 3] told me nobody came after her, and I had to tell it all again."
LEFT = "My worker left"
AGAIN = "tell it all again"


def keep(
    workspace: Workspace,
    *texts: str,
    source: str = "s1",
    themes: tuple[tuple[str, str], ...] = (("continuity", LEFT),),
) -> None:
    """Keep a document of ``texts``, each a unit and a passage, with a machine's ``themes`` on the first."""
    about = Source(source, "talk.txt", "Talk", Kind.INTERVIEW, Group.CHILD)
    units = tuple(Unit(n, text, speaker="[Child 3]") for n, text in enumerate(texts))
    passages = [
        Excerpt(f"{source}-{u.index}-0", source, u.index, 0, len(u.text), u.text, u.speaker,
                Role.CHILD, Voice.OWN_WORDS, u.speaker)
        for u in units
    ]  # fmt: skip
    codings = [
        Coding(
            passages[0].id,
            theme,
            0.6,
            texts[0].index(words),
            texts[0].index(words) + len(words),
            Valence.NEGATIVE,
            "m",
        )
        for theme, words in themes
        if words in texts[0]
    ]
    workspace.replace_source(Document(about, units), passages, codings)


def on(text: str, words: str, verdict: Verdict, theme: str, value: str = "", unit: int = 0) -> Draft:
    start = text.index(words)
    return Draft(About.CODE, verdict, anchor("s1", unit, text, start, start + len(words)), theme, value)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path) as made:
        keep(made, SAID)
        yield made


def codes(workspace: Workspace) -> list[tuple[str, str, Status, Valence]]:
    return [(r.theme, r.text[r.start : r.end], r.status, r.valence) for r in workspace.coded_rows()]


def test_accept_reject_change_and_say_how_it_was(workspace: Workspace) -> None:
    accept = on(SAID, LEFT, Verdict.ACCEPT, "continuity")
    workspace.ledger.decide("Priya", [accept])
    assert codes(workspace) == [("continuity", LEFT, Status.ACCEPTED, Valence.NEGATIVE)]
    workspace.ledger.decide("Priya", [on(SAID, LEFT, Verdict.VALENCE, "continuity", "mixed")])
    assert codes(workspace) == [("continuity", LEFT, Status.CHANGED, Valence.MIXED)]
    workspace.ledger.decide("Priya", [on(SAID, LEFT, Verdict.REJECT, "continuity")])
    assert codes(workspace)[0][2] is Status.REJECTED
    workspace.ledger.undo("Priya")
    workspace.ledger.undo("Priya")
    workspace.ledger.decide("Priya", [on(SAID, LEFT, Verdict.CHANGE, "continuity", "communication")])
    assert codes(workspace) == [("communication", LEFT, Status.CHANGED, Valence.NEGATIVE)]


def test_a_theme_that_a_person_adds_counts_as_theirs(workspace: Workspace) -> None:
    workspace.ledger.decide("Priya", [on(SAID, AGAIN, Verdict.ADD, "repeating_story", "negative")])
    row = workspace.coded_rows()[-1]
    assert (row.theme, row.coder, row.status, row.counts) == (
        "repeating_story",
        "person:Priya",
        Status.ACCEPTED,
        True,
    )
    assert row.text[row.start : row.end] == AGAIN
    assert row.participant == "[Child 3]"


def test_undo_takes_back_one_gesture_after_the_other_and_only_ones_own(workspace: Workspace) -> None:
    ledger = workspace.ledger
    both = [
        on(SAID, LEFT, Verdict.ACCEPT, "continuity"),
        on(SAID, AGAIN, Verdict.ADD, "repeating_story", "negative"),
    ]
    ledger.decide("Priya", both)
    ledger.decide("Marek", [on(SAID, LEFT, Verdict.REJECT, "continuity")])
    assert [d.theme for d in ledger.undo("Priya")] == ["continuity", "repeating_story"]
    assert ledger.undo("Priya") == []
    assert codes(workspace) == [("continuity", LEFT, Status.REJECTED, Valence.NEGATIVE)]
    assert len(ledger.decisions()) == 4  # nothing is ever taken off the record


def test_a_run_with_other_pseudonyms_keeps_every_decision(workspace: Workspace) -> None:
    workspace.ledger.decide("Priya", [on(SAID, "[Child 3] told me", Verdict.ADD, "communication", "neutral")])
    renumbered = SAID.replace("[Child 3]", "[Child 12]")
    keep(workspace, renumbered)
    assert codes(workspace)[-1][:2] == ("communication", "[Child 12] told me")
    assert workspace.settled().lost == []


def test_a_new_model_that_no_longer_suggests_it_does_not_take_a_confirmed_code_away(
    workspace: Workspace,
) -> None:
    workspace.ledger.decide("Priya", [on(SAID, LEFT, Verdict.ACCEPT, "continuity")])
    keep(workspace, SAID, themes=())
    assert codes(workspace) == [("continuity", LEFT, Status.ACCEPTED, Valence.NEUTRAL)]
    keep(workspace, SAID, themes=(("continuity", "left in June"),))
    assert codes(workspace) == [("continuity", "left in June", Status.ACCEPTED, Valence.NEGATIVE)]


def test_a_rejected_code_stays_rejected_when_another_model_suggests_it_again(workspace: Workspace) -> None:
    workspace.ledger.decide("Priya", [on(SAID, LEFT, Verdict.REJECT, "continuity")])
    keep(workspace, SAID, themes=())
    assert codes(workspace) == []
    keep(workspace, SAID)
    assert codes(workspace)[0][2] is Status.REJECTED


def test_a_name_more_taken_out_moves_the_words_and_the_decision_with_them(workspace: Workspace) -> None:
    workspace.ledger.decide("Priya", [on(SAID, AGAIN, Verdict.ADD, "repeating_story", "negative")])
    keep(workspace, "Hello. " + SAID.replace("June", "[a month]"))
    assert ("repeating_story", AGAIN, Status.ACCEPTED, Valence.NEGATIVE) in codes(workspace)


def test_a_file_that_was_edited_keeps_the_decisions_on_turns_that_stayed(workspace: Workspace) -> None:
    """An edited file has another digest, so it comes as another source."""
    workspace.ledger.decide("Priya", [on(SAID, LEFT, Verdict.ACCEPT, "continuity")])
    workspace.remove_missing(set())
    keep(workspace, "Can I go first?", SAID, source="s2", themes=())
    assert codes(workspace) == [("continuity", LEFT, Status.ACCEPTED, Valence.NEUTRAL)]


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        (("It is all different now.",), "no longer in the document"),
        ((LEFT + ". " + LEFT + " early.",), "several places"),
    ],
)
def test_what_cannot_be_placed_is_listed_and_comes_back_with_its_words(
    workspace: Workspace, texts: tuple[str, ...], why: str
) -> None:
    workspace.ledger.decide("Priya", [on(SAID, LEFT, Verdict.ACCEPT, "continuity")])
    keep(workspace, *texts, themes=())
    (lost,) = workspace.settled().lost
    assert why in lost.why
    assert lost.decision.person == "Priya"
    keep(workspace, SAID)
    assert workspace.settled().lost == []


def test_a_decision_holds_no_word_of_what_it_is_about(workspace: Workspace, tmp_path: Path) -> None:
    workspace.ledger.decide("Priya", [on(SAID, AGAIN, Verdict.ADD, "repeating_story", "negative")])
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as raw:
        for table in ("decision", "audit"):
            kept = raw.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - two words of ours
            assert "again" not in str(kept)


# -- the fold ------------------------------------------------------------------------------------------------

PIECES = st.lists(st.sampled_from(["[Child 3]", "[Place 1]", "no", " ", "[", "]", "é", "\n"]), max_size=12)


@given(PIECES, st.data())
def test_folding_there_and_back_covers_the_words(pieces: list[str], data: st.DataObject) -> None:
    text = "".join(pieces) + "x"
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    folded = Folded(text)
    back = folded.unfold(*folded.fold(start, end))
    assert back[0] <= start
    assert back[1] >= end
    # More than was asked for is only ever the rest of a pseudonym.
    assert folded.fold(*back) == folded.fold(start, end)


@given(PIECES, st.integers(1, 99))
def test_renumbering_people_moves_no_anchor(pieces: list[str], number: int) -> None:
    text = "".join(pieces) + " they never came"
    start = text.index("never came")
    wanted = anchor("s", 0, text, start, start + 10)
    other = text.replace("[Child 3]", f"[Child {number}]")
    found = Places({("s", 0): other}).find(wanted)
    assert not isinstance(found, str)
    assert other[found[2] : found[3]] == "never came"


# -- the audit log ---------------------------------------------------------------------------------------------


def _busy(workspace: Workspace) -> None:
    for verdict in (Verdict.ACCEPT, Verdict.REJECT, Verdict.ACCEPT):
        workspace.ledger.decide("Priya", [on(SAID, LEFT, verdict, "continuity")])
    workspace.ledger.log("Priya", "vault unlocked")


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("UPDATE audit SET person = 'Marek' WHERE number = 2", "Line 2 was changed."),
        ("DELETE FROM audit WHERE number = 2", "Between line 1 and line 3 lines are missing."),
        ("DELETE FROM audit WHERE number = 4", "Lines after line 3 are missing."),
        ("UPDATE decision SET verdict = 'accept' WHERE number = 2", "Decision 2 was changed"),
        ("DELETE FROM decision WHERE number = 3", "Decision 3 is missing"),
    ],
)
def test_any_change_behind_our_back_is_found(
    workspace: Workspace, tmp_path: Path, damage: str, said: str
) -> None:
    _busy(workspace)
    assert workspace.ledger.verify() == []
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as raw, raw:
        raw.execute(damage)
    assert any(said in sentence for sentence in workspace.ledger.verify())


def test_a_head_noted_earlier_finds_a_log_written_anew(workspace: Workspace) -> None:
    _busy(workspace)
    head = workspace.ledger.audit()[-1].digest
    workspace.ledger.log("Priya", "vault locked")
    assert workspace.ledger.verify(head) == []
    assert "noted earlier" in workspace.ledger.verify("0" * 64)[0]


def test_withdrawing_a_source_takes_its_words_and_decisions_and_leaves_a_line(workspace: Workspace) -> None:
    _busy(workspace)
    keep(workspace, SAID, source="s2")
    assert workspace.ledger.withdraw("Priya", ["s1"]) == 1
    assert [s.id for s in workspace.sources()] == ["s2"]
    assert workspace.ledger.decisions() == []
    assert "s1" in workspace.ledger.withdrawn()
    assert workspace.ledger.audit()[-1].act == "source withdrawn"
    assert workspace.ledger.verify() == []
    made = workspace.ledger.decide("Priya", [Draft(About.CODE, Verdict.MEMO)])
    assert made[0].number == 4  # the numbers of what is gone are not given again
    assert workspace.ledger.verify() == []


def _ten_times(place: Path, person: str) -> None:
    with Workspace.open(place) as workspace:
        for _ in range(10):
            workspace.ledger.decide(person, [on(SAID, LEFT, Verdict.ACCEPT, "continuity")])


def _five_people(place: Path, people: list[str]) -> None:
    with ThreadPoolExecutor(len(people)) as sessions:  # as the pages of one server are
        for done in [sessions.submit(_ten_times, place, person) for person in people]:
            done.result()


def test_twenty_reviewers_at_once_lose_no_decision_and_the_chain_holds(
    workspace: Workspace, tmp_path: Path
) -> None:
    context = multiprocessing.get_context("spawn")
    people = [f"Reviewer {n}" for n in range(20)]
    started = [
        context.Process(target=_five_people, args=(tmp_path, people[n : n + 5])) for n in range(0, 20, 5)
    ]
    for process in started:
        process.start()
    for process in started:
        process.join(120)
        assert process.exitcode == 0
    kept = workspace.ledger.decisions()
    assert [d.number for d in kept] == list(range(1, 201))
    assert {p: sum(d.person == p for d in kept) for p in people} == dict.fromkeys(people, 10)
    assert workspace.ledger.verify() == []
