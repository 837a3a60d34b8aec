"""The governance pack: filled from the review as it is, blank where only people can say, and telling nobody's words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from docx import Document as Word

from childvoice import governance
from childvoice.cli import main
from childvoice.decisions import Verdict
from childvoice.desk import Desk, Duty, Person
from childvoice.governance.facts import measured
from childvoice.publish.paper import Bullets, Grid, Heading, Paper, Para, ToWrite
from childvoice.records import Coding, Document, Excerpt, Group, Kind, Role, Source, Unit, Valence, Voice
from childvoice.store import Workspace

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 11, 22)
SAID = "I have told my story to five of them and the tortoise is the only one who stayed."


@pytest.fixture
def review(tmp_path: Path) -> Path:
    """Thirty-one passages of four children, coded by nobody yet."""
    units = tuple(Unit(n, f"{SAID} {n}", speaker=f"[Child {n % 4}]") for n in range(31))
    passages = [
        Excerpt(
            f"e{u.index}",
            "s1",
            u.index,
            0,
            len(u.text),
            u.text,
            u.speaker,
            Role.CHILD,
            Voice.OWN_WORDS,
            u.speaker,
        )
        for u in units
    ]
    codes = [Coding(e.id, "continuity", 0.9, 0, 20, Valence.NEGATIVE, "m") for e in passages]
    source = Source("s1", "talk.txt", "Talk", Kind.INTERVIEW, Group.CHILD, transcribed_by="machine")
    with Workspace.create(tmp_path) as workspace:
        workspace.replace_source(Document(source, units), passages, codes)
        workspace.save_run_id()
    return tmp_path


def pack(review: Path) -> dict[str, Paper]:
    return governance.papers(governance.gather(review, DAY))


def words(paper: Paper) -> str:
    """All that a paper says."""
    said = [*paper.front.values()]
    for block in paper.blocks:
        if isinstance(block, Grid):
            said += [block.caption, *(cell for row in block.rows for cell in row)]
        elif isinstance(block, Bullets):
            said += block.items
        elif isinstance(block, (Para, Heading)):
            said.append(block.text)
    return "\n".join(said)


def test_what_nobody_has_said_is_blank_and_what_is_missing_is_named(review: Path) -> None:
    impact = pack(review)["data-protection-impact"]
    said = words(impact)
    assert sum(isinstance(b, ToWrite) for b in impact.blocks) >= 5
    for missing in (
        "Name a safeguarding lead",
        "Set a date until which",
        "No backup has been made",
        "Let a second person check",
    ):
        assert missing in said
    assert "0 decisions of reviewers are on record" in said
    assert "fewer than two people have coded the same passages" in said
    assert "No random sample of passages has been coded by hand" in said


def test_what_was_configured_and_done_fills_it(review: Path) -> None:
    (review / "childvoice.toml").write_text(
        '[review]\ntitle = "The line"\ncouncil = "Anyshire"\npurpose = "To hear what children say of their workers."\n'
        '[retention]\nuntil = 2027-03-31\n[safeguarding]\nlead = "the duty manager"\n[suppression]\nbelow = 3\n',
        encoding="utf-8",
    )
    with Workspace.open(review) as workspace:
        for name in ("Priya Example", "Marek Example"):
            desk = Desk(workspace, Person(name, frozenset({Duty.RESEARCHER})), independent=True)
            for n in range(30):
                desk.accept_all(f"e{n}") if n or name < "N" else desk.nothing_here(f"e{n}")
            desk.decide_code("e1", Verdict.ADD, 0, 8, "being_told", "negative")
    assert main(["backup", str(review), str(review.parent / f"{review.name}.backup")]) == 0
    papers = pack(review)
    said = words(papers["data-protection-impact"])
    for told in (
        "To be kept until 31 March 2027: 129 days left. Backups on record: 1.",
        "Such passages go to the duty manager first.",
        "62 decisions of reviewers are on record.",
        "To hear what children say of their workers.",
        "Over all codes, on 30 passages: kappa ",
        "Numbers from 3 are shown",
    ):
        assert told in said, told
    assert "Name a safeguarding lead" not in said
    record = words(papers["algorithmic-transparency-record"])
    assert "Anyshire" in record
    assert "the duty manager" not in record  # it is published
    (review / "childvoice.toml").write_text('[review]\napproach = "reflexive"\n', encoding="utf-8")
    checklist = words(pack(review)["coreq-srqr-checklist"])
    assert "Not reported: the approach is reflexive." in checklist
    assert "kappa" not in checklist


def test_no_paper_holds_words_of_a_child_names_of_reviewers_or_small_numbers(review: Path) -> None:
    with Workspace.open(review) as workspace:
        Desk(workspace, Person("Priya Example", frozenset({Duty.RESEARCHER}))).accept_all("e1")
    for paper in pack(review).values():
        said = words(paper)
        assert "tortoise" not in said
        assert "Priya" not in said
        assert "4 children" not in said
        assert "some children and young people" in said.lower() or "transparency" in paper.title


def test_the_checklists_have_every_item_once_with_its_number(review: Path) -> None:
    paper = pack(review)["coreq-srqr-checklist"]
    numbers = [row[0] for b in paper.blocks if isinstance(b, Grid) and len(b.columns) == 4 for row in b.rows]
    listed = [n for n in numbers if n.isdigit() or n.startswith("S")]
    assert listed == [*(str(n) for n in range(1, 33)), *(f"S{n}" for n in range(1, 22))]
    rows = {
        row[1]: row[2] for b in paper.blocks if isinstance(b, Grid) and "COREQ" in b.caption for row in b.rows
    }
    assert rows["Credentials"] == rows["Duration"] == "To be written"
    assert rows["Audio or visual recording"].endswith("by a machine: c.")
    assert rows["Number of data coders"].startswith("A machine suggested codes; no people")


def test_every_figure_is_one_that_the_readme_or_a_card_tells() -> None:
    told = "".join(
        p.read_text(encoding="utf-8") for p in (ROOT / "README.md", *ROOT.glob("models/*/README.md"))
    )
    found = measured()
    assert f"Measured on {found['date']}" in told
    for figure in found["figure"]:
        beside = figure.get("beside", "").split(" ")[0]
        # The README sets what to believe in bold.
        assert f"**{figure['value']}" in told, figure["what"]
        assert beside in told, figure["what"]


@pytest.mark.parametrize("form", ["docx", "html"])
def test_the_papers_are_written(
    review: Path, tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["governance", str(tmp_path / "out"), "--review", str(review), "--format", form]) == 0
    made = sorted((tmp_path / "out").iterdir())
    assert capsys.readouterr().out.splitlines() != []
    assert [p.name for p in made] == [
        f"{n}.{form}"
        for n in ("algorithmic-transparency-record", "coreq-srqr-checklist", "data-protection-impact")
    ]
    if form == "docx":
        headings = [p.text for p in Word(str(made[2])).paragraphs if p.style and p.style.name == "Heading 1"]
        assert headings[:2] == ["1. Why an assessment is needed", "2. The processing"]
    else:
        assert "To be written" in made[2].read_text(encoding="utf-8")
    assert main(["governance", str(tmp_path / "out"), "--review", str(review), "--format", "odt"]) == 2
