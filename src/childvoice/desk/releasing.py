"""From approved quotes to a signed release: what is decided on the way, and what was made of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from childvoice.decisions import About, Anchor, Decision, Draft, Lost, Verdict, anchor
from childvoice.desk.people import May, Person
from childvoice.desk.snapshot import Snapshot
from childvoice.errors import NotAllowed, ReleaseError
from childvoice.findings import Finding, column_of, findings
from childvoice.overview import Overview
from childvoice.overview.evidence import Evidence
from childvoice.records import CodedRow, Excerpt, Group
from childvoice.release import Approved, Content, SignedOff, content_of, differences, digest_of, read, write
from childvoice.release.check import Report, check
from childvoice.release.combinations import Combinations, Doubt
from childvoice.release.edition import edition
from childvoice.release.file import ENDING, Release, in_hand
from childvoice.report.passages import passages
from childvoice.store import Ledger, Workspace
from childvoice.store.settle import around

FOLDER = "releases"
USUAL_FINDINGS = 5
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


@dataclass(frozen=True, slots=True)
class Made:
    """A release that was made: when, by whom, the digest of its manifest, and why it is stale (empty: it is not)."""

    name: str
    at: str
    by: str
    digest: str
    stale: str
    there: bool


class Releasing:
    """Quotes, findings and releases of a review, for one person. Every act asks whether they may."""

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
        self.folder = folder / FOLDER

    @property
    def _ledger(self) -> Ledger:
        return self._workspace.ledger

    @cached_property
    def _combinations(self) -> Combinations:
        return Combinations(self.seen)

    # -- quotes ----------------------------------------------------------------------------------------------

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
        names = sorted(held & {m.name for m in self.releases() if not m.stale})
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

    # -- findings --------------------------------------------------------------------------------------------

    def findings(self) -> list[tuple[Finding, bool]]:
        """Return all findings that could be told, those that most children stand behind first, and whether each is.

        Until somebody chooses, the first five are.
        """
        self.person.check(May.RELEASE)
        seen = self.seen
        found = findings(
            seen.cells,
            [],
            {t.id: t.plain for t in seen.codebook.themes},
            policy=seen.policy,
            most=len(seen.codebook),
        )
        chosen = {d.theme: d.verdict is Verdict.ACCEPT for d in self._ledger.standing(About.FINDING)}
        return [(f, chosen.get(f.theme, n < USUAL_FINDINGS)) for n, f in enumerate(found)]

    def choose(self, theme: str, *, told: bool) -> None:
        """Tell the finding on a theme, or leave it out."""
        self.person.check(May.RELEASE)
        verdict = Verdict.ACCEPT if told else Verdict.REJECT
        self._ledger.decide(self.person.name, [Draft(About.FINDING, verdict, theme=theme)])

    # -- the release -----------------------------------------------------------------------------------------

    def content(self) -> Content:
        """Return what a release would hold now."""
        self.person.check(May.RELEASE)
        chosen = [f.theme for f, told in self.findings() if told]
        return content_of(self.seen, self._evidence, self.approved(), chosen)

    def draft(self, content: Content) -> Release:
        """Return the release as it would be, with its page, before anybody has signed it."""
        signed = self.signed(content) or SignedOff(by="nobody yet", at="")
        unwritten = in_hand(content, "draft", signed)
        return Release("draft", signed, unwritten.content, unwritten.digest, edition(unwritten))

    def signed(self, content: Content) -> SignedOff | None:
        """Return who signed exactly this content off, None if nobody did since it last changed."""
        digest = digest_of(content)
        for d in reversed(self._ledger.standing(About.RELEASE)):
            if d.verdict is Verdict.SIGNED and d.value == digest:
                return SignedOff(by=d.person, at=d.at)
        return None

    def sign(self, content: Content, name: str = "") -> None:
        """Sign a content off, as ``name`` where nobody has logged in. Raises ReleaseError if a check found something."""
        self.person.check(May.SIGN)
        self._proved(self.draft(content))
        self._ledger.decide(
            name.strip() or self.person.name, [Draft(About.RELEASE, Verdict.SIGNED, value=digest_of(content))]
        )

    def _proved(self, release: Release) -> Report:
        report = check(release)
        if not report.clean:
            raise ReleaseError("it holds what no release may hold", remedy=_sentence(report.found[0]))
        return report

    def make(self) -> Made:
        """Write what was signed off into a file of the folder ``releases``, and keep what it holds by id.

        Raises ReleaseError if the content is not what was signed off, or a check finds something in it.
        """
        self.person.check(May.RELEASE)
        content = self.content()
        signed = self.signed(content)
        if signed is None:
            raise ReleaseError(
                "nobody has signed this off as it is now",
                remedy="Let the lead read it and sign it off; any change since then needs a new signature",
            )
        name = self._next_name()
        unwritten = in_hand(content, name, signed)
        page = edition(unwritten)
        self._proved(Release(name, signed, unwritten.content, unwritten.digest, page))
        path = self.path(name)
        digest = write(content, name, signed, page, path)
        try:
            made, *_ = self._ledger.decide(self.person.name, self._holdings(name, digest))
        except BaseException:
            path.unlink(missing_ok=True)  # a release that the review does not know of cannot go stale
            raise
        return Made(name, made.at, made.person, digest, "", there=True)

    def _holdings(self, name: str, digest: str) -> list[Draft]:
        """What a release holds, so that a withdrawal finds it: its quotes, and every document in its numbers."""
        snap = self._snapshot
        drafts = [Draft(About.RELEASE, Verdict.MADE, theme=name, value=digest)]
        for source in self.seen.sources:
            everywhere = Anchor(source.id, -1, "", "", 0, 0)
            drafts.append(Draft(About.RELEASE, Verdict.HOLDS, everywhere, theme=name))
        for words in self.approved():
            e = snap.by_id[words.excerpt]
            text = snap.texts[e.source, e.unit]
            place = anchor(e.source, e.unit, text, e.start + words.start, e.start + words.end)
            drafts.append(Draft(About.RELEASE, Verdict.HOLDS, place, theme=name))
        return drafts

    def path(self, name: str) -> Path:
        """Name the file of a release."""
        return self.folder / f"{name}{ENDING}"

    def _next_name(self) -> str:
        day = f"{datetime.now(UTC):%Y-%m-%d}"
        taken = {m.name for m in made(self._workspace, self.folder)}
        number = next(
            n for n in range(1, 10_000) if f"{day}-{n}" not in taken and not self.path(f"{day}-{n}").exists()
        )
        return f"{day}-{number}"

    def releases(self) -> list[Made]:
        """Return the releases that were made, newest first."""
        return made(self._workspace, self.folder)

    def holds_it_already(self, content: Content) -> str:
        """Name the newest release if it holds exactly this, empty if it does not."""
        for newest in self.releases()[:1]:
            try:
                if newest.there and digest_of(read(self.path(newest.name)).content) == digest_of(content):
                    return newest.name
            except ReleaseError:
                return ""
        return ""

    def since_the_last(self, content: Content) -> list[str]:
        """Say where a reader of the last release and of this one could subtract."""
        for last in self.releases():
            if last.there:
                try:
                    return differences(read(self.path(last.name)).content, content)
                except ReleaseError:
                    continue
        return []


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
    listed = [Made(m.name, m.at, m.by, m.digest, stale.get(m.name, ""), m.there) for m in found.values()]
    return listed[::-1]


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
