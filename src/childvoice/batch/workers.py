"""Processes that take documents through: models loaded once each, gone when whoever started them is gone."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from childvoice.batch.inputs import Item
from childvoice.batch.journey import Job, Line
from childvoice.batch.parts import Counts, write_part

Take = Callable[[Job, Item], Iterable[Line]]
Prepare = Callable[[Job], None]
Fail = Callable[[Job, Item, str, str, str], dict[str, str]]

_job: Job
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")


def pool(workers: int, job: Job, prepare: Prepare) -> ProcessPoolExecutor:
    """A pool of that many processes. They begin afresh, so that they share neither locks nor models half loaded."""
    # As many processes as cores, each with one thread; and sums then come in the same order everywhere.
    os.environ.update(dict.fromkeys(_ONE_THREAD, "1"))
    return ProcessPoolExecutor(
        workers, multiprocessing.get_context("spawn"), initializer=_begin, initargs=(job, prepare)
    )


def _begin(job: Job, prepare: Prepare) -> None:
    global _job
    _job = job
    threading.Thread(target=_end_with_parent, daemon=True).start()
    prepare(job)


def _end_with_parent() -> None:
    # After kill -9 nobody tells the workers; without this they would wait for ever, with a model in memory each.
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def do_part(take: Take, items: Sequence[Item], path: Path) -> Counts:
    """Take the documents of a partition through, and write it."""
    return write_part(path, (line for item in items for line in take(_job, item)))


def do_one(take: Take, item: Item) -> list[Line]:
    """Take one document through."""
    return list(take(_job, item))


def one_by_one(
    take: Take, fail: Fail, items: Sequence[Item], path: Path, job: Job, prepare: Prepare
) -> Counts:
    """A partition in which a worker died: each document by itself, so that only the one that kills is set aside."""
    return write_part(path, _singly(take, fail, items, job, prepare))


def _singly(take: Take, fail: Fail, items: Sequence[Item], job: Job, prepare: Prepare) -> Iterator[Line]:
    alone = pool(1, job, prepare)
    try:
        for item in items:
            try:
                yield from alone.submit(do_one, take, item).result()
            except BrokenProcessPool:
                cause = "the process that read it ended (out of memory, or a fault of a library)"
                yield "failed", fail(job, item, "fault", cause, "Look at it by itself, or split it")
                alone.shutdown(wait=False, cancel_futures=True)
                alone = pool(1, job, prepare)
    finally:
        alone.shutdown(wait=False, cancel_futures=True)
