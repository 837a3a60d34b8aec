"""Which log-ins are open: ended by hand, locked after a time without action, or older than a working day.

A cookie that says who somebody is stays good until its own date, also when it was copied. So the server keeps its own
account, by a digest of the log-in: what was ended or locked stays so, in every window, until the person logs in anew.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

LONGEST = 12 * 3600
"""Seconds after which anybody logs in anew."""
_BACKWARDS = 60
"""Seconds that a clock may go back, as when it is set right, before that counts as time without action."""


class Standing(StrEnum):
    """What became of a log-in."""

    OPEN = "open"
    LOCKED = "locked"
    ENDED = "ended"
    OLD = "old"


@dataclass(slots=True)
class _Known:
    began: float
    last: float
    standing: Standing = Standing.OPEN


class Sessions:
    """The log-ins of one server. ``idle`` is in seconds, 0 for never; ``clock`` gives seconds since 1970."""

    def __init__(
        self, idle: float, *, longest: float = LONGEST, clock: Callable[[], float] = time.time
    ) -> None:
        self.idle = idle
        self._longest = longest
        self._clock = clock
        self._known: dict[str, _Known] = {}
        self._changing = threading.Lock()

    def look(self, key: str, began: float | None = None) -> Standing:
        """Say what a log-in is now. This is no action: it puts nothing off.

        ``began`` is when the person logged in, which counts where the server was started since; without it nobody logs
        in, and it begins now.
        """
        with self._changing:
            return self._look(key, began).standing

    def act(self, key: str, began: float | None = None) -> Standing:
        """Say what a log-in is and, if it is open, that somebody did something now."""
        with self._changing:
            found = self._look(key, began)
            if found.standing is Standing.OPEN:
                found.last = self._clock()
            return found.standing

    def end(self, key: str) -> None:
        """Let a log-in be over, in every window and for every copy of its cookie."""
        with self._changing:
            now = self._clock()
            self._known.setdefault(key, _Known(now, now)).standing = Standing.ENDED

    def go_on(self, key: str) -> None:
        """Open what was locked, where nobody logs in."""
        with self._changing:
            now = self._clock()
            self._known[key] = _Known(now, now)

    def _look(self, key: str, began: float | None) -> _Known:
        now = self._clock()
        found = self._known.get(key)
        if found is None:
            self._forget(now)
            start = now if began is None else began
            found = self._known[key] = _Known(start, start)
        if found.standing is Standing.OPEN:
            if began is not None and now - found.began > self._longest:
                found.standing = Standing.OLD
            elif self.idle and not -_BACKWARDS <= now - found.last <= self.idle:
                found.standing = Standing.LOCKED
        return found

    def _forget(self, now: float) -> None:
        """Drop log-ins that are too old to be opened whatever is remembered of them."""
        for key in [k for k, v in self._known.items() if k and now - v.began > self._longest + _BACKWARDS]:
            del self._known[key]
