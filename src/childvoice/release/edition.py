"""The page inside a release that any browser opens: the report without the places that people have yet to fill."""

from __future__ import annotations

from itertools import takewhile

from childvoice.overview import Overview
from childvoice.overview.evidence import Evidence
from childvoice.publish.formats import html
from childvoice.publish.paper import Block, Bullets, Grid, Heading, Notice, Paper, Para, Quote, ToWrite
from childvoice.records import CodedRow
from childvoice.release.file import Release
from childvoice.release.opened import open_evidence, open_overview
from childvoice.report import committee, wording
from childvoice.report.committee import TO_WRITE


def edition(release: Release) -> str:
    """Make the page from what the release holds and nothing else."""
    seen = open_overview(release)
    report = committee(seen)
    evidence = open_evidence(release, seen)
    blocks = _finished((*report.blocks, *_quotes(seen), *_recommendations(evidence)))
    front = {"Release": release.name, "Signed off": f"{release.signed.by}, {release.signed.at[:10]}"}
    return html.page(Paper(title=report.title, council=report.council, blocks=blocks, front=front))


def _finished(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Leave out what only people may write and nobody has, and headings that then stand over nothing."""
    kept: list[Block] = []
    for block in blocks:
        if _empty(block) and kept and isinstance(kept[-1], Para) and kept[-1].kind == "note":
            kept.pop()  # which tells how to fill the table
        elif not isinstance(block, ToWrite | Notice) and not _empty(block):
            kept.append(block)
    found: list[Block] = []
    for n, block in enumerate(kept):
        if isinstance(block, Heading):
            # What stands under it, up to the next heading of its order or above.
            order = block.order
            under = takewhile(lambda b: not (isinstance(b, Heading) and b.order <= order), kept[n + 1 :])  # noqa: B023
            if all(isinstance(b, Heading) for b in under):
                continue
        found.append(block)
    return tuple(found)


def _empty(block: Block) -> bool:
    return isinstance(block, Grid) and any(TO_WRITE in row for row in block.rows)


def _quotes(seen: Overview) -> tuple[Block, ...]:
    if not seen.rows:
        return ()
    by_theme: dict[str, list[CodedRow]] = {}
    for row in seen.rows:
        by_theme.setdefault(row.theme, []).append(row)
    parts: list[Block] = [Heading("All quotes of this release")]
    for theme in (t for t in seen.codebook.ids if t in by_theme):
        own = by_theme[theme]
        parts.append(Heading(seen.label(theme), 2))
        parts += [
            Quote(" ".join(r.text.split()), wording.speaker(r)) for r in {r.text: r for r in own}.values()
        ]
    return tuple(parts)


def _recommendations(evidence: Evidence) -> tuple[Block, ...]:
    parts: list[Block] = []
    for r in evidence.recommendations:
        facts = [f"Who answers for it: {r.owner}" if r.owner else "", f"Where it stands: {r.status}"]
        parts += [
            Heading(f"{r.id}. {r.text}", 2),
            Bullets(tuple(f for f in facts if f)),
            *([Para(r.response)] if r.response else []),
        ]
    return (Heading("Recommendations of the review"), *parts) if parts else ()
