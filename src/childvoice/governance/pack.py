"""The papers of the pack by the name of their file, and what all of them begin and end with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from childvoice import __version__
from childvoice.governance import assessment, checklists, transparency
from childvoice.governance.facts import Facts, figures, models
from childvoice.publish.paper import Block, Bullets, Grid, Heading, Notice, Paper, Para
from childvoice.report import method

_DRAFT = (
    "Draft, filled by software from the settings and records of this review. It decides nothing and is no legal advice. "
    "What only people can say is marked 'To be written'; what is filled in is for a person to check."
)


def papers(facts: Facts) -> dict[str, Paper]:
    """Make every paper of the pack, by the name of its file without the ending."""
    return {
        "data-protection-impact": _paper(
            facts, "Data protection impact assessment: pack", assessment.blocks(facts)
        ),
        "algorithmic-transparency-record": _paper(
            facts, "Algorithmic transparency record: draft", transparency.blocks(facts)
        ),
        "coreq-srqr-checklist": _paper(
            facts, "COREQ and SRQR checklists: pre-filled", checklists.blocks(facts)
        ),
    }


def _paper(facts: Facts, title: str, blocks: Iterable[Block]) -> Paper:
    review = facts.seen.settings.review
    return Paper(
        title=title,
        council=review.council,
        blocks=(Notice(_DRAFT), *blocks, *_made(facts)),
        front={
            "Review": review.title,
            "As of": facts.day.isoformat(),
            "Made with": f"childvoice {__version__}",
            "Responsible": "",
            "Checked by": "",
        },
    )


def _made(facts: Facts) -> Sequence[Block]:
    seen = facts.seen
    listed = method.versions(seen)
    recorded: list[Block] = [Para("No run has been recorded yet: versions are not known.")]
    if listed:
        recorded = [Grid.of("Software of the last run", listed)]
    return [
        Heading("Appendix: what made this review"),
        Heading("Codebook", 2),
        Para(
            f"'{seen.codebook.title}', version {seen.codebook.version}, {len(seen.codebook)} themes. Coder of the last run: "
            f"{seen.manifest.get('coder', 'not recorded')}. Version of what reviewers taught it: {facts.learned or 'none'}."
        ),
        Heading("Models", 2),
        Para("No model is asked over a network. Every file is compared with its digest before it is loaded."),
        models(),
        Heading("How good it was found", 2),
        figures(facts),
        Para(facts.audited),
        Para(facts.agreed),
        Heading("Versions", 2),
        *recorded,
        Heading("Limits", 2),
        Bullets(method.limits(seen)),
    ]
