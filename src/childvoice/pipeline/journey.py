"""The journey of a review on one page: read, take the names out, find who speaks, code, keep.

Only this package knows the order of the stages; they do not know each other.
"""

from __future__ import annotations

import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from childvoice import themes, voice
from childvoice.decisions import About
from childvoice.deidentify import Deidentified, deidentify, file_without_names, risk
from childvoice.pipeline.corrections import correct
from childvoice.pipeline.drafts import find_topics
from childvoice.pipeline.material import Material, gather, versions, without
from childvoice.pipeline.progress import Progress, Silent
from childvoice.records import Coding, Document, Excerpt, Role, Topic, Withheld
from childvoice.settings import Settings
from childvoice.store import Workspace


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did: counts by stage, what did not go through, and whether anything had to be done at all."""

    counts: dict[str, int]
    withheld: tuple[Withheld, ...]
    warnings: tuple[str, ...]
    reused: bool = False


def run(
    paths: Sequence[Path],
    workspace: Workspace,
    settings: Settings,
    *,
    companions: Path | None = None,
    progress: Progress | None = None,
    seal: Callable[[Mapping[str, tuple[str, ...]]], None] | None = None,
) -> Outcome:
    """Take the files and folders ``paths`` through every stage into ``workspace``.

    ``companions`` is the folder with manifest.csv and roster.csv; by default the first folder of ``paths``.
    ``seal`` is given who is behind each pseudonym, and is the only one who is. When
    nothing changed since the last run, what is there is kept and nothing is computed. Raises SettingsError for a
    manifest, roster or codebook that cannot be used; a bad document is listed in the outcome and the rest goes on.
    """
    told = progress or Silent()
    material = without(gather(paths, companions, told), workspace.ledger.withdrawn())
    corrections = [d for d in workspace.ledger.standing() if d.about in (About.REDACTION, About.WORDS)]
    coder = themes.load_coder(settings.themes.codebook, learned_of(workspace))
    digest = f"{material.digest(settings, [d.number for d in corrections])} {coder.name}"
    if workspace.manifest().get("input") == digest:
        return Outcome(workspace.counts(), tuple(workspace.withheld()), material.warnings, reused=True)
    clean = take_names_out(material, settings, told)
    if seal:
        seal(clean.key)
    documents = [voice.with_doubts(d) for d in correct(clean, material, corrections)]
    excerpts = find_voices(documents, told)
    codings, concerns = code_themes(coder, excerpts, settings, told)
    # What may tell of harm is the safeguarding lead's alone: it shapes no draft theme either.
    for_the_lead = set(concerns)
    open_excerpts = [e for e in excerpts if e.id not in for_the_lead]
    topics = find_topics(open_excerpts, codings, told) if settings.themes.topics else []
    withheld = (
        *material.failed,
        *(Withheld(file, e.cause, e.remedy, "deidentify") for file, e in clean.withheld),
    )
    # The person at the terminal is told the file's own name; what is kept tells nobody whose file it was.
    nameless = [replace(w, file=file_without_names(w.file, material.roster)) for w in withheld]
    keep(workspace, Kept(documents, excerpts, codings, concerns, topics, nameless), told)
    workspace.save_manifest(
        _manifest(digest, settings, coder.name, len(material.incoming), len(withheld))
        | {"risk": risk.report((risk.Masked.of(d) for d in documents), linked=True)}
    )
    workspace.save_run_id()
    return Outcome(workspace.counts(), withheld, material.warnings)


def learned_of(workspace: Workspace) -> themes.Learned | None:
    """What people taught the coder in this review, None where it is used as it comes."""
    text = workspace.heads.current()
    return themes.Learned.from_json(text, f"learned/{workspace.heads.in_use():04}.json") if text else None


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


def _manifest(digest: str, settings: Settings, coder: str, read: int, withheld: int) -> dict[str, Any]:
    return {
        "input": digest,
        "versions": versions(),
        "python": platform.python_version(),
        "coder": coder,
        "seed": themes.SEED,
        "settings": settings.model_dump(mode="json"),
        "documents_read": read,
        "documents_withheld": withheld,
    }
