"""Draft themes beside UMAP with HDBSCAN, in one run: are planted themes found among what else people say.

    python benchmarks/topics.py

Among passages of ``corpora/training`` lie three themes outside the codebook (animals, food, buses; the sentences of
``tests/themes/test_topics.py``), of 14 to 40 passages each. A theme is found if one topic has it with an F1 of .5 or
more. Each size is drawn three times. Beside it: how far topics and codes of passages with one code agree (normalised
mutual information), the part of passages that are in no topic, and processor seconds.
"""

from __future__ import annotations

import json
import random
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from childvoice.themes import topics
from childvoice.themes.vectors import vectors

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "themes"))
from test_topics import planted_passages  # noqa: E402 - the planted sentences

DRAWS, CODED = 3, 2500
SIZES = ((0, 40), (0, 14), (300, 15), (1000, 20), (1000, 40), (2300, 40))
"""Other passages, and passages of each planted theme."""
Group = Callable[[Sequence[str], Any], list[int]]


def ours(texts: Sequence[str], vectors: Any) -> list[int]:
    return topics.grouped(texts, vectors)


def umap_hdbscan(texts: Sequence[str], vectors: Any) -> list[int]:
    """BERTopic's own choice, with small clusters allowed."""
    from hdbscan import HDBSCAN
    from umap import UMAP

    count = len(texts)
    points = UMAP(n_neighbors=min(10, count - 1), n_components=min(5, count - 2), min_dist=0.0, metric="cosine",
                  random_state=topics.SEED, n_jobs=1).fit_transform(vectors)  # fmt: skip
    smallest = max(5, min(60, count // 60))
    return list(HDBSCAN(min_cluster_size=smallest, min_samples=2, cluster_selection_method="leaf").fit_predict(points))  # fmt: skip


def coded() -> tuple[list[str], list[str], Any]:
    """Passages with one code: text, code, vector of the content words."""
    rows = [json.loads(line) for path in sorted((ROOT / "corpora" / "training").glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]  # fmt: skip
    rows = [r for r in rows if len(r["codes"]) == 1 and len(topics.content_words(r["text"])) >= 2]
    random.Random(topics.SEED).shuffle(rows)  # noqa: S311 - a seeded draw
    rows = rows[:CODED]
    return [r["text"] for r in rows], [r["codes"][0]["code"] for r in rows], encoded([r["text"] for r in rows])  # fmt: skip


def encoded(texts: Sequence[str]) -> Any:
    return vectors([" ".join(topics.content_words(text)) for text in texts])


def main() -> None:
    from sklearn.metrics import normalized_mutual_info_score

    warnings.simplefilter("ignore")
    texts, codes, vectors = coded()
    planted = planted_passages()
    each = [encoded(p) for p in planted]
    head = " | ".join(f"{other} + 3 x {size}" for other, size in SIZES)
    print(f"| tool | {head} | agreement with codes | in no topic | processor seconds |\n|{'---|' * (len(SIZES) + 4)}")  # fmt: skip
    for name, group in (("UMAP and HDBSCAN", umap_hdbscan), ("childvoice", ours)):
        group(texts[:100], vectors[:100])  # what is compiled is compiled once
        draw = np.random.default_rng(topics.SEED)
        cells = []
        for other, size in SIZES:
            found = 0
            for _ in range(DRAWS):
                some = draw.choice(len(texts), other, replace=False)
                chosen = [draw.choice(len(p), size, replace=False) for p in planted]
                bodies = [*(texts[i] for i in some), *(p[i] for p, c in zip(planted, chosen, strict=True) for i in c)]  # fmt: skip
                points = np.concatenate([vectors[some], *(v[c] for v, c in zip(each, chosen, strict=True))])
                found += _found(np.array(group(bodies, points)), other, size)
            cells.append(f"{found} of {3 * DRAWS}")
        began = time.process_time()
        numbers = np.array(group(texts, vectors))
        seconds = time.process_time() - began
        inside = numbers != -1
        alike = normalized_mutual_info_score(np.array(codes)[inside], numbers[inside])
        print(f"| {name} | {' | '.join(cells)} | {alike:.3f} | {1 - inside.mean():.2f} | {seconds:.1f} |", flush=True)  # fmt: skip


def _found(numbers: Any, other: int, size: int) -> int:
    """How many of the three planted themes one topic has."""
    found = 0
    for theme in range(3):
        own = numbers[other + theme * size : other + (theme + 1) * size]
        f1 = [2 * int((own == t).sum()) / (size + int((numbers == t).sum())) for t in set(own) - {-1}]
        found += max(f1, default=0.0) >= 0.5
    return found


if __name__ == "__main__":
    sys.exit(main())
