"""Write the governance papers of a review: impact pack, transparency record, checklists."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from childvoice import governance, publish
from childvoice.cli.main import DONE
from childvoice.errors import SettingsError

_FORMATS = ("docx", "html")


def command(
    out: Annotated[Path, typer.Argument(help="Folder for the papers; made if it is not there")],
    review: Annotated[Path, typer.Option(help="Folder of the review")] = Path("review"),
    form: Annotated[str, typer.Option("--format", help=f"One of {', '.join(_FORMATS)}")] = "docx",
) -> int:
    """Write a data protection impact pack, a draft transparency record (ATRS) and COREQ and SRQR checklists.

    They are filled from the settings, models and measured figures of the review as it is. What only people can say is
    left blank and marked. Small counts are hidden as in the dashboard.

    Example: childvoice governance my-review/governance --review my-review
    """
    if form not in _FORMATS:
        raise SettingsError(f"'{form}' is no format of these papers", remedy=f"Use {', '.join(_FORMATS)}")
    facts = governance.gather(review, datetime.now(UTC).date())
    out.mkdir(parents=True, exist_ok=True)
    for name, paper in governance.papers(facts).items():
        for made in publish.write((), out / f"{name}.{form}", papers={"committee": paper}):
            print(made)
    return DONE
