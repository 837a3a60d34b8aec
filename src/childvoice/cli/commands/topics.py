"""Group texts into topics, for themes outside the codebook."""

from __future__ import annotations

from typing import Annotated

import typer

from childvoice import themes
from childvoice.cli.main import DONE
from childvoice.cli.rows import Writer, read_rows


def command(
    source: Annotated[
        str, typer.Argument(metavar="IN", help="JSONL, CSV or Parquet with id and text; - for standard input")
    ],
    out: Annotated[str, typer.Option("-o", "--out", help="Where to write id, topic and label")] = "-",
) -> int:
    """Group rows into topics with BERTopic; topic -1 is 'none'. The same for any order of the rows.

    Example: childvoice topics excerpts.jsonl -o topics.jsonl
    """
    rows = [(row["id"], row["text"]) for row in read_rows(source, ("id", "text"))]
    found = themes.discover(rows)
    of = {excerpt: topic for topic in found for excerpt in topic.excerpts}
    with Writer(out) as writer:
        for identifier, _ in rows:
            topic = of.get(identifier)
            writer.put(
                {"id": identifier, "topic": topic.id if topic else -1, "label": topic.label if topic else ""}
            )
    return DONE
