"""Write a review into one backup file, while people go on working in it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from childvoice.cli.main import DONE
from childvoice.custody import backup


def command(
    review: Annotated[Path, typer.Argument(help="Folder of the review")],
    out: Annotated[Path, typer.Argument(help="The backup file to make, on another disk if you can")],
    without_originals: Annotated[
        bool, typer.Option("--without-originals", help="Leave out originals that are not in the vault")
    ] = False,
    name: Annotated[str, typer.Option(help="Who does it, for the audit log")] = "the review officer",
) -> int:
    """Take a backup: the workspace as it stands in one moment, settings, vault (encrypted as it is), originals.

    It is read back and compared before it gets its name. Its digest is written into the audit log.

    Example: childvoice backup my-review my-review.backup
    """
    made = backup(review, out, name, originals=not without_originals)
    print(f"{made.files} files are in {out.name}, read back and compared. sha256 {made.digest}")
    if made.open_originals:
        print(
            f"{made.open_originals} of them are originals or lists in the open, with names in them: keep the backup as you "
            "keep the review, lock the vault first, or leave them out with --without-originals."
        )
    return DONE
