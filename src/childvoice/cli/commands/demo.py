"""Explore a fictional review: run the whole pipeline over the sample and open the dashboard."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from childvoice import pipeline, settings
from childvoice.cli.main import DONE
from childvoice.cli.progress import Told
from childvoice.cli.summary import print_summary
from childvoice.overview.evidence import FOLDER
from childvoice.resources import resource
from childvoice.serving import Place, check_port, serve
from childvoice.store import Workspace


def command(
    folder: Annotated[Path, typer.Option(help="Where the demo's review is kept")] = Path("demo-review"),
    port: Annotated[int, typer.Option(envvar="PORT", help="Port on 127.0.0.1")] = 8501,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Only run the pipeline")] = False,
) -> int:
    """Run the sample review and serve its dashboard. A second call reuses what is there.

    Example: childvoice demo
    """
    if not no_serve:
        # Before minutes of work, not after it.
        check_port(port)
    documents = resource("sample") / "documents"
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / settings.FILE_NAME).exists():
        shutil.copyfile(documents / settings.FILE_NAME, folder / settings.FILE_NAME)
    if not (folder / FOLDER).exists():
        shutil.copytree(resource("sample") / FOLDER, folder / FOLDER)
    chosen = settings.load(folder)
    with Workspace.create(folder) as workspace:
        outcome = pipeline.run([documents], workspace, chosen, progress=Told())
        print_summary(workspace, outcome, chosen)
    return DONE if no_serve else serve(folder, Place(port), say=print)
