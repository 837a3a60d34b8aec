"""Run the trained network (ONNX, int8) over many short texts: sorted by length, in small batches, on one thread."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from childvoice.engines import checked_folder, sha256
from childvoice.errors import ModelError
from childvoice.resources import resource

# Small batches of equal length run fastest on a CPU: padding is what costs.
_TOKENS_A_BATCH = 1024


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
        import onnxruntime
        from tokenizers import Tokenizer

        self.card: dict[str, Any] = json.loads((folder / "coder.json").read_text(encoding="utf-8"))
        path = folder / "coder.onnx"
        if not path.is_file() or sha256(path) != self.card["sha256"]:
            raise ModelError(
                "the weights of the theme coder are missing or are not the recorded ones",
                remedy="Install childvoice again, or train them: python models/theme_coder/train.py",
            )
        options = onnxruntime.SessionOptions()
        # More threads a process make sums in another order; one gives the same scores everywhere.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(checked_folder("all-MiniLM-L6-v2") / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(int(self.card["longest"]))

    def run(self, pairs: Sequence[tuple[str, str]]) -> list[Output]:
        """One output for each (question, text), in order."""
        encoded = self._tokenizer.encode_batch([(q, t) for q, t in pairs])
        order = sorted(range(len(pairs)), key=lambda i: (len(encoded[i].ids), pairs[i]))
        outputs: list[Output | None] = [None] * len(pairs)
        at = 0
        while at < len(order):
            take = 1
            while (
                at + take < len(order) and (take + 1) * len(encoded[order[at + take]].ids) <= _TOKENS_A_BATCH
            ):
                take += 1
            chosen = order[at : at + take]
            for i, output in zip(chosen, self._batch([encoded[i] for i in chosen]), strict=True):
                outputs[i] = output
            at += take
        return [o for o in outputs if o is not None]

    def _batch(self, encoded: Sequence[Any]) -> list[Output]:
        width = max(len(e.ids) for e in encoded)
        shape = (len(encoded), width)
        ids, mask, types = np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        for i, e in enumerate(encoded):
            ids[i, : len(e.ids)], mask[i, : len(e.ids)], types[i, : len(e.ids)] = e.ids, 1, e.type_ids
        names = ("text", "token", "token_valence", "valence", "disclosure")
        results = self._session.run(
            names, {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
        )
        text, token, token_valence, valence, disclosure = results
        outputs = []
        for i, e in enumerate(encoded):
            # The text is the second of the pair; special tokens have empty offsets.
            own = [
                j
                for j, (kind, (a, b)) in enumerate(zip(e.type_ids, e.offsets, strict=True))
                if kind == 1 and b > a
            ]
            offsets = np.array([e.offsets[j] for j in own], dtype=int).reshape(-1, 2)
            outputs.append(
                Output(
                    text[i],
                    token[i, own],
                    token_valence[i, own],
                    valence[i],
                    float(disclosure[i, 0]),
                    offsets,
                )
            )
        return outputs


@lru_cache(maxsize=1)
def network() -> Network:
    """The network, loaded once a process."""
    return Network(resource("models") / "theme_coder")
