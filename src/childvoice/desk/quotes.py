"""Which words may be quoted to members: what could point to somebody in them, and what was decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from childvoice.decisions import About, Decision, Draft, Lost, Verdict, anchor
from childvoice.desk.people import May, Person
from childvoice.desk.register import made
from childvoice.desk.snapshot import Snapshot
from childvoice.errors import NotAllowed, ReleaseError
from childvoice.findings import column_of
from childvoice.overview import Overview
from childvoice.overview.evidence import Evidence
from childvoice.records import CodedRow, Excerpt, Group
from childvoice.release import Approved
from childvoice.release.combinations import Combinations, Doubt
from childvoice.report.passages import passages
from childvoice.store import Ledger, Workspace
from childvoice.store.settle import around

_PER_SIDE = 4  # passages of a theme and group that are offered first


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that could be quoted: its codes, what could point to somebody, and what was decided on it."""

    excerpt: Excerpt = field(repr=False)
    codes: tuple[CodedRow, ...] = field(repr=False)
    doubts: tuple[Doubt, ...]
    decision: Decision | None
    consent: str
    start: int
    end: int

    @property
    def stopped(self) -> bool:
        """Whether something has to be mended before it can be approved."""
        return any(d.stops for d in self.doubts)

    @property
    def approved(self) -> bool:
        """Whether a person approved it."""
        return self.decision is not None and self.decision.verdict is Verdict.ACCEPT


