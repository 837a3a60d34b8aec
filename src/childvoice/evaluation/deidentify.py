"""De-identification against gold spans: recall by kind, leaks by document, precision, consistency of pseudonyms."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from childvoice.deidentify import Roster, deidentify_text
from childvoice.evaluation.intervals import interval, ratio

# What names a person or leads to one directly, and what does so only with other knowledge.
DIRECT = frozenset(
    "PERSON_CHILD PERSON_FAMILY PERSON_STAFF PERSON_OTHER POSTCODE PHONE EMAIL URL HANDLE NHS_NUMBER NINO UPN CASE_ID VEHICLE_REG".split()
)


@dataclass(slots=True)
class _Document:
    hits: Counter[str] = field(default_factory=Counter)
    golds: Counter[str] = field(default_factory=Counter)
    entity_hits: int = 0
    entities: int = 0
    leak: bool = False
    family_leak: bool = False
    right_characters: int = 0
    masked_characters: int = 0
    over: int = 0
    words: int = 0
    one_pseudonym: int = 0
    people: int = 0


def measure(rows: list[dict[str, Any]], roster: Roster | None = None) -> dict[str, Any]:
    """Figures for gold rows ``{"doc_id", "text", "spans": [[start, end, label, entity], ...]}``.

    A mention counts as found if every letter and digit of it is covered; an entity if all its mentions are.
    """
    documents = [_compare(row, roster or Roster()) for row in rows]

    def recall(docs: Any, labels: frozenset[str]) -> float:
        return ratio(
            sum(d.hits[x] for d in docs for x in labels), sum(d.golds[x] for d in docs for x in labels)
        )

    labels = sorted({label for d in documents for label in d.golds})
    quasi = frozenset(labels) - DIRECT - {"RARE_EVENT"}
    return {
        "documents": len(documents),
        "direct recall": {"mentions": recall(documents, DIRECT), "interval": interval(documents, lambda d: recall(d, DIRECT)),
                          "entities": ratio(sum(d.entity_hits for d in documents), sum(d.entities for d in documents))},
        "quasi recall": {"mentions": recall(documents, quasi), "interval": interval(documents, lambda d: recall(d, quasi))},
        "documents that leak": {"direct": ratio(sum(d.leak for d in documents), len(documents)),
                                "interval": interval(documents, lambda d: ratio(sum(x.leak for x in d), len(d))),
                                "child or relative": ratio(sum(d.family_leak for d in documents), len(documents))},
        "precision (characters)": ratio(sum(d.right_characters for d in documents), sum(d.masked_characters for d in documents)),
        "other words masked per 1,000": 1000 * ratio(sum(d.over for d in documents), sum(d.words for d in documents)),
        "people with one pseudonym": ratio(sum(d.one_pseudonym for d in documents), sum(d.people for d in documents)),
        "recall by kind": {x: {"recall": recall(documents, frozenset({x})), "mentions": sum(d.golds[x] for d in documents)} for x in labels},
    }  # fmt: skip


def _compare(row: dict[str, Any], roster: Roster) -> _Document:
    text: str = row["text"]
    found = deidentify_text(text, roster).spans
    covered = bytearray(len(text))
    for span in found:
        covered[span.start : span.end] = b"\x01" * (span.end - span.start)
    document = _Document(words=len(text.split()))
    gold = bytearray(len(text))
    entities: dict[str, bool] = {}
    pseudonyms: dict[str, set[str]] = defaultdict(set)
    for start, end, label, *rest in row["spans"]:
        gold[start:end] = b"\x01" * (end - start)
        hit = all(covered[i] for i in range(start, end) if text[i].isalnum())
        document.golds[label] += 1
        document.hits[label] += hit
        if label in DIRECT:
            entity = rest[0] if rest and rest[0] else text[start:end].casefold()
            entities[entity] = entities.get(entity, True) and hit
            document.leak |= not hit
            document.family_leak |= not hit and label in ("PERSON_CHILD", "PERSON_FAMILY")
            if label.startswith("PERSON"):
                pseudonyms[entity] |= {s.pseudonym for s in found if s.start < end and start < s.end}
    document.entities, document.entity_hits = len(entities), sum(entities.values())
    document.people = sum(1 for p in pseudonyms.values() if p)
    document.one_pseudonym = sum(1 for p in pseudonyms.values() if len(p) == 1)
    for span in found:
        letters = [i for i in range(span.start, span.end) if text[i].isalnum()]
        document.masked_characters += len(letters)
        document.right_characters += sum(gold[i] for i in letters)
        if not any(gold[i] for i in letters):
            document.over += len(text[span.start : span.end].split())
    return document
