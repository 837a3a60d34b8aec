"""Talk written down without labels: who asks can be seen, who answers only from the way of speaking, or not at all."""

from __future__ import annotations

from childvoice.records import Document, Group, Kind, Role
from childvoice.voice.manner import Manner, asks, manner, only_prompts

_TALK = frozenset({Kind.INTERVIEW, Kind.FOCUS_GROUP, Kind.STAFF_INTERVIEW})
_ANSWERS = {Group.PARENT: Role.PARENT, Group.STAFF: Role.STAFF, Group.PARTNER: Role.PARTNER}
# A question is shorter than this, and an answer than that; longer paragraphs are an account of the talk.
_LONG_QUESTION, _LONG_ANSWER = 45, 90


def roles_by_form(document: Document, *, known: bool) -> dict[int, Role]:
    """The role of each unit of talk in which questions and answers alternate; nothing for any other text.

    ``known`` says that the manifest gives the group. What is no question is a child's only where they speak as a
    child does of their life, and otherwise nobody's.
    """
    units = document.units
    if document.source.kind not in _TALK or any(u.speaker or u.note or u.question for u in units):
        return {}
    asking = [_asks(u.text) for u in units]
    if sum(asking) < 2 or not 0.25 <= sum(asking) / len(units) <= 0.7:
        return {}
    answers = [u.text for u, question in zip(units, asking, strict=True) if not question]
    if sum(len(a.split()) for a in answers) > _LONG_ANSWER * len(answers):
        return {}
    role = _role(manner(answers, [""] * len(answers)), document.source.group if known else None)
    return {
        u.index: Role.INTERVIEWER if question or only_prompts(u.text) else role
        for u, question in zip(units, asking, strict=True)
    }


def _asks(text: str) -> bool:
    return (
        asks(text)
        and text.rstrip(" \"'”’)").endswith("?")
        and len(text.split()) < _LONG_QUESTION
        and not manner([text], [""]).child
    )


def _role(speaks: Manner, group: Group | None) -> Role:
    grown_up = speaks.adult + speaks.staff + speaks.parent
    if group in _ANSWERS:
        return _ANSWERS[group]
    return Role.CHILD if speaks.child >= 2 and speaks.child > grown_up else Role.UNKNOWN
