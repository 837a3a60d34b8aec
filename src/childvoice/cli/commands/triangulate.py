"""Children's words beside those of others, theme by theme."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from childvoice import settings
from childvoice.cli.main import DONE
from childvoice.cli.rows import Writer
from childvoice.overview import overview, triangulation_rows
from childvoice.store import Workspace


def command(
    review: Annotated[Path, typer.Option(help="Folder of the review")] = Path("review"),
    out: Annotated[
        str, typer.Option("-o", "--out", help="JSONL, CSV or Parquet file; - for standard output")
    ] = "-",
) -> int:
    """Write the triangulation table: theme, group, verdict, counts (small ones as c), tones and the reason.

    Example: childvoice triangulate --review my-review -o triangulation.csv
    """
    chosen = settings.load(review)
    with Workspace.open(review) as workspace, Writer(out) as writer:
        for row in triangulation_rows(overview(workspace, chosen)):
            writer.put(row)
    return DONE
