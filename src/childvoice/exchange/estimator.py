"""The theme coder as a scikit-learn estimator: in pipelines, grid searches and scores of scikit-learn.

It is trained already, so that ``fit`` learns nothing; give it the texts as a list.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin

from childvoice.themes import CodedText, Coder, load_coder

# All themes are wanted, however doubtful, where scores are asked for.
_ALL = 1.0


class ThemeCoder(TransformerMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn ships no types
    """Themes of texts. ``transform`` gives calibrated probabilities, ``predict`` what the coder is sure of.

    Both have shape (texts, themes), the columns in the order of ``get_feature_names_out()``.
    """

    def __init__(self, codebook: str = "voice_of_the_child") -> None:
        self.codebook = codebook

    def fit(self, X: Sequence[str], y: Any = None) -> Self:  # noqa: N803 - scikit-learn's name for it
        """Check the texts; nothing is learnt."""
        del y
        self.themes_ = np.array(self._coder().themes, dtype=object)
        _checked(X)
        return self

    def transform(self, X: Sequence[str]) -> Any:  # noqa: N803
        """The probability of each theme in each text."""
        return self._matrix(X, float, lambda coded: {c.theme: c.score for c in (*coded.codes, *coded.unsure)})

    predict_proba = transform

    def predict(self, X: Sequence[str]) -> Any:  # noqa: N803
        """1 for each theme that the coder is sure of, as an indicator matrix that scikit-learn's scores take."""
        return self._matrix(X, int, lambda coded: {c.theme: 1 for c in coded.codes})

    def get_feature_names_out(self, input_features: Any = None) -> Any:
        """Ids of the themes, in the order of the columns."""
        del input_features
        return np.array(self._coder().themes, dtype=object)

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        tags.input_tags.one_d_array = True
        tags.requires_fit = False
        tags.no_validation = True
        return tags

    def _coder(self) -> Coder:
        return load_coder(self.codebook)

    def _matrix(self, texts: Sequence[str], kind: type, values: Any) -> Any:
        coder = self._coder()
        columns = {theme: n for n, theme in enumerate(coder.themes)}
        coded: list[CodedText] = coder.code_texts(_checked(texts), unsure_band=_ALL)
        made: Any = np.zeros((len(coded), len(columns)), dtype=kind)
        for n, one in enumerate(coded):
            for theme, value in values(one).items():
                made[n, columns[theme]] = value
        return made


def _checked(texts: Sequence[str]) -> list[str]:
    if isinstance(texts, str):
        raise TypeError("a list of texts is needed, not one text")
    found = list(texts)
    if wrong := next((type(t).__name__ for t in found if not isinstance(t, str)), ""):
        raise TypeError(f"texts are strings; there is a {wrong}")
    return found
