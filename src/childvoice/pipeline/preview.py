"""What a file would bring, before it is taken: its layout, how many speak, its columns. No word of what they say."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from childvoice import ingest
from childvoice.errors import InputError
from childvoice.ingest.manifest import FileNotes
from childvoice.pipeline.material import documents_in
from childvoice.raw import RawDocument
from childvoice.records import Role

_WORDS = frozenset(
    {r.value.replace("_", " ") for r in Role}
    | set(
        "yp young person interviewer facilitator social worker sw mum dad mother father carer manager teacher".split()
    )
    | {"young person", "social worker"}
)


@dataclass(frozen=True, slots=True)
class Preview:
    """What was read of a file. ``speakers`` are labels with the number of their turns, names as initials.

    ``sources`` are the ids that its documents would have: more than one for an archive, or an export of many persons.
    """

    name: str
    sources: tuple[str, ...]
    layout: str
    words: int
    turns: int
    speakers: tuple[tuple[str, int], ...]
    columns: int
    warnings: tuple[str, ...]


def preview(path: Path, name: str) -> Preview:
    """Read a file and say what it would bring. Raises InputError, with cause and remedy, if it cannot be read."""
    found = list(documents_in(path, name, {}, {}))
    errors = [f for f in found if isinstance(f, InputError)]
    read = [f for f in found if not isinstance(f, InputError)]
    if not read:
        raise errors[0]
    raws = [r.raw for r in read]
    said = Counter(u.speaker for raw in raws for u in raw.units if u.speaker)
    layouts = list(dict.fromkeys(raw.layout for raw in raws))
    return Preview(
        name=name,
        sources=tuple(r.source.id for r in read),
        layout=layouts[0] if len(layouts) == 1 else "several",
        words=sum(raw.words for raw in raws),
        turns=sum(len(raw.units) for raw in raws),
        speakers=tuple((_without_name(label), n) for label, n in said.most_common(8)),
        columns=max(_columns(raw) for raw in raws),
        warnings=tuple(
            dict.fromkeys(
                [*(w for raw in raws for w in raw.warnings), *(f"a file in it: {e.cause}" for e in errors)]
            )
        ),
    )


def notes_of(folder: Path) -> dict[str, FileNotes]:
    """Return what ``manifest.csv`` of a folder says, by file; nothing if there is none."""
    path = folder / "manifest.csv"
    return ingest.read_manifest(path) if path.is_file() else {}


def _columns(raw: RawDocument) -> int:
    return len({u.question for u in raw.units if u.question}) if raw.layout == "survey" else 0


def _without_name(label: str) -> str:
    """Show labels that are words as they are ('Interviewer'), others as initials ('D. M.'): they may be names."""
    plain = label.strip().rstrip(":").casefold()
    if plain in _WORDS or len(plain) <= 2 or plain.rstrip("0123456789 ") in _WORDS:
        return label
    return " ".join(f"{word[0]}." for word in label.split() if word[0].isalnum()) or "?"
