"""Who could be recognised? Raw documents become pseudonymised ones; raw text stops here.

:func:`deidentify` does a whole review, :func:`deidentify_text` one text. Evidence comes from recognisers by form
(``recognisers/``, one file a kind), names (``names/``), the roster, and what was found elsewhere in the review.
"""

from childvoice.deidentify.deidentify import Deidentified, Incoming, deidentify
from childvoice.deidentify.roster import Person, Roster, read_roster
from childvoice.deidentify.text import MaskedText, deidentify_text, file_without_names

__all__ = [
    "Deidentified",
    "Incoming",
    "MaskedText",
    "Person",
    "Roster",
    "deidentify",
    "deidentify_text",
    "file_without_names",
    "read_roster",
]
