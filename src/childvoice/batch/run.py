"""Run a batch: partitions out to workers, finished ones kept, everything counted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from childvoice.batch.cluster import Cluster
from childvoice.batch.crew import Crew, Part, Work
from childvoice.batch.inputs import Item
from childvoice.batch.journey import TABLES, Job
from childvoice.batch.parts import FORMATS, Counts, finished, merge
from childvoice.batch.workers import Processes
from childvoice.errors import InputError, SettingsError
from childvoice.pipeline import versions

PARTITION = 100
_STATE, _MANIFEST = "batch.json", "manifest.json"

Progress = Callable[[int], None]
"""Is told, after each partition, how many documents are done, those of earlier runs among them."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch came to: documents in = out + withheld + failed. ``reused`` were finished by an earlier run."""

    counts: Counts
    reused: int = 0


def run(
    items: Iterable[Item],
    out: Path,
    job: Job,
    *,
    workers: int = 1,
    scheduler: str = "",
    partition: int = PARTITION,
    form: str = "jsonl",
    progress: Progress = lambda _: None,
    work: Work | None = None,
) -> Batch:
    """Take ``items`` through into the folder ``out``: the tables of a batch, and ``manifest.json``.

    Partitions that stand in ``out`` already are kept, if the same documents, settings and versions made them; so a run
    that was killed goes on where it was. ``scheduler`` is the address of a Dask cluster, whose workers then do what
    ``workers`` processes of this machine would do otherwise; a folder may be begun with the one and ended with the
    other. Raises SettingsError where ``out`` holds results of other settings or versions, InputError where there is no
    document at all, and ClusterError for a cluster that cannot be used.
    """
    if form not in FORMATS or workers < 1 or partition < 1:
        raise SettingsError(
            "a batch needs a format, a worker and a document a partition",
            remedy=f"Use {', '.join(FORMATS)}, and numbers from 1",
        )
    state = _claim(out, job)
    work = work or Work()

    def gather() -> Crew:
        return Cluster(scheduler, job, work) if scheduler else Processes(workers, job, work)

    run_ = _Run(out / "parts", gather, progress)
    # Finished partitions hold what is for the safeguarding lead, too.
    run_.parts.mkdir(mode=0o700, exist_ok=True)
    seen = hashlib.sha256()
    try:
        for part in _partitions(items, partition, run_.parts, seen):
            run_.give(part)
        run_.drain()
    finally:
        run_.close()
    if not run_.order:
        raise InputError(
            "there is no document in it", subject=out.name, remedy="Check the folder or the file"
        )
    for left in set(run_.parts.iterdir()) - set(run_.order):
        left.unlink()
    merge(run_.order, out, form)
    total = _total(run_.counts[path] for path in run_.order)
    made = {"input": seen.hexdigest(), **state, "counts": total}
    _write(out / _MANIFEST, made)
    return Batch(total, run_.reused)


class _Run:
    """The partitions on their way."""

    def __init__(self, parts: Path, gather: Callable[[], Crew], progress: Progress) -> None:
        self.parts = parts
        self.order: list[Path] = []
        self.counts: dict[Path, Counts] = {}
        self.reused = 0
        self._gather = gather
        self._progress = progress
        self._crew: Crew | None = None
        self._given: set[Path] = set()
        self._away = 0
        self._done = 0

    def give(self, part: Part) -> None:
        """Hand a partition to the crew, if it is not finished; wait while all have enough to do."""
        self.order.append(part.path)
        if (counts := finished(part.path)) is not None:
            self.reused += counts["documents"] + counts["failed"]
            self._note(part, counts)
            return
        if part.path in self._given:
            # The same documents once more: done once, and merged in both places.
            self._done += len(part.items)
            return
        self._given.add(part.path)
        # Nobody is called where nothing is to be done.
        self._crew = self._crew or self._gather()
        while self._crew.full():
            self._collect()
        self._crew.give(part)
        self._away += 1

    def drain(self) -> None:
        """Wait for all."""
        while self._away:
            self._collect()

    def close(self) -> None:
        """Let the crew go."""
        if self._crew is not None:
            self._crew.close()

    def _collect(self) -> None:
        for part, counts in self._crew.done() if self._crew else ():
            self._away -= 1
            self._note(part, counts)

    def _note(self, part: Part, counts: Counts) -> None:
        self.counts[part.path] = counts
        self._done += len(part.items)
        self._progress(self._done)


def _partitions(items: Iterable[Item], size: int, folder: Path, seen: Any) -> Iterator[Part]:
    """Cut where the documents themselves say so, on average after ``size`` of them and at the latest after twice as many.

    Next year's folder has new documents between the old: cut by number, all partitions after the first would be new.
    """
    chunk: list[Item] = []
    for item in items:
        seen.update(item.digest.encode())
        chunk.append(item)
        if int(item.digest[:12], 16) % size == 0 or len(chunk) == 2 * size:
            yield _part(chunk, folder)
            chunk = []
    if chunk:
        yield _part(chunk, folder)


def _part(chunk: Sequence[Item], folder: Path) -> Part:
    digest = hashlib.sha256("".join(item.digest for item in chunk).encode())
    return Part(folder / f"{digest.hexdigest()[:32]}.jsonl", tuple(chunk))


def _total(counts: Iterable[Counts]) -> Counts:
    total = dict.fromkeys((*TABLES, "withheld"), 0)
    for one in counts:
        for name, n in one.items():
            total[name] += n
    failed_ = total["failed"] - total["withheld"]
    return {
        "documents_in": total["documents"] + total["failed"],
        "documents_out": total["documents"],
        "documents_withheld": total["withheld"],
        "documents_failed": failed_,
        **{name: total[name] for name in ("excerpts", "codings", "safeguarding")},
    }


def _claim(out: Path, job: Job) -> dict[str, Any]:
    """Note what makes the results of this folder; refuse to mix them with those of anything else."""
    state = {
        "versions": versions(),
        "settings": job.settings.model_dump(mode="json"),
        "roster, manifest and key": job.digest(),
        "tables": {table: list(columns) for table, columns in TABLES.items()},
    }
    place = out / _STATE
    if place.is_file():
        try:
            before = dict(json.loads(place.read_text(encoding="utf-8")))
        except ValueError:
            before = {}
        changed = [name for name in state if before.get(name) != state[name]]
        if changed:
            raise SettingsError(
                f"the folder holds results made with other {' and '.join(changed)}",
                subject=out.name,
                remedy="Choose another folder, or delete this one; old and new are never mixed",
            )
    elif out.is_dir() and any(out.iterdir()):
        raise SettingsError(
            "the folder is not empty, and not of a batch", subject=out.name, remedy="Choose another folder"
        )
    out.mkdir(parents=True, exist_ok=True)
    _write(place, state)
    return state


def _write(place: Path, content: dict[str, Any]) -> None:
    part = place.with_name(f"{place.name}.part")
    part.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    part.replace(place)
