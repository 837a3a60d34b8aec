"""Documents into excerpts: passages of one speaker and one voice, small enough to quote."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from childvoice.records import CHILDREN, Document, Excerpt, Group, Kind, Role, Unit, Voice
from childvoice.voice.notes import passages
from childvoice.voice.roles import roles_of
from childvoice.voice.sentences import sentences

# A quote longer than this is not read; longer turns are divided at sentences.
LONGEST = 90

_PROSE = frozenset({Kind.CASE_NOTE, Kind.MEETING, Kind.REPORT})
_FOR_A_CHILD = re.compile(
    r"(?i)\b(?:on behalf of|written for|i am writing for|writing on .{0,20}behalf|as (?:his|her|their) advocate|scribed|i act for|his words|her words|their words)\b"
)
_STAGE = re.compile(r"^[\[(][^\])]{1,80}[\])]\.?$")


def excerpts_of(document: Document) -> list[Excerpt]:
    """Excerpts in the order of the text. Titles, headings and stage directions are left out."""
    if any(u.speaker for u in document.units):
        return list(_transcript(document))
    if any(u.question or u.respondent for u in document.units) and not any(u.note for u in document.units):
        return list(_survey(document))
    if (
        document.source.kind is Kind.LETTER
        and document.source.group is Group.CHILD
        and not _for_a_child(document)
    ):
        return list(_letter(document))
    return list(_prose(document))


def _for_a_child(document: Document) -> bool:
    return bool(_FOR_A_CHILD.search(" ".join(u.text for u in document.units)))


def _transcript(document: Document) -> Iterator[Excerpt]:
    roles = roles_of(document)
    asked = ""
    for unit in document.units:
        role = roles.get(unit.speaker, Role.UNKNOWN)
        if not unit.speaker or _STAGE.match(unit.text):
            continue
        voice = Voice.OWN_WORDS if role in CHILDREN else Voice.ADULT
        question = "" if role is Role.INTERVIEWER else unit.question or asked
        for start, end in _divided(unit.text):
            yield _excerpt(document, unit, start, end, role, voice, _participant(document, unit), question)
        if role is Role.INTERVIEWER:
            asked = unit.text[-300:]


def _survey(document: Document) -> Iterator[Excerpt]:
    role = _role_of_group(document.source.group)
    voice = Voice.OWN_WORDS if role in CHILDREN else Voice.ADULT
    for unit in document.units:
        participant = f"{document.source.id} respondent {unit.respondent}"
        for start, end in _divided(unit.text):
            yield _excerpt(document, unit, start, end, role, voice, participant, unit.question)


def _letter(document: Document) -> Iterator[Excerpt]:
    participant = _main_child(document) or f"{document.source.id} writer"
    for unit in document.units:
        for start, end in _divided(unit.text):
            yield _excerpt(document, unit, start, end, Role.CHILD, Voice.OWN_WORDS, participant, "")


def _prose(document: Document) -> Iterator[Excerpt]:
    """Notes, minutes and reports: an adult writes; a child's part is found clause by clause."""
    main = _main_child(document)
    author = (
        Role.PARENT
        if document.source.group is Group.PARENT
        else Role.PARTNER
        if document.source.group is Group.PARTNER
        else Role.STAFF
    )
    for unit in document.units:
        for passage in passages(unit.text, child=main):
            child = passage.voice is not Voice.ADULT
            own = passage.voice is Voice.OWN_WORDS
            who = (
                (passage.child or main or f"{document.source.id} child")
                if child
                else unit.note.rsplit("|", 1)[-1].strip() or f"{document.source.id} author"
            )
            role = Role.CHILD if own else author
            for start, end in _divided(unit.text[passage.start : passage.end]):
                yield _excerpt(
                    document,
                    unit,
                    passage.start + start,
                    passage.start + end,
                    role,
                    passage.voice,
                    who,
                    unit.question,
                )


def _main_child(document: Document) -> str:
    """The child whom the document is about: the one named most often, the first of equals."""
    named = Counter(m for u in document.units for m in re.findall(r"\[Child \d+\]", f"{u.speaker} {u.text}"))
    named.update(dict.fromkeys(re.findall(r"\[Child \d+\]", document.source.title), 3))
    return max(named, key=lambda c: (named[c], -int(c[7:-1]))) if named else ""


def _participant(document: Document, unit: Unit) -> str:
    """One id for one person: a numbered pseudonym is the same in the whole review, other labels in their source."""
    if re.fullmatch(r"\[[^\]]+ \d+\]|\[Child \d+[’'][^\]]+\]", unit.speaker):
        return unit.speaker
    main = _main_child(document)
    alone = document.source.kind is Kind.INTERVIEW and document.source.group is Group.CHILD
    if alone and main and re.fullmatch(r"(?i)yp|r|a|child|young person", unit.speaker):
        return main
    return f"{document.source.id} {unit.speaker}"


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
