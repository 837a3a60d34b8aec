"""Lines that a page broke become sentences again: what ends one, and words divided at the end of a line."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

_ENDED = re.compile(r"[.!?:][\"'”’)]?$")
ITEM = re.compile(r"^(?:[-•*]|\(?(?:\d{1,3}|[a-z]|[ivx]+)[.)]\s)")
# A hyphen in the text, a soft one, and what PDFium gives for one at the end of a line.
_DIVIDED = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010\x02\ufffe]$")


def ends_sentence(text: str) -> bool:
    """Whether the line ends a sentence, so that nothing of it goes on in the next."""
    return bool(_ENDED.search(text))


def unhyphenated(above: str, below: str, vocabulary: Collection[str] = ()) -> str:
    """Join two lines; the hyphen of a divided word goes, that of 'well-known' stays."""
    if not _DIVIDED.search(above):
        return f"{above} {below}"
    head, tail = re.split(r"\s", above[:-1])[-1], re.split(r"\s", below)[0].rstrip(".,;:!?'\"”’)")
    if not tail[:1].islower():
        return f"{above[:-1]}-{below}"
    hard = above[-1] in "-\u2010" and f"{head}-{tail}".casefold() in vocabulary
    one = above[-1] == "\u00ad" or f"{head}{tail}".casefold() in vocabulary or _is_one_word(head, tail)
    return f"{above[:-1]}{below}" if one and not hard else f"{above[:-1]}-{below}"


@lru_cache(maxsize=4096)
def _is_one_word(head: str, tail: str) -> bool:
    """Tell 'hol-idays' from 'well-known': a usual word when joined, or one whose parts are no usual words."""
    from wordfreq import zipf_frequency  # loads its list on first use

    whole, *parts = (
        float(zipf_frequency(w.strip("\"'“‘(").casefold(), "en")) for w in (head + tail, head, tail)
    )
    return whole >= 3 or (whole > 1.5 and min(parts) < 4)
