"""Which passage a person should look at next, and what is known of it."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from childvoice.decisions import About, Decision, Draft, Verdict, anchor, standing
from childvoice.records import CodedRow, Excerpt, Role, Source, Status, Valence

_MIDDLE = 0.5
OPEN = (Status.SUGGESTED, Status.UNSURE)
"""What the machine says and nobody has decided on."""
AUDIT_SIZE = 60
"""Passages of a random sample: enough to put a share within about 13 points, few enough for an evening."""


class Order(StrEnum):
    """In which order passages are offered."""

    DOUBT = "doubt"
    SAMPLE = "sample"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage as a person checks it: words, what was said before and after, codes, memos."""

    excerpt: Excerpt = field(repr=False)
    source: Source
    before: str = field(repr=False)
    after: str = field(repr=False)
    codes: tuple[CodedRow, ...] = field(repr=False)
    memos: tuple[Decision, ...] = field(repr=False)
    seen: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the checking is: passages with a decision, of how many; decisions by verdict."""

    checked: int
    of: int
    verdicts: dict[str, int]

    @property
    def kept(self) -> str:
        """Part of the machine's suggestions that people accepted as they are, as a sentence."""
        accepted = self.verdicts.get(Verdict.ACCEPT.value, 0)
        decided = accepted + sum(
            self.verdicts.get(v.value, 0) for v in (Verdict.REJECT, Verdict.CHANGE, Verdict.VALENCE)
        )
        if decided < 30:  # fewer say nothing of the machine
            return "Not enough checked to say how often people agree with the machine (fewer than 30)."
        return f"People agreed with {accepted} of the {decided} suggestions that they have checked."


def queue(
    order: Order,
    excerpts: Iterable[Excerpt],
    rows: Iterable[CodedRow],
    concerns: Collection[str],
    *,
    theme: str = "",
) -> list[str]:
    """Return ids of the passages to check in ``order``: those of ``theme`` if it is given.

    By doubt: passages whose nearest suggestion is nearest to 'as likely as not' first, because a decision there
    teaches most. A sample is drawn from all passages that can be evidence, with and without suggestions, the same
    for everybody: only such a sample says how good the coding is.
    """
    usable = [e for e in excerpts if e.role is not Role.INTERVIEWER and e.id not in concerns]
    doubt: dict[str, float] = {}
    for row in rows:
        if row.status in OPEN and theme in ("", row.theme):
            doubt[row.excerpt_id] = min(doubt.get(row.excerpt_id, 1.0), abs(row.score - _MIDDLE))
    if order is Order.SAMPLE:
        ids = sorted(e.id for e in usable)
        return random.Random(20181107).sample(ids, min(AUDIT_SIZE, len(ids)))  # noqa: S311 - the same for all
    found = [e.id for e in usable if e.id in doubt]
    return sorted(found, key=lambda id_: (doubt[id_], id_)) if order is Order.DOUBT else found


def draft(
    excerpt: Excerpt, unit: str, verdict: Verdict, start: int, end: int, theme: str = "", value: str = ""
) -> Draft:
    """Make a decision on the words ``[start, end)`` of a passage."""
    if verdict is Verdict.VALENCE or (verdict is Verdict.ADD and value):
        Valence(value)
    place = anchor(excerpt.source, excerpt.unit, unit, excerpt.start + start, excerpt.start + end)
    return Draft(About.CODE, verdict, place, theme, value)


def own(decisions: Sequence[Decision], person: str) -> list[Decision]:
    """Return what a person decided on codes by themselves, undone or not; nothing that was settled with others."""
    return [d for d in decisions if d.person == person and d.about is About.CODE]


def progress(decisions: Sequence[Decision], ids: Sequence[str], checked: Collection[str]) -> Progress:
    """Say how far the checking of ``ids`` is; ``checked`` are passages that have a decision."""
    verdicts: dict[str, int] = {}
    for decision in standing(decisions):
        if decision.about is About.CODE:
            verdicts[decision.verdict.value] = verdicts.get(decision.verdict.value, 0) + 1
    return Progress(sum(id_ in checked for id_ in ids), len(ids), verdicts)


def find_words(text: str, words: str) -> tuple[int, int] | None:
    """Find words that a person typed or pasted, whatever the case and the spaces between them.

    >>> find_words("He never rang  back.", "Rang back")
    (9, 19)
    """
    wanted = words.casefold().split()
    if not wanted:
        return None
    at = 0
    pieces: list[tuple[str, int, int]] = []
    for word in text.split():
        at = text.index(word, at)
        pieces.append((word.casefold(), at, at + len(word)))
        at += len(word)
    for n in range(len(pieces) - len(wanted) + 1):
        run = pieces[n : n + len(wanted)]
        middle = all(have == want for (have, _, _), want in zip(run[1:-1], wanted[1:-1], strict=True))
        if len(wanted) == 1:
            offset = run[0][0].find(wanted[0])
            # Case-folding may change a word's length ('ß'); then the whole word is taken.
            if offset >= 0:
                same = len(run[0][0]) == run[0][2] - run[0][1]
                start = run[0][1] + offset * same
                return start, start + len(wanted[0]) if same else run[0][2]
        elif middle and run[0][0].endswith(wanted[0]) and run[-1][0].startswith(wanted[-1]):
            first, last = run[0], run[-1]
            start = first[2] - len(wanted[0]) if len(first[0]) == first[2] - first[1] else first[1]
            end = last[1] + len(wanted[-1]) if len(last[0]) == last[2] - last[1] else last[2]
            return start, end
    return None
