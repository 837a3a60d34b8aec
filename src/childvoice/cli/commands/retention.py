"""How long reviews may still be kept, and what of them is due."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from childvoice import settings
from childvoice.cli.main import DONE, SOME_FAILED
from childvoice.custody import due
from childvoice.errors import InputError
from childvoice.store import Workspace


def command(
    reviews: Annotated[list[Path] | None, typer.Argument(help="Folders of reviews; default: review")] = None,
    on: Annotated[str, typer.Option(help="As on this day (2027-03-31); default: today")] = "",
) -> int:
    """Say of each review until when it may be kept, and what else is about: open originals, uploads, backups.

    Exit code 1 means that the date of a review has come. Nothing is ever deleted by itself: see childvoice delete.

    Example: childvoice retention my-review
    """
    today = _day(on)
    over = False
    for review in reviews or [Path("review")]:
        chosen = settings.load(review)
        with Workspace.open(review) as workspace:
            found = due(review, workspace, chosen.retention, today)
        print(f"{chosen.review.title}:")
        for sentence in found.sentences():
            print(f"  {sentence}")
        over = over or found.over
    return SOME_FAILED if over else DONE


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words) if words else datetime.now(UTC).date()
    except ValueError:
        raise InputError("that is no day", subject=words, remedy="Write it as 2027-03-31") from None
