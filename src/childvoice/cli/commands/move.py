"""Move a review from its file to a council's server."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from childvoice.store import FILE_NAME
from childvoice.store.move import LEFT, move


def command(
    folder: Annotated[Path, typer.Argument(help="The review")],
    database: Annotated[
        str,
        typer.Option(help="An empty one of PostgreSQL: postgresql://USER@HOST/DATABASE, without a password"),
    ],
    name: Annotated[str, typer.Option(help="Who does it, for the audit log")] = "the review officer",
) -> None:
    """Move a review that began in a file to PostgreSQL: all tables, decisions and the audit log, or nothing.

    Close the pages first. The file stays in the folder and takes nothing more; delete it when all is well.

    Example: childvoice move my-review --database postgresql://officer@db.council.example/review_2026
    """
    moved = move(folder, database, name)
    print(f"{moved.rows:,} rows are on the server; {folder / 'childvoice.toml'} says where.")
    if moved.renamed:
        print(f"The file is called {LEFT} now. Delete it once you have looked at the review there.")
    else:
        print(f"Somebody has the review open. Close the pages, then move {FILE_NAME} away.")
