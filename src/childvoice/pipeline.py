"""The journey of a review on one page: read, take the names out, find who speaks, code, keep.

Only this module knows the order of the stages; they do not know each other.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from importlib import metadata
from pathlib import Path
from typing import Any, Protocol

from childvoice import __version__, ingest, themes, voice
from childvoice.deidentify import (
    Deidentified,
    Incoming,
    Roster,
    deidentify,
    deidentify_text,
    read_roster,
)
from childvoice.engines import recorded_weights
from childvoice.errors import DuplicateInput, InputError
from childvoice.ingest.manifest import FileNotes
from childvoice.raw import RawDocument
from childvoice.records import Coding, Document, Excerpt, Group, Kind, Role, Source, Topic, Withheld
from childvoice.settings import Settings
from childvoice.store import Workspace


class Progress(Protocol):
    """Who is told how far a run is: a bar on a terminal, a line an event elsewhere. Never a word of the text."""

    def stage(self, name: str, total: int) -> AbstractContextManager[Step]:
        """Begin a stage of ``total`` steps; calling what it gives is one step."""
        ...


class Step(Protocol):
    """One step of a stage done."""

    def __call__(self) -> None:
        """Count it."""
        ...


class Silent:
    """Progress that nobody is told of."""

    @contextmanager
    def stage(self, name: str, total: int) -> Iterator[Step]:
        """Do nothing with either."""
        del name, total
        yield lambda: None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did: counts by stage, what did not go through, and whether anything had to be done at all."""

    counts: dict[str, int]
    withheld: tuple[Withheld, ...]
    warnings: tuple[str, ...]
    reused: bool = False


@dataclass(frozen=True, slots=True)
class Material:
    """What was read for a run: raw documents with their notes, the roster, and what could not be read."""

    incoming: tuple[Incoming, ...] = field(repr=False)
    roster: Roster = field(repr=False)
    failed: tuple[Withheld, ...]
    warnings: tuple[str, ...]

    def digest(self, settings: Settings) -> str:
        """Changes with any file, any note, the roster, the settings, the versions; not with the order of files."""
        parts = sorted(f"{i.source} {i.raw.digest} {i.speakers} {i.child}" for i in self.incoming)
        known = [f"{p.id} {p.name} {p.aliases} {p.label} {p.relation}" for p in self.roster.people]
        whole = json.dumps([parts, known, settings.model_dump(mode="json"), _versions()], sort_keys=True)
        return hashlib.sha256(whole.encode("utf-8")).hexdigest()


