"""Read the hand-written sample documents with their gold marks.

Each file in ``written/`` is one fictional document in a light markup (described in ``AUTHORING.md``):
a TOML head between ``+++`` lines, then the text, in which ``[[surface|ID]]`` marks an identifier,
``<own>``/``<rep>``/``<obs>`` mark whose view a passage is, and a trailing ``## code/valence "evidence"``
gives the codes of a line. This module takes the marks off and keeps them as gold, with offsets into the
plain line; ``make.py`` turns the result into the real files that a council would upload.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

THEMES = frozenset(
    [
        "continuity",
        "repeating_story",
        "communication",
        "being_heard",
        "involvement_in_decisions",
        "trust_relationship",
        "information_understanding",
        "time_caseload",
        "privacy_stigma",
        "feeling_safe",
        "help_impact",
        "family_contact",
        "placement_stability",
        "endings_transitions",
        "judgement_respect",
        "delay_waiting",
        "peer_support_activities",
        "staff_conditions",
    ]
)
VALENCES = frozenset({"positive", "negative", "mixed", "neutral"})
ROLES = frozenset(
    ["child", "care_leaver", "parent", "carer", "staff", "partner", "advocate", "interviewer", "unknown"]
)
FORMATS = frozenset({"txt", "docx", "docx-table", "vtt", "csv", "xlsx"})
KINDS = frozenset(
    ["interview", "focus_group", "survey", "case_note", "letter", "meeting", "staff_interview", "report"]
)
SPEECH = frozenset({"interview", "focus_group", "staff_interview"})
GROUPS = frozenset(["child", "parent", "staff", "partner", "policy"])
LABELS = frozenset(
    [
        "SCHOOL",
        "ORG",
        "LOCATION",
        "POSTCODE",
        "PHONE",
        "EMAIL",
        "URL",
        "HANDLE",
        "DATE",
        "AGE",
        "NHS_NUMBER",
        "NINO",
        "UPN",
        "CASE_ID",
        "VEHICLE_REG",
        "RARE_EVENT",
    ]
)
PERSON_LABELS = {"C": "PERSON_CHILD", "F": "PERSON_FAMILY", "S": "PERSON_STAFF", "O": "PERSON_OTHER"}
VOICES = {"own": "own_words", "rep": "reported", "obs": "observed"}
HEAD_KEYS = frozenset(
    [
        "id",
        "title",
        "format",
        "kind",
        "group",
        "date",
        "setting",
        "stage",
        "team",
        "transcribed_by",
        "topics_asked",
        "kloe",
        "consent",
        "period",
        "gold",
        "speakers",
        "child",
        "author",
        "in_scope",
    ]
)

ENTRY = re.compile(r"^=== (\d{4}-\d{2}-\d{2}) \| ([^|]+?) \| (.+?)\s*$")
TURN = re.compile(r"^([^:#]{1,60}?):\s+(.*)$")
_TOKEN = re.compile(r"\[\[([^\[\]|]+)\|([A-Z_0-9]+)\]\]|<(own|rep|obs)(?: ([A-Z]\d+))?>|</(own|rep|obs)>")
_CODE = re.compile(r'^([a-z_]+)/([a-z]+) "(.*)"$')
_NEXT_CODE = re.compile(r'(?<=");\s*')


@dataclass(frozen=True)
class Mark:
    """A gold span ``[start, end)`` in code points of the plain line, with what it is."""

    start: int
    end: int
    label: str
    entity: str = ""

    def moved(self, by: int) -> Mark:
        """Return the mark as it stands in a line that has ``by`` more characters before it."""
        return replace(self, start=self.start + by, end=self.end + by)


@dataclass(frozen=True)
class Line:
    """One plain line (a turn, a paragraph, a heading or a table cell) and its gold.

    ``entry`` is date, type and author of the case-note entry it stands in; the heading of the entry is itself
    a line, whose text is the author and whose ``starts_entry`` is true.
    """

    text: str
    label: str = ""
    identifiers: tuple[Mark, ...] = ()
    label_identifiers: tuple[Mark, ...] = ()
    voices: tuple[Mark, ...] = ()
    codes: tuple[tuple[str, str, str], ...] = ()
    entry: tuple[str, str, str] = ("", "", "")
    heading: int = 0
    starts_entry: bool = False


@dataclass(frozen=True)
class Written:
    """One authored document: its head, its lines (or table), and the problems found in it."""

    head: dict[str, object]
    lines: tuple[Line, ...]
    table: tuple[tuple[Line, ...], ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The id of the document, which is also the stem of its file in ``written/``."""
        return str(self.head.get("id", "?"))

    @property
    def is_speech(self) -> bool:
        """Whether it is a transcript: turns with labels."""
        return self.head.get("kind") in SPEECH

    @property
    def speakers(self) -> dict[str, tuple[str, str]]:
        """Each label with the role and the id of the person who speaks under it."""
        told = self.head.get("speakers", {})
        pairs = told.items() if isinstance(told, dict) else ()
        return {str(k): ((p := f"{v} ".split(" "))[0], p[1]) for k, v in pairs}

    def words(self) -> int:
        """Words that a reader sees, labels of speakers and headings of entries apart."""
        cells = [c.text for row in self.table for c in row]
        return sum(len(t.split()) for t in cells + [line.text for line in self.lines])


