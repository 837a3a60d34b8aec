"""Small documents for the tests of this folder."""

from __future__ import annotations

from childvoice.records import Document, Group, Kind, Source, Unit


def document(
    turns: list[tuple[str, str]],
    kind: str = "interview",
    group: str = "child",
    roles: dict[str, str] | None = None,
    title: str = "",
) -> Document:
    """A document of (speaker, words); ``roles`` is what a manifest or a legend in the file says of labels."""
    told = roles or {}
    units = tuple(Unit(n, text, speaker, told.get(speaker, "")) for n, (speaker, text) in enumerate(turns))
    return Document(Source("d1", "d1", title, Kind(kind), Group(group)), units)
