"""Passport numbers: nine digits (UK), or a letter or two and six to eight digits (others), where a passport is spoken of.

Nine bare digits say nothing by themselves, so the word must stand before them: in the same words, or up to two
sentences back ('Passport lost. She gave the old number, ...').
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from childvoice.deidentify.spans import Found
from childvoice.records import Label

LABELS = (Label.CASE_ID,)

_NUMBER = r"(?:\d{9}|\d{3} \d{3} \d{3}|[A-Z]{1,2} ?\d{6,8}|[A-Z]\d{2} ?[A-Z]\d{5}|\d{2}[A-Z]{2}\d{5})"
# Longer than a sentence, shorter than a page; nothing that ends a paragraph.
_NEAR = re.compile(r"(?i)\bpassports?\b(?=(?P<between>(?:(?!\n[ \t]*\n)[^\x00]){1,240}))")
_CLOSE = re.compile(rf"(?<![\w/.-])({_NUMBER})(?![\w/-]|\.\d)")
_BARE = re.compile(r"(?<![\w/.,£-])(\d{9})(?![\w/-]|[.,]\d)")
# Another kind of number is announced: it is no passport's.
_OTHER = re.compile(
    r"(?i)\b(?:NHS|tel|phone|mob(?:ile)?|ring|call|text|account|a/c|acc|sort code|tenancy|policy|licen[cs]e|"
    r"crime|log|case|court|UPN|ULN|NI|postcode|reg)\b[^\n]{0,20}$"
)
_CLOSE_BY = 60


def find(text: str) -> Iterator[Found]:
    """Find what has a passport's form behind the word 'passport'; far behind it only nine digits."""
    for said in _NEAR.finditer(text):
        start, end = said.span("between")
        for form, reach in ((_CLOSE, min(end, start + _CLOSE_BY)), (_BARE, end)):
            for m in form.finditer(text, start, end):
                if m.start() < reach and not _OTHER.search(text, start, m.start()):
                    yield Found(m.start(1), m.end(1), Label.CASE_ID, "passport", 0.95)
