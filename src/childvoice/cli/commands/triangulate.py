"""Children's words beside those of others, theme by theme."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from childvoice import settings
from childvoice.cli.commands.findings import tell
from childvoice.cli.main import DONE
from childvoice.cli.rows import Writer
from childvoice.findings.convergence import FILE
from childvoice.overview import evidence as beside
from childvoice.overview import overview, triangulation_rows
from childvoice.store import Workspace


def command(
    review: Annotated[Path, typer.Option(help="Folder of the review")] = Path("review"),
    out: Annotated[
        str, typer.Option("-o", "--out", help="JSONL, CSV or Parquet file; - for standard output")
    ] = "-",
    matrix: Annotated[
        bool, typer.Option("--matrix", help="All groups and figures, with what a person decided and why")
    ] = False,
    rule: Annotated[bool, typer.Option("--rule", help="Only say the rule, with its numbers")] = False,
) -> int:
    """Write the triangulation table: theme, group, verdict, counts (small ones as c), tones and the reason.

    --matrix adds records and indicators; evidence/triangulation.csv (theme, group, verdict, why, by) holds what a
    person decided, and the machine's proposal stays beside it.

    Example: childvoice triangulate --review my-review -o triangulation.csv
    """
    chosen = settings.load(review)
    with Workspace.open(review) as workspace:
        seen = overview(workspace, chosen)
    evidence = beside.gather(review, seen)
    if rule:
        for number, sentence in enumerate(evidence.rule, 1):
            print(f"{number}. {sentence}")
        return DONE
    tell(n for n in evidence.notes if n.where.startswith(FILE))
    with Writer(out) as writer:
        for row in beside.matrix_rows(evidence) if matrix else triangulation_rows(seen):
            writer.put(row)
    return DONE
