"""What may stand in a cell of a file that people open in a spreadsheet program."""

from __future__ import annotations

import re
from typing import Any

# OWASP, 'CSV injection': what makes a formula of a cell, the full-width forms among it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# What XML 1.0 cannot hold, not even escaped.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def plain(value: Any) -> Any:
    """Put an apostrophe before text that a spreadsheet program would run as a formula; nothing else changes.

    >>> plain("=1+1"), plain("'=1+1"), plain("fine"), plain(-3)
    ("'=1+1", "'=1+1", 'fine', -3)
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def clean(value: Any) -> Any:
    """Make ``value`` :func:`plain`, without the characters that a file could not hold."""
    return plain(printable(value)) if isinstance(value, str) else value


def printable(text: str) -> str:
    """Take out of ``text`` what no file could hold; where nothing is a formula, that is all there is to do."""
    return _ILLEGAL.sub("", text)
