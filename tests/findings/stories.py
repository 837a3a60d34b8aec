"""Small reviews told in a line a passage, for the tests of findings."""

from __future__ import annotations

from childvoice.findings import Prevalence, Speakers, column_of, prevalence, speakers_of
from childvoice.records import CodedRow, Excerpt, Group, Kind, Role, Source, Status, Valence, Voice

THEME = "being_told"


def row(
    who: str,
    text: str = "Nobody told me that she was leaving until she had gone.",
    *,
    theme: str = THEME,
    valence: Valence = Valence.NEGATIVE,
    status: Status = Status.SUGGESTED,
    score: float = 0.8,
    role: Role = Role.CHILD,
    voice: Voice | None = None,
    kind: Kind = Kind.INTERVIEW,
    group: Group = Group.CHILD,
    source: str = "",
    excerpt: str = "",
) -> CodedRow:
    """Tell one coded passage; ``who`` is the participant."""
    own = Voice.OWN_WORDS if role in (Role.CHILD, Role.CARE_LEAVER) else Voice.ADULT
    return CodedRow(
        excerpt_id=excerpt or f"{who}/{text[:20]}/{theme}",
        source_id=source or f"source of {who}",
        theme=theme,
        score=score,
        status=status,
        valence=valence,
        coder="model:1",
        start=0,
        end=len(text),
        role=role,
        voice=voice or own,
        participant=who,
        kind=kind,
        group=group,
        date="",
        stage="",
        team="",
        text=text,
        speaker=who,
        question="",
    )


def staff(
    who: str, text: str = "We always tell them in good time, face to face.", **more: object
) -> CodedRow:
    """Tell one coded passage of a worker."""
    told = {"role": Role.STAFF, "kind": Kind.STAFF_INTERVIEW, "group": Group.STAFF, **more}
    return row(who, text, **told)  # type: ignore[arg-type]


def heard(rows: list[CodedRow], *, asked: dict[str, tuple[str, ...]] | None = None) -> Speakers:
    """Gather who spoke: everyone in ``rows``; ``asked`` gives the topics asked in a source."""
    excerpts = {
        r.excerpt_id: Excerpt(
            r.excerpt_id, r.source_id, 0, 0, len(r.text), r.text, r.speaker, r.role, r.voice, r.participant
        )
        for r in rows
    }
    sources = {
        r.source_id: Source(
            r.source_id, "f.txt", "A source", r.kind, r.group, topics_asked=(asked or {}).get(r.source_id, ())
        )
        for r in rows
    }
    return speakers_of(excerpts.values(), sources.values())


def cell(rows: list[CodedRow], group: Group = Group.CHILD, theme: str = THEME) -> Prevalence:
    """Count ``rows`` and return one cell."""
    return prevalence(rows, heard(rows), [theme])[theme, group]


def made(
    participants: int,
    of: int = 40,
    *,
    good: int = 0,
    bad: int = 0,
    mixed: int = 0,
    group: Group = Group.CHILD,
    theme: str = THEME,
) -> Prevalence:
    """Make a cell from its counts; whoever is neither good, bad nor mixed did not say."""
    valence = {
        Valence.POSITIVE: good,
        Valence.NEGATIVE: bad,
        Valence.MIXED: mixed,
        Valence.NEUTRAL: participants - good - bad - mixed,
    }
    return Prevalence(theme, group, participants, participants, participants, of, 0, valence, ())


def side(r: CodedRow) -> Group | None:
    """Tell the column that a row stands in."""
    return column_of(role=r.role, voice=r.voice, kind=r.kind, group=r.group)
