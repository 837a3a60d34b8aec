"""De-identify one text by itself: what the command line does with each row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from childvoice.deidentify.detect import detect
from childvoice.deidentify.generalise import weeks_of
from childvoice.deidentify.link import Mention, link
from childvoice.deidentify.pseudonyms import Numbering, assign, stand_in
from childvoice.deidentify.roster import NOBODY, Roster
from childvoice.records import Label


@dataclass(frozen=True, slots=True)
class Replaced:
    """``[start, end)`` of the input, its label, what stands there now, and how sure that it is right.

    ``unsure`` says that two people may share the name. What is flagged and kept has an empty pseudonym.
    """

    start: int
    end: int
    label: Label
    pseudonym: str
    score: float = 1.0
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class MaskedText:
    """A text without its identifiers, and where they stood in the input."""

    text: str
    spans: tuple[Replaced, ...] = field(repr=False)
    flagged: tuple[Replaced, ...] = field(default=(), repr=False)


def deidentify_text(
    text: str,
    roster: Roster = NOBODY,
    *,
    policy: str = "standard",
    keep: Iterable[str] = (),
    secret: bytes = b"",
) -> MaskedText:
    """Replace the identifiers of ``text``; pseudonyms are consistent within it.

    With a ``secret``, numbers are given by a keyed hash, and policy ``light`` moves dates by weeks drawn from it.
    ``flagged`` are rare events that the policy leaves in place for a person to decide.

    >>> deidentify_text("Kayleigh told her social worker Priya.").text
    '[Child 1] told her social worker [Social worker 1].'
    """
    found = detect(text, roster, keep=keep)
    mentions = [Mention(0, s.start, s.end, s.label, text[s.start : s.end], s.score, s.maker) for s in found]
    entities = link(mentions, roster, (text,))
    pseudonyms = assign(entities, roster, texts=(text,), numbering=Numbering(secret))
    weeks = weeks_of(secret)
    by_start = {m.start: e for e in entities for m in e.mentions}
    pieces: list[str] = []
    spans: list[Replaced] = []
    flagged: list[Replaced] = []
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
            weeks,
        )
        if shown is None:
            if label is Label.RARE_EVENT:
                flagged.append(Replaced(span.start, span.end, label, "", span.score))
            continue
        pieces += [text[at : span.start], shown]
        spans.append(Replaced(span.start, span.end, label, shown, span.score, entity.unsure))
        at = span.end
    return MaskedText("".join([*pieces, text[at:]]), tuple(spans), tuple(flagged))


def file_without_names(file: str, roster: Roster) -> str:
    """A file's name, and that of the archive before it, without names; what kind of file it is stays as it is."""
    told = []
    for part in file.split("/"):
        stem, dot, ending = part.rpartition(".")
        # An underscore joins words, and would hide where a name begins.
        told.append(
            deidentify_text((stem or ending).replace("_", " "), roster).text + (dot + ending if stem else "")
        )
    return "/".join(told)
