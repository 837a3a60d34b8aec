"""Run the trained tagger (ONNX, int8): which words identify, by what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from childvoice.deidentify.names.lexicon import frequency, given_names, names_that_are_words, places
from childvoice.deidentify.names.windows import Window, windows
from childvoice.deidentify.spans import Found
from childvoice.engines import trained_network
from childvoice.records import Label
from childvoice.resources import resource

# A word is taken from this probability on; below, other evidence has to speak. Chosen on the writer 'rush'.
TAKEN = 0.35
# What a word that is more often a word needs where a capital says nothing.
SURE = 0.93


@dataclass(frozen=True, slots=True)
class Read:
    """What the tagger says of a text, piece by piece: offsets (n, 2), probability of each kind (n, kinds), of a beginning (n,)."""

    offsets: Any
    kinds: Any
    begins: Any

    def doubt(self, start: int, end: int) -> float:
        """The greatest probability that a piece inside ``[start, end)`` identifies somebody."""
        # Pieces are in order and do not overlap.
        first = int(np.searchsorted(self.offsets[:, 1], start, side="right"))
        last = int(np.searchsorted(self.offsets[:, 0], end, side="left"))
        return float(self.kinds[first:last].sum(1).max()) if last > first else 1.0


class Tagger:
    """The network of ``models/identifier_tagger``."""

    def __init__(self, folder: Path) -> None:
        self._session, card = trained_network(folder, "tagger")
        tags: list[str] = card["tags"]
        self.labels = tuple(Label(t[2:]) for t in tags[1::2])

    def read(self, text: str) -> Read:
        """Read a whole text, window by window (one at a time: int8 scales its activations over a batch)."""
        parts = [self._one(w) for w in windows(text)]
        if not parts:
            return Read(np.zeros((0, 2), int), np.zeros((0, len(self.labels))), np.zeros(0))
        return Read(*(np.concatenate(p) for p in zip(*parts, strict=True)))

    def _one(self, window: Window) -> tuple[Any, Any, Any]:
        inputs = {
            "input_ids": np.array([window.ids], np.int64),
            "signs": window.signs[None],
        }
        logits = self._session.run(("tags",), inputs)[0][0, 1:-1].astype(np.float64)
        odds = np.exp(logits - logits.max(1, keepdims=True))
        chance = odds / odds.sum(1, keepdims=True)
        begin, inside = chance[:, 1::2], chance[:, 2::2]
        return np.array(window.offsets[1:-1]), begin + inside, begin.sum(1)


@lru_cache(maxsize=1)
def tagger() -> Tagger:
    """The tagger, loaded once a process."""
    return Tagger(resource("models") / "identifier_tagger")


def tagged(text: str, read: Read) -> Iterator[Found]:
    """Spans of whole words in ``text`` that the tagger takes for identifiers, with its probability as score."""
    labels = tagger().labels
    people = np.array([label.is_person for label in labels])
    taken = np.flatnonzero(read.kinds.sum(1) >= TAKEN)
    groups: list[list[int]] = []
    for at in taken:
        if groups and _goes_on(text, read, people, groups[-1][-1], int(at)):
            groups[-1].append(int(at))
        else:
            groups.append([int(at)])
    for group in groups:
        start, end = _whole_words(text, int(read.offsets[group[0], 0]), int(read.offsets[group[-1], 1]))
        kinds = read.kinds[group].mean(0)
        person = kinds[people].sum()
        best = int(
            np.argmax(
                np.where(people, kinds, 0.0)
                if person > kinds[~people].max()
                else np.where(people, 0.0, kinds)
            )
        )
        if person > kinds[~people].max():
            end = _without_what_goes_on(text, start, end)
        score = float(read.kinds[group].sum(1).mean())
        if (
            any(c.isalnum() for c in text[start:end])
            and not _most_likely_a_word(text, start, end, score)
            and not _everyday_place(text[start:end], labels[best])
        ):
            yield Found(start, end, labels[best], "tagger", round(min(0.97, score), 4))


def _most_likely_a_word(text: str, start: int, end: int, score: float) -> bool:
    """'Hope this finds you well', 'heather on the hill', 'April and May': a word that opens, or has no capital of its own."""
    words = text[start:end].split()
    if all(w.casefold() in names_that_are_words() for w in words) and words[0].casefold() in _VERBS:
        # 'She WILL not go', 'will chase': no name without a capital of its own, however sure.
        line = text[text.rfind("\n", 0, start) + 1 : start]
        if (words[0].islower() and len(words) > 1) or (words[0].isupper() and line.isupper()):
            return True
    word = text[start:end]
    if score >= SURE or word.casefold() not in names_that_are_words():
        return False
    at = start
    while at and text[at - 1] in " \t\"“'‘(-•*":
        at -= 1
    opens = not at or text[at - 1] in "\n.!?:"
    return word.islower() or word.isupper() or opens or word.casefold() in _CALENDAR


_VERBS = frozenset({"will", "may", "can", "might", "mark", "hope"})
_CALENDAR = frozenset({"april", "may", "june", "august", "sunday", "friday", "monday"})


def _without_what_goes_on(text: str, start: int, end: int) -> int:
    """End of a name with a capital before everyday words without one: 'D each morn', 'Kai disnae'."""
    words = [m.span() for m in re.finditer(r"\S+", text[start:end])]
    if not words or not text[start].isupper():
        return end
    while (
        len(words) > 1 and (last := text[start + words[-1][0] : end]).islower() and frequency(last) >= _COMMON
    ):
        words.pop()
        end = start + words[-1][1]
    return end


def _everyday_place(surface: str, label: Label) -> bool:
    """'upstairs', 'flat', 'House': one everyday word is no place that somebody could be found at."""
    word = surface.casefold()
    return (
        label in (Label.LOCATION, Label.ORG, Label.SCHOOL)
        and word.isalpha()
        and (surface.islower() or word in _HOMES)
        and frequency(word) >= _EVERYDAY
        and word not in places()
    )


_HOMES = frozenset(
    {"house", "home", "flat", "school", "court", "hospital", "college", "nursery", "centre", "library"}
)
# Zipf 4: once in a hundred thousand words.
_EVERYDAY = 4.0
_COMMON = 3.5


def _goes_on(text: str, read: Read, people: Any, before: int, at: int) -> bool:
    """Whether the piece ``at`` belongs to the span that ends with the piece ``before``."""
    if at != before + 1:
        return False
    between = text[read.offsets[before, 1] : read.offsets[at, 0]]
    if "\n" in between or len(between) > 2:
        return False
    if not between:
        return True
    last, here = read.kinds[before], read.kinds[at]
    same = (last[people].sum() > 0.5 * last.sum()) == (here[people].sum() > 0.5 * here.sum())
    return bool(same and read.begins[at] < 0.5 * here.sum())


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    m = _EDGES.fullmatch(text, start, end)
    if m is None:
        return start, start
    start, end = m.span(1)
    word = text[start:end].casefold()
    if text[start:end][-2:] in ("'s", "’s"):
        end -= 2
    elif word.endswith("s") and word not in given_names() and word[:-1] in given_names():
        end -= 1  # 'chloes mum'
    return start, end


# Marks and small words at the ends of a span are not the name: 'Grimsby to', '(Amira'.
_EDGE = r"(?:[\s.,;:()\[\]\"“”'‘’/–—-]|\b(?:to|and|at|in|of|from|with|for|on|or|by|the)\b)"
_EDGES = re.compile(rf"{_EDGE}*?((?!{_EDGE})\S.*?){_EDGE}*", re.DOTALL)
