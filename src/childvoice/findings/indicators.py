"""Published figures beside the themes that they belong to, never merged with them.

Reads the Department for Education's open data (tidy CSV: ``time_period, geographic_level, region_name, la_name``
and columns of measures) by the names of its columns, through the alias map of ``measures.toml``. A value keeps its
three forms: as it was written, as a number, and as a symbol; a suppressed value is never 0.
"""

from __future__ import annotations

import datetime as dt
import difflib
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from childvoice.findings.written import Note, Table, fold, read

SYMBOLS = {
    "c": "confidential: too few to show",
    "z": "not applicable",
    "x": "not available",
    "u": "too unreliable to show",
    "low": "more than nothing, but rounds to 0",
    "k": "more than nothing, but rounds to 0",
}
"""What the Department for Education writes in place of a number."""
NATIONAL, REGIONAL, LOCAL, NEIGHBOUR, TYPED = (
    "England",
    "region",
    "this council",
    "similar council",
    "own figure",
)
CLOSE = 0.1
"""Two figures are 'about the same' if they differ by no more than this part of the one compared with."""
_PLACES = {
    "time_period": ("time_period", "year", "period"),
    "time_identifier": ("time_identifier",),
    "geographic_level": ("geographic_level", "level", "geography_level"),
    "country_code": ("country_code",),
    "country_name": ("country_name", "country"),
    "region_code": ("region_code",),
    "region_name": ("region_name", "region"),
    "la_code": ("new_la_code", "la_code", "old_la_code"),
    "la_name": ("la_name", "local_authority", "la"),
}
_EMPTY = {"", "..", ":", ".", "-", "n/a", "na"}


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Measure(_Written):
    """A column of figures: what it counts, which way is wanted, and the themes, lines and stages it belongs to."""

    id: str
    label: str
    unit: str = ""
    aliases: tuple[str, ...] = ()
    better: Literal["lower", "higher", ""] = ""
    population: str = ""
    different: str = ""
    themes: tuple[str, ...] = ()
    lines_of_enquiry: tuple[str, ...] = ()
    journey: tuple[str, ...] = ()


class Line(_Written):
    """A value to look at a measure against, such as a committee's aspiration of 20 cases a worker."""

    measure: str
    value: float
    label: str


class Typed(_Written):
    """A local figure that somebody typed. It belongs to ``measure``, or says itself what it belongs to."""

    label: str
    value: str
    period: str = ""
    source: str = ""
    measure: str = ""
    unit: str = ""
    better: Literal["lower", "higher", ""] = ""
    themes: tuple[str, ...] = ()
    lines_of_enquiry: tuple[str, ...] = ()
    journey: tuple[str, ...] = ()
    different: str = ""


