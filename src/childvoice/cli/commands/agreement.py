"""How far two coders, or people and the machine, agree, code by code."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Annotated, Any

import typer

from childvoice import settings
from childvoice.agreement import NAMES, Agreement, Sheet, compare
from childvoice.cli.main import DONE
from childvoice.cli.rows import Row, read_rows
from childvoice.desk import EVERYTHING, Person
from childvoice.desk.comparing import Comparing
from childvoice.errors import InputError, SettingsError
from childvoice.store import Workspace
from childvoice.themes.codebook import load


def command(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[A B...]",
            help="Codes of each coder as JSONL, CSV or Parquet: id, codes[, valence, doc_id]",
        ),
    ] = None,
    codebook: Annotated[
        str, typer.Option(help="Compare every code of this codebook; default: those that were used")
    ] = "",
    review: Annotated[
        Path | None, typer.Option(help="Instead of files: a review, and what people decided at its desk")
    ] = None,
    reviewer: Annotated[
        list[str] | None, typer.Option(help="With --review: whom to compare; again for each; default: all")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table")] = False,
) -> int:
    """Compare coders on the passages that they share: per cent, kappa, alpha, AC1, F1, with 95 % intervals.

    What 'childvoice code' writes may be one of the files. Under 30 shared passages no figure is shown. With --review
    the coders are the people who checked codes there, each by what they alone decided.

    Example: childvoice agreement first_coder.jsonl second_coder.jsonl
    """
    if bool(files) == bool(review):
        raise InputError("neither files nor a review, or both", remedy="Name two files, or --review FOLDER")
    if review:
        found = _in_review(review, reviewer or [])
        many = len(found[0].prevalence) if found else 2
    else:
        sheets = [_sheet(place) for place in files or ()]
        found = compare(sheets, load(codebook).ids if codebook else ())
        many = len(sheets)
    if as_json:
        print(json.dumps([_plain(a) for a in found], indent=2))
        return DONE
    shared = max((a.units for a in found), default=0)
    print(f"{shared} passages coded by both" if many == 2 else f"{shared} passages coded by two or more")
    print(f"{'code':28}{'prevalence':>{6 * many + 6}}" + "".join(f"{name:>20}" for name in NAMES))
    for a in found:
        shares = " ".join(f"{p:.0%}" for p in a.prevalence)
        figures = "".join(f"{_figure(a, name):>20}" for name in NAMES) if not a.note else f"   {a.note}"
        print(f"{a.code:28}{shares:>{6 * many + 6}}{figures}")
    return DONE


def _in_review(review: Path, people: list[str]) -> list[Agreement]:
    """Compare people who checked codes of a review. Raises InputError where fewer than two did."""
    if settings.load(review).review.approach == "reflexive":
        raise SettingsError(
            "the approach of this review is reflexive, which asks for no figures of agreement",
            subject="review.approach",
            remedy="Set it to 'codebook' if people are meant to code alike",
        )
    with Workspace.open(review) as workspace:
        at = Comparing(workspace, Person("the command line", EVERYTHING))
        known = at.reviewers()
        if unknown := [name for name in people if name not in known]:
            raise InputError(
                "nobody of that name has coded a passage to the end",
                subject=unknown[0],
                remedy=f"Known: {', '.join(known) or 'nobody'}",
            )
        return at.agreement(people or list(known))


def _sheet(place: str) -> Sheet:
    name = Path(place).name if place != "-" else "standard input"
    codes: dict[str, frozenset[str]] = {}
    valence: dict[str, str] = {}
    document: dict[str, str] = {}
    for number, row in enumerate(read_rows(place, ("id",)), start=1):
        id = row["id"]
        if id in codes:
            raise InputError(
                f"row {number} has an id that stood before", subject=name, remedy="One row a passage"
            )
        codes[id] = _codes(row, number, name)
        valence[id] = str(row.get("valence") or "")
        document[id] = str(row.get("doc_id") or row.get("source") or "")
    return Sheet(name, codes, valence, document)


def _codes(row: Row, number: int, name: str) -> frozenset[str]:
    """Codes of a row: ids or objects in a list, as JSON in a cell, or ids parted by semicolons."""
    given: Any = row.get("codes")
    if isinstance(given, str):
        try:
            given = json.loads(given) if given.lstrip().startswith("[") else given.split(";")
        except ValueError:
            given = None
    if not isinstance(given, list):
        raise InputError(
            f"row {number} has no 'codes'", subject=name, remedy="Write a list, empty where there is no code"
        )
    ids = [c.get("code") if isinstance(c, dict) else c for c in given]
    named = [c.strip() for c in ids if isinstance(c, str)]
    if len(named) < len(ids):
        raise InputError(f"row {number} has a code without an id", subject=name, remedy="Write ids of themes")
    return frozenset(filter(None, named))


def _figure(a: Agreement, name: str) -> str:
    figure = a.figures.get(name)
    if figure is None or math.isnan(figure.value):
        return "-"
    return f"{figure.value:.2f} ({figure.low:.2f}-{figure.high:.2f})"


def _plain(a: Agreement) -> Row:
    def told(x: float) -> float | None:
        return None if math.isnan(x) else round(x, 4)

    figures = {
        n: {"value": told(f.value), "low": told(f.low), "high": told(f.high)} for n, f in a.figures.items()
    }
    return {
        "code": a.code,
        "passages": a.units,
        "prevalence": [round(p, 4) for p in a.prevalence],
        **figures,
        "note": a.note,
    }
