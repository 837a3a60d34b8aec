"""Rows into units: one row a respondent with several questions, or one row a note, answer or turn.

The meaning of columns is guessed from their headings and said in a warning, so that it can be seen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from childvoice.errors import BrokenInput
from childvoice.ingest.reading import NO_SPEAKERS, Reading
from childvoice.raw import RawUnit

_MEANINGS: tuple[tuple[str, str], ...] = (
    (
        "respondent",
        r"^(?:respondent(?: (?:id|number|no\.?))?|id|child id|person ?id|participant|no\.?|ref|number|nr|"
        r"row)$",
    ),
    ("speaker", r"^(?:speaker|who|name|said by|label)$"),
    ("date", r"^(?:date|note ?date|created|timestamp|completed|submitted|time)$"),
    ("type", r"^(?:note ?type|type|contact type|category)$"),
    ("author", r"^(?:author|worker|recorded by|created by|staff)$"),
    (
        "text",
        r"^(?:text|narrative|note|notes|comment|comments|answer|response|utterance|what was said|words)$",
    ),
    ("question", r"^(?:question|prompt|asked)$"),
    (
        "attribute",
        r"^(?:age|age band|age group|gender|area|town|team|years?.*service|ethnicity|disability|role|job|"
        r"placement|school year|year group|district|locality|language)$",
    ),
    ("duration", r"^how long .{0,60}$"),
)
# 'How long ...?' asks for a number; once anybody answers in words ('Had Priya, then nobody') all are answers.
_DURATION = re.compile(
    r"(?i)about|over|under|nearly|almost|less|more|than|up|a|an|or|to|and|half|one|two|three|four|five|six|"
    r"\d+|days?|weeks?|wks?|months?|mths?|years?|yrs?|\W"
)

# Second header rows of survey services.
_EMPTY_HEADINGS = frozenset({"open-ended response", "response"})


@dataclass(frozen=True, slots=True)
class Mapping:
    """What each column was taken for. ``answers`` are columns whose header is a question."""

    columns: tuple[str, ...]

    @property
    def has_text(self) -> bool:
        """Whether some column holds text."""
        return "text" in self.columns or "answer" in self.columns

    def said(self) -> str:
        """Say for the report which columns were taken for what, by their numbers alone."""
        parts = [f"column {i + 1} as {what}" for i, what in enumerate(self.columns) if what != "empty"]
        return "columns guessed from their headings: " + ", ".join(parts)


def guess(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Mapping:
    """Guess the meaning of each column from its heading and, for the rest, from what it holds."""
    found: list[str] = []
    for i, title in enumerate(header):
        meaning = _meaning(title)
        cells = [row[i].strip() for row in rows if i < len(row) and row[i].strip()]
        if meaning == "duration":
            meaning = "attribute" if all(map(_is_duration, cells)) else "answer"
        if not cells:
            meaning = "empty"
        elif not meaning:
            meaning = "answer" if title.strip().endswith("?") or _are_words(cells) else "attribute"
        found.append(meaning)
    return Mapping(tuple(found))


def _meaning(title: str) -> str:
    clean = re.sub(r"[_\s]+", " ", title).strip().casefold()
    return next((meaning for meaning, pattern in _MEANINGS if re.match(pattern, clean)), "")


def _is_known(title: str) -> bool:
    return title.endswith("?") or bool(_meaning(title))


def _is_duration(cell: str) -> bool:
    return all(_DURATION.fullmatch(token) for token in re.findall(r"\d+|[^\W\d]+|[^\w\s]", cell))


def _are_words(cells: Sequence[str]) -> bool:
    """Tell cells that people wrote from what they chose: long on the average, or hardly one of them twice."""
    wordy = sum(len(c.split()) for c in cells) >= 3 * len(cells)
    own = len({c.casefold() for c in cells}) > max(3, 0.6 * len(cells)) and sum(
        " " in c for c in cells
    ) > 0.3 * len(cells)
    return wordy or own


def units_from_rows(table: Sequence[Sequence[str]], name: str, *, titled: bool = True) -> Reading:
    """Units of a table whose first row with two or more filled cells is its header.

    Without ``titled`` the first row is the header whatever it holds. Raises BrokenInput if no column holds text.
    """
    header, body = _split(table) if titled else (list(table[0]), [[c.strip() for c in r] for r in table[1:]])
    mapping = guess(header, body)
    meanings = mapping.columns
    if not mapping.has_text:
        raise BrokenInput(
            "no column with text was found",
            subject=name,
            remedy="Give the columns with answers a heading that is the question, or call one column 'text'",
        )
    units: list[RawUnit] = []
    for number, row in enumerate(body, 1):
        cell: dict[str, str] = {}
        for meaning, value in zip(meanings, row, strict=False):
            # Of two columns with one meaning (NoteDate, Created) the first that is filled counts.
            if value:
                cell.setdefault(meaning, value)
        who = cell.get("respondent", "") or str(number)
        note = " | ".join(v for k in ("date", "type", "author") if (v := cell.get(k, "")))
        for i, (meaning, value) in enumerate(zip(meanings, row, strict=False)):
            if value and meaning in ("answer", "text"):
                question = header[i] if meaning == "answer" else cell.get("question", "")
                # Line breaks inside a cell are wrapping, not turns.
                text = re.sub(r"\s*\n\s*", " ", value)
                units.append(RawUnit(len(units), text, cell.get("speaker", ""), question, note, who))
    told: tuple[str, ...] = (mapping.said(),)
    if (layout := _layout(meanings)) == "transcript" and "speaker" not in meanings:
        told += (NO_SPEAKERS,)
    return Reading(tuple(units), layout, warnings=told)


def is_table_of_text(table: Sequence[Sequence[str]]) -> bool:
    """Tell whether some column of the table holds text."""
    return guess(*_split(table)).has_text


def heads_dialogue(row: Sequence[str]) -> bool:
    """Tell the headings of a table of turns ('Speaker', 'Words')."""
    said = [_meaning(title) for title in row]
    return said[:1] == ["speaker"] and "text" in said


def has_known_heading(table: Sequence[Sequence[str]]) -> bool:
    """Tell whether some heading is a question or one of the names that columns of exports have."""
    header, body = _split(table)
    return bool(body) and any(_is_known(title) for title in header)


def _split(table: Sequence[Sequence[str]]) -> tuple[list[str], list[list[str]]]:
    """Header and filled rows. A title above the header is left off; a header may have two rows."""
    rows = [[cell.strip() for cell in row] for row in table]
    rows = [row for row in rows if any(row)]
    top = next((i for i, row in enumerate(rows) if sum(bool(c) for c in row) >= 2), 0)
    if not rows:
        return [], []
    header, body = [re.sub(r"\s+", " ", title) for title in rows[top]], rows[top + 1 :]
    if body and _is_second_header(header, body[0]):
        header, body = _merged(header, body[0]), body[1:]
    width = max(map(len, body), default=0)
    header += [""] * (width - len(header))
    for i in range(1, len(header)):
        # A heading that is merged over several columns stands in the first of them.
        if not header[i] and (header[i - 1].endswith("?") or _meaning(header[i - 1]) == "text"):
            header[i] = header[i - 1]
    return header, body


def _is_second_header(first: Sequence[str], second: Sequence[str]) -> bool:
    """Tell a row of headings under merged ones: it fills every gap, and some of its cells are headings."""
    if any(cell.casefold() in _EMPTY_HEADINGS for cell in second):
        return True
    gaps = [i for i in range(max(len(first), len(second))) if i >= len(first) or not first[i]]
    filled = all(i < len(second) and second[i] for i in gaps)
    return bool(gaps) and filled and sum(_is_known(cell) for cell in second) >= 1


def _merged(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """One heading a column: 'group: heading', or the one that says enough without the other."""
    merged: list[str] = []
    group = ""
    for i in range(max(len(first), len(second))):
        group = first[i] if i < len(first) and first[i] else group
        sub = second[i] if i < len(second) and second[i].casefold() not in _EMPTY_HEADINGS else ""
        merged.append(sub if _is_known(sub) else ": ".join(filter(None, (group.rstrip(":"), sub))))
    return merged


def _layout(meanings: Sequence[str]) -> str:
    if "answer" in meanings or "question" in meanings:
        return "survey"
    return "case export" if "type" in meanings or "author" in meanings else "transcript"
