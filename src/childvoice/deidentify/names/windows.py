"""Cut a text into windows of whole lines that the tagger reads, with the signs of each piece of a word."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np

from childvoice.deidentify.names.signs import SIGNS, signs_of, words_of
from childvoice.engines import checked_folder

# Of the pieces of one window; two more are special.
LONGEST = 126
_STOP = re.compile(r"[.!?]['\"”’)]?\s+")


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces of ``text[start:end]``: ids, offsets into the whole text (empty for special ones), signs (pieces, signs)."""

    start: int
    end: int
    ids: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]
    signs: Any


@lru_cache(maxsize=1)
def tokenizer() -> Any:
    """The word pieces of the encoder, neither padded nor cut."""
    from tokenizers import Tokenizer

    made = Tokenizer.from_file(str(checked_folder("all-MiniLM-L6-v2") / "tokenizer.json"))
    made.no_padding()
    made.no_truncation()
    return made


def windows(text: str, longest: int = LONGEST) -> Iterator[Window]:
    """Windows in order. Lines stay together while they fit; one that is too long is parted, at a sentence's end if it has one."""
    words = words_of(text)
    signs = signs_of(text, words)
    encoded = tokenizer().encode(text, add_special_tokens=False)
    ids, offsets = encoded.ids, encoded.offsets
    starts = [a for a, _ in words]
    cuts = _cuts(text, [a for a, _ in offsets], longest)
    for first, last in pairwise(cuts):
        rows = np.zeros((last - first + 2, len(SIGNS)), np.float32)
        for row, (a, _) in enumerate(offsets[first:last], 1):
            if (at := bisect_right(starts, a) - 1) >= 0:
                rows[row, list(signs[at])] = 1.0
        yield Window(
            offsets[first][0],
            offsets[last - 1][1],
            (101, *ids[first:last], 102),
            ((0, 0), *offsets[first:last], (0, 0)),
            rows,
        )


def _cuts(text: str, begins: list[int], longest: int) -> list[int]:
    """Indices of pieces at which a window begins, and the number of pieces at the end."""
    cuts = [0] if begins else []
    line = sentence = 0  # the last places, after the last cut, at which one may part
    for at in range(1, len(begins)):
        if at - cuts[-1] >= longest:
            best = line if line > cuts[-1] else sentence if sentence > cuts[-1] else at
            cuts.append(best)
        between = text[begins[at - 1] : begins[at]]
        if "\n" in between:
            line = at
        elif _STOP.search(between):
            sentence = at
    if begins:
        cuts.append(len(begins))
    return cuts
