"""JSON lines, the form in which childvoice and other programs hand rows on: one object a line."""

from __future__ import annotations

import json
from typing import Any

from childvoice.errors import BrokenInput
from childvoice.ingest.objects import units_from_objects
from childvoice.ingest.reading import Reading, decode

EXTENSIONS = ("jsonl", "ndjson")


def read(data: bytes, name: str) -> Reading:
    """Each line as a row. Raises BrokenInput that names the first line that is not valid."""
    text, warnings = decode(data, name)
    objects: list[Any] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                objects.append(json.loads(line))
            except (ValueError, RecursionError):
                raise BrokenInput(
                    f"line {number:,} is not valid JSON",
                    subject=name,
                    remedy="Export it again, one object a line",
                ) from None
    reading = units_from_objects(objects, name)
    return Reading(reading.units, reading.layout, reading.legend, warnings + reading.warnings)
