"""Take any number of documents through, on several processes, and go on after a crash."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from childvoice import batch, ingest, settings
from childvoice.cli.main import DONE, FAILED, SOME_FAILED
from childvoice.deidentify import Roster, read_roster
from childvoice.errors import SettingsError

_SHORTEST_KEY = 16


def command(
    source: Annotated[
        Path,
        typer.Argument(metavar="IN", help="Folder, or rows with doc_id and text as JSONL, CSV or Parquet"),
    ],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Folder for the tables; the same again goes on")],
    workers: Annotated[int, typer.Option(min=1, help="Processes; as many as there are cores is best")] = 1,
    scheduler: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Dask scheduler of a cluster, tcp://host:8786; see docs")
    ] = "",
    partition: Annotated[int, typer.Option(min=1, help="Documents done, and kept, at a time, about")] = 100,
    form: Annotated[str, typer.Option("--format", help="jsonl, csv or parquet")] = "jsonl",
    roster: Annotated[
        Path | None, typer.Option(help="CSV of known people; their pseudonyms hold over all documents")
    ] = None,
    key: Annotated[
        Path | None, typer.Option(help="File with a secret: pseudonyms of all others hold over documents too")
    ] = None,
    review: Annotated[Path | None, typer.Option(help="Folder with a childvoice.toml to go by")] = None,
) -> int:
    """Take every document of IN through the whole journey, each by itself, into tables in OUT.

    Killed at any moment, the same command goes on; nothing finished is lost or done again. A document that cannot be
    read is set aside in failed.jsonl with its cause. OUT/safeguarding.jsonl is for the safeguarding lead alone.

    Example: childvoice batch notes/ results --workers 4 --roster roster.csv
    """
    chosen = settings.load(review) if review else settings.Settings()
    beside = source / "roster.csv"
    roster = roster or (beside if beside.is_file() else None)
    known = read_roster(roster) if roster else Roster()
    for warning in known.warnings:
        typer.echo(warning, err=True)
    manifest = source / "manifest.csv"
    notes = ingest.read_manifest(manifest) if manifest.is_file() else {}
    job = batch.Job(chosen, replace(known, warnings=()), notes, _secret(key) if key else b"")
    told = _Told(batch.count(source) if source.exists() else None)
    done = batch.run(
        batch.items(source),
        out,
        job,
        workers=workers,
        scheduler=scheduler,
        partition=partition,
        form=form,
        progress=told,
    )
    counts = done.counts
    print(
        f"{counts['documents_in']} in = {counts['documents_out']} out + {counts['documents_withheld']} withheld"
        f" + {counts['documents_failed']} failed; {done.reused} done before"
    )
    if not counts["documents_out"]:
        return FAILED
    return DONE if counts["documents_out"] == counts["documents_in"] else SOME_FAILED


def _secret(path: Path) -> bytes:
    key = path.read_bytes().strip()
    if len(key) < _SHORTEST_KEY:
        raise SettingsError(
            f"the key is shorter than {_SHORTEST_KEY} bytes",
            subject=path.name,
            remedy="Make one of 32 random bytes, and keep it apart from the results",
        )
    return key


class _Told:
    """A line after each partition: how many are done, how fast, and how long the rest will take."""

    def __init__(self, total: int | None) -> None:
        self._total = total
        self._began = time.monotonic()

    def __call__(self, done: int) -> None:
        minutes = (time.monotonic() - self._began) / 60
        line = f"{done:,} documents"
        if self._total:
            line = f"{done:,} of {self._total:,} documents"
            speed = done / minutes if minutes else 0.0
            if speed and done < self._total:
                left = round((self._total - done) / speed)
                line += f", about {left} min left" if left else ", less than a minute left"
        print(line, file=sys.stderr, flush=True)
