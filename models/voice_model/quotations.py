"""Learn whose a quotation is: what the rules hand the model, and the numbers it makes of that. ``train.py`` calls it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from childvoice.records import Voice
from childvoice.voice import notes, owning

ROOT = Path(__file__).resolve().parents[2]
# Regularisation, weight of word vectors, and of who else would put it so (all on the writers robin and wren in parts).
STRENGTH, VECTORS, MANNER = 0.1, 3.0, 3.0
UNIT = 1000  # numbers are written as whole thousandths


@dataclass(frozen=True)
class Quotation:
    """A quotation that was weighed: its clues, its words, and whether it is a child's."""

    doc: str
    clues: tuple[str, ...]
    text: str
    childs: bool


def weighed_in(
    doc: str, texts: Sequence[str], voices: Callable[[int], list[Voice]], read: Callable[[], Any]
) -> list[Quotation]:
    """The quotations that are weighed while ``read`` runs; whose the one before was is as the gold has it."""
    found: list[Quotation] = []

    def note(text: str, start: int, end: int, rule: Any, cast: Any) -> bool:
        unit = texts.index(text) if text in texts else None
        if unit is None:  # read with another pseudonym than it shows
            return False
        gold = Counter(voices(unit)[start + 1 : end - 1])
        childs = gold[Voice.OWN_WORDS] * 2 > gold.total()
        found.append(Quotation(doc, tuple(owning.clues(text, start, end, rule, cast)), text[start + 1 : end - 1], childs))  # fmt: skip
        return childs

    with patch.object(notes, "a_childs", note):
        read()
    return found


def manner(mean: Callable[[str], np.ndarray]) -> np.ndarray:
    """In which direction of the word vectors the words of children lie, against those of parents and staff.

    From the training utterances of the theme coder, whole and their evidence alone; shape (300,).
    """
    said, childs = [], []
    for path in sorted((ROOT / "corpora" / "training").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            for text in (row["text"], *(c["evidence"] for c in row["codes"])):
                said.append(mean(text))
                childs.append(row["role"] in ("child", "care_leaver"))
    model = LogisticRegression(max_iter=1000)
    model.fit(np.array(said) * 6, childs)
    return model.coef_[0] * 6


def fit(
    learned: Sequence[Quotation], mean: Callable[[str], np.ndarray], of: Callable[[str], np.ndarray],
    direction: np.ndarray, words: Iterable[str],
) -> dict[str, Any]:  # fmt: skip
    """The numbers of the model, learned from ``learned``, for all clues in it and for ``words``."""
    names = DictVectorizer()
    clues = names.fit_transform([dict.fromkeys(q.clues, 1) for q in learned])
    means = np.array([mean(q.text) for q in learned])
    table = hstack(
        [clues, csr_matrix(means * VECTORS), csr_matrix((means @ direction)[:, None] / MANNER)]
    ).tocsr()
    model = LogisticRegression(C=STRENGTH, max_iter=3000)
    model.fit(table, [q.childs for q in learned], sample_weight=[len(q.text.split()) ** 0.5 for q in learned])
    numbers = model.coef_[0] * UNIT
    known = len(names.feature_names_)
    along = numbers[known : known + 300] * VECTORS + numbers[known + 300] / MANNER * direction
    said = {w: round(float(along @ of(w))) for w in sorted(words)}
    return {
        "start": round(float(model.intercept_[0] * UNIT)),
        "clues": {
            c: round(float(n)) for c, n in zip(names.feature_names_, numbers, strict=False) if round(float(n))
        },
        "words": {w: n for w, n in said.items() if abs(n) >= 20},
    }
