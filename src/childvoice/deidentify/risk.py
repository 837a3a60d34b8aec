"""What risk remains: counts of what was replaced, what is doubtful and why, and what could still be combined.

A *motivated intruder* (ICO, 'Anonymisation: managing data protection risk') has no access but reads newspapers, social
media and the council's own pages; an *insider* knows the family or the case. For the first, details that stay in the text
are counted for each person (age, school year, origin, faith, health, family, rare events): who shares a combination with
too few others, like a small cell of a table, could be singled out. For the second, months, places and named roles count too.
The report holds pseudonyms, kinds and counts, never words of a document.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from childvoice.deidentify.recognisers import rare_event
from childvoice.nouns import RELATIVES
from childvoice.records import Document

DOUBTFUL = 0.76
"""Finds that are less sure than this are for a person to look at."""
SMALL = 5
"""Fewer people than this with one combination are a small cell (the usual limit of published tables)."""

_PERSON = re.compile(rf"\[(?:Child|{RELATIVES}|Person|Worker) \d+\]|\[Child \d+’s [^\]]+\]")
# No longer than anyone speaks: a paragraph without full stops is read in stretches.
_SENTENCE = re.compile(r"[^.!?\n]{1,2000}")
# Details that stay in the text, by kind. What the first group says tells one value of a kind from another.
_OUTSIDE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("age", re.compile(r"(?i)\[(aged [^\]]+)\]|\baged? (\d{1,2})\b|\b(\d{1,2})[ -](?:years?|yrs?)[ -]old\b|\((\d{1,2})\)")),
    ("school year", re.compile(r"(?i)\b(?:year|yr|y) ?(\d{1,2})\b(?! (?:of|old|ago))")),
    ("origin or language", re.compile(
        r"(?i)\b(polish|romanian|bulgarian|lithuanian|albanian|ukrainian|portuguese|brazilian|somali|sudanese|eritrean|ethiopian|nigerian|ghanaian|"
        r"congolese|afghan\w*|pashto|dari|kurdish|iranian|farsi|iraqi|syrian|arabic|pakistani|urdu|bangladeshi|sylheti|bengali|indian|punjabi|tamil|chinese|"
        r"cantonese|mandarin|vietnamese|turkish|jamaican|irish|welsh|traveller|roma|gypsy|bsl)\b")),
    ("faith", re.compile(r"(?i)\b(muslim|sikh|hindu|jewish|buddhist|catholic|jehovah\w*|mosque|temple|synagogue|gurdwara)\b")),
    ("health or disability", re.compile(
        r"(?i)\b(wheelchair|deaf|blind|autis\w*|adhd|epilep\w*|diabet\w*|down['’]?s syndrome|cerebral palsy|cystic fibrosis|sickle cell|leukaemia|cancer|"
        r"makaton|hearing aid\w*|feeding tube|stammer\w*|selective(?:ly)? mut\w*|tourette\w*|pregnan\w*)\b")),
    ("family", re.compile(r"(?i)\b(twins?|triplets?|only child|(?:eldest|youngest|one) of (?:four|five|six|seven|eight|nine|ten)|adopted|orphan\w*|unaccompanied)\b")),
    ("crime or court", re.compile(r"(?i)\b(prison|custody|remanded|murder\w*|manslaughter|trafficked|tagged|youth offending)\b")),
)  # fmt: skip
_INSIDE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("place, school or organisation", re.compile(r"\[((?:Town|Street|Estate|Address|Place|School|Organisation) \d+)\]")),
    ("month or date", re.compile(r"\[((?:[A-Z][a-z]+day )?(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December)(?: \d{4})?)\]")),
    ("worker", re.compile(r"\[((?:Social worker|Family support worker|Reviewing officer|Teacher|Health visitor|Manager|Advocate) \d+)\]")),
)  # fmt: skip
# From how many details an insider is taken to know who it is.
_KNOWN_FROM = 4


@dataclass(frozen=True, slots=True)
class Masked:
    """A document as the report sees it: its id, its new text, and what was replaced or only flagged in it.

    ``replaced`` are (label, pseudonym, score, unsure), ``flagged`` labels of what a person has to decide.
    """

    id: str
    text: str
    replaced: tuple[tuple[str, str, float, bool], ...]
    flagged: tuple[str, ...] = ()

    @classmethod
    def of(cls, document: Document) -> Masked:
        """A document of a review. Its flags know which finds were unsure; redactions know how sure each was."""
        shared = Counter((f.unit, f.label) for f in document.flags if "share this name" in f.reason)
        replaced = []
        for r in document.redactions:
            unsure = shared[r.unit, r.label] > 0
            replaced.append((r.label.value, r.pseudonym, r.score, unsure))
        rare = tuple(f.label.value for f in document.flags if "single out" in f.reason)
        text = "\n".join(f"{u.speaker}: {u.text}" if u.speaker else u.text for u in document.units)
        return cls(document.source.id, text, tuple(replaced), rare)


def report(documents: Iterable[Masked], *, linked: bool) -> dict[str, Any]:
    """The report of each document and of all together, as data that can be written as JSON.

    ``linked`` says that pseudonyms mean the same person in every document; else each document stands alone.
    """
    documents = list(documents)
    details: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    inside: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for document in documents:
        scope = "" if linked else document.id
        for who, kind, value, outside in _details(document.text):
            if outside:
                details[scope, who][kind].add(value)
            else:
                inside[scope, who].add((kind, value))
    cells = _cells(details)
    total: Counter[str] = Counter()
    doubts: Counter[tuple[str, str]] = Counter()
    each = []
    for document in documents:
        counts = Counter(label for label, *_ in document.replaced)
        doubtful = _doubts(document)
        total += counts
        doubts += doubtful
        scope = "" if linked else document.id
        here = set(_PERSON.findall(document.text))
        each.append(
            {
                "doc_id": document.id,
                "replaced": dict(sorted(counts.items())),
                "people": len({p for label, p, *_ in document.replaced if label.startswith("PERSON")}),
                "doubtful": _told(doubtful),
                "left for a person to decide": dict(sorted(Counter(document.flagged).items())),
                "an intruder could combine": [
                    c for (s, who), c in cells.items() if s == scope and who in here
                ],
                "an insider could recognise": sorted(
                    who for who in here if len(inside[scope, who]) + len(details[scope, who]) >= _KNOWN_FROM
                ),
            }
        )
    return {
        "documents": len(documents),
        "replaced": dict(sorted(total.items())),
        "doubtful": _told(doubts),
        "left for a person to decide": sum(len(d.flagged) for d in documents),
        "people with a rare combination": len(cells),
        "smallest cell below": SMALL,
        "each": each,
    }


def _doubts(document: Masked) -> Counter[tuple[str, str]]:
    doubtful: Counter[tuple[str, str]] = Counter()
    for label, _, score, unsure in document.replaced:
        if unsure:
            doubtful[label, "two people may share this name"] += 1
        elif score < DOUBTFUL:
            doubtful[label, "found by one weak sign only"] += 1
    return doubtful


def _told(doubts: Counter[tuple[str, str]]) -> list[dict[str, Any]]:
    return [{"kind": kind, "why": why, "count": n} for (kind, why), n in sorted(doubts.items())]


def _details(text: str) -> Iterable[tuple[str, str, str, bool]]:
    """Person, kind, value and whether an outsider could know it, sentence by sentence.

    A sentence that names nobody is about the only child of the document, or about nobody.
    """
    children = set(re.findall(r"\[Child \d+\]", text))
    alone = next(iter(children)) if len(children) == 1 else ""
    for sentence in _SENTENCE.finditer(text):
        words = sentence[0]
        people = list(dict.fromkeys(_PERSON.findall(words))) or ([alone] if alone else [])
        if not people:
            continue
        for kinds, outside in ((_OUTSIDE, True), (_INSIDE, False)):
            for kind, form in kinds:
                for m in form.finditer(words):
                    value = next((g for g in m.groups() if g), "").casefold()
                    yield _nearest(words, m.start(), people), kind, value, outside
        for event in rare_event.find(words):
            yield (
                _nearest(words, event.start, people),
                "rare event",
                words[event.start : event.end].casefold(),
                True,
            )


def told_in(text: str) -> list[tuple[str, str, bool]]:
    """Kind and value of each detail in a text, whomever it is about, and whether an outsider could know it.

    >>> [kind for kind, _, _ in told_in("I am autistic, in Year 9 at [School 2]")]
    ['school year', 'health or disability', 'place, school or organisation']
    """
    found = []
    for kinds, outside in ((_OUTSIDE, True), (_INSIDE, False)):
        for kind, form in kinds:
            found += [
                (kind, next((g for g in m.groups() if g), "").casefold(), outside)
                for m in form.finditer(text)
            ]
    found += [("rare event", text[e.start : e.end].casefold(), True) for e in rare_event.find(text)]
    return list(dict.fromkeys(found))


def _nearest(words: str, at: int, people: Sequence[str]) -> str:
    """Who stands nearest before a place in the sentence, or first behind it."""
    before = [(words.rfind(p, 0, at), p) for p in people]
    best = max(before)
    return best[1] if best[0] >= 0 else people[0]


def _cells(details: dict[tuple[str, str], dict[str, set[str]]]) -> dict[tuple[str, str], dict[str, Any]]:
    """People whose combination of two details or more, or rare event, is shared by fewer than :data:`SMALL`."""
    profiles = {
        key: frozenset((kind, value) for kind, values in kinds.items() for value in values)
        for key, kinds in details.items()
    }
    cells = {}
    for (scope, who), profile in sorted(profiles.items()):
        rare = any(kind == "rare event" for kind, _ in profile)
        if not rare and len({kind for kind, _ in profile}) < 2:
            continue
        role = re.sub(r"\d+", "", who)
        alike = sum(
            1 for (_, other), has in profiles.items() if re.sub(r"\d+", "", other) == role and profile <= has
        )
        if alike < SMALL:
            cells[scope, who] = {
                "who": who,
                "details": sorted({kind for kind, _ in profile}),
                "shared by": alike,
            }
    return cells


def as_text(told: dict[str, Any]) -> str:
    """The report as a page in plain words."""
    lines = [
        "# Risk report of de-identification",
        "",
        f"{told['documents']} document(s). Counts and pseudonyms only: nothing here is text of a document.",
        "",
        "## Replaced",
        *(f"- {label}: {n}" for label, n in told["replaced"].items()),
        "",
        "## Doubtful: a person should look",
        *(f"- {d['kind']}: {d['count']} ({d['why']})" for d in told["doubtful"]),
        f"- rare events left for a person to decide: {told['left for a person to decide']}",
        "",
        "## What could still be combined",
        f"{told['people with a rare combination']} person(s) have details in the text that fewer than "
        f"{told['smallest cell below']} share here. A small review has many of them: it is a reason to look, not a verdict.",
    ]
    for document in told["each"]:
        cells, known = document["an intruder could combine"], document["an insider could recognise"]
        if not (cells or known or document["doubtful"]):
            continue
        lines += ["", f"### {document['doc_id']}"]
        lines += (f"- doubtful: {d['kind']}, {d['count']} ({d['why']})" for d in document["doubtful"])
        lines += (
            f"- someone from outside could combine {', '.join(c['details'])} of {c['who']} (shared by {c['shared by']})"
            for c in cells
        )
        if known:
            lines.append(f"- someone who knows the case could recognise {', '.join(known)}")
    return "\n".join(lines) + "\n"
