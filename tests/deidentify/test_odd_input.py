"""What nobody meant to send: paragraphs without end, nothing at all, rosters of single letters."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from childvoice.cli.main import main
from childvoice.deidentify import deidentify_text, risk
from childvoice.evaluation.deidentify import tally
from childvoice.verification import Known

LONG = ("Then mum Kayleigh said 8 years old and deaf " * 7000)[:300_000]


def test_a_paragraph_of_300_000_characters_is_reported_verified_and_counted() -> None:
    """No time is asserted: what looked at every place once for every other place would never end."""
    shown = LONG.replace("Kayleigh", "[Child 1]")
    told = risk.report([risk.Masked("a", shown, ())], linked=True)
    assert told["each"][0]["an intruder could combine"][0]["who"] == "[Child 1]"
    known = Known((("Kayleigh", "C1"),))
    assert list(known.in_text(LONG)) == [("C1", True, LONG.count("Kayleigh"))]
    assert (
        tally({"text": LONG, "spans": [[9, 17, "PERSON_CHILD", ""]]}, [(9, 17, "[Child 1]")])["direct found"]
        == 1
    )


@pytest.mark.parametrize("policy", ["light", "standard", "strict"])
def test_empty_rows_stay_as_they_are(tmp_path: Path, policy: str) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    texts = ["", " ", "\n\n", None]
    source.write_text("".join(json.dumps({"doc_id": str(n), "text": t}) + "\n" for n, t in enumerate(texts)))
    report = tmp_path / "risk.md"
    assert main(["deidentify", str(source), "-o", str(out), "--policy", policy, "--report", str(report)]) == 0
    assert [json.loads(line)["text"] for line in out.read_text().splitlines()] == ["", " ", "\n\n", ""]
    assert "4 document(s)" in report.read_text()


def test_a_roster_of_single_letters_and_everyday_words_masks_nothing_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("id,name,role\nC1,A,child\nC2,I,child\nC3,the,child\nC4,.,child\n")
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    words = "A boy and I sat by the door. The end."
    source.write_text(json.dumps({"doc_id": "a", "text": words}))
    assert main(["deidentify", str(source), "-o", str(out), "--roster", str(roster)]) == 0
    assert json.loads(out.read_text())["text"] == words
    told = capsys.readouterr().err
    assert [f"roster.csv, row {n}:" in told for n in (2, 3, 4, 5)] == [True] * 4
    assert main(["verify", str(tmp_path / "out.jsonl"), "--roster", str(roster)]) == 2, (
        "nothing to look for is an error"
    )


@pytest.mark.parametrize("label", ["NHS_NUMBER", "RARE_EVENT", "SOMETHING_ELSE"])
def test_gold_without_people_or_with_kinds_of_its_own(label: str) -> None:
    count = tally({"text": "999 204 8174", "spans": [[0, 12, label]]}, [])
    assert count[f"{label} mentions"] == 1
    assert count["people"] == 0


def test_a_text_of_identifiers_alone() -> None:
    assert deidentify_text("07700 900123\n\n\n07700 900124").text == "[phone number]\n\n\n[phone number]"
