"""A theme of a council's own works at once, gets better with decisions, and its review remembers what it was taught."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from councils_own import BUSES, added

from childvoice import pipeline, settings
from childvoice.cli.main import main
from childvoice.errors import CodebookError, WorkspaceError
from childvoice.records import Valence
from childvoice.store import Workspace
from childvoice.store.heads import HeadVersions
from childvoice.themes import in_audit, load_coder
from childvoice.themes.codebook import load, read
from childvoice.themes.lessons import Lesson
from childvoice.themes.new_themes import head, vectors


@pytest.fixture(scope="module")
def ours(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("ours") / "ours.toml"
    path.write_text(added(read("voice_of_the_child")), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def coder(ours):
    return load_coder(ours)


def codes(coder, text):
    return {c.theme: c for c in coder.code_texts([text])[0].codes}


def test_an_added_theme_is_coded_at_once_with_evidence_and_valence(coder):
    text = "We had chips after. The train fare to see my nan is more than my pocket money."
    found = codes(coder, text)["transport"]
    assert text[found.start : found.end] == "The train fare to see my nan is more than my pocket money."
    assert isinstance(found.valence, Valence)


def test_the_themes_that_the_network_knows_are_coded_as_before(coder):
    text = "She said she would ring me back and she never did."
    plain = {t: (c.score, c.start, c.end) for t, c in codes(load_coder("voice_of_the_child"), text).items()}
    assert plain
    assert {t: (c.score, c.start, c.end) for t, c in codes(coder, text).items() if t != "transport"} == plain


@pytest.mark.parametrize(
    "text", ["", "   ", "We had fish fingers and then we played Uno.", "My favourite is maths."]
)
def test_talk_of_other_things_is_not_the_new_theme(coder, text):
    assert "transport" not in codes(coder, text)


def test_the_name_beside_each_code_says_that_it_is_another_coder(coder, ours):
    assert coder.name != load_coder("voice_of_the_child").name
    assert coder.name == load_coder(ours).name
    assert "voice_of_the_child" in coder.name


def test_only_the_themes_of_the_codebook_are_coded(tmp_path):
    book = load("voice_of_the_child")
    text = read("voice_of_the_child")
    start, end = text.index('[[theme]]\nid = "communication"'), text.index('[[theme]]\nid = "being_heard"')
    path = tmp_path / "fewer.toml"
    rules = text.index("[[rule]]")
    fewer = (text[:start] + text[end:rules]).replace('use = "communication"', 'use = "continuity"')
    path.write_text(fewer, encoding="utf-8")
    assert "communication" not in codes(load_coder(path), "She cancelled again and never rang me back.")
    assert "communication" in book.ids


def test_a_codebook_in_another_language_is_refused(tmp_path, ours):
    path = tmp_path / "cymraeg.toml"
    path.write_text(ours.read_text(encoding="utf-8").replace('"en-GB"', '"cy"'), encoding="utf-8")
    with pytest.raises(CodebookError, match="reads English only"):
        load_coder(path)


def test_rejected_suggestions_lower_a_head_where_it_was_wrong():
    book = load("voice_of_the_child")
    wrong = [
        "He collects toy buses and taxis in a box.",
        "We sang the wheels on the bus.",
        "I want to be a taxi driver.",
    ]
    other = "She likes drawing buses and lorries."
    seen = vectors([other, "There is no bus home from my review after five."])
    before = head(BUSES, book).probabilities(seen)
    told = [Lesson(str(i), t, "transport", False) for i, t in enumerate(wrong)]
    after = head(BUSES, book, told).probabilities(seen)
    assert after[0] < before[0]
    assert after[1] > after[0]


# What a review was taught


def test_versions_are_kept_and_one_may_go_back_and_forth(tmp_path):
    versions = HeadVersions(tmp_path)
    assert (versions.versions(), versions.in_use(), versions.current()) == ([], 0, "")
    assert (versions.save("one"), versions.save("two")) == (1, 2)
    versions.use(1)
    assert (versions.current(), versions.versions()) == ("one", [1, 2])
    assert versions.save("three") == 3
    versions.use(0)
    assert versions.current() == ""
    assert versions.read(2) == "two"
    with pytest.raises(WorkspaceError, match="no version 9"):
        versions.use(9)
    assert versions.in_use() == 0


def test_a_review_is_taught_coded_again_and_taken_back(tmp_path, ours, capsys):
    review = tmp_path / "review"
    (review / "documents").mkdir(parents=True)
    said = "YP: There is no bus home after five.\nYP: He collects toy buses and taxis in a box.\n"
    (review / "documents" / "talk.txt").write_text(
        f"Interviewer: How do you get there?\n{said}", encoding="utf-8"
    )
    (review / "ours.toml").write_text(ours.read_text(encoding="utf-8"), encoding="utf-8")
    (review / "childvoice.toml").write_text(
        '[themes]\ncodebook = "ours.toml"\ntopics = false\n', encoding="utf-8"
    )

    def run():
        with Workspace.create(review) as workspace:
            outcome = pipeline.run([review / "documents"], workspace, settings.load(review))
            return outcome.reused, {c.coder for c in workspace.codings()}, workspace.codings()

    _, first, codings = run()
    assert "transport" in {c.theme for c in codings}
    assert run()[0]

    wrong = [f"We sang the wheels on the bus, verse {n}." for n in range(12)]
    rows = [
        {"excerpt_id": f"x{n}", "text": t, "code": "transport", "verdict": "rejected", "by": "R1"}
        for n, t in enumerate(wrong)
        if not in_audit(f"x{n}")
    ]
    decisions = tmp_path / "decisions.jsonl"
    decisions.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    assert main(["train", str(decisions), "--review", str(review)]) == 0
    shown = capsys.readouterr().out
    assert f"transport: learned from 0 more examples and {len(rows)} rejected" in shown
    assert "not enough reviewed" in shown
    assert not any(t in (review / "learned" / "0001.json").read_text(encoding="utf-8") for t in wrong)

    reused, second, _ = run()
    assert not reused
    assert not first & second
    assert main(["train", "--review", str(review), "--use", "0"]) == 0
    assert run()[1] == first


def test_decisions_that_teach_nothing_change_nothing(tmp_path, capsys):
    Workspace.create(tmp_path).close()
    decisions = tmp_path / "d.jsonl"
    row = {"excerpt_id": "x1", "text": "She left.", "code": "continuity", "verdict": "accepted"}
    decisions.write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert main(["train", str(decisions), "--review", str(tmp_path)]) == 2
    assert "all 1 were accepted" in capsys.readouterr().out
    assert HeadVersions(tmp_path).versions() == []
    decisions.write_text("", encoding="utf-8")
    assert main(["train", str(decisions), "--review", str(tmp_path)]) == 2
    assert "nothing to learn from" in capsys.readouterr().err
