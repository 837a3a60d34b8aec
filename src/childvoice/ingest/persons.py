"""An export of a case system holds the notes of many children: one document each, as if each had their own file."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from childvoice.raw import RawDocument


def by_person(document: RawDocument) -> list[RawDocument]:
    """The notes of each person of a case export in documents of their own, in the order of first appearance.

    The number that the case system gives a person stays behind: it decides only which notes belong together.
    Anything else comes back as it is.
    """
    people = list(dict.fromkeys(u.respondent for u in document.units))
    if document.layout != "case export" or people == [""]:
        return [document]
    return [
        replace(
            document,
            # The digest tells documents apart, so each person's is their own.
            digest=hashlib.sha256(f"{document.digest} {person}".encode()).hexdigest(),
            units=tuple(replace(u, respondent="") for u in document.units if u.respondent == person),
        )
        for person in people
    ]
