"""Timed cues of captions and meeting exports become turns: sorted, freed of tags, joined where a turn goes on."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from childvoice.ingest.labels import speaker_labels, split_label
from childvoice.ingest.reading import NO_SPEAKERS, Reading
from childvoice.raw import RawUnit

_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>")
_TAG = re.compile(r"</?(?:[bicusv]|font|ruby|rt|lang|\d[\d:.]*)(?:[.\s][^<>]*)?>|\{\\an?\d\}", re.IGNORECASE)
_ENDED = re.compile(r"[.!?…][\"'”’)]?$")


class Cue(NamedTuple):
    """One cue: when it begins, in seconds, and its lines with their tags."""

    start: float
    text: str


def units_from_cues(cues: Sequence[Cue], warnings: tuple[str, ...] = ()) -> Reading:
    """Read the turns of the cues in the order of their times, successive cues of one speaker joined."""
    ordered = sorted(cues, key=lambda cue: cue.start)
    if [cue.start for cue in ordered] != [cue.start for cue in cues]:
        warnings += ("cues were out of order and have been sorted by time",)
    ordered = [c for i, c in enumerate(ordered) if not i or c != ordered[i - 1]]
    spoken = [part for cue in ordered for part in _voices(cue.text)]
    labels = speaker_labels([words for voice, words in spoken if not voice])
    units: list[RawUnit] = []
    parts: list[str] = []
    speaker = ""
    voice_of_unit = ""

    def close() -> None:
        if text := " ".join(part for part in parts if part):
            units.append(RawUnit(len(units), text, voice_of_unit))
        parts.clear()

    for voice, said in spoken:
        found = None if voice else split_label(said)
        if found and found.label.casefold() in labels:
            speaker, words = found.label, found.text
        else:
            # Where labels are written as 'Name:', a cue without one goes on with the turn.
            speaker, words = voice or (speaker if labels else ""), said
        # Of words whose speaker is not known only a sentence is joined: the next may be someone else's.
        goes_on = speaker == voice_of_unit and (speaker or not (parts and _ENDED.search(parts[-1])))
        if not goes_on:
            close()
        voice_of_unit = speaker
        parts.append(words)
    close()
    if not any(unit.speaker for unit in units):
        warnings += (NO_SPEAKERS,)
    return Reading(tuple(units), "transcript", warnings=warnings)


def _voices(cue: str) -> Iterator[tuple[str, str]]:
    """Speaker (or '') and words of each voice in a cue; other tags are taken out.

    A cue in which every line has its own dash or label is several people's, line by line.
    """
    before, *tagged = _VOICE.split(cue)
    for voice, words in [("", before), *zip(tagged[::2], tagged[1::2], strict=True)]:
        lines = [" ".join(html.unescape(_TAG.sub("", line)).split()) for line in words.split("\n")]
        if not voice and sum(bool(split_label(line)) for line in lines) > 1:
            yield from (("", line) for line in lines if line)
        elif clean := " ".join(line for line in lines if line):
            yield html.unescape(voice).strip(), clean
