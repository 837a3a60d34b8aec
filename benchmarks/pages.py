"""Seconds a page, cold start and memory of the dashboard over a made-up review.

    python benchmarks/pages.py                       # 100,000 codings, 100 sessions, 20 at once
    python benchmarks/pages.py 1000000 --sessions 0  # pages alone

The codings are those of benchmarks/findings.py, written into a workspace. Pages are run without a browser, so that
what is timed is the server's work: processor seconds, for the machine is shared. Sessions open the first page as a
browser does, over Streamlit's own web socket, and stay open until all have been answered.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import defaultdict
from pathlib import Path

from streamlit.testing.v1 import AppTest
from tornado.websocket import websocket_connect

import findings
from childvoice.records import Coding, Document, Unit
from childvoice.resources import resource
from childvoice.serving import ADDRESS, REVIEW_VARIABLE
from childvoice.store import Workspace

PAGES = ("told", "themes", "themes?theme=continuity", "triangulation", "quotes", "quotes?theme=continuity",
         "line", "enquiry?line=d", "recommendations", "about")  # fmt: skip
SCRIPT = """
import frame, streamlit as st
from childvoice.drawer import plugins
views = sorted(plugins("views"), key=lambda m: (not m.__name__.endswith("_{page}"), m.__name__))
st.navigation(frame.register(views)).run()
"""
SETTINGS = """[review]
title = "A review of made-up codings"
[review.lines_of_enquiry]
d = "Continuity"
f = "What children say"
"""


def make(folder: Path, codings: int) -> None:
    """Write a review of ``codings`` codings into ``folder``."""
    sources, excerpts, rows = findings.generate(codings)
    said, coded = defaultdict(list), defaultdict(list)
    for excerpt in excerpts:
        said[excerpt.source].append(excerpt)
    for r in rows:
        coded[r.source_id].append(Coding(r.excerpt_id, r.theme, r.score, r.start, r.end, r.valence, r.coder))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "childvoice.toml").write_text(SETTINGS, encoding="utf-8")
    with Workspace.create(folder) as workspace:
        for source in sources:
            units = tuple(Unit(e.unit, e.text, speaker=e.speaker) for e in said[source.id])
            workspace.replace_source(Document(source, units), said[source.id], coded[source.id])
        workspace.save_run_id()


def pages(review: Path) -> None:
    """Run every page twice: the first run of all reads the review, the second finds it read."""
    os.environ[REVIEW_VARIABLE] = str(review)
    logging.getLogger("streamlit").setLevel(logging.ERROR)
    sys.path.insert(0, str(resource("app")))
    began = time.process_time()
    _run("told", "")
    print(f"  {'first page, review read':<34} {time.process_time() - began:6.2f} s")
    for place in PAGES:
        page, _, query = place.partition("?")
        _run(page, query)
        began = time.process_time()
        _run(page, query)
        print(f"  {place:<34} {time.process_time() - began:6.2f} s")


def _run(page: str, query: str) -> None:
    app = AppTest.from_string(SCRIPT.format(page=page), default_timeout=600)
    if query:
        key, _, value = query.partition("=")
        app.query_params[key] = value
    app.run()
    if app.exception:
        raise SystemExit(f"the page {page} failed")


def served(review: Path, sessions: int, at_once: int) -> None:
    """Time the cold start, then open sessions one after another and many at once; memory of the server beside."""
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        port = probe.getsockname()[1]
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "childvoice", "serve", "--review", str(review), "--port", str(port)],
        env={**os.environ, "NO_PROXY": "*"},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait(f"http://{ADDRESS}:{port}/_stcore/health")
        print(f"  {'cold start, until it answers':<34} {time.perf_counter() - began:6.2f} s wall")
        asyncio.run(_sessions(f"ws://{ADDRESS}:{port}/_stcore/stream", process.pid, sessions, at_once))
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


async def _sessions(address: str, server: int, sessions: int, at_once: int) -> None:
    began, worked = time.perf_counter(), _processor(server)
    print(f"  {'cold start':<34} {worked:6.2f} s processor")
    await _open(address)
    worked = _processor(server) - worked
    print(
        f"  {'first session':<34} {time.perf_counter() - began:6.2f} s wall, {_memory(server):6.0f} MiB, "
        f"{worked:.2f} s processor"
    )
    for n in range(2, sessions + 1):
        await _open(address)
        if n in (10, sessions):
            print(f"  {f'after {n} sessions':<34} {'':6}          {_memory(server):6.0f} MiB")
    began, worked = time.perf_counter(), _processor(server)
    spent = await asyncio.gather(*(_open(address) for _ in range(at_once)))
    worked = _processor(server) - worked
    told = f"{at_once} at once: half by {sorted(spent)[at_once // 2]:.2f} s, all by"
    print(
        f"  {told:<34} {time.perf_counter() - began:6.2f} s wall, {_memory(server):6.0f} MiB, "
        f"{worked:.2f} s processor"
    )


async def _open(address: str) -> float:
    """Open the first page as a browser does and wait until its script has run; return the seconds."""
    from streamlit.proto.BackMsg_pb2 import BackMsg
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    began = time.perf_counter()
    link = await websocket_connect(address, subprotocols=["streamlit"])
    ask = BackMsg()
    ask.rerun_script.query_string = ""
    await link.write_message(ask.SerializeToString(), binary=True)
    while True:
        answer = await asyncio.wait_for(link.read_message(), 600)
        if answer is None:
            raise SystemExit("the server closed a session")
        message = ForwardMsg()
        message.ParseFromString(answer)
        if message.WhichOneof("type") == "script_finished":
            break
    link.close()
    return time.perf_counter() - began


def _memory(server: int) -> float:
    """MiB that the server and the processes it started hold (Linux)."""
    page = os.sysconf("SC_PAGE_SIZE")
    return sum(int(place.joinpath("statm").read_text().split()[1]) for place in _of(server)) * page / 2**20


def _processor(server: int) -> float:
    """Processor seconds that the server and the processes it started have used (Linux)."""
    ticks = (place.joinpath("stat").read_text().rpartition(")")[2].split()[11:13] for place in _of(server))
    return sum(int(tick) for pair in ticks for tick in pair) / os.sysconf("SC_CLK_TCK")


def _of(server: int) -> list[Path]:
    """Places under /proc of the processes of the server, which stand in a group of their own."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(place.name)) == server:
                found.append(place)
        except ProcessLookupError:  # it has ended meanwhile
            continue
    return found


def _wait(address: str) -> None:
    for _ in range(2400):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own 127.0.0.1
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.05)
    raise SystemExit("the dashboard did not answer within two minutes")


def main() -> None:
    """Make the review, time its pages, and serve it."""
    wanted = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    wanted.add_argument("codings", type=int, nargs="?", default=100_000)
    wanted.add_argument("--sessions", type=int, default=100)
    wanted.add_argument("--at-once", type=int, default=20)
    wanted.add_argument("--folder", type=Path, help="where the review is kept, for a second go")
    chosen = wanted.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        review = chosen.folder or Path(scratch)
        if not (review / "childvoice.toml").exists():
            make(review, chosen.codings)
        print(f"{chosen.codings:,} codings")
        pages(review)
        if chosen.sessions:
            served(review, chosen.sessions, chosen.at_once)


if __name__ == "__main__":
    main()
