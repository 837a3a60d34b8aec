"""WebVTT as Teams and Zoom export it: voice tags or 'Name:' give the speaker; cues of a turn are joined."""

from __future__ import annotations

import io

import webvtt

from childvoice.errors import BrokenInput
from childvoice.ingest.cues import Cue, units_from_cues
from childvoice.ingest.reading import Reading, decode

EXTENSIONS = ("vtt",)


def read(data: bytes, name: str) -> Reading:
    """Read the turns of the captions. Raises BrokenInput for what is no caption file."""
    text, warnings = decode(data, name)
    if not text.lstrip().startswith("WEBVTT"):
        raise BrokenInput(
            "it does not begin with WEBVTT, so it is not a caption file",
            subject=name,
            remedy="Export the transcript again, or save it as .txt or .docx",
        )
    try:
        captions = list(webvtt.from_buffer(io.StringIO(text.lstrip())))
    except (webvtt.errors.MalformedFileError, webvtt.errors.MalformedCaptionError):
        captions = []
    # webvtt passes over cues whose times it cannot read.
    lost = text.count("-->") - len(captions)
    if lost and not captions:
        raise BrokenInput(
            "the cues cannot be read",
            subject=name,
            remedy="Export the transcript again from the meeting software",
        )
    if lost:
        warnings += (f"{lost} cue(s) whose times cannot be read were left out",)
    return units_from_cues([Cue(c.start_in_seconds, c.raw_text) for c in captions], warnings)
