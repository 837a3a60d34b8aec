"""Words a second by stage and peak memory of a whole run over the sample review.

    python benchmarks/stages.py

Timings on shared machines are noisy: read the shares, not the seconds.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from childvoice import pipeline
from childvoice.pipeline import Step
from childvoice.settings import Settings
from childvoice.store import Workspace

SAMPLE = Path(__file__).resolve().parents[1] / "corpora" / "sample" / "documents"


class Clock:
    """Progress that keeps wall and processor seconds of each stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, tuple[float, float]] = {}

    @contextmanager
    def stage(self, name: str, total: int) -> Iterator[Step]:
        del total
        wall, cpu = time.perf_counter(), time.process_time()
        yield lambda: None
        self.seconds[name] = (time.perf_counter() - wall, time.process_time() - cpu)


def main() -> None:
    clock = Clock()
    with tempfile.TemporaryDirectory() as folder, Workspace.create(Path(folder)) as workspace:
        pipeline.run([SAMPLE], workspace, Settings(), progress=clock)
        words = sum(s.words for s in workspace.sources())
    print(f"{words:,} words; Python {sys.version.split()[0]}")
    for name, (wall, cpu) in clock.seconds.items():
        print(
            f"{name:42} {wall:7.1f} s wall {cpu:7.1f} s processor {words / max(cpu, 1e-9):10,.0f} words a processor-second"
        )
    total = sum(cpu for _, cpu in clock.seconds.values())
    print(
        f"{'all stages':42} {'':14} {total:7.1f} s processor {words / total:10,.0f} words a processor-second"
    )
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")


if __name__ == "__main__":
    main()
