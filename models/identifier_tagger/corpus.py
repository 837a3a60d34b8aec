"""Read the marked documents that the tagger learns from: text with spans of identifiers.

Two sources: ``corpora/sample/written`` (the sample review) and ``corpora/identifiers/<writer>`` with marks
``[[surface|KIND]]`` or ``[[surface|KIND|who]]``, see ``corpora/identifiers/README.md``.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "corpora" / "sample"))

KINDS = {
    "CHILD": "PERSON_CHILD", "FAMILY": "PERSON_FAMILY", "CARER": "PERSON_FAMILY", "STAFF": "PERSON_STAFF",
    "OTHER": "PERSON_OTHER", "ADDRESS": "LOCATION", "PASSPORT": "CASE_ID", "LICENCE": "CASE_ID", "BANK": "CASE_ID",
}  # fmt: skip
"""Marks of the writers that are not yet the contract's labels."""

_MARK = re.compile(r"\[\[([^\[\]|]+)\|([A-Z_]+)(?:\|(\w+))?\]\]")

_NAME_OR_WORD = re.compile(
    r"\b(?:Mark|Grace|Summer|Faith|Joy|Rose|Dawn|Angel|Prince|Star|Bill|Pat|Rob|Drew|Art|Jack|Guy|Frank)\b"
)
_MONTHS = ("April", "May", "June", "August", "Sunday")
_INSIDE = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+")


@dataclass(frozen=True)
class Marked:
    """A document: its name, its plain text, the spans ``(start, end, label)`` in it, in order, and who each span is.

    ``who`` holds one word a span that is the same for all mentions of one person of the document, or is empty.
    """

    name: str
    text: str
    spans: tuple[tuple[int, int, str], ...]
    who: tuple[str, ...] = ()


def written(folder: Path) -> list[Marked]:
    """The documents of one writer in ``corpora/identifiers``."""
    documents = []
    for path in sorted(folder.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        head, _, body = text.partition("\n")
        documents.append(plain(path.stem, body if head.startswith("# ") else text))
    return documents


def plain(name: str, marked: str) -> Marked:
    """Take the marks off."""
    pieces, spans, who, length, at = [], [], [], 0, 0
    for m in _MARK.finditer(marked):
        pieces.append(marked[at : m.start()])
        length += m.start() - at
        spans.append((length, length + len(m[1]), KINDS.get(m[2], m[2])))
        who.append(m[3] or "")
        pieces.append(m[1])
        length += len(m[1])
        at = m.end()
    pieces.append(marked[at:])
    text = "".join(pieces)
    if "[[" in text or "]]" in text:
        raise SystemExit(f"{name}: a mark is not closed")
    return Marked(name, text, tuple(spans), tuple(who))


def sample() -> list[Marked]:
    """The sample review as it was written, labels of speakers and headings of entries included."""
    from authoring import parse

    return [
        _joined(path.stem, parse(path))
        for path in sorted((ROOT / "corpora" / "sample" / "written").glob("*.txt"))
    ]


def nameless() -> list[str]:
    """Utterances of ``corpora/training`` in which no list, no rule and no recogniser finds anything: what is no name, in many words."""
    from news import news

    from childvoice.deidentify.names import cues, gazetteer
    from childvoice.deidentify.names.lexicon import names_that_are_words
    from childvoice.deidentify.names.tokens import tokens

    texts = []
    for path in sorted((ROOT / "corpora" / "training").glob("*.jsonl")):
        if path.stem in ("elm", "fir"):
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            text = json.loads(line)["text"]
            if _NAME_OR_WORD.search(text) or any(
                w.casefold() in names_that_are_words() and w not in _MONTHS for w in _INSIDE.findall(text)
            ):
                continue  # 'Mark waits' is a name that no rule saw
            if not any((*gazetteer.listed(tokens(text)), *cues.cued(text), *_named(news()(text)))):
                texts.append(text)
    return texts


def _named(read) -> list:
    return [e for e in read.ents if e.label_ in ("PERSON", "ORG", "GPE", "LOC", "FAC")]


def _joined(name: str, document) -> Marked:
    parts = [(document.head["title"], (), "\n")]
    for line in document.lines:
        parts += [(line.label, line.label_identifiers, ": ")] if line.label else []
        parts.append((line.text, line.identifiers, "\n"))
    parts += [(cell.text, cell.identifiers, "\n") for row in document.table for cell in row]
    text, spans = "", []
    for body, marks, end in parts:
        spans += [(len(text) + m.start, len(text) + m.end, m.label) for m in marks]
        text += body + end
    return Marked(name, text, tuple(spans))


if __name__ == "__main__":
    out = csv.writer(io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8"))
    for source in (
        sample(),
        *(written(p) for p in sorted((ROOT / "corpora" / "identifiers").iterdir()) if p.is_dir()),
    ):
        out.writerow(
            [len(source), sum(len(d.text.split()) for d in source), sum(len(d.spans) for d in source)]
        )
