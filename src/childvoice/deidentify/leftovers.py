"""The adversarial pass: look once more for every known name in what would go on."""

from __future__ import annotations

from collections.abc import Iterable

from childvoice.deidentify.names.cues import FUNCTION_WORDS
from childvoice.deidentify.names.lexicon import given_names, names_that_are_words, never_names
from childvoice.deidentify.roster import Roster, pattern
from childvoice.records import Document


def shown_by(document: Document) -> list[str]:
    """Every text of ``document`` that somebody may see: title, file name, setting, labels, notes, questions, words."""
    source = document.source
    return [source.title, source.file.replace("_", " "), source.setting] + [
        part for u in document.units for part in (u.speaker, u.note, u.question, u.text)
    ]


def leftovers(texts: Iterable[str], roster: Roster, masked: Iterable[str]) -> int:
    """How many names of the roster and of ``masked``, the people replaced in this document, stand in ``texts``.

    A name that is also an ordinary word is not counted when it stands alone: 'hope' remains where nobody is meant.
    """
    words, never = names_that_are_words(), never_names()
    surfaces = {s for p in roster.people for s in p.surfaces} | set(masked)
    searched = {
        s
        for s in surfaces
        if len(s) >= 4
        and s.casefold() not in words | never
        and not FUNCTION_WORDS.match(s)
        and (" " in s or s.casefold() in given_names() or "-" in s)
    }
    whole = "\n\n\n\n".join(texts)  # further apart than the parts of a name may stand
    folded = whole.casefold()
    return sum(1 for s in sorted(searched) if s.split()[0].casefold() in folded and pattern(s).search(whole))