class Wanted(_Written):
    """``indicators.toml``: which council this is, its region and neighbours, lines and figures of its own."""

    area: str = ""
    region: str = ""
    neighbours: tuple[str, ...] = ()
    line: tuple[Line, ...] = ()
    local: tuple[Typed, ...] = ()
    measure: tuple[Measure, ...] = ()


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure. ``raw`` is what was written; ``number`` is None where that is a symbol, ``symbol`` which."""

    measure: Measure
    breakdown: str
    period: str
    level: str
    area: str
    raw: str
    number: float | None
    symbol: str
    source: str

    @property
    def shown(self) -> str:
        """The figure with its unit, or the symbol with what it means."""
        if self.number is None:
            return f"{self.symbol} ({SYMBOLS[self.symbol]})" if self.symbol else "no figure"
        return f"{self.raw}%" if self.measure.unit == "%" else f"{self.raw} {self.measure.unit}".strip()


@dataclass(frozen=True, slots=True)
class Indicators:
    """All figures of a review, newest first within a measure, the lines drawn for them, and what was wrong."""

    figures: tuple[Indicator, ...] = ()
    lines: tuple[Line, ...] = ()
    notes: tuple[Note, ...] = ()
    measures: tuple[Measure, ...] = field(default=(), repr=False)

    def of_theme(self, theme: str) -> list[Measure]:
        """Measures that belong to a theme and have a figure."""
        return [m for m in self.measures if theme in m.themes]

    def of_line(self, line: str) -> list[Measure]:
        """Measures that belong to a key line of enquiry."""
        return [m for m in self.measures if line in m.lines_of_enquiry]

    def of_stage(self, stage: str) -> list[Measure]:
        """Measures that belong to a stage of the journey."""
        return [m for m in self.measures if stage in m.journey]

    def newest(self, measure: str, level: str) -> list[Indicator]:
        """Figures of a measure at a level in its newest period there, by area and breakdown."""
        found = [f for f in self.figures if f.measure.id == measure and f.level == level]
        last = max((f.period for f in found), default="")
        return [f for f in found if f.period == last]


def value(text: str) -> tuple[float | None, str, bool]:
    """Read a cell: its number, its symbol, and whether it is one of the two (else it is neither).

    >>> value("1,986"), value("c"), value("0"), value("LOW")
    ((1986.0, '', True), (None, 'c', True), (0.0, '', True), (None, 'low', True))
    """
    plain = text.strip().casefold()
    if plain in SYMBOLS:
        return None, plain, True
    if plain in _EMPTY:
        return None, "", True
    try:
        number = float(plain.replace(",", "").removesuffix("%"))
    except ValueError:
        return None, "", False
    return (number, "", True) if number == number and abs(number) != float("inf") else (None, "", False)


def standing(figure: Indicator, against: float) -> str:
    """Say how a figure stands to another value: 'better', 'worse', 'about the same'; '' where none is wanted.

    'About the same' is a difference of no more than :data:`CLOSE` of ``against``.
    """
    if figure.number is None or not figure.measure.better:
        return ""
    gap = figure.number - against
    if abs(gap) <= CLOSE * abs(against):
        return "about the same"
    return "better" if (gap < 0) == (figure.measure.better == "lower") else "worse"


def built_in() -> tuple[Measure, ...]:
    """Give the measures of ``measures.toml``."""
    written = tomllib.loads(Path(__file__).with_name("measures.toml").read_text(encoding="utf-8"))
    return tuple(Measure.model_validate(m) for m in written["measure"])


def gather(folder: Path) -> Indicators:
    """Read ``indicators.toml`` and every CSV under ``indicators/`` of a review's ``evidence`` folder.

    Nothing there gives no figures and no notes. Files of another shape give notes; the others go on.
    """
    notes: list[Note] = []
    wanted = _wanted(folder / "indicators.toml", notes)
    measures = {m.id: m for m in (*built_in(), *wanted.measure)}
    figures: list[Indicator] = []
    for path in sorted((folder / "indicators").glob("*.csv")):
        found, more = figures_of(path, measures.values(), wanted)
        figures += found
        notes += more
    figures += _typed(wanted, measures, notes)
    for line in wanted.line:
        if line.measure not in measures:
            notes.append(_unknown("indicators.toml", line.measure, measures))
    order = {m: n for n, m in enumerate(measures)}
    figures.sort(key=lambda f: (order.get(f.measure.id, len(order)), f.level, f.area, f.breakdown))
    figures.sort(key=lambda f: f.period, reverse=True)
    figures.sort(key=lambda f: order.get(f.measure.id, len(order)))
    used = dict.fromkeys(f.measure.id for f in figures)
    by_id = {f.measure.id: f.measure for f in figures}
    return Indicators(tuple(figures), wanted.line, tuple(notes), tuple(by_id[m] for m in used))


def figures_of(path: Path, measures: Iterable[Measure], wanted: Wanted) -> tuple[list[Indicator], list[Note]]:
    """Read one file of open data: figures of England, and of the region, council and neighbours wanted."""
    measures = list(measures)
    names = {fold(a): m.id for m in measures for a in (m.id, *m.aliases)}
    places = {fold(a): meant for meant, words in _PLACES.items() for a in words}
    table = read(path, ("time_period", "geographic_level"), {**names, **places})
    notes = list(table.notes)
    if not table.rows:
        return [], notes
    columns, breakdowns = _columns(table, {m.id for m in measures}, notes)
    if not columns:
        cause = "no column of it is a measure that is known"
        notes.append(
            Note(path.name, cause, "Add a [[measure]] with the column as an alias to indicators.toml")
        )
    by_id = {m.id: m for m in measures}
    found = []
    for line, row in table.rows:
        level, area = _place(row, wanted)
        if not level:
            continue
        kept = {b: row[b] for b in breakdowns if row[b]}
        for column in columns:
            number, symbol, fine = value(row[column])
            if not fine:
                cause = f"'{column}' is neither a number nor a symbol of the Department"
                notes.append(Note(f"{path.name}, line {line}", cause, f"Known symbols: {', '.join(SYMBOLS)}"))
                continue
            parted = "; ".join(f"{name.replace('_', ' ')}: {part}" for name, part in kept.items())
            found.append(
                Indicator(
                    by_id[column],
                    parted,
                    row["time_period"],
                    level,
                    area,
                    row[column],
                    number,
                    symbol,
                    path.name,
                )
            )
    levels = {f.level for f in found}
    there = {fold(row["geographic_level"]) for _, row in table.rows}
    for name, level, called in (
        (wanted.area, LOCAL, {"local_authority", "la"}),
        (wanted.region, REGIONAL, {"regional", "region"}),
    ):
        if name and level not in levels and called & there:
            notes.append(Note(path.name, f"'{name}' is not in it", "Check the spelling in indicators.toml"))
    return found, notes


def _columns(table: Table, measures: set[str], notes: list[Note]) -> tuple[list[str], list[str]]:
    """Tell columns of measures from those that part the figures, and name those that are neither."""
    columns, breakdowns = [], []
    for name in table.rows[0][1]:
        if name in _PLACES or not name:
            continue
        if name in measures:
            columns.append(name)
        elif all(value(row[name])[2] for _, row in table.rows):
            near = difflib.get_close_matches(name, measures, n=1)
            meant = f" for {near[0]}" if near else ""
            cause = f"the column '{name}' is not a measure that is known; it was left out"
            notes.append(
                Note(table.name, cause, f"Add it as an alias{meant} in indicators.toml if it is wanted")
            )
        else:
            breakdowns.append(name)
    return columns, breakdowns


def _place(row: Mapping[str, str], wanted: Wanted) -> tuple[str, str]:
    """Tell whose figure a row is, among those wanted: level and area; two empty words for all others."""

    def same(a: str, b: str) -> bool:
        return bool(a) and a.casefold().strip() == b.casefold().strip()

    level = fold(row["geographic_level"])
    la, code = row.get("la_name", ""), row.get("la_code", "")
    if level in ("national", "country"):
        return NATIONAL, row.get("country_name", "") or NATIONAL
    if level in ("regional", "region"):
        region = row.get("region_name", "")
        return (REGIONAL, region) if same(wanted.region, region) else ("", "")
    if level in ("local_authority", "la"):
        if same(wanted.area, la) or same(wanted.area, code):
            return LOCAL, la or code
        if any(same(n, la) or same(n, code) for n in wanted.neighbours):
            return NEIGHBOUR, la or code
    return "", ""


def _wanted(path: Path, notes: list[Note]) -> Wanted:
    if not path.is_file():
        return Wanted()
    try:
        return Wanted.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        notes.append(Note(path.name, f"not valid TOML ({error})", "Mend it there; it was left out"))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(p) for p in first["loc"])
        notes.append(
            Note(path.name, f"'{place}': {first['msg']}", "Change or remove it; the file was left out")
        )
    return Wanted()


def _typed(wanted: Wanted, measures: Mapping[str, Measure], notes: list[Note]) -> list[Indicator]:
    found = []
    for at, typed in enumerate(wanted.local, 1):
        where = f"indicators.toml, local figure {at}"
        number, symbol, fine = value(typed.value)
        if not fine:
            notes.append(Note(where, "its value is neither a number nor a symbol", "Write the number alone"))
            continue
        if typed.measure and typed.measure not in measures:
            notes.append(_unknown(where, typed.measure, measures))
            continue
        own = Measure.model_validate(
            typed.model_dump(
                include={"label", "unit", "better", "themes", "lines_of_enquiry", "journey", "different"}
            )
            | {"id": fold(typed.label)}
        )
        measure = measures.get(typed.measure, own)
        if typed.period and not _is_period(typed.period):
            notes.append(
                Note(where, f"'{typed.period[:20]}' is no period", "Write a year, 2025-26 or 2026-02-28")
            )
        area = wanted.area or LOCAL
        level = LOCAL if typed.measure else TYPED
        parted = typed.label if typed.measure else ""
        found.append(
            Indicator(
                measure,
                parted,
                typed.period,
                level,
                area,
                typed.value,
                number,
                symbol,
                typed.source or "typed",
            )
        )
    return found


def _is_period(text: str) -> bool:
    parts = text.split("-")
    try:
        if len(parts) == 3:
            dt.date.fromisoformat(text)
        return len(parts[0]) in (4, 6) and all(p.isdigit() for p in parts)
    except ValueError:
        return False


def _unknown(where: str, name: str, measures: Iterable[str]) -> Note:
    listed: Sequence[str] = list(measures)
    near = difflib.get_close_matches(name, listed, n=1)
    return Note(
        where, f"no measure '{name}'", f"Perhaps '{near[0]}'" if near else f"Known: {', '.join(listed)}"
    )
