"""What a run is made of: raw documents with what the manifest says of them, the roster, and what failed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import metadata
from pathlib import Path
from typing import Any

from childvoice import __version__, ingest
from childvoice.deidentify import Incoming, Roster, read_roster
from childvoice.engines import recorded_weights, trained_weights
from childvoice.errors import DuplicateInput, InputError
from childvoice.ingest.manifest import FileNotes
from childvoice.pipeline.progress import Progress
from childvoice.raw import RawDocument
from childvoice.records import Group, Kind, Source, Withheld
from childvoice.settings import Settings


@dataclass(frozen=True, slots=True)
class Material:
    """What was read for a run: raw documents with their notes, the roster, and what could not be read."""

    incoming: tuple[Incoming, ...] = field(repr=False)
    roster: Roster = field(repr=False)
    failed: tuple[Withheld, ...]
    warnings: tuple[str, ...]

    def digest(self, settings: Settings, corrections: Sequence[int] = ()) -> str:
        """Changes with any file, any note, the roster, the settings, the versions and what a person corrected.

        Not with the order of files.
        """
        parts = sorted(f"{i.source} {i.raw.digest} {i.speakers} {i.child}" for i in self.incoming)
        known = [f"{p.id} {p.name} {p.aliases} {p.label} {p.relation}" for p in self.roster.people]
        made = [parts, known, settings.model_dump(mode="json"), versions(), list(corrections)]
        whole = json.dumps(made, sort_keys=True)
        return hashlib.sha256(whole.encode("utf-8")).hexdigest()


def gather(paths: Sequence[Path], companions: Path | None, told: Progress) -> Material:
    """Read every file, with what the manifest says of it. The same content twice is read once and listed."""
    folder = companions or next((p for p in paths if p.is_dir()), None)
    notes = _optional(folder, "manifest.csv", ingest.read_manifest, {})
    roster = _optional(folder, "roster.csv", read_roster, Roster())
    files, refused = ingest.discover(paths)
    failed = [_failed(e) for e in refused]
    incoming: list[Incoming] = []
    seen: dict[str, str] = {}
    with told.stage("Reading", len(files)) as step:
        for file in files:
            for found in documents_in(file, _name(file, paths), notes, seen):
                if isinstance(found, InputError):
                    failed.append(_failed(found))
                else:
                    incoming.append(found)
            step()
    there = {_name(f, paths) for f in files} | set(seen.values()) | {w.file for w in failed}
    missing = sorted(set(notes) - there)
    warnings = (
        *roster.warnings,
        *(
            f"manifest.csv names a file that is not there (row of file {n})"
            for n in range(1, len(missing) + 1)
        ),
    )
    return Material(tuple(incoming), roster, tuple(failed), warnings)


def documents_in(
    file: Path, name: str, notes: Mapping[str, FileNotes], seen: dict[str, str]
) -> Iterator[Incoming | InputError]:
    """The documents of one file, in order: itself, the members of an archive, each person's notes of an export.

    Whatever takes files takes them through here, so that all agree on what a file holds. What cannot be read comes as
    its error, with the name of the member as subject. ``notes`` are the manifest's, by name; a member of an archive
    ('notes.zip/a.docx') without a row of its own goes by that of the archive. ``seen`` holds the name of each content
    taken so far, grows, and makes a copy a DuplicateInput.
    """
    for inside, raw in ingest.read_each(file, name=name):
        if isinstance(raw, InputError):
            yield raw
        elif raw.digest in seen:
            cause = "the same content as another file"
            yield DuplicateInput(cause, subject=inside, remedy="Remove one of the two")
        else:
            seen[raw.digest] = inside
            told = notes.get(inside) or _of_archive(notes.get(name), inside)
            yield from (incoming_of(part, inside, told) for part in ingest.by_person(raw))


def _of_archive(notes: FileNotes | None, member: str) -> FileNotes:
    """What the row of an archive says of its member: all but the title, which is the archive's own."""
    return replace(notes, file=member, title="") if notes else FileNotes(member)


def without(material: Material, withdrawn: Collection[str]) -> Material:
    """Leave out the sources that were withdrawn: their files may still be there, and are not taken in again."""
    return replace(material, incoming=tuple(i for i in material.incoming if i.source.id not in withdrawn))


def versions() -> dict[str, str]:
    """Versions of childvoice, of the libraries that a result depends on, and of the weights."""
    packages = ("onnxruntime", "tokenizers", "numpy", "scikit-learn", "bertopic")
    weights = {
        name: f"{r['version']} {next(iter(dict(r['files']).values()))[:12]}"
        for name, r in recorded_weights().items()
    }
    trained = {name: digest[:12] for name, digest in trained_weights().items()}
    return {"childvoice": __version__, **{p: metadata.version(p) for p in packages}, **weights, **trained}


def _optional(folder: Path | None, name: str, reader: Any, default: Any) -> Any:
    path = folder / name if folder else None
    return reader(path) if path and path.is_file() else default


def _name(file: Path, paths: Sequence[Path]) -> str:
    """How a file is called in the manifest and in messages: relative to the folder it was found in."""
    for root in paths:
        if root.is_dir() and file.is_relative_to(root):
            return file.relative_to(root).as_posix()
    return file.name


def incoming_of(raw: RawDocument, name: str, notes: FileNotes) -> Incoming:
    """A document called ``name`` with what the manifest says of it; kind and group are guessed where it is silent."""
    kind = Kind(notes.kind) if notes.kind else _guess_kind(raw)
    source = Source(
        id=f"s{raw.digest[:10]}",
        file=name,
        title=notes.title or Path(name).stem.replace("_", " "),
        kind=kind,
        group=Group(notes.group) if notes.group else _guess_group(kind),
        date=notes.date,
        setting=notes.setting,
        stage=notes.stage,
        team=notes.team,
        transcribed_by="machine" if raw.by_machine else notes.transcribed_by,
        topics_asked=notes.topics_asked,
        lines_of_enquiry=notes.lines_of_enquiry,
        consent=notes.consent,
        in_scope=notes.in_scope,
        words=raw.words,
        warnings=raw.warnings
        if notes.kind
        else (*raw.warnings, "kind and group guessed: not in the manifest"),
    )
    return Incoming(raw, source, notes.speakers, notes.child)


def _guess_kind(raw: RawDocument) -> Kind:
    """Without a manifest the layout is all that is known; a transcript may be of anyone, prose is a report."""
    return {
        "transcript": Kind.INTERVIEW,
        "case notes": Kind.CASE_NOTE,
        "case export": Kind.CASE_NOTE,
        "survey": Kind.SURVEY,
    }.get(raw.layout, Kind.REPORT)


def _guess_group(kind: Kind) -> Group:
    return Group.POLICY if kind is Kind.REPORT else Group.CHILD if kind is Kind.CASE_NOTE else Group.STAFF


def _failed(error: InputError) -> Withheld:
    return Withheld(error.subject, error.cause, error.remedy, "read")
