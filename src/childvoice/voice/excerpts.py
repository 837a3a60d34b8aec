"""Documents into excerpts: passages of one speaker and one voice, small enough to quote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from childvoice.records import CHILDREN, Document, Excerpt, Group, Kind, Role, Unit, Voice
from childvoice.voice.letters import by_a_grown_up
from childvoice.voice.notes import Passage, passages
from childvoice.voice.people import gender_in
from childvoice.voice.record import (
    gender_of_own_child,
    is_about_a_child,
    is_to_a_child,
    main_child,
    members_of,
    of_one_child,
    quotes_in_single_marks,
    standing_for_children,
)
from childvoice.voice.reports import Heard, report_passages
from childvoice.voice.roles import bare, group_is_known, roles_of
from childvoice.voice.sentences import sentences
from childvoice.voice.unlabelled import roles_by_form

# A quote longer than this is not read; longer turns are divided at sentences.
LONGEST = 90

# What a grown-up added to a child's letter.
_ADDED = re.compile(
    r"(?i)\b(?:in (?:an adult|mum|dad|nan|gran|a grown-?up|her mum|his mum)['’]?s? (?:hand)?writing|(?:note|added|posted|written down|typed) (?:from|by|for) (?:mum|dad|nan|her|his|me|\[)|worker['’]s note)"
)
_USES_SYMBOLS = re.compile(
    r"(?i)\b(?:non-?verbal|non-?speaking|does not (?:use speech|speak|talk)|makaton|eye ?gaze|symbols?|aac|pecs|talker|communication (?:book|board|aid|device)|picture cards?|big ?mack|switch)\b"
)
# Words that a machine put in quotation marks nobody has checked.
_BY_MACHINE = re.compile(
    r"\bAI (?:generated|summary|notes?|draft|tool|text|wrote|assisted)\b|\bAI-\w+|(?i:\b(?:auto-?(?:generated|summary|summarised)|copilot|magic notes|machine-(?:written|made)|generated (?:by|from) )\b)"
)
# A child who does not use speech says things by signing and pointing.
_SIGNED = re.compile(
    r"(?i)^\[(?:puts|signs?|signed|points?|pointed|picks|presses|pressed|chooses|chose|selects|types|typed|draws|drew|thumbs|pushes|gives|holds up|shows|makes the|taps) .*\w"
)
# Who lives with a child tells what they saw at home; staff who look back tell stories.
_TALKS = {
    Role.PARENT: "family",
    Role.CARER: "family",
    Role.ADVOCATE: "family",
    Role.PARTNER: "family",
    Role.UNKNOWN: "family",
}
_ADVOCATE = re.compile(
    r"(?i)\b(?:i am (?:an|the|his|her|their) (?:independent )?(?:\w+ )?advocate|as (?:his|her|their|an) advocate)\b"
)
# '[laughs]' is nobody's words; '[Worker 2].' is an answer that is a name.
_STAGE = re.compile(r"^(?!\[[A-Z][^\]]*\d\])[\[(][^\])]{1,80}[\])]\.?$")


def excerpts_of(document: Document) -> list[Excerpt]:
    """Excerpts in the order of the text. Titles, headings and stage directions are left out."""
    if any(u.speaker for u in document.units):
        return list(_transcript(document))
    if any(u.question or u.respondent for u in document.units) and not any(u.note for u in document.units):
        return list(_survey(document))
    by_form = roles_by_form(document, known=group_is_known(document))
    if by_form:
        return list(_unlabelled(document, by_form))
    if (
        document.source.kind is Kind.LETTER
        and document.source.group is Group.CHILD
        and not by_a_grown_up(document)
    ):
        return list(_letter(document))
    return list(_prose(document))


def _transcript(document: Document) -> Iterator[Excerpt]:
    """Turns: a child's are own words; where an adult tells of a child, that stretch is told or seen."""
    roles = roles_of(document)
    main = main_child(document)
    # In an interview with one child, an adult who is by speaks of that child.
    alone = document.source.kind is Kind.INTERVIEW and document.source.group is Group.CHILD
    gender = (
        gender_in((u.text for u in document.units if roles.get(u.speaker) not in CHILDREN), main)
        if alone
        else ""
    )
    family = gender_of_own_child(document)
    asked = ""
    before: dict[str, str] = {}
    for unit in document.units:
        role = Role(unit.role) if unit.role else roles.get(unit.speaker, Role.UNKNOWN)
        if not unit.speaker or (
            _STAGE.match(unit.text) and not (role in CHILDREN and _SIGNED.match(unit.text))
        ):
            continue
        question = "" if role is Role.INTERVIEWER else unit.question or asked
        who = _participant(document, unit)
        if role in CHILDREN or role is Role.INTERVIEWER:
            found = [Passage(0, len(unit.text), Voice.OWN_WORDS if role in CHILDREN else Voice.ADULT)]
        else:
            found = list(
                passages(
                    unit.text,
                    child=main,
                    gender=gender or (family if role in (Role.PARENT, Role.CARER) else ""),
                    about=alone,
                    talk=_TALKS.get(role, "staff"),
                    context=f"{before.get(unit.speaker, '')} {asked}".strip(),
                )
            )
            before[unit.speaker] = unit.text[-400:]
        yield from _excerpts(document, unit, found, role, who, question)
        if role is Role.INTERVIEWER:
            asked = unit.text[-300:]


