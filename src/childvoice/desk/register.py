"""Which releases a review has made, and which of them are stale."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from childvoice.decisions import About, Verdict
from childvoice.release.file import ENDING
from childvoice.store import Workspace

FOLDER = "releases"
"""The folder of a review in which the files lie."""


@dataclass(frozen=True, slots=True)
class Made:
    """A release that was made: when, by whom, the digest of its manifest, and why it is stale (empty: it is not)."""

    name: str
    at: str
    by: str
    digest: str
    stale: str
    there: bool


def made(workspace: Workspace, folder: Path) -> list[Made]:
    """Return the releases that a review knows of, newest first, with why they are stale; ``folder`` holds their files."""
    found: dict[str, Made] = {}
    stale: dict[str, str] = {}
    for d in workspace.ledger.decisions():
        if d.about is About.RELEASE and d.verdict is Verdict.MADE:
            there = (folder / f"{d.theme}{ENDING}").is_file()
            found[d.theme] = Made(d.theme, d.at, d.person, d.value, "", there)
        elif d.about is About.RELEASE and d.verdict is Verdict.STALE:
            stale.setdefault(d.theme, f"{d.value} ({d.at[:10]})")
    listed = [replace(m, stale=stale.get(m.name, "")) for m in found.values()]
    return listed[::-1]
