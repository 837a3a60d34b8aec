"""The file that says where people log in: secrets, so it lies outside every review and is its owner's alone.

    client_id = "childvoice"
    client_secret = "..."
    server_metadata_url = "https://login.council.example/.well-known/openid-configuration"
    redirect_uri = "https://voice.council.example/oauth2callback"
    people = "people.csv"                # beside this file, unless it says otherwise
    # prompt = "login"                   # what the provider is asked for; "select_account" trusts its own session
    # cookie_secret = "..."              # else a new one at every start, and everybody logs in again

No message of an error shows a value of it.
"""

from __future__ import annotations

import os
import secrets
import stat
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from childvoice.access.people import read_people
from childvoice.errors import SettingsError

CALLBACK = "/oauth2callback"
_NEEDED = ("client_id", "client_secret", "server_metadata_url", "redirect_uri")
_DEFAULTS = {"people": "people.csv", "prompt": "login", "cookie_secret": ""}
_PROMPTS = ("login", "select_account")
_SHORTEST = 32
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Login:
    """Where people log in. ``origin`` is the address at which they open the pages, without a path."""

    client_id: str
    origin: str
    people: Path
    _secret: str = field(repr=False)
    _cookie_secret: str = field(repr=False)
    _metadata: str
    _prompt: str

    def for_streamlit(self) -> dict[str, Any]:
        """Return what Streamlit's log-in wants as its secrets; it goes to the process that serves and nowhere else."""
        return {
            "redirect_uri": f"{self.origin}{CALLBACK}",
            "cookie_secret": self._cookie_secret or secrets.token_urlsafe(48),
            "client_id": self.client_id,
            "client_secret": self._secret,
            "server_metadata_url": self._metadata,
            "client_kwargs": {"scope": "openid email profile", "prompt": self._prompt},
        }


def read(path: Path, apart_from: Path | None = None) -> Login:
    """Read the file, and once the list of people, so that what is wrong with either is said before anything is served.

    ``apart_from`` is the folder of the review, in which neither may lie. Raises SettingsError.
    """
    written = _written(path)
    values: dict[str, str] = {}
    for name in (*_NEEDED, *_DEFAULTS):
        value = written.pop(name, _DEFAULTS.get(name))
        if not isinstance(value, str) or (name in _NEEDED and not value.strip()):
            raise SettingsError(
                f"'{name}' is missing or not text", subject=path.name, remedy="Write it there"
            )
        values[name] = value.strip()
    if written:
        known = ", ".join((*_NEEDED, *_DEFAULTS))
        raise SettingsError(
            f"unknown key '{next(iter(written))}'", subject=path.name, remedy=f"Known keys: {known}"
        )
    if values["cookie_secret"] and len(values["cookie_secret"]) < _SHORTEST:
        raise SettingsError(
            f"'cookie_secret' is shorter than {_SHORTEST} characters",
            subject=path.name,
            remedy="Remove the line: a random one is made at every start",
        )
    if values["prompt"] not in _PROMPTS:
        raise SettingsError(
            "'prompt' is neither of the two that it may be",
            subject=path.name,
            remedy=f"Use {' or '.join(_PROMPTS)}",
        )
    for name in ("server_metadata_url", "redirect_uri"):
        _check_address(values[name], name, path.name)
    if urlsplit(values["redirect_uri"]).path != CALLBACK:
        raise SettingsError(
            "'redirect_uri' does not end as it must",
            subject=path.name,
            remedy=f"Write https://YOUR.SERVER{CALLBACK}",
        )
    people = path.resolve().parent / values["people"]
    for file in (path, people):
        _check_place(file, apart_from)
    _check_rights(
        people,
        stat.S_IWGRP | stat.S_IWOTH,
        "can be changed by others, who could give themselves roles",
        "go-w",
    )
    read_people(people)
    return Login(
        client_id=values["client_id"],
        origin=values["redirect_uri"].removesuffix(CALLBACK),
        people=people,
        _secret=values["client_secret"],
        _cookie_secret=values["cookie_secret"],
        _metadata=values["server_metadata_url"],
        _prompt=values["prompt"],
    )


def _written(path: Path) -> dict[str, Any]:
    _check_rights(path, stat.S_IRWXG | stat.S_IRWXO, "can be read by others", "go-rwx")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        # Not the parser's own words, which may quote the line.
        raise SettingsError(
            "not valid TOML", subject=path.name, remedy="See docs/server.md for how it looks"
        ) from None


def _check_rights(path: Path, forbidden: int, cause: str, change: str) -> None:
    """Refuse a file that is not there or that others have rights on (on Windows its folder has to see to that)."""
    try:
        mode = path.stat().st_mode
    except OSError:
        raise SettingsError(
            "there is no such file", subject=path.name, remedy="See docs/server.md for how it looks"
        ) from None
    if os.name == "posix" and mode & forbidden:
        raise SettingsError(f"it {cause}", subject=path.name, remedy=f"Type: chmod {change} {path.name}")


def _check_place(path: Path, apart_from: Path | None) -> None:
    if apart_from is not None and path.resolve().is_relative_to(apart_from.resolve()):
        raise SettingsError(
            "it lies in the folder of the review, and would travel with every copy of it",
            subject=path.name,
            remedy="Move it elsewhere",
        )


def _check_address(address: str, name: str, where: str) -> None:
    parts = urlsplit(address)
    if parts.username or parts.password or parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsError(f"'{name}' is no web address", subject=where, remedy="Begin with https://")
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise SettingsError(f"'{name}' is not encrypted", subject=where, remedy="Begin with https://")
