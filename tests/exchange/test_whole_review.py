"""A review goes to another tool and what people did there comes back to its passages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from childvoice.cli.main import main
from childvoice.exchange import Applied, Coder, Project, Selection, codings_of, guid, project_of
from childvoice.exchange.formats import qdpx
from childvoice.exchange.review import HELD, lay_out
from childvoice.records import (
    Coding,
    Document,
    Excerpt,
    Group,
    Kind,
    Role,
    Source,
    Status,
    Unit,
    Valence,
    Voice,
)
from childvoice.settings import Settings
from childvoice.store import Workspace

from .grammar import faults
from .test_refi import unzipped

SAID = [
    "How is it going? 🙂",
    "I've had five workers. I don't learn their names.",
    "He hits me when mum is out.",
    "Nobody told me she’d gone.",
]


def excerpt(n: int, role: Role = Role.CHILD) -> Excerpt:
    voice = Voice.OWN_WORDS if role is Role.CHILD else Voice.ADULT
    return Excerpt(f"s1-{n}-0", "s1", n, 0, len(SAID[n]), SAID[n], "[Child 1]", role, voice, "[Child 1]")


@pytest.fixture
def review(tmp_path: Path) -> Path:
    units = tuple(Unit(n, text, "Interviewer" if n == 0 else "[Child 1]") for n, text in enumerate(SAID))
    source = Source(
        "s1",
        "talk.docx",
        "Talk 1",
        Kind.INTERVIEW,
        Group.CHILD,
        date="2026-03-01",
        warnings=("machine-made transcript",),
    )
    excerpts = [excerpt(0, Role.INTERVIEWER), *(excerpt(n) for n in (1, 2, 3))]
    model = "model:theme_coder 25d57c"
    codings = [
        Coding("s1-1-0", "continuity", 0.91, 0, 21, Valence.NEGATIVE, model),
        Coding("s1-1-0", "communication", 0.4, 0, 21, Valence.NEGATIVE, model, Status.UNSURE),
        Coding("s1-2-0", "safety", 0.8, 0, 11, Valence.NEGATIVE, model),
        Coding(
            "s1-3-0", "endings_transitions", 0.7, 0, 14, Valence.NEGATIVE, "person:Amina", Status.ACCEPTED
        ),
    ]
    with Workspace.create(tmp_path) as workspace:
        workspace.replace_source(Document(source, units), excerpts, codings)
        workspace.replace_source(Document(replace(source, id="s2", in_scope=False), units), [], [])
        workspace.save_concerns(["s1-2-0"])
    return tmp_path


def exported(review: Path) -> Project:
    with Workspace.open(review) as workspace:
        return project_of(workspace, Settings(), created="2026-11-22T00:00:00Z")


def back(review: Path, project: Project) -> tuple[list[Coding], list[str]]:
    with Workspace.open(review) as workspace:
        return codings_of(project, workspace, Settings())


def test_a_review_is_a_project_with_people_models_children_and_memos(review):
    project = exported(review)
    assert [c.name for c in project.coders] == ["model:theme_coder 25d57c", "person:Amina"]
    (text,) = project.texts
    assert text.text.startswith("Interviewer: How is it going? 🙂\n\n[Child 1]: I've had")
    assert [text.text[s.start : s.end] for s in text.selections] == [
        "I've had five workers",
        "Nobody told me",
    ]
    assert text.selections[0].memo == "Tone: negative\nScore: 0.91\nStatus: suggested"
    (case,) = project.cases
    assert (case.name, len(case.selections), case.texts) == ("[Child 1]", 2, (text.guid,))
    assert any("machine-made transcript" in n.text for n in project.notes)
    code = next(c for c in project.codes if c.id == "continuity")
    assert code.include
    assert any("use: placement_stability" in e for e in code.exclude)
    data = qdpx.write(project, "a.qdpx")
    assert faults(unzipped(data)["project.qde"]) == []
    assert qdpx.read(data, "a.qdpx").project == project


def test_what_is_for_the_safeguarding_lead_stays_at_home(review):
    project = exported(review)
    assert HELD in project.texts[0].text
    assert b"hits me" not in b"".join(unzipped(qdpx.write(project, "a.qdpx")).values())


def test_codes_given_in_another_tool_find_their_passages(review):
    project = exported(review)
    (text,) = project.texts
    ben = Coder(guid("ben"), "Ben")
    start = text.text.index("don't learn")
    codes = {c.id: c.guid for c in project.codes}
    # From one passage, over the held one, into the next: a coding of each that is not held.
    long = Selection(
        guid("x"), start, len(text.text), (Applied(guid("y"), codes["communication"], ben.guid),)
    )
    odd = Selection(
        guid("z"), 0, 5, (Applied(guid("w"), next(c.guid for c in project.codes if not c.codable), ben.guid),)
    )
    sent = replace(
        project,
        coders=(*project.coders, ben),
        texts=(replace(text, selections=(*text.selections, long, odd)),),
    )
    sent = qdpx.read(qdpx.write(sent, "a.qdpx"), "a.qdpx").project
    codings, report = back(review, sent)
    told = {(c.excerpt, c.theme, c.coder, SAID[int(c.excerpt[3])][c.start : c.end]) for c in codings}
    assert told == {
        ("s1-3-0", "endings_transitions", "person:Amina", "Nobody told me"),
        ("s1-1-0", "communication", "person:Ben", "don't learn their names."),
        ("s1-3-0", "communication", "person:Ben", "Nobody told me she’d gone."),
    }
    assert all(c.status is Status.ACCEPTED for c in codings)
    assert report == ["s1: 1 coding(s) with another code, or outside every passage, left out"]


def test_a_text_that_was_changed_or_is_of_elsewhere_is_told(review):
    project = exported(review)
    (text,) = project.texts
    changed = replace(
        project,
        texts=(
            replace(text, text=text.text.replace("five", "four")),
            replace(text, guid=guid("q"), selections=()),
        ),
    )
    codings, report = back(review, changed)
    assert codings == []
    assert report == [
        "s1: its text is not the one that was exported; its codings were left out",
        "1 source(s) that are not of this review were left out",
    ]


def test_units_keep_their_places_whatever_is_held():
    units = [Unit(0, "one two three", "A", question="Why?"), Unit(1, "four", "A", question="Why?")]
    laid = lay_out(units, {0: ((4, 7),)})
    assert laid.text == f"Why?\nA: one {HELD} three\n\nA: four"
    assert laid.place(0, 3, 5) is None
    for unit, words in ((0, "one"), (0, "three"), (1, "four")):
        at = units[unit].text.index(words)
        start, end = laid.place(unit, at, at + len(words)) or (0, 0)
        assert laid.text[start:end] == words


def test_the_command_line_writes_every_kind_and_reads_what_it_wrote(review, tmp_path, capsys):
    out = tmp_path / "out"
    for name in ("a.qdpx", "a.qdc", "a.json", "a.cas.zip", "a.spacy", "codings.parquet", "tables"):
        assert main(["exchange", str(review), str(out / name), "--date", "2026-11-22"]) == 0, name
    assert sorted(p.name for p in (out / "tables").iterdir()) == [
        "cases.csv",
        "codes.csv",
        "codings.csv",
        "notes.csv",
        "sources.csv",
    ]
    assert main(["exchange", str(out / "a.qdpx"), str(out / "back.jsonl"), "--review", str(review)]) == 0
    assert "person:Amina" in (out / "back.jsonl").read_text(encoding="utf-8")
    assert main(["exchange", str(out / "a.qdc"), str(out / "b.qdc")]) == 0
    assert (out / "a.qdc").read_bytes() == (out / "b.qdc").read_bytes()
    assert main(["exchange", str(review), str(out / "a.nvpx")]) == 2
    assert main(["exchange", str(review), str(out / "b.qdpx"), "--date", "soon"]) == 2
    assert "'soon' is no date" in capsys.readouterr().err
