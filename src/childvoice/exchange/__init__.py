"""How does it travel between tools? Projects in and out of REFI-QDA, annotation tools and tables, without loss.

>>> from childvoice.exchange import Code, Project, guid
>>> Project("Review", codes=(Code(guid("continuity"), "Keeping the same worker"),)).codes[0].codable
True
"""

from childvoice.exchange.files import known_formats, read_project, write_project
from childvoice.exchange.project import (
    Applied,
    Case,
    Code,
    Coder,
    Imported,
    Note,
    Project,
    Selection,
    Set,
    Text,
    Variable,
    guid,
)
from childvoice.exchange.review import codings_of, project_of
from childvoice.exchange.tables import COLUMNS, frame, rows

__all__ = [
    "COLUMNS",
    "Applied",
    "Case",
    "Code",
    "Coder",
    "Imported",
    "Note",
    "Project",
    "Selection",
    "Set",
    "Text",
    "Variable",
    "codings_of",
    "frame",
    "guid",
    "known_formats",
    "project_of",
    "read_project",
    "rows",
    "write_project",
]
