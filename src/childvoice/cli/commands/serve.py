"""Open the dashboard of a review in a browser on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from childvoice.serving import serve


def command(
    review: Annotated[Path, typer.Option(help="Folder of the review")] = Path("review"),
    port: Annotated[int, typer.Option(envvar="PORT", help="Port on 127.0.0.1")] = 8501,
) -> int:
    """Serve the dashboard on 127.0.0.1 until Ctrl-C.

    Example: childvoice serve --review my-review --port 8502
    """
    return serve(review, port, say=print)
