"""The file of a release: a zip of a manifest, the content, and a page that any browser opens. Written once, read only.

The same content, name and sign-off give the same bytes. The manifest names the digest of every part; its own digest
is what ``childvoice release`` prints and the review's audit log keeps, so that a file that was made anew by somebody
else is found as well.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import stat
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked

from childvoice import __version__
from childvoice.errors import ReleaseError
from childvoice.ingest.archives import SPOILT
from childvoice.records import Group
from childvoice.release.content import CONTENT, VERSION, Content

ENDING = ".cvrelease"
FORMAT = "childvoice release"
MANIFEST, CONTENT_FILE, EDITION = "manifest.json", "content.json", "edition.html"
PARTS = (CONTENT_FILE, EDITION)
_MOST_BYTES = 64 * 1024 * 1024  # of a part; a review of 1,000 approved quotes takes one
_UNREADABLE: tuple[type[Exception], ...] = (*SPOILT, ValueError)
_WHEN = (1980, 1, 1, 0, 0, 0)  # of every part: the file's bytes do not depend on a clock
_STRICT = ConfigDict(extra="forbid")


@checked(frozen=True, config=_STRICT)
class SignedOff:
    """Who signed the content off, and when (UTC)."""

    by: str
    at: str


@checked(frozen=True, config=_STRICT)
class Manifest:
    """What the file is: its format, its name, who signed it off, what wrote it, and the digest of each part."""

    format: str
    version: int
    name: str
    signed: SignedOff
    childvoice: str
    parts: dict[str, str]


_MANIFEST: TypeAdapter[Manifest] = TypeAdapter(Manifest)


@dataclass(frozen=True)
class Release:
    """A release that was read and found whole. ``digest`` is that of its manifest."""

    name: str
    signed: SignedOff
    content: Content = field(repr=False)
    digest: str
    edition: str = field(repr=False)
    written_by: str = __version__


def digest_of(content: Content) -> str:
    """Return the sha256 of a content: what is signed off."""
    return _sha256(_bytes(content))


def write(content: Content, name: str, signed: SignedOff, edition: str, out: Path) -> str:
    """Write the release to ``out``, read-only, and return its digest.

    Raises ReleaseError if something stands at ``out`` already: a release is never written over.
    """
    if out.exists():
        raise ReleaseError(
            "a file of this name is there already", subject=out.name, remedy="Choose another name for it"
        )
    parts = {CONTENT_FILE: _bytes(content), EDITION: edition.encode()}
    manifest = Manifest(
        format=FORMAT,
        version=VERSION,
        name=name,
        signed=signed,
        childvoice=__version__,
        parts={n: _sha256(data) for n, data in parts.items()},
    )
    described = _canonical(_MANIFEST.dump_python(manifest, mode="json"))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for part, data in {MANIFEST: described, **parts}.items():
            entry = zipfile.ZipInfo(part, _WHEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(entry, data)
    out.parent.mkdir(parents=True, exist_ok=True)
    beside = out.with_name(f".{out.name}.part")
    with beside.open("wb") as half:
        half.write(packed.getvalue())
        half.flush()
        os.fsync(half.fileno())
    beside.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)
    beside.replace(out)  # nobody ever sees half a release
    return _sha256(described)


def read(path: Path) -> Release:
    """Open the release at ``path`` and check all of it.

    Raises ReleaseError, with what to do, if it is not there, no release, of a version that cannot be read, damaged, or
    not what its manifest says.
    """
    parts = _unpacked(path)
    described = _json(parts[MANIFEST], path)
    if not isinstance(described, dict) or described.get("format") != FORMAT:
        raise _not_ours(path)
    version = described.get("version")
    if not isinstance(version, int) or version < 1:
        raise _damaged(path)
    if version > VERSION:
        raise ReleaseError(
            f"this release was made by a newer childvoice (format {version}; this one reads {VERSION})",
            subject=path.name,
            remedy="Install the newest childvoice, or ask for a release that this one can open",
        )
    if version < VERSION:
        raise ReleaseError(
            f"this release has an old format ({version}) that is no longer read",
            subject=path.name,
            remedy="Ask the review officer to make it anew",
        )
    try:
        manifest = _MANIFEST.validate_python(described)
    except ValidationError:
        raise _damaged(path) from None
    if set(manifest.parts) != set(PARTS) or set(parts) != {MANIFEST, *PARTS}:
        raise _changed(path)
    if any(_sha256(parts[n]) != digest for n, digest in manifest.parts.items()):
        raise _changed(path)
    try:
        content = CONTENT.validate_json(parts[CONTENT_FILE])
        _hold_together(content)
        edition = parts[EDITION].decode("utf-8")
    except (ValidationError, UnicodeDecodeError, LookupError, ValueError):
        raise _damaged(path) from None
    return Release(
        name=manifest.name,
        signed=manifest.signed,
        content=content,
        digest=_sha256(parts[MANIFEST]),
        edition=edition,
        written_by=manifest.childvoice,
    )


def in_hand(content: Content, name: str, signed: SignedOff) -> Release:
    """Return a release that has not been written yet, as the pages see it: for a preview and for its own edition."""
    as_read = CONTENT.validate_json(_bytes(content))
    return Release(name, signed, as_read, digest_of(content), "")


def _unpacked(path: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(path) as file:
            entries = file.infolist()
            names = [e.filename for e in entries]
            if MANIFEST not in names or len(names) != len(set(names)):
                raise _not_ours(path)
            if len(entries) > 1 + len(PARTS) or any(e.file_size > _MOST_BYTES for e in entries):
                raise _changed(path)
            # Whatever a header says of its size, no more is unpacked.
            return {e.filename: _limited(file, e, path) for e in entries}
    except FileNotFoundError:
        raise ReleaseError(
            "there is no such file", subject=path.name, remedy="Name the release file that you were given"
        ) from None
    except (zipfile.BadZipFile, IsADirectoryError):
        raise _not_ours(path) from None
    except OSError as error:
        raise ReleaseError(
            f"it cannot be read ({(error.strerror or 'unknown reason').lower()})",
            subject=path.name,
            remedy="Check the file and that you may read it",
        ) from None
    except _UNREADABLE:
        raise _damaged(path) from None


def _limited(file: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path) -> bytes:
    with file.open(entry) as part:
        data = part.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise _changed(path)
    return data


def _hold_together(content: Content) -> None:
    """Raise LookupError or ValueError where the parts of a content point at what is not there."""
    themes = {t.id for t in content.book.themes}
    groups = set(content.took_part)
    number = len(content.quotes)
    pointed = [f.quote for f in content.findings] + [n for _, n in content.composite]
    if any(n < -1 or n >= number for n in pointed):
        raise LookupError
    cells = {(r.theme, r.group) for r in content.themes}
    wanted = {(b.theme, b.group) for b in content.beside} | {(f.theme, Group.CHILD) for f in content.findings}
    if wanted - cells or {t for t, _ in cells} - themes or {g for _, g in cells} - groups:
        raise LookupError
    if {t.theme for t in content.tones} - themes:
        raise LookupError
    for quote in content.quotes:
        if not quote.codes or any(
            c.theme not in themes or not 0 <= c.start < c.end <= len(quote.text) for c in quote.codes
        ):
            raise ValueError


def _json(data: bytes, path: Path) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise _damaged(path) from None


def _bytes(content: Content) -> bytes:
    return _canonical(CONTENT.dump_python(content, mode="json"))


def _canonical(data: Any) -> bytes:
    # Not sorted: the columns of a table stand in the order in which they are read.
    return json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False).encode()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _not_ours(path: Path) -> ReleaseError:
    return ReleaseError(
        "it is no release of childvoice, or it is cut short",
        subject=path.name,
        remedy=f"Name the file that ends in {ENDING}, and copy it again if it was sent to you",
    )


def _damaged(path: Path) -> ReleaseError:
    return ReleaseError(
        "the release is damaged", subject=path.name, remedy="Copy it again, or ask for it anew"
    )


def _changed(path: Path) -> ReleaseError:
    return ReleaseError(
        "the release was changed after it was made",
        subject=path.name,
        remedy="Do not use it; ask the review officer for the original",
    )
