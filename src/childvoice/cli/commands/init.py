"""Begin a review: a folder with settings, a manifest and a roster to fill in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from childvoice.errors import WorkspaceError
from childvoice.ingest.manifest import COLUMNS
from childvoice.settings import FILE_NAME
from childvoice.store import Workspace

_SETTINGS = """# Settings of this review. Every line may be left out; unknown keys are refused.
[review]
title = "{title}"
# council = "..."
# purpose = "..."

[deidentify]
policy = "standard"      # strict, standard or light
# keep = ["Families First"]   # words that are never a name here

[suppression]
below = 6                # counts from 1 to 5 are shown as c

# [retention]
# until = 2027-03-31       # how long this review may be kept; see childvoice retention
"""

_SERVER = """
[store]
address = {address}
"""


def command(
    folder: Annotated[Path, typer.Argument(help="Where the review shall be")],
    database: Annotated[
        str, typer.Option(help="Keep it in PostgreSQL: postgresql://USER@HOST/DATABASE, without a password")
    ] = "",
) -> None:
    """Begin a review.

    Makes FOLDER with documents/, childvoice.toml, manifest.csv and roster.csv.

    Example: childvoice init my-review
    """
    if (folder / FILE_NAME).exists():
        raise WorkspaceError("there is a review already", subject=folder.name, remedy="Choose another folder")
    (folder / "documents").mkdir(parents=True, exist_ok=True)
    title = folder.name.replace("_", " ").replace("-", " ").replace('"', "").replace("\\", "")
    server = _SERVER.format(address=json.dumps(database)) if database else ""
    (folder / FILE_NAME).write_text(_SETTINGS.format(title=title) + server, encoding="utf-8")
    (folder / "documents" / "manifest.csv").write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    (folder / "documents" / "roster.csv").write_text(
        "id,name,aliases,role,relation,notes\n", encoding="utf-8"
    )
    try:
        Workspace.create(folder).close()
    except WorkspaceError:
        (folder / FILE_NAME).unlink()  # an address that does not work: the same command can be given again
        raise
    print(f"A review stands in {folder}.")
    print(
        "1. Put documents into documents/, and what you know of them into manifest.csv and roster.csv there."
    )
    print(f"2. childvoice run --review {folder}")
    print(f"3. childvoice serve --review {folder}")
