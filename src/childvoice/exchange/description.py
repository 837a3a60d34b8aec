"""Codes keep their rules when they travel: inclusion, exclusion, examples and id, packed into one description.

REFI-QDA has one field for all that a codebook says of a code. The blocks stand at its end, each under a fixed heading,
so that a person reads them in any tool and childvoice reads them back.
"""

from __future__ import annotations

from collections.abc import Sequence

_HEADINGS = {"Include:": "include", "Exclude:": "exclude", "Examples:": "examples", "Id:": "id"}
Blocks = dict[str, tuple[str, ...]]


def pack(definition: str, blocks: Blocks) -> str:
    r"""One description. Each entry of a block is one line.

    >>> pack("Who stays.", {"include": ("a worker leaving",), "id": ("continuity",)})
    'Who stays.\n\nInclude:\n- a worker leaving\n\nId:\n- continuity'
    """
    parts = [definition] if definition else []
    for heading, name in _HEADINGS.items():
        if entries := [" ".join(entry.split()) for entry in blocks.get(name, ()) if entry.strip()]:
            parts.append("\n".join([heading, *(f"- {entry}" for entry in entries)]))
    return "\n\n".join(parts)


def unpack(description: str) -> tuple[str, Blocks]:
    """The definition and the blocks of a description, whoever wrote it."""
    parts = description.replace("\r\n", "\n").split("\n\n")
    blocks: Blocks = {}
    while parts:
        heading, *lines = parts[-1].strip("\n").split("\n")
        name = _HEADINGS.get(heading.strip(), "")
        if not name or name in blocks or not _entries(lines):
            break
        blocks[name] = tuple(line[2:] for line in lines)
        parts.pop()
    return "\n\n".join(parts), blocks


def _entries(lines: Sequence[str]) -> bool:
    return bool(lines) and all(line.startswith("- ") and line[2:].strip() for line in lines)
