"""What stands beside the documents: its pages, its commands, and that both show the same numbers."""

from __future__ import annotations

import csv
import json
import re
import shutil
from html import unescape
from pathlib import Path
from typing import Any

import fictional
import pytest
from streamlit.testing.v1 import AppTest

from childvoice import settings
from childvoice.cli.main import main
from childvoice.overview import Overview, overview, theme_rows
from childvoice.overview import evidence as beside
from childvoice.overview.more import NONE
from childvoice.records import Group
from childvoice.store import Workspace
from conftest import Open, words

PAGES = ("line", "enquiry", "recommendations")


@pytest.fixture(scope="module")
def seen(full: Path) -> Overview:
    with Workspace.open(full) as workspace:
        return overview(workspace, settings.load(full))


def plain(app: AppTest) -> str:
    assert not app.exception
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", words(app))))


def table(out: Path) -> list[dict[str, str]]:
    with out.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def written(full: Path, tmp_path: Path, *command: str) -> list[dict[str, str]]:
    out = tmp_path / "out.csv"
    assert main([*command, "--review", str(full), "-o", str(out)]) == 0
    return table(out)


# -- pages ---------------------------------------------------------------------------------------------------


def test_the_line_tells_each_stage_its_gaps_and_its_figures(full: Path, open_page: Open) -> None:
    text = plain(open_page(full, "line"))
    assert "No document was gathered for this stage. That is a gap, not a finding." in text
    assert (
        "Cases for each full-time social worker: 18.4 cases here (2025), worse than in England (15.2 cases)."
        in text
    )
    assert "There is no composite yet." in text
    assert fictional.HARM not in text
    chosen = plain(open_page(full, "line", stage="no stage named"))
    # 24 of 30 children on the page of themes; no stage is named in this review, so here as well.
    assert "Keeping the same worker: 24" in chosen
    assert "Referral" not in chosen.split("Each person is counted once")[1]


def test_the_map_of_enquiry_says_what_is_missing(full: Path, open_page: Open) -> None:
    text = plain(open_page(full, "enquiry"))
    assert "On 3 of them no child is heard" in text, "allocation, the academy, preparation for care"
    assert "The manifest names no lines for any document" in text
    one = plain(open_page(full, "enquiry", line="d"))
    assert "24 of 30" in one
    assert "They differ" in one
    assert "7. A contract of expectations" in one
    assert "Other people or another count: it counts looked-after children alone" in one
    assert "No child was asked about" in one


def test_recommendations_say_who_when_and_what_children_are_told(full: Path, open_page: Open) -> None:
    text = plain(open_page(full, "recommendations"))
    assert "7 recommendations." in text
    assert "Who answers for it: Principal social worker." in text
    assert "You said, we will" in text
    assert "ask how you want to be reached" in text
    assert "needs mending" not in text


def test_a_recommendation_without_an_owner_is_said_in_place(
    full: Path, open_page: Open, tmp_path: Path
) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(full, folder)
    (folder / beside.FOLDER / "recommendations.csv").write_text(
        "recommendation,owner,dates,lines_of_enquiry\nA welcome pack,,June 2030 in use,e\nA protocol,Lead,soon,q\n"
    )
    text = plain(open_page(folder, "recommendations"))
    assert "Who answers for it: no owner is named." in text
    assert "recommendations.csv, line 3: one of its dates begins with no date" in text
    assert "2. A protocol" in text


@pytest.mark.parametrize("page", PAGES)
def test_a_review_without_such_files_says_what_to_do(review: Path, open_page: Open, page: str) -> None:
    text = plain(open_page(review, page))
    said = {
        "line": "A child's way through the service",
        "enquiry": "This review names no key lines of enquiry.",
        "recommendations": "There are no recommendations in this review yet.",
    }
    assert said[page] in text


