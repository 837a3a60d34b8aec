"""A batch on a real Dask cluster of processes of their own, on loopback: the same bytes, whoever is killed."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from distributed import Client

from childvoice import batch
from childvoice.batch import cluster as clusters
from childvoice.batch.parts import finished
from childvoice.batch.run import run
from childvoice.cli.main import main
from childvoice.errors import ClusterError

from .light import WORK, results, rows, through

TESTS = str(Path(__file__).parents[1])
STORY = ["She was kind.", "Nobody came 🙂 on Tuesday.", "slow to answer", "I had five of them", "Yes."]


@dataclass(frozen=True)
class Nodes:
    """A scheduler and its workers."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: tuple[subprocess.Popen[bytes], ...]

    def processes(self) -> list[int]:
        """The processes that do the work now; each stands under a nanny that starts it anew."""
        with Client(self.address, set_as_default=False) as client:
            return sorted(client.run(os.getpid).values())


def _dask(part: str, *options: str) -> subprocess.Popen[bytes]:
    here = {**os.environ, "PYTHONPATH": os.pathsep.join([TESTS, *sys.path])}
    words = [sys.executable, "-W", "ignore", "-m", f"distributed.cli.dask_{part}", "--no-dashboard", *options]
    return subprocess.Popen(words, env=here, start_new_session=True, stderr=subprocess.DEVNULL)


@contextmanager
def nodes(folder: Path, workers: int) -> Iterator[Nodes]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    scheduler = _dask("scheduler", "--host", address, "--idle-timeout", "600")
    # Whoever kills the tests leaves nothing that runs for ever.
    place = ("--local-directory", str(folder), "--death-timeout", "60")
    crew = tuple(_dask("worker", address, "--nthreads", "1", *place) for _ in range(workers))
    try:
        with Client(address, timeout=120, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=120)
        yield Nodes(address, scheduler, crew)
    finally:
        for process in (*crew, scheduler):
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
            process.wait()


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    with nodes(tmp_path_factory.mktemp("dask"), 2) as found:
        yield found


def test_a_cluster_writes_the_same_bytes_as_this_machine_for_any_partition(two, tmp_path):
    source = rows(tmp_path / "in.jsonl", STORY * 4)
    through(source, tmp_path / "here", partition=7)
    for size in (1, 6, 100):
        done = through(source, tmp_path / f"{size}", partition=size, scheduler=two.address)
        assert done.counts["documents_out"] == 20
        assert results(tmp_path / f"{size}") == results(tmp_path / "here")


def test_a_worker_killed_during_the_run_costs_nothing(two, tmp_path):
    source = rows(tmp_path / "in.jsonl", [f"slow {n}" for n in range(24)], log=str(tmp_path / "log"))
    killed: list[int] = []

    def kill_one(done: int) -> None:
        if done >= 4 and not killed:
            killed.append(two.processes()[0])
            os.kill(killed[0], signal.SIGKILL)

    done = through(source, tmp_path / "out", partition=2, scheduler=two.address, progress=kill_one)
    assert killed
    assert done.counts["documents_out"] == done.counts["documents_in"] == 24
    through(source, tmp_path / "calm", partition=24)
    assert results(tmp_path / "calm") == results(tmp_path / "out")


def test_a_document_that_kills_worker_after_worker_is_set_aside_and_no_other(two, tmp_path):
    texts = [*STORY, "kills the process that reads it", *STORY]
    source = rows(tmp_path / "in.jsonl", texts)
    done = through(source, tmp_path / "out", partition=4, scheduler=two.address)
    assert (done.counts["documents_out"], done.counts["documents_failed"]) == (10, 1)
    (line,) = (tmp_path / "out" / "failed.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["doc_id"] == "d5"
    through(source, tmp_path / "here", partition=4)
    assert results(tmp_path / "here") == results(tmp_path / "out")


SCRIPT = """
from pathlib import Path
from childvoice import batch
from childvoice.batch.run import run
from batch.light import WORK
run(batch.items(Path({source!r})), Path({out!r}), batch.Job(), partition=2, work=WORK, scheduler={address!r})
"""


def test_after_kill_9_of_the_client_and_then_of_the_scheduler_it_goes_on_where_it_was(tmp_path):
    source = rows(tmp_path / "in.jsonl", [f"slow {n}" for n in range(60)], log=str(tmp_path / "log"))
    out = tmp_path / "out"

    def kept() -> int:
        return sum(counts["documents"] for p in out.glob("parts/*.jsonl") if (counts := finished(p)))

    with nodes(tmp_path / "dask", 1) as one:
        program = SCRIPT.format(source=str(source), out=str(out), address=one.address)
        here = {**os.environ, "PYTHONPATH": os.pathsep.join([TESTS, *sys.path])}
        client = subprocess.Popen([sys.executable, "-W", "ignore", "-c", program], env=here)
        deadline = time.monotonic() + 120
        while kept() < 3 and time.monotonic() < deadline:
            time.sleep(0.02)
        client.send_signal(signal.SIGKILL)
        client.wait()
        first = kept()
        assert 3 <= first < 60

        def kill(done: int) -> None:
            if done >= first + 4 and one.scheduler.poll() is None:
                os.killpg(one.scheduler.pid, signal.SIGKILL)
                one.scheduler.wait()

        with pytest.raises(ClusterError, match=r"the scheduler went away.*what is finished is kept"):
            through(source, out, partition=2, scheduler=one.address, progress=kill)
    second = kept()
    assert first + 4 <= second < 60
    (tmp_path / "log").unlink()
    done = through(source, out, partition=2)
    assert done.reused == second
    again = (tmp_path / "log").read_text(encoding="utf-8").split()
    assert len(again) == len(set(again)) == 60 - done.reused, "nothing finished is done again"
    through(source, tmp_path / "calm", partition=60)
    assert results(tmp_path / "calm") == results(out)


@pytest.mark.parametrize("listens", [False, True], ids=["nobody there", "somebody else there"])
def test_a_scheduler_that_does_not_answer_is_told_and_nothing_is_lost(tmp_path, monkeypatch, capsys, listens):
    monkeypatch.setattr(clusters, "ANSWER", 1.0)
    source = rows(tmp_path / "in.jsonl", STORY)
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        if listens:
            mute.listen()
        address = f"tcp://127.0.0.1:{mute.getsockname()[1]}"
        assert main(["batch", str(source), str(tmp_path / "out"), "--scheduler", address]) == 2
    told = capsys.readouterr().err
    assert f"{address}: no Dask scheduler answers there within 1 seconds. Check the address" in told


def test_without_dask_it_is_said_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match=r"pip install 'childvoice\[scale\]'"):
        through(rows(tmp_path / "in.jsonl", STORY), tmp_path / "out", scheduler="tcp://127.0.0.1:1")


def test_workers_of_other_versions_and_folders_that_they_do_not_see_end_the_run(two, tmp_path, monkeypatch):
    source = rows(tmp_path / "in.jsonl", STORY)
    here = clusters.versions()
    with monkeypatch.context() as other:
        other.setattr(clusters, "versions", lambda: {**here, "torch": "9.9.9"})
        with pytest.raises(ClusterError, match="a worker has another torch than this machine"):
            through(source, tmp_path / "out", scheduler=two.address)
    away = [batch.Item("a.txt", "0", path="/no/such/folder/a.txt")]
    with pytest.raises(ClusterError, match="a worker does not see the folder of the documents"):
        run(away, tmp_path / "away", batch.Job(), work=WORK, scheduler=two.address)
