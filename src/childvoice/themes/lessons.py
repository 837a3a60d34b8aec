"""What people's decisions teach: this theme is in this passage, or it is not.

A decision is one row, as the review screen and ``childvoice train`` know it::

    {"excerpt_id": "e1", "text": "...", "code": "continuity", "verdict": "rejected", "by": "R1", "when": "2026-11-22"}

``verdict`` is ``accepted``, ``rejected``, ``changed`` (with ``to``, the theme that it is instead; the same theme where only
evidence or valence were changed), ``added`` (the coder had missed it) or ``complete`` (no ``code``: this person has read
the whole passage, so that what has no decision is not there).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from childvoice.errors import InputError

VERDICTS = ("accepted", "rejected", "changed", "added", "complete")
AUDIT = 0.1
"""Part of all passages that is kept for measuring and never learned from."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One theme that is, or is not, in one passage. ``volunteered``: nobody but the person had thought of it.

    Volunteered lessons show only what was missed and never what was rightly left out, so that they may not correct a
    probability; they are good examples all the same.
    """

    excerpt: str
    text: str = field(repr=False)
    theme: str
    present: bool
    question: str = field(default="", repr=False)
    volunteered: bool = False


def lessons(rows: Iterable[Mapping[str, Any]], themes: Sequence[str]) -> tuple[list[Lesson], list[str]]:
    """Lessons of decisions in the order of time, and what a person should know about them.

    The last word of each person on a passage and theme counts; where two people differ nothing is learned. Raises
    InputError, with the number of the row, for an unknown verdict or theme and for a row without text.
    """
    said: dict[tuple[str, str], dict[str, tuple[bool, bool]]] = {}
    texts: dict[str, tuple[str, str]] = {}
    complete: dict[str, None] = {}
    for number, row in enumerate(rows, start=1):
        id, verdict, who = _read(row, number)
        known = texts.setdefault(id, (str(row.get("text") or ""), str(row.get("question") or "")))
        if not known[0].strip():
            raise _bad(number, "has no text", "Give the words of the passage in 'text'")
        if verdict == "complete":
            complete[id] = None
            continue
        code = _theme(row.get("code"), themes, number)
        if verdict == "changed":
            instead = _theme(row.get("to") or code, themes, number)
            said.setdefault((id, code), {})[who] = (instead == code, False)
            if instead != code:
                said.setdefault((id, instead), {})[who] = (True, True)
        else:
            said.setdefault((id, code), {})[who] = (verdict != "rejected", verdict == "added")
    learned: list[Lesson] = []
    disputed = 0
    for (id, code), words in said.items():
        if len({present for present, _ in words.values()}) > 1:
            disputed += 1
            continue
        present, volunteered = next(reversed(words.values()))
        learned.append(
            Lesson(id, texts[id][0], code, present, texts[id][1], volunteered and id not in complete)
        )
    for id in complete:
        learned += [
            Lesson(id, texts[id][0], theme, False, texts[id][1])
            for theme in themes
            if (id, theme) not in said
        ]
    notes = [f"{disputed} left out because people differ on them"] if disputed else []
    return learned, notes


def in_audit(excerpt: str, share: float = AUDIT) -> bool:
    """Whether a passage belongs to the random sample for measuring: decided by its id, so always the same."""
    drawn = int.from_bytes(hashlib.sha256(f"audit {excerpt}".encode()).digest()[:8], "big")
    return drawn < share * 2**64


def _read(row: Mapping[str, Any], number: int) -> tuple[str, str, str]:
    verdict = str(row.get("verdict") or "")
    if verdict not in VERDICTS:
        raise _bad(number, "has no verdict that is known", f"Use one of {', '.join(VERDICTS)}")
    text = str(row.get("text") or "")
    id = str(row.get("excerpt_id") or row.get("id") or hashlib.sha256(text.encode()).hexdigest()[:16])
    return id, verdict, str(row.get("by") or "")


def _theme(value: Any, themes: Sequence[str], number: int) -> str:
    if value not in themes:
        raise _bad(
            number, "names a code that is not in the codebook", f"The codebook has {', '.join(themes)}"
        )
    return str(value)


def _bad(number: int, cause: str, remedy: str) -> InputError:
    return InputError(f"row {number} {cause}", subject="decisions", remedy=remedy)
