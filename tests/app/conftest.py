"""Reviews to look at, and the dashboard run without a browser (AppTest) or served to one."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from childvoice.resources import resource
from childvoice.serving import REVIEW_VARIABLE
from childvoice.store import Workspace

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(resource("app"))]

import fictional  # noqa: E402 - its folder is on the path only now
from served import serving  # noqa: E402

Open = Callable[..., AppTest]

# As main.py, but it opens on any page: AppTest cannot type an address in.
_SCRIPT = """
import frame, streamlit as st
from childvoice.drawer import plugins
views = sorted(plugins("views"), key=lambda m: (not m.__name__.endswith("_{page}"), m.__name__))
st.navigation(frame.register(views)).run()
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
    with serving("--review", str(full)) as address:
        yield address
