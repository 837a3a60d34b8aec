"""Children's words beside those of others: where they agree, where they differ, and who is silent.

After the triangulation protocol of Farmer and others (2006, Qualitative Health Research 16(3), 377-394). For
a theme and a pair of groups:

* *silence*: one side says nothing of it, or next to nothing while many children do; ``never asked`` (and hardly
  anybody raised it unasked) and ``asked, but silent`` are kept apart, and nobody can ask a paper;
* *dissonance*: clear and opposite tone, with at least three people a side who say how it was;
* *agreement*: the same tone and a prominence within a factor of three;
* *partial agreement*: the same tone with very different prominence, or tones neither the same nor opposite;
* *too few to say*: fewer than three people on a side (a review sets this to the number below which counts are
  suppressed, because a verdict on fewer people would tell what ``c`` hides).

The verdict is a proposal; a person confirms or changes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from childvoice.findings.prevalence import Prevalence
from childvoice.findings.rows import PAPERS, Speakers
from childvoice.records import Group

FEWEST = 3
FACTOR = 3
"""Shares of people whose quotient is no more than this have similar weight."""
_MOSTLY = {
    "positive": "mostly positive",
    "negative": "mostly negative",
    "mixed": "mixed",
    "neutral": "neutral",
}


class Verdict(StrEnum):
    """What the rule proposes for a theme and a pair of groups, in the order in which they are read."""

    DISSONANCE = "dissonance"
    ONLY_CHILDREN = "only children raise it"
    NEVER_ASKED = "never asked"
    PARTIAL = "partial agreement"
    AGREEMENT = "agreement"
    ONLY_OTHERS = "children are silent"
    TOO_FEW = "too few to say"
    NEITHER = "not raised"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Children beside one other group on one theme, with the inputs that the verdict was made from."""

    theme: str
    other: Group
    verdict: Verdict
    children: Prevalence
    others: Prevalence
    reason: str

    @property
    def strength(self) -> float:
        """How far apart the tones are, weighed by how many people on the rarer side say so."""
        return abs(self.children.balance - self.others.balance) * min(self.children.share, self.others.share)


def triangulate(
    cells: Mapping[tuple[str, Group], Prevalence],
    speakers: Speakers,
    themes: Iterable[str],
    *,
    fewest: int = FEWEST,
) -> list[Comparison]:
    """Compare on every theme with every other group that spoke; dissonance first, then only children's.

    ``fewest`` is how many people a side needs for a verdict on what it says.
    """
    others = [g for g in sorted(speakers.participants) if g is not Group.CHILD]
    found = [
        _compare(cells[theme, Group.CHILD], cells[theme, other], speakers, fewest)
        for theme in themes
        for other in others
        if (theme, Group.CHILD) in cells
    ]
    rank = {verdict: place for place, verdict in enumerate(Verdict)}
    return sorted(
        found, key=lambda c: (rank[c.verdict], -c.strength, -c.children.participants, c.theme, c.other)
    )


def strongest_disagreement(
    comparisons: Iterable[Comparison], other: Group = Group.STAFF
) -> Comparison | None:
    """Choose the dissonance with ``other`` that most people stand behind, or None."""
    found = [c for c in comparisons if c.verdict is Verdict.DISSONANCE and c.other is other]
    return max(found, key=lambda c: (c.strength, c.theme)) if found else None


def _compare(children: Prevalence, others: Prevalence, speakers: Speakers, fewest: int) -> Comparison:
    verdict, reason = _verdict(
        children,
        others,
        children_asked=speakers.was_asked(Group.CHILD, children.theme),
        others_asked=speakers.was_asked(others.group, children.theme),
        fewest=fewest,
    )
    return Comparison(children.theme, others.group, verdict, children, others, reason)


def _verdict(
    children: Prevalence, others: Prevalence, *, children_asked: bool, others_asked: bool, fewest: int
) -> tuple[Verdict, str]:
    """Apply the rule, in the order in which it is read. The words of the reason name no number."""
    a, b = children.participants, others.participants
    if not a and not b:
        return Verdict.NEITHER, "neither side raised it"
    if a < fewest and b < fewest:
        return Verdict.TOO_FEW, "too few people on either side"
    if not a:
        asked = "were asked about it and did not" if children_asked else "were never asked about it"
        return Verdict.ONLY_OTHERS, f"others raise it; children {asked}"
    if a < fewest:
        return Verdict.TOO_FEW, "too few children"
    if b < fewest and not others_asked and others.group not in PAPERS:
        return Verdict.NEVER_ASKED, "the others were never asked about it"
    # One or two stray mentions among many are as good as silence when children speak of it in numbers.
    if not b or (b < fewest and a >= 2 * fewest and _outweighs(children, others)):
        if others.group in PAPERS:
            return Verdict.ONLY_CHILDREN, "the others say next to nothing of it"
        return Verdict.ONLY_CHILDREN, "the others were asked about it and said next to nothing"
    if b < fewest:
        return Verdict.TOO_FEW, "too few of the others"
    tones = {children.tone, others.tone}
    if tones == {"positive", "negative"}:
        if min(children.told, others.told) < fewest:
            return Verdict.PARTIAL, "opposite in tone, but too few say how it was for them"
        return Verdict.DISSONANCE, f"mostly {children.tone} for children, mostly {others.tone} for the others"
    if len(tones) == 1:
        how = f"both sides {_MOSTLY[children.tone]}"
        if _outweighs(children, others) or _outweighs(others, children):
            return Verdict.PARTIAL, f"{how}, with very different weight"
        return Verdict.AGREEMENT, f"{how}, with similar weight"
    return Verdict.PARTIAL, f"{_MOSTLY[children.tone]} for children, {_MOSTLY[others.tone]} for the others"


def _outweighs(one: Prevalence, other: Prevalence) -> bool:
    # Shares, but in whole numbers: 9 of 40 is not more than three times 3 of 40.
    return one.participants * other.of > FACTOR * other.participants * one.of
