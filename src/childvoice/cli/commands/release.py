"""Make the file that members may see: what was approved and signed off, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from childvoice import settings
from childvoice.cli.main import DONE, SOME_FAILED
from childvoice.desk import EVERYTHING, Desk, Person, duties_of
from childvoice.desk.register import FOLDER, made
from childvoice.desk.releasing import Releasing
from childvoice.errors import SettingsError
from childvoice.overview import overview
from childvoice.overview.evidence import gather
from childvoice.release.check import check
from childvoice.store import Workspace

_ACTS = ("list", "check", "sign", "make")


def command(
    what: Annotated[str, typer.Argument(help=", ".join(_ACTS))] = "list",
    review: Annotated[Path, typer.Option(help="Folder of the review")] = Path("review"),
    as_: Annotated[
        str, typer.Option("--as", help="Your roles: officer, lead. Without it one person has every role")
    ] = "",
    name: Annotated[str, typer.Option(help="Who does it; the sign-off bears this name")] = "",
) -> int:
    """List the releases of a review and which are stale; check, sign off or make one.

    Quotes are approved and findings chosen in the dashboard, on the pages 'Approve quotes' and 'Release'. The lead
    signs off what stands there; any change after that needs a new signature. The file goes into the folder 'releases'.

    Example: childvoice release make --review my-review

    Exit code 1 means that a release is stale (list), or that a check found something (check).
    """
    if what not in _ACTS:
        raise SettingsError(f"'{what}' cannot be done with a release", remedy=f"Use {', '.join(_ACTS)}")
    if what == "sign" and not name.strip():
        raise SettingsError("a sign-off needs a name", remedy="Give it with --name")
    with Workspace.open(review) as workspace:
        if what == "list":
            return _list(workspace, review)
        seen = overview(workspace, settings.load(review))
        person = Person(name.strip() or "the review officer", duties_of(as_) or EVERYTHING)
        at = Desk(workspace, person).releasing(seen, gather(review, seen), review)
        return {"check": _check, "sign": _sign, "make": _make}[what](at)


def _list(workspace: Workspace, review: Path) -> int:
    known = made(workspace, review / FOLDER)
    if not known:
        print("No release has been made of this review.")
    for r in known:
        state = f"STALE: {r.stale}" if r.stale else "current"
        line = [r.name, state, r.at[:10], r.by, r.digest]
        print("\t".join(line if r.there else [*line, "its file is not in the folder"]))
    return SOME_FAILED if any(r.stale for r in known) else DONE


def _check(at: Releasing) -> int:
    content = at.content()
    report = check(at.draft(content))
    signed = at.signed(content)
    print(f"It would hold {len(content.quotes)} quotes and {len(content.findings)} findings.")
    for line in report.proved:
        print(f"proved: {line}")
    for line in report.found:
        print(f"found: {line}")
    for line in at.since_the_last(content):
        print(f"beside the last release: {line}")
    for lost in at.lost():
        print(f"no longer approved: {lost.why}")
    print(
        f"Signed off by {signed.by} at {signed.at}." if signed else "Nobody has signed it off as it is now."
    )
    return DONE if report.clean else SOME_FAILED


def _sign(at: Releasing) -> int:
    at.sign(at.content())
    print("Signed off as it is now. Any change needs a new signature.")
    return DONE


def _make(at: Releasing) -> int:
    new = at.make()
    print(at.path(new.name))
    print(f"digest {new.digest}")
    return DONE
