"""A whole review as pages, exports and the command line see it: one function, so that all show the same numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from childvoice import findings, voice
from childvoice.findings import (
    SUPPRESSED,
    Comparison,
    Finding,
    Policy,
    Prevalence,
    Speakers,
    amount,
    amounts_told,
)
from childvoice.findings.rows import column_of
from childvoice.findings.sentences import PEOPLE, merit
from childvoice.overview.casework import case_rows, cases_of
from childvoice.overview.released import Released
from childvoice.records import (
    CodedRow,
    Excerpt,
    Group,
    Kind,
    Role,
    Source,
    SourceFlag,
    Status,
    Topic,
    Valence,
    Voice,
    Withheld,
)
from childvoice.settings import Settings
from childvoice.store import Workspace
from childvoice.themes.codebook import Codebook, load

Table = tuple[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Overview:
    """Everything that is shown of a review. ``concerns`` are ids of excerpts for the safeguarding lead alone.

    ``released`` is there if it was read from a release: then the rows are approved quotes, and its tables hold.
    """

    settings: Settings
    codebook: Codebook
    sources: list[Source]
    excerpts: list[Excerpt] = field(repr=False)
    rows: list[CodedRow] = field(repr=False)
    speakers: Speakers = field(repr=False)
    cells: dict[tuple[str, Group], Prevalence] = field(repr=False)
    comparisons: list[Comparison] = field(repr=False)
    findings: list[Finding] = field(repr=False)
    topics: list[Topic] = field(repr=False)
    concerns: frozenset[str]
    flags: list[SourceFlag]
    withheld: list[Withheld]
    manifest: dict[str, Any]
    cases: list[voice.CaseVoice] = field(default_factory=list, repr=False)
    released: Released | None = None

    @cached_property
    def unchecked(self) -> bool:
        """Whether a code that counts has not been confirmed by a person."""
        if self.released:
            return self.released.unchecked
        return any(r.status is Status.SUGGESTED for r in self.rows)

    @cached_property
    def by_id(self) -> dict[str, Excerpt]:
        """Excerpts by their id."""
        return {e.id: e for e in self.excerpts}

    @cached_property
    def source_by_id(self) -> dict[str, Source]:
        """Sources by their id."""
        return {s.id: s for s in self.sources}

    @cached_property
    def shown_best_first(self) -> dict[tuple[str, Group], list[CodedRow]]:
        """Passages that count, by theme and column, those first that show it best."""
        found: dict[tuple[str, Group], list[CodedRow]] = {}
        for row in self.rows:
            column = column_of(role=row.role, voice=row.voice, kind=row.kind, group=row.group)
            if column is not None and row.counts:
                found.setdefault((row.theme, column), []).append(row)
        for cell, rows in found.items():
            tone = self.cells[cell].tone
            rows.sort(key=lambda r, tone=tone: merit(r, tone), reverse=True)  # type: ignore[misc]
        return found

    @cached_property
    def shown_in_order(self) -> list[CodedRow]:
        """Passages that count, theme by theme, children first, those first that show it best."""
        best = self.shown_best_first
        return [r for theme in self.codebook.ids for group in Group for r in best.get((theme, group), ())]

    @cached_property
    def shown_together(self) -> list[list[CodedRow]]:
        """The same, each passage once with all of its themes, in the order of its first."""
        return together(self.shown_in_order)

    @cached_property
    def shown_kinds(self) -> frozenset[tuple[Role, Kind, Voice, Valence]]:
        """What there is to choose between: each speaker, kind of document, voice and valence that occur together."""
        return frozenset((r.role, r.kind, r.voice, r.valence) for r in self.shown_in_order)

    @cached_property
    def groups(self) -> list[Group]:
        """Groups that spoke, children first."""
        return sorted(self.speakers.participants, key=list(Group).index)

    @cached_property
    def source_groups(self) -> list[Group]:
        """Groups that sources were gathered for, children first."""
        return sorted({s.group for s in self.sources}, key=list(Group).index)

    def label(self, theme: str) -> str:
        """The plain name of a theme."""
        return self.codebook.theme(theme).label

    def count(self, number: int) -> str:
        """A count of people or sources as it may be shown."""
        return self.policy.count(number)

    @cached_property
    def policy(self) -> Policy:
        """How small counts are shown in this review, wherever they are shown."""
        return _policy(self.settings)

    def people(self, group: Group) -> str:
        """'children and young people', 'staff' ..."""
        return PEOPLE[group]


def together(rows: Iterable[CodedRow]) -> list[list[CodedRow]]:
    """Put the rows of one passage side by side; passages stay in the order of their first row."""
    found: dict[str, list[CodedRow]] = {}
    for row in rows:
        found.setdefault(row.excerpt_id, []).append(row)
    return list(found.values())


def overview(workspace: Workspace, settings: Settings, *, casework: bool = True) -> Overview:
    """Compute all findings of a review from what its workspace holds.

    Without ``casework`` the case notes are not read one by one, which takes half of the time and which only a
    table of the exports shows.
    """
    sources, excerpts = workspace.sources(), workspace.excerpts()
    return assemble(
        settings,
        sources,
        excerpts,
        workspace.coded_rows(),
        frozenset(workspace.concerns()),
        topics=workspace.topics(),
        flags=workspace.flags(),
        withheld=workspace.withheld(),
        manifest=workspace.manifest(),
        cases=cases_of(workspace, [s for s in sources if s.in_scope], excerpts) if casework else [],
    )


def assemble(
    settings: Settings,
    sources: Iterable[Source],
    excerpts: Iterable[Excerpt],
    rows: Iterable[CodedRow],
    concerns: frozenset[str] = frozenset(),
    *,
    topics: list[Topic] | None = None,
    flags: list[SourceFlag] | None = None,
    withheld: list[Withheld] | None = None,
    manifest: dict[str, Any] | None = None,
    cases: list[voice.CaseVoice] | None = None,
) -> Overview:
    """Compute all findings from records, in the order in which they were given."""
    codebook = load(settings.themes.codebook)
    themes = frozenset(codebook.ids)
    within = [s for s in sources if s.in_scope]
    known = {s.id for s in within}
    said = [e for e in excerpts if e.source in known]
    # What may tell of harm is the safeguarding lead's: it is neither counted nor shown.
    open_rows = [
        r for r in rows if r.source_id in known and r.theme in themes and r.excerpt_id not in concerns
    ]
    speakers = findings.speakers_of(said, within)
    cells = findings.prevalence(open_rows, speakers, codebook.ids)
    policy = _policy(settings)
    return Overview(
        settings=settings,
        codebook=codebook,
        sources=within,
        excerpts=[e for e in said if e.id not in concerns],
        rows=open_rows,
        speakers=speakers,
        cells=cells,
        comparisons=findings.triangulate(
            cells, speakers, codebook.ids, fewest=max(findings.FEWEST, policy.least)
        ),
        findings=findings.findings(cells, open_rows, {t.id: t.plain for t in codebook.themes}, policy=policy),
        topics=topics or [],
        concerns=concerns,
        flags=flags or [],
        withheld=withheld or [],
        manifest=manifest or {},
        cases=cases or [],
    )


def _policy(settings: Settings) -> Policy:
    chosen = settings.suppression
    return Policy(chosen.rule, chosen.below, chosen.show_zero)


def theme_rows(seen: Overview) -> list[dict[str, Any]]:
    """One row a theme and group: people, sources, mentions, of how many, tone; small numbers of people suppressed.

    No totals over groups or themes stand beside them (one person raises several themes), so that nothing can be
    worked out by subtraction and each number is judged by itself.
    """
    if seen.released:
        return seen.released.themes
    rows = []
    for theme in seen.codebook.ids:
        for group in seen.groups:
            cell = seen.cells[theme, group]
            people = seen.count(cell.participants)
            small = people == SUPPRESSED
            rows.append(
                {
                    "theme": theme,
                    "label": seen.label(theme),
                    "group": group.value,
                    "people": people,
                    "sources": SUPPRESSED if small else seen.count(cell.sources),
                    "mentions": SUPPRESSED if small else str(cell.mentions),
                    "of": seen.count(cell.of),
                    "asked": "yes" if seen.speakers.was_asked(group, theme) else "never asked",
                    "tone": "" if small or not cell.participants else cell.tone,
                    "amount": "" if small or not cell.participants else amount(cell.share),
                    **_asked(seen, cell),
                }
            )
    return rows


def _asked(seen: Overview, cell: Prevalence) -> dict[str, str]:
    """How many were asked, how many of them kept silent, and how many raised it unasked.

    Each follows from the others and from the people who raised it, so where one is small none is shown.
    """
    parts = (cell.raised_if_asked, cell.silent, cell.unasked, cell.of - cell.asked)
    small = any(0 < n < seen.policy.least for n in parts)
    numbers = {"people_asked": cell.asked, "asked_and_silent": cell.silent, "raised_unasked": cell.unasked}
    return {name: SUPPRESSED if small and n else seen.count(n) for name, n in numbers.items()}


def tone_rows(seen: Overview, theme: str, group: Group) -> list[dict[str, str]]:
    """People of a group by how a theme was for them. They add up to the people of ``theme_rows``, which is shown.

    So the cells that are hidden must together stand for at least ``below`` people, or subtraction would tell them.
    """
    if seen.released:
        return seen.released.tones[theme] if group is Group.CHILD else []
    below = seen.policy.least
    counts = {v.value: n for v, n in seen.cells[theme, group].valence.items()}
    hidden = {tone for tone, n in counts.items() if 0 < n < below}
    while (
        hidden
        and sum(counts[t] for t in hidden) < below
        and len(hidden) < sum(n > 0 for n in counts.values())
    ):
        hidden.add(min((t for t, n in counts.items() if n and t not in hidden), key=lambda t: (counts[t], t)))
    return [
        {"tone": tone, "people": SUPPRESSED if tone in hidden else seen.count(n)}
        for tone, n in counts.items()
    ]


def triangulation_rows(seen: Overview) -> list[dict[str, Any]]:
    """One row a theme and other group, in the order of the triangulation: dissonance first."""
    people = {(r["theme"], r["group"]): r["people"] for r in theme_rows(seen)}
    return [
        {
            "theme": c.theme,
            "label": seen.label(c.theme),
            "group": c.other.value,
            "verdict": c.verdict.value,
            "children": people[c.theme, Group.CHILD.value],
            "others": people[c.theme, c.other.value],
            "children_tone": c.children.tone
            if people[c.theme, Group.CHILD.value] not in ("0", SUPPRESSED)
            else "",
            "others_tone": c.others.tone if people[c.theme, c.other.value] not in ("0", SUPPRESSED) else "",
            "reason": c.reason,
        }
        for c in seen.comparisons
    ]


def quote_rows(seen: Overview) -> list[dict[str, Any]]:
    """Coded passages with who speaks (role, not person), theme, tone, and the kind of source."""
    place = {theme: n for n, theme in enumerate(seen.codebook.ids)}
    return [
        {
            "theme": r.theme,
            "label": seen.label(r.theme),
            "role": r.role.value,
            "voice": r.voice.value,
            "text": r.text,
            "evidence": r.text[r.start : r.end],
            "valence": r.valence.value,
            "status": r.status.value,
            "source_kind": r.kind.value,
            "score": round(r.score, 3),
        }
        for r in sorted(seen.rows, key=lambda r: (place[r.theme], -r.score, r.excerpt_id))
        if r.counts
    ]


def note_rows(seen: Overview) -> list[dict[str, Any]]:
    """What a reader of the tables must know: what was counted, what ``c`` means, versions."""
    lines = [
        ("Review", seen.settings.review.title),
        ("Counts", "distinct people; mentions stand beside them"),
        ("Small numbers", seen.policy.told()),
        ("Words for amounts", f"of those of the group who took part. {amounts_told()}"),
        (
            "never asked",
            "no source of the group was asked about the topic; this is not the same as 'not raised'",
        ),
        (
            "Codes",
            "suggested by a machine unless the status says accepted or changed; a person has to confirm them",
        ),
        ("Pseudonyms", "names are replaced; this is still personal data and not anonymous"),
        *(() if seen.released else (("To check", _to_check(seen)),)),
        ("Coder", str(seen.manifest.get("coder", ""))),
        *((f"Version of {k}", str(v)) for k, v in sorted(dict(seen.manifest.get("versions", {})).items())),
    ]
    return [{"what": what, "meaning": meaning} for what, meaning in lines]


def _to_check(seen: Overview) -> str:
    doubtful = sum(_doubtful(s) for s in seen.sources)
    return f"{doubtful} sources whose speakers could not be told, or were told without a manifest"


def _doubtful(source: Source) -> bool:
    return any(re.search("speak", warning) for warning in source.warnings)


def tables(seen: Overview) -> list[Table]:
    """All tables of an export, by name."""
    return [
        ("Notes", note_rows(seen)),
        ("Themes", theme_rows(seen)),
        ("Triangulation", triangulation_rows(seen)),
        ("Quotes", quote_rows(seen)),
        ("Casework", case_rows(seen)),
    ]
