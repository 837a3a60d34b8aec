"""Take the names out: the one function through which raw text becomes text that others may see."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from childvoice.deidentify.detect import evidence
from childvoice.deidentify.generalise import weeks_of
from childvoice.deidentify.leftovers import leftovers, shown_by
from childvoice.deidentify.link import MANIFEST, Entity, Mention, link
from childvoice.deidentify.names.cues import ROLE_LABEL
from childvoice.deidentify.names.lexicon import names_that_are_words
from childvoice.deidentify.page import Page, page_of
from childvoice.deidentify.propagate import Surfaces
from childvoice.deidentify.pseudonyms import Numbering, assign, stand_in
from childvoice.deidentify.roster import Roster
from childvoice.deidentify.spans import Found
from childvoice.deidentify.titles import FORMAL
from childvoice.errors import WithheldError
from childvoice.raw import RawDocument
from childvoice.records import Document, Flag, Group, Label, Redaction, Source, Unit

_DOUBTFUL = 0.76
# Who says of a person what they are by what stands around, and by nothing else.
_GUESSES = frozenset({"tagger", "found elsewhere"})
# Of the kind that readers know; 'notes.Kayleigh' has none.
_SUFFIX = re.compile(r"\.(?:[a-z]{3,4}|[A-Z]{3,4})$")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A raw document with what the manifest says of it: its source (raw titles still) and roles of its labels."""

    raw: RawDocument
    source: Source
    speakers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    child: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Deidentified:
    """Everything that may go on, what is withheld with its cause, and the identity key (pseudonym to surfaces)."""

    documents: tuple[Document, ...]
    withheld: tuple[tuple[str, WithheldError], ...]
    key: dict[str, tuple[str, ...]] = field(repr=False)
    edits: dict[tuple[str, int], tuple[Edit, ...]] = field(repr=False)


Edit = tuple[int, int, int, int]
"""A replacement in one unit, as offsets alone: ``[start, end)`` in the raw text, ``[start, end)`` in the new."""


def deidentify(
    incoming: Sequence[Incoming],
    roster: Roster,
    *,
    policy: str = "standard",
    keep: Iterable[str] = (),
    secret: bytes = b"",
    known: Mapping[str, str] = MappingProxyType({}),
    step: Callable[[], None] = lambda: None,
) -> Deidentified:
    """De-identify a whole review: people and places found anywhere are replaced everywhere, alike.

    Documents come back in the order of their source ids. ``step`` is called once a document for each of two
    passes. A document in which a known name would remain is withheld, never passed on.
    """
    ordered = sorted(incoming, key=lambda i: i.source.id)
    keep = tuple(keep)
    pages = [
        page_of(
            i.raw,
            {"title": i.source.title, "file": _SUFFIX.sub("", i.source.file), "setting": i.source.setting},
        )
        for i in ordered
    ]
    seen = []
    for page in pages:
        seen.append(evidence(page.text, roster))
        step()
    first = [
        _with_labels(page, e.settled(keep=keep), item)
        for item, page, e in zip(ordered, pages, seen, strict=True)
    ]
    everywhere = Surfaces(_across_review(pages, first))
    found = []
    for item, page, e, spans in zip(ordered, pages, seen, first, strict=True):
        own = _surfaces(page, spans)
        more = [known for known in everywhere.that_may_stand_in(e.plain.text) if known not in own]
        found.append(_with_labels(page, e.settled(keep=keep, also=more), item) if more else spans)
        step()
    mentions = [
        Mention(n, s.start, s.end, s.label, page.text[s.start : s.end], s.score, s.maker)
        for n, (page, spans) in enumerate(zip(pages, found, strict=True))
        for s in spans
    ]
    entities = link(mentions, roster, [p.text for p in pages])
    numbering = Numbering(secret, known, [i.source.id for i in ordered])
    pseudonyms = assign(entities, roster, texts=[p.text for p in pages], numbering=numbering)
    by_place = {(m.document, m.start): e for e in entities for m in e.mentions}
    documents: list[Document] = []
    withheld: list[tuple[str, WithheldError]] = []
    edits: dict[tuple[str, int], tuple[Edit, ...]] = {}
    for n, (item, page, spans) in enumerate(zip(ordered, pages, found, strict=True)):
        document, changed = _mask(
            item,
            page,
            spans,
            {s.start: by_place[n, s.start] for s in spans},
            pseudonyms,
            policy,
            weeks_of(secret),
        )
        people = _masked_people(page, spans)
        remaining = leftovers(shown_by(document), roster, people)
        if remaining:
            # The name may stand in the file's own name.
            subject = (
                item.source.id if leftovers([document.source.file], roster, people) else document.source.file
            )
            withheld.append((subject, WithheldError(
                f"{remaining} known name(s) would remain after replacement",
                subject=subject,
                remedy="Check the roster's aliases against this file and run again",
            )))  # fmt: skip
        else:
            documents.append(document)
            edits.update({(document.source.id, unit): tuple(found) for unit, found in changed.items()})
    return Deidentified(tuple(documents), tuple(withheld), _identity_key(entities, pseudonyms), edits)


