"""The journey of a review: the only place that knows the order of the stages."""

from childvoice.pipeline.journey import Outcome, learned_of, run, take_names_out
from childvoice.pipeline.material import Material, documents_in, gather, incoming_of, versions
from childvoice.pipeline.progress import Progress, Step
from childvoice.pipeline.rows import clean_rows
from childvoice.pipeline.units import unit_rows

__all__ = [
    "Material",
    "Outcome",
    "Progress",
    "Step",
    "clean_rows",
    "documents_in",
    "gather",
    "incoming_of",
    "learned_of",
    "run",
    "take_names_out",
    "unit_rows",
    "versions",
]
