"""What a release holds, field by field. What has no field here cannot be in the file: unknown ones are refused.

There is no field for a person, a document, a file name, a place in a document, or a number that was not shown. A
number of people is text as it may be shown: digits, ``c``, or nothing.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field, TypeAdapter
from pydantic.dataclasses import dataclass

from childvoice.findings.indicators import Indicator, Line, Measure
from childvoice.findings.recommendations import Recommendation
from childvoice.records import Group, Kind, Role, Status, Valence, Voice
from childvoice.themes.codebook import Exclusion

VERSION = 1
"""The version of the format that this childvoice writes and reads."""
_STRICT = ConfigDict(extra="forbid")

Count = Annotated[str, Field(pattern=r"^(\d{1,9}|c)?$")]
"""A number as it may be shown: digits, ``c``, or nothing where there is none to show."""


@dataclass(frozen=True, config=_STRICT)
class About:
    """What the review is called, how small numbers are treated, and how names were taken out."""

    title: str
    council: str
    purpose: str
    approach: str
    lines_of_enquiry: dict[str, str]
    rule: str
    below: int
    show_zero: bool
    deidentify: str
    topics: bool


@dataclass(frozen=True, config=_STRICT)
class ThemeWords:
    """A theme of the codebook without its examples, which a council may have taken from life."""

    id: str
    label: str
    plain: str
    short: str
    definition: str
    include: tuple[str, ...]
    exclude: tuple[Exclusion, ...]
    questions: tuple[str, ...]
    lines_of_enquiry: tuple[str, ...]
    journey: tuple[str, ...]


@dataclass(frozen=True, config=_STRICT)
class Book:
    """The codebook that was used."""

    id: str
    title: str
    version: int
    themes: tuple[ThemeWords, ...]


@dataclass(frozen=True, config=_STRICT)
class ThemeRow:
    """A row of ``overview.theme_rows``, under the same names."""

    theme: str
    label: str
    group: Group
    people: Count
    sources: Count
    mentions: Count
    of: Count
    asked: str
    tone: str
    amount: str
    people_asked: Count
    asked_and_silent: Count
    raised_unasked: Count


@dataclass(frozen=True, config=_STRICT)
class ToneRow:
    """People by how a theme was for them."""

    theme: str
    tone: Valence
    people: Count


@dataclass(frozen=True, config=_STRICT)
class Beside:
    """Children beside another group on a theme."""

    theme: str
    group: Group
    verdict: str
    reason: str


@dataclass(frozen=True, config=_STRICT)
class Decided:
    """What a person decided on a theme beside a group, and why; who it was stays with the review."""

    theme: str
    group: str
    verdict: str
    why: str


@dataclass(frozen=True, config=_STRICT)
class Code:
    """A theme on a quote: the words that show it as offsets into the quote, how it was, who confirmed it."""

    theme: str
    valence: Valence
    status: Status
    score: float
    start: int
    end: int


@dataclass(frozen=True, config=_STRICT)
class Quote:
    """Words that a person approved for members. Nothing links two quotes of one person or one document."""

    text: str
    role: Role
    voice: Voice
    kind: Kind
    group: Group
    stage: str
    machine: bool
    codes: tuple[Code, ...]


@dataclass(frozen=True, config=_STRICT)
class Told:
    """A finding as a sentence, how many stand behind it, and the number of its quote (-1: none was approved)."""

    theme: str
    sentence: str
    how_many: str
    quote: int


@dataclass(frozen=True, config=_STRICT)
class Raised:
    """A theme that a group raised at a stage of the journey."""

    theme: str
    group: Group
    people: Count
    tone: str


@dataclass(frozen=True, config=_STRICT)
class StageRows:
    """A stage of the journey: whose documents there are, what was raised, what no child was asked."""

    name: str
    groups: tuple[Group, ...]
    raised: tuple[Raised, ...]
    unasked: tuple[str, ...]


@dataclass(frozen=True, config=_STRICT)
class Missing:
    """A gap on a line of enquiry."""

    what: str
    themes: tuple[str, ...]


@dataclass(frozen=True, config=_STRICT)
class LineRows:
    """A key line of enquiry: numbers of documents by group, what belongs to it, what is missing."""

    letter: str
    title: str
    sources: dict[Group, Count]
    themes: tuple[str, ...]
    measures: tuple[str, ...]
    recommendations: tuple[str, ...]
    gaps: tuple[Missing, ...]


@dataclass(frozen=True, config=_STRICT)
class Made:
    """How the review was made."""

    coder: str
    versions: dict[str, str]
    python: str
    seed: str
    documents_read: Count


@dataclass(frozen=True, config=_STRICT)
class LeftOut:
    """A reason for which documents did not go through, and what can be done; which ones is not told."""

    cause: str
    remedy: str


@dataclass(frozen=True, config=_STRICT)
class Content:
    """Everything in a release but the sign-off."""

    about: About
    book: Book
    took_part: dict[Group, Count]
    asked: dict[Group, tuple[str, ...]]
    themes: tuple[ThemeRow, ...]
    tones: tuple[ToneRow, ...]
    beside: tuple[Beside, ...]
    decided: tuple[Decided, ...]
    findings: tuple[Told, ...]
    quotes: tuple[Quote, ...]
    composite: tuple[tuple[str, int], ...]
    stages: tuple[StageRows, ...]
    lines: tuple[LineRows, ...]
    figures: tuple[Indicator, ...]
    drawn: tuple[Line, ...]
    measures: tuple[Measure, ...]
    recommendations: tuple[Recommendation, ...]
    documents: tuple[dict[str, str], ...]
    cases: tuple[dict[str, str], ...]
    limits: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    made: Made
    unchecked: bool


CONTENT: TypeAdapter[Content] = TypeAdapter(Content)
"""Reads and writes a :class:`Content` as JSON."""
