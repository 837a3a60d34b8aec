"""Take a document out of a review for good: its text, codes, decisions, and every later run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from childvoice.cli.main import DONE
from childvoice.desk import EVERYTHING, Desk, Person
from childvoice.errors import NoReview
from childvoice.store import Workspace


def command(
    source: Annotated[str, typer.Argument(help="Id of the document, as --list shows it")] = "",
    review: Annotated[Path, typer.Option(help="Folder of the review")] = Path("review"),
    list_: Annotated[bool, typer.Option("--list", help="Show the documents with their ids")] = False,
    name: Annotated[str, typer.Option(help="Who does it, for the audit log")] = "the review officer",
) -> int:
    """Withdraw a document. The audit log keeps the id and the time; nothing else stays. It cannot be undone.

    The file in documents/ is not touched: delete it yourself. Releases made before still hold what they held.

    Example: childvoice withdraw s0123456789 --review my-review
    """
    with Workspace.open(review) as workspace:
        desk = Desk(workspace, Person(name, EVERYTHING))
        documents = {s.id: s for s in desk.documents()}
        if list_ or not source:
            for id_, found in documents.items():
                print(f"{id_}\t{found.title}")
            return DONE
        if source not in documents:
            raise NoReview(
                "there is no such document", subject=source, remedy="See 'childvoice withdraw --list'"
            )
        desk.withdraw(source)
    print(f"Withdrawn: {source}. Delete its file, and make releases that hold it anew.")
    return DONE
