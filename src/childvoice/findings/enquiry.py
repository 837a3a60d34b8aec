"""Key lines of enquiry: what evidence there is for each, from whom, and what is missing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from childvoice.findings.indicators import Indicators
from childvoice.findings.prevalence import Prevalence
from childvoice.findings.recommendations import Recommendation
from childvoice.findings.rows import Speakers
from childvoice.records import Group, Source

VOICES = (Group.CHILD, Group.PARENT, Group.STAFF, Group.PARTNER)
"""Groups that can be asked."""
PLURAL = {
    Group.CHILD: "children",
    Group.PARENT: "parents and carers",
    Group.STAFF: "staff",
    Group.PARTNER: "partners",
}


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing on a line: a sentence without its full stop, and the themes it names."""

    what: str
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Enquiry:
    """One line: its sources by group, its themes (of the codebook), figures, recommendations, and gaps."""

    letter: str
    title: str
    sources: dict[Group, tuple[str, ...]]
    themes: tuple[str, ...]
    measures: tuple[str, ...]
    recommendations: tuple[str, ...]
    gaps: tuple[Gap, ...]


_UNNAMED = Gap("The manifest names no lines for any document, so documents that raise its themes stand in")


def enquiries(
    titles: Mapping[str, str],
    sources: Sequence[Source],
    lines_of_theme: Mapping[str, Sequence[str]],
    cells: Mapping[tuple[str, Group], Prevalence],
    speakers: Speakers,
    indicators: Indicators,
    recommendations: Iterable[Recommendation],
    raised_in: Mapping[str, Collection[str]],
) -> list[Enquiry]:
    """Map the evidence of every line that the review names, in the order of their letters.

    A document belongs to the lines that the manifest gives it. Where it gives none to any document, those in which
    a theme of the line is raised stand in (``raised_in``: documents by theme), and a gap says so.
    """
    recommendations = list(recommendations)
    named = any(s.lines_of_enquiry for s in sources)
    found = []
    for letter, title in sorted(titles.items()):
        themes = tuple(t for t, lines in lines_of_theme.items() if letter in lines)
        by_theme = {id_ for t in themes for id_ in raised_in.get(t, ())}
        here = [s for s in sources if (letter in s.lines_of_enquiry if named else s.id in by_theme)]
        measures = tuple(m.id for m in indicators.of_line(letter))
        led = tuple(r.id for r in recommendations if letter in r.lines)
        groups = {g: tuple(s.id for s in here if s.id in speakers.sources.get(g, ())) for g in Group}
        found.append(
            Enquiry(
                letter=letter,
                title=title,
                sources={g: ids for g, ids in groups.items() if ids},
                themes=themes,
                measures=measures,
                recommendations=led,
                gaps=(
                    *(() if named else (_UNNAMED,)),
                    *_gaps(here, groups, themes, cells, speakers, measures, led),
                ),
            )
        )
    return found


def _gaps(
    here: Sequence[Source],
    groups: Mapping[Group, tuple[str, ...]],
    themes: tuple[str, ...],
    cells: Mapping[tuple[str, Group], Prevalence],
    speakers: Speakers,
    measures: tuple[str, ...],
    led: tuple[str, ...],
) -> tuple[Gap, ...]:
    gaps: list[Gap] = []
    if not here:
        gaps.append(Gap("No document was gathered for this line"))
    elif not groups[Group.CHILD]:
        gaps.append(Gap("No child is heard on this line in their own words"))
    unheard = (group for group in VOICES[1:] if here and not groups[group])
    gaps.extend(Gap(f"No {PLURAL[group]} are heard on this line") for group in unheard)
    if not themes:
        gaps.append(Gap("No theme of the codebook belongs to it, so nothing that was said is counted for it"))
    heard = {g for g in VOICES if speakers.participants.get(g)}
    for group in VOICES:
        unasked = tuple(t for t in themes if not speakers.was_asked(group, t))
        if group not in heard or not unasked:
            continue
        who = "No child was" if group is Group.CHILD else f"No {PLURAL[group]} were"
        if unasked == themes:
            gaps.append(Gap(f"{who} asked about any of its themes", themes))
        elif group is Group.CHILD:
            gaps.append(Gap(f"{who} asked about", unasked))
        else:
            # What children raise and the others were not asked: their silence says nothing.
            raised = tuple(t for t in unasked if (c := cells.get((t, Group.CHILD))) and c.participants)
            if raised:
                gaps.append(Gap(f"Children raise these, but nobody asked {PLURAL[group]}", raised))
    silent = tuple(t for t in themes if (c := cells.get((t, Group.CHILD))) and c.asked and not c.participants)
    if silent:
        gaps.append(Gap("Children were asked about these and did not raise them", silent))
    if not measures:
        gaps.append(Gap("There are no published or local figures for it"))
    if not led:
        gaps.append(Gap("No recommendation follows from it"))
    return tuple(gaps)
