"""All evidence for names of one text, before it is settled: cues, labels, lists, tagger, initials."""

from __future__ import annotations

import re

from childvoice.deidentify.names import cues, gazetteer
from childvoice.deidentify.names.initials import initials
from childvoice.deidentify.names.lexicon import frequency, names_that_are_words
from childvoice.deidentify.names.tagger import Read, tagged, tagger
from childvoice.deidentify.names.tokens import tokens
from childvoice.deidentify.spans import Found


def find_names(text: str) -> list[Found]:
    """People (and, from the tagger, places and numbers) in ``text``, overlapping where several kinds of evidence agree."""
    read = tagger().read(text)
    found = [
        *cues.labels(text),
        *cues.cued(text),
        *(span for span in gazetteer.listed(tokens(text)) if not _mere_word(text, span, read)),
        *tagged(text, read),
    ]
    return found + list(initials(text, found))


# What the tagger leaves below this is no name to it; lists then need more than an everyday word.
_NO_NAME = 0.02
_EVERYDAY = 3.6


def _mere_word(text: str, span: Found, read: Read) -> bool:
    """Whether a span is made of words that everybody uses, and the tagger, who reads what stands around, sees no name."""
    words = re.findall(r"[^\W\d_]+", text[span.start : span.end].casefold())
    if not all(w in names_that_are_words() or frequency(w) >= _EVERYDAY for w in words):
        return False
    return read.doubt(span.start, span.end) < _NO_NAME
