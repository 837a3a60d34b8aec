"""Speakers' roles and voices against gold, by words: what an adult said must not count as a child's voice."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from childvoice.deidentify import Roster
from childvoice.evaluation.intervals import ratio
from childvoice.pipeline import clean_rows
from childvoice.records import CHILDREN, Group, Kind, Source, Voice
from childvoice.voice import excerpts_of


def measure(rows: list[dict[str, Any]], roster: Roster | None = None) -> dict[str, Any]:
    """Figures for gold rows ``{"doc_id", "unit", "text", "speaker", "role", "kind", "group", "spans": [[start, end, voice, who]]}``.

    Words of a row that no span covers are the adult's. Rows of one ``doc_id`` stand in their order. How many children
    speak in a document is what its first row says (``"children"``), else the different ``who`` (or labels with the
    role of a child) of its own words; a document that tells neither is not counted.
    """
    documents: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        documents[row["doc_id"]].append(row)
    table: Counter[tuple[str, str]] = Counter()
    roles: Counter[bool] = Counter()
    counted: Counter[bool] = Counter()
    for name, own in documents.items():
        table += _words(name, own, roster or Roster(), roles, counted)
    voices = [v.value for v in Voice]
    scores = {v: _f1(table, v) for v in voices if any(g == v for g, _ in table)}
    adult = sum(n for (gold, _), n in table.items() if gold == Voice.ADULT)
    child = sum(n for (gold, _), n in table.items() if gold == Voice.OWN_WORDS)
    return {
        "documents": len(documents),
        "words": sum(table.values()),
        "macro F1 by words": ratio(sum(scores.values()), len(scores)),
        "F1 by voice": scores,
        "adult words counted as own words": ratio(table[Voice.ADULT, Voice.OWN_WORDS], adult),
        "child's own words lost": ratio(child - table[Voice.OWN_WORDS, Voice.OWN_WORDS], child),
        "roles right (turns)": ratio(roles[True], sum(roles.values())),
        "number of children right (documents)": ratio(counted[True], sum(counted.values())),
    }


def _words(
    name: str,
    rows: list[dict[str, Any]],
    roster: Roster,
    roles: Counter[bool],
    counted: Counter[bool],
) -> Counter[tuple[str, str]]:
    """Words of one document by gold voice and found voice. Names are taken out of it first, as in a run."""
    source = Source(
        name,
        name,
        str(rows[0].get("title", "")),
        Kind(rows[0]["kind"]),
        Group(rows[0]["group"]),
        warnings=tuple(rows[0].get("warnings", ())),
    )
    document, edits = clean_rows([_answered(row) for row in rows], source, roster)
    found: dict[int, list[str]] = {i: [Voice.ADULT] * len(row["text"]) for i, row in enumerate(rows)}
    origins = {u.index: _origin(u.text, edits.get(u.index, ())) for u in document.units}
    spoken: dict[int, str] = {}
    children: set[str] = set()
    for excerpt in excerpts_of(document):
        for place in range(excerpt.start, excerpt.end):
            start, end = origins[excerpt.unit][place]
            found[excerpt.unit][start:end] = [excerpt.voice] * (end - start)
        spoken.setdefault(excerpt.unit, excerpt.role.value)
        if excerpt.voice is Voice.OWN_WORDS:
            children.add(excerpt.participant)
    speaking = _children(rows)
    if speaking is not None:
        counted[len(children) == speaking] += 1
    table: Counter[tuple[str, str]] = Counter()
    for unit, row in zip(document.units, rows, strict=True):
        gold: list[str] = [Voice.ADULT] * len(row["text"])
        for start, end, voice, *_ in row["spans"]:
            gold[start:end] = [Voice(voice)] * (end - start)
        for word in re.finditer(r"\S+", row["text"]):
            table[gold[word.start()], found[unit.index][word.start()]] += 1
        if row.get("role") and unit.speaker and unit.index in spoken:
            roles[spoken[unit.index] == row["role"]] += 1
    return table


def _answered(row: dict[str, Any]) -> dict[str, Any]:
    """A row of a survey with who answered, which a gold row may tell by its spans alone."""
    if row["kind"] != Kind.SURVEY or row.get("respondent"):
        return row
    return {
        **row,
        "respondent": next((s[3] for s in row["spans"] if len(s) > 3 and s[3]), f"row {row['unit']}"),
    }


def _children(rows: Sequence[dict[str, Any]]) -> int | None:
    """How many children have own words in a document, where the gold tells."""
    if "children" in rows[0]:
        return int(rows[0]["children"])
    own = [
        (span[3] if len(span) > 3 else "", row)
        for row in rows
        for span in row["spans"]
        if span[2] == Voice.OWN_WORDS
    ]
    # In a transcript each label that is a child's is a child.
    who = {name or (row.get("speaker", "") if row.get("role") in CHILDREN else "") for name, row in own}
    return None if "" in who else len(who)


def _origin(text: str, edits: Sequence[tuple[int, int, int, int]]) -> list[tuple[int, int]]:
    """For each character of a pseudonymised text what it stands for in the raw one; a pseudonym for the whole name."""
    origin: list[tuple[int, int]] = []
    at = 0
    for raw_start, raw_end, start, end in edits:
        origin += [(at + i, at + i + 1) for i in range(start - len(origin))]
        origin += [(raw_start, raw_end)] * (end - start)
        at = raw_end
    return [*origin, *((at + i, at + i + 1) for i in range(len(text) - len(origin)))]


def _f1(table: Counter[tuple[str, str]], voice: str) -> float:
    right = table[voice, voice]
    found = sum(n for (_, f), n in table.items() if f == voice)
    gold = sum(n for (g, _), n in table.items() if g == voice)
    return ratio(2 * right, found + gold)
