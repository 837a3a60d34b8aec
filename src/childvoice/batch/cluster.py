"""The workers of a Dask cluster (``childvoice[scale]``) as a crew: models loaded once a worker, results kept here.

A partition goes out as its documents and comes back as the bytes to be written, so that workers need not see the
folder of the results, and what is finished is finished whoever dies next. Dask repeats what was on a worker that died;
a partition that ends worker after worker is done at the end, document by document with nothing beside it.
"""

from __future__ import annotations

import asyncio
import io
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from childvoice.batch.crew import BY_ITSELF, ENDED, Part, Prepare, Take, Work
from childvoice.batch.inputs import Item
from childvoice.batch.journey import Job, Line
from childvoice.batch.parts import Counts, keep_part, put_part, write_part
from childvoice.errors import ClusterError
from childvoice.pipeline import versions

ANSWER = 20.0
"""Seconds in which a scheduler must answer."""
_LOOK = 5.0

_lock = threading.Lock()
_ready: set[str] = set()


class Cluster:
    """A crew of all workers that the scheduler at ``address`` has, those that come later too.

    Raises ClusterError where it does not answer, or goes away, or where a worker has other
    versions than the client or does not see the folder of the documents.
    """

    def __init__(self, address: str, job: Job, work: Work) -> None:
        self._address, self._job, self._work = address, job, work
        self._client = _connected(address)
        self._run = uuid.uuid4().hex[:12]
        # A task and not data: Dask makes it anew on another worker when the one that holds it dies.
        self._shared = self._client.submit(_same, job, key=f"childvoice-job-{self._run}", pure=False)
        self._pending: dict[Any, Part] = {}
        self._broken: list[Part] = []
        self._room = (0.0, 0)

    def full(self) -> bool:
        """Whether each thread of the cluster has a partition, and another one waiting."""
        looked, threads = self._room
        if time.monotonic() - looked > _LOOK:
            threads = sum(self._asked(self._client.nthreads).values())
            self._room = (time.monotonic(), threads)
        return len(self._pending) >= 2 * max(threads, 1)

    def give(self, part: Part) -> None:
        """Hand a partition over."""
        self._pending[self._sent(_do_part, part.items, part.path.stem)] = part

    def done(self) -> Iterator[tuple[Part, Counts]]:
        """Wait for one at least; the partitions that ended their workers come when nothing else is on the way."""
        from distributed import wait
        from distributed.scheduler import KilledWorker

        if self._pending:
            with self._client.as_current():
                there = self._asked(lambda: wait(list(self._pending), return_when="FIRST_COMPLETED"))
            for future in there.done:
                part = self._pending.pop(future)
                try:
                    whole, counts = self._asked(future.result)
                except KilledWorker:
                    self._broken.append(part)
                    continue
                keep_part(part.path, whole)
                yield part, counts
        elif self._broken:
            part = self._broken.pop()
            yield part, write_part(part.path, self._singly(part))

    def close(self) -> None:
        """Leave the cluster as it was; it goes on for others."""
        try:
            self._client.close(timeout=_LOOK)
        except (OSError, TimeoutError):
            return

    def _singly(self, part: Part) -> Iterator[Line]:
        from distributed.scheduler import KilledWorker

        for number, item in enumerate(part.items):
            future = self._sent(_do_one, (item,), f"{part.path.stem}-{number}")
            try:
                yield from self._asked(future.result)
            except KilledWorker:
                yield "failed", self._work.failed(self._job, item, "fault", ENDED, BY_ITSELF)

    def _sent(self, do: Any, items: Sequence[Item], name: str) -> Any:
        work, there = self._work, [_absolute(item) for item in items]
        # The name tells which partition, and nothing of its documents: everybody at the cluster can see it.
        key = f"childvoice-{self._run}-{name}"
        return self._client.submit(
            do, work.take, work.prepare, there, self._shared, versions(), self._run, key=key, pure=False
        )

    def _asked(self, question: Any) -> Any:
        """The answer of the cluster; ClusterError where nobody answers any more."""
        try:
            return question()
        except (CancelledError, OSError, TimeoutError):
            raise ClusterError(
                "the scheduler went away",
                subject=self._address,
                remedy="Start it again and run the same command: what is finished is kept",
            ) from None


def _connected(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise ClusterError(
            "a cluster needs Dask",
            subject=address,
            remedy="Install it here and on every machine of the cluster: pip install 'childvoice[scale]'",
        ) from None
    try:
        # A client waits for ever where somebody else listens; in a thread, as a notebook has a loop of its own.
        with ThreadPoolExecutor(1) as aside:
            aside.submit(asyncio.run, _answers(address)).result()
        return Client(address, timeout=ANSWER, set_as_default=False, name="childvoice")
    except (OSError, TimeoutError, ValueError, TypeError):
        raise ClusterError(
            f"no Dask scheduler answers there within {ANSWER:.0f} seconds",
            subject=address,
            remedy="Check the address (tcp://host:8786), that 'dask scheduler' runs, and the firewall between",
        ) from None


async def _answers(address: str) -> None:
    from distributed import Security
    from distributed.comm import connect

    arguments = Security().get_connection_args("client")
    comm = await asyncio.wait_for(connect(address, timeout=ANSWER, **arguments), ANSWER)
    comm.abort()


def _absolute(item: Item) -> Item:
    return replace(item, path=str(Path(item.path).absolute())) if item.path else item


def _same(job: Job) -> Job:
    return job


def _do_part(
    take: Take, prepare: Prepare, items: Sequence[Item], job: Job, made_with: dict[str, str], run: str
) -> tuple[bytes, Counts]:
    stream = io.BytesIO()
    with _lock:  # the models of a process are for one at a time, however many threads its worker has
        _begin(prepare, items, job, made_with, run)
        counts = put_part(stream, (line for item in items for line in take(job, item)))
    return stream.getvalue(), counts


def _do_one(
    take: Take, prepare: Prepare, items: Sequence[Item], job: Job, made_with: dict[str, str], run: str
) -> list[Line]:
    with _lock:
        _begin(prepare, items, job, made_with, run)
        return [line for item in items for line in take(job, item)]


def _begin(prepare: Prepare, items: Sequence[Item], job: Job, made_with: dict[str, str], run: str) -> None:
    """See once a worker and run that versions are the client's, and load the models; each time, that the folder is there."""
    if run not in _ready:
        here = versions()
        other = [name for name in made_with if here.get(name) != made_with[name]]
        if other:
            raise ClusterError(
                f"a worker has another {' and '.join(other)} than this machine",
                remedy="Install the same versions everywhere; results of several are never mixed",
            )
        prepare(job)
        _ready.add(run)
    if any(item.path and not Path(item.path).parent.is_dir() for item in items):
        raise ClusterError(
            "a worker does not see the folder of the documents",
            remedy="Put them where every machine of the cluster has them under one path, or give them as rows",
        )
