"""Which mentions are the same person or place: one pseudonym each, and when unsure two.

Within a document a given name, surname, nickname or initials join the one full name that they fit; across
documents people are joined by the roster or by full name alone, because there are many called Chloe.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from childvoice.deidentify.alike import one_slip
from childvoice.deidentify.forms import Form, form_of
from childvoice.deidentify.people import Being
from childvoice.deidentify.people import beings as put_together
from childvoice.deidentify.roster import Person, Roster
from childvoice.deidentify.said import said_same
from childvoice.deidentify.titles import CALLED
from childvoice.records import Label

MANIFEST = "manifest"
"""Maker of a mention whose role the manifest gives: it chooses between people of one name."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A found identifier with its document, its place in it and how it is written."""

    document: int
    start: int
    end: int
    label: Label
    surface: str = field(repr=False)
    score: float
    maker: str


@dataclass(slots=True)
class Entity:
    """One person or place of the review, with the ways it is written and the roster's person if it is one."""

    label: Label
    key: str = field(repr=False)
    person: Person | None = field(default=None, repr=False)
    mentions: list[Mention] = field(default_factory=list, repr=False)
    unsure: bool = False


def link(mentions: Sequence[Mention], roster: Roster, texts: Sequence[str] = ()) -> list[Entity]:
    """Group ``mentions`` into entities, in the order of the first mention of each.

    With the ``texts`` that the mentions count their documents in, titles and what the text says of names ('known as')
    is read too.
    """
    by_document: dict[int, list[Mention]] = defaultdict(list)
    entities: dict[str, Entity] = {}
    for mention in mentions:
        if mention.label.is_person:
            by_document[mention.document].append(mention)
        else:
            key = f"{mention.label}:{_plain(mention.surface)}"
            entities.setdefault(key, Entity(mention.label, key)).mentions.append(mention)
    lookup = _roster_lookup(roster)
    for document, found in sorted(by_document.items()):
        text = texts[document] if document < len(texts) else ""
        for key, label, person, unsure, group in _people(document, found, lookup, text):
            entity = entities.setdefault(key, Entity(label, key, person))
            entity.mentions.extend(group)
            entity.unsure = entity.unsure or unsure
    return sorted(entities.values(), key=lambda e: min((m.document, m.start) for m in e.mentions))


def _plain(surface: str) -> str:
    return re.sub(r"[^\w]+", " ", re.sub(r"(?i)^the\s+", "", surface)).strip().casefold()


def _roster_lookup(roster: Roster) -> dict[str, list[Person]]:
    lookup: dict[str, list[Person]] = defaultdict(list)
    for person in roster.people:
        names = {_plain(s) for s in person.surfaces} | {person.initials.casefold()}
        form = form_of(person.name)
        if len(form.words) > 1:
            names.add(_plain(form.surname))
        for name in sorted(n for n in names if n):
            lookup[name].append(person)
    return lookup


_Group = tuple[str, Label, Person | None, bool, list[Mention]]


def _people(
    document: int, found: Sequence[Mention], lookup: dict[str, list[Person]], text: str
) -> Iterator[_Group]:
    """Groups of mentions of one person in one document."""
    forms = {
        id(m): form_of(
            m.surface,
            text[max(0, m.start - 24) : m.start].rpartition("\n")[2],
            text[m.end : m.end + 16].partition("\n")[0],
        )
        for m in found
    }
    forms = _without_idle_words(forms)
    by_form: dict[Form, list[Mention]] = defaultdict(list)
    for mention in found:
        by_form[forms[id(mention)]].append(mention)
    people = _of_roster(by_form, lookup)
    listed: dict[str, list[Mention]] = defaultdict(list)
    for form, person in people.items():
        listed[person.id] += by_form[form]
    known = {p.id: p for p in people.values()}
    beings = put_together(
        {form: _votes(group) for form, group in by_form.items() if form not in people},
        [
            Being([form_of(s) for s in (p.name, *p.aliases)], Counter({p.label: 1000}), p.id)
            for p in sorted(known.values(), key=lambda p: p.id)
        ],
        said_same(text, [(m.start, m.end, forms[id(m)]) for m in found]) if text else (),
    )
    taken: set[str] = set()
    groups = [
        [m for form in being.forms for m in by_form.get(form, ()) if form not in people] for being in beings
    ]
    _introduced(beings, groups)
    for being, mentions in zip(beings, groups, strict=True):
        if being.roster:
            person = known[being.roster]
            everything = sorted(listed[person.id] + mentions, key=lambda m: m.start)
            yield f"roster:{person.id}", person.label, person, False, everything
            continue
        if not mentions:
            continue
        key = _key(document, being)
        while key in taken:
            key += " 2"
        taken.add(key)
        yield key, being.label, None, bool(being.may_be), sorted(mentions, key=lambda m: m.start)


