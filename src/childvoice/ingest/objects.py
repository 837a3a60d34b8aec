"""Objects of JSON become rows of a table: one column a key, in the order in which keys first appear."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from childvoice.errors import BrokenInput
from childvoice.ingest.reading import Reading
from childvoice.ingest.tables import units_from_rows
from childvoice.ingest.turns import units_from_lines

_MOST_COLUMNS = 2_000


def units_from_objects(objects: Sequence[Any], name: str) -> Reading:
    """Units of a list of objects (rows) or of texts (paragraphs). Raises BrokenInput for anything else."""
    if objects and all(isinstance(item, str) for item in objects):
        return units_from_lines([line for text in objects for line in text.split("\n")])
    rows = [dict(_flat(item)) for item in objects if isinstance(item, Mapping)]
    if not rows or len(rows) < len(objects):
        raise BrokenInput(
            "it holds neither a list of objects nor a list of texts",
            subject=name,
            remedy='Write it as objects with a key "text", one for each answer or turn',
        )
    columns = list(dict.fromkeys(key for row in rows for key in row))
    if len(columns) > _MOST_COLUMNS:
        raise BrokenInput(
            f"its objects have {len(columns):,} different keys",
            subject=name,
            remedy="Write the same keys in every object",
        )
    table = [columns, *[[row.get(column, "") for column in columns] for row in rows]]
    return units_from_rows(table, name, titled=False)


def list_in(value: Any, depth: int = 3) -> list[Any] | None:
    """Find the longest list of objects or texts in what a service wraps it into ('results', 'segments')."""
    if isinstance(value, list):
        return value
    if not isinstance(value, Mapping) or not depth:
        return None
    found = [inner for part in value.values() if (inner := list_in(part, depth - 1))]
    usable = [inner for inner in found if all(isinstance(item, (Mapping, str)) for item in inner)]
    return max(usable, key=len, default=None)


def _flat(item: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    """Keys and texts of an object; objects inside it give 'outer.inner', lists of texts one text."""
    for key, value in item.items():
        title = f"{above}.{key}" if above else str(key)
        if isinstance(value, Mapping):
            yield from _flat(value, title)
        elif isinstance(value, list):
            yield title, "; ".join(str(part) for part in value if isinstance(part, (str, int, float)))
        else:
            yield title, "" if value is None else str(value)
