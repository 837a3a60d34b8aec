"""The codebook: what each theme means, read from a TOML file that people write and edit.

>>> book = load("voice_of_the_child")
>>> book.theme("continuity").label
'Keeping the same worker'
"""

from __future__ import annotations

import datetime as dt
import difflib
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, NoReturn

from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from childvoice.errors import CodebookError
from childvoice.records import JOURNEY, Valence

_FOLDER = Path(__file__).parent / "codebooks"
_STRICT = ConfigDict(extra="forbid", populate_by_name=True)


def _fold(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty")
    return " ".join(text.split())


def _check_stage(stage: str) -> str:
    if stage not in JOURNEY:
        raise ValueError(f"is not a stage of the journey; {_suggest(stage, JOURNEY)}")
    return stage


Text = Annotated[str, AfterValidator(_fold)]
"""Words on one line, however the file wraps them."""
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Letter = Annotated[str, Field(pattern=r"^[a-z]$")]
Stage = Annotated[str, AfterValidator(_check_stage)]


@dataclass(frozen=True, config=_STRICT)
class Exclusion:
    """What does not belong to a theme, and the theme to ``use`` instead (empty where there is none)."""

    what: Text
    use: Id | None = None


@dataclass(frozen=True, config=_STRICT)
class Example:
    """Made-up words that belong to a theme, and how the experience was for the person."""

    text: Text
    valence: Valence


@dataclass(frozen=True, config=_STRICT)
class NearMiss:
    """Made-up words that a coder may take for the theme, and why they are not."""

    text: Text
    why: Text


@dataclass(frozen=True, config=_STRICT)
class Rule:
    """A rule for hard cases and the themes that it decides between (none: it holds for all)."""

    title: Text
    text: Text
    themes: tuple[Id, ...] = ()


@dataclass(frozen=True, config=_STRICT)
class Change:
    """Who made a version of the codebook, when, and why."""

    version: Annotated[int, Field(ge=1)]
    date: dt.date
    by: Text
    why: Text


@dataclass(frozen=True, config=_STRICT)
class Theme:
    """One code. ``plain`` completes a sentence such as 'Children spoke about ...'; ``id`` never changes.

    ``parent`` is the id of a wider theme, or a heading of the codebook's own.
    """

    id: Id
    label: Text
    plain: Text
    short: Text
    definition: Text
    examples: Annotated[tuple[Example, ...], Field(min_length=1)]
    include: tuple[Text, ...] = ()
    exclude: tuple[Exclusion, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()
    lines_of_enquiry: tuple[Letter, ...] = ()
    journey: tuple[Stage, ...] = ()
    questions: tuple[Text, ...] = ()
    parent: Text = ""


@dataclass(frozen=True, config=_STRICT)
class Codebook:
    """Themes in the order of their file, with the rules for hard cases and the history of the wording."""

    id: Id
    title: Text
    version: Annotated[int, Field(ge=1)]
    themes: tuple[Theme, ...] = Field(validation_alias="theme", min_length=1)
    language: Text = "en-GB"
    about: Text = ""
    changed: tuple[Change, ...] = ()
    rules: tuple[Rule, ...] = Field(validation_alias="rule", default=())

    def __iter__(self) -> Iterator[Theme]:
        return iter(self.themes)

    def __len__(self) -> int:
        return len(self.themes)

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the themes, in order."""
        return tuple(theme.id for theme in self.themes)

    def theme(self, id: str) -> Theme:
        """Find the theme called ``id``. Raises CodebookError, with the nearest id, where there is none."""
        for theme in self.themes:
            if theme.id == id:
                return theme
        raise CodebookError(f"no theme '{id}'", subject=self.id, remedy=_suggest(id, self.ids))


_READER = TypeAdapter(Codebook)
_ENTRIES: Mapping[str, tuple[str, Any]] = {  # lists in the file: what one entry is called, and its record
    "theme": ("theme", Theme),
    "rule": ("rule", Rule),
    "changed": ("change", Change),
    "examples": ("example", Example),
    "exclude": ("exclusion", Exclusion),
    "near_misses": ("near miss", NearMiss),
}


def built_in() -> tuple[str, ...]:
    """Names of the codebooks that come with childvoice."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


def load(name_or_path: str | Path) -> Codebook:
    """Read the codebook with this built-in name, or in this TOML file.

    Raises CodebookError naming the file, the theme and what to do for anything that cannot be meant.
    """
    return parse(read(name_or_path), _find(name_or_path).name)


def read(name_or_path: str | Path) -> str:
    """The words of the file of a codebook. Raises CodebookError where there is no such file, or no text in it."""
    path = _find(name_or_path)
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        remedy = f"Give the path of a TOML file that you may read, or one of {', '.join(built_in())}"
        raise CodebookError(f"{error.strerror}".lower(), subject=path.name, remedy=remedy) from None
    except UnicodeDecodeError:
        raise CodebookError("not UTF-8 text", subject=path.name, remedy="Save it again as UTF-8") from None


def parse(text: str, name: str) -> Codebook:
    """Read a codebook from the words of its file, as :func:`load` does; ``name`` is what messages call it."""
    try:
        written = tomllib.loads(text)
        book = _READER.validate_python(written)
    except tomllib.TOMLDecodeError as error:
        raise CodebookError(f"not TOML ({error})", subject=name, remedy="Mend that line") from None
    except ValidationError as error:
        raise _explain(error, written, name) from None
    _check(book, name)
    return book


def _find(name_or_path: str | Path) -> Path:
    path = Path(name_or_path)
    if isinstance(name_or_path, Path) or path.suffix or len(path.parts) != 1:
        return path
    if path.name not in built_in():
        remedy = f"{_suggest(path.name, built_in())}, or give the path of a TOML file"
        raise CodebookError(f"no codebook '{path.name}'", remedy=remedy)
    return _FOLDER / f"{path.name}.toml"


def _check(book: Codebook, file: str) -> None:
    """See to what no entry shows alone: doubles, and pointers to no theme or round in a circle."""

    def fail(cause: str, remedy: str) -> NoReturn:
        raise CodebookError(cause, subject=file, remedy=remedy)

    ids = set(book.ids)
    for theme in book:
        if theme.id not in ids:
            fail(f"theme '{theme.id}' stands twice", "Give one of them another id, or merge them")
        ids.remove(theme.id)
    sent = {(t.id, e.what.casefold()): e.use for t in book for e in t.exclude if e.use is not None}
    pointers = [(f"theme '{theme}' excludes to", use) for (theme, _), use in sent.items()]
    pointers += [(f"rule {n} names", id) for n, rule in enumerate(book.rules, start=1) for id in rule.themes]
    for what, id in pointers:
        if id not in book.ids:
            fail(f"{what} '{id}', which is no theme", _suggest(id, book.ids))
    above = {t.id: t.parent for t in book if t.parent in book.ids}
    for start in above:
        line = [start]
        while (parent := above.get(line[-1])) is not None and parent not in line:
            line.append(parent)
        if parent is not None:
            circle = " -> ".join([*line[line.index(parent) :], parent])
            fail(f"theme '{parent}' is its own ancestor ({circle})", "Let one of them stand under no other")
    # Two themes may exclude to each other, but one matter sent round in a circle would belong nowhere.
    for start, matter in sent:
        path = [start]
        while (use := sent.get((path[-1], matter))) is not None and use not in path:
            path.append(use)
        if use is not None:
            circle = " -> ".join([*path[path.index(use) :], use])
            fail(f"theme '{use}' excludes in a circle ({circle})", "Let one of them keep that matter")


def _explain(error: ValidationError, written: Mapping[str, Any], file: str) -> CodebookError:
    """Tell the first fault (a misspelt key before what it leaves missing) by theme and place, not by text."""
    faults = error.errors(include_url=False, include_input=False, include_context=False)
    fault = next((f for f in faults if f["type"] == "unexpected_keyword_argument"), faults[0])
    loc, kind, message = fault["loc"], fault["type"], fault["msg"]
    key = next(part for part in reversed(loc) if isinstance(part, str))
    places: list[str] = []
    record: Any = Codebook
    for depth, (part, number) in enumerate(pairwise(loc)):
        if isinstance(number, int) and (entry := _ENTRIES.get(str(part) if depth else str(part).rstrip("s"))):
            word, record = entry
            here = written[str(part)][number] if depth == 0 else {}
            name = here.get("id") if isinstance(here, dict) else None
            places.append(f"{word} '{name}'" if isinstance(name, str) else f"{word} {number + 1}")
    cause, remedy = f"'{key}' {message.removeprefix('Value error, ')}", "Change that entry"
    if kind == "unexpected_keyword_argument":
        known = [f.name.rstrip("s") if record is Codebook else f.name for f in fields(record)]
        cause, remedy = f"unknown key '{key}'", _suggest(key, known)
    elif kind == "missing":
        cause, remedy = f"'{key}' is missing", "Write it; voice_of_the_child.toml shows how"
    elif kind == "too_short":
        cause, remedy = f"'{key}' is empty", "Write at least one"
    elif kind == "string_pattern_mismatch" and key == "lines_of_enquiry":
        cause, remedy = f"'{key}' holds more than letters", 'Write single small letters, as in ["a", "f"]'
    elif kind == "string_pattern_mismatch":
        cause, remedy = f"'{key}' is not an id", "Write it in small letters, digits and underscores"
    told = ": ".join(filter(None, [", ".join(places), cause.replace("Input should", "should")]))
    return CodebookError(told, subject=file, remedy=remedy)


def _suggest(word: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, list(known), n=1)
    return f"Did you mean '{close[0]}'" if close else f"Known: {', '.join(known)}"
