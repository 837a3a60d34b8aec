"""The statistical recogniser (spaCy en_core_web_md), filtered by what is known about words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from childvoice.deidentify.names.cues import trim
from childvoice.deidentify.names.lexicon import (
    given_names,
    names_that_are_words,
    never_names,
    ordinary,
    surnames,
)
from childvoice.deidentify.spans import Found
from childvoice.engines import spacy_ner
from childvoice.records import Label

# spaCy's own limit is 1,000,000 characters; pieces keep memory flat and end at a line.
_PIECE = 20_000
# Countries and the nations of the UK tell where a family comes from, not where a child can be found.
_COUNTRIES = frozenset(
    "britain|great britain|uk|united kingdom|france|germany|spain|italy|portugal|poland|romania|bulgaria|lithuania|"
    "latvia|ukraine|russia|turkey|greece|albania|kosovo|syria|iraq|iran|afghanistan|pakistan|india|bangladesh|sri lanka|nepal|china|hong kong|vietnam|philippines|"
    "sudan|south sudan|eritrea|ethiopia|somalia|nigeria|ghana|kenya|uganda|congo|zimbabwe|south africa|egypt|libya|algeria|morocco|jamaica|trinidad|barbados|brazil|"
    "colombia|mexico|america|usa|canada|australia|new zealand|europe|africa|asia|england|scotland|wales|ireland|northern ireland".split(
        "|"
    )
)
_STREETS = frozenset(
    "street road lane avenue close crescent drive court gardens grove hill place square terrace way walk mews row rise view park estate vale house cottage farm primary academy school".split()
)
_SHAPE = re.compile(r"^[^\W\d_].*$")


def recognised(text: str) -> Iterator[Found]:
    """People and places that the recogniser sees, without those that the lists rule out."""
    for start, piece in _pieces(text):
        for entity in spacy_ner()(piece).ents:
            a, b = start + entity.start_char, start + entity.end_char
            if "\n" in entity.text:
                b = a + entity.text.index("\n")
            yield from _judge(text, a, b, entity.label_)


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    while start < len(text):
        end = min(len(text), start + _PIECE)
        if (
            end < len(text)
            and (cut := max(text.rfind("\n", start, end), text.rfind(". ", start, end))) > start
        ):
            end = cut + 1
        yield start, text[start:end]
        start = end


def _judge(text: str, start: int, end: int, kind: str) -> Iterator[Found]:
    if kind not in {"PERSON", "ORG", "GPE", "LOC", "FAC"} or end <= start:
        return
    span = trim(text, start, end)
    if span is None:
        return
    a, b = span
    words = [w.casefold() for w in re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", text[a:b])]
    if not words or not _SHAPE.match(text[a:b]):
        return
    given, family, ambiguous, never = given_names(), surnames(), names_that_are_words(), never_names()
    if " ".join(words) in never or all(w in never for w in words):
        return
    known = words[0] in given or (len(words) > 1 and (words[0] in ambiguous or words[-1] in family))
    capital = text[a].isupper()
    if len(words) > 1 and words[-1] in _STREETS:
        kind = "LOC"
        known = False
    if not known and all(ordinary(w) for w in words):
        return  # everyday words with a capital, at the start of a sentence or in a heading
    if kind == "PERSON" and capital:
        if len(words) == 1 and (text[a:b].isupper() and len(words[0]) <= 5) and not known:
            return  # an acronym that looks like a name
        if words[0] in ambiguous and len(words) == 1:
            return  # the gazetteer's context rules decide on words
        yield Found(a, b, Label.PERSON_OTHER, "ner", 0.9 if known else 0.75)
    elif kind in {"ORG", "GPE", "LOC", "FAC"} and known and capital and len(words) <= 3 and words[0] in given:
        # A quarter of the names that a recogniser misses it has seen as organisations.
        yield Found(a, b, Label.PERSON_OTHER, "ner as other", 0.72)
    elif kind in {"GPE", "LOC", "FAC"} and " ".join(words) in _COUNTRIES:
        return
    elif kind in {"GPE", "LOC", "FAC"} and capital and not (text[a:b].isupper() and len(text[a:b]) < 6):
        yield Found(a, b, Label.LOCATION, "ner", 0.72)
