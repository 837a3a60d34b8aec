"""Train the models that weigh the voice of a clause and whose a quotation is: python models/voice_model/train.py [--check].

Learns from what the rules hand it (``childvoice.voice.clues``, ``owning``) in the sample review and in the documents of
corpora/voices, tests/voice/{worked,developed,councils} and tests/voice/examples.txt; never from tests/voice/{heldout,unseen}
nor corpora/heldout. With ``--check`` the documents of corpora/voices and the council documents are parted into five and
each part is read by models that have not seen it; nothing is written. Needs scikit-learn and en_core_web_md, some three
minutes. The same numbers come out each time.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from spacy.vocab import Vocab
from tests.voice import heldout, test_notes

from childvoice.deidentify import Roster, read_roster
from childvoice.evaluation import voice as scoring
from childvoice.pipeline import clean_rows
from childvoice.records import Document, Group, Kind, Source, Voice
from childvoice.voice import clauses, excerpts_of, weighing

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(ROOT / "models" / "identifier_tagger")]
import quotations  # noqa: E402 - beside this file
from news import folder  # noqa: E402 - where en_core_web_md lies

VOICES = [Voice.ADULT, Voice.REPORTED, Voice.OBSERVED]
# By --check: regularisation, weight of word vectors, what speaks against the adult's voice, weights of the sets.
STRENGTH, VECTORS, LEAN = 0.1, 6.0, 0.8
WRITTEN = ("councils", "voices")
LINES = 6
WEIGHT = {"lines": LINES, "councils": 2, "voices": 2}


@dataclass(frozen=True)
class Gold:
    """A document without names, its gold rows, and where each character of it stood in them."""

    folder: str
    rows: list[dict[str, Any]]
    document: Document
    edits: dict[int, Any]

    def voices(self, unit: int) -> list[Voice]:
        """The gold voice of each character of a pseudonymised unit."""
        row = self.rows[unit]
        raw = [Voice.ADULT] * len(row["text"])
        for start, end, voice, *_ in row["spans"]:
            raw[start:end] = [Voice(voice)] * (end - start)
        text = self.document.units[unit].text
        return [raw[a] for a, _ in scoring._origin(text, self.edits.get(unit, ()))]


@dataclass(frozen=True)
class Clause:
    """A clause that was weighed: its words, its clues, and how many of its words have which voice."""

    folder: str
    doc: str
    text: str
    clues: list[str]
    gold: Counter[Voice]


def documents() -> list[Gold]:
    """All documents to learn from."""
    sample = ROOT / "corpora" / "sample"
    lines = (sample / "gold" / "voice.jsonl").read_text(encoding="utf-8").splitlines()
    found = list(_clean("sample", map(json.loads, lines), read_roster(sample / "documents" / "roster.csv")))
    for set_ in ("worked", "developed", "councils"):
        found += _clean(set_, heldout.rows(ROOT / "tests" / "voice" / set_), Roster())
    return [*found, *_clean("voices", heldout.rows(ROOT / "corpora" / "voices"), Roster())]


def _clean(folder: str, rows: Iterable[dict[str, Any]], roster: Roster) -> Iterator[Gold]:
    by_document: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_document.setdefault(row["doc_id"], []).append(row)
    for name, own in by_document.items():
        first = own[0]
        source = Source(name, name, str(first.get("title", "")), Kind(first["kind"]), Group(first["group"]), warnings=tuple(first.get("warnings", ())))  # fmt: skip
        document, edits = clean_rows([scoring._answered(row) for row in own], source, roster)
        yield Gold(folder, own, document, dict(edits))


def weighed_in(gold: Gold) -> list[Clause]:
    """The clauses of a document that are weighed, in their order."""
    texts = [u.text for u in gold.document.units]
    return _noted(
        gold.folder, gold.document.source.id, texts, gold.voices, lambda: excerpts_of(gold.document)
    )


def quoted_in(gold: Gold) -> list[quotations.Quotation]:
    """The quotations of a document that are weighed."""
    texts = [u.text for u in gold.document.units]
    return quotations.weighed_in(
        gold.document.source.id, texts, gold.voices, lambda: excerpts_of(gold.document)
    )


def worked_lines() -> tuple[list[Clause], list[quotations.Quotation]]:
    """The clauses and the quotations of the single lines that tests work through."""
    found: list[Clause] = []
    quoted: list[quotations.Quotation] = []
    for line in test_notes.LINES:
        setting, gender = line.partition(" | ")[0].split()
        text, voices = test_notes.marked(line.partition(" | ")[2])
        read = partial(test_notes.found_in, text, setting, gender)
        found += _noted("lines", line, [text], lambda _, voices=voices: voices, read)
        quoted += LINES * quotations.weighed_in(line, [text], lambda _, voices=voices: voices, read)
    return found, quoted


def _noted(
    folder: str,
    name: str,
    texts: Sequence[str],
    voices: Callable[[int], list[Voice]],
    read: Callable[[], Any],
) -> list[Clause]:
    """The clauses that are weighed while ``read`` runs; what comes before each is as the gold has it."""
    found: list[Clause] = []
    unit = at = 0

    def note(clause: str, acting: Any, cast: Any, *, first: bool) -> Voice:
        nonlocal unit, at
        clues = weighing.clues(clause, acting, cast, first=first)
        places = ((n, texts[n].find(clause, at if n == unit else 0)) for n in range(unit, len(texts)))
        place = next((p for p in places if p[1] >= 0), None)
        if place is None:  # read with another pseudonym than it shows
            return Voice.ADULT
        unit, at = place[0], place[1] + len(clause)
        gold = voices(unit)
        counted = Counter(gold[place[1] + m.start()] for m in re.finditer(r"\S+", clause))
        found.append(Clause(folder, name, clause, clues, counted))
        most = counted.most_common(1)[0][0]
        return most if most in VOICES else Voice.REPORTED

    with patch.object(clauses, "weighed", note):
        read()
    return found


class Vectors:
    """Word vectors of length one; nothing for words that have none."""

    def __init__(self) -> None:
        self._vocab = Vocab().from_disk(folder() / "vocab")

    def of(self, word: str) -> np.ndarray:
        vector = self._vocab.get_vector(word)
        return vector / (float(np.linalg.norm(vector)) or 1.0)

    def mean(self, text: str) -> np.ndarray:
        found = [self.of(w) for w in weighing.words_of(text)]
        return np.mean(found, 0) if found else np.zeros(300)

    def of_clause(self, text: str) -> np.ndarray:
        found = [self.of(w) for w in weighing.words_of(text)]
        return (
            np.concatenate([np.mean(found, 0), np.mean(found[: weighing.FIRST], 0)])
            if found
            else np.zeros(600)
        )


def fit(learned: Sequence[Clause], vectors: Vectors, words: Iterable[str]) -> dict[str, Any]:
    """The numbers of the model, learned from ``learned``, for all clues in it and for ``words``."""
    rows, labels, weights, means = [], [], [], []
    for one in learned:
        mean = vectors.of_clause(one.text) * VECTORS
        for voice, count in one.gold.items():
            if voice in VOICES:
                rows.append(dict.fromkeys(one.clues, 1))
                labels.append(VOICES.index(voice))
                weights.append(count**0.5 * WEIGHT.get(one.folder, 1))
                means.append(mean)
    names = DictVectorizer()
    table = hstack([names.fit_transform(rows), csr_matrix(np.array(means))]).tocsr()
    model = LogisticRegression(C=STRENGTH, max_iter=3000)
    model.fit(table, labels, sample_weight=np.array(weights) / np.mean(weights))
    # Against the adult's voice, so that two numbers do for three voices.
    numbers = (model.coef_[1:] - model.coef_[0]) * quotations.UNIT
    start = (model.intercept_[1:] - model.intercept_[0] + LEAN) * quotations.UNIT
    known = len(names.feature_names_)
    clues = {c: [round(float(n)) for n in numbers[:, i]] for i, c in enumerate(names.feature_names_)}
    said = {}
    for word in sorted(words):
        vector = vectors.of(word) * VECTORS
        if vector.any():
            weight = [*(numbers[:, known : known + 300] @ vector), *(numbers[:, known + 300 :] @ vector)]
            said[word] = [round(float(n)) for n in weight]
    return {
        "start": [round(float(n)) for n in start],
        "clues": {c: n for c, n in clues.items() if any(n)},
        "words": {w: n for w, n in said.items() if max(map(abs, n)) >= 100},
    }


def vocabulary(learned: Sequence[Clause]) -> set[str]:
    """Words that get a number: those of the documents and of the training utterances, and the forms of verbs."""
    words = {w for one in learned for w in weighing.words_of(one.text)}
    for path in (ROOT / "corpora" / "training").glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            words.update(weighing.words_of(json.loads(line)["text"]))
    for line in (HERE / "verbs.txt").read_text(encoding="utf-8").splitlines()[1:]:
        verb = line.split()[0]
        words |= {verb} if "=" in line else {verb, f"{verb}s", f"{verb}ed", f"{verb}d", f"{verb}ing", f"{verb[:-1]}ing", f"{verb}{verb[-1]}ed", f"{verb}{verb[-1]}ing"}  # fmt: skip
    return words


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--check",
        action="store_true",
        help="read each fifth of the council documents with a model of the rest",
    )
    check = options.parse_args().check
    all_documents = documents()
    vectors = Vectors()
    learned, quoted = worked_lines()
    for gold in all_documents:
        learned += weighed_in(gold)
        quoted += quoted_in(gold)
    words = vocabulary(learned) | {w for q in quoted for w in weighing.words_of(q.text)}
    direction = quotations.manner(vectors.mean)
    if not check:
        numbers = {
            "name": "voice_model",
            "clauses": fit(learned, vectors, words),
            "quotations": quotations.fit(quoted, vectors.mean, vectors.of, direction, words),
        }
        text = json.dumps(numbers, separators=(",", ":"))
        (HERE / "model.json").write_text(text.replace('],"', '],\n"') + "\n", encoding="utf-8")
        return
    names = sorted({g.document.source.id for g in all_documents if g.folder in WRITTEN})
    tables: dict[str, Counter[tuple[str, str]]] = {name: Counter() for name in WRITTEN}
    for fifth in range(5):
        unseen = set(names[fifth::5])
        clauses_ = weighing.read(fit([c for c in learned if c.doc not in unseen], vectors, words))
        ones = weighing.read_ones(quotations.fit([q for q in quoted if q.doc not in unseen], vectors.mean, vectors.of, direction, words))  # fmt: skip
        weighing.model = lambda numbers=clauses_: numbers
        weighing.quotation_model = lambda numbers=ones: numbers
        for gold in all_documents:
            if gold.document.source.id in unseen:
                tables[gold.folder] += read(gold)
    for name, table in tables.items():
        own = sum(n for (g, _), n in table.items() if g == Voice.OWN_WORDS)
        adult = sum(n for (g, _), n in table.items() if g == Voice.ADULT)
        print(name, {v.value: round(scoring._f1(table, v), 3) for v in Voice},
              "adult as own", round(table[Voice.ADULT, Voice.OWN_WORDS] / adult, 4),
              "own lost", round(1 - table[Voice.OWN_WORDS, Voice.OWN_WORDS] / own, 3))  # fmt: skip


def read(gold: Gold) -> Counter[tuple[str, str]]:
    """Words of a document by gold voice and found voice."""
    table: Counter[tuple[str, str]] = Counter()
    found = {u.index: [Voice.ADULT] * len(u.text) for u in gold.document.units}
    for excerpt in excerpts_of(gold.document):
        found[excerpt.unit][excerpt.start : excerpt.end] = [excerpt.voice] * (excerpt.end - excerpt.start)
    for unit in gold.document.units:
        voices = gold.voices(unit.index)
        for word in re.finditer(r"\S+", unit.text):
            table[voices[word.start()], found[unit.index][word.start()]] += 1
    return table


if __name__ == "__main__":
    main()
