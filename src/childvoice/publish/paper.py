"""A report as its parts, before it is Word, HTML or PDF: headings, paragraphs, quotes, tables, charts.

A paper says what each part is, never how it looks; the formats see to that. So all editions of a report hold the
same words, and what makes one accessible (order of headings, a sentence for each chart, headers of tables) is
checked once, here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``order`` 1 opens a section, 2 a part of it, 3 a part of that. The title stands above them."""

    text: str
    order: Literal[1, 2, 3] = 1


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph: usual, a ``lead`` (what matters most) or a ``note`` (small print)."""

    text: str
    kind: Literal["", "lead", "note"] = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """What the reader must know before all else, set apart from the rest."""

    text: str


@dataclass(frozen=True, slots=True)
class ToWrite:
    """A place that a person has to fill: what is wanted there. No machine writes it."""

    wanted: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of sentences; ``numbered`` where their order matters."""

    items: tuple[str, ...]
    numbered: bool = False

    def __post_init__(self) -> None:
        if not self.items:
            raise ValueError("a list has something in it")


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words as they were said, and who said them: a role, never a person."""

    said: str
    by: str

    @property
    def marked(self) -> str:
        """The words in quotation marks, unless they bring their own."""
        return self.said if self.said[:1] in "\"'“‘«" else f"“{self.said}”"


@dataclass(frozen=True, slots=True)
class Bar:
    """A name, how long its bar is (None, and no bar: the number is not shown), and what stands at it."""

    name: str
    value: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars with their names and numbers written on them; ``takeaway`` is the sentence that they show."""

    caption: str
    bars: tuple[Bar, ...]
    takeaway: str

    def __post_init__(self) -> None:
        if not self.takeaway.strip():
            raise ValueError("a chart comes with the sentence that it shows")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: a caption, the names of its columns, and rows of as many cells; the first cell names its row."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if not all(len(row) == len(self.columns) for row in self.rows):
            raise ValueError("every row of a table has a cell for each column")

    @classmethod
    def of(cls, caption: str, rows: list[dict[str, str]]) -> Grid:
        """Make a table of rows that all have the same keys."""
        return cls(caption, tuple(rows[0]), tuple(tuple(r.values()) for r in rows))


Block: TypeAlias = Heading | Para | Notice | ToWrite | Bullets | Quote | Chart | Grid


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole report. ``front`` are lines of its head (name and value; an empty value is for a person to fill).

    ``template`` is the council's own Word template, which only Word takes.
    """

    title: str
    council: str
    blocks: tuple[Block, ...]
    front: Mapping[str, str]
    contents: bool = True
    language: str = "en-GB"
    template: Path | None = None

    def __post_init__(self) -> None:
        orders = [0, *(b.order for b in self.blocks if isinstance(b, Heading))]
        if any(b > a + 1 for a, b in pairwise(orders)):
            raise ValueError("headings do not skip an order")

    @property
    def headings(self) -> tuple[Heading, ...]:
        """Headings in their order, as a table of contents lists them."""
        return tuple(b for b in self.blocks if isinstance(b, Heading))
