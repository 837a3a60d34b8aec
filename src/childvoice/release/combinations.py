"""What in a quote could point to somebody, told before a person approves it.

No name is needed to be recognised: an age with a rare event, or a disability with a school year, may do. Each reason
here is a sentence for the person who decides; a few stop the approval altogether. They say what to look at and prove
nothing: who knows a family may know a turn of phrase.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from types import ModuleType

from childvoice.deidentify import recognisers
from childvoice.deidentify.risk import told_in
from childvoice.drawer import plugins
from childvoice.findings import column_of
from childvoice.findings.suppression import SUPPRESSED
from childvoice.nouns import RELATIVES
from childvoice.overview import Overview
from childvoice.records import CHILDREN, Excerpt, Kind, Label, Voice
from childvoice.release.cut import Approved
from childvoice.report import wording

_DIRECT = frozenset(
    {
        Label.POSTCODE, Label.PHONE, Label.EMAIL, Label.URL, Label.HANDLE, Label.NHS_NUMBER, Label.NINO, Label.UPN,
        Label.CASE_ID, Label.VEHICLE_REG,
    }
)  # fmt: skip
_LONG = 60  # words; a voice is known by less than a page of it
_TOGETHER = 2
_INSIDER = 4
_REFUSED = re.compile(r"(?i)\b(?:no|not|none|never|without|withdrawn|withdrew|refused|unless|except|only)\b")
_PLAIN = {"crime or court": "crime or a court case"}
_PRESS = ("rare event", "crime or a court case")
_OWN_AGE = re.compile(
    r"(?i)\b(?:I['’]m|I am|I was|I turned|since I was|I['’]ve been) (?:only |about |nearly )?"
    r"(\d{1,2}|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen)\b"
    r"(?! (?:minutes?|hours?|days?|weeks?|months?|miles?|times?|pounds?|of))"
)
_OTHERS = re.compile(rf"\[((?:Child|{RELATIVES}|Person) \d+(?:[’'][^\]]{{1,40}})?)\]")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A reason to look again, as a sentence. One that ``stops`` must be mended before the quote can be approved."""

    told: str
    stops: bool = False


def identifiers(text: str) -> list[str]:
    """Name the kinds of direct identifier that stand in a text by their form: 'phone', 'postcode' ...

    >>> identifiers("Ring me on 07700 900123.")
    ['phone']
    """
    found = {
        f.label
        for module in _recognisers()
        for f in module.find(text)
        if f.label in _DIRECT and f.score >= 0.8
    }
    return sorted(wording.FLAGS[label] for label in found)


@cache
def _recognisers() -> tuple[ModuleType, ...]:
    return tuple(m for m in plugins(recognisers.__name__) if _DIRECT & set(m.LABELS))


