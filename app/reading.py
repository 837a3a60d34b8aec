"""What a page reads: the review or the release that the environment names, and who may read it.

What all sessions share (``st.cache_resource``) is behind a look at who asks.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import streamlit as st

import door
from childvoice import settings
from childvoice.desk import EVERYTHING, Desk, Duty, May, Person, duties_of
from childvoice.desk.comparing import Comparing
from childvoice.desk.desk import Snapshot
from childvoice.errors import NoReview, NotAllowed
from childvoice.overview import Overview, overview
from childvoice.overview.evidence import FOLDER, Evidence, gather
from childvoice.release import Release, open_evidence, open_overview, read
from childvoice.serving import DUTIES_VARIABLE, PERSON_VARIABLE, RELEASE_VARIABLE, REVIEW_VARIABLE
from childvoice.store import Workspace

NOBODY = "the review officer"
"""Who sits at the desk where 'childvoice serve' was told no name."""


def load() -> Overview:
    """Read the review that the environment names, once a run of the pipeline and not once a click.

    Raises ChildvoiceError, with what to do, if there is none, it cannot be read, or the person may not read it.
    """
    _check_reader()
    if release_file():
        return _release()[1]
    place = folder()
    chosen = settings.load(place)
    state = _state(place)
    if not state:  # the first run is still under way, or there was none
        with Workspace.open(place) as workspace:
            return overview(workspace, chosen)
    return _computed(str(place), state, chosen.model_dump_json())


def release_file() -> Path | None:
    """Name the release that is shown in place of a review; this process then knows of no review."""
    named = os.environ.get(RELEASE_VARIABLE, "")
    return Path(named) if named else None


def _release() -> tuple[Release, Overview]:
    path = release_file()
    if path is None:
        raise NoReview("no release was named", remedy="Start the pages with 'childvoice serve RELEASE'")
    try:
        now = path.stat()
    except OSError:
        return _opened(str(path), 0, 0)  # which says what is wrong
    return _opened(str(path), now.st_mtime_ns, now.st_size)


@st.cache_resource(max_entries=2, show_spinner="Opening the release.")
def _opened(path: str, changed: int, size: int) -> tuple[Release, Overview]:
    del changed, size  # keys of the cache: a file that was changed is read and checked anew
    found = read(Path(path))
    return found, open_overview(found)


def _state(place: Path) -> str:
    """Return what changes with every run and decision; empty where no run has ended yet."""
    with Workspace.open(place) as workspace:
        return workspace.state() if workspace.run_id() else ""


def folder() -> Path:
    """Name the folder of the review that is shown."""
    named = os.environ.get(REVIEW_VARIABLE, "")
    if not named:
        raise NoReview(
            "no review was named", remedy="Start the pages with 'childvoice serve --review FOLDER'"
        )
    return Path(named)


@st.cache_resource(max_entries=2, show_spinner="Reading the review. This takes a moment the first time.")
def _computed(place: str, state: str, chosen: str) -> Overview:
    del state  # a key of the cache: another run or decision is another review
    with Workspace.open(Path(place)) as workspace:
        return overview(workspace, settings.Settings.model_validate_json(chosen), casework=False)


def whole() -> Overview:
    """Read the review with its case notes, as a file that leaves the page needs it; this takes longer."""
    _check_reader()
    if release_file():
        return _release()[1]
    with Workspace.open(folder()) as workspace:
        return overview(workspace, settings.load(folder()))


def person() -> Person:
    """Say who sits at the desk: who logged in, or as 'childvoice serve' was told, or one person with every duty.

    Of a release, a member. Raises NotAllowed as long as nobody has logged in, or the page is locked.
    """
    who = door.person()
    if who is not None:
        return door.reader(who) if release_file() else who
    if release_file():
        return Person("a member", frozenset({Duty.MEMBER}))
    duties = duties_of(os.environ.get(DUTIES_VARIABLE, "")) or EVERYTHING
    return Person(os.environ.get(PERSON_VARIABLE, "").strip() or NOBODY, duties)


def _check_reader() -> None:
    """Raise NotAllowed unless the person may read what is shown; what all sessions share is behind this."""
    who = person()
    if not release_file():
        who.check(May.READ)
    elif Duty.MEMBER not in who.duties:
        raise NotAllowed("a release is for members", remedy="Ask the lead of the review")


@contextmanager
def desk() -> Iterator[Desk]:
    """Open the desk of the review for the person who sits at it."""
    place = folder()
    with Workspace.open(place) as workspace:
        yield Desk(workspace, person(), _latest(place, workspace), independent=chosen().review.independent)


@contextmanager
def comparing() -> Iterator[Comparing]:
    """Open what several people coded, for the person who sits at the desk."""
    place = folder()
    with Workspace.open(place) as workspace:
        yield Comparing(workspace, person(), _latest(place, workspace))


def _latest(place: Path, workspace: Workspace) -> Snapshot | None:
    run_id = workspace.run_id()
    return _snapshot(str(place), run_id) if run_id else None


@st.cache_resource(max_entries=2, show_spinner="Reading the review. This takes a moment the first time.")
def _snapshot(place: str, run_id: str) -> Snapshot:
    del run_id  # a key of the cache
    with Workspace.open(Path(place)) as workspace:
        return Snapshot.of(workspace)


def chosen() -> settings.Settings:
    """Return the settings of the review, or those that stand in the release."""
    if release_file():
        return load().settings
    return settings.load(folder())


def evidence(seen: Overview) -> Evidence:
    """Read what a person wrote beside the documents; anew where a file of it has changed."""
    _check_reader()
    if seen.released:
        return open_evidence(_release()[0], seen)
    place = folder()
    files = (
        (str(path), *(getattr(path.stat(), name) for name in ("st_mtime_ns", "st_size")))
        for path in sorted((place / FOLDER).rglob("*"))
    )
    stamp = repr((*files, _state(place), seen.settings.model_dump_json()))
    return _gathered(str(place), stamp, seen)


@st.cache_resource(max_entries=2, show_spinner=False)
def _gathered(place: str, stamp: str, _seen: Overview) -> Evidence:
    del stamp  # a key of the cache
    return gather(Path(place), _seen)
