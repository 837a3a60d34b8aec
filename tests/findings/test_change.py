"""Over time, between two rounds, saturation, wording, and Lundy's fields."""

from __future__ import annotations

from dataclasses import replace

import pytest

from childvoice.findings import Speakers, prevalence
from childvoice.findings.change import compare, over_time, quarter
from childvoice.findings.contrast import contrast
from childvoice.findings.saturation import saturation
from childvoice.findings.sessions import FILE, sessions
from childvoice.records import Excerpt, Group, Kind, Role, Source, Voice

from .stories import THEME, heard, made, row


def people(asked=True):
    return Speakers({}, {}, {(Group.CHILD, THEME): frozenset({"x"})} if asked else {})


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (made(30, 60), made(10, 60), "fewer of them raise it"),
        (made(10, 60), made(30, 60), "more of them raise it"),
        (made(20, 60), made(24, 60), "no clear change"),
        (made(6, 6), made(5, 6), "no clear change"),
        (made(2, 60), made(3, 60), "too few to say"),
        (made(0, 60), made(0, 60), "too few to say"),
    ],
)
def test_two_rounds_side_by_side(before, after, told):
    key = THEME, Group.CHILD
    (found,) = compare({key: before}, {key: after}, (people(), people()), fewest=6)
    assert found.told == told
    assert found.low <= found.difference <= found.high


def test_rounds_that_did_not_ask_alike_are_not_compared():
    key = THEME, Group.CHILD
    (found,) = compare({key: made(30, 60)}, {key: made(5, 60)}, (people(), people(asked=False)), fewest=6)
    assert found.told == "asked in the earlier round only: not comparable"
    (found,) = compare({}, {key: made(5, 60)}, (people(), people()), fewest=6)
    assert found.told == "they were heard in one round only"


def test_newcombe_s_own_example():
    # Newcombe 1998, table II, method 10: 56/70 - 48/80 = 0.2000, 0.0524 to 0.3339.
    key = THEME, Group.CHILD
    (found,) = compare({key: made(48, 80)}, {key: made(56, 70)}, (people(), people()), fewest=6)
    assert (round(found.difference, 4), round(found.low, 4), round(found.high, 4)) == (0.2, 0.0524, 0.3339)


def test_quarters_hold_those_who_spoke_in_them():
    rows = [
        replace(row("Ada", source="s1"), date="2026-02-11"),
        replace(row("Bo", source="s2"), date="in May"),
    ]
    said = [
        Excerpt(f"e{n}", s, n, 0, 2, "Hi", who, Role.CHILD, Voice.OWN_WORDS, who)
        for n, (s, who) in enumerate([("s1", "Ada"), ("s1", "Cy"), ("s2", "Bo")])
    ]
    sources = [
        Source("s1", "f", "t", Kind.INTERVIEW, Group.CHILD, "2026-02-11"),
        Source("s2", "f", "t", Kind.INTERVIEW, Group.CHILD, "in May"),
    ]
    found = {p.period: (p.people, p.of) for p in over_time(rows, said, sources, [THEME])}
    assert found == {"2026 Q1": (1, 2), "no date": (1, 1)}
    assert [quarter(d) for d in ("2026-12-01", "2026-04-30", "", "2026-99-01")] == [
        "2026 Q4",
        "2026 Q2",
        "no date",
        "no date",
    ]


def test_a_curve_that_is_flat_at_its_end_says_that_little_is_new():
    rows = [row(f"k{n}", source=f"s{n:02}", theme=f"t{n % 3}") for n in range(30)]
    (flat,) = saturation(rows)
    assert flat.themes[-1] == 3
    assert flat.told == "the last documents brought hardly any new theme"
    assert all(low <= high for low, high in zip(flat.low, flat.high, strict=True))
    assert flat.low[-1] == flat.high[-1] == 3
    (steep,) = saturation([row(f"k{n}", source=f"s{n:02}", theme=f"t{n}") for n in range(20)])
    assert "still brought new themes" in steep.told
    (few,) = saturation(rows[:3])
    assert "too few documents" in few.told
    assert saturation(rows) == saturation(rows[::-1])


def test_words_that_set_children_and_staff_apart():
    children = [(f"k{n}", "My mum cried and the lady with the lanyard wrote it down") for n in range(12)]
    workers = [(f"w{n}", "The assessment was completed with the family and written down") for n in range(12)]
    ours, theirs = contrast(children, workers, least=6)
    assert {"mum", "lanyard"} <= {w.word for w in ours}
    assert "assessment" in {w.word for w in theirs}
    assert "down" not in {w.word for w in (*ours, *theirs)}
    mum = next(w for w in ours if w.word == "mum")
    assert (mum.first, mum.second) == (12, 0)


def test_one_person_who_says_it_often_counts_once_and_pseudonyms_are_no_words():
    loud = [("k1", "horse horse horse [Child 3] horse")] * 20 + [
        (f"k{n}", "the bus was late") for n in range(9)
    ]
    ours, _ = contrast(loud, [(f"w{n}", "the meeting was late") for n in range(9)], least=3)
    assert "horse" not in {w.word for w in ours}
    assert "child" not in {w.word for w in ours}
    assert contrast([], loud, least=3) == ([], [])


def test_lundy_s_four_fields_and_what_nobody_has_filled_in(tmp_path):
    sources = [
        Source("s1", "group.vtt", "Focus group", Kind.FOCUS_GROUP, Group.CHILD),
        Source("s2", "file.txt", "Case file", Kind.CASE_NOTE, Group.CHILD),
        Source("s3", "staff.txt", "Staff", Kind.STAFF_INTERVIEW, Group.STAFF),
    ]
    (tmp_path / FILE).write_text(
        "source,space,voice,audience,influence,recommendations\n"
        "GROUP.vtt,Youth club,Cards and pictures,,,7|9\n"
        "nowhere,,,,,\n"
    )
    (one,), notes = sessions(tmp_path, sources, ["6", "7"])
    assert (one.source, one.space, one.recommendations) == ("s1", "Youth club", ("7",))
    assert one.open == ("audience",), "a recommendation is influence"
    assert [n.cause for n in notes] == ["no recommendation '9'", "no document with children has that name"]
    (blank,), _ = sessions(tmp_path / "none", sources, [])
    assert blank.open == ("space", "voice", "audience", "influence")


def test_papers_are_counted_as_documents():
    # Two notes on one child, and one note that tells of two: three documents, whoever is told of in them.
    rows = [
        row(who, f"{who} in {s}", source=s, role=Role.STAFF, voice=Voice.REPORTED, kind=Kind.CASE_NOTE)
        for who, s in (("[Child 1]", "n1"), ("[Child 1]", "n2"), ("[Child 1]", "n3"), ("[Child 2]", "n3"))
    ]
    found = prevalence(rows, heard(rows, asked={"n1": (THEME,)}), [THEME])[THEME, Group.RECORD]
    assert (found.participants, found.of, found.asked) == (3, 3, 0)


def test_who_was_asked_and_kept_silent_and_who_raised_it_unasked():
    rows = [row("Ada", source="s1"), row("Bo", source="s2"), row("Cy", source="s1", theme="food")]
    found = prevalence(rows, heard(rows, asked={"s1": (THEME,)}), [THEME])[THEME, Group.CHILD]
    assert (found.participants, found.asked, found.raised_if_asked, found.silent, found.unasked) == (
        2,
        2,
        1,
        1,
        1,
    )
