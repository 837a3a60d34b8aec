"""Pseudonyms without their numbers, so that nobody can put the quotes of one child side by side.

In the review ``[Child 3]`` is the same child everywhere, which is what makes it useful there. In a release the same
number in two quotes would join what is told in both.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from string import ascii_uppercase

_MONTHS = "January February March April May June July August September October November December".split()
NUMBERED = re.compile(r"\[([A-Z][^\[\]\n\d]{0,40}?) (\d{1,6})((?:[’'][^\[\]\n]{0,40})?)\]")
"""A pseudonym with its number; dates such as ``[March 2024]`` have the same form and are told apart by the month."""


def numbered(text: str) -> list[str]:
    """Find the numbered pseudonyms of a text, in order.

    >>> numbered("[Child 3] left [School 12] in [March 2024]")
    ['[Child 3]', '[School 12]']
    """
    return [m[0] for m in NUMBERED.finditer(text) if not _is_date(m)]


def unlinked(text: str) -> tuple[str, Callable[[int], int]]:
    """Return the text with pseudonyms that are its own, and a function that moves an offset into it.

    One of a kind loses its number; of several each gets a letter in the order in which they come.

    >>> unlinked("[Child 3] and [Child 7] like [Social worker 2].")[0]
    '[Child A] and [Child B] like [Social worker].'
    """
    found = [m for m in NUMBERED.finditer(text) if not _is_date(m)]
    of_kind: dict[str, list[str]] = {}
    for m in found:
        numbers = of_kind.setdefault(m[1], [])
        if m[2] not in numbers:
            numbers.append(m[2])
    parts: list[str] = []
    moves: list[tuple[int, int, int, int]] = []  # old start and end, new start and end
    at = length = 0
    for m in found:
        numbers = of_kind[m[1]]
        letter = f" {_letter(numbers.index(m[2]))}" if len(numbers) > 1 else ""
        new = f"[{m[1]}{letter}{m[3]}]"
        parts += [text[at : m.start()], new]
        length += m.start() - at
        moves.append((m.start(), m.end(), length, length + len(new)))
        length += len(new)
        at = m.end()
    parts.append(text[at:])

    def moved(offset: int) -> int:
        shift = 0
        for start, end, new_start, new_end in moves:
            if offset >= end:
                shift = new_end - end
            elif offset > start:
                return new_end
            elif offset == start:
                return new_start
        return offset + shift

    return "".join(parts), moved


def _is_date(match: re.Match[str]) -> bool:
    return match[1].split()[-1] in _MONTHS


def _letter(n: int) -> str:
    return ascii_uppercase[n] if n < len(ascii_uppercase) else f"{ascii_uppercase[n % 26]}{n // 26 + 1}"
