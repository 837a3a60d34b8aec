"""Recommendations: the seven of the sample, what is due, and rows that somebody wrote in a hurry."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from childvoice.findings.recommendations import FILE, gather
from childvoice.findings.written import date
from childvoice.resources import resource
from childvoice.themes.codebook import load

THEMES = load("voice_of_the_child").ids
LINES = "abcdef"
HEAD = "id,recommendation,owner,response,dates,status,evidence,themes,lines_of_enquiry,you_said,we_will\n"


def read(folder: Path, *rows: str):
    (folder / FILE).write_text(HEAD + "".join(f"{r}\n" for r in rows), encoding="utf-8")
    return gather(folder, themes=THEMES, lines=LINES)


def test_the_sample_has_seven_each_with_owner_dates_and_a_way_back():
    found, notes = gather(resource("sample") / "evidence", themes=THEMES, lines=LINES)
    assert notes == ()
    assert [r.id for r in found] == list("1234567")
    for r in found:
        assert r.owner
        assert r.response
        assert r.milestones
        assert r.themes or r.lines
        assert not r.doubts
    by_id = {r.id: r for r in found}
    assert "20" in by_id["1"].text
    assert "180 cases for six months" in by_id["1"].response
    assert {r.id for r in found if r.we_will} >= {"6", "7"}
    assert by_id["7"].themes == ("communication", "continuity", "repeating_story", "endings_transitions")


@pytest.mark.parametrize(
    ("today", "standing"),
    [
        ("2026-01-01", "next: June 2026"),
        ("2026-05-30", "due soon: June 2026"),
        ("2026-06-30", "due soon: June 2026"),  # the last day of the month is the day
        ("2026-07-01", "overdue since June 2026"),
    ],
)
def test_what_is_due(tmp_path, today, standing):
    (one,), _ = read(
        tmp_path, "1,Welcome pack,Lead,,2026-03-01 draft (done) | June 2026 in use,under way,,,e,,"
    )
    assert one.standing(dt.date.fromisoformat(today)) == standing
    assert [(m.what, m.done) for m in one.milestones] == [("draft", True), ("in use", False)]


def test_what_is_done_is_never_overdue(tmp_path):
    (one,), notes = read(tmp_path, "1,Pack,Lead,,2026-03-01 in use (done),Done,Children have it,,e,,")
    assert notes == ()
    assert one.standing(dt.date(2030, 1, 1)) == "done"


@pytest.mark.parametrize(
    ("row", "doubt"),
    [
        ("1,Pack,,,June 2026 x,under way,,,e,,", "no owner is named"),
        ("1,Pack,Lead,,2027-01-01 b | 2026-01-01 a,under way,,,e,,", "its dates are not in order"),
        ("1,Pack,Lead,,when we can,under way,,,e,,", "one of its dates begins with no date; it was left out"),
        (
            "1,Pack,Lead,,31/02/2026 a,under way,,,e,,",
            "one of its dates begins with no date; it was left out",
        ),
        ("1,Pack,Lead,,,finished,,,e,,", "no status 'finished'"),
        ("1,Pack,Lead,,,done,,,e,,", "it is done, but no evidence of change is given"),
        ("1,Pack,Lead,,June 2026 x,done,Yes,,e,,", "it is done, but a date is still open"),
        ("1,Pack,Lead,,,,,continuty,e,,", "no theme 'continuty'"),
        ("1,Pack,Lead,,,,,,g,,", "no line of enquiry 'g'"),
        ("1,Pack,Lead,,,,,,,,", "no finding and no line of enquiry leads to it"),
    ],
)
def test_a_doubt_is_said_in_its_place_and_the_rest_goes_on(tmp_path, row, doubt):
    found, notes = read(tmp_path, row, "2,Protocol,Lead,,June 2026 x,under way,,communication,d,,")
    assert len(found) == 2
    assert doubt in found[0].doubts
    assert found[1].doubts == ()
    assert any(n.where == f"{FILE}, line 2" and n.cause == doubt for n in notes)


def test_a_row_without_a_recommendation_is_left_out_and_a_double_id_is_told_apart(tmp_path):
    found, notes = read(tmp_path, "1,,Lead,,,,,,e,,", "2,Pack,Lead,,,,,,e,,", "2,Protocol,Lead,,,,,,d,,")
    assert [r.id for r in found] == ["2", "2 (line 4)"]
    assert [n.cause for n in notes] == ["the row has no recommendation", "'2' stands twice"]


def test_other_headings_and_semicolons_of_a_spreadsheet(tmp_path):
    (tmp_path / FILE).write_bytes(
        "Recommendation;Owner;Due;KLOE\nPack for children;Léa;12 June 2026 ready;e\n".encode("cp1252")
    )
    (one,), notes = gather(tmp_path, themes=THEMES, lines=LINES)
    assert notes == ()
    assert (one.id, one.owner, one.lines) == ("1", "Léa", ("e",))
    assert one.milestones[0].due == dt.date(2026, 6, 12)


def test_a_file_without_its_column_is_one_note(tmp_path):
    (tmp_path / FILE).write_text("recomendation,owner\nPack,Lead\n")
    found, (note,) = gather(tmp_path, themes=THEMES, lines=LINES)
    assert found == ()
    assert "recomendation" in note.remedy
    assert gather(tmp_path / "none", themes=THEMES, lines=LINES) == ((), ())


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-02-28", dt.date(2026, 2, 28)),
        ("2028-02", dt.date(2028, 2, 29)),
        ("28/02/2026", dt.date(2026, 2, 28)),
        ("Sept 2026", dt.date(2026, 9, 30)),
        ("December 2026", dt.date(2026, 12, 31)),
        ("2026-13-01", None),
        ("2026-02-30", None),
        ("Ju 2026", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_date_as_people_write_it(text, day):
    assert date(text) == day