def _excerpts(
    document: Document, unit: Unit, found: Iterable[Passage], role: Role, who: str, question: str
) -> Iterator[Excerpt]:
    """The passages of one adult's (or one child's) text; a child whom an adult quotes is the participant there."""
    for passage in found:
        quoted = passage.voice is Voice.OWN_WORDS and role not in CHILDREN
        told = passage.voice is not Voice.ADULT and role not in CHILDREN
        child = passage.child or "child"
        participant = (child if child.startswith("[") else f"{document.source.id} {child}") if told else who
        for start, end in _divided(unit.text[passage.start : passage.end]):
            yield _excerpt(
                document,
                unit,
                passage.start + start,
                passage.start + end,
                Role.CHILD if quoted else role,
                passage.voice,
                participant,
                question,
            )


def _unlabelled(document: Document, roles: dict[int, Role]) -> Iterator[Excerpt]:
    """Questions and answers without labels; where nothing tells who answers, nobody's words."""
    child = main_child(document) or f"{document.source.id} child"
    asked = ""
    for unit in document.units:
        role = roles[unit.index]
        who = child if role in CHILDREN else f"{document.source.id} no label"
        if role is Role.INTERVIEWER or _STAGE.match(unit.text):
            found = [Passage(0, len(unit.text), Voice.ADULT)]
        elif role in CHILDREN:
            found = [_whole(unit)]
        else:
            found = list(passages(unit.text, about=False, talk=_TALKS.get(role, "staff"), context=asked))
        yield from _excerpts(document, unit, found, role, who, "" if role is Role.INTERVIEWER else asked)
        asked = unit.text[-300:] if role is Role.INTERVIEWER else asked


def _survey(document: Document) -> Iterator[Excerpt]:
    role = _role_of_group(document.source.group)
    for unit in document.units:
        who = f"{document.source.id} respondent {unit.respondent}"
        # What stands outside of the answers is by whoever made the survey.
        by = role if unit.question or unit.respondent else Role.UNKNOWN
        found = (
            [_whole(unit)]
            if by in CHILDREN
            else passages(unit.text, about=False, talk=_TALKS.get(role, "staff"), context=unit.question)
        )
        yield from _excerpts(document, unit, found, by, who, unit.question)


def _letter(document: Document) -> Iterator[Excerpt]:
    """A child's letter; what an adult adds to it is told by an adult."""
    child = main_child(document) or f"{document.source.id} writer"
    for unit in document.units:
        if _ADDED.search(unit.text):
            found = list(passages(unit.text, child=child))
            yield from _excerpts(document, unit, found, Role.PARENT, f"{document.source.id} adult", "")
        else:
            yield from _excerpts(document, unit, [_whole(unit)], Role.CHILD, child, "")


def _whole(unit: Unit) -> Passage:
    return Passage(0, len(unit.text), Voice.OWN_WORDS)


