"""E-mail addresses, also written out ('jo dot smith at example dot org')."""

from __future__ import annotations

import re
from collections.abc import Iterator

from childvoice.deidentify.spans import Found
from childvoice.records import Label

LABELS = (Label.EMAIL,)

# Lengths are those of RFC 5321; without them a long run of dots would be searched from each character.
_NAME = r"(?<![\w.%+'-])[\w%+'-][\w.%+'-]{0,63}"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})"
_TOP = r"(?:com|org|net|uk|gov|info|edu|me|io|ie|scot|wales)"
_FORMS = (
    re.compile(rf"{_NAME}@{_LABEL}(?:\.{_LABEL}){{0,5}}\.[A-Za-z]{{2,24}}\b"),
    # Spaces or words for the signs: only with an ending that is surely one.
    re.compile(
        rf"(?i){_NAME} ?(?:@|[\[(]at[\])]) ?{_LABEL}(?: ?(?:\.|[\[(]dot[\])]) ?{_LABEL}){{0,4}} "
        rf"?(?:\.|[\[(]dot[\])]) ?{_TOP}\b"
    ),
    re.compile(
        r"(?i)\b(?!(?:look|looked|looking|go|was|is|be|found|it|site|website|online|and)\b)[\w-]{1,64}"
        rf"(?: (?:dot|underscore|dash) [\w-]{{1,64}}){{0,4}} at [\w-]{{1,63}}(?: dot "
        rf"[\w-]{{1,63}}){{0,3}} dot {_TOP}\b"
    ),
)


def find(text: str) -> Iterator[Found]:
    """Find addresses in their usual and in their spoken form."""
    for pattern in _FORMS:
        for m in pattern.finditer(text):
            yield Found(m.start(), m.end(), Label.EMAIL, "email", 1.0)
