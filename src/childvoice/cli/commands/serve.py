"""Open the dashboard of a review, or a release, in a browser on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from childvoice.desk import Duty, duties_of
from childvoice.errors import NotAllowed
from childvoice.serving import ADDRESS, Place, serve, serve_release


def command(
    release: Annotated[Path | None, typer.Argument(help="A release, in place of a review")] = None,
    review: Annotated[Path, typer.Option(help="Folder of the review")] = Path("review"),
    port: Annotated[int, typer.Option(envvar="PORT", help="Port")] = 8501,
    as_: Annotated[
        str,
        typer.Option(
            "--as", help="Roles of who sits there: officer, lead, researcher, safeguarding lead, member ..."
        ),
    ] = "",
    name: Annotated[str, typer.Option(help="Who sits there; their decisions bear this name")] = "",
    login: Annotated[
        Path | None,
        typer.Option(help="File that says where people log in; their roles stand in its list of people"),
    ] = None,
    address: Annotated[
        str, typer.Option(help="Address to listen on; others than this machine need --login")
    ] = ADDRESS,
    idle: Annotated[
        float | None,
        typer.Option(
            min=0,
            help="Minutes without action until a page is locked; 0 never. Usual: 15 with --login, else 0",
        ),
    ] = None,
) -> int:
    """Serve the dashboard on 127.0.0.1 until Ctrl-C. Without --as, one person has every role.

    Pages and acts that the roles do not allow cannot be reached. A release is opened for a member: its process has
    that file and nothing else. On a council's server people log in, each with their own roles: docs/server.md.

    Example: childvoice serve --review my-review --port 8502

    Example: childvoice serve 2026-11-22-1.cvrelease --as member

    Example: childvoice serve --review my-review --login /etc/childvoice/login.toml
    """
    duties = duties_of(as_)
    if login and (as_ or name):
        raise NotAllowed(
            "who logs in says who they are", remedy="Leave --as and --name out; the list of people has both"
        )
    place = Place(port, address, login, idle)
    if release is None:
        return serve(review, place, say=print, name=name, duties=as_)
    if duties - {Duty.MEMBER}:
        raise NotAllowed(
            "a release has pages for members alone", remedy="Open it with --as member, or name a review"
        )
    return serve_release(release, place, say=print)
