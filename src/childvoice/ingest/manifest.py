"""The manifest: what the officer knows of each file, one row a file, in a spreadsheet that she can edit."""

from __future__ import annotations

import csv
import difflib
import io
import unicodedata
from dataclasses import dataclass, fields
from pathlib import Path

from childvoice.errors import SettingsError
from childvoice.ingest.reading import decode
from childvoice.records import JOURNEY, Group, Kind, Role


@dataclass(frozen=True, slots=True)
class FileNotes:
    """One row of ``manifest.csv``. Only ``file`` must be filled in; lists are separated by ``|``.

    ``speakers`` says what labels of this file mean: ``Kayleigh=child | AB=interviewer``.
    """

    file: str
    title: str = ""
    kind: str = ""
    group: str = ""
    date: str = ""
    setting: str = ""
    stage: str = ""
    team: str = ""
    transcribed_by: str = "unknown"
    topics_asked: tuple[str, ...] = ()
    lines_of_enquiry: tuple[str, ...] = ()
    consent: str = ""
    in_scope: bool = True
    speakers: tuple[tuple[str, str], ...] = ()
    child: str = ""


COLUMNS = tuple(f.name for f in fields(FileNotes))
_YES, _NO = {"", "yes", "y", "true", "1"}, {"no", "n", "false", "0"}


def read_manifest(path: Path) -> dict[str, FileNotes]:
    """Read the manifest by file name (relative to its folder, with forward slashes).

    Raises SettingsError that names the row and the column for anything that cannot be meant.
    """
    text, _ = decode(path.read_bytes(), path.name)
    try:
        reader = csv.DictReader(io.StringIO(text), strict=True)
        rows = list(reader)
    except csv.Error:
        raise SettingsError(
            "its quotation marks are not balanced", subject=path.name, remedy="Save it again as CSV"
        ) from None
    for column in reader.fieldnames or ():
        if column not in COLUMNS:
            raise SettingsError(
                f"unknown column '{column}'", subject=path.name, remedy=_suggest(column, COLUMNS)
            )
    if "file" not in (reader.fieldnames or ()):
        raise SettingsError(
            "there is no column 'file'", subject=path.name, remedy="Name each file in a column 'file'"
        )
    notes = [
        _row(row, number, path.name) for number, row in enumerate(rows, 2) if (row.get("file") or "").strip()
    ]
    found = {unicodedata.normalize("NFC", n.file): n for n in notes}
    if len(found) < len(notes):
        raise SettingsError(
            "a file is named more than once", subject=path.name, remedy="Keep one row for each file"
        )
    return found


def _row(row: dict[str, str | None], number: int, name: str) -> FileNotes:
    cell = {k: (v or "").strip() for k, v in row.items() if isinstance(k, str)}
    where = f"{name}, row {number}"
    _one_of(cell.get("kind", ""), tuple(Kind), where, "kind")
    _one_of(cell.get("group", ""), tuple(Group), where, "group")
    _one_of(cell.get("stage", ""), JOURNEY, where, "stage")
    _one_of(cell.get("transcribed_by", ""), ("person", "machine", "unknown"), where, "transcribed_by")
    in_scope = cell.get("in_scope", "").casefold()
    if in_scope not in _YES | _NO:
        raise SettingsError(f"in_scope is '{in_scope}'", subject=where, remedy="Write yes or no")
    speakers = tuple(_speaker(part, where) for part in _list(cell.get("speakers", "")))
    return FileNotes(
        file=cell["file"].replace("\\", "/"),
        title=cell.get("title", ""),
        kind=cell.get("kind", ""),
        group=cell.get("group", ""),
        date=cell.get("date", ""),
        setting=cell.get("setting", ""),
        stage=cell.get("stage", ""),
        team=cell.get("team", ""),
        transcribed_by=cell.get("transcribed_by", "") or "unknown",
        topics_asked=_list(cell.get("topics_asked", "")),
        lines_of_enquiry=_list(cell.get("lines_of_enquiry", "")),
        consent=cell.get("consent", ""),
        in_scope=in_scope in _YES,
        speakers=speakers,
        child=cell.get("child", ""),
    )


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part for raw in cell.split("|") if (part := raw.strip()))


def _speaker(part: str, where: str) -> tuple[str, str]:
    label, _, role = (p.strip() for p in part.rpartition("="))
    if not label or not role:
        raise SettingsError(
            "a speaker has no label or no role",
            subject=where,
            remedy="Write it as label=role, for example YP1=child",
        )
    _one_of(role, tuple(Role), where, "speakers")
    return label, role


def _one_of(value: str, allowed: tuple[str, ...], where: str, column: str) -> None:
    if value and value not in allowed:
        raise SettingsError(f"{column} is '{value}'", subject=where, remedy=_suggest(value, allowed))


def _suggest(word: str, known: tuple[str, ...]) -> str:
    close = difflib.get_close_matches(word, known, n=1)
    listed = "Use one of: " + ", ".join(known)
    return f"Did you mean '{close[0]}'? {listed}" if close else listed