def _label_of(mark: str) -> str:
    if mark in LABELS:
        return mark
    return PERSON_LABELS[mark[0]] if re.fullmatch(r"[CFSO]\d+", mark) else ""


def unmark(text: str, problems: list[str]) -> tuple[str, tuple[Mark, ...], tuple[Mark, ...]]:
    """Take the marks off ``text``: the plain text, identifier marks, voice marks."""
    plain: list[str] = []
    length = at = 0
    identifiers: list[Mark] = []
    voices: list[Mark] = []
    opened: tuple[str, str, int] | None = None
    for m in _TOKEN.finditer(text):
        piece = text[at : m.start()]
        plain.append(piece)
        length += len(piece)
        at = m.end()
        if m[1] is not None:
            label = _label_of(m[2])
            if not label:
                problems.append(f"unknown mark {m[2]!r} on {m[1]!r}")
            entity = m[2] if label.startswith("PERSON") else ""
            identifiers.append(Mark(length, length + len(m[1]), label, entity))
            plain.append(m[1])
            length += len(m[1])
        elif m[3]:
            if opened:
                problems.append(f"<{m[3]}> stands inside <{opened[0]}> in {text[:60]!r}")
            opened = (m[3], m[4] or "", length)
        elif opened and opened[0] == m[5]:
            voices.append(Mark(opened[2], length, VOICES[opened[0]], opened[1]))
            opened = None
        else:
            problems.append(f"</{m[5]}> closes nothing in {text[:60]!r}")
    plain.append(text[at:])
    result = "".join(plain)
    if opened:
        problems.append(f"<{opened[0]}> is not closed in {text[:60]!r}")
    if "[[" in result or "]]" in result or re.search(r"</?(own|rep|obs)\b", result):
        problems.append(f"left-over markup in {result[:80]!r}")
    return result, tuple(identifiers), tuple(voices)


def codes_of(text: str, marked: str, problems: list[str]) -> tuple[tuple[str, str, str], ...]:
    """Parse ``code/valence "evidence"; ...`` and hold each piece of evidence against the plain text."""
    found: list[tuple[str, str, str]] = []
    for part in _NEXT_CODE.split(marked.strip()):
        m = _CODE.match(part.strip())
        if not m:
            problems.append(f"cannot read codes {part!r}")
        elif m[1] not in THEMES or m[2] not in VALENCES:
            problems.append(f"unknown code or valence {m[1]}/{m[2]}")
        elif not m[3] or m[3] not in text:
            problems.append(f"evidence {m[3]!r} is not in {text[:70]!r}")
        else:
            found.append((m[1], m[2], m[3]))
    return tuple(found)


