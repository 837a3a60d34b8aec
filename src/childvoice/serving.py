"""Serve the pages: Streamlit without telemetry and error details, bound to 127.0.0.1 unless people log in."""

from __future__ import annotations

import importlib.util
import ipaddress
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from childvoice.access import read as read_login
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
LOGIN_VARIABLE = "CHILDVOICE_LOGIN"
IDLE_VARIABLE = "CHILDVOICE_IDLE"
_OURS = frozenset(
    {REVIEW_VARIABLE, RELEASE_VARIABLE, PERSON_VARIABLE, DUTIES_VARIABLE, LOGIN_VARIABLE, IDLE_VARIABLE}
)
IDLE_ON_A_SERVER = 15.0
"""Minutes without action after which a log-in is locked, unless somebody says otherwise."""
_TELL_STREAMLIT = ("authlib", "httpx")

# Only what is said here holds: a config file of the user's other projects must not loosen any of it.
_OPTIONS = {
    "server.headless": "true",
    "server.fileWatcherType": "none",
    "server.runOnSave": "false",
    # Who somebody is comes from a signed cookie, read only in a page of our own; never from a header.
    "server.enableXsrfProtection": "true",
    "server.enableCORS": "true",
    "server.trustedUserHeaders": "{}",
    "server.enableStaticServing": "false",
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


@dataclass(frozen=True, slots=True)
class Place:
    """Where and for whom pages are served.

    ``login`` is the file that says where people log in (docs/server.md); without it only this machine is served.
    ``idle`` is in minutes without action, after which a page is locked: 0 never, None as is usual for the place.
    """

    port: int
    address: str = ADDRESS
    login: Path | None = None
    idle: float | None = None

    @property
    def minutes(self) -> float:
        """Minutes without action after which a page is locked."""
        if self.idle is not None:
            return self.idle
        return IDLE_ON_A_SERVER if self.login else 0.0


def check_port(port: int, address: str = ADDRESS) -> None:
    """Raise ServeError if ``port`` on ``address`` is taken or cannot be had."""
    if not 1 <= port <= 65535:
        raise ServeError(f"{port} is not a port", remedy="Choose one from 1024 to 65535 with --port or PORT")
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As Streamlit itself binds: a port in TIME_WAIT is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError:
            raise ServeError(
                f"port {port} on {address} is already in use",
                remedy=f"Stop the other program, or choose another port: PORT={port + 1} make demo, or --port {port + 1}",
            ) from None


def check_address(place: Place) -> None:
    """Raise ServeError for an address that others reach, as long as nobody has to log in."""
    try:
        alone = ipaddress.ip_address(place.address).is_loopback
    except ValueError:
        raise ServeError(
            "that is no address of this machine",
            subject=place.address,
            remedy=f"Give a number, such as {ADDRESS}",
        ) from None
    if not alone and place.login is None:
        raise ServeError(
            "others can reach this address, and nobody would have to log in",
            subject=place.address,
            remedy="Say with --login where people log in (docs/server.md), or serve this machine alone",
        )


def serve(review: Path, place: Place, say: Callable[[str], None], *, name: str = "", duties: str = "") -> int:
    """Serve the dashboard of ``review`` until it is stopped; returns the exit code. ``say`` is told the address.

    ``name`` and ``duties`` say who sits at the desk; without duties, one person has them all. Where people log in, the
    list of people says both. Raises NoReview if there is no review, ServeError if it cannot be served there,
    SettingsError if the file of the log-in or its list of people cannot be used.
    """
    Workspace.open(review).close()
    told = {REVIEW_VARIABLE: str(review.resolve()), PERSON_VARIABLE: name, DUTIES_VARIABLE: duties}
    return _serve(told, place, say, review)


def serve_release(path: Path, place: Place, say: Callable[[str], None]) -> int:
    """Serve a release, and nothing else, until it is stopped; returns the exit code.

    The process that shows it is told of no review. Raises ReleaseError if the file is not a whole release.
    """
    read(path)
    return _serve({RELEASE_VARIABLE: str(path.resolve())}, place, say, None)


def _serve(told: dict[str, str], place: Place, say: Callable[[str], None], review: Path | None) -> int:
    check_address(place)
    reached = f"http://{place.address}:{place.port}"
    if place.login is not None:
        if missing := [m for m in _TELL_STREAMLIT if importlib.util.find_spec(m) is None]:
            raise ServeError(
                f"{missing[0]} is not installed, and nobody can log in without it",
                remedy="Type: pip install -c constraints.txt '.[server]'",
            )
        reached = read_login(place.login, apart_from=review).origin
        # The name of the file and nothing of what is in it: an environment can be read by others.
        told = told | {LOGIN_VARIABLE: str(place.login.resolve())}
    check_port(place.port, place.address)
    script = resource("app") / ("guarded.py" if place.login else "main.py")
    chosen = {**_OPTIONS, "server.address": place.address, "server.port": str(place.port)}
    options = [f"--{key}={value}" for key, value in chosen.items()]
    # What this shell may still say of a review from before is not passed on.
    kept = {k: v for k, v in os.environ.items() if k not in _OURS}
    environment = {**kept, **OFFLINE, **told, IDLE_VARIABLE: str(place.minutes)}
    say(f"\nThe dashboard is at {reached}  (Ctrl-C stops it)")
    command = [sys.executable, "-m", "streamlit", "run", str(script), *options]
    try:
        return subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL).returncode  # noqa: S603 - our own interpreter and script
    except KeyboardInterrupt:
        return 0
