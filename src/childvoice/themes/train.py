"""Learn from people's decisions: new heads for a codebook's own themes, corrections of the network's, in seconds.

The random audit sample is never learned from; it says whether what was learned is better.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from childvoice.errors import InputError
from childvoice.themes.adaptive import ReviewCoder, load_coder
from childvoice.themes.codebook import Codebook, load
from childvoice.themes.coder import Coder, features
from childvoice.themes.corrections import correction
from childvoice.themes.heads import Correction, Head, Learned, numbers
from childvoice.themes.lessons import Lesson, in_audit, lessons
from childvoice.themes.network import network
from childvoice.themes.new_themes import head
from childvoice.themes.vectors import digest

FEWEST_AUDITED = 30
"""Below so many decisions on audited passages nothing is said of better or worse."""


def learn(
    rows: Iterable[Mapping[str, Any]], codebook: str | Path = "voice_of_the_child", *, made: str = ""
) -> Learned:
    """What ``rows`` of decisions (see :mod:`childvoice.themes.lessons`) teach about the themes of ``codebook``.

    ``report`` of the result says of each theme what became of it; there may be neither heads nor corrections. Raises
    InputError for a row that cannot be used, and where there is no decision outside the audit sample.
    """
    book = load(codebook)
    told, notes = lessons(rows, book.ids)
    audit = [lesson for lesson in told if in_audit(lesson.excerpt)]
    used = [lesson for lesson in told if not in_audit(lesson.excerpt)]
    if not used:
        raise InputError(
            "there is nothing to learn from" + (f" ({notes[0]})" if notes else ""),
            subject="decisions",
            remedy="Accept, reject or change some codes first",
        )
    coder = Coder(network())
    known, corrections = _corrections(coder, book, used)
    heads, new = _heads(coder, book, used)
    learned = Learned(
        str(network().card["sha256"]), digest(), tuple(heads), tuple(corrections), len(used), made
    )
    report = [*known, *new, *notes, _measured(book, codebook, learned, audit)]
    return Learned(
        learned.network, learned.vectors, learned.heads, learned.corrections, len(used), made, tuple(report)
    )


def _heads(coder: Coder, book: Codebook, used: Sequence[Lesson]) -> tuple[list[Head], list[str]]:
    heads: list[Head] = []
    told: list[str] = []
    for theme in book:
        own = [lesson for lesson in used if lesson.theme == theme.id]
        if theme.id in coder.themes or not own:
            continue
        heads.append(head(theme, book, own))
        yes = sum(lesson.present for lesson in own)
        told.append(f"{theme.id}: learned from {yes} more examples and {len(own) - yes} rejected")
    return heads, told


def _corrections(coder: Coder, book: Codebook, used: Sequence[Lesson]) -> tuple[list[str], list[Correction]]:
    fit = [lesson for lesson in used if lesson.theme in coder.themes and not lesson.volunteered]
    seen = _seen(coder, fit)
    told: list[str] = []
    found: list[Correction] = []
    for k, theme in enumerate(coder.themes):
        own = [n for n, lesson in enumerate(fit) if lesson.theme == theme]
        if not own or theme not in book.ids:
            continue
        # The window that the coder would have shown: where it sees the theme most.
        shown = [max(seen[n], key=lambda w: float(w[1][k])) for n in own]
        threshold = float(coder.thresholds[k])
        made, why = correction(
            theme,
            np.stack([w[0] for w in shown]),
            np.array([w[1][k] for w in shown]),
            float(np.log(threshold / (1.0 - threshold))),
            [fit[n].present for n in own],
            [fit[n].text for n in own],
        )
        told.append(f"{theme}: {why}")
        if made is not None:
            found.append(made)
    missed = sum(lesson.volunteered and lesson.theme in coder.themes for lesson in used)
    if missed:
        told.append(
            f"{missed} codes that people added were not used: mark their passages 'complete', so that what is rightly left out is known too"
        )
    return told, found


def _seen(coder: Coder, used: Sequence[Lesson]) -> list[list[tuple[Any, Any]]]:
    """For each lesson its windows, each as the network's numbers and its log odds by theme."""
    read: dict[tuple[str, str], list[tuple[Any, Any]]] = {}
    for lesson in used:
        if (lesson.text, lesson.question) not in read:
            read[lesson.text, lesson.question] = [
                (numbers(features(output), output.valence), np.log(p / (1.0 - p)))
                for output in coder.read(lesson.text, lesson.question)
                for p in [coder.probabilities(output)]
            ]
    return [read[lesson.text, lesson.question] for lesson in used]


def _measured(book: Codebook, codebook: str | Path, learned: Learned, audit: Sequence[Lesson]) -> str:
    """One line: how the audited decisions were met before and after."""
    if len(audit) < FEWEST_AUDITED:
        return f"better or worse: not enough reviewed ({len(audit)} of {FEWEST_AUDITED} decisions on audited passages)"
    before = _f1(load_coder(codebook), audit)
    after = _f1(ReviewCoder(network(), book, learned), audit)
    return f"F1 on {len(audit)} audited decisions: {before:.2f} before, {after:.2f} now"


def _f1(coder: Coder, audit: Sequence[Lesson]) -> float:
    passages = list(dict.fromkeys((lesson.text, lesson.question) for lesson in audit))
    coded = coder.code_texts([t for t, _ in passages], [q for _, q in passages])
    given = {p: {c.theme for c in c.codes} for p, c in zip(passages, coded, strict=True)}
    found = [lesson.theme in given[lesson.text, lesson.question] for lesson in audit]
    right = sum(f and lesson.present for f, lesson in zip(found, audit, strict=True))
    return 2 * right / max(1, sum(found) + sum(lesson.present for lesson in audit))
