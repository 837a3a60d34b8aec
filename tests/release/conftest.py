"""A fictional review (that of the pages) whose quotes have been approved, and the release that was made of it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from childvoice import settings
from childvoice.desk import Desk, Duty, Person
from childvoice.desk.releasing import Releasing
from childvoice.overview import overview
from childvoice.overview.evidence import gather
from childvoice.store import Workspace

sys.path.insert(0, str(Path(__file__).parents[1] / "app"))

import fictional

OFFICER = Person("Priya Nair", frozenset({Duty.OFFICER}))
LEAD = Person("M. Adeyinka, scrutiny lead", frozenset({Duty.LEAD}))
QUOTED = 40


def at_the_desk(workspace: Workspace, folder: Path, person: Person = LEAD) -> Releasing:
    """Open what releases are made with, as a page or a command does."""
    seen = overview(workspace, settings.load(folder))
    return Desk(workspace, person).releasing(seen, gather(folder, seen), folder)


def release_of(folder: Path, most: int = QUOTED) -> Path:
    """Approve the first passages that the queue offers, sign off, make the release."""
    with Workspace.open(folder) as workspace:
        officer = at_the_desk(workspace, folder, OFFICER)
        for excerpt in officer.queue()[:most]:
            if not officer.candidate(excerpt).stopped:
                officer.approve(excerpt, why="several said so in public")
        lead = at_the_desk(workspace, folder)
        lead.sign(lead.content())
        return lead.path(officer.make().name)


@pytest.fixture(scope="session")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The review with a release in it."""
    folder = fictional.build_full(tmp_path_factory.mktemp("released") / "review")
    release_of(folder)
    return folder


@pytest.fixture(scope="session")
def made(reviewed: Path) -> Path:
    """The release."""
    return next((reviewed / "releases").glob("*.cvrelease"))


@pytest.fixture
def own(reviewed: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of the review that a test may change."""
    folder = Path(shutil.copytree(reviewed, tmp_path / "own"))
    yield folder
    for path in (folder / "releases").glob("*"):
        path.chmod(0o600)
