"""Divide a passage into windows of a few sentences, the length that the coder was trained on."""

from __future__ import annotations

import re
from collections.abc import Iterator

MOST_WORDS = 45
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)|\n+")


def windows(text: str) -> Iterator[tuple[int, int]]:
    """Spans of whole sentences of together at most MOST_WORDS words; a longer sentence is cut at a comma or space."""
    start, words = -1, 0
    last = 0
    for a, b in _sentences(text):
        count = len(text[a:b].split())
        if start >= 0 and words + count > MOST_WORDS:
            yield start, last
            start, words = a, 0
        if start < 0:
            start = a
        words += count
        last = b
    if start >= 0:
        yield start, last


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for m in [*_END.finditer(text), None]:
        end = m.end() if m else len(text)
        body = text[start:end]
        a = start + len(body) - len(body.lstrip())
        b = start + len(body.rstrip())
        if b > a:
            yield from _pieces(text, a, b)
        start = end


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut what has no full stop (transcripts have little punctuation) into pieces of at most MOST_WORDS words."""
    words = [(m.start() + start, m.end() + start) for m in re.finditer(r"\S+", text[start:end])]
    at = 0
    while len(words) - at > MOST_WORDS:
        stop = MOST_WORDS
        for back in range(MOST_WORDS, MOST_WORDS // 2, -1):
            if text[words[at + back - 1][1] - 1] in ",;:–-":
                stop = back
                break
        yield words[at][0], words[at + stop - 1][1]
        at += stop
    yield words[at][0], words[-1][1]
