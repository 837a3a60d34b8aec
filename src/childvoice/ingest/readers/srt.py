"""SubRip captions, as Zoom, Otter and players export them: number, times, words."""

from __future__ import annotations

import re

from childvoice.errors import BrokenInput
from childvoice.ingest.cues import Cue, units_from_cues
from childvoice.ingest.reading import Reading, decode

EXTENSIONS = ("srt",)
_CLOCK = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[,.](\d{1,3})"
# The number above the times belongs to the cue; so does an empty line inside it, which some editors leave.
_CUE = re.compile(rf"^(?:[ \t]*\d+[ \t]*\n)?[ \t]*{_CLOCK}[ \t]*-->[^\n]*$", re.MULTILINE)


def read(data: bytes, name: str) -> Reading:
    """Read the turns of the captions. Raises BrokenInput where there is no cue."""
    text, warnings = decode(data, name)
    found = list(_CUE.finditer(text))
    lost = text.count("-->") - len(found)
    if not found:
        raise BrokenInput(
            "there are no cues with times, so it is not a caption file",
            subject=name,
            remedy="Export the captions again, or save it as .txt or .docx",
        )
    if lost > 0:
        warnings += (f"{lost} cue(s) whose times cannot be read were left out",)
    ends = [match.start() for match in found[1:]] + [len(text)]
    cues = [
        Cue(_seconds(match), _readable(text[match.end() : end]))
        for match, end in zip(found, ends, strict=True)
    ]
    return units_from_cues(cues, warnings)


def _seconds(match: re.Match[str]) -> float:
    hours, minutes, seconds = (int(group or 0) for group in match.groups()[:3])
    return hours * 3600 + minutes * 60 + seconds + float(f"0.{match[4]}")


def _readable(text: str) -> str:
    """Leave off, of what follows a cue, a cue whose times could not be read."""
    return re.split(r"\n[^\n]*-->", text)[0].strip()
