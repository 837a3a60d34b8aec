"""Open the dashboard of a review, or a release, in a browser on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from childvoice.desk import Duty, duties_of
from childvoice.errors import NotAllowed
from childvoice.serving import serve, serve_release


def command(
    release: Annotated[Path | None, typer.Argument(help="A release, in place of a review")] = None,
    review: Annotated[Path, typer.Option(help="Folder of the review")] = Path("review"),
    port: Annotated[int, typer.Option(envvar="PORT", help="Port on 127.0.0.1")] = 8501,
    as_: Annotated[
        str,
        typer.Option(
            "--as", help="Roles of who sits there: officer, lead, researcher, safeguarding lead, member ..."
        ),
    ] = "",
    name: Annotated[str, typer.Option(help="Who sits there; their decisions bear this name")] = "",
) -> int:
    """Serve the dashboard on 127.0.0.1 until Ctrl-C. Without --as, one person has every role.

    Pages and acts that the roles do not allow cannot be reached. A release is opened for a member: its process has
    that file and nothing else.

    Example: childvoice serve --review my-review --port 8502

    Example: childvoice serve 2026-11-22-1.cvrelease --as member
    """
    duties = duties_of(as_)
    if release is None:
        return serve(review, port, say=print, name=name, duties=as_)
    if duties - {Duty.MEMBER}:
        raise NotAllowed(
            "a release has pages for members alone", remedy="Open it with --as member, or name a review"
        )
    return serve_release(release, port, say=print)
