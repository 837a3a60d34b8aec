"""The desk: everything that a person can look at and decide, each with their role checked first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from childvoice.corrections import occurrences
from childvoice.decisions import About, Decision, Draft, Lost, Verdict, anchor, standing
from childvoice.desk import codes, redactions
from childvoice.desk.codes import OPEN, Order, Passage, Progress
from childvoice.desk.people import Duty, May, Person
from childvoice.desk.redactions import Spot, Turn
from childvoice.desk.register import made
from childvoice.desk.releasing import Releasing
from childvoice.desk.snapshot import Snapshot
from childvoice.errors import NotAllowed
from childvoice.overview import Overview
from childvoice.overview.evidence import Evidence
from childvoice.records import Excerpt, Label, Source
from childvoice.store import Ledger, Workspace
from childvoice.store.ledger import AuditLine
from childvoice.store.settle import Settled, around, settled

STATES = (Verdict.UNSEEN, Verdict.ACKNOWLEDGED, Verdict.REFERRED, Verdict.KNOWN)
"""What can be said of a passage that may tell of harm. No order of urgency, no score."""


@dataclass(frozen=True, slots=True)
class Concern:
    """A passage for the safeguarding lead: words, where they stand, and who said what of it and when."""

    excerpt: Excerpt = field(repr=False)
    source: Source
    state: Verdict
    history: tuple[Decision, ...] = field(repr=False)


class Desk:
    """A person at the desk of a review. Every method raises NotAllowed if their duties do not allow it."""

    def __init__(
        self,
        workspace: Workspace,
        person: Person,
        snapshot: Snapshot | None = None,
        *,
        independent: bool = False,
    ) -> None:
        self._workspace = workspace
        self._given = snapshot
        self._independent = independent
        self.person = person

    @property
    def _snapshot(self) -> Snapshot:
        if self._given is None or self._given.run_id != self._workspace.run_id():
            self._given = Snapshot.of(self._workspace)
        return self._given

    @property
    def _ledger(self) -> Ledger:
        return self._workspace.ledger

    def _decisions(self) -> list[Decision]:
        """Return the decisions on codes that this person may see: where people code independently, their own."""
        found = self._ledger.decisions()
        return codes.own(found, self.person.name) if self._independent else found

    def _settled(self) -> Settled:
        snap = self._snapshot
        return settled(snap.suggested, self._decisions(), snap.excerpts, snap.sources, snap.places)

    @property
    def run_id(self) -> str:
        """The run that the desk looks at; empty before the first."""
        return self._snapshot.run_id

    # -- codes -------------------------------------------------------------------------------------------------

    def code_queue(self, order: Order, theme: str = "") -> list[str]:
        """Return ids of passages to check, in order, whether checked already or not."""
        self.person.check(May.CODE)
        snap = self._snapshot
        return codes.queue(order, snap.excerpts, snap.suggested, snap.concerns, theme=theme)

    def passage(self, excerpt: str) -> Passage:
        """Return a passage with what stands around it, its codes as they stand, and its memos."""
        self.person.check(May.CODE)
        snap = self._snapshot
        if excerpt in snap.concerns:
            raise NotAllowed("this passage is the safeguarding lead's", remedy="Ask the safeguarding lead")
        found = snap.by_id[excerpt]
        now = self._settled()
        decisions = [
            d
            for d in standing(self._decisions())
            if d.about is About.CODE and now.where.get(d.number) == excerpt
        ]
        before, after = self._around(found)
        return Passage(
            excerpt=found,
            source=snap.source_by_id[found.source],
            before=before,
            after=after,
            codes=tuple(r for r in now.rows if r.excerpt_id == excerpt),
            memos=tuple(d for d in decisions if d.verdict is Verdict.MEMO),
            seen=bool(decisions),
        )

    def _around(self, excerpt: Excerpt) -> tuple[str, str]:
        """Return what stands before and after; never a passage that is the safeguarding lead's."""
        snap = self._snapshot
        near = [e for e in snap.excerpts if e.source == excerpt.source]
        place = near.index(excerpt)

        def told(n: int) -> str:
            if not 0 <= n < len(near):
                return ""
            other = near[n]
            if other.id in snap.concerns:
                return "(Here stands a passage for the safeguarding lead.)"
            same = other.unit == excerpt.unit or not other.speaker
            return other.text if same else f"{other.speaker}: {other.text}"

        return told(place - 1)[-500:], told(place + 1)[:500]

    def decide_code(
        self, excerpt: str, verdict: Verdict, start: int, end: int, theme: str = "", value: str = ""
    ) -> None:
        """Keep what the person decided on the words ``[start, end)`` of a passage."""
        self.person.check(May.CODE)
        self._ledger.decide(self.person.name, [self._code_draft(excerpt, verdict, start, end, theme, value)])

    def accept_all(self, excerpt: str) -> int:
        """Accept every suggestion of a passage that nobody has decided on, with one gesture; return how many."""
        return self._all(excerpt, Verdict.ACCEPT)

    def reject_all(self, excerpt: str) -> int:
        """Reject every suggestion of a passage that nobody has decided on, with one gesture; return how many."""
        return self._all(excerpt, Verdict.REJECT)

    def nothing_here(self, excerpt: str) -> None:
        """Keep that the person has read a passage and finds no theme in it. What is suggested there is rejected."""
        if not self.reject_all(excerpt):
            whole = len(self._snapshot.by_id[excerpt].text)
            self.decide_code(excerpt, Verdict.NOTHING, 0, whole)

    def _all(self, excerpt: str, verdict: Verdict) -> int:
        undecided = [r for r in self.passage(excerpt).codes if r.status in OPEN]
        drafts = [self._code_draft(excerpt, verdict, r.start, r.end, r.theme, "") for r in undecided]
        self._ledger.decide(self.person.name, drafts)
        return len(drafts)

    def _code_draft(
        self, excerpt: str, verdict: Verdict, start: int, end: int, theme: str, value: str
    ) -> Draft:
        snap = self._snapshot
        if excerpt in snap.concerns:
            raise NotAllowed("this passage is the safeguarding lead's", remedy="Ask the safeguarding lead")
        found = snap.by_id[excerpt]
        unit = snap.texts[found.source, found.unit]
        return codes.draft(found, unit, verdict, start, end, theme, value)

    def code_progress(self, ids: Sequence[str]) -> Progress:
        """Say how far the checking of ``ids`` is."""
        self.person.check(May.CODE)
        checked = set(self._settled().where.values())
        return codes.progress(self._decisions(), ids, checked)

    def checked(self) -> frozenset[str]:
        """Return ids of passages with a decision on a code or a memo."""
        self.person.check(May.CODE)
        return frozenset(self._settled().where.values())

    def lost(self) -> list[Lost]:
        """Return all decisions whose words cannot be found again, with why."""
        self.person.check(May.READ)
        found = list(self._settled().lost)
        for decision in self._ledger.standing():
            where = decision.anchor
            if decision.about not in (About.REDACTION, About.CONCERN, About.QUOTE):
                continue
            if decision.verdict is Verdict.ADD:
                # What was taken out is not there to be found, and should not be.
                if (where.source, where.unit) not in self._snapshot.texts:
                    found.append(Lost(decision, "its document is no longer in the review, or was changed"))
                elif self._snapshot.places.occurrences(where):
                    found.append(Lost(decision, "the words may stand there again: look"))
            elif isinstance(why := self._snapshot.places.find(where), str):
                found.append(Lost(decision, why))
        return found

    def undo(self) -> list[Decision]:
        """Take back the person's last gesture."""
        return self._ledger.undo(self.person.name)

    # -- what was taken out ----------------------------------------------------------------------------------

    def documents(self) -> list[Source]:
        """Return the documents of the review."""
        self.person.check(May.READ)
        return list(self._snapshot.sources)

    def redaction_queue(self, source: str = "") -> list[Spot]:
        """Return what should be looked at, the most doubtful first: of a document, or of all."""
        self.person.check(May.REDACT)
        snap = self._snapshot
        hidden = frozenset() if self.person.may(May.SAFEGUARD) else snap.leads_units
        return redactions.queue(snap.redactions, snap.flags, hidden, source=source)

    def turn(self, spot: Spot) -> Turn:
        """Return the turn that a spot stands in, with all that was taken out of it."""
        self.person.check(May.REDACT)
        snap = self._snapshot
        if (spot.source, spot.unit) in snap.leads_units:
            self.person.check(May.SAFEGUARD)
        unit = next(u for u in snap.units[spot.source] if u.index == spot.unit)
        made = tuple(r for r in snap.redactions[spot.source] if r.unit == spot.unit)
        reasons = tuple(f.reason for f in snap.flags if (f.source, f.unit) == (spot.source, spot.unit))
        return Turn(snap.source_by_id[spot.source], unit, made, reasons)

    def redactions_checked(self) -> set[tuple[str, int, int]]:
        """Return source, unit and start of what was decided on."""
        self.person.check(May.REDACT)
        return redactions.checked(self._ledger.standing(About.REDACTION), self._snapshot.places)

    def decide_redaction(self, spot: Spot, verdict: Verdict) -> None:
        """Keep that a replacement is right, or that the words are no identifier: here, or anywhere."""
        self.person.check(May.REDACT)
        draft = redactions.draft(spot, self._snapshot.texts[spot.source, spot.unit], verdict)
        self._ledger.decide(self.person.name, [draft])

    def found_missed(self, words: str) -> int:
        """Count the places in which words stand, before they are taken out."""
        self.person.check(May.REDACT)
        return sum(len(occurrences(text, words)) for text in self._snapshot.texts.values())

    def take_out(self, words: str, label: Label) -> int:
        """Take words that were missed out of the whole review, at once; return in how many places."""
        self.person.check(May.REDACT)
        return len(self._workspace.take_out(self.person.name, words, label))

    # -- safeguarding ------------------------------------------------------------------------------------------

    def concerns(self) -> list[Concern]:
        """Return the safeguarding lead's passages in the order of the documents, with what was said of each.

        A passage about which the lead has said something stays, whether or not the machine still finds it.
        """
        self.person.check(May.SAFEGUARD)
        snap = self._snapshot
        history: dict[str, list[Decision]] = {}
        for decision in self._ledger.standing(About.CONCERN):
            place = snap.places.find(decision.anchor)
            if not isinstance(place, str):
                excerpt = around(snap.of_unit.get((place[0], place[1]), []), place[2], place[3])
                if excerpt:
                    history.setdefault(excerpt.id, []).append(decision)
        ids = [e.id for e in snap.excerpts if e.id in snap.concerns or e.id in history]
        return [
            Concern(
                snap.by_id[id_],
                snap.source_by_id[snap.by_id[id_].source],
                history[id_][-1].verdict if id_ in history else Verdict.UNSEEN,
                tuple(history.get(id_, ())),
            )
            for id_ in ids
        ]

    def decide_concern(self, excerpt: str, state: Verdict, note: str = "") -> None:
        """Keep what the lead says of a passage."""
        self.person.check(May.SAFEGUARD)
        if state not in STATES:
            raise ValueError("that is no state of a passage in the queue")
        found = self._snapshot.by_id[excerpt]
        place = anchor(
            found.source, found.unit, self._snapshot.texts[found.source, found.unit], found.start, found.end
        )
        self._ledger.decide(self.person.name, [Draft(About.CONCERN, state, place, value=note)])

    # -- releases --------------------------------------------------------------------------------------------

    def releasing(self, seen: Overview, evidence: Evidence, folder: Path) -> Releasing:
        """Return what quotes, findings and releases are decided with; ``folder`` is the review's."""
        self.person.check(May.RELEASE)
        return Releasing(self._workspace, self.person, self._snapshot, seen, evidence, folder)

    def unseen(self) -> int:
        """Count passages that the lead has not looked at: the one number of the queue that others are told."""
        lead = Desk(
            self._workspace, Person(self.person.name, frozenset({Duty.SAFEGUARDING_LEAD})), self._given
        )
        return sum(c.state is Verdict.UNSEEN for c in lead.concerns())

    # -- the rest -----------------------------------------------------------------------------------------------

    def withdraw(self, source: str) -> list[str]:
        """Take a document out of the review for good; return the names of the releases that become stale."""
        self.person.check(May.WITHDRAW)
        before = self._stale()
        self._ledger.withdraw(self.person.name, [source])
        self._workspace.save_run_id()
        return sorted(self._stale() - before)

    def _stale(self) -> set[str]:
        return {m.name for m in made(self._workspace, Path()) if m.stale}

    def passages_of(self, participant: str) -> list[Excerpt]:
        """Return what one person said, by their pseudonym, but for what is the safeguarding lead's."""
        self.person.check(May.WITHDRAW)
        snap = self._snapshot
        return [e for e in snap.excerpts if e.participant == participant and e.id not in snap.concerns]

    def passages_with(self, words: str) -> list[Excerpt]:
        """Return the passages in which words stand, whatever their case and the spaces between them."""
        self.person.check(May.WITHDRAW)
        snap = self._snapshot
        return [e for e in snap.excerpts if e.id not in snap.concerns and codes.find_words(e.text, words)]

    def withdraw_passages(self, passages: Sequence[Excerpt], why: str) -> list[str]:
        """Take passages out of the review for good; return the names of the releases that become stale.

        ``why`` is a sentence of ours for the list of releases; it names nobody.
        """
        self.person.check(May.WITHDRAW)
        spans = [(e.source, e.unit, e.start, e.end) for e in passages]
        return self._workspace.withdraw_words(self.person.name, spans, why)

    def named_in(self, participant: str) -> list[Source]:
        """Return the documents in which a pseudonym stands, in the words of whomever."""
        self.person.check(May.WITHDRAW)
        snap = self._snapshot
        bare = participant.rstrip("]")
        found = {
            source for (source, _), text in snap.texts.items() if f"{bare}]" in text or f"{bare}’" in text
        }
        return [s for s in snap.sources if s.id in found]

    def audit(self) -> list[AuditLine]:
        """Return the audit log."""
        self.person.check(May.AUDIT)
        return self._ledger.audit()

    def log(self, act: str, subject: str = "") -> None:
        """Note in the audit log what this person did; words of ours and ids only."""
        self._ledger.log(self.person.name, act, subject)
