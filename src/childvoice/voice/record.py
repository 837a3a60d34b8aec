"""Whom a record is about: the child named most, and the child whose name was taken for an adult's."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from childvoice.records import Document, Group, Kind, Unit
from childvoice.voice.roles import group_is_known
from childvoice.voice.sentences import quotations

# Without a roster the noun of a pseudonym is a guess. 'X's wishes', 'X was asleep', 'saw X in his room': a child.
_GUESS = r"\[(?:Person|Worker) \d+\]"
_OF_A_CHILD = re.compile(
    rf"(?P<who>{_GUESS})(?:['’]s? (?:(?:own|foster|new|birth|school|consultation|little|big|older|younger) )?(?:mum|mam|mother|dad|father|nan|gran\w*|bedroom|room|school|nursery|carers?|wishes|views?|voice|teacher|ta|placement|form|review|siblings?|brothers?|sisters?|class|head of year|worries|bed|cot|school report|attendance)\b"
    r"| (?:was|is|were) (?:\w+ )?(?:in year|asleep|awake|in (?:his|her|their) (?:room|bedroom|pyjamas|cot|bed|uniform)|playing|colouring|drawing|at (?:school|nursery)|seen|spoken to|in (?:foster|care))|,? \(?aged? (?:\d|\[)|,? (?:\(?\d{1,2}\)?|a baby)[,. ])",
    re.IGNORECASE,
)
_SEEN = re.compile(
    rf"\b(?:saw|seen|key ?work(?: session)? with|return (?:home )?interview with|visit to see|wishes and feelings of|alone with|houses with|direct work with|session with|play(?:ed|ing) with|i met|collected|voice of) (?P<who>{_GUESS})",
    re.IGNORECASE,
)
_OF_AN_ADULT = re.compile(
    rf"\b(?:mr|mrs|ms|miss|dr|pc|dc|sgt|sw|worker|manager|teacher|officer|nurse|carer|solicitor|advocate|visitor|supervisor|midwife|colleague|iro|chair)\.?,? (?P<who>{_GUESS})|(?P<too>{_GUESS})(?:,? (?:from (?:the )?\w+|\((?:sw|tm|hv|fsw|iro|dsl|gp|ta|\w+ (?:worker|teacher|manager|officer))\)|(?:the )?(?:social worker|manager|advocate|teacher|chair|iro)\b)| (?:will|to) (?:ring|call|chase|contact|visit|complete|liaise|arrange|email)|['’]s (?:caseload|team|manager|supervision))",
    re.IGNORECASE,
)
_YOU, _THIRD = re.compile(r"(?i)\byour?\b"), re.compile(r"(?i)\b(?:he|she|his|her|him)\b")
_OWN_CHILD = re.compile(
    r"(?i)\b(?:my|your|our) (?:little |eldest |youngest |oldest |own |only )?(?:(?P<m>sons?|lads?|boys?|grandsons?)|(?P<f>daughters?|girls?|lass|granddaughters?))\b"
)


def standing_for_children(document: Document) -> tuple[Document, dict[str, str]]:
    """The document with [Child ...] of the same length where a guessed pseudonym is a child's, and what they stand for.

    Offsets stay what they were; the texts are for reading alone and are never shown.
    """
    text = "\n".join(u.text for u in document.units)
    named = Counter(re.findall(_GUESS, f"{document.source.title}\n{text}"))
    if not named:
        return document, {}
    authors = " ".join(u.note for u in document.units)
    childlike = Counter(m["who"] for m in _OF_A_CHILD.finditer(text))
    childlike.update(m["who"] for m in _SEEN.finditer(text))
    adult = Counter(m["who"] or m["too"] for m in _OF_AN_ADULT.finditer(text))
    least = 2 if re.search(r"\[Child \d+\]", text) else 1
    stands: dict[str, str] = {}
    for who in sorted(named):
        if childlike[who] >= least and childlike[who] > adult[who] and who not in authors:
            # Both nouns are one letter longer than 'Child': a digit before the number keeps the length and the two apart.
            stands[who] = f"[Child {'0' if 'Person' in who else '9'}{who.split()[1]}"
    if not stands:
        return document, {}

    def put(unit: Unit) -> Unit:
        return replace(unit, text=re.sub(_GUESS, lambda m: stands.get(m[0], m[0]), unit.text))

    read = Document(document.source, tuple(put(u) for u in document.units))
    return read, {child: who for who, child in stands.items()}


# What grown-ups do at a meeting of children, as minutes tell it.
_RUNS_A_MEETING = re.compile(
    rf"(?i)(?:\b(?:cllr|councillor|mrs?|ms|miss|dr|worker|manager|officer|director|chair(?:ed by)?|led by|supported by|advocate|teacher|staff|minutes(?: taken)? by|apologies(?: from| were received from)?|action)[:,]? (?P<by>{_GUESS})"
    rf"|(?P<who>{_GUESS})(?:,? (?:\((?!aged?\b)[^)]+\)|(?:the )?(?:participation|social|youth|support)? ?(?:worker|manager|officer|director|chair|advocate|councillor|head)\b)|['’]s team"
    rf"| (?:\w+ )?(?:will|would|to |agreed to|is to|explained|thanked|welcomed|apologi[sz]ed|introduced|opened|closed|chaired|presented|updated|promised|confirmed|reminded|read out|said (?:that )?(?:she|he|they) (?:will|would|could|had (?:asked|raised))|asked (?:the (?:group|members|young people)|everyone|members|for (?:views|ideas)))\b))"
)


def members_of(document: Document) -> Document:
    """At a meeting of children, the document in which guessed workers who do nothing that a grown-up does are members.

    '[Worker 2]' is as long as '[Person 2]', so that offsets stay what they were. The text is for reading alone.
    """
    text = "\n".join(u.text for u in document.units)
    running = {m["by"] or m["who"] for m in _RUNS_A_MEETING.finditer(text)}
    people = set(re.findall(r"\[Person \d+\]", text))
    stands = {
        who: who.replace("Worker", "Person")
        for who in set(re.findall(r"\[Worker \d+\]", text))
        if who not in running and who.replace("Worker", "Person") not in people
    }
    if not stands:
        return document

    def put(unit: Unit) -> Unit:
        return replace(unit, text=re.sub(r"\[Worker \d+\]", lambda m: stands.get(m[0], m[0]), unit.text))

    return Document(document.source, tuple(put(u) for u in document.units))


def main_child(document: Document) -> str:
    """The child whom the document is about: the one named most often, the first of equals."""
    named = Counter(m for u in document.units for m in re.findall(r"\[Child \d+\]", f"{u.speaker} {u.text}"))
    named.update(dict.fromkeys(re.findall(r"\[Child \d+\]", document.source.title), 3))
    return max(named, key=lambda c: (named[c], -int(c[7:-1]))) if named else ""


def of_one_child(document: Document) -> bool:
    """Whether a record is about one child: no other is named nearly as often, so that 'he' may be told from 'she'."""
    return _alone(document) and document.source.kind in (Kind.CASE_NOTE, Kind.LETTER, Kind.REPORT)


def _alone(document: Document) -> bool:
    """Whether no other child is named half as often as the first."""
    named = Counter(
        m for u in document.units for m in re.findall(r"\[Child \d+\](?!['’]s (?:mum|dad))", u.text)
    ).most_common(2)
    return len(named) < 2 or named[1][1] * 2 <= named[0][1]


def quotes_in_single_marks(document: Document) -> bool:
    """Whether the writer quotes in single marks: there are some, of several words, and no double ones."""
    text = "\n".join(u.text for u in document.units)
    if re.search('["“]', text):
        return False
    return sum(len(text[a:b].split()) >= 3 for a, b in quotations(text)) >= 2


def is_about_a_child(document: Document) -> bool:
    """Whether an unnamed person in the text is the child: a record about one, not a report about many.

    A case note always is; minutes, letters and reports of staff or parents are where one child is named, in reports
    three times or more, and no other half as often.
    """
    source = document.source
    if source.group in (Group.CHILD, Group.RECORD) or source.kind is Kind.CASE_NOTE:
        return True
    return (
        source.kind in (Kind.MEETING, Kind.LETTER, Kind.REPORT)
        and source.group is not Group.POLICY
        and group_is_known(document)
        and _named(document) >= (3 if source.kind is Kind.REPORT else 1)
        and _alone(document)
    )


def _named(document: Document) -> int:
    """How often the child is named whom a document names most."""
    child = main_child(document)
    return sum(u.text.count(child) for u in document.units) if child else 0


def is_to_a_child(document: Document) -> bool:
    """Whether a letter or a note speaks to the child ('you told me'), who is then nobody's 'he' or 'she'."""
    text = " ".join(u.text for u in document.units)
    return len(_YOU.findall(text)) > max(7, len(_THIRD.findall(text)))


def gender_of_own_child(document: Document) -> str:
    """'m' or 'f' where all that is said of the children of those who speak is 'my son', or 'your daughter'."""
    found = {m.lastgroup or "" for u in document.units for m in _OWN_CHILD.finditer(u.text)}
    return found.pop() if len(found) == 1 else ""
