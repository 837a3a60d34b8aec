"""Pass a review to NVivo, ATLAS.ti, MAXQDA, QualCoder or an annotation tool, and back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from childvoice import exchange, settings
from childvoice.cli.main import DONE, SOME_FAILED
from childvoice.cli.rows import Writer
from childvoice.errors import SettingsError
from childvoice.store import Workspace

_TABLES = (".jsonl", ".csv", ".parquet")


def command(
    source: Annotated[
        Path, typer.Argument(metavar="FROM", help="Folder of a review, or a file of another tool")
    ],
    out: Annotated[
        Path,
        typer.Argument(
            metavar="TO",
            help="File of another tool (.qdpx, .qdc ...), .jsonl/.csv/.parquet for codings, or a folder for all tables",
        ),
    ],
    review: Annotated[
        Path | None, typer.Option(help="Place what people coded in FROM on the passages of this review")
    ] = None,
    date: Annotated[str, typer.Option(help="Date to write as that of the export; default: today")] = "",
) -> int:
    """Convert FROM into TO. A review travels without the passages held for the safeguarding lead.

    Exit code 1 means that something could not be kept; each such thing is named.

    Example: childvoice exchange my-review my-review.qdpx
    """
    report: tuple[str, ...] = ()
    if source.is_dir():
        chosen = settings.load(source)
        with Workspace.open(source) as workspace:
            project = exchange.project_of(workspace, chosen, created=f"{_day(date)}T00:00:00Z")
    else:
        project, report = _read(source)
    if review:
        report += _codings(project, review, out)
    elif out.suffix.lower() in _TABLES:
        _table(project, "codings", out)
    elif out.suffix:
        exchange.write_project(project, out)
    else:
        for table in exchange.COLUMNS:
            _table(project, table, out / f"{table}.csv")
    for line in report:
        typer.echo(f"{source.name}: {line}.", err=True)
    return SOME_FAILED if report else DONE


def _read(path: Path) -> tuple[exchange.Project, tuple[str, ...]]:
    found = exchange.read_project(path)
    return found.project, found.report


def _day(written: str) -> str:
    if not written:
        return dt.datetime.now(tz=dt.UTC).date().isoformat()
    try:
        return dt.date.fromisoformat(written).isoformat()
    except ValueError:
        raise SettingsError(f"'{written}' is no date", remedy="Write it as 2026-11-22") from None


def _table(project: exchange.Project, table: str, out: Path) -> None:
    with Writer(str(out)) as writer:
        for row in exchange.rows(project, table):
            writer.put(row)


def _codings(project: exchange.Project, review: Path, out: Path) -> tuple[str, ...]:
    with Workspace.open(review) as workspace:
        codings, report = exchange.codings_of(project, workspace, settings.load(review))
    with Writer(str(out)) as writer:
        for c in codings:
            writer.put(
                {
                    "excerpt": c.excerpt,
                    "theme": c.theme,
                    "start": c.start,
                    "end": c.end,
                    "valence": c.valence.value,
                    "coder": c.coder,
                    "status": c.status.value,
                }
            )
    return tuple(report)
