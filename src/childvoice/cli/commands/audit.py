"""The audit log of a review: who did what and when, and whether anybody changed it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from childvoice.cli.main import DONE, FAILED
from childvoice.errors import SettingsError
from childvoice.store import Workspace


def command(
    what: Annotated[str, typer.Argument(help="show, or verify")],
    review: Annotated[Path, typer.Option(help="Folder of the review")] = Path("review"),
    head: Annotated[str, typer.Option(help="For verify: the head that was noted earlier")] = "",
) -> int:
    """Show the audit log, or find lines and decisions that were changed or taken out. It holds no text.

    'verify' prints the head of the log. Note it somewhere else: given back with --head, it finds even a log that
    was written anew as a whole.

    Example: childvoice audit verify --review my-review
    """
    if what not in ("show", "verify"):
        raise SettingsError(f"'{what}' cannot be done with an audit log", remedy="Use show or verify")
    with Workspace.open(review) as workspace:
        lines = workspace.ledger.audit()
        if what == "show":
            for line in lines:
                print(f"{line.number}\t{line.at}\t{line.person}\t{line.act}\t{line.subject}")
            return DONE
        found = workspace.ledger.verify(head)
    for sentence in found:
        print(sentence)
    if found:
        print(
            f"{len(found)} fault{'s' * (len(found) != 1)} in {len(lines)} lines. Restore the workspace from a backup, and ask who did it."
        )
        return FAILED
    print(f"{len(lines)} lines, none changed, none missing.")
    print(f"Head: {lines[-1].digest}" if lines else "Nothing has been decided yet.")
    return DONE