class Quotes:
    """Quotes of a review, for one person. Every act asks whether they may."""

    def __init__(
        self,
        workspace: Workspace,
        person: Person,
        snapshot: Snapshot,
        seen: Overview,
        evidence: Evidence,
        folder: Path,
    ) -> None:
        self._workspace = workspace
        self._snapshot = snapshot
        self._evidence = evidence
        self.seen = seen
        self.person = person
        self._folder = folder

    @property
    def _ledger(self) -> Ledger:
        return self._workspace.ledger

    @cached_property
    def _combinations(self) -> Combinations:
        return Combinations(self.seen)

    def queue(self, theme: str = "") -> list[str]:
        """Return ids of passages that could be quoted: those that show each theme best first, then the others.

        What may tell of harm is not among them, nor what is nobody's own view.
        """
        self.person.check(May.RELEASE)
        seen = self.seen
        themes = [theme] if theme else self._most_raised_first()
        # Children's words for each theme come before anybody else's.
        best = [
            row.excerpt_id
            for group in seen.groups
            for t in themes
            for row in passages(seen, t, group, _PER_SIDE)
        ]
        rest = [r.excerpt_id for r in seen.rows if r.theme in themes and self._can_be_quoted(r)]
        return list(dict.fromkeys([*best, *rest]))

    def _most_raised_first(self) -> list[str]:
        cells = self.seen.cells
        children = {t: cells[t, Group.CHILD].participants for t, g in cells if g is Group.CHILD}
        return sorted(self.seen.codebook.ids, key=lambda t: -children.get(t, 0))

    def _can_be_quoted(self, row: CodedRow) -> bool:
        column = column_of(role=row.role, voice=row.voice, kind=row.kind, group=row.group)
        return row.counts and column is not None and row.excerpt_id not in self.seen.concerns

    def candidate(self, excerpt: str, start: int = 0, end: int = 0) -> Candidate:
        """Return a passage with what could point to somebody in it, or in its words ``[start, end)``."""
        self.person.check(May.RELEASE)
        found = self._excerpt(excerpt)
        decision, begin, stop = self._decided.get(excerpt, (None, 0, len(found.text)))
        if end:
            begin, stop = start, end
        words = Approved(excerpt, begin, stop)
        return Candidate(
            excerpt=found,
            codes=tuple(r for r in self.seen.rows if r.excerpt_id == excerpt and r.counts),
            doubts=tuple(self._combinations.doubts(words, self.approved())),
            decision=decision,
            consent=self.seen.source_by_id[found.source].consent,
            start=begin,
            end=stop,
        )

    def _excerpt(self, excerpt: str) -> Excerpt:
        if excerpt in self.seen.concerns:
            raise NotAllowed("this passage is the safeguarding lead's", remedy="Ask the safeguarding lead")
        return self.seen.by_id[excerpt]

    def approve(self, excerpt: str, start: int = 0, end: int = 0, why: str = "") -> None:
        """Approve a passage, or its words ``[start, end)``, for members.

        Raises ReleaseError if an identifier stands in it, or if something could point to somebody and ``why`` does not
        say what makes it safe.
        """
        candidate = self.candidate(excerpt, start, end or len(self._excerpt(excerpt).text))
        if candidate.stopped:
            told = next(d.told for d in candidate.doubts if d.stops)
            raise ReleaseError("this cannot be quoted as it is", remedy=told)
        if candidate.doubts and not why.strip():
            raise ReleaseError(
                "something in it could point to somebody", remedy="Write why it may be quoted all the same"
            )
        self._keep(candidate, Verdict.ACCEPT, why.strip())

    def hold_back(self, excerpt: str) -> None:
        """Keep a passage out of every release; one that holds it already is stale from now on."""
        candidate = self.candidate(excerpt)
        self._keep(candidate, Verdict.REJECT, "")
        found = candidate.excerpt
        held = {
            d.theme
            for d in self._ledger.decisions()
            if d.verdict is Verdict.HOLDS
            and d.anchor.text
            and not isinstance(place := self._snapshot.places.find(d.anchor), str)
            and place[:2] == (found.source, found.unit)
            and place[2] < found.end
            and found.start < place[3]
        }
        names = sorted(held & {m.name for m in made(self._workspace, self._folder) if not m.stale})
        if names:
            self._ledger.mark_stale(self.person.name, names, "a quote in it was held back")

    def _keep(self, candidate: Candidate, verdict: Verdict, why: str) -> None:
        excerpt = candidate.excerpt
        unit = self._snapshot.texts[excerpt.source, excerpt.unit]
        place = anchor(
            excerpt.source,
            excerpt.unit,
            unit,
            excerpt.start + candidate.start,
            excerpt.start + candidate.end,
        )
        self._ledger.decide(self.person.name, [Draft(About.QUOTE, verdict, place, value=why)])
        self._forget()

    def _forget(self) -> None:
        for name in ("_decided", "_lost"):
            self.__dict__.pop(name, None)

    @cached_property
    def _decided(self) -> dict[str, tuple[Decision, int, int]]:
        """The last decision on each passage, and the words of it that were meant."""
        return {excerpt: (d, start, end) for d, excerpt, start, end in self._placed() if excerpt}

    @cached_property
    def _lost(self) -> list[Lost]:
        why = "the words that were approved are no longer the same, or no longer in the review"
        return [Lost(d, why) for d, excerpt, _, _ in self._placed() if not excerpt]

    def _placed(self) -> Iterator[tuple[Decision, str, int, int]]:
        snap = self._snapshot
        for decision in self._ledger.standing(About.QUOTE):
            place = snap.places.find(decision.anchor)
            if isinstance(place, str):
                yield decision, "", 0, 0
                continue
            source, unit, start, end = place
            here = around(snap.of_unit.get((source, unit), []), start, end)
            if here is None or here.id not in self.seen.by_id:
                yield decision, "", 0, 0
                continue
            yield decision, here.id, max(0, start - here.start), min(len(here.text), end - here.start)

    def approved(self) -> list[Approved]:
        """Return the words that are approved now."""
        return [
            Approved(excerpt, start, end)
            for excerpt, (d, start, end) in self._decided.items()
            if d.verdict is Verdict.ACCEPT
        ]

    def decided(self) -> frozenset[str]:
        """Return ids of passages that were approved or held back."""
        return frozenset(self._decided)

    def lost(self) -> list[Lost]:
        """Return approvals whose words are not found as they were: they count for nothing until they are given anew."""
        return self._lost
