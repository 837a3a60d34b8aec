"""The end of a review: every file overwritten and removed, and a certificate that says so without a word of it.

Overwriting keeps a deleted file from being brought back by the usual tools. It cannot reach what a disk, a file system
with versions or a backup keeps on its own: the certificate says that too. What was in the vault is gone for good with
its key, wherever copies of its bytes may be.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from childvoice import __version__, settings
from childvoice.custody import certificate
from childvoice.custody.belongings import DATABASE, files, folder, kind
from childvoice.custody.certificate import Certificate, Gone
from childvoice.engines import sha256
from childvoice.errors import CustodyError, SettingsError
from childvoice.store import FILE_NAME, Workspace

_BLOCK = 1 << 20


def delete(review: Path, to: Path, by: str, reason: str) -> Certificate:
    """Delete the review in folder ``review`` for good and write the certificate to the new file ``to``.

    The certificate is there, as 'begun', before the first file goes, and finished after the last: a power cut in
    between leaves one that says how far it may have come. Deleting again goes on where it stopped.

    Raises NoReview if there is no review, CustodyError where the certificate cannot be written or a server keeps
    the database.
    """
    if not by.strip() or not reason.strip():
        raise CustodyError(
            "a deletion needs who does it and why", remedy="Say both; they stand on the certificate"
        )
    if to.resolve().is_relative_to(review.resolve()):
        raise CustodyError(
            "the certificate would be deleted with the review", subject=to.name, remedy="Put it elsewhere"
        )
    if to.exists():
        raise CustodyError("there is a file already", subject=to.name, remedy="Name another")
    certificate.check(to)
    begun = _begun(review, by, reason)
    certificate.write(begun, to)
    # The workspace goes last: while it is there, the review is one, and can be deleted again.
    order = sorted(files(review), key=lambda p: (p.name in DATABASE, p.name == FILE_NAME))
    left = [path for path in order if not _gone(path)]
    _remove(lambda: shutil.rmtree(review))
    done = replace(begun, finished=_now(), left=len(left))
    certificate.write(done, to)
    return done


def _begun(review: Path, by: str, reason: str) -> Certificate:
    with Workspace.open(folder(review)) as workspace:
        if workspace.on_server:
            # Rows that were deleted stay in a server's files, logs and backups: no certificate of ours could be true.
            raise CustodyError(
                "its database is kept by PostgreSQL, and only that server's administrator can delete it for good",
                subject=review.name,
                remedy="Have the database and its backups deleted with the server's own tools, then this folder",
            )
        workspace.ledger.log(by, "review deleted")
        lines, faults = workspace.ledger.audit(), workspace.ledger.verify()
        counts = workspace.counts()
        decisions = len(workspace.ledger.decisions())
    try:
        chosen = settings.load(review)
    except SettingsError:
        chosen = settings.Settings()
    gone = []
    for path in files(review):
        name = path.relative_to(review).as_posix()
        if path.is_symlink():
            gone.append(Gone("link (what it led to is not touched)", 0, ""))
        else:
            gone.append(Gone(kind(name), path.stat().st_size, sha256(path)))
    return Certificate(
        title=chosen.review.title,
        council=chosen.review.council,
        by=by.strip(),
        reason=reason.strip(),
        begun=_now(),
        finished="",
        until=chosen.retention.until.isoformat() if chosen.retention.until else "",
        documents=counts["sources"],
        decisions=decisions,
        audit_lines=len(lines),
        audit_head=lines[-1].digest,
        audit_faults=len(faults),
        backups=tuple((li.at, li.subject) for li in lines if li.act == "backup made"),
        gone=tuple(gone),
        left=0,
        version=__version__,
    )


def _gone(path: Path) -> bool:
    """Overwrite a file and remove it; tell whether it is gone."""
    if not path.is_symlink():
        _remove(lambda: _overwrite(path))
    _remove(path.unlink)
    return not path.exists() and not path.is_symlink()


def _overwrite(path: Path) -> None:
    about = path.stat()
    if about.st_nlink > 1:
        return  # the same file stands elsewhere under another name, which is not ours to destroy
    path.chmod(0o600)
    with path.open("r+b") as out:
        for start in range(0, about.st_size, _BLOCK):
            out.write(bytes(min(_BLOCK, about.st_size - start)))
        out.flush()
        os.fsync(out.fileno())


def _remove(act: Callable[[], None]) -> None:
    """Do what can be done: what is left in the end is counted, and stands on the certificate."""
    try:
        act()
    except OSError:
        return


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
