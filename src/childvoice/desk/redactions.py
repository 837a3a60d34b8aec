"""What was taken out, in the order in which a person should look at it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from childvoice.decisions import About, Decision, Draft, Places, Verdict, anchor
from childvoice.records import Redaction, Source, SourceFlag, Unit

_SURE = ("roster", "speaker label")


@dataclass(frozen=True, slots=True)
class Spot:
    """One replacement to look at, or a flagged stretch of text without one (``redaction`` None)."""

    source: str
    unit: int
    redaction: Redaction | None
    reason: str


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn with all its replacements, as a person checks them."""

    source: Source
    unit: Unit = field(repr=False)
    redactions: tuple[Redaction, ...]
    reasons: tuple[str, ...]


def queue(
    redactions: Mapping[str, Sequence[Redaction]],
    flags: Iterable[SourceFlag],
    hidden: Collection[tuple[str, int]],
    *,
    source: str = "",
) -> list[Spot]:
    """Return the places to check, the most doubtful first; ``hidden`` units are the safeguarding lead's.

    Flags come first (something rare or doubtful may still stand there), then replacements by how little was known
    when they were made. What the roster says is not offered.
    """
    found: list[tuple[float, str, int, int, Spot]] = []
    for flag in flags:
        if source in ("", flag.source) and (flag.source, flag.unit) not in hidden:
            spot = Spot(flag.source, flag.unit, None, flag.reason)
            found.append((-1.0, flag.source, flag.unit, -1, spot))
    for id_, made in redactions.items():
        if source not in ("", id_):
            continue
        found.extend(
            (r.score, id_, r.unit, r.start, Spot(id_, r.unit, r, ""))
            for r in made
            if r.unit >= 0 and r.maker not in _SURE and (id_, r.unit) not in hidden
        )
    found.sort(key=lambda f: f[:4])
    return [f[4] for f in found]


def draft(spot: Spot, text: str, verdict: Verdict) -> Draft:
    """Make a decision on a replacement, or (without one) on the whole turn."""
    start, end = (spot.redaction.start, spot.redaction.end) if spot.redaction else (0, len(text))
    words = spot.redaction.pseudonym if spot.redaction else ""
    return Draft(About.REDACTION, verdict, anchor(spot.source, spot.unit, text, start, end), words)


def checked(decisions: Sequence[Decision], places: Places) -> set[tuple[str, int, int]]:
    """Return source, unit and start of what has been decided on."""
    found = set()
    for decision in decisions:
        if decision.about is About.REDACTION and decision.verdict is not Verdict.ADD:
            place = places.find(decision.anchor)
            if not isinstance(place, str):
                found.add(place[:3])
    return found
