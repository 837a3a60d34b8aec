"""The risk report: what was replaced, what is doubtful, who could still be singled out; and never a word of a document."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from childvoice.cli.main import main
from childvoice.deidentify import Incoming, Person, Roster, deidentify, risk
from childvoice.raw import RawDocument, RawUnit
from childvoice.records import Group, Kind, Label, Source

RARE = "[Child 1] (8) is in Year 3 and uses a wheelchair. Mum said we were on the news."
PLAIN = "[Child 2] said that nobody rang. [Child 2] was cold."


def one(told: dict, name: str) -> dict:  # type: ignore[type-arg]
    return next(d for d in told["each"] if d["doc_id"] == name)


def test_counts_and_doubts() -> None:
    replaced = (
        ("PERSON_CHILD", "[Child 2]", 1.0, False),
        ("PERSON_CHILD", "[Child 2]", 0.5, False),
        ("PERSON_OTHER", "[Person 1]", 0.9, True),
        ("PHONE", "[phone number]", 1.0, False),
    )
    told = risk.report(
        [risk.Masked("a", PLAIN, replaced, ("RARE_EVENT",)), risk.Masked("b", PLAIN, replaced)], linked=True
    )
    assert told["replaced"] == {"PERSON_CHILD": 4, "PERSON_OTHER": 2, "PHONE": 2}
    assert told["doubtful"] == [
        {"kind": "PERSON_CHILD", "why": "found by one weak sign only", "count": 2},
        {"kind": "PERSON_OTHER", "why": "two people may share this name", "count": 2},
    ]
    assert one(told, "a")["people"] == 2
    assert one(told, "a")["left for a person to decide"] == {"RARE_EVENT": 1}
    assert told["left for a person to decide"] == 1


def test_who_has_a_combination_that_few_share_could_be_singled_out() -> None:
    told = risk.report([risk.Masked("a", RARE, ()), risk.Masked("b", PLAIN, ())], linked=True)
    (cell,) = one(told, "a")["an intruder could combine"]
    assert cell["who"] == "[Child 1]"
    assert cell["shared by"] == 1
    assert {"age", "school year", "health or disability", "rare event"} == set(cell["details"])
    assert one(told, "b")["an intruder could combine"] == []


def test_a_combination_that_many_share_singles_out_nobody() -> None:
    alike = [risk.Masked(str(n), f"[Child {n}] is aged 8 and in Year 3.", ()) for n in range(risk.SMALL)]
    assert risk.report(alike, linked=True)["people with a rare combination"] == 0
    assert risk.report(alike[1:], linked=True)["people with a rare combination"] == risk.SMALL - 1


def test_details_of_several_documents_add_up_only_where_pseudonyms_mean_the_same() -> None:
    parts = [risk.Masked("a", "[Child 1] is 8 years old.", ()), risk.Masked("b", "[Child 1] is deaf.", ())]
    assert risk.report(parts, linked=True)["people with a rare combination"] == 1
    assert risk.report(parts, linked=False)["people with a rare combination"] == 0


def test_details_belong_to_whoever_stands_nearest() -> None:
    text = "[Child 1] came with [Child 2], who is deaf and in Year 4. Then [Relative 1] came."
    (cell,) = risk.report([risk.Masked("a", text, ())], linked=True)["each"][0]["an intruder could combine"]
    assert cell["who"] == "[Child 2]"


def test_what_an_insider_knows() -> None:
    text = "[Child 1] moved to [Town 1] in [May 2025]. [Social worker 2] took [Child 1] to [School 1]. [Child 2] sat."
    told = risk.report([risk.Masked("a", text, ())], linked=True)
    assert one(told, "a")["an insider could recognise"] == ["[Child 1]"]
    assert one(told, "a")["an intruder could combine"] == []


def test_the_report_of_a_review_and_its_page() -> None:
    roster = Roster((Person("C1", "Kayleigh Bramhall", (), Label.PERSON_CHILD),))
    words = "Kayleigh is in Year 3 and deaf. We were on the news when our houseboat burned. saw wick and went"
    raw = RawDocument("/in/a.txt", "digest", (RawUnit(0, words, speaker="Kayleigh"),), "transcript")
    item = Incoming(raw, Source("s-a", "a.txt", "a", Kind.INTERVIEW, Group.CHILD))
    told = risk.report((risk.Masked.of(d) for d in deidentify((item,), roster).documents), linked=True)
    assert one(told, "s-a")["an intruder could combine"]
    assert told["left for a person to decide"] >= 1
    assert told["doubtful"]
    page = risk.as_text(told)
    assert "could combine" in page
    for shown in (page, json.dumps(told)):
        assert not any(word in shown for word in ("Kayleigh", "houseboat", "deaf", "Year 3"))


def test_nothing_to_report() -> None:
    told = risk.report([], linked=True)
    assert told["documents"] == 0
    assert "0 document(s)" in risk.as_text(told)


@pytest.mark.parametrize("name", ["risk.md", "risk.json"])
def test_the_command_writes_it(tmp_path: Path, name: str) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(
        json.dumps({"doc_id": "a", "text": "Name of child: Tia Robson. Tia (8) is deaf. Ring 07700 900123."})
    )
    assert (
        main(["deidentify", str(source), "-o", str(tmp_path / "out.jsonl"), "--report", str(tmp_path / name)])
        == 0
    )
    written = (tmp_path / name).read_text(encoding="utf-8")
    assert "PHONE" in written
    assert "Tia" not in written
    if name.endswith(".json"):
        assert json.loads(written)["documents"] == 1


def test_a_secret_that_is_too_short_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"doc_id": "a", "text": "Seen 4 May 2025."}')
    secret = tmp_path / "secret"
    secret.write_bytes(b"short")
    out = tmp_path / "out.jsonl"
    words = ["deidentify", str(source), "-o", str(out), "--secret", str(secret), "--policy", "light"]
    assert main(words) == 2
    assert not out.exists()
    assert "16 bytes or more" in capsys.readouterr().err
    secret.write_bytes(b"long enough to be one")
    assert main(words) == 0
    shown = json.loads(out.read_text())["text"]
    assert shown.startswith("Seen [")
    assert "2025" in shown or "2024" in shown
    assert shown != "Seen [4 May 2025]."
