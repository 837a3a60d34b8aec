"""What does the file say, in order? Files become :class:`~childvoice.raw.RawDocument` records.

One reader per format stands in ``readers/``; each turns bytes into a :class:`Reading`. Labels of speakers,
case-note entries and survey columns are recognised here; what they mean is ``voice``'s question.
"""

from childvoice.ingest.discover import discover
from childvoice.ingest.manifest import FileNotes, read_manifest
from childvoice.ingest.persons import by_person
from childvoice.ingest.read import read, read_each, readers

__all__ = ["FileNotes", "by_person", "discover", "read", "read_each", "read_manifest", "readers"]
