"""Readable bracketed stand-ins that tell role and relation: [Child 3], [Child 3’s mum], [Social worker 2], [Town 2].

Numbers come from the order of the roster and then of first mention (by document id, not by file order), or, where the
review has a secret, from a keyed hash of who it is, so that a number tells nothing of the roster's order. Either way the
same files give the same pseudonyms in whatever order and on however many processes they are read. What an earlier run
gave (``known``) stays, so that a document that comes later renumbers nobody.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from childvoice.deidentify.generalise import age_band, month, place_level, shifted, whole_years, year
from childvoice.deidentify.link import Entity
from childvoice.deidentify.policies import Action, action
from childvoice.deidentify.relations import told_by
from childvoice.deidentify.roster import Person, Roster
from childvoice.nouns import NOUNS
from childvoice.records import Label

_FIXED = {
    Label.POSTCODE: "[postcode]",
    Label.PHONE: "[phone number]",
    Label.EMAIL: "[email address]",
    Label.URL: "[web address]",
    Label.HANDLE: "[username]",
    Label.NHS_NUMBER: "[NHS number]",
    Label.NINO: "[National Insurance number]",
    Label.UPN: "[pupil number]",
    Label.CASE_ID: "[reference number]",
    Label.VEHICLE_REG: "[vehicle registration]",
    Label.RARE_EVENT: "[rare event]",
    Label.AGE: "[age]",
}
_JOBS = (
    ("social worker", "Social worker"),
    ("family support worker", "Family support worker"),
    ("reviewing officer", "Reviewing officer"),
    ("interviewer", "Interviewer"),
    ("advocate", "Advocate"),
    ("manager", "Manager"),
    ("health visitor", "Health visitor"),
    ("police", "Police officer"),
    ("teacher", "Teacher"),
    ("nqsw", "Social worker"),
)
_RELATION = re.compile(r"^\s*(?P<what>[\w -]+?) of (?P<who>\w+)\s*$")


@dataclass(frozen=True, slots=True)
class Numbering:
    """How numbers are given: with which secret, and what stands from earlier runs (``fingerprint`` to pseudonym).

    ``ids`` are the ids of the documents, in the order in which mentions count them. Fingerprints are keyed hashes, so
    that what is kept of a run says nobody's name, and cannot be tried against a list of names without the secret.
    """

    secret: bytes = field(default=b"", repr=False)
    known: Mapping[str, str] = field(default_factory=dict)
    ids: Sequence[str] = ()

    def fingerprint(self, key: str) -> str:
        """The keyed hash (HMAC-SHA256) of an entity's key, with the id of its document where the key has a number."""
        number, colon, name = key.partition(":")
        if colon and number.isdigit() and int(number) < len(self.ids):
            key = f"{self.ids[int(number)]}:{name}"
        return hmac.new(self.secret, key.encode(), hashlib.sha256).hexdigest()


PLAIN = Numbering()
"""Numbers by order, nothing kept."""


def assign(
    entities: Sequence[Entity],
    roster: Roster,
    *,
    texts: Sequence[str] = (),
    numbering: Numbering = PLAIN,
) -> dict[str, str]:
    """A pseudonym for the key of every entity that needs a number; people of the roster keep theirs always.

    ``texts`` are the documents that the mentions stand in; with them relations and jobs are read from the words too.
    """
    told = told_by(texts, entities) if texts else told_by((), ())
    pseudonyms: dict[str, str] = {}
    used = set(numbering.known.values())
    last: dict[str, int] = defaultdict(int)
    for name in used:
        if match := re.fullmatch(r"\[(.+?) (\d+)\]", name):
            last[match[1]] = max(last[match[1]], int(match[2]))

    def give(key: str, noun: str, relation: str = "") -> None:
        earlier = numbering.known.get(numbering.fingerprint(key)) if numbering.known else None
        if earlier:
            pseudonyms[key] = earlier
        elif relation and relation not in used:
            used.add(relation)
            pseudonyms[key] = relation
        else:
            last[noun] += 1
            pseudonyms[key] = f"[{noun} {last[noun]}]"
            used.add(pseudonyms[key])

    people = {f"roster:{p.id}": p for p in roster.people}
    others = {e.key: e for e in entities if e.key not in people and e.label in NOUNS}
    keys = [*people, *others]
    if numbering.secret:
        keys.sort(key=lambda k: (k not in people, numbering.fingerprint(k)))
    labels = {k: people[k].label if k in people else others[k].label for k in keys}
    # Children first: relatives are named after them.
    for key in sorted(keys, key=lambda k: labels[k] is not Label.PERSON_CHILD):
        if key in people:
            person = people[key]
            give(key, _noun(person.label, person.notes), _of_relation(person, pseudonyms))
        elif key in told.kin:
            what, child = told.kin[key]
            give(key, what.capitalize(), _possessive(pseudonyms.get(child, ""), what))
        elif labels[key] is Label.LOCATION:
            give(key, place_level(others[key].mentions[0].surface))
        else:
            give(key, told.jobs.get(key, NOUNS[labels[key]]))
    return pseudonyms


def _noun(label: Label, notes: str) -> str:
    if label is Label.PERSON_STAFF:
        for word, noun in _JOBS:
            if word in notes.casefold():
                return noun
    return NOUNS[label]


def _of_relation(person: Person, pseudonyms: Mapping[str, str]) -> str:
    """[Child 3’s mum] for a relative whose child the roster names."""
    match = _RELATION.match(person.relation)
    if person.label is not Label.PERSON_FAMILY or not match:
        return ""
    return _possessive(pseudonyms.get(f"roster:{match['who']}", ""), match["what"].strip().lower())


def _possessive(child: str, what: str) -> str:
    return f"[{child.strip('[]')}’s {what}]" if child else ""


_BIRTH = re.compile(r"(?i)(?:d\.?o\.?b\.?|date of birth|born(?: on)?)\b[\s:=-]*$")


def stand_in(
    label: Label, surface: str, numbered: str | None, before: str, policy: str, weeks: int = 0
) -> str | None:
    """What replaces ``surface``: a pseudonym, something less exact, or None where the policy keeps it.

    ``before`` are the words before it, ``weeks`` by how much policy ``light`` moves dates.
    """
    what = action(label, policy)
    if what is Action.FLAG:
        return None
    if label is Label.DATE and _BIRTH.search(before):
        return "[date of birth]"
    if label is Label.LOCATION:
        level = place_level(surface)
        if what is Action.LEVEL_ALONE:
            return f"[{level.lower()}]"
        return None if what is Action.LEVEL_BELOW_TOWN and level == "Town" else numbered
    if what is Action.SHIFT:
        return shifted(surface, weeks)
    less_exact = {Action.MONTH: month, Action.YEAR: year, Action.YEARS: whole_years, Action.BAND: age_band}
    if what in less_exact:
        return less_exact[what](surface)
    return _FIXED.get(label, numbered)
