"""Pseudonyms that hold over documents without a list that all workers share: numbers made from a secret key.

Who has the key can test whether a name is a certain number; keep it where the vault is, and apart from the results.
The people of a roster keep their own pseudonyms, which hold over documents anyway.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from childvoice.records import Document, Unit

_NUMBERED = re.compile(r"\[([^\[\]\d]+) (\d+)\]")
_LOWEST, _RANGE = 10**9, 9 * 10**9


def keyed(
    document: Document, surfaces: Mapping[str, tuple[str, ...]], key: bytes, kept: Collection[str]
) -> Document:
    """The document with ``[Child 2]`` as ``[Child 4815162342]``; ``kept`` are the pseudonyms of the roster.

    ``surfaces`` are the names behind each pseudonym. The longest of them counts: 'Kayleigh Marsh' is another person than
    'Kayleigh' alone, whom nothing tells from other Kayleighs. Redactions are left out, as they lie elsewhere now.
    """
    numbers = {
        pseudonym: f"[{match[1]} {_number(match[1], names, key)}]"
        for pseudonym, names in surfaces.items()
        if pseudonym not in kept and names and (match := _NUMBERED.fullmatch(pseudonym))
    }

    def said(text: str) -> str:
        return _NUMBERED.sub(lambda m: numbers.get(m[0], m[0]), text)

    units = tuple(_unit(unit, said) for unit in document.units)
    source = document.source
    source = replace(source, title=said(source.title), file=said(source.file), setting=said(source.setting))
    return Document(source, units, (), document.flags)


def _unit(unit: Unit, said: Callable[[str], str]) -> Unit:
    return replace(
        unit,
        text=said(unit.text),
        speaker=said(unit.speaker),
        question=said(unit.question),
        note=said(unit.note),
    )


def _number(noun: str, names: tuple[str, ...], key: bytes) -> int:
    folded = sorted((" ".join(n.casefold().split()) for n in names), key=lambda n: (-len(n), n))
    made = hmac.digest(key, f"{noun}\x1f{folded[0]}".encode(), hashlib.sha256)
    return _LOWEST + int.from_bytes(made[:8], "big") % _RANGE
