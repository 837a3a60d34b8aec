"""The short plain summary after a run: sources, children, themes, strongest disagreement, what was withheld and why."""

from __future__ import annotations

from childvoice import findings
from childvoice.overview import overview
from childvoice.pipeline import Outcome
from childvoice.records import Group
from childvoice.settings import Settings
from childvoice.store import Workspace


def print_summary(workspace: Workspace, outcome: Outcome, settings: Settings) -> None:
    """Print it on standard output. Counts of people are suppressed like everywhere else."""
    seen = overview(workspace, settings)
    children = seen.count(len(seen.speakers.participants.get(Group.CHILD, ())))
    print()
    print(settings.review.title)
    print(
        f"  {len(seen.sources)} sources, {sum(s.words for s in seen.sources):,} words, {children} children and young people speaking for themselves"
    )
    for finding in seen.findings[:3]:
        print(f"  - {finding.sentence} ({finding.how_many})")
    worst = findings.strongest_disagreement(seen.comparisons)
    if worst:
        label = seen.codebook.theme(worst.theme).label
        print(f"  Strongest disagreement with staff: {label} ({worst.reason})")
    if seen.topics:
        print(f"  Outside the codebook, to be looked at: {'; '.join(t.label for t in seen.topics[:3])}")
    if seen.concerns:
        print(
            f"  For the safeguarding lead, before anything else: {len(seen.concerns)} passage(s). No flag does not mean no concern."
        )
    flags = len(seen.flags)
    if flags:
        print(f"  To be checked by a person: {flags} doubtful or rare identifier(s)")
    for warning in outcome.warnings[:5]:
        print(f"  Note: {warning}")
    if outcome.withheld:
        print(f"  Not taken: {len(outcome.withheld)}")
        for held in outcome.withheld:
            print(f"    {held.file}: {held.cause}. {held.remedy}.")
    if outcome.reused:
        print("  Nothing changed since the last run; its result was kept.")
