"""Office files are zip files that say when they were made; ours say no moment, so that the same gives the same."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from pathlib import Path

THEN = datetime(1980, 1, 1)  # the least that a zip file can say: no moment
_SAVED = re.compile(rb"<dcterms:modified.*?</dcterms:modified>")


def save(made: io.BytesIO, out: Path) -> None:
    """Write the zip file ``made`` to ``out`` without the time of day."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(out, "w") as kept:
        for part in parts.infolist():
            entry = zipfile.ZipInfo(part.filename)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(entry, _SAVED.sub(b"", parts.read(part)))
