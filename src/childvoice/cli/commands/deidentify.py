"""Take the names out of texts, one a row."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from childvoice.cli.main import DONE
from childvoice.cli.rows import Writer, read_rows
from childvoice.deidentify import Roster, deidentify_text, read_roster
from childvoice.errors import SettingsError


def command(
    source: Annotated[
        str,
        typer.Argument(metavar="IN", help="JSONL, CSV or Parquet with doc_id and text; - for standard input"),
    ],
    out: Annotated[str, typer.Option("-o", "--out", help="Where to write doc_id and text")] = "-",
    spans: Annotated[
        str, typer.Option(help="Also write doc_id and spans [[start, end, label, pseudonym], ...]")
    ] = "",
    roster: Annotated[Path | None, typer.Option(help="CSV of known people")] = None,
    policy: Annotated[str, typer.Option(help="strict, standard or light")] = "standard",
) -> int:
    """Replace identifiers by bracketed pseudonyms, consistent within each row. Offsets are into IN.

    Example: childvoice deidentify notes.jsonl -o clean.jsonl --spans spans.jsonl --roster roster.csv
    """
    if policy not in ("strict", "standard", "light"):
        raise SettingsError(f"unknown policy '{policy}'", remedy="Use strict, standard or light")
    known = read_roster(roster) if roster else Roster()
    for warning in known.warnings:
        typer.echo(warning, err=True)
    with ExitStack() as open_files:
        writer = open_files.enter_context(Writer(out))
        beside = open_files.enter_context(Writer(spans)) if spans else None
        for row in read_rows(source, ("doc_id", "text")):
            masked = deidentify_text(row["text"], known, policy=policy)
            writer.put({"doc_id": row["doc_id"], "text": masked.text})
            if beside:
                beside.put(
                    {
                        "doc_id": row["doc_id"],
                        "spans": [[s.start, s.end, s.label.value, s.pseudonym] for s in masked.spans],
                    }
                )
    return DONE
