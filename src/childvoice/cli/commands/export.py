"""Write a review's findings as a Word report, web page, PDF, Excel workbook or CSV."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from childvoice import publish, settings
from childvoice.cli.main import DONE
from childvoice.overview import overview, tables
from childvoice.overview.evidence import gather
from childvoice.publish.write import formats
from childvoice.report import own_template, papers
from childvoice.store import Workspace


def command(
    out: Annotated[
        Path, typer.Argument(help="Where to write; its ending (.docx, .html, .xlsx ...) says the format")
    ],
    review: Annotated[Path, typer.Option(help="Folder of the review")] = Path("review"),
    form: Annotated[
        str, typer.Option("--format", help=f"Instead of the ending: {', '.join(formats())}")
    ] = "",
    template: Annotated[
        Path | None, typer.Option(help="The council's own Word template (else template.docx of the review)")
    ] = None,
) -> int:
    """Write the findings. Small counts are suppressed as in the dashboard.

    Example: childvoice export report.docx --review my-review

    A folder as output makes a CSV file a table. The page for children: --format children you-told-us.docx
    """
    chosen = settings.load(review)
    with Workspace.open(review) as workspace:
        seen = overview(workspace, chosen)
    made = publish.write(
        tables(seen),
        out,
        form=form,
        papers=papers(seen, template or own_template(review), gather(review, seen)),
    )
    for path in made:
        print(path)
    return DONE
