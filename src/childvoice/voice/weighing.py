"""The voice of a clause by weight of clues: a linear model whose numbers stand in ``models/voice_model/model.json``.

Rules know what can be said with certainty (a heading, a claim, 'according to'); what a clause without quotation marks
is, among a few hundred ways to put it, is weighed. The model has one number for each clue (:mod:`clues`) and each of
two voices, and for each word, which stands for its vector in en_core_web_md; card and recipe are in
``models/voice_model``.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

from childvoice.records import Voice
from childvoice.resources import resource
from childvoice.voice.clues import clues
from childvoice.voice.people import Cast, Mention

_PSEUDONYM = re.compile(r"\[[^\]]*\]")
_WORDS = re.compile(r"[a-z’']+")
_NOTHING = (0, 0)
FIRST = 3  # words of a clause that are weighed once more

Weights = dict[str, tuple[int, int]]


@lru_cache(maxsize=1)
def model() -> tuple[Weights, Weights, Weights, tuple[int, int]]:
    path = resource("models") / "voice_model" / "model.json"
    return read(json.loads(path.read_text(encoding="utf-8")))


def read(numbers: dict[str, Any]) -> tuple[Weights, Weights, Weights, tuple[int, int]]:
    clues_ = {c: (v[0], v[1]) for c, v in numbers["clues"].items()}
    words = {w: (v[0], v[1]) for w, v in numbers["words"].items()}
    leads = {w: (v[2], v[3]) for w, v in numbers["words"].items()}
    reported, observed = numbers["start"]
    return clues_, words, leads, (reported, observed)


def words_of(clause: str) -> list[str]:
    """The words of a clause as the model knows them, pseudonyms left out."""
    return _WORDS.findall(_PSEUDONYM.sub(" ", clause).lower())


def weighed(clause: str, acting: Mention | None, cast: Cast, rule: Voice, *, first: bool) -> Voice:
    """The voice of ``clause`` by weight: reported, observed or the adult's."""
    known, words, leads, (reported, observed) = model()
    for clue in clues(clause, acting, cast, rule, first=first):
        a, b = known.get(clue, _NOTHING)
        reported += a
        observed += b
    said = words_of(clause)
    if said:
        found = [words.get(w, _NOTHING) for w in said]
        reported += sum(a for a, _ in found) // len(said)
        observed += sum(b for _, b in found) // len(said)
        found = [leads.get(w, _NOTHING) for w in said[:FIRST]]
        reported += sum(a for a, _ in found) // len(found)
        observed += sum(b for _, b in found) // len(found)
    if max(reported, observed) <= 0:
        return Voice.ADULT
    return Voice.REPORTED if reported >= observed else Voice.OBSERVED
