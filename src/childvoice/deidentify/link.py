"""Which mentions are the same person or place: one pseudonym each, and when unsure two.

Within a document a given name, surname, nickname or initials join the one full name that they fit; across
documents people are joined by the roster or by full name alone, because there are many called Chloe.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from childvoice.deidentify.roster import Person, Roster
from childvoice.records import Label

# Everyday short forms that no prefix rule finds.
_SHORT = {
    "bill": "william", "billy": "william", "will": "william", "liam": "william", "bob": "robert", "bobby": "robert", "rob": "robert",
    "dick": "richard", "rick": "richard", "jack": "john", "johnny": "john", "jim": "james", "jimmy": "james", "jamie": "james",
    "tony": "anthony", "ted": "edward", "teddy": "edward", "ned": "edward", "harry": "harold", "hal": "harold", "meg": "margaret",
    "maggie": "margaret", "peggy": "margaret", "liz": "elizabeth", "beth": "elizabeth", "betty": "elizabeth", "libby": "elizabeth",
    "lizzie": "elizabeth", "kate": "katherine", "katie": "katherine", "kathy": "katherine", "cathy": "catherine", "sally": "sarah", "molly": "mary",
    "polly": "mary", "nell": "eleanor", "nellie": "eleanor", "ellie": "eleanor", "bernie": "bernadette", "gaz": "gareth", "gary": "gareth",
    "baz": "barry", "shaz": "sharon", "mo": "mohammed", "moe": "mohammed", "muhammad": "mohammed", "mohammad": "mohammed", "zosia": "zofia",
    "kasia": "katarzyna", "gosia": "małgorzata", "asia": "joanna", "basia": "barbara", "sasha": "aleksandra", "dave": "david", "mick": "michael",
    "mike": "michael", "steve": "stephen", "chris": "christopher", "fran": "frances", "jenny": "jennifer", "becky": "rebecca", "becca": "rebecca",
    "rosie": "rosemary", "susie": "susan", "debbie": "deborah", "vicky": "victoria", "mikey": "michael", "andy": "andrew", "danny": "daniel",
    "tom": "thomas", "tommy": "thomas", "joe": "joseph", "joey": "joseph", "matty": "matthew", "sammy": "samuel", "abby": "abigail",
    "izzy": "isabella", "nikki": "nicola", "lottie": "charlotte", "tilly": "matilda", "millie": "amelia", "alfie": "alfred", "freddie": "frederick",
    "ollie": "oliver", "lenny": "leonard", "kenny": "kenneth", "benny": "benjamin", "patsy": "patricia", "trish": "patricia",
    "cindy": "lucinda", "mandy": "amanda", "sandy": "sandra", "terry": "terence", "zak": "zachary", "zach": "zachary",
}  # fmt: skip


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


def link(mentions: Sequence[Mention], roster: Roster) -> list[Entity]:
    """Group ``mentions`` into entities, in the order of the first mention of each."""
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
        for key, label, person, unsure, group in _people(document, found, lookup):
            entity = entities.setdefault(key, Entity(label, key, person))
            entity.mentions.extend(group)
            entity.unsure = entity.unsure or unsure
    return sorted(entities.values(), key=lambda e: min((m.document, m.start) for m in e.mentions))


def _plain(surface: str) -> str:
    return re.sub(r"[^\w]+", " ", re.sub(r"(?i)^the\s+", "", surface)).strip().casefold()


def _words(surface: str) -> tuple[str, ...]:
    words = _plain(surface).split()
    titles = {"mr", "mrs", "ms", "miss", "dr", "pc", "mx", "prof", "sgt"}
    return tuple(w for w in words if w not in titles) or tuple(words)


def _roster_lookup(roster: Roster) -> dict[str, list[Person]]:
    lookup: dict[str, list[Person]] = defaultdict(list)
    for person in roster.people:
        names = {_plain(s) for s in person.surfaces} | {person.initials.casefold()}
        parts = _words(person.name)
        if len(parts) > 1:
            names.add(parts[-1])
        for name in sorted(n for n in names if n):
            lookup[name].append(person)
    return lookup


_Group = tuple[str, Label, Person | None, bool, list[Mention]]


def _people(document: int, found: Sequence[Mention], lookup: dict[str, list[Person]]) -> list[_Group]:
    """Groups of mentions of one person in one document."""
    surfaces: dict[tuple[str, ...], list[Mention]] = defaultdict(list)
    for mention in found:
        surfaces[_words(mention.surface)].append(mention)
    certain: dict[str, Person] = {}
    for words in surfaces:
        people = lookup.get(" ".join(words), [])
        if told := {m.label for m in surfaces[words] if m.maker == MANIFEST}:
            people = [p for p in people if p.label in told]
        if len(people) == 1:
            certain[people[0].id] = people[0]
    groups: dict[str, _Group] = {}

    def add(key: str, person: Person | None, unsure: bool, mentions: list[Mention]) -> None:
        label = person.label if person else _label(mentions)
        if key in groups:
            old = groups[key]
            merged = old[4] + mentions
            groups[key] = (key, person.label if person else _label(merged), person, unsure or old[3], merged)
        else:
            groups[key] = (key, label, person, unsure, list(mentions))

    anchors = [w for w in surfaces if len(w) > 1]
    for words, mentions in sorted(surfaces.items(), key=lambda item: (-len(item[0]), item[0])):
        known = lookup.get(" ".join(words)) or _misspelt(words, lookup) or _inside(words, lookup)
        told = {m.label for m in mentions if m.maker == MANIFEST}
        if told:
            known = [p for p in known if p.label in told]
        if len(known) > 1:
            known = [p for p in known if p.id in certain] or known
        if len(known) == 1:
            add(f"roster:{known[0].id}", known[0], False, mentions)
            continue
        fits = {a for a in anchors if a != words and _fits(words, a)}
        fits -= {a for a in fits if any(b[: len(a)] == a for b in fits - {a})}  # Mei-Ling is Mei-Ling Chan
        roster_fits = {p.id: p for p in certain.values() if _fits(words, _words(p.name))}
        if (
            len(words) == 1
            and len(roster_fits) == 1
            and not fits - {_words(p.name) for p in roster_fits.values()}
        ):
            person = next(iter(roster_fits.values()))
            add(f"roster:{person.id}", person, False, mentions)
        elif len(words) > 1:
            # 'Lily-Mae' is two words, and no full name where a longer one begins with it.
            longer = {a for a in anchors if len(a) > len(words) and a[: len(words)] == words}
            whole = next(iter(longer)) if len(longer) == 1 else words
            add(f"name:{' '.join(whole)}", None, False, mentions)
        elif len(fits) == 1:
            add(f"name:{' '.join(next(iter(fits)))}", None, False, mentions)
        elif len(heard := {a for a in anchors if _sounds(a[0]) == _sounds(words[0])}) == 1 and not fits:
            add(f"name:{' '.join(next(iter(heard)))}", None, False, mentions)
        else:
            single = _same_single(words[0], [w for w in surfaces if len(w) == 1])
            add(f"{document}:{single}", None, len(fits) > 1 or len(known) > 1, mentions)
    return list(groups.values())


def _label(mentions: Sequence[Mention]) -> Label:
    """What the surest evidence says the person is; kinship and job cues before mere names."""
    votes: Counter[Label] = Counter()
    for mention in mentions:
        votes[mention.label] += 1 if mention.label is Label.PERSON_OTHER else 10
    return max(sorted(votes), key=lambda label: votes[label])


def _fits(words: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether ``words`` can be a shorter form of the full name."""
    if len(words) > 1:
        return False
    word = words[0]
    initials = "".join(w[0] for w in full)
    return (
        word in full
        or (2 <= len(word) <= 4 and word == initials)
        or (len(word) == 1 and word == full[0][0])
        or _short_form(word, full[0])
        or (len(word) >= 5 and any(_one_slip(word, w) for w in full))
    )


