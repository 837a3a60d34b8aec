"""The dashboard in a process of its own, served by the command line, whose words are a contract."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from childvoice.serving import ADDRESS


def free_port() -> int:
    """A port that nobody had a moment ago."""
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def serving(*arguments: str, port: int = 0, said: Path | None = None) -> Iterator[str]:
    """Serve what the command line is told; yields the address. ``said`` is a file for all that the processes say."""
    port = port or free_port()
    out = os.open(said or os.devnull, os.O_WRONLY | os.O_CREAT)
    process = subprocess.Popen(
        [sys.executable, "-m", "childvoice", "serve", *arguments, "--port", str(port)],
        env={**os.environ, "NO_PROXY": "*"},
        stdout=out,
        stderr=out,
        start_new_session=True,
    )
    os.close(out)
    address = f"http://{ADDRESS}:{port}"
    try:
        _wait(f"{address}/_stcore/health", process)
        yield address
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)  # its own group: childvoice and the Streamlit it started
        process.wait(30)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        assert process.poll() is None, "the dashboard did not start"
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own 127.0.0.1
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.25)
    pytest.fail("the dashboard did not answer within a minute")
