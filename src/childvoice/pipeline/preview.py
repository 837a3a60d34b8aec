"""What a file would bring, before it is taken: its layout, how many speak, its columns. No word of what they say."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from childvoice import ingest
from childvoice.ingest.manifest import FileNotes
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
    """What was read of a file. ``speakers`` are labels with the number of their turns, names as initials."""

    name: str
    digest: str
    layout: str
    words: int
    turns: int
    speakers: tuple[tuple[str, int], ...]
    columns: int
    warnings: tuple[str, ...]


def preview(path: Path, name: str) -> Preview:
    """Read a file and say what it would bring. Raises InputError, with cause and remedy, if it cannot be read."""
    raw = ingest.read(path, name=name)
    said = Counter(u.speaker for u in raw.units if u.speaker)
    return Preview(
        name=name,
        digest=raw.digest,
        layout=raw.layout,
        words=raw.words,
        turns=len(raw.units),
        speakers=tuple((_without_name(label), n) for label, n in said.most_common(8)),
        columns=_columns(raw),
        warnings=raw.warnings,
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
