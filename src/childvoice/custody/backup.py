"""A review as one file, taken while it is in use, and a review from such a file, if it is whole.

A backup is a zip with ``backup.json`` (what is in it, with digests), the workspace as SQLite's own backup copies it in
one moment, and the other files as they are: what lies in the vault stays encrypted, and what does not is as open as it
was. A backup is therefore kept as the review is kept.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import struct
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from childvoice import __version__
from childvoice.custody.belongings import DATABASE, ORIGINALS, files, folder
from childvoice.engines import sha256
from childvoice.errors import CustodyError
from childvoice.ingest.archives import SPOILT
from childvoice.store import FILE_NAME, Workspace

MANIFEST = "backup.json"
_FORMAT = 1
_BLOCK = 1 << 20
_TRIES = 5
_LOG = "run.log"
_REMEDY = "Take another backup; nothing was restored from this one"

# What Python's zipfile says, one way or another, of bytes that are no zip of ours.
_NOT_OURS: tuple[type[Exception], ...] = (
    *(*SPOILT, struct.error, ValueError, LookupError, TypeError, AttributeError, OverflowError),
)

Listed = dict[str, dict[str, Any]]
"""Digest and size by name."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made: its digest, how many files it holds, and how many of them are originals in the open."""

    digest: str
    files: int
    open_originals: int


@dataclass(frozen=True, slots=True)
class Restored:
    """A review that was restored: files, when the backup was made, and faults of its audit log (a sentence each)."""

    files: int
    made: str
    faults: tuple[str, ...]


def backup(review: Path, out: Path, by: str, *, originals: bool = True) -> Backup:
    """Write the review in folder ``review`` to the new file ``out``; without ``originals``, what is not in the vault stays.

    People may go on working: the workspace is copied as it stands in one moment, and where another file changes
    meanwhile, it begins again. The file is read back before it gets its name. ``by`` stands in the audit log.

    Raises NoReview if there is no review, CustodyError where ``out`` cannot be used or the review does not hold still.
    """
    if out.exists():
        raise CustodyError("there is a file already", subject=out.name, remedy="Name another")
    if out.resolve().is_relative_to(review.resolve()):
        raise CustodyError(
            "the backup would lie inside the review", subject=out.name, remedy="Choose another disk or folder"
        )
    with Workspace.open(folder(review)) as workspace, _part(out) as part:
        for _ in range(_TRIES):
            before = _state(review, originals=originals)
            try:
                listed = _write(workspace, review, list(before), part)
            except FileNotFoundError:
                continue
            if _state(review, originals=originals) == before:
                break
        else:
            raise CustodyError(
                "files of the review kept changing",
                subject=review.name,
                remedy="Wait until the run or the upload has finished",
            )
        with zipfile.ZipFile(part) as archive:
            for name, about in listed.items():
                _check(archive, name, about, None)
        part.replace(out)
        whole = sha256(out)
        workspace.ledger.log(by, "backup made", whole)
    open_ = sum(name.partition("/")[0] in ORIGINALS for name in listed)
    return Backup(whole, len(listed), open_)


@contextmanager
def _part(out: Path) -> Iterator[Path]:
    """A file beside ``out`` that nobody else may read, gone afterwards if it was not given its name."""
    try:
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.", suffix=".part")
    except OSError as error:
        raise CustodyError(
            f"nothing can be written there ({error.strerror})",
            subject=out.parent.name,
            remedy="Choose a folder where you may write",
        ) from None
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _state(review: Path, *, originals: bool) -> dict[str, tuple[int, int]]:
    """Size and time of every file that goes into a backup beside the workspace, by name."""
    found = {}
    for path in files(review):
        name = path.relative_to(review).as_posix()
        # A hidden or unfinished file is one that is being written under another name.
        unfinished = name == "documents/manifest.new" or (
            name.startswith("learned/") and path.suffix == ".part"
        )
        passing = path.name.startswith(".") or unfinished or name == _LOG
        left_out = not originals and name.partition("/")[0] in ORIGINALS
        if path.is_symlink() or name in DATABASE or passing or left_out:
            continue
        about = path.stat()
        found[name] = about.st_size, about.st_mtime_ns
    return found


