"""Who spoke, and the column of the triangulation table that an excerpt belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from childvoice.records import Excerpt, Group, Kind, Role, Source, Voice

PAPERS = frozenset({Group.RECORD, Group.POLICY})
"""Columns of papers: nobody can ask them anything, and documents are counted in them, not people."""
_BY_ROLE = {
    Role.PARENT: Group.PARENT,
    Role.CARER: Group.PARENT,
    Role.STAFF: Group.STAFF,
    Role.PARTNER: Group.PARTNER,
    Role.ADVOCATE: Group.PARTNER,
}


@dataclass(frozen=True, slots=True)
class Speakers:
    """Who spoke at all, by column: distinct people, their sources, and the people whom a topic was asked.

    For papers, documents stand in place of people (see :func:`counted`), and none is 'asked'.
    """

    participants: dict[Group, frozenset[str]]
    sources: dict[Group, frozenset[str]]
    asked: dict[tuple[Group, str], frozenset[str]]

    def was_asked(self, group: Group, theme: str) -> bool:
        """Tell whether anyone of the group was asked about the theme."""
        return (group, theme) in self.asked


@cache  # a few hundred combinations, asked for with every passage
def column_of(*, role: Role, voice: Voice, kind: Kind, group: Group) -> Group | None:
    """Tell whose side an excerpt stands on; None for interviewers and unknown speakers: evidence of nothing.

    Children's column holds their own words only. What case notes say, a child's reported view included, is
    the record's; what an advocate or partner agency says is the partners'. What an adult tells elsewhere of a
    child's view, or of what a child did, is neither the child's words nor the adult's own view: no column.
    """
    if role is Role.INTERVIEWER:
        return None
    if voice is Voice.OWN_WORDS:
        return Group.CHILD
    if group is Group.POLICY:
        return Group.POLICY
    if kind is Kind.CASE_NOTE:
        return Group.RECORD
    return _BY_ROLE.get(role) if voice is Voice.ADULT else None


def counted(column: Group, participant: str, source: str) -> str:
    """Tell what is counted as one: a person, or a document where the column is of papers.

    Who wrote a paper, or is told of in it, has not taken part.
    """
    return source if column in PAPERS else participant


def speakers_of(excerpts: Iterable[Excerpt], sources: Iterable[Source]) -> Speakers:
    """Gather distinct participants and sources by column, from all excerpts, coded or not."""
    known = {s.id: s for s in sources}
    people: dict[Group, set[str]] = defaultdict(set)
    places: dict[Group, set[str]] = defaultdict(set)
    asked: dict[tuple[Group, str], set[str]] = defaultdict(set)
    for e in excerpts:
        source = known[e.source]
        column = column_of(role=e.role, voice=e.voice, kind=source.kind, group=source.group)
        if column is None or not source.in_scope:
            continue
        person = counted(column, e.participant, e.source)
        people[column].add(person)
        places[column].add(e.source)
        if column not in PAPERS:
            for theme in source.topics_asked:
                asked[column, theme].add(person)
    return Speakers(
        {g: frozenset(p) for g, p in people.items()},
        {g: frozenset(p) for g, p in places.items()},
        {k: frozenset(p) for k, p in asked.items()},
    )
