"""All groups and figures on one line, and what a person decided."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from childvoice.findings import Speakers, triangulate
from childvoice.findings.convergence import (
    FILE,
    INDICATORS,
    NO_FIGURE,
    NOT_COMPARABLE,
    Decision,
    beside_figures,
    convergence,
    decisions,
    rule,
)
from childvoice.findings.indicators import Indicators, gather
from childvoice.records import Group

from .stories import made

THEMES = ("continuity", "communication", "food")
HEAD = "time_period,geographic_level,country_name,region_name,la_name,"


def figures(
    folder: Path, columns: str, here: str, england: str, toml: str = 'area = "Eastmarch"\n'
) -> Indicators:
    (folder / "indicators").mkdir(parents=True, exist_ok=True)
    (folder / "indicators" / "w.csv").write_text(
        f"{HEAD}{columns}\n2025,National,England,,,{england}\n2025,Local authority,England,,Eastmarch,{here}\n"
    )
    (folder / "indicators.toml").write_text(toml)
    return gather(folder)


@pytest.mark.parametrize(
    ("tone", "here", "proposed"),
    [
        ({"bad": 9}, "18.0", "agreement"),
        ({"bad": 9}, "6.0", "dissonance"),
        ({"good": 9}, "6.0", "agreement"),
        ({"good": 9}, "18.0", "dissonance"),
        ({"bad": 9}, "12.0", "partial agreement"),  # about the same as England
        ({"mixed": 9}, "18.0", "partial agreement"),
        ({"bad": 9}, "c", NOT_COMPARABLE),
    ],
)
def test_turnover_beside_what_children_say_of_changes(tmp_path, tone, here, proposed):
    found = figures(tmp_path, "turnover_rate_fte", here, "11.8")
    told, reason = beside_figures(made(9, theme="continuity", **tone), found, 3)
    assert told == proposed
    assert proposed == NOT_COMPARABLE or "Social workers who left in the year" in reason


def test_one_figure_better_and_one_worse_is_partial(tmp_path):
    found = figures(tmp_path, "turnover_rate_fte,agency_rate_fte", "18.0,5.0", "11.8,13.0")
    assert beside_figures(made(9, bad=9, theme="continuity"), found, 3)[0] == "partial agreement"


def test_figures_of_looked_after_children_are_not_compared(tmp_path):
    found = figures(tmp_path, "children_percent", "40", "20")
    assert beside_figures(made(9, bad=9, theme="continuity"), found, 3)[0] == NOT_COMPARABLE
    assert beside_figures(made(9, bad=9, theme="food"), found, 3)[0] == NO_FIGURE
    assert beside_figures(made(2, bad=2, theme="continuity"), found, 3)[0] == "too few to say"


def sides():
    """Continuity: all say it is bad. Communication: staff say it is good. Food: only children."""
    staff = {
        "continuity": {"participants": 9, "bad": 9},
        "communication": {"participants": 9, "good": 9},
        "food": {"participants": 0},
    }
    cells = {(t, Group.CHILD): made(9, bad=9, theme=t) for t in THEMES}
    cells |= {(t, Group.STAFF): made(theme=t, group=Group.STAFF, **how) for t, how in staff.items()}
    people = {g: frozenset({"x"}) for g in (Group.CHILD, Group.STAFF)}
    speakers = Speakers(people, people, {(Group.STAFF, t): frozenset({"x"}) for t in THEMES})
    return triangulate(cells, speakers, THEMES)


def test_themes_with_dissonance_come_first_then_what_only_children_raise():
    lines = convergence(sides(), THEMES, Indicators())
    assert [line.theme for line in lines] == ["communication", "food", "continuity"]
    assert [c.group for c in lines[0].cells] == ["staff", INDICATORS]


def test_a_person_s_word_holds_and_the_proposal_stays():
    why = "Staff spoke of the new rule; children of the time before it."
    decided = Decision("communication", "staff", "partial agreement", why, "J. Officer")
    (first, *_), again = (
        convergence(sides(), THEMES, Indicators(), [decided]),
        {line.theme: line for line in convergence(sides(), THEMES, Indicators(), [decided])},
    )
    cell = again["communication"].cell("staff")
    assert cell is not None
    assert (cell.verdict, cell.proposed) == ("partial agreement", "dissonance")
    assert first.theme == "food", "what a person decided is what the order follows"


def test_a_decision_without_a_reason_or_with_a_wrong_word_does_not_hold(tmp_path):
    (tmp_path / FILE).write_text(
        "theme,group,verdict,why,by\n"
        "continuity,staff,agreement,,JO\n"
        "continuity,staf,agreement,Both say so,JO\n"
        "continuity,staff,agrement,Both say so,JO\n"
        "continuity,staff,agreement,Both say so,JO\n"
        "continuity,staff,dissonance,No they do not,AB\n"
        "communication,indicators,dissonance,Visits are recorded as kept,AB\n"
    )
    held, notes = decisions(tmp_path, THEMES)
    assert [(d.theme, d.group, d.verdict, d.by) for d in held] == [
        ("continuity", "staff", "agreement", "JO"),
        ("communication", "indicators", "dissonance", "AB"),
    ]
    assert [n.cause for n in notes] == [
        "the decision has no reason",
        "no group 'staf'",
        "no verdict 'agrement'",
        "it was decided on an earlier line",
    ]
    assert decisions(tmp_path / "none", THEMES) == ((), ())


def test_the_rule_is_said_with_the_numbers_that_it_is_run_with():
    told = " ".join(rule(7))
    assert "fewer than 7 people" in told
    assert "at least 14 children" in told
    assert "more than 3 times" in told
    assert len(re.findall(r"\b7\b", told)) >= 4
