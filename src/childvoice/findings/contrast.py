"""Words that one group uses and another does not.

Log-odds with an informative prior (Monroe, Colaresi and Quinn 2008, Political Analysis 16, 372-403, 'Fightin'
Words'): what both use is the prior, so that a word has to be rare on one side and not only common on the other. People
are counted, not words: somebody who says 'horse' twenty times counts once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import log, sqrt

_CLEAR = 1.96
_WORD = re.compile(r"[a-z][a-z'’]{2,}")
_PSEUDONYM = re.compile(r"\[[^\]]*\]")
_COMMON = frozenset(
    "the and that this with for was were are you your they them their there then than have has had but not its it's "
    "all any can could did does don't didn't doesn't from get got his her him hers our out she she's he's i'm i've "
    "into just like who what when where which why how will would been being about because over some one also very "
    "isn't wasn't that's there's they're we're you're can't won't couldn't wouldn't hasn't haven't weren't aren't "
    "too more most much many only other own same such these those until while down off again once here both each few "
    "nor now before after between through during above below under if or as of at by to in on is be am an a so no my "
    "me we us it he i do".split()
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word and how many people of either side use it; ``z`` is over 0 where it is more the first side's."""

    word: str
    first: int
    second: int
    z: float


def contrast(
    first: Iterable[tuple[str, str]], second: Iterable[tuple[str, str]], *, least: int, most: int = 15
) -> tuple[list[Word], list[Word]]:
    """Tell the words that set two groups apart, from pairs of a person and a text: the first's, the second's.

    A word is told if at least ``least`` people of its side use it and the difference is clear (z over 1.96).
    """
    a, b = _users(first), _users(second)
    uses_a, uses_b = sum(map(len, a.values())), sum(map(len, b.values()))
    if not uses_a or not uses_b:
        return [], []
    found = []
    for word in sorted({*a, *b}):
        x, y = len(a.get(word, ())), len(b.get(word, ()))
        # The prior has the weight of a tenth of what was said, shared out as the words are over both sides.
        prior = 0.1 * (x + y)
        rest = 0.1 * (uses_a + uses_b)
        odds_a = log((x + prior) / (uses_a + rest - x - prior))
        odds_b = log((y + prior) / (uses_b + rest - y - prior))
        found.append(Word(word, x, y, (odds_a - odds_b) / sqrt(1 / (x + prior) + 1 / (y + prior))))
    theirs = [w for w in found if w.z >= _CLEAR and w.first >= least]
    others = [w for w in found if w.z <= -_CLEAR and w.second >= least]
    return (
        sorted(theirs, key=lambda w: (-w.z, w.word))[:most],
        sorted(others, key=lambda w: (w.z, w.word))[:most],
    )


def _users(said: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for person, text in said:
        for word in _WORD.findall(_PSEUDONYM.sub(" ", text).casefold().replace("’", "'")):
            if word not in _COMMON:
                found[word.strip("'")].add(person)
    return found
