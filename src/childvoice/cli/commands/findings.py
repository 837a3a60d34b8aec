"""What a review adds up to, as tables: themes, lines of enquiry, journey, and how sure it is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from childvoice import settings
from childvoice.cli.main import DONE
from childvoice.cli.rows import Writer
from childvoice.errors import InputError
from childvoice.findings.written import Note
from childvoice.overview import Overview, more, overview, theme_rows
from childvoice.overview import evidence as beside
from childvoice.records import Group
from childvoice.store import Workspace


class Show(StrEnum):
    """Which table is written."""

    THEMES = "themes"
    LINES = "lines"
    JOURNEY = "journey"
    FRAMEWORK = "framework"
    SESSIONS = "sessions"
    TIME = "time"
    CHANGE = "change"
    SATURATION = "saturation"
    WORDS = "words"
    FILTERS = "filters"
    CHECKED = "checked"
    DRAW = "draw"
    DOUBTS = "doubts"


Rows = list[dict[str, Any]]


def command(
    review: Annotated[Path, typer.Option(help="Folder of the review")] = Path("review"),
    show: Annotated[Show, typer.Option(help="Which table")] = Show.THEMES,
    out: Annotated[
        str, typer.Option("-o", "--out", help="JSONL, CSV or Parquet file; - for standard output")
    ] = "-",
    before: Annotated[
        Path | None, typer.Option(help="With --show change: the folder of the earlier round")
    ] = None,
    theme: Annotated[str, typer.Option(help="With --show filters: the theme")] = "",
    group: Annotated[Group, typer.Option(help="With --show words, filters or draw: whose")] = Group.CHILD,
    by: Annotated[
        str, typer.Option(help="With --show filters: kind, stage, team, parted by commas")
    ] = "kind",
    number: Annotated[int, typer.Option(min=1, help="With --show draw: how many passages")] = 200,
    seed: Annotated[int, typer.Option(help="With --show draw: draws the same sample again")] = 1,
) -> int:
    """Write what the dashboard shows, with the same numbers; small ones are hidden in the same way.

    themes: people, sources, mentions, of how many, asked, tone. lines: evidence and gaps of each key line of enquiry.
    journey: what was said at each stage. framework: cases by themes. sessions: Lundy's four fields. time: by quarter.
    change: beside an earlier round. saturation: new themes by document. words: what one group says and children do
    not, and the other way round. filters: one theme by kind, stage or team. draw: passages for a person to code
    (put them into evidence/audit.csv); checked: what that says of the machine's numbers. doubts: what to look at.

    Example: childvoice findings --review my-review --show lines -o lines.csv
    """
    seen = _seen(review)
    notes: Sequence[Note] = ()
    tables: dict[Show, Callable[[], Rows]] = {
        Show.THEMES: lambda: theme_rows(seen),
        Show.TIME: lambda: more.time_rows(seen),
        Show.SATURATION: lambda: more.saturation_rows(seen),
        Show.WORDS: lambda: more.word_rows(seen, Group.STAFF if group is Group.CHILD else group),
        Show.DRAW: lambda: more.drawn_rows(seen, group, number, seed),
        Show.CHANGE: lambda: more.change_rows(_seen(_needed(before, "--before")), seen),
        Show.FILTERS: lambda: more.filter_rows(seen, _theme(seen, theme), group, _filters(by)),
    }
    if show in tables:
        rows = tables[show]()
    elif show is Show.CHECKED:
        rows, notes = more.uncertainty_rows(seen, review)
    else:
        evidence = beside.gather(review, seen)
        notes = evidence.notes if show is not Show.DOUBTS else ()
        rows = {
            Show.LINES: beside.enquiry_rows,
            Show.JOURNEY: beside.journey_rows,
            Show.FRAMEWORK: beside.framework_rows,
            Show.SESSIONS: beside.session_rows,
            Show.DOUBTS: beside.note_rows,
        }[show](evidence)
    tell(notes)
    with Writer(out) as writer:
        for row in rows:
            writer.put(row)
    return DONE


def tell(notes: Iterable[Note]) -> None:
    """Say on standard error what in the files of the review cannot be meant."""
    for note in notes:
        print(f"note: {note}", file=sys.stderr)


def _seen(review: Path) -> Overview:
    chosen = settings.load(review)
    with Workspace.open(review) as workspace:
        return overview(workspace, chosen)


def _needed(place: Path | None, option: str) -> Path:
    if place is None:
        raise InputError("the earlier round is not named", remedy=f"Give its folder with {option}")
    return place


def _theme(seen: Overview, theme: str) -> str:
    if not theme:
        raise InputError("the theme is not named", remedy="Give its id with --theme")
    return seen.codebook.theme(theme).id


def _filters(by: str) -> list[str]:
    names = [n.strip() for n in by.split(",") if n.strip()]
    wrong = [n for n in names if n not in ("kind", "stage", "team")]
    if wrong or not names or len(set(names)) != len(names):
        raise InputError("--by names no filter, or one twice", remedy="Name some of kind, stage, team")
    return names
