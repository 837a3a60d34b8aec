"""De-identify one text by itself: what the command line does with each row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from childvoice.deidentify.detect import detect
from childvoice.deidentify.link import Mention, link
from childvoice.deidentify.pseudonyms import assign, stand_in
from childvoice.deidentify.roster import NOBODY, Roster
from childvoice.records import Label


@dataclass(frozen=True, slots=True)
class Replaced:
    """``[start, end)`` of the input, its label, and what stands there now."""

    start: int
    end: int
    label: Label
    pseudonym: str


@dataclass(frozen=True, slots=True)
class MaskedText:
    """A text without its identifiers, and where they stood in the input."""

    text: str
    spans: tuple[Replaced, ...] = field(repr=False)


def deidentify_text(
    text: str, roster: Roster = NOBODY, *, policy: str = "standard", keep: Iterable[str] = ()
) -> MaskedText:
    """Replace the identifiers of ``text``; pseudonyms are consistent within it.

    >>> deidentify_text("Kayleigh told her social worker Priya.").text
    '[Person 1] told her social worker [Worker 1].'
    """
    found = detect(text, roster, keep=keep)
    mentions = [Mention(0, s.start, s.end, s.label, text[s.start : s.end], s.score, s.maker) for s in found]
    entities = link(mentions, roster)
    pseudonyms = assign(entities, roster)
    by_start = {m.start: e for e in entities for m in e.mentions}
    pieces: list[str] = []
    spans: list[Replaced] = []
    at = 0
    for span in found:
        entity = by_start[span.start]
        label = entity.label if span.label.is_person else span.label
        shown = stand_in(
            label,
            text[span.start : span.end],
            pseudonyms.get(entity.key),
            text[max(0, span.start - 30) : span.start],
            policy,
        )
        if shown is None:
            continue
        pieces += [text[at : span.start], shown]
        spans.append(Replaced(span.start, span.end, label, shown))
        at = span.end
    return MaskedText("".join([*pieces, text[at:]]), tuple(spans))
