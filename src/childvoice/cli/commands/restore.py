"""Make a review from a backup, if the backup is whole."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from childvoice.cli.main import DONE, SOME_FAILED
from childvoice.custody import restore


def command(
    backup: Annotated[Path, typer.Argument(help="The backup file")],
    folder: Annotated[Path, typer.Argument(help="Where the review shall be; not there yet, or empty")],
    name: Annotated[str, typer.Option(help="Who does it, for the audit log")] = "the review officer",
) -> int:
    """Restore a review. Every file is compared with its digest first; from a damaged backup nothing is taken.

    What was withdrawn after the backup was made is in it again: withdraw it anew.

    Example: childvoice restore my-review.backup my-review
    """
    made = restore(backup, folder, name)
    print(f"{made.files} files are in {folder}, as they were on {made.made[:10]} at {made.made[11:16]} UTC.")
    print("What was withdrawn or decided since then is not known here: withdraw it anew.")
    for fault in made.faults:
        print(fault)
    if made.faults:
        print("The audit log had these faults when the backup was made.")
        return SOME_FAILED
    return DONE
