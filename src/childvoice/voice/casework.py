"""The child's voice in case records: what each note holds of it, whether the child was seen alone, how long ago it was.

Dates are read from the headings of notes as de-identification leaves them, mostly a month and a year, so that time is
counted in months. It tells how a record reflects a child's voice; it says nothing about the quality of the work.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from childvoice.records import Excerpt, Unit, Voice


class Presence(StrEnum):
    """The strongest form in which a note holds a child's voice."""

    OWN_WORDS = "own words"
    REPORTED = "reported"
    OBSERVED = "observed"
    ABSENT = "absent"


class Alone(StrEnum):
    """Whether the note says that the child was seen alone."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class NoteVoice:
    """What one note of a case holds of the child's voice: words by voice, and when, as months since year 0 (or none)."""

    source: str
    first_unit: int
    month: int | None
    words: int
    own_words: int
    reported: int
    observed: int
    alone: Alone

    @property
    def presence(self) -> Presence:
        """Own words before reported, reported before observed."""
        if self.own_words:
            return Presence.OWN_WORDS
        if self.reported:
            return Presence.REPORTED
        return Presence.OBSERVED if self.observed else Presence.ABSENT


@dataclass(frozen=True, slots=True)
class CaseVoice:
    """A case: how many of its notes hold which form of the child's voice, and how long ago their words were recorded.

    ``months_since`` is counted to the last dated note; none where the child's words were never recorded or a date is
    missing. ``notes_since`` counts notes after the last one with own words, all of them where there is none.
    """

    source: str
    notes: int
    presence: dict[Presence, int]
    alone: dict[Alone, int]
    months_since: int | None
    notes_since: int

    @property
    def ever(self) -> bool:
        """Whether a child's own words stand anywhere in the case."""
        return self.presence[Presence.OWN_WORDS] > 0


_ADULT = r"(?:mum|mam|mother|mo|dad|father|fa|ptnr|partner|parents?|carers?|foster carers?|nan|gran\w*|adults?|staff|ta|teacher|interpreter|\[[^\]]*(?:mum|dad|gran\w*|nan|carer|Worker|Person|Relative)[^\]]*\])"
_CHILD = r"(?:\[Child \d+\]|children|child|yp|young person|baby|boys?|girls?|he|she|they|him|her|them|you|all|both|[A-Z])"
# What ought to be, or will: 'must be seen alone', 'to be seen alone next time'.
_NOT_YET = r"(?:should|must|need(?:s|ed)? to|to|will|would|can|could|ask(?:ed)? to|aim to|plan(?:ned)? to|request(?:ed)? to|when) (?:also )?(?:be |being )?"
_BY_ONESELF = r"(?:alone|on (?:his|her|their|your|my) own|by (?:himself|herself|themselves|yourself)|individually|separately|one[- ]to[- ]one|1:1|without (?:his |her |their )?(?:parents?|mum|dad|carers?|adults?|siblings?))"
_NO = re.compile(
    rf"(?i)\b(?:(?:not|never|n[’']t|unable to be|could not be|declined to be|refused to be|did not want to be)\s+(?:yet )?(?:be |being )?(?:seen|spoken to|see|speak|spoken)[^.;]{{0,40}}?{_BY_ONESELF}|(?:not|n[’']t|unable to|could not|no opportunity to) (?:see|speak (?:to|with)|meet)\b[^.;]{{0,40}}?{_BY_ONESELF}"
    rf"|not (?:seen )?alone|(?:seen|spoken to|saw|met) (?:{_CHILD} )?(?:only )?(?:with|w/|alongside|in (?:the )?(?:presence|company) of) (?:his |her |their |both |the |foster )?{_ADULT}"
    rf"|{_ADULT} (?:was |were |is )?(?:present|in the room|stayed|sat in|remained|there)\b(?: throughout)?|(?:would|did) not (?:agree|allow|consent|leave (?:us|the room)))"
)
_LATER = re.compile(rf"(?i)\b{_NOT_YET}(?:see|seen|speak|spoken|meet|visit)\b[^.;]{{0,40}}?{_BY_ONESELF}")
_YES = re.compile(
    rf"(?i)\b(?:seen|spoken to|spoke (?:to|with)|saw|met(?: with)?|visited|interviewed|talked (?:to|with)|time with|with|chatted (?:to|with)) (?:{_CHILD}|[^.;]{{1,40}}?)?[ ,]*(?:(?:in|at|on) [^.;]{{1,30}} )?{_BY_ONESELF}\b"
    rf"|\bseen:? [^.;]{{0,25}}\balone\b|\b{_CHILD},? (?:was |were )?(?:seen )?alone with (?:me|us|sw|worker)|\b(?:child|yp|children) alone\b|\b(?:we|just the two of us)[^.;]{{0,30}}\bjust (?:us|the two of us|you and me)\b|\bjust the two of us\b"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"\b((?:19|20)\d\d)[-/.](\d{1,2})(?:[-/.]\d{1,2})?\b")
