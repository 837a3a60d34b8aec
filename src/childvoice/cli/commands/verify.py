"""Look for known names in a folder before it is passed on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from childvoice.cli.main import DONE, SOME_FAILED
from childvoice.deidentify import Roster, read_roster
from childvoice.errors import SettingsError
from childvoice.verification import Known, read_key
from childvoice.verification import verify as look


def command(
    folder: Annotated[Path, typer.Argument(help="Folder (or one file) to look through")],
    roster: Annotated[Path | None, typer.Option(help="CSV of known people")] = None,
    key: Annotated[
        Path | None, typer.Option(help="Identity key as JSON: pseudonym to the names that it stands for")
    ] = None,
) -> int:
    """Search every file of FOLDER for every name of a roster or identity key, and list where one stands.

    It looks at names of files, texts, comments, headers, tracked changes, authors, hidden sheets, defined names,
    databases, PDF, archives and logs. Whose name it is is told by the roster's id or the pseudonym. Exit code 1 means
    that a name was found or a file could not be opened; names that are also words are listed and do not count.

    Example: childvoice verify to-send --roster roster.csv
    """
    if roster is None and key is None:
        raise SettingsError("there is nothing to look for", remedy="Give --roster, --key or both")
    people = read_roster(roster) if roster else Roster()
    for warning in people.warnings:
        typer.echo(warning, err=True)
    known = Known.of(people, read_key(key) if key else {})
    if not known:
        raise SettingsError("the roster or key holds no name", remedy="Check that it is the right file")
    checked = look(folder, known)
    for trace in checked.traces:
        what = "found" if trace.sure else "perhaps"
        print(f"{what}: {trace.who} in {trace.file} ({trace.place}), {trace.count}x")
    for file, cause in checked.unread:
        print(f"not looked into: {file}: {cause}")
    sure = sum(1 for t in checked.traces if t.sure)
    perhaps = len(checked.traces) - sure
    print(
        f"{checked.files} file(s): {sure} place(s) with a known name, {perhaps} to look at, "
        f"{len(checked.unread)} not looked into"
    )
    return DONE if checked.clean else SOME_FAILED
