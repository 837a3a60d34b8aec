"""How many people raised a theme, in how many sources, how often, and how it was for them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from childvoice.findings.rows import Speakers, column_of, counted
from childvoice.records import CodedRow, Group, Valence

CLEAR = 0.25
"""Least difference of good and bad, as a part of those who said how it was, for a tone that is not 'mixed'."""


@dataclass(frozen=True, slots=True)
class Prevalence:
    """One theme in one group. Counts are of distinct people and sources; mentions stand beside them.

    ``of`` is how many people of the group spoke at all, ``asked`` how many of them were in a source where the
    topic was asked (0: never asked), ``raised_if_asked`` how many of those raised it. ``valence`` counts people by how the theme was for them on balance.
    """

    theme: str
    group: Group
    participants: int
    sources: int
    mentions: int
    of: int
    asked: int
    valence: dict[Valence, int]
    excerpts: tuple[str, ...]
    raised_if_asked: int = 0

    @property
    def silent(self) -> int:
        """How many were asked about it and did not raise it."""
        return self.asked - self.raised_if_asked

    @property
    def unasked(self) -> int:
        """How many raised it where nobody had asked about it."""
        return self.participants - self.raised_if_asked

    @property
    def share(self) -> float:
        """Part of those who spoke who raised it, between 0 and 1."""
        return self.participants / self.of if self.of else 0.0

    @property
    def balance(self) -> float:
        """From -1 (bad for all who said how it was) to 1 (good for all); 0 where nobody did."""
        return (
            (self.valence[Valence.POSITIVE] - self.valence[Valence.NEGATIVE]) / self.told
            if self.told
            else 0.0
        )

    @property
    def told(self) -> int:
        """How many people said how it was for them: good, bad, or both."""
        return self.participants - self.valence[Valence.NEUTRAL]

    @property
    def tone(self) -> str:
        """``positive`` or ``negative`` for most of those who said how it was, by a clear balance.

        Else ``mixed``; ``neutral`` where nobody said.
        """
        if not self.told:
            return "neutral"
        for valence in (Valence.POSITIVE, Valence.NEGATIVE):
            if 2 * self.valence[valence] > self.told and abs(self.balance) >= CLEAR:
                return valence.value
        return "mixed"


def prevalence(
    rows: Iterable[CodedRow], speakers: Speakers, themes: Iterable[str]
) -> dict[tuple[str, Group], Prevalence]:
    """Count every theme in every group that spoke, themes that nobody raised included."""
    cells: dict[tuple[str, Group], list[CodedRow]] = defaultdict(list)
    for row in rows:
        column = column_of(role=row.role, voice=row.voice, kind=row.kind, group=row.group)
        if column is not None and row.counts:
            cells[row.theme, column].append(row)
    return {
        (theme, group): _cell(theme, group, cells.get((theme, group), []), speakers)
        for theme in themes
        for group in sorted(speakers.participants)
    }


def _cell(theme: str, group: Group, rows: list[CodedRow], speakers: Speakers) -> Prevalence:
    by_person: dict[str, Counter[Valence]] = defaultdict(Counter)
    for row in rows:
        by_person[counted(group, row.participant, row.source_id)][row.valence] += 1
    people = Counter(_on_balance(counts) for counts in by_person.values())
    asked = speakers.asked.get((group, theme), frozenset())
    return Prevalence(
        theme=theme,
        group=group,
        participants=len(by_person),
        sources=len({r.source_id for r in rows}),
        mentions=len(rows),
        of=len(speakers.participants.get(group, ())),
        asked=len(asked),
        raised_if_asked=len(asked & by_person.keys()),
        valence={v: people[v] for v in Valence},
        excerpts=tuple(
            dict.fromkeys(r.excerpt_id for r in sorted(rows, key=lambda r: (-r.score, r.excerpt_id)))
        ),
    )


def _on_balance(counts: Counter[Valence]) -> Valence:
    """Judge how a theme was for one person, who may have spoken of it several times."""
    good, bad, both = counts[Valence.POSITIVE], counts[Valence.NEGATIVE], counts[Valence.MIXED]
    if (good and bad and 0.5 <= good / bad <= 2) or (both and both >= max(good, bad)):
        return Valence.MIXED
    if good or bad:
        return Valence.POSITIVE if good > bad else Valence.NEGATIVE
    return Valence.NEUTRAL
