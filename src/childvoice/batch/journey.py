"""One document through the whole journey, as rows of flat tables: what a worker does."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from childvoice import themes, voice
from childvoice.batch.inputs import Item
from childvoice.batch.keyed import keyed
from childvoice.deidentify import Incoming, Roster, deidentify, deidentify_text, file_without_names
from childvoice.deidentify.pseudonyms import assign
from childvoice.errors import ChildvoiceError, InputError
from childvoice.ingest import FileNotes
from childvoice.ingest.read import read_bytes
from childvoice.pipeline import documents_in, incoming_of
from childvoice.records import Excerpt, Group, Kind, Role
from childvoice.settings import Settings

TABLES: dict[str, dict[str, type]] = {
    "documents": {"doc_id": str, "file": str, "title": str, "kind": str, "group": str, "date": str, "words": int, "excerpts": int, "redactions": int, "flags": int, "warnings": str},
    "excerpts": {"doc_id": str, "excerpt": str, "unit": int, "start": int, "end": int, "text": str, "speaker": str, "role": str, "voice": str, "participant": str, "question": str},
    "codings": {"doc_id": str, "excerpt": str, "theme": str, "score": float, "start": int, "end": int, "valence": str, "status": str, "coder": str},
    "safeguarding": {"doc_id": str, "excerpt": str, "unit": int, "text": str, "speaker": str, "role": str, "voice": str},
    "failed": {"doc_id": str, "stage": str, "cause": str, "remedy": str},
}  # fmt: skip
"""Tables that a batch writes, with their columns and types. Columns are only ever added, at the end."""

Line = tuple[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Job:
    """What is the same for every document of a batch. ``key`` makes pseudonyms hold over documents."""

    settings: Settings = field(default_factory=Settings)
    roster: Roster = field(default_factory=Roster, repr=False)
    notes: dict[str, FileNotes] = field(default_factory=dict, repr=False)
    key: bytes = field(default=b"", repr=False)

    def digest(self) -> str:
        """Changes with roster, manifest and key; tells none of them."""
        people = [(p.id, p.name, p.aliases, p.label, p.relation, p.notes) for p in self.roster.people]
        whole = f"{people}{sorted(self.notes.items())}".encode()
        return hmac.digest(self.key, whole, hashlib.sha256).hex()


def prepare(job: Job) -> None:
    """Load the models, once a worker."""
    themes.load_coder(job.settings.themes.codebook).code_texts(["Hello."])
    deidentify_text("Hello.", job.roster)


def take(job: Job, item: Item) -> Iterator[Line]:
    """The rows of the documents of an item: of each a row of documents or of failed, and all that follows from it.

    Never raises for anything that a document may hold.
    """
    found = _documents(job, item)
    more = True
    while more:
        # A fault in one document of an archive leaves the others of it as they are.
        name = item.name
        try:
            one = next(found, None)
            more = one is not None
            if isinstance(one, InputError):
                name = one.subject
                yield "failed", failed(job, replace(item, name=name), "read", one.cause, one.remedy)
            elif one:
                name = one.source.file or name
                yield from list(_through(job, item, one))
        except ChildvoiceError as error:
            stage = "read" if isinstance(error, InputError) else "deidentify"
            yield "failed", failed(job, replace(item, name=name), stage, error.cause, error.remedy)
        except (MemoryError, RecursionError, Exception) as error:  # noqa: BLE001 - a document must not stop the others
            cause = f"a fault of childvoice ({type(error).__name__})"
            remedy = "Please report it; this line holds no text of yours"
            yield "failed", failed(job, replace(item, name=name), "fault", cause, remedy)


def failed(job: Job, item: Item, stage: str, cause: str, remedy: str) -> dict[str, Any]:
    """The row of a document that did not go through; a file's name is shown without names."""
    name = item.name if item.row or not item.path else file_without_names(item.name, job.roster)
    name = name.encode("utf-8", "replace").decode("utf-8")
    return {"doc_id": name, "stage": stage, "cause": cause, "remedy": remedy}


