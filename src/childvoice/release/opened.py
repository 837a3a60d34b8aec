"""A release as the pages see a review, so that the same pages show both.

A release holds numbers as they may be shown. Where a page asks for a count of people, as many stand-ins are made as the
number that is shown, and one where it is ``c``: whatever counts them and suppresses the count gets what was shown.
Stand-ins have no name, and are made here when a file is opened; the file has none.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from childvoice.findings import AMOUNTS, Comparison, Finding, Prevalence, Speakers, Verdict, amount
from childvoice.findings.convergence import Decision
from childvoice.findings.enquiry import Enquiry, Gap
from childvoice.findings.indicators import Indicators
from childvoice.findings.journey import Stage
from childvoice.overview import Overview
from childvoice.overview.evidence import Evidence
from childvoice.overview.released import Released
from childvoice.records import CodedRow, Excerpt, Group, Source, Valence, Withheld
from childvoice.release.content import Content, Quote, Raised, ThemeRow
from childvoice.release.file import Release
from childvoice.settings import Deidentify, Review, Settings, Suppression, Themes
from childvoice.themes.codebook import Codebook, Example, Theme

CODER = "release"
_NO_EXAMPLE = Example("Examples are not part of a release.", Valence.NEUTRAL)


def open_overview(release: Release) -> Overview:
    """Make an overview of what a release holds."""
    content = release.content
    settings = _settings(content)
    sources, excerpts, rows = _quotes(content.quotes)
    cells = {(r.theme, r.group): _cell(r) for r in content.themes}
    made = content.made
    manifest: dict[str, Any] = {"versions": made.versions}
    manifest |= {k: v for k, v in (("coder", made.coder), ("python", made.python), ("seed", made.seed)) if v}
    if made.documents_read:
        manifest["documents_read"] = _stand_ins(made.documents_read)
    return Overview(
        settings=settings,
        codebook=_codebook(content),
        sources=sources,
        excerpts=excerpts,
        rows=rows,
        speakers=_speakers(content),
        cells=cells,
        comparisons=[
            Comparison(
                b.theme,
                b.group,
                Verdict(b.verdict),
                cells[b.theme, Group.CHILD],
                cells[b.theme, b.group],
                b.reason,
            )
            for b in content.beside
        ],
        findings=[
            Finding(
                f.theme,
                f.sentence,
                f.how_many,
                _row_of(rows, f.quote, f.theme),
                cells[f.theme, Group.CHILD],
            )
            for f in content.findings
        ],
        topics=[],
        concerns=frozenset(),
        flags=[],
        withheld=[Withheld("document", w.cause, w.remedy, "") for w in content.left_out],
        manifest=manifest,
        released=Released(
            name=release.name,
            signed_by=release.signed.by,
            signed_at=release.signed.at,
            themes=[_plain(r) for r in content.themes],
            tones=_tones(content),
            documents=list(content.documents),
            cases=list(content.cases),
            limits=content.limits,
            unchecked=content.unchecked,
        ),
    )


@dataclass(frozen=True)
class _Kept(Evidence):
    """Evidence whose tables stand in the release and are not counted anew."""

    kept_stages: list[Stage] = field(default_factory=list, repr=False)
    kept_people: dict[tuple[str, str, Group], str] = field(default_factory=dict, repr=False)
    kept_composite: list[tuple[str, CodedRow]] = field(default_factory=list, repr=False)
    kept_enquiries: list[Enquiry] = field(default_factory=list, repr=False)

    @property
    def stages(self) -> list[Stage]:
        return self.kept_stages

    @property
    def people_by_stage(self) -> dict[tuple[str, str, Group], str]:
        return self.kept_people

    @property
    def composite(self) -> list[tuple[str, CodedRow]]:
        return self.kept_composite

    @property
    def enquiries(self) -> list[Enquiry]:
        return self.kept_enquiries


def open_evidence(release: Release, seen: Overview) -> Evidence:
    """Make what stands beside the documents from what a release holds; ``seen`` is its :func:`open_overview`."""
    content = release.content
    return _Kept(
        seen=seen,
        indicators=Indicators(content.figures, content.drawn, (), content.measures),
        recommendations=content.recommendations,
        decisions=tuple(Decision(d.theme, d.group, d.verdict, d.why, "") for d in content.decided),
        summaries={},
        sessions=(),
        notes=(),
        kept_stages=_stages(content),
        kept_people={(s.name, r.theme, r.group): r.people for s in content.stages for r in s.raised},
        kept_composite=[
            (stage, row) for stage, n in content.composite if (row := _row_of(seen.rows, n, "")) is not None
        ],
        kept_enquiries=[
            Enquiry(
                letter=e.letter,
                title=e.title,
                sources={g: ("document",) * _stand_ins(n) for g, n in e.sources.items()},
                themes=e.themes,
                measures=e.measures,
                recommendations=e.recommendations,
                gaps=tuple(Gap(g.what, g.themes) for g in e.gaps),
            )
            for e in content.lines
        ],
    )


def _settings(content: Content) -> Settings:
    about = content.about
    return Settings(
        review=Review.model_validate(
            {
                "title": about.title,
                "council": about.council,
                "purpose": about.purpose,
                "approach": about.approach,
                "lines_of_enquiry": about.lines_of_enquiry,
            }
        ),
        deidentify=Deidentify.model_validate({"policy": about.deidentify}),
        themes=Themes(topics=about.topics),
        suppression=Suppression.model_validate(
            {"rule": about.rule, "below": about.below, "show_zero": about.show_zero}
        ),
    )


def _codebook(content: Content) -> Codebook:
    book = content.book
    themes = tuple(
        Theme(
            id=t.id,
            label=t.label,
            plain=t.plain,
            short=t.short,
            definition=t.definition,
            examples=(_NO_EXAMPLE,),
            include=t.include,
            exclude=t.exclude,
            lines_of_enquiry=t.lines_of_enquiry,
            journey=t.journey,
            questions=t.questions,
        )
        for t in book.themes
    )
    return Codebook(id=book.id, title=book.title, version=book.version, themes=themes)


def _quotes(quotes: tuple[Quote, ...]) -> tuple[list[Source], list[Excerpt], list[CodedRow]]:
    """Give each quote a document and a person of its own: the release does not know which belong together."""
    sources, excerpts, rows = [], [], []
    for n, q in enumerate(quotes):
        id_, source = f"q{n:05}", f"d{n:05}"
        by = "machine" if q.machine else "person"
        sources.append(Source(source, "", "", q.kind, q.group, stage=q.stage, transcribed_by=by))
        excerpts.append(Excerpt(id_, source, 0, 0, len(q.text), q.text, "", q.role, q.voice, id_))
        rows += [
            CodedRow(
                excerpt_id=id_,
                source_id=source,
                theme=c.theme,
                score=c.score,
                status=c.status,
                valence=c.valence,
                coder=CODER,
                start=c.start,
                end=c.end,
                role=q.role,
                voice=q.voice,
                participant=id_,
                kind=q.kind,
                group=q.group,
                date="",
                stage=q.stage,
                team="",
                text=q.text,
                speaker="",
                question="",
            )
            for c in q.codes
        ]
    return sources, excerpts, rows


def _row_of(rows: list[CodedRow], number: int, theme: str) -> CodedRow | None:
    """Find the code of a quote: on ``theme``, or its first."""
    own = [r for r in rows if r.excerpt_id == f"q{number:05}"]
    return next((r for r in own if r.theme == theme), own[0] if own else None)


def _plain(row: ThemeRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ThemeRow.__dataclass_fields__} | {"group": row.group.value}


def _tones(content: Content) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {t.id: [] for t in content.book.themes}
    for row in content.tones:
        found[row.theme].append({"tone": row.tone.value, "people": row.people})
    return found


def _speakers(content: Content) -> Speakers:
    people = {
        g: frozenset(f"{g.value} {n}" for n in range(_stand_ins(shown)))
        for g, shown in content.took_part.items()
    }
    asked = {(g, theme): frozenset({"somebody"}) for g, themes in content.asked.items() for theme in themes}
    return Speakers(people, {g: frozenset() for g in people}, asked)


def _stand_ins(shown: str) -> int:
    return int(shown) if shown.isdigit() else 1


def _tone(tone: str, people: int) -> dict[Valence, int]:
    """People by valence, so that their tone is the one that was shown: all of them are of it."""
    return {v: people if v.value == (tone or "neutral") else 0 for v in Valence}


def _cell(row: ThemeRow) -> Prevalence:
    people = _stand_ins(row.people)
    cell = Prevalence(
        theme=row.theme,
        group=row.group,
        participants=people,
        sources=_stand_ins(row.sources),
        mentions=_stand_ins(row.mentions),
        of=max(people, _stand_ins(row.of)),
        asked=int(row.asked == "yes"),
        valence=_tone(row.tone, people),
        excerpts=(),
    )
    if row.amount and amount(cell.share) != row.amount:
        # Both numbers were rounded; the word was chosen from those that they stand for, and holds.
        least, above = _band(row.amount)
        cell = replace(cell, of=round(2 * people / (least + above)))
    return cell


def _band(word: str) -> tuple[float, float]:
    above = 1.0
    for least, name in AMOUNTS:
        if name == word:
            return least, above
        above = least
    return 0.0, 1.0


def _stages(content: Content) -> list[Stage]:
    nobody = Speakers({}, {}, {})
    return [
        Stage(
            name=s.name,
            sources=dict.fromkeys(s.groups, 1),
            speakers=nobody,
            cells={(r.theme, r.group): _raised(r) for r in s.raised},
            unasked=s.unasked,
        )
        for s in content.stages
    ]


def _raised(row: Raised) -> Prevalence:
    people = _stand_ins(row.people)
    return Prevalence(
        theme=row.theme,
        group=row.group,
        participants=people,
        sources=1,
        mentions=people,
        of=people,
        asked=0,
        valence=_tone(row.tone, people),
        excerpts=(),
    )
