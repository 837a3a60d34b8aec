"""Take a document, a child or a quote out of a review for good: text, codes, and every later run."""

from __future__ import annotations

from collections.abc import Sequence
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
    child: Annotated[str, typer.Option(help="All that one person said, by pseudonym: '[Child 3]'")] = "",
    quote: Annotated[
        bool, typer.Option("--quote", help="One passage: you are asked for words that stand in it")
    ] = False,
    name: Annotated[str, typer.Option(help="Who does it, for the audit log")] = "the review officer",
) -> int:
    """Withdraw a document, all that one person said, or one passage. It cannot be undone.

    The audit log keeps that it happened, by ids and digests; no word stays. Files in documents/ are not touched: delete
    them, or the words in them, yourself. Releases that held any of it are marked as stale and listed: take them back.

    Example: childvoice withdraw s0123456789 --review my-review

    Example: childvoice withdraw --child "[Child 3]" --review my-review
    """
    with Workspace.open(review) as workspace:
        desk = Desk(workspace, Person(name, EVERYTHING))
        if child:
            return _child(desk, child)
        if quote:
            return _quote(desk)
        documents = {s.id: s for s in desk.documents()}
        if list_ or not source:
            for id_, found in documents.items():
                print(f"{id_}\t{found.title}")
            return DONE
        if source not in documents:
            raise NoReview(
                "there is no such document", subject=source, remedy="See 'childvoice withdraw --list'"
            )
        stale = desk.withdraw(source)
    print(f"Withdrawn: {source}. Delete its file.")
    return _stale(stale)


def _child(desk: Desk, child: str) -> int:
    passages = desk.passages_of(child)
    if not passages:
        raise NoReview("nobody of this pseudonym speaks in the review", subject=child, remedy="See the pages")
    stale = desk.withdraw_passages(passages, "what a person in it said was withdrawn")
    sources = {e.source for e in passages}
    print(
        f"Withdrawn: {len(passages)} passages in {len(sources)} documents. Delete them from the files, too."
    )
    for source in sorted(sources):
        print(f"  {source}")
    others = desk.named_in(child)
    if others:
        print("Others speak of this person in these documents; withdraw them too if that was meant:")
        for found in others:
            print(f"  {found.id}\t{found.title}")
    print("What may tell of harm stays with the safeguarding lead.")
    return _stale(stale)


def _quote(desk: Desk) -> int:
    words = str(typer.prompt("Words that stand in it"))  # not an argument: other programs could read it
    passages = desk.passages_with(words)
    if len(passages) != 1:
        raise NoReview(
            f"{len(passages)} passages hold these words" if passages else "no passage holds these words",
            remedy="Give more of its words" if passages else "Paste them as they stand on the page",
        )
    stale = desk.withdraw_passages(passages, "a passage in it was withdrawn")
    print(f"Withdrawn: a passage of {passages[0].source}. Delete it from the file, too.")
    return _stale(stale)


def _stale(names: Sequence[str]) -> int:
    for release in names:
        print(f"Stale: release {release}. Take it back from its readers, and make a new one.")
    return DONE
