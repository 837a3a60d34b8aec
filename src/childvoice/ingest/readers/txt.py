"""Plain text: transcripts, case notes, letters, reports. UTF-8, UTF-16, Windows-1252; any line end."""

from __future__ import annotations

from childvoice.ingest.reading import Reading, decode
from childvoice.ingest.turns import units_from_lines

EXTENSIONS = ("txt", "text")


def read(data: bytes, name: str) -> Reading:
    """Lines of the text as turns, dated entries or paragraphs."""
    text, warnings = decode(data, name)
    reading = units_from_lines(text.split("\n"))
    return Reading(reading.units, reading.layout, reading.legend, warnings + reading.warnings)
