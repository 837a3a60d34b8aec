"""The records that cross the borders between stages: small, frozen, and checking themselves.

Text in these records is pseudonymised; raw text lives in :mod:`childvoice.raw` alone. Offsets are Unicode
code points, end exclusive, always into the text that is stored beside them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of document a source is."""

    INTERVIEW = "interview"
    FOCUS_GROUP = "focus_group"
    SURVEY = "survey"
    CASE_NOTE = "case_note"
    LETTER = "letter"
    MEETING = "meeting"
    STAFF_INTERVIEW = "staff_interview"
    REPORT = "report"


class Group(StrEnum):
    """Whose perspective a source was gathered for, and the columns of the triangulation table."""

    CHILD = "child"
    PARENT = "parent"
    STAFF = "staff"
    PARTNER = "partner"
    POLICY = "policy"
    RECORD = "record"


class Role(StrEnum):
    """What the speaker of an excerpt is to the child."""

    CHILD = "child"
    CARE_LEAVER = "care_leaver"
    PARENT = "parent"
    CARER = "carer"
    STAFF = "staff"
    PARTNER = "partner"
    ADVOCATE = "advocate"
    INTERVIEWER = "interviewer"
    UNKNOWN = "unknown"


class Voice(StrEnum):
    """Whose view the words are. Only ``own_words`` are a child's voice; the others are about a child."""

    OWN_WORDS = "own_words"
    REPORTED = "reported"
    OBSERVED = "observed"
    ADULT = "adult"


