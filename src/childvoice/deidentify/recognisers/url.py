"""Web addresses, with or without the scheme, and as they are said ('www dot example dot org')."""

from __future__ import annotations

import re
from collections.abc import Iterator

from childvoice.deidentify.spans import Found
from childvoice.records import Label

LABELS = (Label.URL,)

_PART = r"[a-z0-9][a-z0-9-]{0,62}"
_END = r"(?:com|org|net|co\.uk|org\.uk|gov\.uk|ac\.uk|nhs\.uk|sch\.uk|uk|tv|info|io|scot|wales|cymru)"
_PATH = r"""(?:[/?#][^\s<>"')\]]{0,2000})?"""
_FORM = re.compile(
    rf"""(?i)(?:\bhttps?://|\bwww\.)[^\s<>"')\]]{{1,2000}}"""
    # The domain of an e-mail address is not ours; 'told.me' is a missing space, 't.me/x' is not.
    rf"|(?<![\w@.-]){_PART}(?:\.{_PART}){{0,5}}\.{_END}(?![\w@-]|\.\w){_PATH}"
    rf"""|(?<![\w@.-])(?:t\.me|youtu\.be|bit\.ly|tiny\.cc)/[^\s<>"')\]]{{1,200}}"""
    r"|\bwww dot [\w-]{1,63}(?: dot [\w-]{1,63}){1,4}\b|\b[\w-]{1,63} dot (?:co dot uk|org dot uk|com)\b"
)


def find(text: str) -> Iterator[Found]:
    """Addresses without the punctuation of the sentence behind them."""
    for m in _FORM.finditer(text):
        if end := len(m[0].rstrip(".,;:!?")):
            yield Found(m.start(), m.start() + end, Label.URL, "url", 0.95)
