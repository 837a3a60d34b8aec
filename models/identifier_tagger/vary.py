"""Make each document anew for every pass: other names, numbers and places in the same sentences, other case.

A model that sees each name once in a thousand forms learns what stands around names instead of the names.
"""

from __future__ import annotations

import random
import re
from functools import lru_cache

from corpus import Marked

from childvoice.deidentify.names.lexicon import (
    british,
    frequency,
    given_names,
    names_that_are_words,
    places,
    surnames,
)

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_TYPES = frozenset(
    "st saint the of and house home primary high academy school college nursery surgery hospital fostering care road street lane close avenue "
    "drive court gardens estate park church centre club community church mosque medical practice family health team flat infant junior rc ce "
    "secondary special lodge cottage view row way terrace crescent place square hill green united fc rovers youth project trust".split()
)
_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


@lru_cache(maxsize=1)
def _pools() -> dict[str, list[str]]:
    given = sorted(given_names())
    family = sorted(surnames())
    return {
        "given": given, "british": sorted(british()), "words": sorted(names_that_are_words()),
        "family": family, "family words": [s for s in family if frequency(s) > 4.2 and len(s) > 2], "places": sorted(places()),
    }  # fmt: skip


def vary(document: Marked, chance: random.Random) -> Marked:
    """One variant: same sentences, other surfaces; the names of one document are changed alike."""
    told: dict[str, str] = {}
    keep = chance.random() < 0.15
    pieces, spans, length, at = [], [], 0, 0
    for start, end, label in document.spans:
        pieces.append(document.text[at:start])
        length += start - at
        surface = document.text[start:end]
        new = surface if keep else _other(surface, label, told, chance)
        spans.append((length, length + len(new), label))
        pieces.append(new)
        length += len(new)
        at = end
    pieces.append(document.text[at:])
    return Marked(document.name, "".join(pieces), tuple(spans))


def _other(surface: str, label: str, told: dict[str, str], chance: random.Random) -> str:
    if label.startswith("PERSON"):
        return _person(surface, told, chance)
    if label == "DATE":
        return _date(surface, chance)
    if any(c.isdigit() for c in surface) and label not in ("EMAIL", "URL", "SCHOOL", "ORG"):
        surface = "".join(str(chance.randrange(10)) if c.isdigit() else c for c in surface)
        if label in ("CASE_ID", "VEHICLE_REG"):
            surface = re.sub(r"\b[A-Z]{1,3}(?=[\d/-])", lambda m: "".join(chance.choice("ABCDEFGHJKLMNPRSTVW") for _ in m[0]), surface)  # fmt: skip
    if label in ("LOCATION", "SCHOOL", "ORG"):
        return _WORD.sub(lambda m: _place(m[0], told, chance), surface)
    return surface


def _person(surface: str, told: dict[str, str], chance: random.Random) -> str:
    words = _WORD.findall(surface)
    many = len([w for w in words if len(w) > 1]) > 1
    if all(len(w) == 1 for w in words) or (len(words) == 1 and words[0].isupper() and len(words[0]) <= 3):
        return "".join(
            told.setdefault("." + c, chance.choice("ABCDEFGHJKLMNOPRSTZ")) if c.isupper() else c
            for c in surface
        )
    last = words[-1]

    def swap(m: re.Match[str]) -> str:
        word = m[0]
        if len(word) == 1:
            return word
        low = word.casefold()
        if low not in told:
            as_family = (many and word == last and m.end() >= len(surface)) or (
                low in surnames() and low not in given_names() and low not in names_that_are_words()
            )
            told[low] = _name(as_family, word, chance)
        return _cased(told[low], word)

    return _WORD.sub(swap, surface)


def _name(as_family: bool, word: str, chance: random.Random) -> str:
    pools, dice = _pools(), chance.random()
    if dice < 0.2:
        return word.casefold()
    if as_family:
        new = chance.choice(pools["family words"] if dice < 0.3 else pools["family"])
    elif dice < 0.4:
        new = chance.choice(pools["words"])
    else:
        new = chance.choice(pools["british"] if dice < 0.65 else pools["given"])
    if chance.random() < 0.08 and len(new) > 4:  # a slip of the pen, or a name that no list has
        at = chance.randrange(1, len(new) - 1)
        new = chance.choice(
            (new[:at] + new[at + 1 :], new[:at] + new[at + 1] + new[at] + new[at + 2 :], new[:at] + chance.choice("aeiouhkz") + new[at:])
        )  # fmt: skip
    return new


def _cased(new: str, like: str) -> str:
    if like.islower():
        return new
    if like.isupper():
        return new.upper()
    return re.sub(r"(^|['’\s-])(\w)", lambda m: m[1] + m[2].upper(), new)


def _place(word: str, told: dict[str, str], chance: random.Random) -> str:
    low = word.casefold()
    if low in _TYPES or len(word) < 3 or (not word[0].isupper() and chance.random() < 0.7):
        return word
    if low not in told:
        pools, dice = _pools(), chance.random()
        told[low] = low if dice < 0.35 else chance.choice(pools["places"] if dice < 0.75 else pools["family"])
    return _cased(told[low], word)


def _date(surface: str, chance: random.Random) -> str:
    def number(m: re.Match[str]) -> str:
        if len(m[0]) == 4:
            return str(chance.randrange(1995, 2028))
        value = chance.randrange(1, 13 if int(m[0]) < 13 else 29)
        return f"{value:02d}" if m[0].startswith("0") else str(value)

    changed = re.sub(r"\d+", number, surface)
    for names in (_MONTHS, _DAYS):
        for name in names:
            for form in (name, name[:3]):
                if re.search(rf"\b{form}\b", changed):
                    new = chance.choice(names)
                    return re.sub(rf"\b{form}\b", new if form == name else new[:3], changed)
    return changed


def roughen(text: str, spans: list[tuple[int, int, str]], chance: random.Random) -> str:
    """Another hand on the same words, letter for letter, so that offsets stay: case lost or shouted, stops left out."""
    dice = chance.random()
    if dice < 0.2:
        changed = text.lower()
    elif dice < 0.24:
        changed = text.upper()
    elif dice < 0.36:
        changed = list(text)  # type: ignore[assignment]
        for start, end, label in spans:
            if label.startswith("PERSON") and end - start > 2:
                changed[start:end] = text[start:end].lower()  # type: ignore[index]
        changed = "".join(changed)
    elif dice < 0.42:
        changed = re.sub(r"[.,](?=\s)", " ", text)
    else:
        return text
    return changed if len(changed) == len(text) else text
