"""Work that needs no models, for tests of what holds a batch together; each document says what becomes of it."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from childvoice import batch
from childvoice.batch.crew import Work
from childvoice.batch.inputs import Item
from childvoice.batch.journey import TABLES, Job, Line, failed
from childvoice.batch.run import run


def log(item: Item) -> Path:
    return Path(item.row["log"])


def prepare(job: Job) -> None:
    del job


def row(table: str, **known: Any) -> dict[str, Any]:
    return {column: known.get(column, kind()) for column, kind in TABLES[table].items()}


def take(job: Job, item: Item) -> Iterator[Line]:
    """Documents called poison raise in the real journey; 'kills' ends the process, 'kills once' only the first time."""
    if item.trouble:
        yield "failed", failed(job, item, "read", item.trouble, "Mend it")
        return
    text = item.row["text"]
    if "log" in item.row:
        with log(item).open("a", encoding="utf-8") as stream:
            stream.write(f"{item.name}\n")
    if text.startswith("slow"):
        time.sleep(0.15)
    once = log(item).with_suffix(".once") if "once" in text else None
    if text.startswith("kills") and not (once and once.exists()):
        if once:
            once.touch()
        os._exit(9)
    yield "documents", row("documents", doc_id=item.name, words=len(text.split()))
    for n, word in enumerate(text.split()):
        yield "excerpts", row("excerpts", doc_id=item.name, excerpt=f"{item.name}-{n}", text=word, unit=n)


WORK = Work(take, prepare, failed)


def rows(place: Path, texts: list[str], **more: str) -> Path:
    lines = [json.dumps({"doc_id": f"d{n}", "text": t, **more}) for n, t in enumerate(texts)]
    place.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return place


def through(source: Path, out: Path, **options: object) -> batch.Batch:
    return run(batch.items(source), out, batch.Job(), work=WORK, **options)  # type: ignore[arg-type]


def results(out: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in out.iterdir() if p.is_file()}
