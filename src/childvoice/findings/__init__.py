"""What does it add up to? Codings become counts of people, comparisons of groups, and plain sentences.

Everything here takes :class:`CodedRow` records and returns records; the dashboard, the command line and the
exports show the same numbers because they call the same functions, and pass every count through
``suppression``.
"""

from childvoice.findings.prevalence import Prevalence, prevalence
from childvoice.findings.rows import Speakers, column_of, speakers_of
from childvoice.findings.sentences import AMOUNTS, Finding, amount, amounts_told, findings
from childvoice.findings.suppression import SUPPRESSED, Policy, shown, suppress_table
from childvoice.findings.triangulation import FEWEST, Comparison, Verdict, strongest_disagreement, triangulate

__all__ = [
    "AMOUNTS",
    "FEWEST",
    "SUPPRESSED",
    "Comparison",
    "Finding",
    "Policy",
    "Prevalence",
    "Speakers",
    "Verdict",
    "amount",
    "amounts_told",
    "column_of",
    "findings",
    "prevalence",
    "shown",
    "speakers_of",
    "strongest_disagreement",
    "suppress_table",
    "triangulate",
]
