"""Speakers' roles and voices against gold, by words: what an adult said must not count as a child's voice."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from childvoice.deidentify import Person, Roster, deidentify_text
from childvoice.deidentify.text import Replaced
from childvoice.evaluation.intervals import ratio
from childvoice.records import Document, Group, Kind, Label, Source, Unit, Voice
from childvoice.voice import excerpts_of


def measure(rows: list[dict[str, Any]], roster: Roster | None = None) -> dict[str, Any]:
    """Figures for gold rows ``{"doc_id", "unit", "text", "speaker", "role", "kind", "group", "spans": [[start, end, voice, who]]}``.

    Words of a row that no span covers are the adult's. Rows of one ``doc_id`` stand in their order.
    """
    documents: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        documents[row["doc_id"]].append(row)
    table: Counter[tuple[str, str]] = Counter()
    roles: Counter[bool] = Counter()
    for name, own in documents.items():
        table += _words(name, own, roster or Roster(), roles)
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
    }


def _words(
    name: str, rows: list[dict[str, Any]], roster: Roster, roles: Counter[bool]
) -> Counter[tuple[str, str]]:
    """Words of one document by gold voice and found voice. The text is de-identified first, as in a run."""
    lines = [f"{r['speaker']}: {r['text']}" if r.get("speaker") else r["text"] for r in rows]
    whole = "\n".join(lines)
    spans = deidentify_text(whole, roster).spans
    people = _by_label(roster)
    stands: dict[str, str] = {}
    units: list[Unit] = []
    origins: list[list[int]] = []
    at = 0
    for i, (row, line) in enumerate(zip(rows, lines, strict=True)):
        start = at + len(line) - len(row["text"])
        speaker, _ = _masked(whole, at, max(at, start - 2), spans)
        role = ""
        known = people.get(str(row.get("speaker") or ""))
        if known:  # a label of the roster is that person, as in a run
            role = "unknown" if known.label is Label.PERSON_OTHER else ""
            if known.label is Label.PERSON_CHILD and not speaker.startswith("[Child"):
                speaker = stands.setdefault(known.id, f"[Child {len(stands) + 901}]")
        text, origin = _masked(whole, start, at + len(line), spans)
        note, question = row.get("note", ""), row.get("question", "")
        units.append(
            Unit(
                i,
                text,
                speaker,
                role,
                question=question,
                note=note,
                respondent=str(row.get("respondent", "")),
            )
        )
        origins.append([o - start for o in origin])
        at += len(line) + 1
    source = Source(
        name,
        name,
        row_title(rows),
        Kind(rows[0]["kind"]),
        Group(rows[0]["group"]),
        warnings=tuple(rows[0].get("warnings", ())),
    )
    table: Counter[tuple[str, str]] = Counter()
    found: dict[int, list[str]] = {u.index: [Voice.ADULT] * len(rows[u.index]["text"]) for u in units}
    spoken: dict[int, str] = {}
    for excerpt in excerpts_of(Document(source, tuple(units))):
        for place in range(excerpt.start, excerpt.end):
            found[excerpt.unit][origins[excerpt.unit][place]] = excerpt.voice
        spoken.setdefault(excerpt.unit, excerpt.role.value)
    starts = list(_starts(rows, lines))
    for span in spans:
        for i, start in enumerate(starts):
            if start <= span.start and span.end <= start + len(rows[i]["text"]):
                # A pseudonym stands for all words of the name.
                found[i][span.start - start : span.end - start] = [found[i][span.start - start]] * (
                    span.end - span.start
                )
    for unit, row in zip(units, rows, strict=True):
        gold: list[str] = [Voice.ADULT] * len(row["text"])
        for start, end, voice, *_ in row["spans"]:
            gold[start:end] = [Voice(voice)] * (end - start)
        for word in re.finditer(r"\S+", row["text"]):
            table[gold[word.start()], found[unit.index][word.start()]] += 1
        if row.get("role") and unit.speaker and unit.index in spoken:
            roles[spoken[unit.index] == row["role"]] += 1
    return table


def _by_label(roster: Roster) -> dict[str, Person]:
    """Whom a speaker label names: a name that belongs to several people tells nobody."""
    bearers: dict[str, list[Person]] = defaultdict(list)
    for person in roster.people:
        for surface in person.surfaces:
            bearers[surface].append(person)
    return {surface: people[0] for surface, people in bearers.items() if len(people) == 1}


def _starts(rows: list[dict[str, Any]], lines: Sequence[str]) -> Iterator[int]:
    """Where the text of each row begins in the joined lines."""
    at = 0
    for row, line in zip(rows, lines, strict=True):
        yield at + len(line) - len(row["text"])
        at += len(line) + 1


def row_title(rows: list[dict[str, Any]]) -> str:
    """The title of the document, where the gold gives one."""
    return str(rows[0].get("title", ""))


def _masked(text: str, start: int, end: int, spans: Sequence[Replaced]) -> tuple[str, list[int]]:
    """``text[start:end]`` with pseudonyms, and for each character where in ``text`` it stands for."""
    pieces: list[str] = []
    origin: list[int] = []
    at = start
    for span in (s for s in spans if start <= s.start and s.end <= end):
        pieces += [text[at : span.start], span.pseudonym]
        origin += [*range(at, span.start), *[span.start] * len(span.pseudonym)]
        at = span.end
    return "".join([*pieces, text[at:end]]), [*origin, *range(at, end)]


def _f1(table: Counter[tuple[str, str]], voice: str) -> float:
    right = table[voice, voice]
    found = sum(n for (_, f), n in table.items() if f == voice)
    gold = sum(n for (g, _), n in table.items() if g == voice)
    return ratio(2 * right, found + gold)
