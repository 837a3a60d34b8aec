"""Units that somebody has already read (rows of a gold file) go the way of a file: names out, labels kept apart."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from childvoice.deidentify import Incoming, Roster, deidentify
from childvoice.raw import RawDocument, RawUnit
from childvoice.records import Document, Source, Unit

Edits = dict[int, tuple[tuple[int, int, int, int], ...]]


def clean_rows(rows: Sequence[dict[str, Any]], source: Source, roster: Roster) -> tuple[Document, Edits]:
    """The document of ``rows`` (``text``, ``speaker``, ``question``, ``note``, ``respondent``) without names, a unit a row.

    With it, by unit, come the replacements in its text, as offsets before and after. Where a name would remain the
    document is withheld, as in a run: its units are then empty.
    """
    fields = ("speaker", "question", "note", "respondent")
    units = tuple(
        RawUnit(i, row["text"], *(str(row.get(f) or "") for f in fields)) for i, row in enumerate(rows)
    )
    digest = hashlib.sha256(json.dumps([[u.speaker, u.text] for u in units]).encode()).hexdigest()
    layout = "transcript" if any(u.speaker for u in units) else "prose"
    incoming = Incoming(RawDocument(source.file, digest, units, layout), source)
    clean = deidentify([incoming], roster)
    if not clean.documents:
        return Document(replace(source, title=""), tuple(Unit(u.index, "") for u in units)), {}
    return clean.documents[0], {unit: edits for (_, unit), edits in clean.edits.items()}
