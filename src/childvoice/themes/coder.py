"""Suggest themes for passages, each with its evidence, its valence and how sure the coder is.

The scores are calibrated probabilities: a logistic regression (scikit-learn, ``models/theme_coder/calibrate.py``) over
the network's logit for the passage and for its strongest tokens. Quality by group and known failures: the model card
``models/theme_coder/README.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from childvoice.records import Coding, Excerpt, Role, Status, Valence
from childvoice.themes.concerns import tells_of_harm
from childvoice.themes.lengths import NO_EXPERIENCE, is_length_alone
from childvoice.themes.network import Network, Output
from childvoice.themes.windows import windows

# An answer of up to this many words is read together with its question; a question alone is never evidence.
_SHORT = 8
_TOP = 3
_STOPS = (".", "!", "?", "…")
# Excerpts held in memory at once: enough to sort by length, few enough to stay small.
_CHUNK = 512


@dataclass(frozen=True, slots=True)
class FoundCode:
    """A theme in a text: its probability, the evidence ``[start, end)``, and the valence of what is told there."""

    theme: str
    score: float
    start: int
    end: int
    valence: Valence
    sure: bool


@dataclass(frozen=True, slots=True)
class CodedText:
    """The themes that the coder is sure of, the doubtful ones apart, and the valence of the whole text."""

    codes: tuple[FoundCode, ...]
    unsure: tuple[FoundCode, ...]
    valence: Valence
    concern: bool


class Coder:
    """Codes texts with the themes of one codebook."""

    def __init__(self, net: Network) -> None:
        self._network = net
        card = net.card
        self.themes: tuple[str, ...] = tuple(card["themes"])
        self._valences = tuple(Valence(v) for v in card["valences"])
        calibration = card["calibration"]
        self._slopes = np.array(calibration["slopes"])
        self._intercepts = np.array(calibration["intercepts"])
        self._thresholds = np.array([card["thresholds"][t] for t in self.themes])
        self._concern_logit = float(card["disclosure_logit"])

    @property
    def name(self) -> str:
        """Name and version as it stands beside every code that it suggested."""
        return f"{self._network.card['name']} {str(self._network.card['sha256'])[:10]}"

    @property
    def thresholds(self) -> tuple[float, ...]:
        """The probability from which a code counts, by theme."""
        return tuple(float(t) for t in self._thresholds)

    def read(self, text: str, question: str = "") -> list[Output]:
        """What the network says of each window of one text."""
        asked = question if len(text.split()) <= _SHORT else ""
        return self._network.run([(asked, text[a:b]) for a, b in windows(text)])

    def code_texts(
        self,
        texts: Sequence[str],
        questions: Sequence[str] = (),
        *,
        unsure_band: float = 0.12,
    ) -> list[CodedText]:
        """Code each text; ``questions`` are what short answers answer."""
        asked = questions or [""] * len(texts)
        pieces = [(i, a, b) for i, text in enumerate(texts) for a, b in windows(text)]
        pairs = [(asked[i] if len(texts[i].split()) <= _SHORT else "", texts[i][a:b]) for i, a, b in pieces]
        by_text: list[list[tuple[int, Output]]] = [[] for _ in texts]
        for (i, a, _), output in zip(pieces, self._network.run(pairs), strict=True):
            by_text[i].append((a, output))
        return [self._merge(text, parts, unsure_band) for text, parts in zip(texts, by_text, strict=True)]

    def code(
        self,
        excerpts: Sequence[Excerpt],
        *,
        unsure_band: float = 0.12,
        step: Callable[[], None] = lambda: None,
    ) -> tuple[list[Coding], list[str]]:
        """Codings of excerpts, in their order, and the ids of those that may tell of harm to a child.

        Most passages of a real transcript carry no theme, unlike the quotations that thresholds were chosen on; so what
        scores less than ``unsure_band`` above its threshold is a suggestion that waits for a person and is not counted.
        So is how long somebody has had a worker or a home, where an answer says nothing else (``lengths``).
        An interviewer's words are evidence of nothing and get neither. Harm has no score, on purpose. ``step`` is called
        once an excerpt.
        """
        counts_from = {
            t: float(least) + unsure_band for t, least in zip(self.themes, self._thresholds, strict=True)
        }
        codings: list[Coding] = []
        concerns: list[str] = []
        spoken = [e for e in excerpts if e.role is not Role.INTERVIEWER]
        for at in range(0, len(spoken), _CHUNK):
            chunk = spoken[at : at + _CHUNK]
            coded = self.code_texts([e.text for e in chunk], [e.question for e in chunk], unsure_band=0.0)
            for excerpt, result in zip(chunk, coded, strict=True):
                waits = NO_EXPERIENCE if is_length_alone(excerpt.text) else frozenset()
                codings.extend(
                    self._coding(
                        excerpt, c, c.score >= counts_from.get(c.theme, 0.0) and c.theme not in waits
                    )
                    for c in result.codes
                )
                if result.concern:
                    concerns.append(excerpt.id)
                step()
        return codings, concerns

    def _coding(self, excerpt: Excerpt, code: FoundCode, counts: bool) -> Coding:
        status = Status.SUGGESTED if counts else Status.UNSURE
        return Coding(
            excerpt.id,
            code.theme,
            round(code.score, 4),
            code.start,
            code.end,
            code.valence,
            f"model:{self.name}",
            status,
        )

    def probabilities(self, output: Output) -> Any:
        """Calibrated probability of each theme in one window."""
        return 1.0 / (1.0 + np.exp(-(features(output) @ self._slopes + self._intercepts)))

    def _merge(self, text: str, parts: Sequence[tuple[int, Output]], band: float) -> CodedText:
        best: dict[int, FoundCode] = {}
        for offset, output in parts:
            if not len(output.offsets):
                continue
            for k, p in enumerate(self.probabilities(output)):
                threshold = self._thresholds[k]
                if p < threshold - band or (k in best and best[k].score >= p):
                    continue
                start, end = evidence(output, k, text[offset : offset + int(output.offsets[-1][1])])
                best[k] = FoundCode(
                    self.themes[k],
                    float(p),
                    offset + start,
                    offset + end,
                    self._valence_at(output, start, end),
                    bool(p >= threshold),
                )
        found = sorted(best.values(), key=lambda c: (-c.score, c.theme))
        concern = any(o.disclosure >= self._concern_logit for _, o in parts) or tells_of_harm(text)
        return CodedText(
            tuple(c for c in found if c.sure),
            tuple(c for c in found if not c.sure),
            self._whole(parts),
            concern,
        )

    def _whole(self, parts: Sequence[tuple[int, Output]]) -> Valence:
        """Valence of a text of several windows: what the words weigh, and mixed where windows clearly differ."""
        if not parts:
            return Valence.NEUTRAL
        total = sum(
            (_softmax(o.valence) * max(1, len(o.offsets)) for _, o in parts), np.zeros(len(self._valences))
        )
        said = {self._valences[int(np.argmax(o.valence))] for _, o in parts}
        if {Valence.POSITIVE, Valence.NEGATIVE} <= said:
            return Valence.MIXED
        return self._valences[int(np.argmax(total))]

    def _valence_at(self, output: Output, start: int, end: int) -> Valence:
        inside = (output.offsets[:, 0] < end) & (output.offsets[:, 1] > start)
        # The words of the evidence first, the whole passage where they leave it open.
        mean = _softmax(output.token_valence[inside]).mean(axis=0) + 0.3 * _softmax(output.valence)
        return self._valences[int(np.argmax(mean))]


def features(output: Output) -> Any:
    """The two numbers that calibration weighs for each theme: logit of the passage, mean of its strongest tokens."""
    tokens = (
        np.sort(output.tokens, axis=0)[-_TOP:].mean(axis=0)
        if len(output.tokens)
        else np.full(len(output.themes), -10.0)
    )
    return np.stack([output.themes, tokens], axis=1)


def evidence(output: Output, theme: int, text: str) -> tuple[int, int]:
    """The clause that carries the theme: from its strongest token outwards while tokens stay above a part of it."""
    logits = output.tokens[:, theme]
    probability = 1.0 / (1.0 + np.exp(-logits))
    peak = int(np.argmax(probability))
    floor = max(0.15, 0.45 * float(probability[peak]))
    first = last = peak
    # Evidence stays within its sentence: what the next one tells is another matter more often than not.
    before, after = _sentence(output.offsets, peak, text)
    gap = 0
    for at in range(peak - 1, before - 1, -1):
        gap = 0 if probability[at] >= floor else gap + 1
        if gap > 2:
            break
        first = at if not gap else first
    gap = 0
    for at in range(peak + 1, after):
        gap = 0 if probability[at] >= floor else gap + 1
        if gap > 2:
            break
        last = at if not gap else last
    start, end = int(output.offsets[first][0]), int(output.offsets[last][1])
    # Whole words: a token may be a part of one.
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end : end + 1].isalnum():
        end += 1
    # The marks that close the sentence before are not evidence.
    while start < end - 1 and not (text[start].isalnum() or text[start] in "[£"):
        start += 1
    return start, end


def _sentence(offsets: Any, peak: int, text: str) -> tuple[int, int]:
    """First token and end of the tokens of the sentence that the token ``peak`` stands in."""
    ends = [i for i, (_, end) in enumerate(offsets) if text[end - 1 : end] in _STOPS]
    before = max((i + 1 for i in ends if i < peak), default=0)
    return before, min((i + 1 for i in ends if i >= peak), default=len(offsets))


def _softmax(logits: Any) -> Any:
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return shifted / shifted.sum(axis=-1, keepdims=True)
