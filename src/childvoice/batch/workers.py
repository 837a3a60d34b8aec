"""Processes that take documents through: models loaded once each, gone when whoever started them is gone."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from childvoice.batch.crew import BY_ITSELF, ENDED, Part, Prepare, Take, Work
from childvoice.batch.inputs import Item
from childvoice.batch.journey import Job, Line
from childvoice.batch.parts import Counts, finished, write_part

_job: Job
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")


class Processes:
    """A crew of processes of this machine."""

    def __init__(self, workers: int, job: Job, work: Work) -> None:
        self._workers, self._job, self._work = workers, job, work
        self._pool: ProcessPoolExecutor | None = None
        self._pending: dict[Future[Counts], Part] = {}
        self._broken: list[Part] = []

    def full(self) -> bool:
        """Whether all have a partition, and another one waiting."""
        return len(self._pending) + len(self._broken) >= 2 * self._workers

    def give(self, part: Part) -> None:
        """Hand a partition over; the processes begin with the first."""
        if self._pool is None:
            self._pool = _pool(self._workers, self._job, self._work.prepare)
        try:
            future = self._pool.submit(_do_part, self._work.take, part.items, part.path)
        except BrokenProcessPool:
            self._broken.append(part)
        else:
            self._pending[future] = part

    def done(self) -> Iterator[tuple[Part, Counts]]:
        """Wait for one at least; after a death, for all that were on the way."""
        for future in wait(self._pending, return_when=FIRST_COMPLETED).done:
            part = self._pending.pop(future)
            try:
                counts = future.result()
            except BrokenProcessPool:
                self._broken.append(part)
            else:
                yield part, counts
        if self._broken:
            yield from self._mended()

    def close(self) -> None:
        """Let the processes go."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    def _mended(self) -> Iterator[tuple[Part, Counts]]:
        """A process died, and its pool with it: what was on the way is done document by document."""
        self.close()
        broken = [*self._broken, *self._pending.values()]
        self._broken, self._pending = [], {}
        for part in broken:
            yield part, finished(part.path) or write_part(part.path, self._singly(part.items))

    def _singly(self, items: Sequence[Item]) -> Iterator[Line]:
        """Each document by itself, so that only the one that kills is set aside."""
        alone = _pool(1, self._job, self._work.prepare)
        try:
            for item in items:
                try:
                    yield from alone.submit(_do_one, self._work.take, item).result()
                except BrokenProcessPool:
                    yield "failed", self._work.failed(self._job, item, "fault", ENDED, BY_ITSELF)
                    alone.shutdown(wait=False, cancel_futures=True)
                    alone = _pool(1, self._job, self._work.prepare)
        finally:
            alone.shutdown(wait=False, cancel_futures=True)


def _pool(workers: int, job: Job, prepare: Prepare) -> ProcessPoolExecutor:
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


def _do_part(take: Take, items: Sequence[Item], path: Path) -> Counts:
    return write_part(path, (line for item in items for line in take(_job, item)))


def _do_one(take: Take, item: Item) -> list[Line]:
    return list(take(_job, item))
