"""Where a selection really stands, when tools count differently: line ends as one or two, emoji as one or two.

REFI-QDA counts Unicode code points of the file. Programs written in .NET, Java or JavaScript count UTF-16 units, and
some count line ends as Windows writes them. The reading is chosen in which the words match that the file itself gives
as the selections' names.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

Marked = tuple[int, int, str]
"""Start and end as the file has them, and the words that it says stand there (empty if it does not say)."""

_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Placed:
    """Offsets in code points, in the order of what was marked (None: outside the text), and how they were counted."""

    spans: tuple[tuple[int, int] | None, ...]
    counted: str = ""


def place(text: str, marked: Sequence[Marked]) -> Placed:
    """Find the way of counting under which most selections hold the words that they are said to hold.

    Where nothing tells, code points of the text as it is, which is what the standard asks for.
    """
    best: tuple[tuple[int, int], Placed] | None = None
    wanted = [_fold(words) for _, _, words in marked]
    for name, table in _readings(text):
        spans = tuple(_span(table, start, end) for start, end, _ in marked)
        inside = sum(s is not None for s in spans)
        hits = sum(
            span is not None and len(words) >= _SHORTEST and _fits(text[span[0] : span[1]], words)
            for span, words in zip(spans, wanted, strict=True)
        )
        if best is None or (hits, inside) > best[0]:
            best = (hits, inside), Placed(spans, name)
        if hits == inside == len(marked):
            break
    return best[1] if best else Placed(())


def utf16_table(text: str) -> list[int]:
    """For each code point of ``text``, and its end, the number of UTF-16 units before it."""
    return [0, *accumulate(2 if ord(c) > 0xFFFF else 1 for c in text)]


def _readings(text: str) -> Iterator[tuple[str, list[int]]]:
    """For each way of counting, a tool's position of each code point of ``text``; the standard's own way first."""
    breaks = "\n" in text or "\r" in text
    wide = any(ord(c) > 0xFFFF for c in text)
    bom = text.startswith("\ufeff")
    for units in ("", "UTF-16 units")[: 1 + wide]:
        for ends in ("", "line ends counted as one", "line ends counted as two")[: 3 if breaks else 1]:
            for mark in ("", "without the byte-order mark")[: 1 + bom]:
                widths = [
                    _width(before, char, after, bool(units), ends)
                    for before, char, after in zip(f" {text}", text, f"{text[1:]} ", strict=False)
                ]
                if mark:
                    widths[0] = 0
                yield ", ".join(filter(None, [units, ends, mark])), [0, *accumulate(widths)]


def _width(before: str, char: str, after: str, utf16: bool, ends: str) -> int:
    if char == "\r" and after == "\n" and "one" in ends:
        return 0
    if char == "\n" and before != "\r" and "two" in ends:
        return 2
    return 2 if utf16 and ord(char) > 0xFFFF else 1


def _span(table: Sequence[int], start: int, end: int) -> tuple[int, int] | None:
    # Where a character counts nothing, a passage begins after it and ends before it.
    a, b = bisect_right(table, start) - 1, bisect_left(table, end)
    if start < 0 or b >= len(table) or table[a] != start or table[b] != end or a >= b:
        return None
    return a, b


def _fold(words: str) -> str:
    return " ".join(words.split()).removesuffix("…").removesuffix("...").rstrip()


def _fits(passage: str, words: str) -> bool:
    # A name may be the beginning of the passage only.
    return _fold(passage).startswith(words)
