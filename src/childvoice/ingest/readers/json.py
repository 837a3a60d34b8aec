"""JSON of survey services, transcription services and case systems: a list of objects, wherever it is wrapped."""

from __future__ import annotations

import json

from childvoice.errors import BrokenInput
from childvoice.ingest.objects import list_in, units_from_objects
from childvoice.ingest.reading import Reading, decode

EXTENSIONS = ("json",)


def read(data: bytes, name: str) -> Reading:
    """Each object as a row. Raises BrokenInput for what is not JSON or holds no list."""
    text, warnings = decode(data, name)
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise BrokenInput(
            f"it is not valid JSON (line {error.lineno:,}, column {error.colno:,})",
            subject=name,
            remedy="Export it again",
        ) from None
    except (RecursionError, ValueError):
        raise BrokenInput(
            "its parts are nested too deeply or hold numbers too large",
            subject=name,
            remedy="Export it again",
        ) from None
    found = list_in(value)
    if not found and isinstance(value, dict):
        found = [value]
    reading = units_from_objects(found or [], name)
    return Reading(reading.units, reading.layout, reading.legend, warnings + reading.warnings)
