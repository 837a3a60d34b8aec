"""Write a review's findings as Excel or CSV."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from childvoice import publish, settings
from childvoice.cli.main import DONE
from childvoice.overview import overview, tables
from childvoice.store import Workspace


def command(
    out: Annotated[Path, typer.Argument(help="A .xlsx file, or a folder for CSV files")],
    review: Annotated[Path, typer.Option(help="Folder of the review")] = Path("review"),
) -> int:
    """Write themes, triangulation, quotes and notes. Small counts are suppressed as in the dashboard.

    Example: childvoice export findings.xlsx --review my-review
    """
    chosen = settings.load(review)
    with Workspace.open(review) as workspace:
        made = publish.write(tables(overview(workspace, chosen)), out)
    for path in made:
        print(path)
    return DONE
