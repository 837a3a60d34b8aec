"""What was learned on top of the network: heads for themes that it never saw, and corrections of those it knows.

Both are plain numbers, kept as JSON, tied to the weights and to the wording that they were made with.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from childvoice.errors import BrokenInput, ModelError
from childvoice.themes.codebook import Theme

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Head:
    """A theme of the council's own: how far a sentence vector leans towards it, as a calibrated probability.

    ``weights`` has the length of a sentence vector. ``centre`` and ``spread`` are mean and standard deviation of the
    projections of passages that are of other themes; ``wording`` is the digest of the theme that the head was made with.
    """

    theme: str
    weights: tuple[float, ...] = field(repr=False)
    centre: float
    spread: float
    wording: str
    examples: int
    against: int

    # How the 18 known themes behaved when they were new: `python benchmarks/few_shot.py` fits these two numbers on a writer
    # of their own (elm), and the threshold that is best for all of them together.
    SLOPE = 1.26
    INTERCEPT = -3.85
    THRESHOLD = 0.17

    def probabilities(self, vectors: Any) -> Any:
        """Probability that the theme is in each passage; ``vectors`` has shape (passages, numbers)."""
        leaning = (vectors @ np.array(self.weights) - self.centre) / self.spread
        return 1.0 / (1.0 + np.exp(-(self.SLOPE * leaning + self.INTERCEPT)))


@dataclass(frozen=True, slots=True)
class Correction:
    """What is added to the network's log odds for a theme: a constant, and a weight for each of its numbers."""

    theme: str
    shift: float
    weights: tuple[float, ...] = field(repr=False)
    accepted: int
    rejected: int

    def log_odds(self, numbers: Any) -> Any:
        """What to add for passages; ``numbers`` has shape (..., weights), see :func:`numbers`."""
        return self.shift + numbers @ np.array(self.weights)


@dataclass(frozen=True, slots=True)
class Learned:
    """Everything that a review has taught: heads and corrections, and what they were made with."""

    network: str
    vectors: str
    heads: tuple[Head, ...] = ()
    corrections: tuple[Correction, ...] = ()
    decisions: int = 0
    made: str = ""
    report: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """Ten letters that change with any number in it, and with nothing else."""
        return hashlib.sha256(f"{self.heads} {self.corrections}".encode()).hexdigest()[:10]

    def to_json(self) -> str:
        """As it is kept: no text of any passage."""
        return json.dumps({"format": _FORMAT, **asdict(self)})

    @classmethod
    def from_json(cls, text: str, name: str) -> Learned:
        """Read what :meth:`to_json` wrote. Raises BrokenInput for anything else."""
        try:
            found = json.loads(text)
            if found.pop("format") != _FORMAT:
                raise ValueError("another format")  # noqa: TRY301 - told below, like every other fault
            heads = tuple(Head(**{**h, "weights": tuple(h["weights"])}) for h in found.pop("heads"))
            corrections = tuple(
                Correction(**{**c, "weights": tuple(c["weights"])}) for c in found.pop("corrections")
            )
            return cls(
                **{**found, "heads": heads, "corrections": corrections, "report": tuple(found["report"])}
            )
        except (ValueError, TypeError, KeyError, AttributeError):
            raise BrokenInput(
                "these are not learned heads", subject=name, remedy="Make them again with 'childvoice train'"
            ) from None

    def check(self, network: str, vectors: str, themes: Mapping[str, Theme]) -> None:
        """Refuse what was made with other weights or another wording. Raises ModelError that says which."""
        if self.corrections and self.network != network:
            raise _stale("the network of this version of childvoice is another one")
        if self.heads and self.vectors != vectors:
            raise _stale("the sentence encoder of this version of childvoice is another one")
        for head in self.heads:
            theme = themes.get(head.theme)
            if theme is not None and wording(theme) != head.wording:
                raise _stale(f"the codebook words '{head.theme}' in another way now")


def wording(theme: Theme) -> str:
    """Digest of everything that a head learns from the codebook about a theme."""
    told = [theme.label, theme.short, theme.definition, *theme.include]
    told += [e.text for e in theme.examples] + [n.text for n in theme.near_misses]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


def numbers(features: Any, valence: Any) -> Any:
    """The network's numbers for a window, as corrections weigh them: each theme and each valence, from 0 to 1.

    ``features`` (..., themes, 2) and ``valence`` (..., 4) are logits; the result has shape (..., 2 * themes + 4).
    """
    logits = np.concatenate([features.reshape(*features.shape[:-2], -1), valence], axis=-1)
    return 1.0 / (1.0 + np.exp(-logits))


def _stale(cause: str) -> ModelError:
    return ModelError(
        f"what was learned for this review cannot be used: {cause}",
        remedy="Run 'childvoice train' again, or go back with 'childvoice train --use 0'",
    )
