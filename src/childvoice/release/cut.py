"""What of a review goes into a release: every number after suppression, approved quotes, and no link to a person."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from childvoice.findings import findings
from childvoice.overview import Overview, theme_rows, tone_rows
from childvoice.overview.casework import case_rows
from childvoice.overview.evidence import Evidence
from childvoice.records import JOURNEY, CodedRow, Excerpt, Group, Valence
from childvoice.release.content import (
    About,
    Beside,
    Book,
    Code,
    Content,
    Decided,
    LeftOut,
    LineRows,
    Made,
    Missing,
    Quote,
    Raised,
    StageRows,
    ThemeRow,
    ThemeWords,
    Told,
    ToneRow,
)
from childvoice.release.unlinked import unlinked
from childvoice.report import method


@dataclass(frozen=True, slots=True)
class Approved:
    """Words of a passage that a person approved for members: offsets into the passage's text."""

    excerpt: str
    start: int
    end: int


def approved_only(seen: Overview, approved: Iterable[Approved]) -> Overview:
    """Return the overview with the numbers that it has and approved words alone, pseudonyms unlinked.

    What may tell of harm, is out of scope or bears no theme that counts is left out, whatever was approved. Quotes
    come in the order of a digest of their words, so that their order tells nothing of where they stood.
    """
    by_excerpt: dict[str, list[CodedRow]] = {}
    for row in seen.rows:
        if row.counts:
            by_excerpt.setdefault(row.excerpt_id, []).append(row)
    made: list[tuple[str, Excerpt, list[CodedRow]]] = []
    for words in {a.excerpt: a for a in approved}.values():
        rows = by_excerpt.get(words.excerpt)
        if rows and words.excerpt not in seen.concerns and words.excerpt in seen.by_id:
            excerpt, own = _quoted(seen.by_id[words.excerpt], rows, words)
            made.append((hashlib.sha256(excerpt.text.encode()).hexdigest(), excerpt, own))
    made.sort(key=lambda m: (m[0], m[1].id))
    ids = {excerpt.id: f"q{n:05}" for n, (_, excerpt, _) in enumerate(made)}
    return replace(
        seen,
        excerpts=[replace(e, id=ids[e.id]) for _, e, _ in made],
        rows=[replace(r, excerpt_id=ids[r.excerpt_id]) for _, _, own in made for r in own],
        topics=[],
        flags=[],
        concerns=frozenset(),
    )


def _quoted(excerpt: Excerpt, rows: Sequence[CodedRow], words: Approved) -> tuple[Excerpt, list[CodedRow]]:
    text, moved = unlinked(excerpt.text[words.start : words.end])
    quoted = replace(
        excerpt, text=text, start=0, end=len(text), speaker="", question=""
    )  # its place is told nowhere
    own = []
    for row in sorted(rows, key=lambda r: (-r.score, r.theme, r.start)):
        start, end = max(row.start, words.start), min(row.end, words.end)
        span = (moved(start - words.start), moved(end - words.start)) if start < end else (0, len(text))
        own.append(replace(row, text=text, start=span[0], end=span[1], speaker="", question=""))
    return quoted, own


