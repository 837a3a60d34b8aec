"""What is known of a review for its governance papers: configuration, versions, digests, measured figures."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from childvoice import settings
from childvoice.agreement import FEWEST, Agreement
from childvoice.custody import Due, due
from childvoice.desk import EVERYTHING, Person
from childvoice.desk.comparing import Comparing
from childvoice.engines import recorded_weights, trained_weights
from childvoice.overview import Overview, overview
from childvoice.overview.more import uncertainty_rows
from childvoice.publish.paper import Grid
from childvoice.report import method
from childvoice.resources import resource
from childvoice.store import Workspace
from childvoice.vault import exists, is_locked

_MEASURED = "measured.toml"


@dataclass(frozen=True)
class Facts:
    """All that the papers are filled from. ``reviewers`` counts people who coded passages; no name of them is here."""

    seen: Overview
    day: date
    vault: str
    due: Due
    reviewers: int
    agreement: tuple[Agreement, ...] = field(repr=False)
    audited: str
    audit_lines: int
    audit_faults: int
    decisions: int
    learned: int
    measured: dict[str, Any] = field(repr=False)

    @property
    def agreed(self) -> str:
        """Say how far two people agreed over all codes, or why that is not known."""
        whole = next((a for a in self.agreement if a.code == "all codes"), None)
        if self.seen.settings.review.approach == "reflexive":
            return "Not reported: the approach is reflexive."
        if self.reviewers < 2 or whole is None:
            return "Not known: fewer than two people have coded the same passages independently."
        if whole.note or math.isnan(whole.figures["kappa"].value):
            return f"Not enough reviewed: {whole.units} passages coded by both, and figures need {FEWEST}."
        told = (
            f"{name} {whole.figures[name].value:.2f} ({whole.figures[name].low:.2f} to {whole.figures[name].high:.2f})"
            for name in ("kappa", "AC1")
        )
        return f"Over all codes, on {whole.units} passages: {' and '.join(told)}. Both saw the machine's suggestions."

    @property
    def checked(self) -> str:
        """Say how much of the coding people have looked at."""
        return f"{self.decisions} decisions of reviewers are on record. {method.limits(self.seen)[0]}"


def gather(review: Path, day: date) -> Facts:
    """Read everything from the review in folder ``review``, as it stands on the day ``day``."""
    chosen = settings.load(review)
    with Workspace.open(review) as workspace:
        seen = overview(workspace, chosen)
        at = Comparing(workspace, Person("governance", EVERYTHING))
        people = list(at.reviewers())
        pair = _pair(at, people)
        return Facts(
            seen=seen,
            day=day,
            vault=_vault(review),
            due=due(review, workspace, chosen.retention, day),
            reviewers=len(people),
            agreement=tuple(at.agreement(pair)) if pair else (),
            audited=_audited(seen, review),
            audit_lines=len(workspace.ledger.audit()),
            audit_faults=len(workspace.ledger.verify()),
            decisions=len(workspace.ledger.standing()),
            learned=workspace.heads.in_use(),
            measured=measured(),
        )


def _pair(at: Comparing, people: list[str]) -> list[str]:
    """Return the two who have most passages in common, empty where none have any."""
    pairs = [(a, b) for n, a in enumerate(people) for b in people[n + 1 :]]
    best = max(pairs, key=lambda p: len(at.both(*p)), default=None)
    return list(best) if best and at.both(*best) else []


def _vault(review: Path) -> str:
    if is_locked(review):
        return "The originals lie encrypted in the vault (AES-256-GCM), and nowhere else in the review."
    if exists(review):
        return (
            "There is a vault (AES-256-GCM), and originals lie beside it in the open: lock it after the run."
        )
    return "No vault is in use: originals lie in the folder of the review as they came."


def _audited(seen: Overview, review: Path) -> str:
    rows, _ = uncertainty_rows(seen, review)
    checked = max((int(r["checked"]) for r in rows), default=0)
    if not checked:
        return "No random sample of passages has been coded by hand in this review (childvoice findings --show draw)."
    return f"Up to {checked} passages of a group were drawn at random and coded by hand (childvoice findings --show checked)."


def measured() -> dict[str, Any]:
    """Return the figures that childvoice was published with: ``date`` and rows ``figure``."""
    path = resource("models") / _MEASURED
    return dict(tomllib.loads(path.read_text(encoding="utf-8")))


def models() -> Grid:
    """Name every set of weights with licence, version and the beginning of its digest."""
    rows = [
        (name, str(r["made_by"]), str(r["version"]), str(r["licence"]), next(iter(dict(r["files"]).values())))
        for name, r in recorded_weights().items()
    ]
    rows += [(name, "childvoice", "as shipped", "MIT", digest) for name, digest in trained_weights().items()]
    columns = ("Model", "Made by", "Version", "Licence", "sha256 begins")
    return Grid("Models", columns, tuple((*row[:-1], row[-1][:16]) for row in rows))


def figures(facts: Facts) -> Grid:
    """Say how good childvoice was found when it was made, each beside a baseline where there is one."""
    rows = tuple(
        (f["what"], f["value"], f.get("beside", "no baseline"), f["on"]) for f in facts.measured["figure"]
    )
    caption = f"Measured on {facts.measured['date']}, on fictional text and real published quotes"
    return Grid(caption, ("What", "Figure", "Beside", "Measured on"), rows)
