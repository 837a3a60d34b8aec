"""Spans that recognisers hand to each other: where, what, found by whom, how sure."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass

from childvoice.deidentify.titles import TITLES
from childvoice.records import Label


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """An identifier at ``[start, end)`` code points of the text at hand, with its kind, maker and certainty."""

    start: int
    end: int
    label: Label
    maker: str
    score: float = 1.0

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError("a span is not empty")
        if not 0.0 <= self.score <= 1.0:
            raise ValueError("scores lie between 0 and 1")

    def overlaps(self, other: Found) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


# What wins where two overlap at equal score: the structured kinds know their form; names only look like names.
_RANK = {
    label: rank
    for rank, label in enumerate(
        (
            Label.EMAIL, Label.URL, Label.NHS_NUMBER, Label.UPN, Label.NINO, Label.PHONE, Label.POSTCODE,
            Label.VEHICLE_REG, Label.CASE_ID, Label.HANDLE, Label.DATE, Label.AGE, Label.SCHOOL, Label.ORG,
            Label.PERSON_CHILD, Label.PERSON_FAMILY, Label.PERSON_STAFF, Label.PERSON_OTHER, Label.LOCATION,
            Label.RARE_EVENT,
        )
    )
}  # fmt: skip


def settle(found: Iterable[Found], text: str = "") -> list[Found]:
    """Non-overlapping spans in order: the surer wins, then the longer, then the more structured kind.

    What a winner leaves over of a loser still identifies ('5 Mill Lane' of 'Sandra Quill, 5 Mill Lane'), so it is cut, not
    dropped, if ``text`` is given and the rest holds a letter or digit.
    """
    kept: list[Found] = []
    for span in sorted(found, key=lambda f: (-f.score, f.start - f.end, _RANK[f.label], f.start, f.maker)):
        pieces = [span]
        # What is kept is in order and disjoint, so that the neighbours of the span are all that it can overlap.
        at = bisect_left(kept, span.end, key=lambda f: f.start)
        while at and kept[at - 1].end > span.start:
            at -= 1
            other = kept[at]
            pieces = [piece for p in pieces for piece in (_cut(p, other, text) if p.overlaps(other) else [p])]
        for piece in pieces:
            insort(kept, piece)
    return kept


def _cut(span: Found, winner: Found, text: str) -> list[Found]:
    left = []
    for start, end in ((span.start, winner.start), (winner.end, span.end)):
        body = text[start:end] if end > start else ""
        inner = body.strip(" ,;:.-()[]'\"’“”\t")
        if inner.rstrip(".").casefold() in TITLES:
            continue  # without its name it tells nobody
        if any(c.isalnum() for c in inner) and (len(inner) > 1 or inner.isdigit()):
            at = start + body.index(inner)
            left.append(Found(at, at + len(inner), span.label, span.maker, span.score))
    return left
