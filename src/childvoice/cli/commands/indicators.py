"""Published and local figures of a review, with the themes, lines and stages that they belong to."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from childvoice import settings
from childvoice.cli.commands.findings import tell
from childvoice.cli.main import DONE
from childvoice.cli.rows import Writer
from childvoice.overview import evidence as beside
from childvoice.overview import overview
from childvoice.store import Workspace


def command(
    review: Annotated[Path, typer.Option(help="Folder of the review")] = Path("review"),
    out: Annotated[
        str, typer.Option("-o", "--out", help="JSONL, CSV or Parquet file; - for standard output")
    ] = "-",
) -> int:
    """Write one row a figure: the value as written, as a number, and as a symbol (c, z, x, u, low), never as 0.

    Reads evidence/indicators/*.csv (open data of the Department for Education) and evidence/indicators.toml.

    Example: childvoice indicators --review my-review -o figures.csv
    """
    chosen = settings.load(review)
    with Workspace.open(review) as workspace:
        evidence = beside.gather(review, overview(workspace, chosen))
    tell(evidence.indicators.notes)
    with Writer(out) as writer:
        for row in beside.indicator_rows(evidence):
            writer.put(row)
    return DONE
