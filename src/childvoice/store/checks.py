"""What is checked before a document is kept, and which codings by people stay when it is replaced."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection, select

from childvoice.records import Coding, Document, Excerpt
from childvoice.store import rows
from childvoice.store.schema import CODING, EXCERPT

PERSON = "person:"


def key(coding: Coding) -> tuple[str, str, str, int, int]:
    """Return what makes a coding itself."""
    return coding.excerpt, coding.theme, coding.coder, coding.start, coding.end


def checked_excerpts(document: Document, excerpts: list[Excerpt]) -> dict[str, str]:
    """Return the excerpts' texts by id, after making sure that each is a passage of the document."""
    units = {unit.index: unit.text for unit in document.units}
    for excerpt in excerpts:
        if excerpt.source != document.source.id:
            raise ValueError("an excerpt belongs to another source than its document")
        if (
            units.get(excerpt.unit, "")[excerpt.start : excerpt.end] != excerpt.text
            or excerpt.unit not in units
        ):
            raise ValueError("an excerpt's text does not stand at its offsets in its unit")
    texts = {excerpt.id: excerpt.text for excerpt in excerpts}
    if len(texts) != len(excerpts):
        raise ValueError("excerpt ids are unique")
    return texts


def checked_codings(texts: Mapping[str, str], codings: list[Coding]) -> None:
    """Make sure that each coding is of one of these excerpts, and none comes twice."""
    for coding in codings:
        if coding.excerpt not in texts:
            raise ValueError("a coding belongs to an excerpt that is not of this document")
        if coding.end > len(texts[coding.excerpt]):
            raise ValueError("a coding's evidence lies outside its excerpt")
    if len({key(coding) for coding in codings}) != len(codings):
        raise ValueError("a coder gives a theme to the same words of an excerpt once")


def by_person(connection: Connection, source: str) -> list[tuple[Coding, str]]:
    """Return codings by people in a source, each with the text of its excerpt."""
    query = (
        select(*rows.columns(Coding, CODING), EXCERPT.c.text)
        .join_from(CODING, EXCERPT)
        .where(EXCERPT.c.source == source, CODING.c.coder.startswith(PERSON, autoescape=True))
        .order_by(EXCERPT.c.place, *rows.CODING_ORDER)
    )
    found = ((Coding(*row[:-1]), str(row[-1])) for row in connection.execute(query))
    # Again in Python: whether LIKE tells 'person:' from 'Person:' depends on the database.
    return [(coding, text) for coding, text in found if coding.coder.startswith(PERSON)]


def kept(
    earlier: list[tuple[Coding, str]],
    texts: Mapping[str, str],
    handed_over: set[tuple[str, str, str, int, int]],
) -> tuple[list[Coding], int]:
    """Return of people's earlier codings those that stay, and how many lost their excerpt."""
    kept: dict[tuple[str, str, str, int, int], Coding] = {}
    gone = 0
    for coding, before in earlier:
        now = texts.get(coding.excerpt, "")
        if not now:
            gone += 1
            continue
        span = slice(coding.start, coding.end)
        coding = coding if now[span] == before[span] else replace(coding, start=0, end=len(now))
        if (own := key(coding)) not in handed_over:
            kept[own] = coding
    return list(kept.values()), gone
