"""Take documents through the whole journey into a review."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from childvoice import pipeline, settings
from childvoice.cli.main import DONE, FAILED, SOME_FAILED
from childvoice.cli.progress import Told
from childvoice.cli.summary import print_summary
from childvoice.errors import NoReview
from childvoice.store import Workspace
from childvoice.vault import Key, Vault, is_locked


def command(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Files or folders; default: documents/ of the review")
    ] = None,
    review: Annotated[Path, typer.Option(help="Folder of the review; made if it is not there")] = Path(
        "review"
    ),
    vault_key: Annotated[
        Path | None, typer.Option(help="Key file of the vault, which then keeps who is who")
    ] = None,
) -> int:
    """Read documents, take the names out, find who speaks, code themes, and keep the result.

    Exit code 1 means that some documents did not go through; each is named with its cause.

    Example: childvoice run notes/ --review my-review
    """
    given = list(paths or [])
    if not given:
        given = [review / "documents"]
        if is_locked(review):
            raise NoReview(
                "the documents are locked in the vault",
                subject=str(review),
                remedy="Put them back with childvoice vault unlock, and lock them after the run",
            )
        if not given[0].is_dir():
            raise NoReview(
                "there is no documents folder",
                subject=str(review),
                remedy="Name the files, or begin with childvoice init",
            )
    review.mkdir(parents=True, exist_ok=True)
    chosen = settings.load(review)
    told = Told()
    with Workspace.create(review) as workspace:
        # The vault is opened before minutes of work, not after it.
        vault = Vault.of(review, Key.from_file(vault_key)) if vault_key else None
        outcome = pipeline.run(
            given, workspace, chosen, progress=told, seal=vault.put_identities if vault else None
        )
        print_summary(workspace, outcome, chosen)
    if not outcome.counts.get("sources"):
        return FAILED
    return SOME_FAILED if outcome.withheld else DONE