def _without_idle_words(forms: Mapping[int, Form]) -> dict[int, Form]:
    """'Big Stu' is Stu, unless there is a Little Stu too."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for form in forms.values():
        if form.apart in CALLED:
            kinds[form.words[0]].add(form.apart)
    return {
        at: replace(form, apart="") if form.apart in CALLED and len(kinds[form.words[0]]) < 2 else form
        for at, form in forms.items()
    }


def _introduced(beings: Sequence[Being], groups: list[list[Mention]]) -> None:
    """What fits several people is the only one of them who was named before it: 'Hocking', until his brother comes in."""
    place = {id(b): n for n, b in enumerate(beings)}
    first = [min((m.start for m in g), default=-1) for g in groups]
    for n, being in enumerate(beings):
        if not being.may_be or len(being.forms[0].words[0]) == 1:
            continue
        fits = [place[id(b)] for b in being.may_be if id(b) in place]
        for mention in list(groups[n]):
            before = [f for f in fits if 0 <= first[f] < mention.start]
            if len(before) == 1:
                groups[n].remove(mention)
                groups[before[0]].append(mention)


def _of_roster(by_form: Mapping[Form, list[Mention]], lookup: dict[str, list[Person]]) -> dict[Form, Person]:
    """Forms that one person of the roster alone is written in."""
    open_: dict[Form, list[Person]] = {}
    for form, mentions in by_form.items():
        words = tuple(_plain(" ".join(form.words)).split())
        shown = {_plain(m.surface) for m in mentions}
        people = next((p for s in sorted(shown) if (p := lookup.get(s))), None) or lookup.get(" ".join(words))
        people = people or _misspelt(words, lookup) or _inside(words, lookup)
        if told := {m.label for m in mentions if m.maker == MANIFEST}:
            people = [p for p in people if p.label in told]
        if form.formal and len(form.words) == 1:
            people = [p for p in people if p.label is not Label.PERSON_CHILD]
        open_[form] = people
    certain = {p[0].id for p in open_.values() if len(p) == 1}
    found = {}
    for form, people in open_.items():
        if len(people) > 1:
            people = [p for p in people if p.id in certain] or people
        if len(people) == 1:
            found[form] = people[0]
    return found


def _key(document: int, being: Being) -> str:
    """Across documents a full name is one person, and so is an initial with a surname; a lone name is the document's."""
    whole = [f for f in being.whole if not f.given_and_initial]
    if whole:
        longest = max(whole, key=lambda f: (f.full, len(f.words), len("".join(f.words)), f.words))
        return f"name:{' '.join(longest.words).replace('-', ' ')}" + (
            f" {being.apart}" if being.apart else ""
        )
    head = being.forms[0]
    return f"{document}:{' '.join(head.words)}" + "".join(f":{x}" for x in (head.gender, head.apart) if x)


def _votes(mentions: Iterable[Mention]) -> Counter[Label]:
    """What evidence says the person is; kinship and job cues before mere names."""
    votes: Counter[Label] = Counter()
    for mention in mentions:
        votes[mention.label] += 1 if mention.label is Label.PERSON_OTHER else 10
    return votes


def _misspelt(words: tuple[str, ...], lookup: dict[str, list[Person]]) -> list[Person]:
    joined = " ".join(words)
    if len(joined) < 5:
        return []
    near = [
        people
        for name, people in lookup.items()
        if abs(len(name) - len(joined)) <= 1 and len(name) >= 5 and one_slip(joined, name)
    ]
    found = {p.id: p for people in near for p in people}
    return list(found.values())


def _inside(words: tuple[str, ...], lookup: dict[str, list[Person]]) -> list[Person]:
    """People whose name of two words stands inside a span that holds more ('Kayleigh Bramhall Interview')."""
    found = {p.id: p for pair in pairwise(words) for p in lookup.get(" ".join(pair), [])}
    return list(found.values())
