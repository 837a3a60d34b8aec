"""WebVTT as Teams and Zoom export it: voice tags or 'Name:' give the speaker; cues of a turn are joined."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator

import webvtt

from childvoice.errors import BrokenInput
from childvoice.ingest.labels import speaker_labels, split_label
from childvoice.ingest.reading import Reading, decode
from childvoice.ingest.turns import NO_SPEAKERS
from childvoice.raw import RawUnit

EXTENSIONS = ("vtt",)
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>")
_TAG = re.compile(r"</?(?:[bicuv]|ruby|rt|lang|\d[\d:.]*)(?:[.\s][^<>]*)?>")
_ENDED = re.compile(r"[.!?…][\"'”’)]?$")


def read(data: bytes, name: str) -> Reading:
    """Read the turns of the captions in the order of their times, successive cues of one speaker joined."""
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
    ordered = sorted(captions, key=lambda c: c.start_in_seconds)
    if [c.start for c in ordered] != [c.start for c in captions]:
        warnings += ("cues were out of order and have been sorted by time",)
    spoken = [part for cue in ordered for part in _voices(cue.raw_text)]
    labels = speaker_labels([words for voice, words in spoken if not voice])
    units: list[RawUnit] = []
    speaker = ""
    for voice, said in spoken:
        found = None if voice else split_label(said)
        if found and found.label.casefold() in labels:
            speaker, words = found.label, found.text
        else:
            # Where labels are written as 'Name:', a cue without one goes on with the turn.
            speaker, words = voice or (speaker if labels else ""), said
        last = units[-1] if units else None
        # Of words whose speaker is not known only a sentence is joined: the next may be someone else's.
        if last and last.speaker == speaker and (speaker or not _ENDED.search(last.text)):
            units[-1] = RawUnit(last.index, f"{last.text} {words}".strip(), speaker)
        elif words:
            units.append(RawUnit(len(units), words, speaker))
    if not any(unit.speaker for unit in units):
        warnings += (NO_SPEAKERS,)
    return Reading(tuple(units), "transcript", warnings=warnings)


def _voices(cue: str) -> Iterator[tuple[str, str]]:
    """Speaker (or '') and words of each voice in a cue; other tags are taken out."""
    before, *tagged = _VOICE.split(cue)
    for voice, words in [("", before), *zip(tagged[::2], tagged[1::2], strict=True)]:
        if clean := " ".join(html.unescape(_TAG.sub("", words)).split()):
            yield html.unescape(voice).strip(), clean
