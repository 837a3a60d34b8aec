"""Reviews to look at, and the dashboard run without a browser (AppTest) or served to one."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from childvoice.resources import resource
from childvoice.serving import ADDRESS, REVIEW_VARIABLE
from childvoice.store import Workspace

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(resource("app"))]

import fictional  # noqa: E402 - its folder is on the path only now

Open = Callable[..., AppTest]

# As main.py, but it opens on any page: AppTest cannot type an address in.
_SCRIPT = """
import shared, streamlit as st
from childvoice.drawer import plugins
views = sorted(plugins("views"), key=lambda m: (not m.__name__.endswith("_{page}"), m.__name__))
st.navigation(shared.register(views)).run()
"""


@pytest.fixture(scope="session")
def review(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fictional.build(tmp_path_factory.mktemp("review"))


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fictional.build_full(tmp_path_factory.mktemp("full"))


@pytest.fixture(scope="session")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fictional.build_few(tmp_path_factory.mktemp("few"))


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    Workspace.create(tmp_path).close()
    return tmp_path


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open a page (named as its file is) of a review and run it."""
    st.cache_resource.clear()

    def opened(folder: Path | None, page: str = "told", **query: str) -> AppTest:
        if folder is None:
            monkeypatch.delenv(REVIEW_VARIABLE, raising=False)
        else:
            monkeypatch.setenv(REVIEW_VARIABLE, str(folder))
        app = AppTest.from_string(_SCRIPT.format(page=page), default_timeout=60)
        for key, value in query.items():
            app.query_params[key] = value
        return app.run()

    return opened


def words(app: AppTest) -> str:
    """What a page shows, as HTML, without its style sheet."""
    return "".join(e.proto.body for e in app.get("html") if "<style>" not in e.proto.body)


@pytest.fixture(scope="session")
def served(full: Path) -> Iterator[str]:
    """The address of a dashboard that serves the review, in a process of its own."""
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        port = probe.getsockname()[1]
    # By the command line, whose words are a contract; it goes through childvoice.serving.
    process = subprocess.Popen(
        [sys.executable, "-m", "childvoice", "serve", "--review", str(full), "--port", str(port)],
        env={**os.environ, "NO_PROXY": "*"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
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
