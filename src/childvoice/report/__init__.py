"""How would a committee read it, and how would a child? A review as papers, in plain words.

Every number comes from the tables of ``overview``, after suppression; what is a person's to judge or to decide
is left to a person, and marked.
"""

from __future__ import annotations

from pathlib import Path

from childvoice.overview import Overview
from childvoice.overview.evidence import Evidence
from childvoice.publish.paper import Paper
from childvoice.report.children import children
from childvoice.report.committee import committee

__all__ = ["children", "committee", "own_template", "papers"]


def papers(
    seen: Overview, template: Path | None = None, evidence: Evidence | None = None
) -> dict[str, Paper]:
    """Make all papers of a review, by the names that formats ask for them.

    ``template`` is a Word file; ``evidence`` is what people wrote beside the documents, if they did.
    """
    return {
        "committee": committee(seen, template=template, evidence=evidence),
        "children": children(seen, evidence),
    }


def own_template(review: Path) -> Path | None:
    """Find the council's own Word template in the folder of a review: ``template.docx``, if it is there."""
    path = review / "template.docx"
    return path if path.is_file() else None
