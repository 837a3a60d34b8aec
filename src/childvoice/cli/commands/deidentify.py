"""Take the names out of texts, one a row."""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from childvoice.cli.main import DONE
from childvoice.cli.rows import Writer, read_rows
from childvoice.deidentify import MaskedText, Roster, deidentify_text, read_roster, risk
from childvoice.deidentify.policies import POLICIES
from childvoice.errors import SettingsError

SHORTEST_SECRET = 16


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
    policy: Annotated[str, typer.Option(help="strict, standard or light (docs/policies.md)")] = "standard",
    secret: Annotated[
        Path | None,
        typer.Option(help="File with 16 bytes or more: light moves dates by it, numbers are given by it"),
    ] = None,
    report: Annotated[
        Path | None, typer.Option(help="Also write a risk report: .json as data, anything else as text")
    ] = None,
) -> int:
    """Replace identifiers by bracketed pseudonyms, consistent within each row. Offsets are into IN.

    Example: childvoice deidentify notes.jsonl -o clean.jsonl --spans spans.jsonl --roster roster.csv
    """
    if policy not in POLICIES:
        raise SettingsError(f"unknown policy '{policy}'", remedy="Use strict, standard or light")
    key = _secret(secret)
    known = read_roster(roster) if roster else Roster()
    for warning in known.warnings:
        typer.echo(warning, err=True)
    documents: list[risk.Masked] = []
    with ExitStack() as open_files:
        writer = open_files.enter_context(Writer(out))
        beside = open_files.enter_context(Writer(spans)) if spans else None
        for row in read_rows(source, ("doc_id", "text")):
            masked = deidentify_text(row["text"], known, policy=policy, secret=key)
            writer.put({"doc_id": row["doc_id"], "text": masked.text})
            if beside:
                beside.put(
                    {
                        "doc_id": row["doc_id"],
                        "spans": [[s.start, s.end, s.label.value, s.pseudonym] for s in masked.spans],
                    }
                )
            if report:
                documents.append(_as_seen(row["doc_id"], masked))
    if report:
        told = risk.report(documents, linked=False)
        written = (
            json.dumps(told, indent=2, ensure_ascii=False) if report.suffix == ".json" else risk.as_text(told)
        )
        report.write_text(written, encoding="utf-8")
    return DONE


def _secret(path: Path | None) -> bytes:
    if path is None:
        return b""
    if not path.is_file() or path.stat().st_size < SHORTEST_SECRET:
        raise SettingsError(
            f"a secret is a file of {SHORTEST_SECRET} bytes or more",
            subject=path.name,
            remedy='Make one with: python -c "import secrets; print(secrets.token_hex())"',
        )
    return path.read_bytes()


def _as_seen(name: str, masked: MaskedText) -> risk.Masked:
    return risk.Masked(
        name,
        masked.text,
        tuple((s.label.value, s.pseudonym, s.score, s.unsure) for s in masked.spans),
        tuple(s.label.value for s in masked.flagged),
    )