def _with_labels(page: Page, spans: list[Found], item: Incoming) -> list[Found]:
    """Speaker labels that are no role words are names even if no list knows them; their role tells the kind."""
    roles = dict(item.speakers)
    legend = dict(item.raw.legend)
    told = {"child": Label.PERSON_CHILD, "care_leaver": Label.PERSON_CHILD, "parent": Label.PERSON_FAMILY, "carer": Label.PERSON_FAMILY,
            "staff": Label.PERSON_STAFF, "partner": Label.PERSON_STAFF, "advocate": Label.PERSON_STAFF, "interviewer": Label.PERSON_STAFF}  # fmt: skip
    added: list[Found] = []
    for segment in page.segments:
        text = page.text[segment.start : segment.end]
        if segment.field == "speaker" and _is_role(text) and text not in roles:
            # 'F' and 'Researcher' name nobody, whatever a recogniser makes of them.
            spans = [s for s in spans if not (segment.start <= s.start and s.end <= segment.end)]
        if segment.field == "file":
            # 'talks.zip/b' names nobody either.
            spans = [
                s for s in spans if not (segment.start <= s.start and s.end == s.start + 1 <= segment.end)
            ]
        if (
            segment.field != "speaker"
            or _is_role(text)
            or text.casefold() in {k.casefold() for k in legend if ROLE_LABEL.match(k)}
        ):
            continue
        if not any(s.start < segment.end and segment.start < s.end for s in spans):
            added.append(
                Found(
                    segment.start,
                    segment.end,
                    told.get(roles.get(text, ""), Label.PERSON_OTHER),
                    "speaker label",
                    0.95,
                )
            )
        elif text in roles and roles[text] in told:
            # The manifest knows which Faith this is: its word goes before the roster's and the lists'.
            spans = [
                replace(s, label=told[roles[text]], maker=MANIFEST) if s.start == segment.start else s
                for s in spans
            ]
    inside = [piece for span in spans for piece in _split(page, span)]
    return _with_the_child(sorted(inside + added), page, item.source.group)


def _with_the_child(spans: list[Found], page: Page, group: Group) -> list[Found]:
    """A child's record is about a child: where none was found, the only person whom the tagger alone took for staff."""
    staff = [(page.text[s.start : s.end].casefold(), s.maker) for s in spans if s.label is Label.PERSON_STAFF]
    guessed = {name for name, _ in staff} - {name for name, maker in staff if maker not in _GUESSES}
    if group is not Group.CHILD or any(s.label is Label.PERSON_CHILD for s in spans) or len(guessed) != 1:
        return spans
    return [
        replace(s, label=Label.PERSON_CHILD)
        if s.label is Label.PERSON_STAFF and page.text[s.start : s.end].casefold() in guessed
        else s
        for s in spans
    ]


def _is_role(label: str) -> bool:
    """Whether a label says a role, or whose relative or helper somebody is: 'F', 'Researcher', "YP's mum"."""
    whose, apostrophe, rest = label.replace("’", "'").partition("'s ")
    return bool(ROLE_LABEL.match(whose)) and (not apostrophe or rest.islower())


def _titled(label: str) -> bool:
    """Whether a label begins with a title that grown-ups have: 'Mrs Dunne', 'Cllr Hargreave'."""
    first, _, rest = label.partition(" ")
    return bool(rest) and first.rstrip(".").casefold() in FORMAL


def _split(page: Page, span: Found) -> list[Found]:
    """Cut a span at the borders of segments: a name never runs from a label into the words."""
    return [
        replace(span, start=max(span.start, s.start), end=min(span.end, s.end))
        for s in page.segments
        if s.start < span.end and span.start < s.end
    ]


def _surfaces(page: Page, spans: Iterable[Found]) -> set[tuple[str, Label]]:
    return {(re.sub(r"\s+", " ", page.text[s.start : s.end]), s.label) for s in spans}


