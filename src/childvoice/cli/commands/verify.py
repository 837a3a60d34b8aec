"""Look for known names in a folder, or prove what is not in a release, before it is passed on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from childvoice.cli.main import DONE, SOME_FAILED
from childvoice.deidentify import Roster, read_roster
from childvoice.desk.register import FOLDER, made
from childvoice.errors import SettingsError
from childvoice.release import check, read
from childvoice.release.check import against_review
from childvoice.release.file import ENDING
from childvoice.store import Workspace
from childvoice.verification import Known, read_key
from childvoice.verification import verify as look


def command(
    folder: Annotated[Path, typer.Argument(help="Folder (or one file, or a release) to look through")],
    roster: Annotated[Path | None, typer.Option(help="CSV of known people")] = None,
    key: Annotated[
        Path | None, typer.Option(help="Identity key as JSON: pseudonym to the names that it stands for")
    ] = None,
    review: Annotated[
        Path | None, typer.Option(help="Of a release: the review that it was made from, to compare with")
    ] = None,
) -> int:
    """Search every file of FOLDER for every name of a roster or identity key, and list where one stands.

    It looks at names of files, texts, comments, headers, tracked changes, authors, hidden sheets, defined names,
    databases, PDF, archives and logs. Whose name it is is told by the roster's id or the pseudonym. Exit code 1 means
    that a name was found or a file could not be opened; names that are also words are listed and do not count.

    Of a release (FOLDER ends in .cvrelease) it proves that digests are right, that no form of a vault or roster, no raw
    text and no small number is inside, and prints a report. With --review it is compared with every turn of the review.

    Example: childvoice verify to-send --roster roster.csv

    Example: childvoice verify 2026-11-22-1.cvrelease --review my-review
    """
    whole = _release(folder, review) if folder.suffix == ENDING and folder.is_file() else None
    if roster is None and key is None:
        if whole is None:
            raise SettingsError("there is nothing to look for", remedy="Give --roster, --key or both")
        print("not looked for: known names (give --roster or --key)")
        return _verdict(clean=whole)
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
    if whole is not None:
        return _verdict(clean=checked.clean and whole)
    return DONE if checked.clean else SOME_FAILED


def _release(path: Path, review: Path | None) -> bool:
    """Print what is proved of a release and what was found in it; tell whether that was nothing."""
    release = read(path)
    print(f"{path.name}: release {release.name}, signed off by {release.signed.by} at {release.signed.at}")
    print(f"digest {release.digest}")
    reports = [check(release)]
    unknown = False
    if review is None:
        print("not compared with the review that it was made from (give --review)")
    else:
        with Workspace.open(review) as workspace:
            concerns = set(workspace.concerns())
            harm = [e.text for e in workspace.excerpts() if e.id in concerns]
            reports.append(against_review(release, workspace.unit_texts(), harm))
            known = {r.digest: r for r in made(workspace, review / FOLDER)}
        unknown = release.digest not in known
        print(
            "found: the review knows of no such release"
            if unknown
            else "proved: the review made it, unchanged"
        )
        if not unknown and known[release.digest].stale:
            print(f"found: it is stale: {known[release.digest].stale}")
            unknown = True
    for report in reports:
        for line in report.proved:
            print(f"proved: {line}")
        for line in report.found:
            print(f"found: {line}")
    return all(r.clean for r in reports) and not unknown


def _verdict(*, clean: bool) -> int:
    print("It may be passed on." if clean else "Do not pass it on.")
    return DONE if clean else SOME_FAILED
