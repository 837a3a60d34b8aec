"""Whoever does partitions: the processes of this machine, or the workers of a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from childvoice.batch.inputs import Item
from childvoice.batch.journey import Job, Line, failed, prepare, take
from childvoice.batch.parts import Counts

Take = Callable[[Job, Item], Iterable[Line]]
Prepare = Callable[[Job], None]
Fail = Callable[[Job, Item, str, str, str], dict[str, str]]

ENDED = "the process that read it ended (out of memory, or a fault of a library)"
BY_ITSELF = "Look at it by itself, or split it"


@dataclass(frozen=True, slots=True)
class Work:
    """What a worker does; tests hand over lighter work."""

    take: Take = take
    prepare: Prepare = prepare
    failed: Fail = failed


@dataclass(frozen=True, slots=True)
class Part:
    """A partition to do: where it will stand, and its documents."""

    path: Path
    items: tuple[Item, ...] = field(repr=False)


class Crew(Protocol):
    """Takes partitions, and tells which are done, in any order. A document that ends its process is a failed row."""

    def full(self) -> bool:
        """Whether all have enough to do."""
        ...

    def give(self, part: Part) -> None:
        """Hand a partition over."""
        ...

    def done(self) -> Iterator[tuple[Part, Counts]]:
        """Wait, and give the partitions that are written; nothing where none is on the way."""
        ...

    def close(self) -> None:
        """Let them go."""
        ...
