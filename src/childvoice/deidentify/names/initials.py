"""Initials that stand for people: of those named in full, letters that act ('J said'), signatures, labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from childvoice.deidentify.names.lexicon import frequency, given_names, never_names
from childvoice.deidentify.spans import Found
from childvoice.records import Label

_ACTS = (
    r"(?:said|says|told|tells|stated|states|reported|reports|asked|asks|was|is|has|had|wants|wanted|feels|felt|likes|hates|loves|"
    r"did|does|doesn['’]?t|didn['’]?t|presented|appeared|attended|engaged|smiled|came|went|seen|seemed|continues|remains|disclosed|thinks|thought|"
    r"and (?:[A-Z]\b|mum|dad|mo\b|fa\b)|will|would|can|can['’]?t|couldn['’]?t|wd|cd|spoke|talked|became|lives|looked|played|showed|got|gets|needs|knows|may|refused|agreed|agrees|"
    r"expressed|shared|explained|explains|described|confirmed|advised|offered|rang|called|visited|met|saw|left|arrived|drew|chose|gave|read|noted|felt|updated|thanked|"
    r"isn['’]?t|wasn['’]?t|hasn['’]?t|won['’]?t|sd|reports|presents|settled|struggles|struggled|cried|laughed|ran|sat|took|made|still|now|then|also)"
)
_OWNS = (
    r"(?:mum|mam|mom|mother|dad|father|mo|fa|parents?|nan|gran|grandma|sister|brother|sib|siblings?|family|carers?|foster|worker|social|sw|teacher|school|friend|partner|house|home|"
    r"bed(?:room)?|room|flat|birthday|plan|file|views?|wishes|wish|voice|words|review|contact|behaviour|sleep|phone|attendance|placement|needs|own|notes?|story|meds|"
    r"drawing|picture|face|hand|side|class|bag|coat|key ?worker|advocate|solicitor|iro|hv|gp|paed|feelings?|presentation|development|speech|health|safety|lived)"
)
_ACTING = re.compile(
    rf"(?<![\w.&/'’-])([A-Z])(?:\.(?=\s[a-z]))?(?:(?=['’]s\s+{_OWNS}\b)|(?:['’]s)?(?=\s+{_ACTS}\b))"
)
_ASKED = re.compile(
    r"\b(?:[Dd]oes|[Dd]id|[Ww]ould|[Ww]ill|[Cc]ould|[Cc]an|[Dd]oesn['’]t|[Dd]idn['’]t) ([A-Z]) (?=(?:want|like|feel|need|know|think|say|understand|have|get|live|see|go|come|eat|sleep|trust|speak|talk|tell)\b)"
)
# 'Plan B', 'Room C', 'Key Stage A' are things with a letter.
_THINGS = (
    r"(?:plan|option|vitamin|appendix|section|grade|level|class|room|block|flat|unit|set|group|form|part|team|hepatitis|hep|type|point|item|bay|ward|gate|platform|figure|table|category|cat|child|"
    r"parent|adult|sibling|carer|professional|question|answer|step|tier|band|stage|article|paragraph|para|annex|schedule|house|year|team|zone)"
)
_STANDS = re.compile(
    rf"(?i:(?<!\w){_THINGS} )?(?<![\w.&/'’-])([A-Z])(?:\.(?=\s+[a-z]))?(?=['’]s\b|[\s,.;:)?!/]|$)(?!\.[A-Za-z])(?!\s*(?:&|\+|plus\b|[Ll]evel|[-–]?\d))"
)
_ROLES = frozenset(
    "sw ssw tm pc dc ds di pa hv gp ta fc mo fa yp ed it is as am pm ok id tv pe re uk us la eu ni ie eg er ot iro fsw dsl atm ht aht tbc tba dob nhs cin cla lac cp "
    "sen ehc chc mh nfa ssd cc nb ref ad bc ll tb hr ma ba bsc va vs mr ms dr st no so to do go on of or in if we he me my at an by up us be oh hi ah ha".split()
)
"""Letters that stand for a job, a thing or a word wherever they stand."""
_PERSON_BEFORE = re.compile(
    r"(?i)(?:\b(?:with|by|told|asked|from|saw|see|met|rang|called|spoke to|cc|for|action|signed|initials|and|re|to|visit|jv|tc|of)[ \t:]+|\()$"
)
_PERSON_AFTER = re.compile(
    rf"^(?:['’]s\b|[ \t]+(?:{_ACTS}|to [a-z]+)\b|[ \t]*=|\)|[ \t]+\d|[ \t]*(?:\.|,|;|$))", re.MULTILINE
)
_SIGNED = re.compile(r"(?m)^[ \t]*([A-Z]{1,3})\.?[ \t]*(?:x+|X+|😊|❤️)?[ \t]*$")
_LOWER = re.compile(
    r"(?im:\b(?:sw|s/w|tm|worker|author|signed|sgd|recorded by|completed by|initials?)[ \t]*[:=][ \t]*)([a-z]{2,3})(?=[\s,.;)]|$)"
)


def initials(text: str, found: Iterable[Found]) -> Iterator[Found]:
    """Initials used as names. ``found`` are the people found so far: what their names are cut down to counts."""
    people = [
        (f, re.findall(r"[^\W\d_]+", text[f.start : f.end]))
        for f in found
        if f.label.is_person and f.score >= 0.7
    ]
    full = {"".join(w[0] for w in words).upper() for _, words in people if words}
    full |= {words[0][0].upper() + words[-1][0].upper() for _, words in people if len(words) > 2}
    for short in sorted(i for i in full if 2 <= len(i) <= 4):
        yield from _of_full_names(text, short)
    yield from _acting(text)
    yield from _signatures(text, full | {words[0][0].upper() for _, words in people if words})
    for m in _LOWER.finditer(text):
        if m[1].islower() and frequency(m[1]) < 3.5 and m[1] not in never_names() | given_names():
            for again in re.finditer(rf"(?<![\w.&/-]){m[1]}(?![\w&/-])", text):
                yield Found(again.start(), again.end(), Label.PERSON_OTHER, "initials", 0.8)


def _of_full_names(text: str, short: str) -> Iterator[Found]:
    """Initials of people named in full. Shorthand ('DA', 'SH') is a person only where one acts, signs or is met."""
    if short.casefold() in _ROLES:
        return
    shorthand = short.casefold() in never_names()
    dotted = r"\.?\s?".join(re.escape(c) for c in short)
    for m in re.finditer(rf"(?<![\w.&/-]){dotted}\.?(?![\w&-])", text):
        if not m[0].rstrip(".").isupper():
            continue
        line = text[text.rfind("\n", 0, m.start()) + 1 : m.start()]
        told = _PERSON_AFTER.match(text[m.end() : m.end() + 24]) and (
            not line.strip(" -•*\t")
            or text[m.end() : m.end() + 3].lstrip(" ").startswith("= ")
            or _PERSON_BEFORE.search(line)
            or re.search(r"[.!?:]\s+$", line)
            or re.match(rf"\s+(?:{_ACTS}|to [a-z]+)\b", text[m.end() : m.end() + 24])
        )
        if not shorthand or told:
            end = m.end() - (1 if m[0].endswith(".") and "." not in m[0][:-1] else 0)
            yield Found(m.start(), end, Label.PERSON_OTHER, "initials", 0.85)


def _acting(text: str) -> Iterator[Found]:
    """A letter that acts somewhere is a person wherever it stands as one; I, A, R and Q are words and labels."""
    acting = {m[1] for pattern in (_ACTING, _ASKED) for m in pattern.finditer(text)} - {"I", "A", "R", "Q"}
    if not acting:
        return
    for m in _STANDS.finditer(text):
        if m[1] in acting and m.start() == m.start(1):
            yield Found(m.start(1), m.end(1), Label.PERSON_OTHER, "initial", 0.75)


def _signatures(text: str, known: set[str]) -> Iterator[Found]:
    """A line of nothing but the initials of somebody who is named."""
    for m in _SIGNED.finditer(text):
        if m[1] in known and m[1].casefold() not in _ROLES - {"a"}:
            yield Found(m.start(1), m.end(1), Label.PERSON_OTHER, "initials", 0.85)
