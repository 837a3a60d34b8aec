"""Draft themes outside the codebook, from what children say."""

from __future__ import annotations

import math
from collections.abc import Sequence

from childvoice import themes, voice
from childvoice.pipeline.progress import Progress
from childvoice.records import Coding, Excerpt, Topic

# A draft theme is worth a look if this many different children speak of it; so many are shown.
_CHILDREN, _DRAFTS = 5, 6


def find_topics(excerpts: Sequence[Excerpt], codings: Sequence[Coding], told: Progress) -> list[Topic]:
    """Draft themes in what children say that the codebook covers less than the rest, the least covered first.

    Ranked by how far the part of a topic's passages without any theme lies above that of all passages, in standard
    errors, so that neither a handful of passages nor mere size comes first.
    """
    evidence: dict[str, list[tuple[int, int]]] = {}
    for coding in codings:
        if coding.counts:
            evidence.setdefault(coding.excerpt, []).append((coding.start, coding.end))
    pieces: list[tuple[str, str]] = []
    origin: dict[str, Excerpt] = {}
    loose: dict[str, bool] = {}
    for excerpt in (e for e in excerpts if e.tells_of_child):
        for start, end in voice.pieces(excerpt.text):
            key = f"{excerpt.id}:{start}"
            pieces.append((key, excerpt.text[start:end]))
            origin[key] = excerpt
            loose[key] = not any(a < end and start < b for a, b in evidence.get(excerpt.id, ()))
    with told.stage("Looking for themes outside the codebook", 1) as step:
        found = themes.discover(pieces)
        step()
    usual = sum(loose.values()) / max(1, len(loose))
    drafts = []
    for topic in found:
        children = {origin[k].participant for k in topic.excerpts}
        count = len(topic.excerpts)
        outside = sum(loose[k] for k in topic.excerpts) / count
        if len(children) >= _CHILDREN and outside > usual:
            drafts.append(((outside - usual) * math.sqrt(count), topic))
    drafts.sort(key=lambda d: (-d[0], d[1].id))

    def whole(keys: Sequence[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(origin[k].id for k in keys))

    return [
        Topic(n, t.label, t.words, whole(t.excerpts), whole(t.representatives))
        for n, (_, t) in enumerate(drafts[:_DRAFTS])
    ]
