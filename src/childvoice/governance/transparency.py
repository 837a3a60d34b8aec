"""A draft for the Algorithmic Transparency Recording Standard (GOV.UK), field by field.

Headings follow the standard's template as published in 2025. It is revised now and then: whoever publishes compares
the headings with the template in force.
"""

from __future__ import annotations

from collections.abc import Sequence

from childvoice import __version__
from childvoice.engines import recorded_weights
from childvoice.governance.facts import Facts
from childvoice.publish.paper import Block, Grid, Heading, Para
from childvoice.report import method
from childvoice.report.committee import TO_WRITE

Field = tuple[str, str]


def blocks(facts: Facts) -> Sequence[Block]:
    """Return the parts of the paper."""
    return [
        Para("Compare the headings with the template in force before publishing.", "note"),
        Heading("Tier 1"),
        _grid("Tier 1: summary", _summary()),
        Heading("Tier 2"),
        Heading("1. Owner and responsibility", 2),
        _grid("Owner and responsibility", _owner(facts)),
        Heading("2. Description and rationale", 2),
        _grid("Description and rationale", _rationale(facts)),
        Heading("3. Decision making process", 2),
        _grid("Decision making process", _process(facts)),
        Heading("4. Tool, models and data", 2),
        _grid("Tool, models and data", _tool(facts)),
        Heading("5. Risks, mitigations and impact assessments", 2),
        _grid("Risks, mitigations and impact assessments", _risks()),
    ]


def _grid(caption: str, fields: Sequence[Field]) -> Grid:
    return Grid(caption, ("Field", "Entry"), tuple(fields))


def _summary() -> list[Field]:
    return [
        ("Name", f"childvoice {__version__}"),
        ("Description",
         "Software that a review officer uses to read what children, parents and staff said: it takes names out, finds "
         "who speaks, suggests themes, and sets what children say beside what staff say. People check its suggestions."),
        ("Website", TO_WRITE),
        ("Contact email", TO_WRITE),
    ]  # fmt: skip


def _owner(facts: Facts) -> list[Field]:
    return [
        ("1.1 Organisation or department", facts.seen.settings.review.council or TO_WRITE),
        ("1.2 Team", TO_WRITE),
        ("1.3 Senior responsible owner", TO_WRITE),
        ("1.4 Third party involvement", "None in operation: open-source software (MIT licence) on the organisation's own "
         f"machine. Who installed it: {TO_WRITE.lower()}."),
    ]  # fmt: skip


def _rationale(facts: Facts) -> list[Field]:
    seen = facts.seen
    return [
        ("2.1 Detailed description", " ".join(method.steps(seen))),
        ("2.2 Scope", (seen.settings.review.purpose or f"{TO_WRITE}.") + " Not used for decisions about a person or for "
         "predictions about a child."),
        ("2.3 Benefit", TO_WRITE),
        ("2.4 Previous process", TO_WRITE),
        ("2.5 Alternatives considered", TO_WRITE),
    ]  # fmt: skip


def _process(facts: Facts) -> list[Field]:
    seen = facts.seen
    return [
        ("3.1 Process integration", "Its findings are evidence for a review; conclusions and recommendations are written "
         "by people. No decision is taken or proposed by the software."),
        ("3.2 Provided information", "Themes with numbers of people and quotes, by group; every number leads to the words "
         "it rests on. Numbers too small to show are marked c."),
        ("3.3 Frequency and scale of usage",
         f"This review: {seen.count(len(seen.sources))} documents. How often: {TO_WRITE.lower()}."),
        ("3.4 Human decisions and review", f"{facts.checked} {facts.agreed}"),
        ("3.5 Required training", TO_WRITE),
        ("3.6 Appeals and review", "A person or document is withdrawn with all that follows from it. "
         f"Whom to ask: {TO_WRITE.lower()}."),
    ]  # fmt: skip


def _tool(facts: Facts) -> list[Field]:
    seen = facts.seen
    base = ", ".join(f"{name} {r['version']} ({r['licence']})" for name, r in recorded_weights().items())
    return [
        ("4.1.1 System architecture", "A pipeline on one machine, offline: reading, taking names out, finding who speaks, "
         "coding themes, adding up. A web page on the machine itself shows the result."),
        ("4.1.2 System-level input", "Notes, transcripts, surveys and case notes as files."),
        ("4.1.3 System-level output", "Pseudonymised text, suggested themes with the words that show them, tables, a report."),
        ("4.1.4 Maintenance", TO_WRITE),
        ("4.2.1 Model names and versions", f"Theme coder: {seen.manifest.get('coder', 'not recorded')}. Built on {base}. "
         "Digests: appendix."),
        ("4.2.2 Model task", "Suggest themes of a codebook for a passage, and find names and other identifiers."),
        ("4.2.3 Model architecture", "Small transformer encoder with heads for themes and evidence (23 MB), a tagger for "
         "identifiers, rules and lists. No generative model."),
        ("4.2.4 Model performance", "Table in the appendix, each figure beside a baseline. Two people agree better than the "
         "machine does with careful coding."),
        ("4.3 Development data", "Fictional sentences written for the project, and none of a real child; described in the "
         "cards of the training data. It cannot support figures by age or ethnicity."),
        ("4.4.1 Operational data sources", TO_WRITE),
        ("4.4.2 Sensitive attributes", "Health, ethnicity, faith, family life and offences may be told in the documents. "
         "None is used as a feature of its own or added up."),
        ("4.4.3 Access and storage", f"{facts.vault} Roles limit what each person sees. On a server people log in with the "
         "council's accounts and have the roles of an administrator's list; a page left alone is locked. Whether that is so "
         f"here, and who has which role: {TO_WRITE.lower()}."),
        ("4.4.4 Sharing", TO_WRITE),
    ]  # fmt: skip


def _risks() -> list[Field]:
    return [
        ("5.1 Impact assessments", f"Data protection impact assessment: see the pack. Equality impact: {TO_WRITE.lower()}."),
        ("5.2 Risks and mitigations", "Missed identifiers; wrong themes; small numbers; harm overlooked; over-reading of "
         "shares. What is done about each stands in the data protection impact pack."),
    ]  # fmt: skip
