"""Teach the coder of a review with people's decisions, or go back."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from childvoice import settings, themes
from childvoice.cli.main import DONE, FAILED
from childvoice.cli.rows import read_rows
from childvoice.records import Status
from childvoice.store import Workspace


def command(
    decisions: Annotated[
        str | None,
        typer.Argument(
            help="Decisions as JSONL, CSV or Parquet; default: those that people made in the review"
        ),
    ] = None,
    review: Annotated[Path, typer.Option(help="Folder of the review")] = Path("review"),
    use: Annotated[
        int | None, typer.Option(help="Only go to this version, back or forth; 0 is the coder as it comes")
    ] = None,
) -> int:
    """Learn from accepted, rejected, changed and added codes, in seconds, for this review alone.

    Each row of DECISIONS has excerpt_id, text, code, verdict (accepted, rejected, changed, added, complete), by, when,
    and to, where the code is another one. Each time makes a new version; the next run codes with it.

    Example: childvoice train decisions.jsonl --review my-review
    """
    with Workspace.open(review) as workspace:
        versions = workspace.heads
        if use is not None:
            versions.use(use)
            print(f"Version {use} is in use. Code again with: childvoice run --review {review}")
            return DONE
        rows = list(read_rows(decisions, ("text", "verdict"))) if decisions else _made_here(workspace)
        began = time.perf_counter()
        learned = themes.learn(
            rows,
            settings.load(review).themes.codebook,
            made=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        )
        for line in learned.report:
            print(f"  {line}")
        if not (learned.heads or learned.corrections):
            print("Nothing was learned, and nothing was changed.")
            return FAILED
        version = versions.save(learned.to_json())
    print(
        f"Version {version} from {learned.decisions} decisions, in {time.perf_counter() - began:.0f} s. Code again with: "
        f"childvoice run --review {review}. To go back: childvoice train --review {review} --use {version - 1}"
    )
    return DONE


def _made_here(workspace: Workspace) -> list[dict[str, Any]]:
    """Decisions that people made in the review; what may tell of harm is not among them."""
    silent = set(workspace.concerns())
    text = {e.id: e for e in workspace.excerpts() if e.id not in silent}
    return [
        {
            "excerpt_id": c.excerpt,
            "text": text[c.excerpt].text,
            "question": text[c.excerpt].question,
            "code": c.theme,
            "verdict": "rejected" if c.status is Status.REJECTED else "accepted",
            "by": c.coder,
        }
        for c in workspace.codings()
        if c.coder.startswith("person:") and c.excerpt in text
    ]