def test_figures_stand_beside_their_theme_and_a_decision_beside_the_rule(full: Path, open_page: Open) -> None:
    text = plain(open_page(full, "themes", theme="continuity"))
    assert "Figures beside it" in text
    assert "16.9% here (2025), worse than in England (11.8%)." in text
    assert "Other people or another count: it counts looked-after children" in text
    text = plain(open_page(full, "triangulation"))
    assert "What a person decided" in text
    assert "Staff spoke of the new rule alone" in text
    assert "They differ (≠): mostly good on one side" in text
    assert "dissonance" not in text


# -- commands ------------------------------------------------------------------------------------------------


def test_commands_and_pages_show_the_same_numbers(
    full: Path, open_page: Open, seen: Overview, tmp_path: Path
) -> None:
    rows = written(full, tmp_path, "findings")
    assert rows == [{k: str(v) for k, v in r.items()} for r in theme_rows(seen)]
    text = plain(open_page(full, "themes"))
    counted = [r for r in rows if r["group"] == "child" and r["people"].isdigit() and r["people"] != "0"]
    assert len(counted) > 3
    for row in counted:
        assert f"{row['people']} of {row['of']}" in text
    for finding in seen.findings:
        row = next(r for r in rows if (r["theme"], r["group"]) == (finding.theme, "child"))
        assert finding.how_many.startswith(f"{row['people']} of the {row['of']} ")
        assert finding.sentence.startswith(row["amount"])


def test_columns_stay_as_scripts_know_them(full: Path, tmp_path: Path) -> None:
    columns = {
        ("findings",): "theme,label,group,people,sources,mentions,of,asked,tone,amount,people_asked,"
        "asked_and_silent,raised_unasked",
        ("triangulate",): "theme,label,group,verdict,children,others,children_tone,others_tone,reason",
        ("triangulate", "--matrix"): "theme,label,group,verdict,proposed,reason,decided,why,by",
        (
            "indicators",
        ): "measure,label,breakdown,period,level,area,value,number,symbol,unit,lines,beside,population,"
        "different_population,themes,lines_of_enquiry,journey,source",
        (
            "recommendations",
        ): "id,recommendation,owner,response,status,standing,dates,evidence_of_change,themes,"
        "lines_of_enquiry,you_said,we_will,doubts",
        (
            "findings",
            "--show",
            "lines",
        ): "line,title,sources_child,sources_parent,sources_staff,sources_partner,"
        "sources_policy,sources_record,themes,indicators,recommendations,gaps",
        ("findings", "--show", "journey"): "stage,theme,label,group,people,tone,asked",
        ("findings", "--show", "framework"): "case,theme,summary,by,excerpts",
        (
            "findings",
            "--show",
            "sessions",
        ): "source,title,space,voice,audience,influence,recommendations,open",
        ("findings", "--show", "time"): "theme,label,group,period,people,of",
        ("findings", "--show", "saturation"): "group,documents,themes,low,high,told",
        ("findings", "--show", "checked"): "theme,label,group,passages,machine,checked,share,low,high,told",
        ("findings", "--show", "draw"): "excerpt,group,text,codes",
        ("findings", "--show", "filters", "--theme", "continuity"): "theme,group,kind,people",
        (
            "findings",
            "--show",
            "change",
            "--before",
            str(full),
        ): "theme,label,group,change,people_before,of_before,people_after,of_after,difference",
    }
    for command, expected in columns.items():
        rows = written(full, tmp_path, *command)
        assert ",".join(rows[0]) == expected, command


def test_no_command_tells_a_number_that_the_pages_hide(full: Path, tmp_path: Path) -> None:
    for command in (("findings",), ("findings", "--show", "journey"), ("findings", "--show", "time")):
        for row in written(full, tmp_path, *command):
            assert not (row["people"].isdigit() and 0 < int(row["people"]) < 6), (command, row)
    for row in written(
        full, tmp_path, "findings", "--show", "filters", "--theme", "continuity", "--by", "kind,team"
    ):
        assert row["people"] == "c" or not 0 < int(row["people"]) < 6


