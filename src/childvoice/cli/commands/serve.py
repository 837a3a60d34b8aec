"""Open the dashboard of a review in a browser on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from childvoice.desk import duties_of
from childvoice.serving import serve


def command(
    review: Annotated[Path, typer.Option(help="Folder of the review")] = Path("review"),
    port: Annotated[int, typer.Option(envvar="PORT", help="Port on 127.0.0.1")] = 8501,
    as_: Annotated[
        str,
        typer.Option(
            "--as", help="Roles of who sits there: officer, lead, researcher, safeguarding lead ..."
        ),
    ] = "",
    name: Annotated[str, typer.Option(help="Who sits there; their decisions bear this name")] = "",
) -> int:
    """Serve the dashboard on 127.0.0.1 until Ctrl-C. Without --as, one person has every role.

    Pages and acts that the roles do not allow cannot be reached.

    Example: childvoice serve --review my-review --port 8502
    """
    duties_of(as_)
    return serve(review, port, say=print, name=name, duties=as_)
