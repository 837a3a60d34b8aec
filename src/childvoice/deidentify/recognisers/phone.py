"""Telephone numbers: UK and foreign ones by form, looser ones behind 'tel' or 'mob'. Those said in words stand in ``spoken_phone``.

Form is enough here: fictional ranges, typing slips and unassigned numbers are nobody's to a library of valid
numbers, and identify all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from childvoice.deidentify.spans import Found
from childvoice.records import Label

LABELS = (Label.PHONE,)

_SEP = r"[ .–/()-]{0,2}"
_EXT = r"(?: ?(?:ext|extn|x)\.? ?\d{1,5})?"
_START = r"(?<![\w.,£/-])"
_FORMS = (
    # 9 or 10 digits after the trunk zero; people type the letter O for it.
    re.compile(
        rf"{_START}\(?(?:\+ ?44{_SEP}(?:\(0\))?|0044{_SEP}(?:\(0\))?|"
        rf"[0Oo])(?:{_SEP}[\dO]){{9,10}}(?!\d){_EXT}"
    ),
    re.compile(rf"{_START}(?:\+|00)[1-9](?:{_SEP}\d){{7,14}}(?!\d)"),
    re.compile(rf"{_START}7[1-9]\d\d ?\d{{3}} ?\d{{3}}(?!\d)"),  # a mobile without its zero
    re.compile(r"(?<!\w)\(0\d{2,5}\)[ -]?\d(?:[ -]?\d){4,7}(?!\d)"),
)
_LABEL = r"(?:tel(?:ephone)?|phone|mob(?:ile)?|landline|fax|contact|m|t)"
_SAID = re.compile(
    r"(?i)(?<!NHS )\b(?:tel(?:ephone)?|phone|mob(?:ile)?|rings?|rang|call|text|contact|number|landline|"
    r"fax)\b[^\d\n+]{0,24}"
    r"(\+?\(?\d[\d ()-]{7,16}\d)(?!\d)"
)
_LOCAL = re.compile(
    rf"(?i)\b{_LABEL}(?: (?:no|number|num))?\b[ .:#]{{1,3}}(?:is )?(\d{{3}} "
    rf"?\d{{3,4}})(?![\d,]| ?(?:pm|am|hours|hrs|times|calls))"
)
# Everybody's numbers name nobody, and who was told to ring them is worth reading.
_PUBLIC = frozenset(
    {"08001111", "116123", "08088005000", "08009179090", "08082000247", "999", "101", "111", "112"}
)


def find(text: str) -> Iterator[Found]:
    """Numbers by form and by what stands before them; counting from nought is not one."""
    for pattern, group, score in (*((f, 0, 0.95) for f in _FORMS), (_SAID, 1, 0.9), (_LOCAL, 1, 0.88)):
        for m in pattern.finditer(text):
            digits = "".join(c for c in m[group] if c.isdigit())
            wanted = 6 if pattern is _LOCAL else 9
            if wanted <= len(digits) <= 20 and digits not in _PUBLIC and not digits.startswith("0123456789"):
                yield Found(m.start(group), m.end(group), Label.PHONE, "phone", score)
