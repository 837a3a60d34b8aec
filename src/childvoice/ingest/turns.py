"""Paragraphs into units: speakers' turns, dated case-note entries, or plain paragraphs.

Case notes are recognised by entry headings with a date, a transcript by its labels (see ``labels``).
Everything else stays a plain paragraph with no speaker, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from childvoice.ingest.labels import (
    ONLY_CLOCK,
    STAGE,
    bare_initials,
    read_legend,
    speaker_labels,
    split_label,
)
from childvoice.ingest.reading import NO_SPEAKERS, Reading
from childvoice.ingest.wrapping import ITEM, ends_sentence
from childvoice.raw import RawUnit

_DATE = (
    r"(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}(?:st|nd|rd|th)?\s+(?:Jan|Feb|Mar|Apr|May|Jun|"
    r"Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?,?\s+\d{2,4})(?:,?\s+(?:at\s+)?\d{1,2}[:.]\d{2}(?:\s*[ap]m)?)?"
)
# A heading may hold an abbreviation ('Sup. note') but no sentence that ends and another that begins.
_ENTRY = re.compile(
    rf"^(?:Date:?\s*)?(?P<date>(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,?\s+)?{_DATE})"
    r"\s*(?:[|,;–-]|\s{2,}|\t)\s*(?P<rest>(?:[^.!?]|\.(?=\s+(?-i:[a-z|]))){2,110})$",
    re.IGNORECASE,
)
_PAGE = re.compile(r"^(?:\d{1,3}|page \d+(?: of \d+)?)$", re.IGNORECASE)

_Find = Callable[[str], tuple[str, str] | None]


def units_from_lines(lines: Sequence[str]) -> Reading:
    """Units of a text given as lines or paragraphs (blank lines are allowed and dropped)."""
    lines = [clean for line in lines if (clean := line.strip())]
    entries = [i for i, line in enumerate(lines) if _ENTRY.match(line)]
    if labels := speaker_labels(lines):
        turns = [i for i, line in enumerate(lines) if _labelled(labels)(line)]
        # The head of a transcript may hold a date; in case notes somebody may be quoted with a label.
        if not entries or entries[-1] < turns[0] or 2 * len(turns) > len(lines):
            return _transcript(lines, _labelled(labels))
    if entries:
        return _case_notes(lines, frozenset(entries))
    if initials := bare_initials(lines, read_legend(lines)):
        return _transcript(lines, _initialled(initials))
    units = tuple(RawUnit(i, line) for i, line in enumerate(_join_wrapped(lines, _width(lines))))
    return Reading(units, "prose", warnings=(NO_SPEAKERS,))


def begins_entry(line: str) -> bool:
    """Tell the heading of a dated entry of case notes."""
    return bool(_ENTRY.match(line.strip()))


def _labelled(labels: frozenset[str]) -> _Find:
    def find(line: str) -> tuple[str, str] | None:
        found = split_label(line)
        return (found.label, found.text) if found and found.label.casefold() in labels else None

    return find


def _initialled(initials: frozenset[str]) -> _Find:
    def find(line: str) -> tuple[str, str] | None:
        label, _, text = line.partition(" ")
        return (label, text.strip()) if label in initials else None

    return find


def _transcript(lines: Sequence[str], find: _Find) -> Reading:
    units: list[RawUnit] = []
    first = next(i for i, line in enumerate(lines) if find(line))
    # Before the first turn stand title, date and legend; they are kept as paragraphs without speaker.
    head = [line for line in lines[:first] if not ONLY_CLOCK.match(line)]
    units.extend(RawUnit(i, line) for i, line in enumerate(head))
    speaker = ""
    parts: list[str] = []

    def close() -> None:
        if text := " ".join(part for part in parts if part):
            units.append(RawUnit(len(units), text, speaker))
        parts.clear()

    for line in lines[first:]:
        if found := find(line):
            close()
            speaker, text = found
            parts.append(text)
        elif STAGE.match(line):
            # Nobody's words; whoever spoke before goes on after it.
            close()
            units.append(RawUnit(len(units), line))
        elif not ONLY_CLOCK.match(line):
            parts.append(line)
    close()
    return Reading(tuple(units), "transcript", legend=read_legend(head))


def _case_notes(lines: Sequence[str], entries: frozenset[int]) -> Reading:
    """Dated entries: the heading goes into ``note`` of every paragraph below it."""
    units: list[RawUnit] = []
    usual = _width(lines)
    starts = sorted(entries | {0})
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        note = ""
        if match := _ENTRY.match(lines[start]):
            rest = re.split(r"\s*[|;]\s*|\s{2,}|\t|\s[–-]\s", match["rest"])
            bare = [re.sub(r"^\(([^()]*)\)$", r"\1", part.strip()) for part in rest]
            note = " | ".join([match["date"], *[part for part in bare if part]])
        body = lines[start + (start in entries) : end]
        if not body and match:
            # A dated line with nothing below it is itself the note: '12/03/2025 - school rang, all well'.
            note, body = match["date"], [match["rest"]]
        for text in _join_wrapped(body, usual):
            units.append(RawUnit(len(units), text, note=note))
    return Reading(tuple(units), "case notes")


def _width(lines: Sequence[str]) -> int:
    """Width at which the lines were broken, or 0 where each line is a paragraph."""
    widths = sorted(len(line) for line in lines)
    usual = widths[int(0.9 * (len(widths) - 1))] if widths else 0
    return usual if 50 <= usual <= 110 and len(lines) >= 4 else 0


def _join_wrapped(lines: Sequence[str], width: int) -> list[str]:
    """Join lines that were broken at ``width``, inside a sentence; a page number inside one is left out."""
    if not width:
        return list(lines)
    joined: list[str] = []
    last = 0
    for line in lines:
        inside = joined and not ends_sentence(joined[-1])
        if inside and _PAGE.match(line):
            continue
        if inside and not ITEM.match(line) and (last > 0.75 * width or line[0].islower()):
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
        last = len(line)
    return joined
