"""Delete a whole review for good, with a certificate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from childvoice.cli.main import DONE, SOME_FAILED
from childvoice.custody import delete
from childvoice.errors import InputError
from childvoice.store import Workspace


def command(
    review: Annotated[Path, typer.Argument(help="Folder of the review")],
    certificate: Annotated[Path, typer.Option(help="Where the certificate goes: .docx, .html or .json")],
    name: Annotated[str, typer.Option(help="Who deletes it, for the certificate")],
    reason: Annotated[str, typer.Option(help="Why, for the certificate")],
    confirm: Annotated[str, typer.Option(help="The name of the folder again; without it you are asked")] = "",
) -> int:
    """Overwrite and remove every file of a review. It cannot be undone. Stop 'childvoice serve' first.

    The certificate says what went, with digests, when, by whom and why; it holds no text and no name of a file.

    Example: childvoice delete my-review --certificate gone.docx --name "A. Officer" --reason "End of retention"
    """
    Workspace.open(review).close()
    meant = review.resolve().name
    typed = confirm or str(typer.prompt(f"This deletes the review for good. Type its name, {meant}"))
    if typed.strip() != meant:
        raise InputError("that is not its name; nothing was deleted", subject=meant, remedy="Type it exactly")
    done = delete(review, certificate, name, reason)
    print(f"{len(done.gone)} files were overwritten and removed. The certificate is {certificate.name}.")
    if not done.whole:
        print(f"{done.left} files could not be removed: close what uses them, and remove them by hand.")
        return SOME_FAILED
    return DONE