def _write(workspace: Workspace, review: Path, names: list[str], part: Path) -> Listed:
    listed: Listed = {}
    with (
        tempfile.TemporaryDirectory(dir=part.parent, prefix=".backup-") as beside,
        zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        copy = Path(beside) / FILE_NAME
        workspace.copy(copy)
        for name, path in [(FILE_NAME, copy), *((n, review / n) for n in names)]:
            listed[name] = _add(archive, name, path)
        about = {
            "format": _FORMAT,
            "childvoice": __version__,
            "made": datetime.now(UTC).isoformat(timespec="seconds"),
            "files": listed,
        }
        archive.writestr(MANIFEST, json.dumps(about, ensure_ascii=False, indent=1))
    with part.open("rb") as written:
        os.fsync(written.fileno())
    return listed


def _add(archive: zipfile.ZipFile, name: str, path: Path) -> dict[str, Any]:
    seen, size = hashlib.sha256(), 0
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    with path.open("rb") as source, archive.open(info, "w", force_zip64=True) as target:
        while block := source.read(_BLOCK):
            seen.update(block)
            size += len(block)
            target.write(block)
    return {"sha256": seen.hexdigest(), "bytes": size}


def restore(archive: Path, to: Path, by: str) -> Restored:
    """Make the review that the backup ``archive`` holds in the folder ``to``, which is not there yet or empty.

    Everything is compared with its digest before the folder appears. Raises CustodyError for a backup that is damaged,
    changed or of a later childvoice, and for a folder with something in it; then nothing is left behind.
    """
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise CustodyError(
            "there is something already", subject=to.name, remedy="Name a folder that is not there yet"
        )
    to.parent.mkdir(parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(dir=to.parent, prefix=f".{to.name}."))
    try:
        about = _unpack(archive, place)
        with Workspace.open(place) as workspace:
            faults = workspace.ledger.verify()
            workspace.ledger.log(by, "restored from a backup", sha256(archive))
        if to.exists():
            to.rmdir()
        place.replace(to)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    return Restored(len(about["files"]), str(about["made"]), tuple(faults))


def _unpack(archive: Path, place: Path) -> dict[str, Any]:
    try:
        with zipfile.ZipFile(archive) as opened:
            about = _manifest(opened, archive.name)
            for name, listed in about["files"].items():
                target = place / name
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("xb") as out:
                    _check(opened, name, listed, out)
                    out.flush()
                    os.fsync(out.fileno())
    except FileNotFoundError:
        raise CustodyError(
            "there is no such file", subject=archive.name, remedy="Check the name and the folder"
        ) from None
    except _NOT_OURS:
        raise CustodyError(
            "it is not a backup of childvoice, or is damaged", subject=archive.name, remedy=_REMEDY
        ) from None
    return about


def _manifest(opened: zipfile.ZipFile, name: str) -> dict[str, Any]:
    about: dict[str, Any] = json.loads(opened.read(MANIFEST))
    if int(about["format"]) > _FORMAT:
        raise CustodyError(
            "a later childvoice made this backup", subject=name, remedy="Restore it with the newest one"
        )
    held = opened.namelist()
    if sorted(held) != sorted([*about["files"], MANIFEST]) or FILE_NAME not in about["files"]:
        raise ValueError
    for file in about["files"]:
        path = PurePosixPath(file)
        # A name may not lead out of the folder; no backup of ours has such a one.
        if path.is_absolute() or ".." in path.parts or Path(file).drive:
            raise ValueError
    return about


def _check(opened: zipfile.ZipFile, name: str, listed: dict[str, Any], out: IO[bytes] | None) -> None:
    """Compare a file with its digest, writing it to ``out`` on the way. Raises BadZipFile where they differ."""
    seen, size, wanted = hashlib.sha256(), 0, int(listed["bytes"])
    with opened.open(name) as source:
        # No more than was listed is ever unpacked, whatever the archive says of itself.
        while size <= wanted and (block := source.read(min(_BLOCK, wanted + 1 - size))):
            seen.update(block)
            size += len(block)
            if out:
                out.write(block)
    if size != wanted or seen.hexdigest() != listed["sha256"]:
        raise zipfile.BadZipFile
