"""Recommendations with owner, dates, status in words, and the findings that they rest on."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from childvoice import settings
from childvoice.cli.commands.findings import tell
from childvoice.cli.main import DONE
from childvoice.cli.rows import Writer
from childvoice.errors import InputError
from childvoice.findings.recommendations import FILE
from childvoice.overview import evidence as beside
from childvoice.overview import overview
from childvoice.store import Workspace


def command(
    review: Annotated[Path, typer.Option(help="Folder of the review")] = Path("review"),
    out: Annotated[
        str, typer.Option("-o", "--out", help="JSONL, CSV or Parquet file; - for standard output")
    ] = "-",
    today: Annotated[str, typer.Option(help="As on this day, as 2026-06-30; default: today")] = "",
) -> int:
    """Write one row a recommendation of evidence/recommendations.csv, overdue ones first; doubts stand in the row.

    Example: childvoice recommendations --review my-review -o recommendations.csv
    """
    chosen = settings.load(review)
    try:
        day = dt.date.fromisoformat(today) if today else dt.date.today()
    except ValueError:
        raise InputError("--today is no date", remedy="Write it as 2026-06-30") from None
    with Workspace.open(review) as workspace:
        evidence = beside.gather(review, overview(workspace, chosen))
    tell(n for n in evidence.notes if n.where.startswith(FILE))
    with Writer(out) as writer:
        for row in beside.recommendation_rows(evidence, day):
            writer.put(row)
    return DONE
