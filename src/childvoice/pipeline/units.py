"""Every word of every document as rows of one speaker and voice: what ``childvoice read`` writes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from childvoice import voice
from childvoice.deidentify import Deidentified
from childvoice.pipeline.material import Material
from childvoice.records import Excerpt, Role


def unit_rows(clean: Deidentified, material: Material, *, names: bool = False) -> Iterator[dict[str, Any]]:
    """Every word of every document as rows of one speaker and voice, in the order of files and text.

    With ``names`` the text, speakers and questions are as the files have them; voices are found in the same way.
    """
    originals = {i.source.id: i for i in material.incoming}
    for document in sorted(clean.documents, key=lambda d: (originals[d.source.id].source.file, d.source.id)):
        incoming = originals[document.source.id]
        raw = {u.index: u for u in incoming.raw.units}
        spoken: dict[int, list[Excerpt]] = {}
        for excerpt in voice.excerpts_of(document):
            spoken.setdefault(excerpt.unit, []).append(excerpt)
        for unit in document.units:
            edits = clean.edits.get((document.source.id, unit.index), ())
            for start, end, found in _whole(unit.text, spoken.get(unit.index, [])):
                text = unit.text[start:end]
                if names:
                    text = raw[unit.index].text[_origin(start, edits) : _origin(end, edits)]
                yield {
                    "file": incoming.source.file if names else document.source.file,
                    "unit": unit.index,
                    "text": text.strip(),
                    "speaker": raw[unit.index].speaker if names else unit.speaker,
                    "role": found.role.value if found else Role.UNKNOWN.value,
                    "voice": found.voice.value if found else "adult",
                    "participant": found.participant if found else "",
                    "question": raw[unit.index].question
                    if names
                    else (found.question if found else unit.question),
                }


def _whole(text: str, excerpts: Sequence[Excerpt]) -> Iterator[tuple[int, int, Excerpt | None]]:
    """Excerpts of a unit in their order, and between them what belongs to none (headings, stage directions)."""
    at = 0
    for excerpt in sorted(excerpts, key=lambda e: e.start):
        if text[at : excerpt.start].strip():
            yield at, excerpt.start, None
        yield excerpt.start, excerpt.end, excerpt
        at = excerpt.end
    if text[at:].strip():
        yield at, len(text), None


def _origin(place: int, edits: Sequence[tuple[int, int, int, int]]) -> int:
    """Where ``place`` of the pseudonymised text stands in the raw text; a pseudonym is taken whole."""
    shift = 0
    for raw_start, raw_end, start, end in edits:
        if place <= start:
            break
        if place < end:
            return raw_end
        shift = raw_end - end
        del raw_start
    return place + shift
