"""The voice of a clause, and whose a quotation is, by weight of clues: linear models in ``models/voice_model/model.json``.

Rules know what can be said with certainty (a heading, a claim, 'according to'); what a clause without quotation marks
is, among a few hundred ways to put it, is weighed, and so is who speaks in quotation marks. A model has one number for
each clue (:mod:`clues`, :mod:`owning`) and each answer, and for each word, which stands for its vector in
en_core_web_md; card and recipe are in ``models/voice_model``.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

from childvoice.records import Voice
from childvoice.resources import resource
from childvoice.voice import owning
from childvoice.voice.clues import clues
from childvoice.voice.people import Cast, Mention, Who

_PSEUDONYM = re.compile(r"\[[^\]]*\]")
_WORDS = re.compile(r"[a-z’']+")
FIRST = 3  # words of a clause that are weighed once more

Pairs = dict[str, tuple[int, int]]
Fours = dict[str, tuple[int, int, int, int]]
Ones = tuple[dict[str, int], dict[str, int], int]
_UNKNOWN = (0, 0, 0, 0)


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    path = resource("models") / "voice_model" / "model.json"
    return dict(json.loads(path.read_text(encoding="utf-8")))


@lru_cache(maxsize=1)
def model() -> tuple[Pairs, Fours, tuple[int, int]]:
    """The numbers of clues and of words, and what is there before any clue: for a view that is told, and for a child seen."""
    return read(_file()["clauses"])


@lru_cache(maxsize=1)
def quotation_model() -> Ones:
    """The numbers of clues and of words, and what is there before any clue: for a quotation that is a child's."""
    return read_ones(_file()["quotations"])


def read_ones(numbers: dict[str, Any]) -> Ones:
    """The model of quotations from its part of the JSON."""
    return dict(numbers["clues"]), dict(numbers["words"]), int(numbers["start"])


def read(numbers: dict[str, Any]) -> tuple[Pairs, Fours, tuple[int, int]]:
    """The model of clauses from its part of the JSON."""
    pairs = {c: (v[0], v[1]) for c, v in numbers["clues"].items()}
    fours = {w: (v[0], v[1], v[2], v[3]) for w, v in numbers["words"].items()}
    return pairs, fours, (numbers["start"][0], numbers["start"][1])


def words_of(clause: str) -> list[str]:
    """The words of a clause as the model knows them, pseudonyms left out."""
    return _WORDS.findall(_PSEUDONYM.sub(" ", clause).lower())


def weighed(clause: str, acting: Mention | None, cast: Cast, *, first: bool) -> Voice:
    """The voice of ``clause`` by weight: reported, observed or the adult's."""
    known, words, (reported, observed) = model()
    for clue in clues(clause, acting, cast, first=first):
        pair = known.get(clue)
        if pair:
            reported += pair[0]
            observed += pair[1]
    said = [words.get(w, _UNKNOWN) for w in words_of(clause)]
    if said:
        lead = said[:FIRST]
        reported += sum([w[0] for w in said]) // len(said) + sum([w[2] for w in lead]) // len(lead)
        observed += sum([w[1] for w in said]) // len(said) + sum([w[3] for w in lead]) // len(lead)
    if max(reported, observed) <= 0:
        return Voice.ADULT
    return Voice.REPORTED if reported >= observed else Voice.OBSERVED


def a_childs(text: str, start: int, end: int, rule: Who | None, cast: Cast) -> bool:
    """Whether the quotation ``text[start:end]`` is a child's, by weight; ``rule`` is what the rules say (:mod:`quotes`)."""
    known, words, total = quotation_model()
    total += sum(known.get(clue, 0) for clue in owning.clues(text, start, end, rule, cast))
    said = words_of(text[start + 1 : end - 1])
    if said:
        total += sum(words.get(w, 0) for w in said) // len(said)
    return total > 0