_DAY_FIRST = re.compile(r"\b\d{1,2}[-/.](\d{1,2})[-/.]((?:19|20)?\d\d)\b")
_NAMED = re.compile(rf"(?i)\b({'|'.join(_MONTHS)})[a-z]*\.?,? ?[’']?((?:19|20)?\d\d)\b")


# At a meeting others are there in any case.
_MEETING = re.compile(
    r"(?i)\b(?:[ir]cpc|cpc|conference|core group|review|strategy|meeting|panel|tac|taf|supervision|closing summary)\b"
)


def notes_of(source: str, units: Sequence[Unit], excerpts: Iterable[Excerpt]) -> list[NoteVoice]:
    """The notes of a case in their order. Units under one heading are a note; without headings each unit is one."""
    spoken: dict[int, Counter[Voice]] = {}
    for excerpt in excerpts:
        if excerpt.source == source:
            spoken.setdefault(excerpt.unit, Counter())[excerpt.voice] += len(excerpt.text.split())
    found = []
    at = 0
    while at < len(units):
        end = at + 1
        while units[at].note and end < len(units) and units[end].note == units[at].note:
            end += 1
        found.append(_note(source, units[at:end], spoken))
        at = end
    return found


def _note(source: str, units: Sequence[Unit], spoken: dict[int, Counter[Voice]]) -> NoteVoice:
    words: Counter[Voice] = Counter()
    for unit in units:
        words.update(spoken.get(unit.index, Counter()))
    return NoteVoice(
        source,
        units[0].index,
        month_of(units[0].note),
        sum(len(u.text.split()) for u in units),
        words[Voice.OWN_WORDS],
        words[Voice.REPORTED],
        words[Voice.OBSERVED],
        _alone(units),
    )


def _alone(units: Sequence[Unit]) -> Alone:
    said = seen_alone("\n".join([units[0].note, *(u.text for u in units)]))
    return Alone.UNKNOWN if said is Alone.NO and _MEETING.search(units[0].note) else said


def case_of(source: str, notes: Sequence[NoteVoice]) -> CaseVoice:
    """What the notes of one case come to. Their order in the file is taken for the order of time where dates lack."""
    dated = [n.month for n in notes if n.month is not None]
    newest_first = bool(dated) and dated[0] > dated[-1]
    ordered = list(reversed(notes)) if newest_first else list(notes)
    spoke = [i for i, note in enumerate(ordered) if note.own_words]
    months = [n.month for n in notes if n.own_words and n.month is not None]
    presence, alone = Counter(n.presence for n in notes), Counter(n.alone for n in notes)
    return CaseVoice(
        source,
        len(notes),
        {p: presence[p] for p in Presence},
        {a: alone[a] for a in Alone},
        max(dated) - max(months) if months else None,
        len(ordered) - 1 - spoke[-1] if spoke else len(ordered),
    )


def seen_alone(text: str) -> Alone:
    """What a note says: seen alone, not seen alone, or nothing (or both, of several children)."""
    no = bool(_NO.search(text))
    rest = _LATER.sub(" ", _NO.sub(" ", text))
    yes = bool(_YES.search(rest))
    if yes == no:
        return Alone.UNKNOWN
    return Alone.YES if yes else Alone.NO


def month_of(heading: str) -> int | None:
    """Months since year 0 of the date in a heading ('[March 2026] | Visit'); none if it has no month and year."""
    if m := _ISO.search(heading):
        return _months(int(m[1]), int(m[2]))
    if m := _DAY_FIRST.search(heading):
        return _months(int(m[2]), int(m[1]))
    if m := _NAMED.search(heading):
        return _months(int(m[2]), _MONTHS.index(m[1].lower()) + 1)
    return None


def _months(year: int, month: int) -> int | None:
    year += 2000 if year < 100 else 0
    return year * 12 + month if 1 <= month <= 12 else None
