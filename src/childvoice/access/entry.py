"""From what the log-in service says of somebody to who they are here, or why the door stays shut."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from childvoice.access.people import Listed, find
from childvoice.access.sessions import Sessions, Standing
from childvoice.desk.people import Person
from childvoice.errors import SettingsError


class Door(StrEnum):
    """Whether somebody comes in, and why not."""

    OPEN = "open"
    OUTSIDE = "nobody has logged in"
    LOCKED = "locked after a time without action"
    OLD = "logged in too long ago"
    UNKNOWN = "not on the list"
    UNVERIFIED = "the e-mail address is not confirmed"
    UNREADABLE = "the list of people cannot be read"


@dataclass(frozen=True, slots=True)
class Entry:
    """What the door says: the ``person`` if it is open, and as whom (``known_as``) the log-in service knows them."""

    door: Door
    person: Person | None = None
    known_as: str = ""


def key_of(claims: Mapping[str, Any]) -> str:
    """Return what tells one log-in from every other, the same person's included, and says nothing of it."""
    told = [claims.get(name) for name in ("iss", "sub", "aud", "iat", "exp", "nonce")]
    return hashlib.sha256(json.dumps(told, default=str).encode()).hexdigest()


def enter(
    claims: Mapping[str, Any],
    client_id: str,
    people: Callable[[], Sequence[Listed]],
    sessions: Sessions,
    *,
    acting: bool,
) -> Entry:
    """Say who comes in with claims whose signature has been checked.

    ``acting`` tells a person's action from a look at the clock; whoever has no role here acts in nothing. ``people`` is
    asked anew each time, so that a role that was taken away is gone with the next click.
    """
    began, subject = claims.get("iat"), claims.get("sub")
    if (
        not claims.get("is_logged_in")
        or not isinstance(subject, str)
        or not isinstance(began, int | float)
        or not _meant_for(claims, client_id)
    ):
        return Entry(Door.OUTSIDE)
    key = key_of(claims)
    now = sessions.act(key, began) if acting else sessions.look(key, began)
    if now is not Standing.OPEN:
        shut = {Standing.LOCKED: Door.LOCKED, Standing.OLD: Door.OLD, Standing.ENDED: Door.OUTSIDE}
        return Entry(shut[now])
    email = claims.get("email")
    email = email if isinstance(email, str) else ""
    try:
        # An address that the service has not confirmed could be anybody's; the subject is the service's own word.
        confirmed = str(claims.get("email_verified", True)).lower() == "true"
        found = find(people(), subject=subject, email=email if confirmed else "")
    except SettingsError:
        return Entry(Door.UNREADABLE)
    if found is None:
        return Entry(Door.UNKNOWN if confirmed else Door.UNVERIFIED, known_as=email or subject)
    return Entry(Door.OPEN, Person(found.name, found.duties), email or subject)


def _meant_for(claims: Mapping[str, Any], client_id: str) -> bool:
    """Tell whether the token was made for us: one for another program of the same provider is none of ours."""
    meant = claims.get("aud")
    if isinstance(meant, list):
        return client_id in meant and (len(meant) == 1 or claims.get("azp") == client_id)
    return meant == client_id
