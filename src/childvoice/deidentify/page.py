"""A document as one text for detection, with the way back to its units, labels, notes and titles."""

from __future__ import annotations

from dataclasses import dataclass, field

from childvoice.raw import RawDocument


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the page: which field of which unit it is."""

    unit: int
    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Page:
    """The text of a document as a reader would see it, and its segments."""

    text: str = field(repr=False)
    segments: tuple[Segment, ...]


def page_of(document: RawDocument, extras: dict[str, str]) -> Page:
    """Lay out ``document`` as lines 'Label: words', with note headings and questions where they change.

    ``extras`` are further texts that must be free of names (title, file name, setting); they come first.
    """
    parts: list[str] = []
    segments: list[Segment] = []
    length = 0

    def put(text: str, unit: int, what: str) -> None:
        nonlocal length
        if text:
            segments.append(Segment(unit, what, length, length + len(text)))
            parts.append(text)
            length += len(text)

    def glue(text: str) -> None:
        nonlocal length
        parts.append(text)
        length += len(text)

    for what, text in extras.items():
        # An underscore joins words in file names and would hide where a name begins.
        put(text.replace("_", " ").replace("\n", " "), -1, what)
        glue("\n")
    note = question = ""
    for unit in document.units:
        if unit.note and unit.note != note:
            put(unit.note, unit.index, "note")
            glue("\n")
        if unit.question and unit.question != question:
            put(unit.question, unit.index, "question")
            glue("\n")
        note, question = unit.note, unit.question
        put(unit.speaker, unit.index, "speaker")
        if unit.speaker:
            glue(": ")
        put(unit.text, unit.index, "text")
        glue("\n")
    return Page("".join(parts), tuple(segments))
