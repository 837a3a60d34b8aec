"""What researchers pass from tool to tool: texts, codes, who coded what, cases, memos. Frozen and self-checking.

The shape is that of REFI-QDA, because it is what NVivo, ATLAS.ti, MAXQDA, QualCoder and childvoice share. Everything
refers to everything else by GUID (lower case, without braces). Offsets are Unicode code points, end exclusive, always
into the text that they belong to.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

NAMESPACE = uuid.UUID("6f1c1f0e-52c5-5d0c-8a67-9d1d7a3c2b11")
_GUID = re.compile(r"\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?", re.IGNORECASE)
VARIABLE_TYPES = ("Text", "Boolean", "Integer", "Float", "Date", "DateTime")

Value = tuple[str, str]
"""The GUID of a variable, and its value as text."""


def guid(*parts: object) -> str:
    """The same GUID for the same words, always: a second export updates the first in other tools.

    >>> guid("source", "s1") == guid("source", "s1")
    True
    """
    return str(uuid.uuid5(NAMESPACE, "\x1f".join(str(part) for part in parts)))


def proper(written: str) -> str:
    """A GUID in the one form that everything here uses, or nothing for what is none.

    >>> proper("{6F1C1F0E-52C5-5D0C-8A67-9D1D7A3C2B11}")
    '6f1c1f0e-52c5-5d0c-8a67-9d1d7a3c2b11'
    """
    match = _GUID.fullmatch(written.strip())
    return match[1].lower() if match else ""


@dataclass(frozen=True, slots=True)
class Coder:
    """A person, or one version of a model: ``model:name digest``, ``person:name`` or another tool's user name."""

    guid: str
    name: str

    @property
    def is_model(self) -> bool:
        """Whether a machine coded."""
        return self.name.startswith("model:")


@dataclass(frozen=True, slots=True)
class Code:
    """One code; ``id`` is its short name in a childvoice codebook, ``parent`` the GUID of the code above it."""

    guid: str
    name: str
    definition: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    id: str = ""
    colour: str = ""
    parent: str = ""
    codable: bool = True


@dataclass(frozen=True, slots=True)
class Variable:
    """Something known of cases or texts; ``type`` is one of VARIABLE_TYPES."""

    guid: str
    name: str
    type: str = "Text"
    description: str = ""

    def __post_init__(self) -> None:
        if self.type not in VARIABLE_TYPES:
            raise ValueError(f"a variable's type is one of {', '.join(VARIABLE_TYPES)}")


@dataclass(frozen=True, slots=True)
class Applied:
    """A code given by a coder, to a selection or to a whole text."""

    guid: str
    code: str
    coder: str = ""
    created: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """The passage ``[start, end)`` of a text with the codes on it; ``memo`` is what its maker wrote beside it."""

    guid: str
    start: int
    end: int
    applied: tuple[Applied, ...] = ()
    name: str = ""
    memo: str = ""
    coder: str = ""
    created: str = ""
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError("a selection is a non-empty passage")


@dataclass(frozen=True, slots=True)
class Text:
    """A source with its words."""

    guid: str
    name: str
    text: str = field(repr=False)
    selections: tuple[Selection, ...] = ()
    description: str = ""
    applied: tuple[Applied, ...] = ()
    values: tuple[Value, ...] = ()
    notes: tuple[str, ...] = ()
    coder: str = ""
    created: str = ""

    def __post_init__(self) -> None:
        for selection in self.selections:
            if selection.end > len(self.text):
                raise ValueError("a selection lies outside its text")


@dataclass(frozen=True, slots=True)
class Case:
    """A child, under a pseudonym, with what is known of them and where they speak."""

    guid: str
    name: str
    description: str = ""
    codes: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()
    texts: tuple[str, ...] = ()
    selections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A memo."""

    guid: str
    name: str
    text: str = field(repr=False)
    coder: str = ""
    created: str = ""


@dataclass(frozen=True, slots=True)
class Set:
    """A named group of codes, texts or notes."""

    guid: str
    name: str
    description: str = ""
    codes: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Project:
    """Everything together. Parents stand before their children in ``codes``.

    Raises ValueError for a GUID that stands twice or that nothing in the project has.
    """

    name: str
    coders: tuple[Coder, ...] = ()
    codes: tuple[Code, ...] = ()
    variables: tuple[Variable, ...] = ()
    cases: tuple[Case, ...] = ()
    texts: tuple[Text, ...] = ()
    notes: tuple[Note, ...] = ()
    sets: tuple[Set, ...] = ()
    description: str = ""
    about: tuple[str, ...] = ()
    coder: str = ""
    created: str = ""
    origin: str = ""

    def __post_init__(self) -> None:
        owners = (self.coders, self.codes, self.variables, self.cases, self.texts, self.notes, self.sets)
        selections = [s for t in self.texts for s in t.selections]
        given = [record.guid for group in owners for record in group]
        given += [s.guid for s in selections] + [a.guid for a in self.applied()]
        if len(set(given)) != len(given):
            raise ValueError("a GUID stands for one thing")
        for kind, known, used in self._references(selections):
            if missing := set(used) - {"", *known}:
                raise ValueError(f"{len(missing)} reference(s) to a {kind} that is not in the project")
        seen: set[str] = set()
        for code in self.codes:
            if code.parent and code.parent not in seen:
                raise ValueError("a code stands after the code above it")
            seen.add(code.guid)

    def applied(self) -> Iterator[Applied]:
        """Every code given, on selections and on whole texts."""
        for text in self.texts:
            yield from text.applied
            for selection in text.selections:
                yield from selection.applied

    def _references(self, selections: list[Selection]) -> Iterator[tuple[str, set[str], Iterable[str]]]:
        applied = list(self.applied())
        yield (
            "coder",
            {c.guid for c in self.coders},
            [
                self.coder,
                *(a.coder for a in applied),
                *(s.coder for s in selections),
                *(t.coder for t in self.texts),
                *(n.coder for n in self.notes),
            ],
        )
        yield (
            "code",
            {c.guid for c in self.codes},
            [
                *(a.code for a in applied),
                *(g for c in self.cases for g in c.codes),
                *(g for s in self.sets for g in s.codes),
            ],
        )
        values = [v for c in self.cases for v in c.values] + [v for t in self.texts for v in t.values]
        yield "variable", {v.guid for v in self.variables}, [variable for variable, _ in values]
        yield (
            "text",
            {t.guid for t in self.texts},
            [*(g for c in self.cases for g in c.texts), *(g for s in self.sets for g in s.texts)],
        )
        yield "selection", {s.guid for s in selections}, [g for c in self.cases for g in c.selections]
        noted = [t.notes for t in self.texts] + [s.notes for s in selections] + [a.notes for a in applied]
        noted += [s.notes for s in self.sets]
        yield "note", {n.guid for n in self.notes}, [*self.about, *(g for notes in noted for g in notes)]


@dataclass(frozen=True, slots=True)
class Imported:
    """What was read, and in plain sentences what of the file was dropped or had to be guessed; never its text."""

    project: Project
    report: tuple[str, ...] = ()