def _documents(job: Job, item: Item) -> Iterator[Incoming | InputError]:
    """What an item holds: a row is one document, a file may be more."""
    if item.trouble:
        yield InputError(item.trouble, subject=item.name, remedy="Mend it and run again; the others are done")
    elif not item.path:
        yield _from_row(item)
    else:
        for found in documents_in(Path(item.path), item.name, job.notes, {}):
            yield found if isinstance(found, InputError) else _own(found)


def _own(made: Incoming) -> Incoming:
    """Two files of the same content are two documents here: nobody sees all files at once."""
    own = f"{made.source.file}\x1f{made.raw.digest}".encode("utf-8", "surrogatepass")
    return replace(made, source=replace(made.source, id=f"s{hashlib.sha256(own).hexdigest()[:12]}"))


def _through(job: Job, item: Item, incoming: Incoming) -> Iterator[Line]:
    policy = job.settings.deidentify
    clean = deidentify([incoming], job.roster, policy=policy.policy, keep=policy.keep)
    for file, error in clean.withheld:
        there = replace(item, name=file or item.name)
        yield "failed", failed(job, there, "withheld", error.cause, error.remedy)
    for document in clean.documents:
        redactions = len(document.redactions)
        if job.key:
            document = keyed(document, clean.key, job.key, _known(job.roster))
        document = voice.with_doubts(document)
        source = document.source
        excerpts = voice.excerpts_of(document)
        yield (
            "documents",
            {
                "doc_id": source.id,
                "file": source.file,
                "title": source.title,
                "kind": source.kind.value,
                "group": source.group.value,
                "date": source.date,
                "words": source.words,
                "excerpts": len(excerpts),
                "redactions": redactions,
                "flags": len(document.flags),
                "warnings": " | ".join(source.warnings),
            },
        )
        yield from _coded(job, excerpts)


def _coded(job: Job, excerpts: list[Excerpt]) -> Iterator[Line]:
    coder = themes.load_coder(job.settings.themes.codebook)
    spoken = [e for e in excerpts if e.role is not Role.INTERVIEWER]
    codings, concerns = coder.code(spoken, unsure_band=job.settings.themes.unsure_band)
    # What may tell of harm is the safeguarding lead's alone: it stands in a file of its own and nowhere else.
    held = set(concerns)
    of = {e.id: e.source for e in excerpts}
    for e in excerpts:
        row = {
            "doc_id": e.source,
            "excerpt": e.id,
            "unit": e.unit,
            "start": e.start,
            "end": e.end,
            "text": e.text,
            "speaker": e.speaker,
            "role": e.role.value,
            "voice": e.voice.value,
            "participant": e.participant,
            "question": e.question,
        }
        table = "safeguarding" if e.id in held else "excerpts"
        yield table, {column: row[column] for column in TABLES[table]}
    for c in codings:
        if c.excerpt not in held:
            yield (
                "codings",
                {
                    "doc_id": of[c.excerpt],
                    "excerpt": c.excerpt,
                    "theme": c.theme,
                    "score": c.score,
                    "start": c.start,
                    "end": c.end,
                    "valence": c.valence.value,
                    "status": c.status.value,
                    "coder": c.coder,
                },
            )


def _from_row(item: Item) -> Incoming:
    row = item.row
    try:
        data = row["text"].encode("utf-8")
        "".join(row.values()).encode("utf-8")
    except UnicodeEncodeError:
        raise InputError(
            "it holds half a character (a lone surrogate)", remedy="Write the text as UTF-8"
        ) from None
    notes = FileNotes(
        "",
        title=row.get("title", ""),
        kind=_one_of(row, "kind", {k.value for k in Kind}),
        group=_one_of(row, "group", {g.value for g in Group}),
        date=row.get("date", ""),
    )
    made = incoming_of(read_bytes(data, name="", extension="txt", path=""), "", notes)
    return replace(made, source=replace(made.source, id=row["doc_id"]))


def _one_of(row: dict[str, str], column: str, known: set[str]) -> str:
    value = row.get(column, "").strip()
    if value and value not in known:
        raise InputError(
            f"its {column} is none that is known", remedy=f"Use one of {', '.join(sorted(known))}"
        )
    return value


@lru_cache(maxsize=2)
def _known(roster: Roster) -> frozenset[str]:
    return frozenset(assign((), roster).values())