def content_of(
    seen: Overview, evidence: Evidence, approved: Iterable[Approved], chosen: Collection[str] | None = None
) -> Content:
    """Take out of a review what a release holds. ``chosen`` are the themes told as findings; None: the first five."""
    words = approved_only(seen, approved)
    number = {e.id: n for n, e in enumerate(words.excerpts)}
    told = findings(
        seen.cells,
        words.rows,
        {t.id: t.plain for t in seen.codebook.themes},
        policy=seen.policy,
        most=5 if chosen is None else len(seen.codebook),
    )
    made = seen.manifest
    read = made.get("documents_read")
    return Content(
        about=_about(seen),
        book=_book(seen),
        took_part={g: seen.count(len(seen.speakers.participants[g])) for g in seen.groups},
        asked={g: tuple(t for t in seen.codebook.ids if seen.speakers.was_asked(g, t)) for g in seen.groups},
        themes=tuple(ThemeRow(**r) for r in theme_rows(seen)),
        tones=tuple(
            ToneRow(t, Valence(r["tone"]), r["people"]) for t in seen.codebook.ids for r in _tones(seen, t)
        ),
        beside=tuple(Beside(c.theme, c.other, c.verdict.value, c.reason) for c in seen.comparisons),
        decided=tuple(Decided(d.theme, d.group, d.verdict, d.why) for d in evidence.decisions),
        findings=tuple(
            Told(f.theme, f.sentence, f.how_many, number[f.quote.excerpt_id] if f.quote else -1)
            for f in told
            if chosen is None or f.theme in chosen
        ),
        quotes=_quotes(words),
        composite=tuple((s, number[r.excerpt_id]) for s, r in replace(evidence, seen=words).composite),
        stages=_stages(evidence),
        lines=_lines(evidence),
        figures=evidence.indicators.figures,
        drawn=evidence.indicators.lines,
        measures=evidence.indicators.measures,
        recommendations=tuple(replace(r, doubts=()) for r in evidence.recommendations),
        documents=tuple(method.documents(seen)),
        cases=tuple(case_rows(seen)),
        limits=method.limits(seen),
        left_out=tuple(dict.fromkeys(LeftOut(w.cause, w.remedy) for w in seen.withheld)),
        made=Made(
            coder=str(made.get("coder", "")),
            versions={str(k): str(v) for k, v in sorted(dict(made.get("versions", {})).items())},
            python=str(made.get("python", "")),
            seed=str(made.get("seed", "")),
            documents_read="" if read is None else seen.count(int(read)),
        ),
        unchecked=seen.unchecked,
    )


def _about(seen: Overview) -> About:
    review, small = seen.settings.review, seen.settings.suppression
    return About(
        title=review.title,
        council=review.council,
        purpose=review.purpose,
        approach=review.approach,
        lines_of_enquiry=dict(review.lines_of_enquiry),
        rule=small.rule,
        below=small.below,
        show_zero=small.show_zero,
        deidentify=seen.settings.deidentify.policy,
        topics=seen.settings.themes.topics,
    )


def _book(seen: Overview) -> Book:
    names = (
        "id", "label", "plain", "short", "definition", "include", "exclude", "questions", "lines_of_enquiry", "journey",
    )  # fmt: skip
    book = seen.codebook
    themes = tuple(ThemeWords(**{n: getattr(t, n) for n in names}) for t in book.themes)
    return Book(book.id, book.title, book.version, themes)


def _tones(seen: Overview, theme: str) -> list[dict[str, str]]:
    """People by tone, where the number of children who raised the theme is shown; nothing elsewhere."""
    cell = seen.cells.get((theme, Group.CHILD))
    if cell is None or cell.participants < seen.policy.least:
        return []
    return tone_rows(seen, theme, Group.CHILD)


def _quotes(words: Overview) -> tuple[Quote, ...]:
    codes: dict[str, list[CodedRow]] = {}
    for row in words.rows:
        codes.setdefault(row.excerpt_id, []).append(row)
    found = []
    for excerpt in words.excerpts:
        own = codes[excerpt.id]
        source = words.source_by_id[excerpt.source]
        found.append(
            Quote(
                text=excerpt.text,
                role=excerpt.role,
                voice=excerpt.voice,
                kind=own[0].kind,
                group=own[0].group,
                stage=own[0].stage if own[0].stage in JOURNEY else "",
                machine=source.transcribed_by == "machine",
                codes=tuple(
                    Code(r.theme, r.valence, r.status, round(r.score, 3), r.start, r.end) for r in own
                ),
            )
        )
    return tuple(found)


def _stages(evidence: Evidence) -> tuple[StageRows, ...]:
    rows = []
    for stage in evidence.stages:
        raised = []
        for (theme, group), cell in stage.cells.items():
            if cell.participants:
                people = evidence.people_by_stage[stage.name, theme, group]
                raised.append(Raised(theme, group, people, cell.tone if people.isdigit() else ""))
        rows.append(StageRows(stage.name, tuple(stage.sources), tuple(raised), stage.unasked))
    return tuple(rows)


def _lines(evidence: Evidence) -> tuple[LineRows, ...]:
    count = evidence.seen.count
    return tuple(
        LineRows(
            letter=e.letter,
            title=e.title,
            sources={g: count(len(ids)) for g, ids in e.sources.items()},
            themes=e.themes,
            measures=e.measures,
            recommendations=e.recommendations,
            gaps=tuple(Missing(g.what, g.themes) for g in e.gaps),
        )
        for e in evidence.enquiries
    )