def _across_review(pages: Sequence[Page], found: Sequence[Sequence[Found]]) -> set[tuple[str, Label]]:
    """Names sure enough to be looked for in every document of the review."""
    sure: dict[str, Label] = {}
    for page, spans in zip(pages, found, strict=True):
        for span in spans:
            surface = re.sub(r"\s+", " ", page.text[span.start : span.end])
            full = " " in surface
            plain = (
                len(surface) > 3 and surface.casefold() not in names_that_are_words() and surface[0].isupper()
            )
            if (
                span.label.is_person
                and span.maker not in ("initial", "initials")
                and ((full and span.score >= 0.85) or (plain and span.score >= 0.93))
            ) or (span.label in (Label.SCHOOL, Label.ORG, Label.LOCATION) and full and span.score >= 0.7):
                sure.setdefault(surface, span.label)
    return set(sure.items())


def _mask(
    item: Incoming,
    page: Page,
    spans: Sequence[Found],
    entities: Mapping[int, Entity],
    pseudonyms: dict[str, str],
    policy: str,
    weeks: int,
) -> tuple[Document, dict[int, list[Edit]]]:
    edits: dict[int, list[Edit]] = defaultdict(list)
    texts: dict[tuple[int, str], str] = {}
    redactions: list[Redaction] = []
    flags: list[Flag] = []
    roles = dict(item.speakers)
    told_roles: dict[int, str] = {}
    for segment in page.segments:
        body = page.text[segment.start : segment.end]
        pieces: list[str] = []
        at = length = 0
        for span in (s for s in spans if segment.start <= s.start and s.end <= segment.end):
            surface = page.text[span.start : span.end]
            numbered = pseudonyms.get(entities[span.start].key)
            shown = stand_in(
                span.label, surface, numbered, page.text[max(0, span.start - 30) : span.start], policy, weeks
            )
            if span.label is Label.RARE_EVENT:
                flags.append(
                    Flag(segment.unit, span.label, "may single out a person; decide whether it stays")
                )
            if shown is None:
                continue
            before = body[at : span.start - segment.start]
            pieces += [before, shown]
            length += len(before)
            if segment.field == "text":
                edits[segment.unit].append(
                    (span.start - segment.start, span.end - segment.start, length, length + len(shown))
                )
                redactions.append(
                    Redaction(
                        segment.unit, length, length + len(shown), span.label, shown, span.maker, span.score
                    )
                )
                if span.score < _DOUBTFUL or entities[span.start].unsure:
                    flags.append(
                        Flag(
                            segment.unit,
                            span.label,
                            "two people may share this name"
                            if entities[span.start].unsure
                            else "found by one weak sign only",
                        )
                    )
            length += len(shown)
            at = span.end - segment.start
            if (
                segment.field == "speaker"
                and (person := entities[span.start].person)
                and person.label is Label.PERSON_OTHER
            ):
                told_roles[segment.unit] = "unknown"  # somebody else: a teacher who looks in, no child
        pieces.append(body[at:])
        texts[segment.unit, segment.field] = "".join(pieces)
        if segment.field == "speaker" and body in roles:
            told_roles[segment.unit] = roles[body]
        elif segment.field == "speaker" and item.source.group is Group.CHILD and _titled(body):
            told_roles[segment.unit] = "unknown"  # among children, Ms Roper is no child
    units = []
    note = question = ""
    # A survey's own number or name of who answered is not passed on; answers of one person stay together.
    answered = {
        r: str(n)
        for n, r in enumerate(dict.fromkeys(u.respondent for u in item.raw.units if u.respondent), 1)
    }
    for unit in item.raw.units:
        note = texts.get((unit.index, "note"), note if unit.note else "")
        question = texts.get((unit.index, "question"), question if unit.question else "")
        units.append(
            Unit(
                index=unit.index,
                text=texts.get((unit.index, "text"), ""),
                speaker=texts.get((unit.index, "speaker"), ""),
                role=told_roles.get(unit.index, ""),
                question=question,
                note=note,
                respondent=answered.get(unit.respondent, ""),
            )
        )
    source = replace(
        item.source,
        title=texts.get((-1, "title"), ""),
        file=texts.get((-1, "file"), "") + "".join(_SUFFIX.findall(item.source.file)),
        setting=texts.get((-1, "setting"), ""),
    )
    return Document(source, tuple(units), tuple(redactions), tuple(dict.fromkeys(flags))), edits


def _masked_people(page: Page, spans: Sequence[Found]) -> set[str]:
    """Surfaces of people that were replaced in this document and so may not stand anywhere in it."""
    return {page.text[s.start : s.end] for s in spans if s.label.is_person and s.score >= 0.85}


def _identity_key(entities: Sequence[Entity], pseudonyms: dict[str, str]) -> dict[str, tuple[str, ...]]:
    key: dict[str, set[str]] = defaultdict(set)
    for entity in entities:
        if entity.key in pseudonyms:
            key[pseudonyms[entity.key]].update(m.surface for m in entity.mentions)
    return {pseudonym: tuple(sorted(surfaces)) for pseudonym, surfaces in sorted(key.items())}
