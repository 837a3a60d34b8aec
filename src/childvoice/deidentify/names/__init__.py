"""Names of people, from all evidence together: cues in the wording, gazetteers, and a statistical recogniser."""

from childvoice.deidentify.names.find import find_names

__all__ = ["find_names"]
