"""Everything that identifies in one text, settled into spans that do not overlap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from childvoice.deidentify import propagate
from childvoice.deidentify.edges import with_edges
from childvoice.deidentify.fold import Folded, fold
from childvoice.deidentify.names import find_names
from childvoice.deidentify.names.lexicon import never_names
from childvoice.deidentify.roster import Roster
from childvoice.deidentify.spans import Found, settle
from childvoice.deidentify.whole import each_person, side_by_side, stretched
from childvoice.drawer import plugins
from childvoice.records import Label

# Makers that know a name by where it stands, whatever its word means.
_BY_PLACE = frozenset({"roster", "roster initials", "speaker label", "title", "initials", "name again"})

# Makers that know a word without its place; where the tagger is so sure of a school or a body, they speak of half its name.
_LISTS = frozenset({"gazetteer"})
_SURE = 0.9


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that speaks for identifiers in one text, before it is settled: the slow half of :func:`detect`, done once."""

    plain: Folded = field(repr=False)
    found: tuple[Found, ...]
    first: tuple[Found, ...]
    """``found`` settled once, before anything is looked for again."""

    def settled(self, *, keep: Iterable[str] = (), also: Iterable[tuple[str, Label]] = ()) -> list[Found]:
        """Spans in order, not overlapping, with offsets into the text as it was given. A span never crosses a line.

        ``keep`` are words and names that stay (public figures, services); ``also`` are names known from elsewhere in
        the review.
        """
        text = self.plain.text
        first = self.first
        again = _lines(
            text,
            (
                *propagate.again(text, first, surfaces=also),
                *propagate.also_words(text, first),
                *propagate.households(text, first),
            ),
        )
        kept = {k.casefold() for k in keep} | never_names()
        settled = [
            span
            for span in _settled([*self.found, *again], text)
            # A label 'IS:' and 'Miss Day' are told by their place, whatever the word means elsewhere.
            if span.maker in _BY_PLACE or text[span.start : span.end].casefold() not in kept
        ]
        return [_moved(span, *self.plain.back(span.start, span.end)) for span in settled]


def evidence(text: str, roster: Roster) -> Evidence:
    """What roster, recognisers of form, lists and the trained networks see in ``text``."""
    plain = fold(text)
    found: list[Found] = list(propagate.known_people(plain.text, roster))
    for recogniser in plugins("childvoice.deidentify.recognisers"):
        found.extend(recogniser.find(plain.text))
    found.extend(find_names(plain.text))
    whole = tuple(_lines(plain.text, found))
    return Evidence(plain, whole, tuple(_settled(whole, plain.text)))


def _settled(found: Iterable[Found], text: str) -> list[Found]:
    return with_edges(side_by_side(settle(stretched(_agree(list(found)), text), text), text), text)


def detect(
    text: str, roster: Roster, *, keep: Iterable[str] = (), also: Iterable[tuple[str, Label]] = ()
) -> list[Found]:
    """Spans of identifiers in ``text``; see :meth:`Evidence.settled` for ``keep`` and ``also``."""
    return evidence(text, roster).settled(keep=keep, also=also)


def _moved(span: Found, start: int, end: int) -> Found:
    return Found(start, end, span.label, span.maker, span.score)


def _agree(found: list[Found]) -> list[Found]:
    """Where several kinds of evidence name the same span, they say more together; a cue's role is kept.

    Two that agree leave the doubt of each, multiplied: 1 - (1 - a)(1 - b).
    """
    groups: dict[tuple[int, int, bool], list[Found]] = {}
    for span in found:
        groups.setdefault((span.start, span.end, span.label.is_person), []).append(span)
    bodies = [
        f for f in found if f.maker == "tagger" and f.label in (Label.SCHOOL, Label.ORG) and f.score >= _SURE
    ]
    agreed: list[Found] = []
    for (start, end, person), spans in groups.items():
        if (
            person
            and all(s.maker in _LISTS for s in spans)
            and any(b.start <= start and end <= b.end and (b.start, b.end) != (start, end) for b in bodies)
        ):
            continue  # 'Gladstone' of the school 'Gladstone Park'
        if not person:
            agreed.extend(spans)
            continue
        makers: dict[str, float] = {}
        for span in spans:
            makers[span.maker] = max(makers.get(span.maker, 0.0), span.score)
        doubt = 1.0
        for score in makers.values():
            doubt *= 1.0 - score
        known = [s for s in spans if s.maker.startswith("roster")]
        role = [s for s in spans if s.label is not Label.PERSON_OTHER]
        # 'Jean (MGM)': what a cue says of the role goes before what the tagger guesses.
        told = known or [s for s in role if s.maker != "tagger"] or role or spans
        best = max(told, key=lambda s: (s.maker in _BY_PLACE, s.score, s.label.value))
        placed = next((s.maker for s in spans if s.maker in _BY_PLACE), best.maker)
        agreed.append(Found(start, end, best.label, placed, round(min(1.0, 1.0 - doubt), 4)))
    return _whole(agreed)


def _whole(found: list[Found]) -> list[Found]:
    """A span that holds another of its kind is at least as sure: 'Mrs Okafor' as 'Okafor', '4 Mill Lane' as 'Mill Lane'."""
    ordered = sorted(found, key=lambda f: (f.start, -f.end))
    whole: list[Found] = []
    for at, span in enumerate(ordered):
        score, label = span.score, span.label
        for after in range(at + 1, len(ordered)):
            inner = ordered[after]
            if inner.start >= span.end:
                break
            alike = (inner.label.is_person and label.is_person) or inner.label is label
            if alike and inner.end <= span.end and inner.score >= score:
                score = inner.score
                if label is Label.PERSON_OTHER:
                    label = inner.label
        whole.append(Found(span.start, span.end, label, span.maker, score))
    return whole


def _lines(text: str, found: Iterable[Found]) -> list[Found]:
    """Cut spans at line ends: what stands on two lines is two mentions."""
    cut: list[Found] = []
    for span in found:
        start = span.start
        for piece in text[span.start : span.end].split("\n"):
            lead = len(piece) - len(piece.lstrip())
            body = piece.strip()
            if body:
                one = Found(start + lead, start + lead + len(body), span.label, span.maker, span.score)
                cut.extend(each_person(body, one) if span.label.is_person else [one])
            start += len(piece) + 1
    return cut
