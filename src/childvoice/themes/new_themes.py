"""A head for a theme that the network never saw: from its definition and examples at once, better with decisions.

Examples and lessons that were accepted stand against near misses, examples of all other themes and lessons that were
rejected, in a logistic regression over vectors of the sentence encoder; the words of the definition count half.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from childvoice.themes.codebook import Codebook, Example, NearMiss, Theme, built_in, load
from childvoice.themes.heads import Head, wording
from childvoice.themes.lessons import Lesson
from childvoice.themes.vectors import vectors

_STRENGTH = 0.3  # inverse of the penalty; chosen on the writer elm
_DEFINITION = 0.5


@lru_cache(maxsize=4)
def _of(book: Codebook) -> dict[str, Any]:
    """Vectors of every word of ``book`` and of the codebooks that come with childvoice, by text, read once."""
    texts = dict.fromkeys(
        text for b in _books(book) for t in b for text in (*_said(t), *(w.text for w in _shown(t)))
    )
    return dict(zip(texts, vectors(list(texts)), strict=True))


def _books(book: Codebook) -> tuple[Codebook, ...]:
    return book, *(load(name) for name in built_in())


def _shown(theme: Theme) -> tuple[Example | NearMiss, ...]:
    return (*theme.examples, *theme.near_misses)


def _said(theme: Theme) -> tuple[str, ...]:
    return (f"{theme.label}. {theme.short}", theme.definition, *theme.include)


def head(theme: Theme, book: Codebook, lessons: Sequence[Lesson] = ()) -> Head:
    """The head of ``theme``, with ``lessons`` of people on it where there are any."""
    own = [lesson for lesson in lessons if lesson.theme == theme.id]
    said, others = _said(theme), _others(theme, book)
    examples, near = [e.text for e in theme.examples], [n.text for n in theme.near_misses]
    accepted = [lesson.text for lesson in own if lesson.present]
    rejected = [lesson.text for lesson in own if not lesson.present]
    known = dict(_of(book))
    if new := [t for t in (*examples, *near, *said, *accepted, *rejected) if t not in known]:
        known.update(zip(new, vectors(new), strict=True))
    yes = np.stack([known[t] for t in (*examples, *accepted, *said)])
    no = np.stack([known[t] for t in (*others, *near, *rejected)])
    # Both sides weigh the same in all, however few examples there are.
    weight = np.r_[np.ones(len(yes) - len(said)), np.full(len(said), _DEFINITION)]
    weight = np.r_[weight * len(no) / weight.sum(), np.ones(len(no))]
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=_STRENGTH, max_iter=500)
    model.fit(np.vstack([yes, no]), np.r_[np.ones(len(yes)), np.zeros(len(no))], sample_weight=weight)
    direction = np.round(model.coef_[0], 6)
    usual = no[: len(others) + len(near)] @ direction
    return Head(
        theme.id,
        tuple(direction.tolist()),
        round(float(usual.mean()), 6),
        round(float(usual.std()), 6),
        wording(theme),
        len(examples) + len(accepted),
        len(near) + len(rejected),
    )


def _others(theme: Theme, book: Codebook) -> list[str]:
    """Examples and near misses of every other theme of this codebook and of those that come with childvoice."""
    mine = {e.text for e in theme.examples}
    texts = (w.text for b in _books(book) for t in b if t.id != theme.id for w in _shown(t))
    return list(dict.fromkeys(t for t in texts if t not in mine))
