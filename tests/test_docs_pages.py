"""The documentation does what it says: every block of code is run, every column is there, every page is reached."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from childvoice import batch, exchange
from childvoice.records import Coding as Given
from childvoice.records import Document, Excerpt, Group, Kind, Role, Source, Unit, Valence, Voice
from childvoice.store import Workspace

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGES = sorted(DOCS.glob("*.md"))
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def review(place: Path) -> None:
    """A small review called my-review, such as a run leaves it."""
    said = "I've had five workers and nobody told me why."
    unit = Unit(0, said, "[Child 1]")
    source = Source("s1", "talk.txt", "Talk", Kind.INTERVIEW, Group.CHILD)
    excerpt = Excerpt(
        "s1-0-0", "s1", 0, 0, len(said), said, "[Child 1]", Role.CHILD, Voice.OWN_WORDS, "[Child 1]"
    )
    given = Given("s1-0-0", "continuity", 0.9, 0, 21, Valence.NEGATIVE, "model:theme_coder 25d57c")
    place.mkdir(exist_ok=True)
    with Workspace.create(place) as workspace:
        workspace.replace_source(Document(source, (unit,)), [excerpt], [given])


def blocks(kind: str) -> list[tuple[Path, str]]:
    return [
        (p, code)
        for p in PAGES
        for found, code in BLOCK.findall(p.read_text(encoding="utf-8"))
        if found == kind
    ]


def test_every_block_is_of_a_kind_that_is_run():
    kinds = {kind for p in PAGES for kind, _ in BLOCK.findall(p.read_text(encoding="utf-8"))}
    assert kinds == {"python", "sh"}
    assert len(blocks("python")) >= 8


def test_python_on_the_pages_runs(tmp_path):
    review(tmp_path / "my-review")
    # One process for all, so that the models load once; each block with names of its own.
    program = "\n".join(
        f"exec(compile({code!r}, {f'{page.name} {n}'!r}, 'exec'), {{'__name__': '__main__'}})"
        for n, (page, code) in enumerate(blocks("python"))
        if "batch.run" not in code
    )
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    (_, code), *more = [(p, c) for p, c in blocks("python") if "batch.run" in c]
    assert not more
    (tmp_path / "many.py").write_text(code, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "many.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr[-2000:]


@pytest.mark.parametrize(
    "page", [p for p in PAGES if "```sh" in p.read_text(encoding="utf-8")], ids=lambda p: p.stem
)
def test_commands_on_the_pages_run(page, tmp_path):
    home = tmp_path / "bin"
    home.mkdir()
    (home / "childvoice").write_text(
        f'#!/bin/sh\nexec "{sys.executable}" -m childvoice "$@"\n', encoding="utf-8"
    )
    (home / "childvoice").chmod(0o755)
    if page.stem != "officer":
        review(tmp_path / "my-review")
    here = {**os.environ, "PATH": f"{home}:{os.environ['PATH']}"}
    for n, (_, code) in enumerate(b for b in blocks("sh") if b[0] == page):
        if page.stem == "officer" and n == 1:
            # What the text tells the officer to do between the two blocks.
            talk = "\n".join(
                f"{who}: {words}"
                for who, words in [("Interviewer", "How is it?"), ("YP", "She listens to me.")] * 3
            )
            (tmp_path / "my-review" / "documents" / "talk.txt").write_text(talk, encoding="utf-8")
        ran = subprocess.run(
            ["sh", "-e", "-c", code], cwd=tmp_path, env=here, capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, ran.stderr[-2000:]


def test_columns_on_the_page_are_those_of_the_tables():
    text = (DOCS / "columns.md").read_text(encoding="utf-8")
    ours, theirs = text.split("## Of `childvoice batch`")
    for part, tables in ((ours, exchange.COLUMNS), (theirs, batch.TABLES)):
        told = dict(re.findall(r"^\| (\w+) \| ([\w, ]+) \|$", part, re.MULTILINE))
        told.pop("table")
        assert told == {table: ", ".join(columns) for table, columns in tables.items()}


def test_the_table_of_endings_is_true():
    told = re.findall(
        r"^\| `(\.[\w.]+)` \|.*\| (yes|no) \| (yes|no) \|$",
        (DOCS / "exchange.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    formats = exchange.known_formats()
    assert {ending: (hasattr(m, "read"), hasattr(m, "write")) for ending, m in formats.items()} == {
        ending: (i == "yes", o == "yes") for ending, i, o in told
    }


def test_every_page_is_reached_from_the_first():
    linked = set(re.findall(r"\]\((\w+\.md)\)", (DOCS / "index.md").read_text(encoding="utf-8")))
    assert linked == {p.name for p in PAGES} - {"index.md"}


def test_the_website_is_whole_and_loads_nothing_from_outside(tmp_path):
    build = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "mkdocs",
        "build",
        "--strict",
        "--quiet",
        "-d",
        str(tmp_path / "site"),
    ]
    made = subprocess.run(build, cwd=DOCS.parent, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    for page in PAGES:
        html = (tmp_path / "site" / f"{page.stem}.html").read_text(encoding="utf-8")
        assert not re.findall(r"<(?:script|link|img)[^>]+(?:src|href)=\"https?:", html), page.name
