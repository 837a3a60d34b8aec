"""Progress on a terminal as bars, elsewhere as one line an event."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from childvoice.pipeline import Step


class Told:
    """Tells a person on standard error; standard output stays free for results."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str, total: int) -> Iterator[Step]:
        """Show one stage with its number of steps and how long it took."""
        began = time.perf_counter()
        if self._terminal:
            columns = (
                TextColumn("{task.description:<42}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
            )
            with Progress(*columns, console=Console(stderr=True)) as bars:
                task = bars.add_task(name, total=total)
                yield lambda: bars.advance(task)
        else:
            yield lambda: None
            print(f"{name}: {total} done", file=sys.stderr, flush=True)
        self.seconds[name] = time.perf_counter() - began
