"""What people's decisions make of a machine's codes: the rows that everything is counted from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from childvoice.decisions import About, Decision, Lost, Places, Verdict, standing
from childvoice.records import CodedRow, Excerpt, Source, Status, Valence

PERSON = "person:"


@dataclass(frozen=True, slots=True)
class Settled:
    """Coded rows as they stand after all decisions, the decisions that found no place, and the excerpt of each other."""

    rows: list[CodedRow]
    lost: list[Lost]
    where: dict[int, str]


def settled(
    rows: Iterable[CodedRow],
    decisions: Sequence[Decision],
    excerpts: Iterable[Excerpt],
    sources: Iterable[Source],
    places: Places,
) -> Settled:
    """Apply the standing decisions about codes to ``rows`` in the order in which they were made.

    An accepted code that the machine no longer suggests stands as the person's own; a rejected one that it no
    longer suggests needs nothing. The last decision on a theme in a place counts, whoever made it; what was
    settled between two people counts until somebody decides on it again.
    """
    about_codes = [d for d in standing(decisions) if d.about in (About.CODE, About.SETTLEMENT)]
    if not about_codes:
        return Settled(list(rows), [], {})
    known = {s.id: s for s in sources}
    by_unit: dict[tuple[str, int], list[Excerpt]] = {}
    for passage in excerpts:
        by_unit.setdefault((passage.source, passage.unit), []).append(passage)
    of: dict[str, list[CodedRow]] = {}
    order: list[str] = []
    for row in rows:
        if row.excerpt_id not in of:
            order.append(row.excerpt_id)
        of.setdefault(row.excerpt_id, []).append(row)
    lost: list[Lost] = []
    where: dict[int, str] = {}
    for decision in about_codes:
        found = places.find(decision.anchor)
        if isinstance(found, str):
            lost.append(Lost(decision, found))
            continue
        source, unit, start, end = found
        here = around(by_unit.get((source, unit), []), start, end)
        if here is None:
            lost.append(Lost(decision, "its words are no longer part of a passage"))
            continue
        where[decision.number] = here.id
        if decision.verdict in (Verdict.MEMO, Verdict.NOTHING):
            continue
        span = max(0, start - here.start), min(len(here.text), end - here.start)
        if here.id not in of:
            order.append(here.id)
        before = of.get(here.id, [])
        if decision.about is About.SETTLEMENT:
            # About the theme in the whole passage: what the others marked as it goes, wherever it stood.
            before = [replace(r, status=Status.REJECTED) if r.theme == decision.theme else r for r in before]
        of[here.id] = _apply(before, decision, here, known[source], span)
    return Settled([row for id_ in order for row in of.get(id_, ())], lost, where)


def passages_of(decisions: Sequence[Decision], excerpts: Iterable[Excerpt], places: Places) -> set[str]:
    """Return the ids of the excerpts that decisions stand on now."""
    by_unit: dict[tuple[str, int], list[Excerpt]] = {}
    for excerpt in excerpts:
        by_unit.setdefault((excerpt.source, excerpt.unit), []).append(excerpt)
    found = set()
    for decision in decisions:
        place = places.find(decision.anchor)
        if not isinstance(place, str):
            excerpt_there = around(by_unit.get(place[:2], []), place[2], place[3])
            found |= {excerpt_there.id} if excerpt_there else set()
    return found


def around(excerpts: Sequence[Excerpt], start: int, end: int) -> Excerpt | None:
    """Return the excerpt that shares most with the words."""
    best = max(excerpts, key=lambda e: (min(end, e.end) - max(start, e.start), -e.start), default=None)
    return best if best and min(end, best.end) > max(start, best.start) else None


def _apply(
    rows: list[CodedRow], decision: Decision, excerpt: Excerpt, source: Source, span: tuple[int, int]
) -> list[CodedRow]:
    start, end = span
    meant = [r for r in rows if r.theme == decision.theme and r.start < end and start < r.end]
    changed: dict[int, CodedRow] = {}
    for row in meant:
        changed[id(row)] = _decided(row, decision)
    after = [changed.get(id(r), r) for r in rows]
    if meant or decision.verdict is Verdict.REJECT:
        return after
    # Nobody suggests it now: it stands as this person's own.
    theme = decision.value if decision.verdict is Verdict.CHANGE else decision.theme
    valence = _valence(decision) or Valence.NEUTRAL
    own = CodedRow(
        excerpt_id=excerpt.id,
        source_id=excerpt.source,
        theme=theme,
        score=1.0,
        status=Status.CHANGED if decision.verdict is Verdict.CHANGE else Status.ACCEPTED,
        valence=valence,
        coder=f"{PERSON}{decision.person}",
        start=start,
        end=end,
        role=excerpt.role,
        voice=excerpt.voice,
        participant=excerpt.participant,
        kind=source.kind,
        group=source.group,
        date=source.date,
        stage=source.stage,
        team=source.team,
        text=excerpt.text,
        speaker=excerpt.speaker,
        question=excerpt.question,
    )
    return [*after, own]


def _decided(row: CodedRow, decision: Decision) -> CodedRow:
    if decision.verdict is Verdict.REJECT:
        return replace(row, status=Status.REJECTED)
    if decision.verdict is Verdict.CHANGE:
        return replace(row, theme=decision.value, status=Status.CHANGED, coder=f"{PERSON}{decision.person}")
    if decision.verdict is Verdict.VALENCE:
        return replace(row, valence=Valence(decision.value), status=Status.CHANGED)
    valence = _valence(decision)
    return replace(row, status=Status.ACCEPTED, valence=valence or row.valence)


def _valence(decision: Decision) -> Valence | None:
    wanted = decision.verdict in (Verdict.ADD, Verdict.VALENCE) and decision.value
    return Valence(decision.value) if wanted else None
