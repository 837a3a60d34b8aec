"""What people decide, and how a decision finds its words again after the pipeline has run anew.

A decision points at words by content and never holds them: by the digest of the text they stand in and by
offsets into it, both taken after every pseudonym has been folded to ``[]``. So a child who is ``[Child 3]`` today
and ``[Child 4]`` after another document has come in is still the same place.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

_PSEUDONYM = re.compile(r"\[[^\[\]\n]{1,60}\]")


class About(StrEnum):
    """What a decision is about. A settlement is what two people agreed on who had coded a passage differently."""

    CODE = "code"
    REDACTION = "redaction"
    CONCERN = "concern"
    QUOTE = "quote"
    FINDING = "finding"
    RELEASE = "release"
    WORDS = "words"
    SETTLEMENT = "settlement"


class Verdict(StrEnum):
    """What a person decided.

    ``nothing``: a passage was read and no theme is in it. From ``unseen`` on, states in the safeguarding queue; from
    ``signed off`` on, what is said of releases.
    """

    ACCEPT = "accept"
    REJECT = "reject"
    REJECT_EVERYWHERE = "reject everywhere"
    CHANGE = "change"
    ADD = "add"
    VALENCE = "valence"
    MEMO = "memo"
    NOTHING = "nothing"
    UNDO = "undo"
    UNSEEN = "unseen"
    ACKNOWLEDGED = "acknowledged"
    REFERRED = "referred"
    KNOWN = "already known"
    SIGNED = "signed off"
    MADE = "made"
    HOLDS = "holds"
    STALE = "stale"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words by content: the unit they stand in, digests of its folded text and of the words, folded offsets.

    ``words`` may be the beginning of a digest: for a name that a person took out it is so short that it cannot
    tell which name it was, and still long enough to find it within one unit.
    """

    source: str
    unit: int
    text: str
    words: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError("an anchor's offsets are in order")


NOWHERE = Anchor("", -1, "", "", 0, 0)
"""Of a decision that is about no words."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing that a person decided. ``number`` is its place in the order of all, whatever the clock says.

    ``theme`` is the theme (or the pseudonym) decided on; ``value`` what it became: another theme,
    a valence, a memo. All decisions of one ``gesture`` (a press of a key) are undone together.
    """

    number: int
    at: str
    person: str
    about: About
    verdict: Verdict
    anchor: Anchor = NOWHERE
    theme: str = ""
    value: str = ""
    undoes: int = 0
    gesture: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """A decision before it is kept: the store gives it number, time and person."""

    about: About
    verdict: Verdict
    anchor: Anchor = NOWHERE
    theme: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Lost:
    """A decision whose words cannot be found again, and why."""

    decision: Decision
    why: str


class Folded:
    """A text whose pseudonyms are all ``[]``, with the way back to its own offsets.

    >>> Folded("[Child 3] said no").text
    '[] said no'
    """

    def __init__(self, text: str) -> None:
        parts: list[str] = []
        starts: list[int] = []
        at = 0
        for match in _PSEUDONYM.finditer(text):
            parts.append(text[at : match.start()])
            starts.extend(range(at, match.start()))
            parts.append("[]")
            starts.extend((match.start(), match.end() - 1))
            at = match.end()
        parts.append(text[at:])
        starts.extend(range(at, len(text)))
        self.text = "".join(parts)
        self._starts = starts
        self._length = len(text)

    @property
    def digest(self) -> str:
        """The sha256 of the folded text."""
        return digest(self.text)

    def fold(self, start: int, end: int) -> tuple[int, int]:
        """Turn offsets into the text into offsets into the folded one; a pseudonym is taken whole."""
        inside = [n for n, at in enumerate(self._starts) if start <= at < end]
        if not inside:
            # Wholly within a pseudonym: that pseudonym.
            before = sum(at <= start for at in self._starts) - 1
            inside = [max(0, before)]
        first, last = inside[0], inside[-1]
        first -= self.text[first - 1 : first + 1] == "[]"
        last += self.text[last : last + 2] == "[]"
        return first, last + 1

    def unfold(self, start: int, end: int) -> tuple[int, int]:
        """Turn offsets into the folded text back."""
        begin = self._starts[start] if start < len(self._starts) else self._length
        return begin, (self._starts[end - 1] + 1 if end > start else begin)


