"""Code themes in texts, one a row."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from childvoice import pipeline, settings, themes
from childvoice.cli.main import DONE
from childvoice.cli.rows import Row, Writer, read_rows
from childvoice.store import Workspace

_BATCH = 512


def command(
    source: Annotated[
        str, typer.Argument(metavar="IN", help="JSONL, CSV or Parquet with id and text; - for standard input")
    ],
    out: Annotated[str, typer.Option("-o", "--out", help="Where to write id, codes and valence")] = "-",
    codebook: Annotated[str, typer.Option(help="Name or TOML file of a codebook")] = "voice_of_the_child",
    review: Annotated[
        Path | None, typer.Option(help="Code as this review does: its codebook, and what it was taught")
    ] = None,
) -> int:
    """Code each row: codes with score and evidence (offsets into the text), and the valence of the whole.

    Only codes that the coder is sure of are written; rows may carry role and voice.

    Example: childvoice code excerpts.jsonl -o codes.jsonl
    """
    coder = _of_review(review) if review else themes.load_coder(codebook)
    with Writer(out) as writer:
        held: list[Row] = []
        for row in read_rows(source, ("id", "text")):
            held.append(row)
            if len(held) == _BATCH:
                _write(coder, held, writer)
                held = []
        _write(coder, held, writer)
    return DONE


def _of_review(review: Path) -> themes.Coder:
    with Workspace.open(review) as workspace:
        return themes.load_coder(settings.load(review).themes.codebook, pipeline.learned_of(workspace))


def _write(coder: themes.Coder, rows: list[Row], writer: Writer) -> None:
    for row, coded in zip(
        rows,
        coder.code_texts([r["text"] for r in rows], [str(r.get("question") or "") for r in rows]),
        strict=True,
    ):
        silent = row.get("role") == "interviewer"
        codes = (
            []
            if silent
            else [
                {"code": c.theme, "score": round(c.score, 4), "start": c.start, "end": c.end}
                for c in coded.codes
            ]
        )
        writer.put({"id": row["id"], "codes": codes, "valence": coded.valence.value})
