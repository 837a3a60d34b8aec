"""What is found once is found everywhere: in the document, and, for full names, in the review."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from childvoice.deidentify.names.cues import FUNCTION_WORDS
from childvoice.deidentify.names.gazetteer import ACTS
from childvoice.deidentify.names.lexicon import (
    given_names,
    names_that_are_words,
    never_names,
    ordinary,
    surnames,
)
from childvoice.deidentify.roster import Roster, pattern
from childvoice.deidentify.spans import Found
from childvoice.deidentify.titles import RANKS, TITLES
from childvoice.records import Label

_SENTENCE_START = re.compile(r"(?:^|[.!?\n:“\"‘(])\s*$")
_MODAL = re.compile(
    r"\s+(?:i|you|he|she|it|we|they|there|this|that|the|a|an|my|your|be|not|have|all|any)\b", re.IGNORECASE
)
# Kinds whose surface is worth looking for again; a phone number found by form is found again by form.
_PLACES = frozenset({Label.SCHOOL, Label.ORG, Label.LOCATION})


_START = 4  # letters by which names are kept
_BETWEEN = re.compile(r"[\s'’.\-\u2010-\u2015]+")


@lru_cache(maxsize=100_000)
def _pattern(surface: str) -> re.Pattern[str]:
    return pattern(surface)


def _closed(text: str) -> str:
    """``text`` without case and without what may stand between the parts of a name."""
    return _BETWEEN.sub("", text).casefold()


@lru_cache(maxsize=100_000)
def _close(surface: str) -> str:
    """A name, closed up; kept, as each is looked for in many texts."""
    return _closed(surface)


def _may_stand_in(surface: str, close: str) -> bool:
    """Whether it is worth looking for ``surface``: a roster of hundreds is looked up in every text."""
    return _close(surface) in close


class Surfaces:
    """Names from all of a review, by how they begin, so that each text is asked only for those that may stand in it.

    Without it a review of n documents looks for n documents' names in n documents.
    """

    def __init__(self, known: Iterable[tuple[str, Label]]) -> None:
        self._by_start: dict[str, list[tuple[str, str, Label]]] = defaultdict(list)
        for surface, label in known:
            close = _close(surface)
            self._by_start[close[:_START]].append((close, surface, label))

    def that_may_stand_in(self, text: str) -> list[tuple[str, Label]]:
        """In order; nothing that stands in ``text``, whatever its case and separators, is missing."""
        close = _closed(text)
        starts = {close[at : at + n] for n in range(1, _START + 1) for at in range(len(close))}
        return sorted(
            (surface, label)
            for start in starts & self._by_start.keys()
            for begun, surface, label in self._by_start[start]
            if begun in close
        )


def known_people(text: str, roster: Roster) -> Iterator[Found]:
    """Every person of the roster, by any of their names, and by initials where a longer name stands there too."""
    close = _closed(text)
    for person in roster.people:
        hits = []
        for surface in (s for s in person.surfaces if _may_stand_in(s, close)):
            hits += [
                Found(m.start(), _without_possessive(m), person.label, "roster", 1.0)
                for m in _pattern(surface).finditer(text)
                if not _is_word_here(text, m, surface)
            ]
        yield from hits
        if hits and len(person.initials) >= 2 and person.initials.casefold() not in never_names():
            for m in re.finditer(rf"(?<![\w./-]){re.escape(person.initials)}(?![\w/-])", text):
                yield Found(m.start(), m.end(), person.label, "roster initials", 0.95)


def again(
    text: str, found: Iterable[Found], *, surfaces: Iterable[tuple[str, Label]] = ()
) -> Iterator[Found]:
    """Further occurrences of the people and places in ``found`` and of ``surfaces`` from elsewhere in the review.

    A full name is looked for whole and by its parts; a part that is an ordinary word only with a capital.
    """
    found = list(found)
    wanted: dict[str, tuple[Label, float]] = {}
    for span in found:
        surface = re.sub(r"\s+", " ", text[span.start : span.end]).strip()
        if span.label.is_person and span.score >= 0.7:
            for piece in _pieces(surface):
                wanted.setdefault(piece, (span.label, min(span.score, 0.9)))
        elif span.label in _PLACES and len(surface) > 3 and surface[0].isupper():
            wanted.setdefault(surface, (span.label, 0.8))
            short = re.sub(
                r"\s+(?:Primary|Academy|High|School|College|Surgery|Nursery|Road|Street|Lane|Estate|estate).*$",
                "",
                surface,
            )
            if span.label is Label.SCHOOL and short != surface and len(short.split()) >= 2:
                wanted.setdefault(short, (span.label, 0.78))
    for surface, label in surfaces:
        wanted.setdefault(surface, (label, 0.85))
    close = _closed(text)
    lower = _typed_lower(text, found)
    for surface, (label, score) in wanted.items():
        if not _may_stand_in(surface, close):
            continue
        lone = " " not in surface and surface.casefold() not in given_names()
        if lone and label.is_person and ordinary(surface.casefold()):
            continue  # 'Boiler' at the start of one sentence must not take every boiler
        if surface in lower:
            for m in re.finditer(rf"(?<![\w’'-]){surface}(?![\w-])", text):
                if not _DETERMINED.search(text, max(0, m.start() - 6), m.start()):
                    yield Found(m.start(), m.end(), label, "found elsewhere", score)
        for m in _pattern(surface).finditer(text):
            if not (lone and m[0].islower()) and not _is_word_here(text, m, surface):
                yield Found(m.start(), _without_possessive(m), label, "found elsewhere", score)


_BY_ITSELF = re.compile(rf"^(?:['’]s\b| \((?:me|mum|dad|carer)\)|[ \t]+(?:{'|'.join(sorted(ACTS))})\b)")


_DETERMINED = re.compile(r"(?i)\b(?:a|an|the|some|any|no|this|that|of|in|all|more|much)\s$")
_HARDLY_NAMES = frozenset(
    "will may can might mark hope bless page art rich grant chase sue pat rob bill drew miles".split()
)


def _typed_lower(text: str, found: Iterable[Found]) -> frozenset[str]:
    """Names that are words, and stand for somebody in lower case in ``text``: there 'jade' in lower case is Jade."""
    return frozenset(
        surface
        for f in found
        if f.label.is_person and f.score >= 0.75 and (surface := text[f.start : f.end]).islower()
        and surface in names_that_are_words() and surface not in _HARDLY_NAMES
    )  # fmt: skip


_CAPITAL_BEFORE = re.compile(r"[A-Z][\w’'-]* $")


def also_words(text: str, found: Iterable[Found]) -> Iterator[Found]:
    """Names of people named in full that are words or shorthand ('Non', 'Di', 'Hocking'): where one acts or opens nothing."""
    names: dict[str, Label] = {}
    for span in found:
        words = text[span.start : span.end].split()
        if span.label.is_person and span.score >= 0.85 and len(words) > 1:
            for word in (words[0], words[-1]):
                if len(word) > 1 and word.isalpha() and word.istitle():
                    names.setdefault(word, span.label)
    for name, label in sorted(names.items()):
        low = name.casefold()
        if low in TITLES - RANKS or not (low in never_names() or ordinary(low) or FUNCTION_WORDS.match(name)):
            continue
        for m in re.finditer(rf"(?<![\w’'-]){name}(?![\w-])(?! [A-Z]| of\b)", text):
            opens = _SENTENCE_START.search(text, max(0, m.start() - 4), m.start())
            thing = _DETERMINED.search(text, max(0, m.start() - 6), m.start())
            thing = thing or _CAPITAL_BEFORE.search(text, max(0, m.start() - 20), m.start())  # 'Boxing Day'
            if _BY_ITSELF.match(text[m.end() : m.end() + 16]) if opens else not thing:
                yield Found(m.start(), m.end(), label, "name again", 0.85)


def households(text: str, found: Iterable[Found]) -> Iterator[Found]:
    """'the Snows', where a Mr or Mrs Snow, or somebody of that surname, is known."""
    families = {
        words[-1]
        for f in found
        if f.label.is_person and f.score >= 0.85 and len(words := text[f.start : f.end].split()) > 1
        and len(words[-1]) > 2 and words[-1][0].isupper() and words[-1].isalpha()
    }  # fmt: skip
    for name in sorted(families):
        for m in re.finditer(rf"\b[Tt]he ({name}e?s)(?![\w’'-])", text):
            yield Found(m.start(1), m.end(1), Label.PERSON_OTHER, "name again", 0.8)


def _pieces(surface: str) -> list[str]:
    words = [w for w in re.split(r"\s+", surface) if w]
    parts = [surface]
    if len(words) > 1:
        parts += [w.strip(".,") for w in words]
    if len(words) == 1 and "-" in surface:
        parts.append(surface.split("-")[0])
    return [
        p
        for p in parts
        if len(p) >= 2
        and p.casefold() not in never_names()
        and not FUNCTION_WORDS.match(p)
        and not (len(p) < 3 and not p[0].isupper())
    ]


def _without_possessive(match: re.Match[str]) -> int:
    """End of the name itself; a bare 's' belongs to it if that makes another name ('Adam', 'Adams')."""
    last = match[0].casefold().split()[-1]
    if not match["s"] or (match["s"] in "sS" and (last in given_names() or last in surnames())):
        return match.end()
    return match.start("s")


def _is_word_here(text: str, match: re.Match[str], surface: str) -> bool:
    """True if a name that is a word is most likely the word: lower case, or opening a question or wish."""
    if surface.casefold() not in names_that_are_words():
        return False
    if not match[0][0].isupper():
        return True
    if match[0].isupper() and len(match[0]) > 1 and not surface.isupper():
        line = text[max(0, match.start() - 20) : match.end() + 20]
        return sum(c.islower() for c in line) < 3
    opens = bool(_SENTENCE_START.search(text, max(0, match.start() - 4), match.start()))
    return opens and bool(_MODAL.match(text, match.end()))
