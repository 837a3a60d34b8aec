"""De-identification beside bare spaCy, in one run, on gold with spans.

    python benchmarks/deidentify.py [GOLD.jsonl]

The default gold is the sample review's, on which rules were tuned: those figures flatter. Use your own.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from childvoice.deidentify import deidentify_text
from childvoice.engines import spacy_ner
from childvoice.evaluation.deidentify import DIRECT

GOLD = Path(__file__).resolve().parents[1] / "corpora" / "sample" / "gold" / "identifiers.jsonl"


def bare(text: str) -> list[tuple[int, int]]:
    kinds = {"PERSON", "ORG", "GPE", "LOC", "FAC", "DATE"}
    return [(e.start_char, e.end_char) for e in spacy_ner()(text).ents if e.label_ in kinds]


def ours(text: str) -> list[tuple[int, int]]:
    return [(s.start, s.end) for s in deidentify_text(text).spans]


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else GOLD
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    print(
        f"{path.name}: {len(rows)} documents\n{'tool':12} {'direct recall':>14} {'documents that leak':>20} {'precision':>10} {'other words masked per 1,000':>30}"
    )
    for name, find in (("bare spaCy", bare), ("childvoice", ours)):
        hits = total = leaks = right = masked = over = words = 0
        for row in rows:
            text = row["text"]
            spans = find(text)
            covered, gold = bytearray(len(text)), bytearray(len(text))
            for a, b in spans:
                covered[a:b] = b"\1" * (b - a)
            leak = False
            for a, b, label, *_ in row["spans"]:
                gold[a:b] = b"\1" * (b - a)
                hit = all(covered[i] for i in range(a, b) if text[i].isalnum())
                if label in DIRECT:
                    total += 1
                    hits += hit
                    leak |= not hit
            leaks += leak
            letters = [i for i in range(len(text)) if covered[i] and text[i].isalnum()]
            masked += len(letters)
            right += sum(gold[i] for i in letters)
            over += sum(len(text[a:b].split()) for a, b in spans if not any(gold[a:b]))
            words += len(text.split())
        print(
            f"{name:12} {hits / total:14.3f} {leaks / len(rows):20.3f} {right / masked:10.3f} {1000 * over / words:30.1f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
