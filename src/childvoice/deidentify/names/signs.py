"""What can be seen of each word apart from its meaning: shape, place in the line, and which lists know it.

The tagger's encoder reads lower case. These signs give it back capitals, and tell it what the gazetteers know, so that a
name it has never read is a name to it too.
"""

from __future__ import annotations

import re
from functools import lru_cache

from childvoice.deidentify.names.lexicon import (
    frequency,
    given_names,
    names_that_are_words,
    never_names,
    places,
    surnames,
)

SIGNS = (
    "lower", "title", "upper", "mixed", "digit", "mark", "opens a line", "opens a sentence", "goes on",
    "given name", "surname", "name and word", "never a name", "place", "unknown word", "rare word", "common word", "everyday word",
)  # fmt: skip
"""The columns of the matrix of signs, in order. The recipe and the tagger share them."""

LISTED = slice(SIGNS.index("given name"), SIGNS.index("place") + 1)
"""The columns that say what lists know: the recipe hides them now and then, so that the model leans on context too."""

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+|[^\w\s]|_")
_POSSESSIVE = re.compile(r"['’]s?$")


def words_of(text: str) -> list[tuple[int, int]]:
    """Words, numbers and marks of ``text`` as offsets. A hyphen parts words; an apostrophe inside one does not."""
    return [m.span() for m in WORD.finditer(text)]


@lru_cache(maxsize=50_000)
def _of_word(word: str) -> tuple[int, ...]:
    """Columns that are set for a word wherever it stands."""
    if word[0].isdigit():
        return (SIGNS.index("digit"),)
    if not word[0].isalpha():
        return (SIGNS.index("mark"),)
    bare = _POSSESSIVE.sub("", word) or word
    low = bare.casefold()
    if bare.islower():
        shape = "lower"
    elif bare.isupper():
        shape = "upper"
    else:
        shape = "title" if bare[0].isupper() and bare[1:].islower() else "mixed"
    seen = frequency(low)
    often = (
        "unknown word" if seen == 0 else "rare word" if seen < 3 else "common word" if seen < 4.5 else "everyday word"
    )  # fmt: skip
    lists = (
        ("given name", given_names()), ("surname", surnames()), ("name and word", names_that_are_words()),
        ("never a name", never_names()), ("place", places()),
    )  # fmt: skip
    told = [name for name, known in lists if low in known]
    return tuple(SIGNS.index(s) for s in (shape, *told, often))


def signs_of(text: str, words: list[tuple[int, int]]) -> list[tuple[int, ...]]:
    """For each word the columns that are set."""
    found = []
    for at, (start, end) in enumerate(words):
        set_ = list(_of_word(text[start:end]))
        before = text[words[at - 1][1] : start] if at else "\n"
        if "\n" in before or not at:
            set_.append(SIGNS.index("opens a line"))
        elif text[words[at - 1][1] - 1] in '.!?:"“(‘':
            set_.append(SIGNS.index("opens a sentence"))
        elif not before:
            set_.append(SIGNS.index("goes on"))
        found.append(tuple(set_))
    return found
