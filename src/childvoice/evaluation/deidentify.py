"""De-identification against gold spans: recall, leaks, precision, over-masking, pseudonyms, by name form and origin."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any

from childvoice.deidentify import Roster, deidentify_text
from childvoice.deidentify.names.lexicon import names_that_are_words
from childvoice.evaluation.intervals import Sampled
from childvoice.evaluation.naming import FORMS, forms, origin

# What names a person or leads to one directly, and what does so only with other knowledge.
DIRECT = frozenset(
    "PERSON_CHILD PERSON_FAMILY PERSON_STAFF PERSON_OTHER POSTCODE PHONE EMAIL URL HANDLE NHS_NUMBER NINO UPN CASE_ID VEHICLE_REG".split()
)
# Facts that a person decides on are no recall of the machine's.
_DECIDED = "RARE_EVENT"
_OUR_FAMILY = ("PERSON_CHILD", "PERSON_FAMILY")
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

Span = tuple[int, int, str]
"""Start, end and pseudonym of what a tool masked; a tool without pseudonyms gives an empty one."""


def measure(
    rows: list[dict[str, Any]], roster: Roster | None = None, *, policy: str = "standard"
) -> dict[str, Any]:
    """Figures for gold rows ``{"doc_id", "text", "spans": [[start, end, label, entity, origin], ...]}``.

    ``entity`` names one person or place within the document and ``origin`` a group of names; both may be empty or left
    out. ``lookalikes`` ([[start, end], ...]) are words of the row that only look like names; without it, they are
    the words outside the gold that are names too (will, hope, May). An identifier is found if every letter of it is
    masked, an entity if all its mentions are.
    """
    known = roster or Roster()
    return figures(
        [
            tally(
                row,
                [
                    (s.start, s.end, s.pseudonym)
                    for s in deidentify_text(row["text"], known, policy=policy).spans
                ],
            )
            for row in rows
        ]
    )


def tally(row: dict[str, Any], found: Sequence[Span]) -> Counter[str]:
    """Everything that is counted in one document whose masked spans are ``found``."""
    text: str = row["text"]
    count: Counter[str] = Counter({"documents": 1, "words": len(text.split())})
    masked, gold = bytearray(len(text)), bytearray(len(text))
    for start, end, _ in found:
        masked[start:end] = b"\x01" * (end - start)
    entities: dict[tuple[str, str], bool] = {}
    people: dict[str, list[tuple[int, int, bool, str]]] = defaultdict(list)
    for start, end, label, *more in row["spans"]:
        gold[start:end] = b"\x01" * (end - start)
        surface = text[start:end]
        hit = all(masked[i] for i in range(start, end) if text[i].isalnum())
        entity = more[0] if more and more[0] else surface.casefold()
        group = "direct" if label in DIRECT else "quasi"
        for name in (label, group) if label != _DECIDED else (label,):
            count[f"{name} mentions"] += 1
            count[f"{name} found"] += hit
        entities[label, entity] = entities.get((label, entity), True) and hit
        if not hit and group == "direct":
            count["direct leak"] = 1
            count["family leak"] |= label in _OUR_FAMILY
        if label.startswith("PERSON"):
            people[entity].append((start, end, hit, more[1] if len(more) > 1 else ""))
    for (label, _), whole in entities.items():
        group = "direct" if label in DIRECT else "quasi"
        for name in (label, group) if label != _DECIDED else (label,):
            count[f"{name} entities"] += 1
            count[f"{name} whole"] += whole
    _precision(count, row, masked, gold)
    _people(count, text, people, found)
    if any(span[3:] and span[3] for span in row["spans"]):
        _links(count, row["spans"], found)
    return count


def _precision(count: Counter[str], row: dict[str, Any], masked: bytearray, gold: bytearray) -> None:
    """Count words masked, rightly and not, and look-alikes, which are counted apart from other words."""
    text: str = row["text"]
    given = row.get("lookalikes")
    marked = {i for start, end, *_ in given for i in range(start, end)} if given is not None else set()
    for token in _TOKEN.finditer(text):
        start, end = token.span()
        hidden, right = any(masked[start:end]), any(gold[start:end])
        count["masked tokens"] += hidden
        count["right tokens"] += hidden and right
        if right:
            continue
        alike = start in marked if given is not None else token[0].casefold() in names_that_are_words()
        count["look-alikes"] += alike
        count["masked look-alikes"] += hidden and alike
        count["masked others"] += hidden and not alike


def _people(
    count: Counter[str], text: str, people: dict[str, list[tuple[int, int, bool, str]]], found: Sequence[Span]
) -> None:
    """Count mentions by form and origin, and people who keep one pseudonym in all their mentions."""
    for mentions in people.values():
        surfaces = [text[start:end] for start, end, *_ in mentions]
        told = next((o for *_, o in mentions if o), "") or origin(surfaces)
        for (_, _, hit, _), surface in zip(mentions, surfaces, strict=True):
            for form in forms(surface, (s for s in surfaces if s != surface)):
                count[f"form {form}"] += 1
                count[f"form {form} found"] += hit
            count[f"origin {told}"] += 1
            count[f"origin {told} found"] += hit
        if len(mentions) > 1 and any(p for *_, p in found):
            given = {_over(start, end, found) for start, end, *_ in mentions}
            count["people"] += 1
            count["people alike"] += len(given) == 1 and "" not in given


def _links(count: Counter[str], spans: Iterable[Any], found: Sequence[Span]) -> None:
    """Count pairs of mentions with one pseudonym, and those of them that are one person."""
    shown: dict[str, Counter[str]] = defaultdict(Counter)
    for start, end, label, *more in spans:
        pseudonym = _over(start, end, found)
        if label.startswith("PERSON") and more and more[0] and pseudonym:
            shown[pseudonym][more[0]] += 1
    for people in shown.values():
        same = sum(n * (n - 1) // 2 for n in people.values())
        count["links right"] += same
        count["links"] += same + sum(a * b for a, b in combinations(people.values(), 2))


def _over(start: int, end: int, found: Sequence[Span]) -> str:
    """The pseudonym that stands over a mention, the longest if several do; empty if none does."""
    over = [(min(b, end) - max(a, start), p) for a, b, p in found if a < end and start < b]
    return max(over)[1] if over else ""


def figures(documents: Sequence[Counter[str]]) -> dict[str, Any]:
    """Ratios over all documents with their intervals, as :func:`measure` gives them."""
    sampled = Sampled(documents)
    labels = sorted(
        {k.removesuffix(" mentions") for d in documents for k in d if k.endswith(" mentions")}
        - {"direct", "quasi"}
    )
    origins = sorted(
        {k for d in documents for k in d if k.startswith("origin ") and not k.endswith(" found")}
    )

    def recall(name: str) -> dict[str, Any]:
        mentions = sampled.ratio(f"{name} found", f"{name} mentions")
        whole = sampled.ratio(f"{name} whole", f"{name} entities")
        return {"mentions": mentions["value"], "interval": mentions["interval"], "of": mentions["of"],
                "entities": whole["value"], "entities interval": whole["interval"]}  # fmt: skip

    result: dict[str, Any] = {
        "documents": len(documents),
        "direct recall": recall("direct"),
        "quasi recall": recall("quasi"),
        "documents that leak": {
            "direct": sampled.ratio("direct leak", "documents"),
            "child or relative": sampled.ratio("family leak", "documents"),
        },
        "precision": {"tokens": sampled.ratio("right tokens", "masked tokens")},
        "over-masking": {
            "look-alikes": sampled.ratio("masked look-alikes", "look-alikes"),
            "other words per 1,000": sampled.ratio("masked others", "words", times=1000),
        },
        "pseudonyms": {
            "people with one throughout": sampled.ratio("people alike", "people"),
            "precision of links": sampled.ratio("links right", "links"),
        },
        "recall by kind": {label: recall(label) for label in labels},
        "recall by name form": {f: sampled.ratio(f"form {f} found", f"form {f}") for f in FORMS if sampled.total(f"form {f}")},
        "recall by name origin": {o.removeprefix("origin "): sampled.ratio(f"{o} found", o) for o in origins},
    }  # fmt: skip
    shares = [
        o["value"]
        for name, o in result["recall by name origin"].items()
        if name != "not told" and o["of"] >= _ENOUGH
    ]
    if len(shares) > 1:
        result["gap between origins"] = max(shares) - min(shares)
    return result


_ENOUGH = 20
"""Mentions from which a group of origin counts for the gap: one missed name of five would be a gap of 20 points."""
