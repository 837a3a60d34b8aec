"""Read files into units, one a line: who says what, in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from childvoice import pipeline, settings
from childvoice.cli.main import DONE, FAILED, SOME_FAILED
from childvoice.cli.progress import Told
from childvoice.cli.rows import Writer
from childvoice.deidentify import read_roster
from childvoice.records import Document


def command(
    files: Annotated[list[Path], typer.Argument(help="Files or folders")],
    out: Annotated[
        str, typer.Option("-o", "--out", help="JSONL, CSV or Parquet file; - for standard output")
    ] = "-",
    raw: Annotated[
        bool, typer.Option("--raw", help="Keep names. Without it the text is de-identified")
    ] = False,
    roster: Annotated[Path | None, typer.Option(help="CSV of known people")] = None,
) -> int:
    """Read FILES into units: file, unit, text, speaker, role, voice, participant, question.

    Example: childvoice read interviews/ -o units.jsonl
    """
    told = Told()
    material = pipeline.gather(files, None, told)
    if roster:
        material = replace(material, roster=read_roster(roster))
    clean = pipeline.take_names_out(material, settings.Settings(), told)
    with Writer(out) as writer:
        for row in pipeline.unit_rows(clean, material, names=raw):
            writer.put(row)
    for note in _notes(clean.documents, material.warnings):
        typer.echo(note, err=True)
    for held in material.failed:
        typer.echo(f"{held.file}: {held.cause}. {held.remedy}.", err=True)
    for file, error in clean.withheld:
        typer.echo(f"{file}: withheld: {error.cause}. {error.remedy}.", err=True)
    if not clean.documents:
        return FAILED
    return SOME_FAILED if material.failed or clean.withheld else DONE


def _notes(documents: Sequence[Document], of_all: Sequence[str]) -> Iterator[str]:
    """What a reader noticed, each once with the files it holds for: a transcript by machine, a hidden sheet."""
    files: dict[str, list[str]] = defaultdict(list)
    for document in documents:
        for warning in document.source.warnings:
            files[warning].append(document.source.file)
    for warning in of_all:
        yield f"note: {warning}"
    for warning, names in files.items():
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        yield f"note: {warning} ({', '.join(names[:3])}{more})"
