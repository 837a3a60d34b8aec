"""The coder of one review: the network, with the themes of its own codebook and what people taught it.

Themes that the network knows (by their ids) are coded by it, with corrections where there are any; other themes of the
codebook get heads over sentence vectors, from their definition and examples at once. Valence, evidence of known themes
and possible harm are the network's alone.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from childvoice.errors import CodebookError
from childvoice.themes.codebook import Codebook, load
from childvoice.themes.coder import CodedText, Coder, FoundCode, features
from childvoice.themes.heads import Head, Learned, numbers, wording
from childvoice.themes.network import Network, Output, network
from childvoice.themes.new_themes import head
from childvoice.themes.vectors import digest, vectors
from childvoice.themes.windows import windows

_BUILT_FOR = "voice_of_the_child"
_FEWEST_WORDS = 4
# Where one thing told ends and the next begins.
_CLAUSE = re.compile(r"(?<=[.!?…;:,–])\s+|\s+(?=(?:and|but|so|because|cos)\b)")


def load_coder(codebook: str | Path, learned: Learned | None = None) -> Coder:
    """The coder for a codebook (name or path), with what a review ``learned`` on top of it.

    Raises CodebookError for a codebook that cannot be used or is not English, ModelError where what was learned was
    learned with other weights or another wording.
    """
    net = network()
    if str(codebook) == _BUILT_FOR and learned is None:
        return Coder(net)
    book = load(codebook)
    if not book.language.lower().startswith("en"):
        raise CodebookError(
            f"the coder reads English only, and this codebook is in '{book.language}'",
            subject=book.id,
            remedy='Code by hand with it, or translate it and set language = "en-GB"',
        )
    return ReviewCoder(net, book, learned)


class ReviewCoder(Coder):
    """A :class:`Coder` with the themes of one codebook and with what people taught it."""

    def __init__(self, net: Network, book: Codebook, learned: Learned | None = None) -> None:
        super().__init__(net)
        if learned is not None:
            learned.check(str(net.card["sha256"]), digest(), {t.id: t for t in book})
        self._own_themes = [t for t in book if t.id not in self.themes]
        self._kept = {h.theme: h for h in learned.heads} if learned else {}
        self._corrections = [
            (self.themes.index(c.theme), c)
            for c in (learned.corrections if learned else ())
            if c.theme in book.ids
        ]
        self._allowed = frozenset(book.ids)
        # Not the numbers of heads made here and now: their last digits may differ from one processor to the next.
        made_of = f"{book.ids} {[wording(t) for t in self._own_themes]} {learned and learned.digest}"
        self._digest = hashlib.sha256(made_of.encode()).hexdigest()[:8]
        self._book = book

    @property
    def name(self) -> str:
        """Name and version of the network, and which codebook and lessons stand on top of it."""
        return f"{super().name} + {self._book.id} {self._digest}"

    @cached_property
    def _heads(self) -> list[Head]:
        # Late: a run that has nothing to do needs no sentence encoder.
        return [self._kept.get(t.id) or head(t, self._book) for t in self._own_themes]

    def probabilities(self, output: Output) -> Any:
        """Calibrated probability of each theme of the network in one window, corrected where people taught it."""
        found = super().probabilities(output)
        if not self._corrections:
            return found
        told = numbers(features(output), output.valence)
        odds = np.log(found / (1.0 - found))
        for k, correction in self._corrections:
            odds[k] += correction.log_odds(told)
        return 1.0 / (1.0 + np.exp(-odds))

    def code_texts(
        self, texts: Sequence[str], questions: Sequence[str] = (), *, unsure_band: float = 0.12
    ) -> list[CodedText]:
        """Code each text with the themes of the codebook, see :meth:`Coder.code_texts`."""
        coded = super().code_texts(texts, questions, unsure_band=unsure_band)
        own = self._own(texts, unsure_band)
        return [self._joined(c, extra) for c, extra in zip(coded, own, strict=True)]

    def _joined(self, coded: CodedText, extra: Sequence[FoundCode]) -> CodedText:
        every = [c for c in (*coded.codes, *coded.unsure) if c.theme in self._allowed]
        every = sorted([*every, *extra], key=lambda c: (-c.score, c.theme))
        return replace(
            coded,
            codes=tuple(c for c in every if c.sure),
            unsure=tuple(c for c in every if not c.sure),
        )

    def _own(self, texts: Sequence[str], band: float) -> list[list[FoundCode]]:
        """Codes of the themes that the network does not know, by text; the strongest window of each."""
        found: list[list[FoundCode]] = [[] for _ in texts]
        pieces = [(i, a, b) for i, text in enumerate(texts) for a, b in windows(text)]
        if not pieces or not self._heads:
            return found
        seen = vectors([texts[i][a:b] for i, a, b in pieces])
        for own in self._heads:
            best: dict[int, tuple[float, int, int]] = {}
            for (i, a, b), p in zip(pieces, own.probabilities(seen), strict=True):
                if p >= own.THRESHOLD - band and (i not in best or best[i][0] < p):
                    best[i] = (float(p), a, b)
            for i, (p, a, b) in best.items():
                found[i].append(self._found(texts[i], own, p, a, b))
        return found

    def _found(self, text: str, own: Head, p: float, a: int, b: int) -> FoundCode:
        start, end = _evidence(text[a:b], own)
        output = self._network.run([("", text[a:b])])[0]
        valence = self._valence_at(output, start, end)
        return FoundCode(own.theme, p, a + start, a + end, valence, p >= own.THRESHOLD)


def _evidence(window: str, own: Head) -> tuple[int, int]:
    """The clause that leans most towards the theme; clauses of a few words belong to the one before."""
    spans: list[list[int]] = []
    cuts = [0, *(m.end() for m in _CLAUSE.finditer(window)), len(window)]
    for start, end in pairwise(cuts):
        if spans and len(window[start:end].split()) < _FEWEST_WORDS:
            spans[-1][1] = end
        elif window[start:end].strip():
            spans.append([start, end])
    if len(spans) > 1:
        p = own.probabilities(vectors([window[s:e].strip() for s, e in spans]))
        spans = [spans[int(np.argmax(p))]]
    start, end = spans[0]
    body = window[start:end]
    return start + len(body) - len(body.lstrip()), start + len(body.rstrip())
