"""What few examples do: a theme that is new to the coder, and a council that uses a known theme in its own way.

    python benchmarks/few_shot.py [--calibrate]

New themes: each of the 18 themes in turn is treated as new. Its head gets the definition with 5 examples of the codebook; then
20 more examples; or the verdicts of a person on the 40 strongest suggestions among 600 passages. Examples and passages are by the
training writers, the test is the writer fir. Beside it a baseline that the codebook alone allows (nearness to the definition),
and heads with every training row (the ceiling of this encoder). --calibrate fits the constants of themes/heads.py on elm.

Corrections: passages of elm and fir in random halves; a person decides on n of one half, the other half is the test. The
network knows both writers equally little.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from childvoice.themes import new_themes
from childvoice.themes.codebook import load
from childvoice.themes.coder import Coder, features
from childvoice.themes.corrections import correction
from childvoice.themes.heads import Head, numbers
from childvoice.themes.lessons import Lesson
from childvoice.themes.network import network
from childvoice.themes.vectors import vectors

ROOT = Path(__file__).resolve().parents[1]
TRAIN = ("ash", "birch", "cedar", "dogwood", "gorse", "heather", "juniper", "oak", "rowan")
BOOK = load("voice_of_the_child")


def rows_of(*writers: str) -> list[dict]:
    folder = ROOT / "corpora" / "training"
    return [
        json.loads(x)
        for w in writers
        for x in (folder / f"{w}.jsonl").read_text(encoding="utf-8").splitlines()
    ]


def gold(rows: list[dict]) -> np.ndarray:
    return np.array([[t in {c["code"] for c in r["codes"]} for t in BOOK.ids] for r in rows])


def f1(found: np.ndarray, truth: np.ndarray) -> float:
    return 2 * (found & truth).sum() / max(1, found.sum() + truth.sum())


def figures(name: str, found: np.ndarray, truth: np.ndarray) -> None:
    macro = np.mean([f1(found[:, k], truth[:, k]) for k in range(truth.shape[1])])
    precision = (found & truth).sum() / max(1, found.sum())
    recall = (found & truth).sum() / truth.sum()
    print(
        f"{name:44} micro F1 {f1(found, truth):.3f}  macro {macro:.3f}  precision {precision:.3f}  recall {recall:.3f}",
        flush=True,
    )


def new_theme_heads(train: list[dict], seen: np.ndarray, truth: np.ndarray) -> dict[str, list[Head]]:
    """Heads of all themes by setting, each as if it were new."""
    heads: dict[str, list[Head]] = {
        "5 examples": [],
        "25 examples": [],
        "5 examples, 40 suggestions decided": [],
    }
    for k, theme in enumerate(BOOK):
        chance = np.random.default_rng(100 + k)
        five = replace(theme, examples=theme.examples[:5])

        def lessons(picked: np.ndarray, k: int = k, id: str = theme.id) -> list[Lesson]:
            return [Lesson(str(i), train[i]["text"], id, bool(truth[i, k])) for i in picked]

        first = new_themes.head(five, BOOK)
        heads["5 examples"].append(first)
        more = chance.choice(np.where(truth[:, k])[0], 20, replace=False)
        heads["25 examples"].append(new_themes.head(five, BOOK, lessons(more)))
        some = chance.choice(len(train), 600, replace=False)
        strongest = some[np.argsort(-first.probabilities(seen[some]))][:40]
        heads["5 examples, 40 suggestions decided"].append(new_themes.head(five, BOOK, lessons(strongest)))
    return heads


def new_themes_part(calibrate: bool) -> None:
    train, test = rows_of(*TRAIN), rows_of("elm" if calibrate else "fir")
    seen, unseen = (vectors([r["text"] for r in rows]) for rows in (train, test))
    known, truth = gold(train), gold(test)
    heads = new_theme_heads(train, seen, known)
    if calibrate:
        leaning = np.concatenate(
            [((unseen @ np.array(h.weights) - h.centre) / h.spread) for each in heads.values() for h in each]
        )
        said = np.concatenate([truth[:, k] for each in heads.values() for k in range(len(each))])
        model = LogisticRegression(C=100.0).fit(leaning[:, None], said)
        p = model.predict_proba(leaning[:, None])[:, 1]
        best = max(np.arange(0.05, 0.6, 0.01), key=lambda t: f1(p >= t, said))
        print(f"SLOPE {model.coef_[0, 0]:.2f}  INTERCEPT {model.intercept_[0]:.2f}  THRESHOLD {best:.2f}")
        return
    share = 1 - known.mean()
    definitions = vectors([f"{t.label}. {t.definition}" for t in BOOK])
    near = unseen @ definitions.T
    figures("nearness to the definition", near >= np.quantile(seen @ definitions.T, share), truth)
    for name, each in heads.items():
        found = np.column_stack([h.probabilities(unseen) >= Head.THRESHOLD for h in each])
        figures(name, found, truth)
        p = np.column_stack([h.probabilities(unseen) for h in each])
        bins = np.digitize(p, np.linspace(0, 1, 11)[1:-1])
        error = sum(
            abs(p[bins == b].mean() - truth[bins == b].mean()) * (bins == b).mean() for b in set(bins.flat)
        )
        print(f"{'':44} calibration error {error:.3f}", flush=True)
    full = [
        LogisticRegression(class_weight="balanced", max_iter=1000).fit(seen, known[:, k])
        for k in range(len(BOOK))
    ]
    best = np.column_stack([h.predict_proba(unseen)[:, 1] >= 0.7 for h in full])
    figures(f"every training row ({len(train)})", best, truth)


def corrections_part() -> None:
    rows = rows_of("elm", "fir")
    coder = Coder(network())
    outputs = network().run([(r["question"] if len(r["text"].split()) <= 8 else "", r["text"]) for r in rows])
    told = np.stack([numbers(features(o), o.valence) for o in outputs])
    p = np.stack([coder.probabilities(o) for o in outputs])
    odds, limits = np.log(p / (1 - p)), np.array(coder.thresholds)
    truth, negative = gold(rows), np.array([o.valence.argmax() != 0 for o in outputs])
    habits: dict[str, Callable[[], np.ndarray]] = {
        "codes as the codebook says": lambda: truth,
        "takes two themes for one": lambda: truth | np.roll(truth, 5, axis=1),
        "codes no praise": lambda: truth & negative[:, None],
    }
    for habit, said in habits.items():
        for n in (80, 160, 330):
            drawn = []
            for seed in range(6):
                order = np.random.default_rng(seed).permutation(len(rows))
                pick, rest = order[:n], order[330:]
                after = odds.copy()
                taken = 0
                for k, theme in enumerate(BOOK.ids):
                    limit = float(np.log(limits[k] / (1 - limits[k])))
                    texts = [rows[i]["text"] for i in pick]
                    made, _ = correction(
                        theme, told[pick], odds[pick, k], limit, said()[pick, k].tolist(), texts
                    )
                    if made:
                        taken += 1
                        after[:, k] += made.log_odds(told)
                line = np.log(limits / (1 - limits))
                drawn.append(
                    (f1((odds >= line)[rest], said()[rest]), f1((after >= line)[rest], said()[rest]), taken)
                )
            before, now, taken = np.mean(drawn, axis=0)
            print(
                f"{habit:28} {n:4} passages decided: micro F1 {before:.3f} before, {now:.3f} after, {taken:.1f} themes corrected",
                flush=True,
            )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--calibrate", action="store_true")
    options = parser.parse_args()
    new_themes_part(options.calibrate)
    if not options.calibrate:
        corrections_part()


if __name__ == "__main__":
    main()
