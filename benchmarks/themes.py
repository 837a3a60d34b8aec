"""Theme coding beside its baselines, in one run: keyword dictionary, zero-shot vectors, heads on frozen vectors, ours.

    python benchmarks/themes.py [QUOTES.jsonl ...]

Data: corpora/training; the writer fir is the untouched test; further files (text, codes as ids, valence) are measured
beside it. Baselines are trained on what ours is trained on, with thresholds from the same writer (elm).
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from childvoice.themes import load_coder
from childvoice.themes.codebook import load
from encoder import sentence_encoder

ROOT = Path(__file__).resolve().parents[1]
_CARD = json.loads((ROOT / "models/theme_coder/coder.json").read_text(encoding="utf-8"))
# What the coder was trained on, the whole turns of the sample apart.
TRAIN = tuple(sorted(set(_CARD["writers"]) - {"sample"}))
THEMES = load("voice_of_the_child").ids
Scores = Callable[[Sequence[str]], np.ndarray]

# The words that a careful analyst would search for first, by theme.
KEYWORDS = {
    "continuity": "same (social )?worker|new (social )?worker|changed? (social )?worker|different (social )?worker|agency|turnover|cover",
    "repeating_story": "repeat|same thing again|tell (it|my story|them|everything) again|again and again|over and over|start again|read (my|the) file",
    "communication": "cancel|ring|rang|reply|repl|text|call(s|ed)? back|let (me|us|them) know|turn(s|ed)? up|late|in touch|contact me",
    "being_heard": "listen|heard|ignore|voice|believe|my views|what i (say|said|think)",
    "involvement_in_decisions": "decid|decision|my plan|my review|choice|chose|my say|involved|left out",
    "trust_relationship": "trust|cares?|kind|close|like family|get(s)? me|there for|bond|relationship",
    "information_understanding": "explain|understand|jargon|know why|rights|complain|leaflet|welcome pack|plain",
    "time_caseload": "busy|caseload|too many cases|rush|time for|paperwork|workload|no time",
    "privacy_stigma": "private|privacy|everyone knows|confidential|embarrass|lanyard|taken out of class|stigma|shame",
    "feeling_safe": "safe|scared|frighten|afraid|protect|worried about going",
    "help_impact": "help|support|changed my life|difference|without them|grateful|better now",
    "family_contact": "see my (mum|dad|brother|sister|nan)|contact|miss my|siblings|visits with",
    "placement_stability": "moved|placement|another home|new foster|broke down|settled|stay put",
    "endings_transitions": "goodbye|leaving care|turned? 18|case closed|closed my case|handover|ending|moving on",
    "judgement_respect": "judge|blame|respect|looked down|talked down|assum|treated like",
    "delay_waiting": "wait|delay|months|waiting list|took ages|slow|nothing happened",
    "peer_support_activities": "group|friends|trip|club|activit|council|other (kids|young people)",
    "staff_conditions": "training|supervision|morale|burn ?out|manager|retention|wellbeing|academy|pay",
}


def rows_of(path: Path) -> list[dict]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        row["codes"] = [c["code"] if isinstance(c, dict) else c for c in row["codes"]]
    return rows


def gold(rows: Sequence[dict]) -> np.ndarray:
    return np.array([[t in r["codes"] for t in THEMES] for r in rows])


def keyword(texts: Sequence[str]) -> np.ndarray:
    patterns = [re.compile(rf"\b(?:{KEYWORDS[t]})", re.IGNORECASE) for t in THEMES]
    return np.array([[float(bool(p.search(t))) for p in patterns] for t in texts])


def vectors(texts: Sequence[str]) -> np.ndarray:
    return sentence_encoder().encode(
        list(texts), batch_size=64, show_progress_bar=False, normalize_embeddings=True
    )


def zero_shot() -> Scores:
    book = load("voice_of_the_child")
    definitions = vectors([f"{t.label}. {t.definition}" for t in book])
    return lambda texts: vectors(texts) @ definitions.T


def frozen_heads(train: Sequence[dict]) -> Scores:
    x, y = vectors([r["text"] for r in train]), gold(train)
    heads = [
        LogisticRegression(C=1.0, class_weight="balanced", max_iter=1000).fit(x, y[:, k])
        for k in range(len(THEMES))
    ]
    return lambda texts: np.column_stack([h.predict_proba(v)[:, 1] for v in [vectors(texts)] for h in heads])


def f1(found: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    right = (found & truth).sum(0)
    each = 2 * right / np.maximum(found.sum(0) + truth.sum(0), 1)
    return 2 * right.sum() / max(1, found.sum() + truth.sum()), float(each[truth.any(0)].mean())


def interval(found: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    random = np.random.default_rng(7)
    draws = [
        f1(found[i], truth[i])[0] for i in (random.integers(0, len(truth), len(truth)) for _ in range(300))
    ]
    return tuple(np.percentile(draws, [2.5, 97.5]))


def main() -> None:
    corpus = ROOT / "corpora" / "training"
    train = [r for w in TRAIN for r in rows_of(corpus / f"{w}.jsonl")]
    dev = rows_of(corpus / "elm.jsonl")
    sets = {
        "fir (untouched)": rows_of(corpus / "fir.jsonl"),
        **{Path(p).name: rows_of(Path(p)) for p in sys.argv[1:]},
    }
    methods: dict[str, Scores] = {
        "keyword dictionary": keyword,
        "zero-shot vectors": zero_shot(),
        "heads on frozen vectors": frozen_heads(train),
    }
    coder = load_coder("voice_of_the_child")
    print(f"{'method':26} {'set':18} {'micro':>6} {'(95 % interval)':>17} {'macro':>6} {'false alarms':>13}")
    for name, rows in sets.items():
        truth, texts = gold(rows), [r["text"] for r in rows]
        for method, score in methods.items():
            calibration, dev_truth = score([r["text"] for r in dev]), gold(dev)
            best = max(
                np.quantile(calibration, np.linspace(0.5, 0.995, 60)),
                key=lambda t: f1(calibration >= t, dev_truth)[0],
            )
            report(method, name, score(texts) >= max(best, 1e-9), truth)
        coded = coder.code_texts(texts, [r.get("question") or "" for r in rows])
        found = np.array([[t in {c.theme for c in result.codes} for t in THEMES] for result in coded])
        report("childvoice", name, found, truth)
        agree = np.mean([r["valence"] == c.valence.value for r, c in zip(rows, coded, strict=True)])
        print(f"{'':26} {'':18} valence right {agree:.3f}; rows {len(rows)}")


def report(method: str, name: str, found: np.ndarray, truth: np.ndarray) -> None:
    micro, macro = f1(found, truth)
    low, high = interval(found, truth)
    empty = ~truth.any(1)
    print(
        f"{method:26} {name:18} {micro:6.3f} ({low:.3f} to {high:.3f}) {macro:6.3f} {found[empty].any(1).mean():13.3f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
