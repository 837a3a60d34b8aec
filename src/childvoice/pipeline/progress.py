"""Who is told how far a run is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol


class Progress(Protocol):
    """Who is told how far a run is: a bar on a terminal, a line an event elsewhere. Never a word of the text."""

    def stage(self, name: str, total: int) -> AbstractContextManager[Step]:
        """Begin a stage of ``total`` steps; calling what it gives is one step."""
        ...


class Step(Protocol):
    """One step of a stage done."""

    def __call__(self) -> None:
        """Count it."""
        ...


class Silent:
    """Progress that nobody is told of."""

    @contextmanager
    def stage(self, name: str, total: int) -> Iterator[Step]:
        """Do nothing with either."""
        del name, total
        yield lambda: None