def _prose(document: Document) -> Iterator[Excerpt]:
    """Notes, minutes and reports: an adult writes; a child's part is found clause by clause."""
    source = document.source
    about = is_about_a_child(document)
    read, stands = standing_for_children(document) if about else (document, {})
    child = main_child(read)
    role = _writer(document)
    alone = about and of_one_child(read)
    gender = gender_in((u.text for u in read.units), child) if alone else ""
    members = source.kind is Kind.MEETING and source.group is Group.CHILD
    if members and group_is_known(document):
        read = members_of(read)
    single = quotes_in_single_marks(document)
    before = ""
    heard = Heard()
    to_child = about and is_to_a_child(document)
    symbols = about and bool(_USES_SYMBOLS.search(" ".join(u.text for u in document.units)))
    behind = [u.text for u in read.units[1:]] + [""] * bool(read.units)
    for unit, plain, following in zip(document.units, read.units, behind, strict=True):
        author = unit.note.rsplit("|", 1)[-1].strip() or f"{source.id} author"
        found = (
            report_passages(plain.text, heard, following)
            if source.group is Group.POLICY or (source.kind is Kind.REPORT and not about)
            else passages(
                plain.text,
                child=child,
                gender=gender,
                about=about,
                single=single,
                members=members,
                symbols=symbols,
                to_child=to_child,
                alone=alone,
                hearsay=bool(_BY_MACHINE.search(f"{unit.note} {unit.text}")),
                context="" if about else before,
            )
        )
        named = (replace(p, child=stands.get(p.child, p.child)) for p in found)
        if members:
            named = (replace(p, child=_as_written(p.child, unit.text)) for p in named)
        yield from _excerpts(document, unit, named, role, author, unit.question)
        before = unit.text[-400:]


def _as_written(child: str, text: str) -> str:
    """The pseudonym of a member as it stands in the text: members were read as persons (see ``members_of``)."""
    worker = child.replace("Person", "Worker")
    return worker if child not in text and worker in text else child


def _writer(document: Document) -> Role:
    """The role of who wrote a note, a report or a letter; nobody guesses where no manifest tells the group."""
    source = document.source
    if source.kind is Kind.LETTER and _ADVOCATE.search(" ".join(u.text for u in document.units)):
        return Role.ADVOCATE
    if not group_is_known(document) and source.kind is Kind.REPORT:
        return Role.UNKNOWN
    return {Group.PARENT: Role.PARENT, Group.PARTNER: Role.PARTNER}.get(source.group, Role.STAFF)


def _participant(document: Document, unit: Unit) -> str:
    """One id for one person: a numbered pseudonym is the same in the whole review, other labels in their source."""
    # '[Child 3] (through interpreter)' is [Child 3].
    label = bare(unit.speaker)
    if re.fullmatch(r"\[[^\]]+ \d+\]|\[Child \d+[’'][^\]]+\]", label):
        return label
    main = main_child(document)
    alone = document.source.kind is Kind.INTERVIEW and document.source.group is Group.CHILD
    if alone and main and re.fullmatch(r"(?i)yp|r|a|child|young person", label):
        return main
    return f"{document.source.id} {label}"


def _role_of_group(group: Group) -> Role:
    return {
        Group.CHILD: Role.CHILD,
        Group.PARENT: Role.PARENT,
        Group.STAFF: Role.STAFF,
        Group.PARTNER: Role.PARTNER,
    }.get(group, Role.UNKNOWN)


def _divided(text: str) -> Iterator[tuple[int, int]]:
    """Spans of at most about LONGEST words, cut between sentences."""
    start, words, last = -1, 0, 0
    for a, b in sentences(text):
        count = len(text[a:b].split())
        if start >= 0 and words + count > LONGEST:
            yield start, last
            start, words = a, 0
        if start < 0:
            start = a
        words += count
        last = b
    if start >= 0:
        yield start, last


def _excerpt(
    document: Document,
    unit: Unit,
    start: int,
    end: int,
    role: Role,
    voice: Voice,
    participant: str,
    question: str,
) -> Excerpt:
    return Excerpt(
        id=f"{document.source.id}-{unit.index}-{start}",
        source=document.source.id,
        unit=unit.index,
        start=start,
        end=end,
        text=unit.text[start:end],
        speaker=unit.speaker,
        role=role,
        voice=voice,
        participant=participant,
        question=question,
    )
