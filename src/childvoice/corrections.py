"""Corrections to what was taken out: a name that was missed is replaced, a word that is none comes back.

One function changes a document's text and moves everything that points into it. The store uses it when a person
marks a name, so that the name is gone at once; the pipeline uses it on every later run, so that it stays gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from childvoice.decisions import About, Anchor, Draft, Folded, Verdict, digest
from childvoice.nouns import NOUNS
from childvoice.records import Coding, Document, Excerpt, Label, Redaction, Unit

BY_PERSON = "a person"
_FIRST_OF_DIGEST = 4
"""Hexadecimal digits of a name's digest that are kept: 65,536 values for all words, so it tells no name."""

_NOUN = {
    **NOUNS,
    Label.RARE_EVENT: "Rare event",
    Label.HANDLE: "User name",
    Label.CASE_ID: "Reference",
}
MISSED_KINDS = tuple(_NOUN)
"""Kinds that a person can mark by hand."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """New words in place of ``[start, end)`` of a unit; a label makes a redaction of them, None takes one away."""

    unit: int
    start: int
    end: int
    words: str = field(repr=False)
    label: Label | None


def next_pseudonym(label: Label, texts: Iterable[str]) -> str:
    """Return a pseudonym of this kind that none of the texts has.

    >>> next_pseudonym(Label.SCHOOL, ["She left [School 2]."])
    '[School 3]'
    """
    noun = _NOUN[label]
    pattern = re.compile(rf"\[{noun} (\d+)[\]’']")
    taken = [int(n) for text in texts for n in pattern.findall(text)]
    return f"[{noun} {max(taken, default=0) + 1}]"


def occurrences(text: str, words: str) -> list[tuple[int, int]]:
    """Find words that stand by themselves and outside pseudonyms, whatever their case."""
    if not words.strip():
        return []
    inner = r"\s+".join(re.escape(w) for w in words.split())
    found = re.finditer(rf"(?i)(?<!\w){inner}(?!\w)", text)
    masked = [m.span() for m in re.finditer(r"\[[^\[\]\n]{1,60}\]", text)]
    return [m.span() for m in found if not any(a < m.end() and m.start() < b for a, b in masked)]


def corrected(document: Document, replacements: Sequence[Replacement]) -> tuple[Document, Moves]:
    """Return the document with its words replaced, redactions moved along, and how to move what else points there."""
    by_unit: dict[int, list[Replacement]] = {}
    for r in sorted(replacements, key=lambda r: (r.unit, r.start)):
        mine = by_unit.setdefault(r.unit, [])
        if mine and mine[-1].end > r.start:
            continue  # overlapping: the first one stands
        mine.append(r)
    moves = Moves({unit: tuple(rs) for unit, rs in by_unit.items()})
    units = tuple(replace(u, text=moves.text(u)) if u.index in by_unit else u for u in document.units)
    kept = []
    for old in document.redactions:
        gone = any(r.start < old.end and old.start < r.end for r in by_unit.get(old.unit, ()))
        if not gone:
            start, end = moves.span(old.unit, old.start, old.end)
            kept.append(replace(old, start=start, end=end))
    for unit, rs in by_unit.items():
        for r in rs:
            if r.label is not None:
                start, end = moves.span(unit, r.start, r.end)
                kept.append(Redaction(unit, start, end, r.label, r.words, BY_PERSON))
    kept.sort(key=lambda r: (r.unit, r.start))
    return replace(document, units=units, redactions=tuple(kept)), moves


@dataclass(frozen=True, slots=True)
class Moves:
    """How offsets into units move when words are replaced."""

    by_unit: dict[int, tuple[Replacement, ...]] = field(repr=False)

    def text(self, unit: Unit) -> str:
        """Return the unit's new text."""
        parts, at = [], 0
        for r in self.by_unit.get(unit.index, ()):
            parts += [unit.text[at : r.start], r.words]
            at = r.end
        return "".join([*parts, unit.text[at:]])

    def span(self, unit: int, start: int, end: int) -> tuple[int, int]:
        """Move a span; one that cuts replaced words takes their whole replacement."""
        return self._moved(unit, start, up=False), self._moved(unit, end, up=True)

    def _moved(self, unit: int, at: int, *, up: bool) -> int:
        shift = 0
        for r in self.by_unit.get(unit, ()):
            if r.end <= at:
                shift += len(r.words) - (r.end - r.start)
            elif r.start < at:
                return r.start + shift + (len(r.words) if up else 0)
            else:
                break
        return at + shift

    def excerpt(self, excerpt: Excerpt, text: str) -> Excerpt:
        """Move a passage; ``text`` is its unit's new text."""
        start, end = self.span(excerpt.unit, excerpt.start, excerpt.end)
        return replace(excerpt, start=start, end=end, text=text[start:end])

    def coding(self, coding: Coding, before: Excerpt, after: Excerpt) -> Coding:
        """Move a coding's evidence with its passage."""
        start, end = self.span(before.unit, before.start + coding.start, before.start + coding.end)
        return replace(coding, start=max(0, start - after.start), end=min(len(after.text), end - after.start))


def missed(source: str, unit: Unit, after: str, start: int, end: int, label: Label) -> Draft:
    """Make the decision that ``unit.text[start:end]`` is an identifier. It holds too little to tell which.

    Its digest of the text is of the text ``after`` the words were taken out.
    """
    folded = Folded(unit.text)
    a, b = folded.fold(start, end)
    where = Anchor(
        source, unit.index, digest(Folded(after).text), digest(folded.text[a:b])[:_FIRST_OF_DIGEST], a, b
    )
    return Draft(About.REDACTION, Verdict.ADD, where, value=label.value)
