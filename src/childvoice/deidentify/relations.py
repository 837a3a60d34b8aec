"""What the text itself says of people: whose mum, which job. Only for people whom the roster does not know.

Each mention is looked at with the words beside it. What most mentions say counts; where two things are said equally
often, or where it cannot be told whose mum, nothing is said.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from childvoice.deidentify.link import Entity
from childvoice.records import Label

_KIN = {
    **dict.fromkeys(("mum", "mam", "mom", "mummy", "mammy", "mother", "mo"), "mum"),
    **dict.fromkeys(("dad", "daddy", "father", "fa"), "dad"),
    **dict.fromkeys(("stepmum", "step-mum", "stepmother", "step-mother"), "stepmum"),
    **dict.fromkeys(("stepdad", "step-dad", "stepfather", "step-father"), "stepdad"),
    **dict.fromkeys(("nan", "nana", "nanna", "nanny", "gran", "granny", "grandma", "grandmother", "mgm", "pgm"), "gran"),
    **dict.fromkeys(("grandad", "granda", "grandpa", "grandfather", "mgf", "pgf"), "grandad"),
    **dict.fromkeys(("aunt", "auntie", "aunty"), "aunt"),
    **dict.fromkeys(("brother", "bro"), "brother"),
    **dict.fromkeys(("sister", "sis"), "sister"),
    **dict.fromkeys(("foster carer", "foster mum", "foster dad", "f/c"), "foster carer"),
    **{word: word for word in ("uncle", "cousin")},
}  # fmt: skip
_JOBS = {
    **dict.fromkeys(("social worker", "s/w", "sw", "nqsw", "ssw", "duty social worker", "student sw", "allocated worker"), "Social worker"),
    **dict.fromkeys(("family support worker", "fsw"), "Family support worker"),
    **dict.fromkeys(("iro", "reviewing officer", "independent reviewing officer"), "Reviewing officer"),
    **dict.fromkeys(("interviewer", "facilitator", "researcher"), "Interviewer"),
    **dict.fromkeys(("advocate",), "Advocate"),
    **dict.fromkeys(("manager", "team manager", "tm", "practice manager", "service manager"), "Manager"),
    **dict.fromkeys(("health visitor", "hv"), "Health visitor"),
    **dict.fromkeys(("pc", "dc", "sgt", "ds", "di", "police officer", "police"), "Police officer"),
    **dict.fromkeys(("teacher", "head teacher", "headteacher", "tutor", "head of year", "senco", "dsl"), "Teacher"),
}  # fmt: skip
_ALL = "|".join(re.escape(w) for w in sorted((*_KIN, *_JOBS), key=lambda w: (-len(w), w)))
_OWNER = r"(?:(?P<who>[^\W\d_][\w’'-]*?(?:[ ][^\W\d_][\w-]*)?)['’]s[ ]|(?P<whose>my|his|her|their|our)[ ])?"
_BEFORE = re.compile(
    rf"(?i)(?<![\w'’/]){_OWNER}(?P<what>{_ALL})(?:[ ]*[:,(–-][ ]*|[ ]+(?:is|was|called|named)[ ]+|[ ]+)(?:mrs?|ms|miss|dr)?\.?[ ]?$"
)
_AFTER = re.compile(
    rf"(?i)^(?:[ ]?[(,–-][ ]?|[ ]is[ ]|,[ ]is[ ])(?:the[ ]|a[ ])?{_OWNER}(?P<what>{_ALL})(?![\w’'/])"
)
_TITLE = re.compile(rf"(?i)^(?P<what>{_ALL})\.?[ ](?=\S)")
_TURN = re.compile(rf"(?im)^(?P<what>{_ALL}):")
_WINDOW = 60


@dataclass(frozen=True, slots=True)
class Told:
    """What the text says of people: entity key to (relation, key of the child), and entity key to job noun.

    The key of the child is empty where it is not said whose gran or uncle somebody is.
    """

    kin: dict[str, tuple[str, str]] = field(default_factory=dict, repr=False)
    jobs: dict[str, str] = field(default_factory=dict, repr=False)


def told_by(texts: Sequence[str], entities: Sequence[Entity]) -> Told:
    """Read relations and jobs from ``texts``, one a document, in which the mentions of ``entities`` stand."""
    children: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for entity in entities:
        if entity.label is Label.PERSON_CHILD:
            for m in entity.mentions:
                children[m.document][entity.key].update({m.surface.casefold(), *m.surface.casefold().split()})
    kin: dict[str, tuple[str, str]] = {}
    jobs: dict[str, str] = {}
    turns = [_turn_labels(text) for text in texts]
    for entity in entities:
        if entity.person or entity.label not in (Label.PERSON_FAMILY, Label.PERSON_STAFF):
            continue
        said: Counter[tuple[str, str]] = Counter()
        for m in entity.mentions:
            text = texts[m.document]
            for found in (
                _TITLE.match(m.surface),
                _BEFORE.search(text[max(0, m.start - _WINDOW) : m.start].rpartition("\n")[2]),
                _AFTER.match(text[m.end : m.end + _WINDOW].partition("\n")[0]),
            ):
                if found is None:
                    continue
                what = found["what"].casefold()
                if found.re is _BEFORE and what in turns[m.document]:
                    continue  # 'Researcher: Ellie, what do you ...' is a turn and tells nobody's job
                if entity.label is Label.PERSON_STAFF:
                    if what in _JOBS:
                        said[_JOBS[what], ""] += 1
                elif what in _KIN:
                    said[_KIN[what], _whose(found, children[m.document])] += 1
        best = said.most_common(2)
        if not best or (len(best) == 2 and best[0][1] == best[1][1]):
            continue
        if entity.label is Label.PERSON_STAFF:
            jobs[entity.key] = best[0][0][0]
        else:
            kin[entity.key] = best[0][0]
    return Told(kin, jobs)


def _turn_labels(text: str) -> frozenset[str]:
    """Words for roles that begin several lines with a colon: labels of speakers, no headings of a form."""
    counts = Counter(m["what"].casefold() for m in _TURN.finditer(text))
    return frozenset(what for what, n in counts.items() if n > 1)


def _whose(found: re.Match[str], children: dict[str, set[str]]) -> str:
    """Key of the child that the relative is of: the one who is named, or the only one in the document."""
    who = found.groupdict().get("who")
    if who:
        named = [key for key, names in children.items() if who.casefold() in names]
        return named[0] if len(named) == 1 else ""
    return next(iter(children)) if len(children) == 1 else ""
