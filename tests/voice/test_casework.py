"""The child's voice in case records: what each note holds, seen alone, how long ago."""

from __future__ import annotations

import pytest

from childvoice.records import Document, Group, Kind, Source, Unit
from childvoice.voice import CaseVoice, case_of, excerpts_of, notes_of
from childvoice.voice.casework import Alone, NoteVoice, Presence, month_of, seen_alone

NOTES = [
    ("[March 2025] | Visit, seen alone | SW", '[Child 1] said "I hate it here".'),
    ("[March 2025] | Visit, seen alone | SW", "Plan agreed."),
    ("[April 2025] | Visit | SW", "[Child 1] said he wants his dog. Mum present throughout."),
    ("[May 2025] | Visit | SW", "[Child 1] hid behind the settee."),
    ("[June 2025] | Core group | SW", "Wishes and feelings explored. Plan to continue."),
]


def case(notes: list[tuple[str, str]]) -> tuple[list[NoteVoice], CaseVoice]:
    units = tuple(Unit(n, text, note=note) for n, (note, text) in enumerate(notes))
    doc = Document(Source("c1", "c1", "", Kind.CASE_NOTE, Group.CHILD), units)
    found = notes_of("c1", units, excerpts_of(doc))
    return found, case_of("c1", found)


def test_each_note_says_how_it_holds_the_childs_voice() -> None:
    notes, whole = case(NOTES)
    assert [n.presence for n in notes] == list(Presence)
    assert [n.alone for n in notes] == [Alone.YES, Alone.NO, Alone.UNKNOWN, Alone.UNKNOWN]
    assert [n.first_unit for n in notes] == [0, 2, 3, 4]
    assert (whole.notes, whole.months_since, whole.notes_since, whole.ever) == (4, 3, 3, True)
    assert set(whole.presence.values()) == {1}


def test_the_newest_note_first_gives_the_same_time() -> None:
    assert case(NOTES[::-1])[1] == case(NOTES)[1]


def test_a_case_without_own_words_has_no_time() -> None:
    whole = case(NOTES[2:])[1]
    assert (whole.ever, whole.months_since, whole.notes_since) == (False, None, 3)
    assert case([])[1].notes == 0


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("Child seen alone in school.", "yes"), ("Spoke with [Child 1] on his own in the car.", "yes"), ("Seen: at placement, alone.", "yes"),
        ("I met [Child 2] in the library by herself.", "yes"), ("Saw both children separately.", "yes"), ("Just the two of us, in the car.", "yes"),
        ("Child not seen alone.", "no"), ("Seen with mum.", "no"), ("Unable to speak to [Child 1] alone as dad would not agree.", "no"), ("Mum stayed in the room.", "no"),
        ("Child must be seen alone at the next visit.", "unknown"), ("Mum feels alone.", "unknown"), ("Visit made. All well.", "unknown"),
        ("[Child 1] to be seen alone next week.", "unknown"),
    ],
)  # fmt: skip
def test_seen_alone(text: str, alone: str) -> None:
    assert seen_alone(text) == alone


@pytest.mark.parametrize(
    ("heading", "year", "month"),
    [("[March 2026] | Visit", 2026, 3), ("2025-11-04 | Visit", 2025, 11), ("04/11/2025", 2025, 11), ("4 Sept 25", 2025, 9)],
)  # fmt: skip
def test_dates_of_headings(heading: str, year: int, month: int) -> None:
    assert month_of(heading) == year * 12 + month


def test_a_heading_without_a_year_has_no_date() -> None:
    assert month_of("[date] | Visit") is None
    assert month_of("4 May | Visit") is None
    assert month_of("2025-13-01") is None
