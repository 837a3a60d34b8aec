"""Measure a stage against gold: deidentify, voice or themes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from childvoice import evaluation
from childvoice.cli.main import DONE
from childvoice.cli.rows import read_rows
from childvoice.deidentify import read_roster
from childvoice.deidentify.policies import POLICIES
from childvoice.errors import SettingsError


def command(
    stage: Annotated[str, typer.Argument(help="deidentify, voice or themes")],
    gold: Annotated[str, typer.Argument(help="Gold as JSONL (see corpora/sample/gold)")],
    roster: Annotated[Path | None, typer.Option(help="CSV of known people, for deidentify")] = None,
    policy: Annotated[str, typer.Option(help="strict, standard or light, for deidentify")] = "standard",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table")] = False,
) -> int:
    """Compare what a stage finds with GOLD and print recall, precision and F1 by kind.

    Example: childvoice evaluate deidentify corpora/sample/gold/identifiers.jsonl
    """
    if stage not in evaluation.STAGES:
        raise SettingsError(f"unknown stage '{stage}'", remedy=f"Use one of {', '.join(evaluation.STAGES)}")
    needed = ("doc_id", "text") if stage != "themes" else ("id", "text")
    rows = list(read_rows(gold, needed))
    if policy not in POLICIES:
        raise SettingsError(f"unknown policy '{policy}'", remedy="Use strict, standard or light")
    result = evaluation.measure(stage, rows, read_roster(roster) if roster else None, policy=policy)
    print(json.dumps(result, indent=2) if as_json else evaluation.as_text(result))
    return DONE
