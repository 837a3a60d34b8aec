"""Serve the pages on this machine alone: Streamlit bound to 127.0.0.1, without telemetry, without error details."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from childvoice.engines import OFFLINE
from childvoice.errors import ServeError
from childvoice.release import read
from childvoice.resources import resource
from childvoice.store import Workspace

ADDRESS = "127.0.0.1"
REVIEW_VARIABLE = "CHILDVOICE_REVIEW"
RELEASE_VARIABLE = "CHILDVOICE_RELEASE"
PERSON_VARIABLE = "CHILDVOICE_PERSON"
DUTIES_VARIABLE = "CHILDVOICE_DUTIES"
_OURS = frozenset({REVIEW_VARIABLE, RELEASE_VARIABLE, PERSON_VARIABLE, DUTIES_VARIABLE})

# Only what is said here holds: a config file of the user's other projects must not loosen any of it.
_OPTIONS = {
    "server.address": ADDRESS,
    "server.headless": "true",
    "server.fileWatcherType": "none",
    "server.runOnSave": "false",
    "browser.gatherUsageStats": "false",
    "browser.serverAddress": "localhost",
    "client.showErrorDetails": "none",
    "client.toolbarMode": "minimal",
    "client.showSidebarNavigation": "true",
    "logger.level": "error",
    "global.developmentMode": "false",
    # No theme.base: the pages follow the reader's own choice of light or dark.
    "theme.light.primaryColor": "#1d5b8f",
    "theme.light.backgroundColor": "#ffffff",
    "theme.light.secondaryBackgroundColor": "#f3f5f6",
    "theme.light.textColor": "#0b0c0c",
    "theme.light.linkColor": "#1d5b8f",
    "theme.dark.primaryColor": "#3177ad",
    "theme.dark.backgroundColor": "#16191c",
    "theme.dark.secondaryBackgroundColor": "#23282d",
    "theme.dark.textColor": "#f3f2f1",
    "theme.dark.linkColor": "#8cc4f0",
    "theme.font": "sans-serif",
    "theme.baseFontSize": "18",
}


def check_port(port: int) -> None:
    """Raise ServeError if ``port`` on 127.0.0.1 is taken or cannot be had."""
    if not 1 <= port <= 65535:
        raise ServeError(f"{port} is not a port", remedy="Choose one from 1024 to 65535 with --port or PORT")
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As Streamlit itself binds: a port in TIME_WAIT is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError:
            raise ServeError(
                f"port {port} on {ADDRESS} is already in use",
                remedy=f"Stop the other program, or choose another port: PORT={port + 1} make demo, or --port {port + 1}",
            ) from None


def serve(review: Path, port: int, say: Callable[[str], None], *, name: str = "", duties: str = "") -> int:
    """Serve the dashboard of ``review`` until it is stopped; returns the exit code. ``say`` is told the address.

    ``name`` and ``duties`` say who sits at the desk; without duties, one person has them all. Raises NoReview if there is no review, ServeError if the port cannot be had.
    """
    Workspace.open(review).close()
    told = {REVIEW_VARIABLE: str(review.resolve()), PERSON_VARIABLE: name, DUTIES_VARIABLE: duties}
    return _serve(told, port, say)


def serve_release(path: Path, port: int, say: Callable[[str], None]) -> int:
    """Serve a release, and nothing else, until it is stopped; returns the exit code.

    The process that shows it is told of no review. Raises ReleaseError if the file is not a whole release.
    """
    read(path)
    return _serve({RELEASE_VARIABLE: str(path.resolve())}, port, say)


def _serve(told: dict[str, str], port: int, say: Callable[[str], None]) -> int:
    check_port(port)
    script = resource("app") / "main.py"
    options = [f"--{key}={value}" for key, value in {**_OPTIONS, "server.port": str(port)}.items()]
    # What this shell may still say of a review from before is not passed on.
    kept = {k: v for k, v in os.environ.items() if k not in _OURS}
    environment = {**kept, **OFFLINE, **told}
    say(f"\nThe dashboard is at http://{ADDRESS}:{port}  (Ctrl-C stops it)")
    command = [sys.executable, "-m", "streamlit", "run", str(script), *options]
    try:
        return subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL).returncode  # noqa: S603 - our own interpreter and script
    except KeyboardInterrupt:
        return 0
