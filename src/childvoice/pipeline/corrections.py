"""What people corrected in earlier runs, done again to what the machine has just made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from childvoice.corrections import Moves, Replacement, corrected, next_pseudonym
from childvoice.decisions import Anchor, Decision, Places, Verdict
from childvoice.deidentify import Deidentified
from childvoice.deidentify.deidentify import Edit
from childvoice.pipeline.material import Material
from childvoice.records import Document, Label

_LONG_ENOUGH = 40  # characters that two people do not say alike by chance


@dataclass
class _Draft:
    """A document while it is corrected: each text it had, with the way from one to the next.

    A decision was made on one of these texts: missed names are out as soon as they are marked, words that are no
    identifier come back with the next run only.
    """

    texts: list[Document] = field(repr=False)
    moves: list[Moves] = field(default_factory=list, repr=False)

    @property
    def now(self) -> Document:
        return self.texts[-1]

    def replace(self, replacements: Sequence[Replacement]) -> None:
        if replacements:
            document, moves = corrected(self.now, replacements)
            self.texts.append(document)
            self.moves.append(moves)

    def find(self, wanted: Anchor) -> tuple[int, int, int] | None:
        """Return unit, start and end in the newest text of what was decided on in any of them."""
        for version in range(len(self.texts) - 1, -1, -1):
            document = self.texts[version]
            places = Places({(document.source.id, u.index): u.text for u in document.units})
            if places.has_text(wanted):
                place = places.find(wanted)
                if not isinstance(place, str):
                    return self.forward(version, *place[1:])
        return None

    def forward(self, version: int, unit: int, start: int, end: int) -> tuple[int, int, int]:
        """Move a span from one of the texts to the newest."""
        for moves in self.moves[version:]:
            start, end = moves.span(unit, start, end)
        return unit, start, end


def correct(clean: Deidentified, material: Material, decisions: Sequence[Decision]) -> tuple[Document, ...]:
    """Return the documents with names that a person marked taken out and words that are none put back.

    A decision whose place is gone changes nothing (what was taken out stays out); the desk lists it.
    """
    if not decisions:
        return clean.documents
    drafts = {d.source.id: _Draft([d]) for d in clean.documents}
    _take_out(drafts, [d for d in decisions if d.verdict is Verdict.ADD])
    _put_back(drafts, decisions, clean, material)
    _remove(drafts, [d.anchor for d in decisions if d.verdict is Verdict.WITHDRAWN])
    return tuple(drafts[d.source.id].now for d in clean.documents)


def _take_out(drafts: dict[str, _Draft], decisions: Sequence[Decision]) -> None:
    """Take out names that a person marked; those of one gesture are one name and get one pseudonym."""
    gestures: dict[int, list[Decision]] = {}
    for decision in decisions:
        if decision.anchor.source in drafts:
            gestures.setdefault(decision.gesture, []).append(decision)
    for gesture in gestures.values():
        label = Label(gesture[0].value)
        found: dict[str, set[tuple[int, int, int]]] = {}
        for decision in gesture:
            where, document = decision.anchor, drafts[decision.anchor.source].now
            turn = {(where.source, u.index): u.text for u in document.units if u.index == where.unit}
            places = Places(turn)
            if not places.has_text(where):  # it is not out yet
                spans = places.occurrences(where)
                found.setdefault(where.source, set()).update((where.unit, a, b) for a, b in spans)
        texts = [u.text for d in drafts.values() for u in d.now.units]
        pseudonym = next_pseudonym(label, texts)
        for source, places_found in found.items():
            drafts[source].replace(
                [Replacement(unit, a, b, pseudonym, label) for unit, a, b in sorted(places_found)]
            )


def _put_back(
    drafts: dict[str, _Draft], decisions: Sequence[Decision], clean: Deidentified, material: Material
) -> None:
    """Put words that are no identifier back as the file has them: in one place, or wherever they were taken out."""
    raw = {(i.source.id, u.index): u.text for i in material.incoming for u in i.raw.units}
    everywhere: set[str] = set()
    for decision in decisions:
        draft = drafts.get(decision.anchor.source)
        if draft is None or decision.verdict not in (Verdict.REJECT, Verdict.REJECT_EVERYWHERE):
            continue
        place = draft.find(decision.anchor)
        if place is None:
            continue
        unit, start, end = place
        for a, b, now in _edits(draft, clean.edits.get((draft.now.source.id, unit), ()), unit):
            if now[0] < end and start < now[1]:
                words = raw[draft.now.source.id, unit][a:b]
                if decision.verdict is Verdict.REJECT_EVERYWHERE:
                    everywhere.add(words.casefold())
                else:
                    draft.replace([Replacement(unit, *now, words, None)])
                    break
    if not everywhere:
        return
    for source, draft in drafts.items():
        again = [
            Replacement(unit, *now, words, None)
            for (of, unit), edits in clean.edits.items()
            if of == source and (of, unit) in raw
            for a, b, now in _edits(draft, edits, unit)
            if (words := raw[of, unit][a:b]).casefold() in everywhere
        ]
        draft.replace(again)


def _remove(drafts: dict[str, _Draft], withdrawn: Sequence[Anchor]) -> None:
    """Take out words that somebody withdrew. Where they cannot be placed, their whole turn goes, to be safe."""
    for wanted in withdrawn:
        draft = drafts.get(wanted.source)
        if draft is not None:
            turn = next((u for u in draft.now.units if u.index == wanted.unit), None)
            if turn is None or not turn.text:
                continue
            unit, start, end = draft.find(wanted) or (wanted.unit, 0, len(turn.text))
            draft.replace([Replacement(unit, start, end, "", None)])
            continue
        if wanted.end - wanted.start < _LONG_ENOUGH:
            continue
        # Its file was edited since, and so is another document: the same turn may stand in it.
        for other in drafts.values():
            places = Places({(other.now.source.id, u.index): u.text for u in other.now.units})
            place = places.find(wanted)
            if not isinstance(place, str):
                other.replace([Replacement(*place[1:], "", None)])
    for draft in drafts.values() if withdrawn else ():
        draft.texts[-1] = _without_empty(draft.now, draft.texts[0])


def _without_empty(document: Document, before: Document) -> Document:
    """Leave nobody speaking in a turn of which all words are gone."""
    had = {u.index for u in before.units if u.text.strip()}
    units = tuple(
        replace(u, speaker="", question="", respondent="") if u.index in had and not u.text.strip() else u
        for u in document.units
    )
    return replace(document, units=units)


def _edits(draft: _Draft, edits: Sequence[Edit], unit: int) -> Iterator[tuple[int, int, tuple[int, int]]]:
    """Raw offsets of what was taken out of a unit, and where its pseudonym stands in the newest text."""
    for a, b, start, end in edits:
        _, now_start, now_end = draft.forward(0, unit, start, end)
        yield a, b, (now_start, now_end)
