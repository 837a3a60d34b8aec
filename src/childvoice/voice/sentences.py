"""Sentences and quotations of a text, with offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator

# A full stop after these ends no sentence.
_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Rd|Prof|e\.g|i\.e|etc|approx|re|no|vs|Sgt|appt|wk|mth|yr)|\b[A-Z])\.$"
)
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s+(?:[\"'“‘(\[]?[A-Z0-9\[])|\s*$)|\n+")
# A straight mark opens before a word and closes behind one; an apostrophe does neither.
_QUOTE = re.compile(
    r"“[^“”\n]{1,2000}[”\"]|„[^“”\n]{1,2000}[“”]|«[^»\n]{1,2000}»|(?<![\w.,!?…])\"(?=\S)[^\"”\n]{1,2000}(?<=\S)[\"”](?!\w)|"
    r"(?<![\w\]])‘(?=\S)(?:[^’\n]|(?<=[\w\]])’(?=\w)){1,600}’(?!\w)|(?<![\w\]])'(?=\S)(?:[^'\n]|(?<=[\w\]])'(?=\w)){1,600}'(?!\w)"
)
# A mark that opens and is never closed.
_OPEN = re.compile(r"(?:“|(?<![\w.,!?…\"])\"(?=\w))[^\"“”\n]{8,}$", re.MULTILINE)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Spans of sentences, without the white space between them. A full stop inside a quotation ends none."""
    inside = list(quotations(text))
    start = 0
    for m in _END.finditer(text):
        if _ABBREVIATED.search(text, max(0, m.start() - 8), m.start() + 1):
            continue
        if any(a < m.start() and m.end() < b for a, b in inside):
            continue
        yield from _trimmed(text, start, m.end())
        start = m.end()
    yield from _trimmed(text, start, len(text))


def pieces(text: str, least: int = 14) -> Iterator[tuple[int, int]]:
    """Spans of one or more whole sentences with at least ``least`` words together (the last may have fewer)."""
    start = -1
    end = 0
    for a, b in sentences(text):
        start = a if start < 0 else start
        end = b
        if len(text[start:end].split()) >= least:
            yield start, end
            start = -1
    if start >= 0:
        yield start, end


def quotations(text: str) -> Iterator[tuple[int, int]]:
    """Spans of quotations, with their marks; one that is never closed ends with its line."""
    closed = [(m.start(), m.end()) for m in _QUOTE.finditer(text)]
    last = closed[-1][1] if closed else 0
    left = [(m.start(), len(text[: m.end()].rstrip())) for m in _OPEN.finditer(text, last)]
    yield from (*closed, *left)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    body = text[start:end]
    a = start + len(body) - len(body.lstrip())
    b = end - (len(body) - len(body.rstrip()))
    if b > a:
        yield a, b
