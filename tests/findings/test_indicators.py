"""Published figures: by the names of their columns, with their symbols, and never merged with what was said."""

from __future__ import annotations

from pathlib import Path

import pytest

from childvoice.findings.indicators import (
    LOCAL,
    NATIONAL,
    NEIGHBOUR,
    REGIONAL,
    TYPED,
    Indicators,
    Wanted,
    built_in,
    figures_of,
    gather,
    standing,
    value,
)
from childvoice.resources import resource

HEAD = "time_period,time_identifier,geographic_level,country_name,region_name,new_la_code,la_name"
SAMPLE = resource("sample") / "evidence"


@pytest.fixture(scope="module")
def sample() -> Indicators:
    return gather(SAMPLE)


@pytest.mark.parametrize(
    ("measure", "england", "north_east"),
    [
        ("caseload_fte", 15.2, 16.5),
        ("agency_rate_fte", 13.0, 8.2),
        ("vacancy_rate_fte", 14.2, 8.9),
        ("turnover_rate_fte", 11.8, 11.7),
        ("rereferral_percent", 22.6, 20.7),
    ],
)
def test_published_figures_of_2025_come_through(sample, measure, england, north_east):
    assert [f.number for f in sample.newest(measure, NATIONAL)] == [england]
    assert [f.number for f in sample.newest(measure, REGIONAL)] == [north_east]
    assert sample.newest(measure, LOCAL)[0].area == "Eastmarch"


def test_the_sample_has_nothing_to_mend(sample):
    assert sample.notes == ()
    assert sample.lines[0].value == 20
    assert {f.level for f in sample.figures} == {NATIONAL, REGIONAL, LOCAL, NEIGHBOUR, TYPED}


def test_a_symbol_is_kept_and_never_becomes_a_number(sample):
    (own,) = sample.newest("absence_rate_fte", LOCAL)
    assert (own.raw, own.number, own.symbol) == ("c", None, "c")
    assert own.shown == "c (confidential: too few to show)"
    (neighbour,) = sample.newest("agency_rate_fte", NEIGHBOUR)
    assert (neighbour.raw, neighbour.number, neighbour.symbol) == ("low", None, "low")
    assert all(f.number is None for f in sample.figures if f.symbol)


def test_figures_of_other_people_say_so(sample):
    (measure,) = {
        f.measure.id: f.measure for f in sample.figures if f.measure.id == "children_percent"
    }.values()
    assert "looked-after children" in measure.different
    parts = [f.breakdown for f in sample.newest("children_percent", LOCAL)]
    assert "sw stability: 3 or more social workers" in parts


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("16.9", (16.9, "", True)),
        ("1,986", (1986.0, "", True)),
        ("0", (0.0, "", True)),
        ("C", (None, "c", True)),
        ("z", (None, "z", True)),
        ("u", (None, "u", True)),
        ("..", (None, "", True)),
        ("", (None, "", True)),
        ("about ten", (None, "", False)),
        ("nan", (None, "", False)),
        ("inf", (None, "", False)),
    ],
)
def test_a_cell_is_a_number_a_symbol_or_neither(text, told):
    assert value(text) == told


def write(folder: Path, text: str, name: str = "f.csv") -> Path:
    (folder / "indicators").mkdir(parents=True, exist_ok=True)
    path = folder / "indicators" / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_renamed_measure_is_read_by_its_alias_and_an_unknown_column_is_named(tmp_path):
    write(
        tmp_path,
        f"{HEAD},Average_Caseload,turnover_rate_ftes\n2025,Reporting year,National,England,,,,15.2,11.8\n",
    )
    found = gather(tmp_path)
    assert [(f.measure.id, f.number) for f in found.figures] == [("caseload_fte", 15.2)]
    (note,) = found.notes
    assert "'turnover_rate_ftes' is not a measure that is known" in note.cause
    assert "turnover_rate_fte" in note.remedy


def test_a_review_adds_an_alias_of_its_own(tmp_path):
    write(tmp_path, f"{HEAD},workers_gone\n2025,Reporting year,National,England,,,,11.8\n")
    (tmp_path / "indicators.toml").write_text(
        '[[measure]]\nid = "turnover_rate_fte"\nlabel = "Left"\naliases = ["workers_gone"]\nthemes = ["continuity"]\n'
    )
    (figure,) = gather(tmp_path).figures
    assert (figure.measure.label, figure.number) == ("Left", 11.8)


def test_a_file_of_another_shape_is_named_and_the_others_go_on(tmp_path):
    write(tmp_path, "year;area;value\n2025;Eastmarch;3\n", "other.csv")
    write(tmp_path, "", "empty.csv")
    (tmp_path / "indicators" / "photo.csv").write_bytes(b"\x89PNG\r\n\x00\x00")
    write(tmp_path, f"{HEAD},caseload_fte\n2025,Reporting year,National,England,,,,15.2\n", "right.csv")
    found = gather(tmp_path)
    assert len(found.figures) == 1
    told = {n.where: n.cause for n in found.notes}
    assert told["other.csv"] == "there is no column 'geographic_level'"
    assert "empty" in told["empty.csv"]
    assert "photo.csv" in told


def test_a_word_where_a_number_should_be_is_one_note_and_the_council_must_be_there(tmp_path):
    path = write(
        tmp_path,
        f"{HEAD},caseload_fte,agency_rate_fte\n2025,Reporting year,National,England,,,,15.2,13.0\n"
        "2025,Reporting year,Local authority,England,North East,E1,Eastmarch,many,14.1\n",
    )
    found, notes = figures_of(path, built_in(), Wanted(area="Eastmarch"))
    assert len(found) == 3
    assert [n.where for n in notes] == ["f.csv, line 3"]
    _, notes = figures_of(path, built_in(), Wanted(area="Eastmarsh"))
    assert any("'Eastmarsh' is not in it" in n.cause for n in notes)


def test_what_cannot_be_meant_in_the_toml_is_said(tmp_path):
    (tmp_path / "indicators.toml").write_text("areaa = 'x'\n")
    assert "areaa" in gather(tmp_path).notes[0].cause
    (tmp_path / "indicators.toml").write_text("[[local\n")
    assert "not valid TOML" in gather(tmp_path).notes[0].cause
    (tmp_path / "indicators.toml").write_text(
        '[[local]]\nlabel = "Caseload"\nvalue = "about 20"\n[[line]]\nmeasure = "caseload"\nvalue = 20\nlabel = "aim"\n'
    )
    causes = [n.cause for n in gather(tmp_path).notes]
    assert "its value is neither a number nor a symbol" in causes
    assert "no measure 'caseload'" in causes


def test_better_and_worse_need_a_direction_and_a_clear_difference(sample):
    (own,) = sample.newest("turnover_rate_fte", LOCAL)
    assert standing(own, 11.8) == "worse"
    assert standing(own, 30.0) == "better"
    assert standing(own, 16.0) == "about the same"
    (count,) = sample.newest("referral_count", LOCAL)
    assert standing(count, 100.0) == ""


def test_nothing_there_is_no_figure_and_no_note(tmp_path):
    assert gather(tmp_path / "evidence") == Indicators()
