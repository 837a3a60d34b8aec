"""Towns, villages and areas: by list (lists/uk_places.txt), by English place endings, by 'lives in'."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from childvoice.deidentify.spans import Found
from childvoice.records import Label

LABELS = (Label.LOCATION,)

_WORD = r"[A-Z][A-Za-z'’-]*"
_IN = (
    r"(?:in|on|at|near|from|to|off|down|up|of|round|past|behind|along|by|over|into|around|"
    r"outside|through|opposite)"
)
_LIVES = re.compile(
    r"(?i:\b(?:liv(?:e[sd]?|ing)|grew up|born|raised|based|(?:re)?settled|staying|house|"
    r"flat)(?: (?:out|over|back|down|up|round))? in|"
    r"\b(?:moved|moving|move|relocated)(?: (?:back|down|up|over))? to|\b(?:town|village|place "
    rf"of birth)\s?:)[ ]({_WORD}(?:[ ]{_WORD}){{0,1}})(?![\w'’])"
)
# What English places end in; the second kind ends people's names too, so only 'in' and the like will do.
_PLACE = (
    r"[A-Z][a-z]{2,9}(?:ford|wick|bury|borough|mouth|chester|cester|thorpe|moor|pool|haven|"
    r"hurst|combe|minster|bourne|stead)"
)
_PERSONAL = r"[A-Z][a-z]{2,9}(?:ton|ham|ley|field|wood|dale|worth|gate|well|bridge|port|stow|sea)"
_TWO = (
    r"(?:(?:Port|Great|Little|Upper|Lower|Nether|Kings|Bishops|Market|Chipping)[ ][A-Z][a-z]{2,}|"
    r"[A-Z][a-z]{2,}[ ](?:Vale|Moor|Heath|Bay|Regis|Magna|Parva))"
)
_FORMED = re.compile(
    rf"(?:(?i:\b(?:{_IN}|that|half of|towards))[ ]|\bArea: )({_TWO}|{_PLACE})(?![\w'’-])|"
    rf"(?:\b(?:[Ii]n|near|outside|around)|\bArea:)[ ]({_PERSONAL})(?![\w-])"
)
_NO_TOWN = re.compile(
    r"(?i)^(?:january|february|march|april|may|june|july|august|september|october|november|"
    r"december|mon|tues|wednes|thurs|fri|satur|sun|year|reception|key|"
    r"foster|mum|dad|nan|care|child|children|early|edge|supported|section|residential|kinship|"
    r"set|team|england|wales|scotland|uk|britain|british|english|a|the|"
    r"his|her|my|our|their|semi|emergency|temporary|permanent|secure|another|families|s20|"
    r"mainstream|secondary|primary|college|school|(?-i:[A-Z]{1,4}$))(?:day)?\b"
)
# Behind these even a name that is a word is a place; but 'in Reading' is a lesson, 'in March' a month.
_BEFORE = re.compile(
    r"(?i)\b(?:in|near|outside|around|through|via|(?:mov(?:ed?|ing)|train|bus|back|trip|drove|"
    r"go(?:es)?|went) (?:\w+ )?to|from|[ap]t)\s+$"
)
_HOME = re.compile(
    r"(?i)\b(?:liv(?:e[sd]?|ing)|moved|moving|grew up|born|house|flat|near|outside|family) (?:to |in )?$"
)


_LATIN_WORD = re.compile(r"(?<![\w'’-])[A-Za-z]+")


@lru_cache(maxsize=1)
def places() -> dict[str, tuple[tuple[str, str], ...]]:
    """Names of UK places, lower case, with their mark, by their first word, longest first."""
    text = files("childvoice.deidentify").joinpath("lists/uk_places.txt").read_text(encoding="utf-8")
    by_first: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for line in text.casefold().splitlines():
        name = line.lstrip("?!")
        if name and not name.startswith("#"):
            by_first[re.split(r"[ '-]", name)[0]].append((name, line[: len(line) - len(name)]))
    return {first: tuple(sorted(names, key=lambda n: (-len(n[0]), n))) for first, names in by_first.items()}


def find(text: str) -> Iterator[Found]:
    """Find listed towns, and unlisted ones where the words around them say 'place'."""
    for pattern, score in ((_LIVES, 0.79), (_FORMED, 0.78)):
        for m in pattern.finditer(text):
            group = m.lastindex or 0
            if not _NO_TOWN.match(m[group]):
                yield Found(m.start(group), m.end(group), Label.LOCATION, "town", score)
    known = places()
    for m in _LATIN_WORD.finditer(text):
        for name, mark in known.get(m[0].casefold(), ()):
            end = m.start() + len(name)
            there = text[m.start() : end].replace("’", "'").casefold() == name
            if there and not re.match(r"\w|-\w", text[end : end + 2]):
                if score := _sure(text, m.start(), name, mark):
                    yield Found(m.start(), end, Label.LOCATION, "town", score)
                break


def _sure(text: str, start: int, name: str, mark: str) -> float:
    """How sure the name of a town means the town here; 0 where it is more likely a word or a person."""
    before = (_HOME if mark == "!" else _BEFORE).search(text, max(0, start - 24), start)
    if mark:
        return 0.85 if text[start].isupper() and before else 0.0
    if text[start].isupper():
        return 0.85
    return 0.8 if before or (len(name) > 5 and " " not in name) else 0.0