def _short_form(short: str, name: str) -> bool:
    """By the list, as a beginning ('Dan', Daniel), or as one with 'y' or 'ie' ('Georgie', Georgina; not Amy, Amelia)."""
    stem = re.sub(r"(?:ie|ey|y|i)$", "", short)
    return (
        _SHORT.get(short) == name
        or _SHORT.get(name) == short
        or (len(short) >= 3 and len(name) > len(short) and name.startswith(short))
        or (len(stem) >= 4 and len(name) > len(short) and name.startswith(stem))
    )


def _same_single(word: str, singles: Sequence[tuple[str, ...]]) -> str:
    """One key for the spellings of a given name that stands alone in the document."""
    for (other,) in sorted(singles, key=lambda s: (-len(s[0]), s[0])):
        if other != word and len(other) > len(word) and len(word) >= 3 and (_SHORT.get(word) == other):
            return other
    longer = [
        other for (other,) in singles if len(word) > 2 and len(other) > len(word) and other.startswith(word)
    ]
    if len(longer) == 1:
        return longer[0]
    alike = sorted(other for (other,) in singles if len(other) > 3 and _sounds(other) == _sounds(word))
    if len(word) > 3 and alike:
        return alike[0]
    initial = [other for (other,) in singles if len(other) > 1 and other[0] == word]
    return _same_single(initial[0], [s for s in singles if len(s[0]) > 1]) if len(initial) == 1 else word


def _sounds(name: str) -> str:
    """A spelling that 'Zophia' shares with 'Zofia' and 'Destinee' with 'Destiny': how staff write what they hear."""
    for pattern, heard in (
        (r"ph", "f"),
        (r"ck|c(?![eih])", "k"),
        (r"ee|ey|ie|y|ea", "i"),
        (r"(.)\1", r"\1"),
        (r"(?<=\w)[eh]$", ""),
    ):
        name = re.sub(pattern, heard, name)
    return name


def _misspelt(words: tuple[str, ...], lookup: dict[str, list[Person]]) -> list[Person]:
    joined = " ".join(words)
    if len(joined) < 5:
        return []
    near = [
        people
        for name, people in lookup.items()
        if abs(len(name) - len(joined)) <= 1 and len(name) >= 5 and _one_slip(joined, name)
    ]
    found = {p.id: p for people in near for p in people}
    return list(found.values())


def _inside(words: tuple[str, ...], lookup: dict[str, list[Person]]) -> list[Person]:
    """People whose name of two words stands inside a span that holds more ('Kayleigh Bramhall Interview')."""
    found = {p.id: p for pair in pairwise(words) for p in lookup.get(" ".join(pair), [])}
    return list(found.values())


def _one_slip(a: str, b: str) -> bool:
    """Whether one letter was added, left out, changed, or two neighbours swapped."""
    if a == b:
        return True
    if abs(len(a) - len(b)) > 1:
        return False
    at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return (
        a[at + 1 :] == b[at + 1 :]
        or a[at + 1 :] == b[at:]
        or a[at:] == b[at + 1 :]
        or (a[at : at + 2] == b[at : at + 2][::-1] and a[at + 2 :] == b[at + 2 :])
    )