class Combinations:
    """Looks at quotes of one review. Make one for a review as it is now; it counts the people of each kind once."""

    def __init__(self, seen: Overview) -> None:
        self._seen = seen
        self._flags: dict[tuple[str, int], list[str]] = {}
        for flag in seen.flags:
            self._flags.setdefault((flag.source, flag.unit), []).append(flag.reason)
        self._alike: dict[tuple[str, str], set[str]] = {}
        for e in seen.excerpts:
            self._alike.setdefault(self._kind_of(e), set()).add(e.participant)
        self._tell: dict[tuple[str, str], set[str]] = {}
        for e in seen.excerpts:
            for kind, value, known in _told_in(e.text):
                if known:
                    self._tell.setdefault((kind, value), set()).add(e.participant)

    def _kind_of(self, excerpt: Excerpt) -> tuple[str, str]:
        return excerpt.role.value, self._seen.source_by_id[excerpt.source].kind.value

    def doubts(self, words: Approved, approved: Iterable[Approved] = ()) -> list[Doubt]:
        """Tell what in the words could point to somebody; ``approved`` are the quotes that would stand beside them."""
        seen = self._seen
        if words.excerpt in seen.concerns or words.excerpt not in seen.by_id:
            return [
                Doubt("This passage is the safeguarding lead's, or is no longer in the review", stops=True)
            ]
        excerpt = seen.by_id[words.excerpt]
        text = excerpt.text[words.start : words.end]
        found = [
            Doubt(f"It still holds a {kind}: take it out on the page of redactions first", stops=True)
            for kind in identifiers(text)
        ]
        found += self._details(excerpt, text, approved)
        found += self._place(excerpt, text)
        found += self._few(excerpt)
        return found

    def _details(self, excerpt: Excerpt, text: str, approved: Iterable[Approved]) -> Iterator[Doubt]:
        own = _told_in(text)
        outside = list(dict.fromkeys(kind for kind, _, known in own if known))
        inside = list(dict.fromkeys(kind for kind, _, known in own if not known))
        for kind in (k for k in outside if k in _PRESS):
            yield Doubt(
                f"It tells of {'a ' * (kind == _PRESS[0])}{kind}, which a newspaper may have told too"
            )
        least = self._seen.policy.least
        rare = [
            kind
            for kind, value, known in own
            if known and kind not in _PRESS and len(self._tell.get((kind, value), ())) < least
        ]
        if rare and len(outside) < _TOGETHER:
            yield Doubt(
                f"Fewer than {least} people in this review tell of the same {_listed(list(dict.fromkeys(rare)))}"
            )
        if len(outside) >= _TOGETHER:
            yield Doubt(f"These stand together in it: {_listed(outside)}. Few people may share all of them")
        elif len(outside) + len(inside) >= _INSIDER:
            yield Doubt(f"Who knows the case could put these together: {_listed([*outside, *inside])}")
        if excerpt.role not in CHILDREN and excerpt.voice is not Voice.REPORTED:
            return
        others = [
            kind
            for a in approved
            if a.excerpt != excerpt.id
            and (e := self._seen.by_id.get(a.excerpt)) is not None
            and e.participant == excerpt.participant
            for kind, _, known in _told_in(e.text[a.start : a.end])
            if known
        ]
        added = [k for k in dict.fromkeys(others) if k not in outside]
        if outside and added:
            yield Doubt(
                f"With another quote of the same person that is approved, these come together: {_listed([*outside, *added])}"
            )

    def _place(self, excerpt: Excerpt, text: str) -> Iterator[Doubt]:
        reasons = dict.fromkeys(self._flags.get((excerpt.source, excerpt.unit), []))
        for reason in reasons:
            yield Doubt(f"Taking names out was in doubt here: {reason}")
        others = sorted(set(_OTHERS.findall(text)))
        if others:
            yield Doubt(f"It tells of somebody else: {_listed(others)}")
        source = self._seen.source_by_id[excerpt.source]
        if source.transcribed_by == "machine":
            yield Doubt("A machine wrote this transcript: listen before you quote it")
        if source.kind is Kind.CASE_NOTE:
            yield Doubt("It is from a case record: nobody was asked whether it may be quoted")
        elif _REFUSED.search(source.consent):
            yield Doubt(f"Read what is noted on consent: {source.consent}")
        words = len(text.split())
        if words > _LONG:
            yield Doubt(f"It is long ({words} words): quote only what is needed")

    def _few(self, excerpt: Excerpt) -> Iterator[Doubt]:
        seen = self._seen
        source = seen.source_by_id[excerpt.source]
        if len(self._alike[self._kind_of(excerpt)]) < seen.policy.least:
            who = wording.ROLES[excerpt.role]
            yield Doubt(
                f"Fewer than {seen.policy.least} people stand behind '{who}, {wording.KINDS[source.kind]}', which is shown with it"
            )
        column = column_of(role=excerpt.role, voice=excerpt.voice, kind=source.kind, group=source.group)
        themes = {r.theme for r in seen.rows if r.excerpt_id == excerpt.id and r.counts}
        few = [
            seen.label(t)
            for t in seen.codebook.ids
            if column is not None
            and t in themes
            and (cell := seen.cells.get((t, column))) is not None
            and seen.count(cell.participants) == SUPPRESSED
        ]
        if few:
            yield Doubt(f"So few raised it that the number is not shown: {_listed(few)}")


@lru_cache(maxsize=200_000)
def _told_in(text: str) -> tuple[tuple[str, str, bool], ...]:
    """The details of a text, an age that a person tells of themselves among them."""
    own = [("age", m[1].casefold(), True) for m in _OWN_AGE.finditer(text)]
    return tuple(dict.fromkeys([*own, *((_PLAIN.get(k, k), v, known) for k, v, known in told_in(text))]))


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
