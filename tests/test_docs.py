"""What the documents say is true of the code: commands, files, versions, counts, links, digests."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import childvoice
from childvoice.cli.main import names
from childvoice.engines import recorded_weights
from childvoice.themes.codebook import load

ROOT = Path(__file__).resolve().parents[1]
DOCS = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("models/**/*.md"), *ROOT.glob("corpora/**/*.md"), *ROOT.glob("docs/*.md")]
)


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", DOCS, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_inside_the_repository_lead_somewhere(path: Path):
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_the_readme_begins_with_what_it_is_and_the_two_commands():
    first = "\n".join(_text("README.md").splitlines()[:20])
    assert "make demo" in first
    assert "make test" in first
    assert "docs/overview.png" in first


def test_every_command_that_a_document_names_is_there():
    for path in DOCS:
        for command in re.findall(r"(?:`|bin/)childvoice ([a-z]+)", path.read_text(encoding="utf-8")):
            assert command in names(), f"{path.name}: childvoice {command}"


def test_every_command_stands_in_the_readme():
    readme = _text("README.md")
    missing = [n for n in names() if n not in readme]
    assert missing == []


def test_the_changelog_knows_this_version():
    assert f"## {childvoice.__version__}" in _text("CHANGELOG.md")


def test_rooms_of_the_picture_exist():
    rooms = re.findall(r"^\| `(\w+)`", _text("ARCHITECTURE.md"), re.MULTILINE)
    assert len(rooms) >= 8
    for room in rooms:
        assert (ROOT / "src" / "childvoice" / room).exists() or (
            ROOT / "src" / "childvoice" / f"{room}.py"
        ).exists(), room


def test_places_that_contributors_are_sent_to_exist():
    for place in re.findall(
        r"`((?:src|app|tests|corpora|models|docs)/[\w/.<>-]+)`", _text("CONTRIBUTING.md")
    ):
        fixed = place.split("<")[0].rstrip("/")
        assert (ROOT / fixed).exists() or (ROOT / fixed).parent.exists(), place


def test_the_training_card_counts_right():
    card = _text("corpora/training/README.md")
    files = sorted((ROOT / "corpora" / "training").glob("*.jsonl"))
    total = 0
    for path in files:
        rows = len(path.read_text(encoding="utf-8").splitlines())
        total += rows
        assert re.search(rf"\| `{path.name}` \|[^|]+\| {rows} \|", card), path.name
    assert f"{total:,} utterances" in card


def test_training_rows_are_what_the_card_says():
    themes = set(load("voice_of_the_child").ids)
    for path in (ROOT / "corpora" / "training").glob("*.jsonl"):
        seen = set()
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            assert row["id"] not in seen
            seen.add(row["id"])
            assert row["valence"] in ("positive", "negative", "mixed", "neutral")
            for code in row["codes"]:
                assert code["code"] in themes, row["id"]
                assert code["evidence"] in row["text"], row["id"]


def test_no_sentence_stands_on_both_sides_of_the_split():
    def texts(*writers: str) -> set[str]:
        rows = (
            json.loads(x)
            for w in writers
            for x in (ROOT / f"corpora/training/{w}.jsonl").read_text(encoding="utf-8").splitlines()
        )
        return {re.sub(r"\W+", " ", r["text"]).casefold().strip() for r in rows if len(r["text"].split()) > 4}

    held_out = texts("elm", "fir")
    card = json.loads((ROOT / "models/theme_coder/coder.json").read_text(encoding="utf-8"))
    assert not {"elm", "fir"} & set(card["writers"])
    trained = texts(*(w for w in card["writers"] if w != "sample"))
    assert not held_out & trained


def test_the_coder_that_is_shipped_is_the_one_that_is_described():
    card = json.loads((ROOT / "models/theme_coder/coder.json").read_text(encoding="utf-8"))
    described = _text("models/theme_coder/README.md")
    assert card["sha256"] in described
    assert card["themes"] == list(load("voice_of_the_child").ids)


def test_every_set_of_weights_has_licence_version_and_digests():
    for name, record in recorded_weights().items():
        assert record["licence"], name
        assert record["version"], name
        assert all(re.fullmatch(r"[0-9a-f]{64}", d) for d in record["files"].values()), name
        assert name.split("-")[0].split("_")[0] in _text("models/README.md")