def _line(
    raw: str, problems: list[str], speakers: dict[str, tuple[str, str]], entry: tuple[str, str, str]
) -> Line:
    body, _, marked = raw.partition(" ## ")
    heading = len(body) - len(body.lstrip("#")) if re.match(r"#{1,3} ", body) else 0
    body = body[heading:].strip()
    label, label_marks = "", ()
    if speakers and not heading and (turn := TURN.match(body)):
        name, marks, _ = unmark(turn[1], [])
        if name in speakers:
            label, label_marks, body = name, marks, turn[2]
        elif len(name.split()) <= 3 and "[" not in name:
            problems.append(f"label {name!r} is not in [speakers]")
    text, identifiers, voices = unmark(body, problems)
    codes = codes_of(text, marked, problems) if marked else ()
    return Line(text, label, identifiers, label_marks, voices, codes, entry, heading)


def _check_head(head: dict[str, object], stem: str) -> list[str]:
    problems = [f"unknown key {k!r} in the head" for k in sorted(set(head) - HEAD_KEYS)]
    for key, allowed in (("format", FORMATS), ("kind", KINDS), ("group", GROUPS)):
        if head.get(key) not in allowed:
            problems.append(f"{key} = {head.get(key)!r}: use one of {sorted(allowed)}")
    if head.get("id") != stem:
        problems.append(f"id {head.get('id')!r} is not the file's name")
    if head.get("author", "staff") not in ROLES:
        problems.append(f"author = {head['author']!r}: use one of {sorted(ROLES)}")
    topics = head.get("topics_asked", [])
    problems += [
        f"unknown topic {t!r}" for t in (topics if isinstance(topics, list) else ()) if t not in THEMES
    ]
    return problems


def parse(path: Path) -> Written:
    """Read one authored file. Never raises for its content: what is wrong stands in ``problems``."""
    parts = re.split(r"(?m)^\+\+\+[ \t]*$", path.read_text(encoding="utf-8"), maxsplit=2)
    if len(parts) != 3:
        return Written({"id": path.stem}, (), problems=("no +++ head +++",))
    try:
        head: dict[str, object] = tomllib.loads(parts[1])
    except tomllib.TOMLDecodeError as error:
        return Written({"id": path.stem}, (), problems=(f"head: {error}",))
    problems = _check_head(head, path.stem)
    speakers = Written(head, ()).speakers
    problems += [f"speaker {k!r}: unknown role {r!r}" for k, (r, _) in speakers.items() if r not in ROLES]
    if head.get("kind") == "survey":
        return Written(head, (), _table(parts[2], problems), tuple(problems))
    lines: list[Line] = []
    entry = ("", "", "")
    for raw in parts[2].splitlines():
        if start := ENTRY.match(raw):
            author, marks, _ = unmark(start[3], problems)
            entry = (start[1], start[2], author)
            lines.append(Line(author, identifiers=marks, entry=entry, starts_entry=True))
        elif raw.strip():
            lines.append(_line(raw, problems, speakers, entry))
    return Written(head, tuple(lines), (), tuple(problems))


def _table(text: str, problems: list[str]) -> tuple[tuple[Line, ...], ...]:
    rows = [r for r in csv.reader(io.StringIO(text.strip()), strict=True) if any(r)]
    table: list[tuple[Line, ...]] = []
    gold_at = rows[0].index("gold") if rows and "gold" in rows[0] else -1
    for number, row in enumerate(rows):
        if len(row) != len(rows[0]):
            problems.append(f"row {number} has {len(row)} cells, not {len(rows[0])}")
        cells: list[Line] = []
        for at, cell in enumerate(row):
            if at != gold_at:
                plain, identifiers, voices = unmark(cell.strip(), problems)
                cells.append(Line(plain, identifiers=identifiers, voices=voices))
        if number and 0 <= gold_at < len(row) and row[gold_at].strip():
            _code_cells(cells, row[gold_at].strip().removeprefix("##").strip(), number, problems)
        table.append(tuple(cells))
    return tuple(table)


def _code_cells(cells: list[Line], marked: str, number: int, problems: list[str]) -> None:
    """Give each code of a row to the first cell that holds its evidence."""
    for part in _NEXT_CODE.split(marked):
        m = _CODE.match(part)
        hit = next((i for i, c in enumerate(cells) if m and m[3] and m[3] in c.text), None)
        if hit is None:
            problems.append(f"row {number}: evidence of {part!r} is in no cell")
        else:
            got = codes_of(cells[hit].text, part, problems)
            cells[hit] = replace(cells[hit], codes=cells[hit].codes + got)