def digest(text: str) -> str:
    """Return the sha256 of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def anchor(source: str, unit: int, text: str, start: int, end: int) -> Anchor:
    """Anchor the words ``text[start:end]`` of a unit."""
    folded = Folded(text)
    a, b = folded.fold(start, end)
    return Anchor(source, unit, folded.digest, digest(folded.text[a:b]), a, b)


Units = Mapping[tuple[str, int], str]
"""Texts of units by source and index."""


class Places:
    """Where decisions stand in a review's units as they are now."""

    def __init__(self, units: Units) -> None:
        self._folded = {key: Folded(text) for key, text in units.items()}
        self._by_digest: dict[str, list[tuple[str, int]]] = {}
        for key in sorted(self._folded):
            self._by_digest.setdefault(self._folded[key].digest, []).append(key)
        self._by_source: dict[str, list[tuple[str, int]]] = {}
        for key in sorted(self._folded):
            self._by_source.setdefault(key[0], []).append(key)

    def find(self, wanted: Anchor) -> tuple[str, int, int, int] | str:
        """Return source, unit, start and end of the words now, or a sentence that says why they are not found.

        The same unit with the same text; else that text where it stands now, if there is one such place; else
        the same words within the document, if they stand there once, or once in the same unit.
        """
        key = (wanted.source, wanted.unit)
        same = self._by_digest.get(wanted.text, [])
        if key not in same:
            here = [k for k in same if k[0] == wanted.source]
            candidates = here or same
            if len(candidates) == 1:
                key = candidates[0]
            elif candidates:
                return "the same text stands in several places, and which was meant cannot be told"
            else:
                return self._by_words(wanted)
        return *key, *self._folded[key].unfold(wanted.start, wanted.end)

    def _by_words(self, wanted: Anchor) -> tuple[str, int, int, int] | str:
        units = self._by_source.get(wanted.source, [])
        if not units:
            return "its document is no longer in the review, or was changed"
        own = (wanted.source, wanted.unit)
        found = [(own, at) for at in self._occurrences(own, wanted)] if own in self._folded else []
        if not found:
            found = [(key, at) for key in units for at in self._occurrences(key, wanted)]
        if not found:
            return "its words are no longer in the document"
        if len(found) > 1:
            return "its words stand in several places of the document, and which was meant cannot be told"
        (key, at) = found[0]
        return *key, *self._folded[key].unfold(at, at + wanted.end - wanted.start)

    def occurrences(self, wanted: Anchor) -> list[tuple[int, int]]:
        """Return where the words stand in the anchor's own unit, as offsets into its text."""
        key = (wanted.source, wanted.unit)
        if key not in self._folded:
            return []
        length = wanted.end - wanted.start
        return [self._folded[key].unfold(at, at + length) for at in self._occurrences(key, wanted)]

    def has_text(self, wanted: Anchor) -> bool:
        """Tell whether the anchor's own unit has exactly the text that it had."""
        folded = self._folded.get((wanted.source, wanted.unit))
        return folded is not None and folded.digest == wanted.text

    def _occurrences(self, key: tuple[str, int], wanted: Anchor) -> Sequence[int]:
        text, length = self._folded[key].text, wanted.end - wanted.start
        return [
            at
            for at in range(len(text) - length + 1)
            if _stands_free(text, at, at + length) and digest(text[at : at + length]).startswith(wanted.words)
        ]


def _stands_free(text: str, start: int, end: int) -> bool:
    """Tell whether neither end cuts a word; most windows need no digest then."""
    cuts_start = start > 0 and text[start - 1].isalnum() and text[start : start + 1].isalnum()
    cuts_end = end < len(text) and text[end].isalnum() and text[end - 1 : end].isalnum()
    return not (cuts_start or cuts_end)


def standing(decisions: Sequence[Decision]) -> list[Decision]:
    """Return the decisions that stand: without those undone, and without the undoings."""
    undone = {d.undoes for d in decisions if d.verdict is Verdict.UNDO}
    return [d for d in decisions if d.verdict is not Verdict.UNDO and d.gesture not in undone]
