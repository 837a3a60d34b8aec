"""The certificate of a deletion: what went, its digests, when, by whom and why; no text, and no name of a file."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from childvoice.errors import CustodyError
from childvoice.publish.paper import Block, Bullets, Grid, Heading, Notice, Paper, Para, ToWrite
from childvoice.publish.write import write as publish

FORMATS = (".json", ".docx", ".html")


@dataclass(frozen=True, slots=True)
class Gone:
    """One file: what it was, its size in bytes, and its sha256."""

    kind: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """Of a deletion that has begun; ``finished`` is empty until it is done, ``left`` counts files that would not go."""

    title: str
    council: str
    by: str
    reason: str
    begun: str
    finished: str
    until: str
    documents: int
    decisions: int
    audit_lines: int
    audit_head: str
    audit_faults: int
    backups: tuple[tuple[str, str], ...]
    gone: tuple[Gone, ...]
    left: int
    version: str

    @property
    def whole(self) -> bool:
        """Whether everything is gone."""
        return bool(self.finished) and not self.left


def check(out: Path) -> None:
    """Raise CustodyError if a certificate cannot be written to a file called ``out``."""
    if out.suffix.lower() not in FORMATS:
        raise CustodyError(
            f"a certificate is no '{out.suffix}' file",
            subject=out.name,
            remedy=f"End its name with {', '.join(FORMATS)}",
        )
    if not out.parent.is_dir():
        raise CustodyError("there is no such folder", subject=out.parent.name, remedy="Make it first")


def write(certificate: Certificate, out: Path) -> None:
    """Write ``certificate`` to ``out``, in the format of its ending."""
    if out.suffix.lower() == ".json":
        out.write_text(json.dumps(asdict(certificate), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    else:
        publish((), out, papers={"committee": paper(certificate)})


def paper(certificate: Certificate) -> Paper:
    """Make the certificate as a paper to sign."""
    c = certificate
    state = (
        "Everything that is listed here was overwritten and removed."
        if c.whole
        else f"{c.left} files could not be removed: see to them by hand."
        if c.finished
        else "The deletion was begun and has not been finished. Delete again."
    )
    blocks: list[Block] = [
        Notice(state),
        Heading("What was deleted"),
        Para(
            f"A review of {c.documents} documents with {c.decisions} decisions of its reviewers: {len(c.gone)} files. "
            "Names of files are left out, for they may hold names of people; the digests tell which files they were."
        ),
        Grid(
            "Deleted files",
            ("Number", "What it was", "Bytes", "sha256"),
            tuple((str(n), g.kind, f"{g.size:,}", g.sha256) for n, g in enumerate(c.gone, 1)),
        ),
        Heading("Audit log"),
        Para(
            f"The log had {c.audit_lines} lines; {_faults(c.audit_faults)}. The digest of its last line is {c.audit_head}."
        ),
        Heading("What childvoice cannot see"),
        Para("Files were overwritten once. Copies elsewhere are for a person to find and delete:"),
        Bullets(
            (
                *(f"the backup of {at[:10]}, sha256 {digest}" for at, digest in c.backups),
                "backups of the machine, versions that a file system or a cloud drive keeps, spare blocks of the disk",
                "releases, reports and tables that were given to others; projects exported to other programs",
                "the originals at the place that they came from, and the key file of the vault",
            )
        ),
        ToWrite("what of this list there was, who deleted it, and when; signature."),
    ]
    return Paper(
        title="Certificate of deletion",
        council=c.council,
        blocks=tuple(blocks),
        front={
            "Review": c.title,
            "Deleted by": c.by,
            "Reason": c.reason,
            "To be kept until": c.until or "no date was set",
            "Begun": c.begun,
            "Finished": c.finished or "not finished",
            "Made with": f"childvoice {c.version}",
        },
        contents=False,
    )


def _faults(count: int) -> str:
    return "nothing in it was changed or missing" if not count else f"{count} faults were found in it"
