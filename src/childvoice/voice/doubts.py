"""What a person must check about who speaks: said aloud instead of guessed silently."""

from __future__ import annotations

from dataclasses import replace

from childvoice.records import Document, Kind, Role
from childvoice.voice.roles import group_is_known, roles_of
from childvoice.voice.unlabelled import roles_by_form

_TALK = frozenset({Kind.INTERVIEW, Kind.FOCUS_GROUP, Kind.STAFF_INTERVIEW})


def doubts_of(document: Document) -> tuple[str, ...]:
    """Sentences about what could not be told, or was told without a manifest; they hold no text of the document."""
    known = group_is_known(document)
    if any(u.speaker for u in document.units):
        return _of_labels(document, known=known)
    if document.source.kind in _TALK and not any(u.note or u.question for u in document.units):
        return _of_no_labels(document, known=known)
    if not known and document.source.kind is Kind.REPORT:
        return ("read as a report: only words that the text itself gives to a child count as a child's",)
    return ()


def with_doubts(document: Document) -> Document:
    """The document with its doubts among the warnings of its source."""
    found = tuple(d for d in doubts_of(document) if d not in document.source.warnings)
    if not found:
        return document
    return replace(document, source=replace(document.source, warnings=(*document.source.warnings, *found)))


def _of_labels(document: Document, *, known: bool) -> tuple[str, ...]:
    told = {u.speaker for u in document.units if u.speaker and u.role}
    roles = {label: role for label, role in roles_of(document).items() if label not in told}
    unknown = sum(role is Role.UNKNOWN for role in roles.values())
    doubts = []
    if unknown:
        doubts.append(f"who speaks could not be told: {unknown} of {len(roles.keys() | told)} speaker labels")
    if not known and unknown < len(roles):
        doubts.append("roles of speakers told from labels and the way of speaking alone: check them")
    return tuple(doubts)


def _of_no_labels(document: Document, *, known: bool) -> tuple[str, ...]:
    roles = roles_by_form(document, known=known)
    if not roles:
        return ("no speaker labels: read as an account, not as a transcript",)
    if Role.UNKNOWN in roles.values():
        return ("no speaker labels: who speaks could not be told",)
    return ("no speaker labels: questions and answers told apart by their form: check them",)
