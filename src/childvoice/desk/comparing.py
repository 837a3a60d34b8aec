"""Two people who coded the same passages: where they differ, how far they agree, and what they settled on.

Each person's own coding is what their decisions alone make of the machine's suggestions. A passage counts as coded by
somebody when nothing that was suggested in it is left open in their eyes, and they decided something there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from childvoice.agreement import Agreement, Sheet, compare
from childvoice.decisions import About, Decision, Draft, Verdict, standing
from childvoice.desk import codes
from childvoice.desk.people import May, Person
from childvoice.desk.snapshot import Snapshot
from childvoice.errors import InputError
from childvoice.records import CodedRow, Excerpt, Source, Status
from childvoice.store import Workspace
from childvoice.store.settle import settled

_HOLDS = (Status.ACCEPTED, Status.CHANGED)


@dataclass(frozen=True, slots=True)
class Coded:
    """What one person made of the passages that they have coded: by passage, the code of each theme they hold."""

    person: str
    passages: dict[str, dict[str, CodedRow]] = field(repr=False)

    def sheet(self, source: dict[str, str]) -> Sheet:
        """Return it as the statistics of agreement take it; ``source`` is the document of each passage."""
        return Sheet(
            self.person, {i: frozenset(c) for i, c in self.passages.items()}, {}, _documents(self, source)
        )

    def tones(self, source: dict[str, str], other: Coded) -> Sheet:
        """Return how it was, for each theme that this person and ``other`` both hold in a passage."""
        shared = {
            f"{i} {theme}": row.valence.value
            for i, rows in self.passages.items()
            for theme, row in rows.items()
            if theme in other.passages.get(i, {})
        }
        documents = {key: source[key.partition(" ")[0]] for key in shared}
        return Sheet(self.person, dict.fromkeys(shared, frozenset()), shared, documents)


def _documents(coded: Coded, source: dict[str, str]) -> dict[str, str]:
    return {i: source[i] for i in coded.passages}


@dataclass(frozen=True, slots=True)
class Difference:
    """A theme of a passage that one person holds and the other does not, or that was otherwise to each of them.

    ``first`` and ``second`` are how it stands for either (None: not there); ``settled`` is what was agreed on, None
    while nothing was, and again None where anybody has decided on that theme of the passage since.
    """

    excerpt: Excerpt = field(repr=False)
    source: Source
    theme: str
    first: CodedRow | None = field(repr=False)
    second: CodedRow | None = field(repr=False)
    settled: Decision | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Passage and theme."""
        return self.excerpt.id, self.theme


class Comparing:
    """The coding of several people in a review, for somebody who may compare and settle.

    Every method raises NotAllowed through the constructor's check, and never shows a passage that is the
    safeguarding lead's.
    """

    def __init__(self, workspace: Workspace, person: Person, snapshot: Snapshot | None = None) -> None:
        person.check(May.SETTLE)
        self._workspace = workspace
        self._snapshot = snapshot or Snapshot.of(workspace)
        self._person = person
        self._decisions = workspace.ledger.decisions()
        self._made: dict[str, Coded] = {}

    def reviewers(self) -> dict[str, int]:
        """Return how many passages each person has coded, in the order in which they began; only who has any."""
        names = dict.fromkeys(d.person for d in standing(self._decisions) if d.about is About.CODE)
        counts = {name: len(self.coded(name).passages) for name in names}
        return {name: n for name, n in counts.items() if n}

    def coded(self, person: str) -> Coded:
        """Return what ``person`` coded."""
        if person not in self._made:
            self._made[person] = self._code(person)
        return self._made[person]

    def _code(self, person: str) -> Coded:
        snap = self._snapshot
        own = codes.own(self._decisions, person)
        now = settled(snap.suggested, own, snap.excerpts, snap.sources, snap.places)
        said = {
            now.where[d.number]
            for d in standing(own)
            if d.verdict is not Verdict.MEMO and d.number in now.where
        }
        left_open = {r.excerpt_id for r in now.rows if r.status in codes.OPEN}
        passages: dict[str, dict[str, CodedRow]] = {
            e.id: {} for e in snap.excerpts if e.id in said - left_open - snap.concerns
        }
        for row in now.rows:
            if row.excerpt_id in passages and row.status in _HOLDS:
                passages[row.excerpt_id].setdefault(row.theme, row)
        return Coded(person, passages)

    def both(self, first: str, second: str) -> list[str]:
        """Return ids of the passages that both have coded, in the order of the documents."""
        other = self.coded(second).passages
        return [i for i in self.coded(first).passages if i in other]

    def differences(self, first: str, second: str) -> list[Difference]:
        """Return where two people differ, settled or not, in the order of the documents."""
        snap = self._snapshot
        one, two = self.coded(first).passages, self.coded(second).passages
        agreed = self._settlements()
        found = []
        for id_ in self.both(first, second):
            excerpt = snap.by_id[id_]
            for theme in sorted(one[id_].keys() | two[id_].keys()):
                a, b = one[id_].get(theme), two[id_].get(theme)
                if a and b and a.valence is b.valence:
                    continue
                source = snap.source_by_id[excerpt.source]
                found.append(Difference(excerpt, source, theme, a, b, agreed.get((id_, theme))))
        return found

    def _settlements(self) -> dict[tuple[str, str], Decision]:
        """Return the settlement by passage and theme that counts: none where somebody decided after it."""
        snap = self._snapshot
        relevant = [d for d in standing(self._decisions) if d.about in (About.CODE, About.SETTLEMENT)]
        where = settled((), relevant, snap.excerpts, snap.sources, snap.places).where
        found: dict[tuple[str, str], Decision] = {}
        for decision in relevant:
            if decision.number not in where:
                continue
            id_ = where[decision.number]
            if decision.about is About.SETTLEMENT:
                found[id_, decision.theme] = decision
            else:
                for theme in (decision.theme, decision.value):
                    found.pop((id_, theme), None)
        return found

    def settle(self, difference: Difference, chosen: CodedRow | None) -> Decision:
        """Keep what was settled on: the code as one of the two has it, or (None) that the theme is not there."""
        if chosen not in (difference.first, difference.second):
            raise ValueError("what is settled on is what one of the two had coded")
        whole = len(difference.excerpt.text)
        start, end = (chosen.start, chosen.end) if chosen else (0, whole)
        verdict = Verdict.ADD if chosen else Verdict.REJECT
        unit = self._snapshot.texts[difference.excerpt.source, difference.excerpt.unit]
        value = chosen.valence.value if chosen else ""
        placed = codes.draft(difference.excerpt, unit, verdict, start, end, difference.theme, value)
        draft = Draft(About.SETTLEMENT, verdict, placed.anchor, placed.theme, placed.value)
        (made,) = self._workspace.ledger.decide(self._person.name, [draft])
        self._decisions = self._workspace.ledger.decisions()
        return made

    def agreement(self, people: Sequence[str]) -> list[Agreement]:
        """Return how far ``people`` agree, code by code, over all codes, and on how it was.

        Raises InputError where no passage was coded by two of them.
        """
        source = {e.id: e.source for e in self._snapshot.excerpts}
        each = [self.coded(name) for name in people]
        if not any(self.both(a, b) for n, a in enumerate(people) for b in people[n + 1 :]):
            raise InputError(
                "no passage was coded by two of them",
                subject=", ".join(people),
                remedy="Let both check the same random sample, each under their own name",
            )
        found = compare([c.sheet(source) for c in each])
        if len(each) == 2:
            tones = each[0].tones(source, each[1]), each[1].tones(source, each[0])
            found += compare(tones) if tones[0].codes else []
        return found
