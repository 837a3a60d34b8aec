"""Choose calibration and thresholds of the theme coder on the writer that training never saw (elm).

    python models/theme_coder/calibrate.py        rewrites coder.json beside coder.onnx

Features and model: two logits a theme, one logistic regression with slopes common to all themes and an intercept each
(too few positives for slopes of their own). Thresholds maximise F1 a theme, drawn towards the common best.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "src"))

from childvoice.themes.coder import features  # noqa: E402 - the recipe runs from a checkout
from childvoice.themes.network import Network  # noqa: E402


def best_threshold(p: np.ndarray, y: np.ndarray) -> float:
    grid = np.arange(0.1, 0.9, 0.01)
    scores = [2 * (y & (p >= t)).sum() / max(1, y.sum() + (p >= t).sum()) for t in grid]
    return float(grid[int(np.argmax(scores))])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--folder", type=Path, default=HERE)
    parser.add_argument("--writers", nargs="+", default=["elm"])
    options = parser.parse_args()
    net = Network(options.folder)
    themes = net.card["themes"]
    rows = [
        json.loads(line)
        for w in options.writers
        for line in (ROOT / "corpora" / "training" / f"{w}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    outputs = net.run([(r["question"] if len(r["text"].split()) <= 8 else "", r["text"]) for r in rows])
    x = np.stack([features(o) for o in outputs])
    y = np.array([[t in {c["code"] for c in r["codes"]} for t in themes] for r in rows])
    count, width = y.shape
    theme = np.tile(np.eye(width), (count, 1))
    # An intercept a theme, shrunk: 0.5 makes a one-hot column cost four times what a slope does.
    design = np.hstack([x.reshape(-1, 2), 0.5 * theme])
    model = LogisticRegression(C=1.0, max_iter=2000).fit(design, y.reshape(-1))
    slopes, intercepts = model.coef_[0, :2], model.intercept_[0] + 0.5 * model.coef_[0, 2:]
    p = 1 / (1 + np.exp(-(x @ slopes + intercepts)))
    common = best_threshold(p.reshape(-1), y.reshape(-1))
    thresholds = {}
    for k, name in enumerate(themes):
        weight = y[:, k].sum() / (y[:, k].sum() + 40)
        thresholds[name] = round(float(weight * best_threshold(p[:, k], y[:, k]) + (1 - weight) * common), 3)
    told = np.array([r["disclosure"] for r in rows])
    logits = np.array([o.disclosure for o in outputs])
    # As low as keeps false alarms under 4 in 100 passages that tell of none.
    disclosure = float(np.quantile(logits[~told], 0.97))
    card = {
        **net.card,
        "calibration": {
            "slopes": slopes.round(5).tolist(),
            "intercepts": intercepts.round(5).tolist(),
            "writers": options.writers,
        },
        "thresholds": thresholds,
        "disclosure_logit": round(disclosure, 4),
    }
    (options.folder / "coder.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    found = p >= np.array([thresholds[t] for t in themes])
    micro = 2 * (found & y).sum() / (found.sum() + y.sum())
    print(
        f"on {options.writers}: micro F1 {micro:.3f}, common threshold {common:.2f}, disclosures found {(logits[told] >= disclosure).mean():.2f}"
    )


if __name__ == "__main__":
    main()