class Valence(StrEnum):
    """How the experience told was for the person, independent of the theme."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    MIXED = "mixed"
    NEUTRAL = "neutral"


class Status(StrEnum):
    """What a person has said of a suggested code so far."""

    SUGGESTED = "suggested"
    UNSURE = "unsure"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    CHANGED = "changed"


class Label(StrEnum):
    """Kinds of identifier that de-identification replaces (the command line's contract)."""

    PERSON_CHILD = "PERSON_CHILD"
    PERSON_FAMILY = "PERSON_FAMILY"
    PERSON_STAFF = "PERSON_STAFF"
    PERSON_OTHER = "PERSON_OTHER"
    SCHOOL = "SCHOOL"
    ORG = "ORG"
    LOCATION = "LOCATION"
    POSTCODE = "POSTCODE"
    PHONE = "PHONE"
    EMAIL = "EMAIL"
    URL = "URL"
    HANDLE = "HANDLE"
    DATE = "DATE"
    AGE = "AGE"
    NHS_NUMBER = "NHS_NUMBER"
    NINO = "NINO"
    UPN = "UPN"
    CASE_ID = "CASE_ID"
    VEHICLE_REG = "VEHICLE_REG"
    RARE_EVENT = "RARE_EVENT"

    @property
    def is_person(self) -> bool:
        """Whether the label is one of the four kinds of person."""
        return self.value.startswith("PERSON_")


JOURNEY = (
    "referral",
    "MASH screening",
    "allocation",
    "assessment and decisions",
    "direct work",
    "change of worker",
    "step up / step down",
    "preparation for care",
    "closure",
)
"""The line through the service as a child travels it (DOMAIN: 'tracing a line')."""

CHILDREN = frozenset({Role.CHILD, Role.CARE_LEAVER})


def _check_span(start: int, end: int, text: str, what: str) -> None:
    if not 0 <= start < end <= len(text):
        raise ValueError(f"{what} [{start}, {end}) lies outside its text of {len(text)} characters")


@dataclass(frozen=True, slots=True)
class Source:
    """One document of the review and what is known about it. Titles and file names are de-identified."""

    id: str
    file: str
    title: str
    kind: Kind
    group: Group
    date: str = ""
    setting: str = ""
    stage: str = ""
    team: str = ""
    transcribed_by: str = "unknown"
    topics_asked: tuple[str, ...] = ()
    lines_of_enquiry: tuple[str, ...] = ()
    consent: str = ""
    in_scope: bool = True
    words: int = 0
    warnings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError("a source needs an id")
        if self.transcribed_by not in {"person", "machine", "unknown"}:
            raise ValueError("transcribed_by is person, machine or unknown")


@dataclass(frozen=True, slots=True)
class Redaction:
    """One replacement: where the pseudonym stands in the pseudonymised text, and why. Never the surface."""

    unit: int
    start: int
    end: int
    label: Label
    pseudonym: str
    maker: str
    score: float = 1.0

    def __post_init__(self) -> None:
        if self.end - self.start != len(self.pseudonym):
            raise ValueError("a redaction spans exactly its pseudonym")
        if not 0.0 <= self.score <= 1.0:
            raise ValueError("scores lie between 0 and 1")


@dataclass(frozen=True, slots=True)
class Unit:
    """One turn, paragraph, note or table cell, pseudonymised, in the order of the document.

    ``speaker`` is the label as it stood there (pseudonymised), ``role`` what the manifest says of
    that person (empty if nothing; ``unknown`` for somebody whom the roster knows as neither child, family nor staff), ``question`` the question that a survey column or turn answers, ``note``
    the date, type and author of a case-note entry.
    """

    index: int
    text: str
    speaker: str = ""
    role: str = ""
    question: str = ""
    note: str = ""
    respondent: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """Something de-identification wants a person to look at: doubtful or rare, with the reason, no surface."""

    unit: int
    label: Label
    reason: str


@dataclass(frozen=True, slots=True)
class Document:
    """A pseudonymised document: what everything after ``deidentify`` sees."""

    source: Source
    units: tuple[Unit, ...]
    redactions: tuple[Redaction, ...] = ()
    flags: tuple[Flag, ...] = ()

    def __post_init__(self) -> None:
        texts = {u.index: u.text for u in self.units}
        if len(texts) != len(self.units):
            raise ValueError("unit numbers are unique within a document")
        for r in self.redactions:
            text = texts.get(r.unit, "")
            _check_span(r.start, r.end, text, "redaction")
            if text[r.start : r.end] != r.pseudonym:
                raise ValueError("a redaction's pseudonym stands at its offsets")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage with one speaker and one voice: the unit of coding and of quotation.

    ``start`` and ``end`` are offsets into the text of the unit it comes from. ``participant`` names one
    person across the review (a pseudonym, or source and speaker where nothing links them).
    """

    id: str
    source: str
    unit: int
    start: int
    end: int
    text: str
    speaker: str
    role: Role
    voice: Voice
    participant: str
    question: str = ""

    def __post_init__(self) -> None:
        if self.end - self.start != len(self.text) or self.start < 0:
            raise ValueError("an excerpt's offsets span exactly its text")
        if self.voice is Voice.OWN_WORDS and self.role not in CHILDREN:
            raise ValueError("only a child's words are own words")

    @property
    def is_child_voice(self) -> bool:
        """True for words that a child said or wrote."""
        return self.voice is Voice.OWN_WORDS

    @property
    def tells_of_child(self) -> bool:
        """True for a child's view in any form: own words or reported by an adult."""
        return self.voice in (Voice.OWN_WORDS, Voice.REPORTED)


@dataclass(frozen=True, slots=True)
class Coding:
    """A theme on an excerpt with its evidence (offsets into the excerpt's text), score and maker."""

    excerpt: str
    theme: str
    score: float
    start: int
    end: int
    valence: Valence
    coder: str
    status: Status = Status.SUGGESTED

    def __post_init__(self) -> None:
        if not 0.0 <= self.score <= 1.0:
            raise ValueError("scores lie between 0 and 1")
        if not 0 <= self.start < self.end:
            raise ValueError("evidence is a non-empty span")

    @property
    def counts(self) -> bool:
        """Whether the coding counts in findings: not rejected, and not left to a person as 'not sure'."""
        return self.status not in (Status.REJECTED, Status.UNSURE)


@dataclass(frozen=True, slots=True)
class Topic:
    """A draft theme outside the codebook, proposed from excerpts that it does not cover."""

    id: int
    label: str
    words: tuple[str, ...]
    excerpts: tuple[str, ...]
    representatives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Withheld:
    """An input that did not go through: its (de-identified) file name, the cause, and what to do."""

    file: str
    cause: str
    remedy: str
    stage: str


@dataclass(frozen=True, slots=True)
class SourceFlag:
    """A :class:`Flag` with the id of the source that it stands in."""

    source: str
    unit: int
    label: Label
    reason: str


@dataclass(frozen=True, slots=True)
class CodedRow:
    """One coding with its excerpt and source, as the store joins them."""

    excerpt_id: str
    source_id: str
    theme: str
    score: float
    status: Status
    valence: Valence
    coder: str
    start: int
    end: int
    role: Role
    voice: Voice
    participant: str
    kind: Kind
    group: Group
    date: str
    stage: str
    team: str
    text: str
    speaker: str
    question: str

    @property
    def counts(self) -> bool:
        """Whether the coding counts: not rejected, and not left to a person as 'not sure'."""
        return self.status not in (Status.REJECTED, Status.UNSURE)