def test_a_decision_is_in_the_matrix_and_the_proposal_beside_it(full: Path, tmp_path: Path) -> None:
    rows = {(r["theme"], r["group"]): r for r in written(full, tmp_path, "triangulate", "--matrix")}
    row = rows["communication", "staff"]
    assert (row["verdict"], row["proposed"], row["decided"], row["by"]) == (
        "partial agreement",
        "dissonance",
        "yes",
        "J. Officer",
    )
    assert rows["continuity", "indicators"]["verdict"] == "agreement"
    assert main(["triangulate", "--review", str(full), "--rule"]) == 0


def test_recommendations_as_on_a_day(full: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = written(full, tmp_path, "recommendations", "--today", "2026-07-01")
    assert rows[0]["id"] == "1"
    assert rows[0]["standing"] == "overdue since June 2026"
    assert main(["recommendations", "--review", str(full), "--today", "soon"]) == 2
    assert "--today is no date" in capsys.readouterr().err


def test_bad_usage_says_what_to_give(full: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words_, told in (
        (("--show", "change"), "Give its folder with --before"),
        (("--show", "filters"), "Give its id with --theme"),
        (("--show", "filters", "--theme", "continuty"), "Did you mean 'continuity'"),
        (("--show", "filters", "--theme", "continuity", "--by", "person"), "Name some of kind, stage, team"),
    ):
        assert main(["findings", "--review", str(full), *words_]) == 2
        assert told in capsys.readouterr().err


def test_a_sample_is_drawn_checked_and_corrects_the_machine(
    full: Path, seen: Overview, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(full, folder)
    drawn = written(folder, tmp_path, "findings", "--show", "draw", "--number", "90", "--seed", "3")
    assert len(drawn) == 90
    assert not any(r["codes"] for r in drawn)
    # The person finds what the machine found, and continuity in three passages more.
    said: dict[str, set[str]] = {}
    for r in seen.rows:
        said.setdefault(r.excerpt_id, set()).add(r.theme)
    for at, row in enumerate(drawn):
        codes = said.get(row["excerpt"], set()) | ({"continuity"} if at % 30 == 0 else set())
        row["codes"] = "|".join(sorted(codes)) or NONE
    drawn[1]["codes"] = ""
    with (folder / beside.FOLDER / "audit.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(drawn[0]))
        writer.writeheader()
        writer.writerows(drawn)
    capsys.readouterr()
    rows = {(r["theme"], r["group"]): r for r in written(folder, tmp_path, "findings", "--show", "checked")}
    assert "1 passage(s) of the sample have no codes yet" in capsys.readouterr().err
    told = rows["continuity", Group.CHILD.value]
    assert told["checked"] == "89"
    assert told["told"] == "checked at random; 95% interval"
    machine = int(told["machine"]) / int(told["passages"])
    assert float(told["share"].rstrip("%")) / 100 > machine
    assert "not checked enough" in rows["continuity", Group.STAFF.value]["told"]


def test_rounding_is_one_policy_for_pages_and_commands(full: Path, open_page: Open, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(full, folder)
    with (folder / settings.FILE_NAME).open("a", encoding="utf-8") as file:
        file.write('[suppression]\nrule = "round"\n')
    rows = written(folder, tmp_path, "findings")
    numbers = {int(r[k]) for r in rows for k in ("people", "of") if r[k].isdigit()}
    assert {n % 5 for n in numbers} == {0}
    assert "25 of 30" in plain(open_page(folder, "themes"))


def test_doubts_of_the_material_are_named(few: Path, tmp_path: Path) -> None:
    rows = written(few, tmp_path, "findings", "--show", "doubts")
    causes = " ".join(r["cause"] for r in rows)
    assert "no staff speak in it" in causes
    assert "fewer than 6 children and young people" in causes
    assert "all documents are of one group" in causes


def test_rows_go_out_as_json_too(full: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["indicators", "--review", str(full)]) == 0
    rows: list[dict[str, Any]] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    own = next(r for r in rows if r["measure"] == "absence_rate_fte" and r["level"] == "this council")
    assert (own["value"], own["number"], own["symbol"]) == ("c", None, "c")
