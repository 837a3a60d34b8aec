"""In which order a person's time teaches most, and the random sample that stays fair for measuring."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from childvoice.records import Coding, Status
from childvoice.themes.lessons import AUDIT, in_audit

_EVERY = 4  # one passage in so many comes from the audit sample, until it is read
_USUAL = 0.25


@dataclass(frozen=True, slots=True)
class Next:
    """A passage to look at. ``why`` is ``audit``, or the theme whose code there is most in doubt."""

    excerpt: str
    why: str


def review_queue(
    excerpts: Iterable[str],
    codings: Sequence[Coding],
    decided: Collection[str] = (),
    *,
    audit: float = AUDIT,
) -> list[Next]:
    """Passages that nobody has ``decided`` on, those that would teach most first.

    A code is most in doubt where its score lies nearest to where codes of its theme begin to count. Themes take turns,
    and those with few decisions come sooner. The audit sample (``audit``, a part of all passages drawn by their ids,
    with or without codes) is mixed in by chance, so that it shows what the coder does to passages as they come. The
    order of the input changes nothing.
    """
    known = sorted(set(excerpts))
    done = set(decided)
    by_machine = [c for c in codings if c.coder.startswith("model:")]
    sample = [e for e in known if in_audit(e, audit) and e not in done]
    sample.sort(key=lambda e: hashlib.sha256(f"order {e}".encode()).digest())
    rest = [e for e in known if not in_audit(e, audit) and e not in done]
    teaching = _by_doubt(rest, by_machine, Counter(c.theme for c in by_machine if c.excerpt in done))
    mixed: list[Next] = []
    audited = iter([Next(e, "audit") for e in sample])
    for place, item in enumerate(teaching):
        if place % (_EVERY - 1) == 0 and (drawn := next(audited, None)):
            mixed.append(drawn)
        mixed.append(item)
    return [*mixed, *audited]


def _by_doubt(rest: Sequence[str], codings: Sequence[Coding], taught: Counter[str]) -> list[Next]:
    wanted = set(rest)
    begins = _begins(codings)
    doubtful: dict[str, list[tuple[float, str]]] = {}
    for c in codings:
        if c.excerpt in wanted:
            t = begins[c.theme]
            doubt = 1.0 - abs(c.score - t) / max(t, 1.0 - t)
            doubtful.setdefault(c.theme, []).append((doubt, c.excerpt))
    for waiting in doubtful.values():
        waiting.sort(key=lambda d: (d[0], d[1]))
    chosen: dict[str, Next] = {}
    while doubtful:
        theme = max(doubtful, key=lambda t: (doubtful[t][-1][0] / (1 + taught[t]) ** 0.5, t))
        _, excerpt = doubtful[theme].pop()
        if excerpt not in chosen:
            chosen[excerpt] = Next(excerpt, theme)
            taught[theme] += 1
        if not doubtful[theme]:
            del doubtful[theme]
    return list(chosen.values())


def _begins(codings: Sequence[Coding]) -> dict[str, float]:
    """The score from which codes of each theme count, as far as the codings show it."""
    found: dict[str, float] = {}
    for theme in sorted({c.theme for c in codings}):
        own = [c for c in codings if c.theme == theme]
        below = [c.score for c in own if c.status is Status.UNSURE]
        above = [c.score for c in own if c.status is not Status.UNSURE]
        ends = list(chain([max(below)] if below else [], [min(above)] if above else []))
        found[theme] = sum(ends) / len(ends) if ends else _USUAL
    return found