def run(
    paths: Sequence[Path],
    workspace: Workspace,
    settings: Settings,
    *,
    companions: Path | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Take the files and folders ``paths`` through every stage into ``workspace``.

    ``companions`` is the folder with manifest.csv and roster.csv; by default the first folder of ``paths``. When
    nothing changed since the last run, what is there is kept and nothing is computed. Raises SettingsError for a
    manifest, roster or codebook that cannot be used; a bad document is listed in the outcome and the rest goes on.
    """
    told = progress or Silent()
    material = gather(paths, companions, told)
    digest = material.digest(settings)
    if workspace.manifest().get("input") == digest:
        return Outcome(workspace.counts(), tuple(workspace.withheld()), material.warnings, reused=True)
    clean = take_names_out(material, settings, told)
    excerpts = find_voices(clean.documents, told)
    coder = themes.load_coder(settings.themes.codebook)
    codings, concerns = code_themes(coder, excerpts, settings, told)
    # What may tell of harm is the safeguarding lead's alone: it shapes no draft theme either.
    open_excerpts = [e for e in excerpts if e.id not in set(concerns)]
    topics = find_topics(open_excerpts, codings, told) if settings.themes.topics else []
    withheld = (
        *material.failed,
        *(Withheld(file, e.cause, e.remedy, "deidentify") for file, e in clean.withheld),
    )
    # The person at the terminal is told the file's own name; what is kept tells nobody whose file it was.
    nameless = [replace(w, file=_without_names(w.file, material.roster)) for w in withheld]
    keep(workspace, Kept(clean.documents, excerpts, codings, concerns, topics, nameless), told)
    workspace.save_manifest(_manifest(digest, settings, coder.name, len(material.incoming), len(withheld)))
    workspace.save_run_id()
    return Outcome(workspace.counts(), withheld, material.warnings)


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
            name = _name(file, paths)
            try:
                raw = ingest.read(file, name=name)
                if raw.digest in seen:
                    raise DuplicateInput(
                        "the same content as another file", subject=name, remedy="Remove one of the two"
                    )
                seen[raw.digest] = name
                incoming.append(_incoming(raw, name, notes.get(name, FileNotes(name))))
            except InputError as error:
                failed.append(_failed(error))
            step()
    missing = sorted(set(notes) - {_name(f, paths) for f in files})
    warnings = (
        *roster.warnings,
        *(
            f"manifest.csv names a file that is not there (row of file {n})"
            for n in range(1, len(missing) + 1)
        ),
    )
    return Material(tuple(incoming), roster, tuple(failed), warnings)


def take_names_out(material: Material, settings: Settings, told: Progress) -> Deidentified:
    """Pseudonymise all documents together. After this line nobody can reach a name."""
    with told.stage("Taking names out", 2 * len(material.incoming)) as step:
        return deidentify(
            material.incoming,
            material.roster,
            policy=settings.deidentify.policy,
            keep=settings.deidentify.keep,
            step=step,
        )


def find_voices(documents: Sequence[Document], told: Progress) -> list[Excerpt]:
    """Who says what, in all documents, in their order."""
    excerpts: list[Excerpt] = []
    with told.stage("Finding who speaks", len(documents)) as step:
        for document in documents:
            excerpts.extend(voice.excerpts_of(document))
            step()
    return excerpts


def code_themes(
    coder: themes.Coder, excerpts: Sequence[Excerpt], settings: Settings, told: Progress
) -> tuple[list[Coding], list[str]]:
    """Theme codes of all excerpts that are evidence of something, and the excerpts for the safeguarding lead."""
    evidence = [e for e in excerpts if e.role is not Role.INTERVIEWER]
    with told.stage("Coding themes", len(evidence)) as step:
        return coder.code(evidence, unsure_band=settings.themes.unsure_band, step=step)


# A draft theme is outside the codebook if at most this part of its passages carries evidence for a theme of it,
# and worth a look if this many different children speak of it.
_COVERED, _CHILDREN, _DRAFTS = 0.6, 5, 6


def find_topics(excerpts: Sequence[Excerpt], codings: Sequence[Coding], told: Progress) -> list[Topic]:
    """Draft themes in what children say that the codebook does not cover, those of most children first."""
    evidence: dict[str, list[tuple[int, int]]] = {}
    for coding in codings:
        if coding.counts:
            evidence.setdefault(coding.excerpt, []).append((coding.start, coding.end))
    pieces: list[tuple[str, str]] = []
    origin: dict[str, Excerpt] = {}
    loose: dict[str, bool] = {}
    for excerpt in (e for e in excerpts if e.tells_of_child):
        for start, end in voice.pieces(excerpt.text):
            key = f"{excerpt.id}:{start}"
            pieces.append((key, excerpt.text[start:end]))
            origin[key] = excerpt
            loose[key] = not any(a < end and start < b for a, b in evidence.get(excerpt.id, ()))
    with told.stage("Looking for themes outside the codebook", 1) as step:
        found = themes.discover(pieces)
        step()
    drafts = []
    for topic in found:
        children = {origin[k].participant for k in topic.excerpts}
        outside = sum(loose[k] for k in topic.excerpts) / len(topic.excerpts)
        if len(children) >= _CHILDREN and outside >= 1 - _COVERED:
            drafts.append((len(children) * outside, topic))
    drafts.sort(key=lambda d: (-d[0], d[1].id))

    def whole(keys: Sequence[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(origin[k].id for k in keys))

    return [
        Topic(n, t.label, t.words, whole(t.excerpts), whole(t.representatives))
        for n, (_, t) in enumerate(drafts[:_DRAFTS])
    ]


@dataclass(frozen=True, slots=True)
class Kept:
    """Everything that a run hands to the store."""

    documents: Sequence[Document]
    excerpts: Sequence[Excerpt]
    codings: Sequence[Coding]
    concerns: Sequence[str]
    topics: Sequence[Topic]
    withheld: Sequence[Withheld]


def keep(workspace: Workspace, kept: Kept, told: Progress) -> None:
    """Store everything, a document at a time; what is no longer among the inputs is removed."""
    by_source: dict[str, list[Excerpt]] = {d.source.id: [] for d in kept.documents}
    for excerpt in kept.excerpts:
        by_source[excerpt.source].append(excerpt)
    by_excerpt: dict[str, list[Coding]] = {}
    for coding in kept.codings:
        by_excerpt.setdefault(coding.excerpt, []).append(coding)
    with told.stage("Saving", len(kept.documents)) as step:
        for document in kept.documents:
            own = by_source[document.source.id]
            workspace.replace_source(document, own, [c for e in own for c in by_excerpt.get(e.id, ())])
            step()
    workspace.remove_missing({d.source.id for d in kept.documents})
    workspace.save_topics(kept.topics)
    workspace.save_withheld(kept.withheld)
    workspace.save_concerns(kept.concerns)


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


def _without_names(file: str, roster: Roster) -> str:
    # An underscore joins words, and would hide where a name begins.
    return deidentify_text(file.replace("_", " "), roster).text


def _optional(folder: Path | None, name: str, reader: Any, default: Any) -> Any:
    path = folder / name if folder else None
    return reader(path) if path and path.is_file() else default


def _name(file: Path, paths: Sequence[Path]) -> str:
    """How a file is called in the manifest and in messages: relative to the folder it was found in."""
    for root in paths:
        if root.is_dir() and file.is_relative_to(root):
            return file.relative_to(root).as_posix()
    return file.name


def _incoming(raw: RawDocument, name: str, notes: FileNotes) -> Incoming:
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
        transcribed_by=notes.transcribed_by,
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


def _versions() -> dict[str, str]:
    packages = (
        "spacy",
        "sentence-transformers",
        "scikit-learn",
        "bertopic",
        "umap-learn",
        "hdbscan",
        "torch",
    )
    weights = {
        name: f"{r['version']} {next(iter(dict(r['files']).values()))[:12]}"
        for name, r in recorded_weights().items()
    }
    return {"childvoice": __version__, **{p: metadata.version(p) for p in packages}, **weights}


def _manifest(digest: str, settings: Settings, coder: str, read: int, withheld: int) -> dict[str, Any]:
    return {
        "input": digest,
        "versions": _versions(),
        "python": platform.python_version(),
        "coder": coder,
        "seed": themes.SEED,
        "settings": settings.model_dump(mode="json"),
        "documents_read": read,
        "documents_withheld": withheld,
    }
