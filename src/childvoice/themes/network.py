"""Run the trained network (ONNX, int8) over many short texts, one by one, on one thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from childvoice.engines import checked_folder, trained_network
from childvoice.resources import resource


@dataclass(frozen=True, slots=True)
class Output:
    """What the network says of one text: logits per theme, per token and theme, and valence; offsets of its tokens.

    ``themes`` has shape (themes,), ``tokens`` (tokens, themes), ``token_valence`` (tokens, 4), ``valence`` (4,);
    ``offsets`` (tokens, 2) are code points into the text.
    """

    themes: Any
    tokens: Any
    token_valence: Any
    valence: Any
    disclosure: float
    offsets: Any


class Network:
    """The network of ``models/theme_coder`` with its tokenizer."""

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        self._session, self.card = trained_network(folder, "coder")
        self._tokenizer = Tokenizer.from_file(str(checked_folder("all-MiniLM-L6-v2") / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(int(self.card["longest"]))

    def run(self, pairs: Sequence[tuple[str, str]]) -> list[Output]:
        """One output for each (question, text), in order."""
        return [self._one(e) for e in self._tokenizer.encode_batch([(q, t) for q, t in pairs])]

    def _one(self, encoded: Any) -> Output:
        # One text at a time: int8 scales its activations over the whole batch, so that in a batch the score of a text would
        # depend on its neighbours, and with it on the order of files. It costs little, because nothing is padded.
        inputs = {
            "input_ids": np.array([encoded.ids], np.int64),
            "token_type_ids": np.array([encoded.type_ids], np.int64),
        }
        names = ("text", "token", "token_valence", "valence", "disclosure")
        text, token, token_valence, valence, disclosure = (r[0] for r in self._session.run(names, inputs))
        # The text is the second of the pair; special tokens have empty offsets.
        own = [
            j
            for j, (kind, (a, b)) in enumerate(zip(encoded.type_ids, encoded.offsets, strict=True))
            if kind == 1 and b > a
        ]
        offsets = np.array([encoded.offsets[j] for j in own], dtype=int).reshape(-1, 2)
        return Output(text, token[own], token_valence[own], valence, float(disclosure[0]), offsets)


@lru_cache(maxsize=1)
def network() -> Network:
    """The network, loaded once a process."""
    return Network(resource("models") / "theme_coder")
