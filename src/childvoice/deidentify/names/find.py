"""All evidence for names of one text, before it is settled: cues, labels, lists, recogniser, initials."""

from __future__ import annotations

import re
from collections.abc import Iterable

from childvoice.deidentify.names import cues, gazetteer, ner
from childvoice.deidentify.names.lexicon import frequency, names_that_are_words, never_names
from childvoice.deidentify.names.tagger import Read, tagged, tagger
from childvoice.deidentify.names.tokens import tokens
from childvoice.deidentify.spans import Found
from childvoice.records import Label


def find_names(text: str) -> list[Found]:
    """People (and, from the recogniser, places) in ``text``, overlapping where several kinds of evidence agree."""
    read = tagger().read(text)
    seen = (*gazetteer.listed(tokens(text)), *ner.recognised(text))
    found = [
        *cues.labels(text),
        *cues.cued(text),
        *(span for span in seen if not _mere_word(text, span, read)),
        *tagged(text, read),
    ]
    return found + list(_initials(text, found))


# What the tagger leaves below this is no name to it; lists and recogniser then need more than an everyday word.
_NO_NAME = 0.02
_EVERYDAY = 3.6


def _mere_word(text: str, span: Found, read: Read) -> bool:
    """Whether a span is made of words that everybody uses, and the tagger, who reads what stands around, sees no name."""
    words = re.findall(r"[^\W\d_]+", text[span.start : span.end].casefold())
    if not all(w in names_that_are_words() or frequency(w) >= _EVERYDAY for w in words):
        return False
    return read.doubt(span.start, span.end) < _NO_NAME


_INITIAL_ACTS = re.compile(
    r"(?<![\w.&/'’-])([A-Z])(?:\.(?=\s[a-z]))?(?:['’]s)?(?=\s+(?:said|says|told|stated|reported|asked|was|is|has|had|wants|wanted|feels|felt|likes|hates|loves|"
    r"did|does|doesn['’]?t|didn['’]?t|presented|appeared|attended|engaged|smiled|came|went|seen|seemed|continues|remains|disclosed|thinks|"
    r"and (?:[A-Z]\b|mum|dad|mo\b|fa\b)|will|would|can|couldn['’]?t|wd|cd|spoke|talked|became|lives|looked|played|showed|got|gets|needs|knows|may|refused|agreed|expressed|shared|explained|described)\b)"
)
_INITIAL_AFTER = re.compile(
    r"(?i:\b(?:saw|see|with|to|for|and|visited|met|spoke to|spoke with|child|re|from|by|of|about|that|told|asked|collected|hv to see|yp|observed|took|supported|transported))\s+([A-Z])(?:\.)?(?=[\s,.;:)]|['’]s)(?!\s*(?:&|/|plus|level))"
)


def _initials(text: str, found: Iterable[Found]) -> Iterable[Found]:
    """Initials used as names: those of people named in full, and single capitals that act ('J said')."""
    full = {
        "".join(w[0] for w in re.findall(r"[^\W\d_]+", text[f.start : f.end])).upper()
        for f in found
        if f.label.is_person
    }
    for initials in sorted(i for i in full if 2 <= len(i) <= 4):
        if initials.casefold() in never_names():
            continue
        dotted = r"\.?\s?".join(re.escape(c) for c in initials)
        for m in re.finditer(rf"(?<![\w.&/-]){dotted}\.?(?![\w&/-])", text):
            if m[0].rstrip(".").isupper():
                end = m.end() - (1 if m[0].endswith(".") and "." not in m[0][:-1] else 0)
                yield Found(m.start(), end, Label.PERSON_OTHER, "initials", 0.85)
    acts = [m.span(1) for m in _INITIAL_ACTS.finditer(text)]
    # A letter that acts somewhere is a person wherever it stands as one; I, A, R and Q are words and labels.
    acting = {text[a:b] for a, b in acts} - {"I", "A", "R", "Q"}
    for a, b in [*acts, *(m.span(1) for m in _INITIAL_AFTER.finditer(text))]:
        if text[a:b] in acting:
            yield Found(a, b, Label.PERSON_OTHER, "initial", 0.75)
