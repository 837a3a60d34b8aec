"""The whole journey beside what one would assemble oneself, on the same generated documents: speed, memory, growth.

    python benchmarks/speed.py [100 300 1000 10000] [--words 150] [--tools childvoice assembly batch]

Documents are put together from lines of the sample's marked texts by a seeded draw, every person renamed, so that
each has names of its own. The assembly is Presidio (as in benchmarks/deidentify.py), sentence-transformers with the
same MiniLM, scikit-learn heads trained beforehand on corpora/training, and BERTopic over what no head covers. Each tool
and size runs in a process of its own, one thread. What is counted is processor seconds, as machines are shared;
`pip install presidio-analyzer==2.2.366` first.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import pickle
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT / "corpora" / "sample" / "gold" / "identifiers.jsonl"
SEED, WINDOW, SURE = 2026, 3, 0.5
ONE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")  # fmt: skip
Stages = dict[str, float]


class Clock:
    """Processor seconds by stage; it is also the progress that a run tells of its stages."""

    def __init__(self) -> None:
        self.seconds: Stages = {}

    @contextmanager
    def stage(self, name: str, total: int = 0) -> Iterator[Callable[[], None]]:
        del total
        began = time.process_time()
        yield lambda: None
        self.seconds[name] = time.process_time() - began


# -- the documents ---------------------------------------------------------------------------------------------------


def generate(folder: Path, count: int, words: int) -> int:
    """Write ``count`` documents of about ``words`` words; return how many words there are."""
    from faker.providers.person.en_GB import Provider

    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    draw = random.Random(SEED)  # noqa: S311 - a seeded draw
    given, surnames = sorted(Provider.first_names), sorted(Provider.last_names)
    folder.mkdir(parents=True)
    total = 0
    for number in range(count):
        row = draw.choice(rows)
        names: dict[str, str] = {}
        for start, end, kind, _ in row["spans"]:
            if kind.startswith("PERSON"):
                for place, token in enumerate(re.findall(r"[^\W\d_]{3,}", row["text"][start:end])):
                    names.setdefault(token.casefold(), draw.choice(surnames if place else given))
        lines = [line for line in row["text"].splitlines() if line.strip()]
        start = draw.randrange(len(lines))
        chosen, length = [], 0
        for line in (*lines[start:], *lines[:start]):
            chosen.append(line)
            length += len(line.split())
            if length >= words:
                break
        text = _renamed("\n".join(chosen), names)
        (folder / f"{number:05d}.txt").write_text(f"{text}\n", encoding="utf-8")
        total += len(text.split())
    return total


def _renamed(text: str, names: dict[str, str]) -> str:
    return re.sub(r"[^\W\d_]{3,}", lambda m: _as(m[0], names.get(m[0].casefold(), "")), text)


def _as(word: str, name: str) -> str:
    return word if not name or word.islower() else name.upper() if word.isupper() else name


# -- the tools -------------------------------------------------------------------------------------------------------


def childvoice(folder: Path, _: Path) -> Stages:
    from childvoice import pipeline
    from childvoice.settings import Settings
    from childvoice.store import Workspace

    clock = Clock()
    with tempfile.TemporaryDirectory() as place, Workspace.create(Path(place)) as workspace:
        pipeline.run([folder], workspace, Settings(), progress=clock)
    return clock.seconds


def batch(folder: Path, _: Path) -> Stages:
    from childvoice import batch as many

    clock, job = Clock(), many.Job()
    with clock.stage("Every document by itself"), tempfile.TemporaryFile() as part:
        many.parts.put_part(part, (line for item in many.items(folder) for line in many.journey.take(job, item)))  # fmt: skip
    return clock.seconds


def assembly(folder: Path, heads: Path) -> Stages:
    import numpy as np
    import torch

    from deidentify import presidio
    from encoder import sentence_encoder

    torch.set_num_threads(1)
    clock = Clock()
    with clock.stage("Reading"):
        texts = [p.read_text(encoding="utf-8") for p in sorted(folder.glob("*.txt"))]
    with clock.stage("Taking names out"):
        find = presidio()
        if find is None:
            sys.exit("presidio-analyzer is not installed: pip install presidio-analyzer==2.2.366")
        texts = [_masked(text, find(text)) for text in texts]
    with clock.stage("Coding themes"):
        passages = [p for text in texts for p in _passages(text)]
        vectors = sentence_encoder().encode(passages, batch_size=64, show_progress_bar=False, normalize_embeddings=True)  # fmt: skip
        fitted = pickle.loads(heads.read_bytes())  # noqa: S301 - written by this program a moment ago
        scores = np.column_stack([head.predict_proba(vectors)[:, 1] for head in fitted])
    with clock.stage("Looking for themes outside the codebook"):
        left = np.flatnonzero((scores < SURE).all(axis=1))
        if len(left) > WINDOW * 10:
            _topics([passages[i] for i in left], vectors[left])
    return clock.seconds


def _masked(text: str, spans: Sequence[tuple[int, int, str]]) -> str:
    for start, end, _ in sorted(spans, reverse=True):
        text = f"{text[:start]}[NAME]{text[end:]}"
    return text


def _passages(text: str) -> list[str]:
    """Windows of three sentences within a line, as one would cut them."""
    found = []
    for line in text.splitlines():
        sentences = re.split(r"(?<=[.!?])\s+", line.strip())
        found += [" ".join(sentences[n : n + WINDOW]) for n in range(0, len(sentences), WINDOW)]
    return [f for f in found if f]


def _topics(passages: list[str], vectors: Any) -> None:
    from bertopic import BERTopic
    from umap import UMAP

    # BERTopic's own defaults, with a seed, so that it can be repeated.
    reducer = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=SEED)
    BERTopic(umap_model=reducer).fit_transform(passages, vectors)


def fit_heads(place: Path) -> None:
    """The heads of the assembly, trained beforehand, as those of childvoice are; on a tenth, as only speed is measured."""
    from sklearn.linear_model import LogisticRegression

    from themes import TRAIN, gold, rows_of, vectors

    rows = [row for writer in TRAIN for row in rows_of(ROOT / "corpora" / "training" / f"{writer}.jsonl")]
    rows = rows[::10]
    x, y = vectors([row["text"] for row in rows]), gold(rows)
    heads = [LogisticRegression(C=1.0, max_iter=1000).fit(x, column) for column in y.T]
    place.write_bytes(pickle.dumps(heads))


TOOLS: dict[str, Callable[[Path, Path], Stages]] = {"childvoice": childvoice, "assembly": assembly, "batch": batch}  # fmt: skip


# -- the measure -----------------------------------------------------------------------------------------------------


def one(tool: str, folder: Path, heads: Path) -> None:
    """In a process of its own: the stages, all processor seconds from its start, and its peak memory."""
    import warnings

    warnings.simplefilter("ignore")
    stages = TOOLS[tool](folder, heads)
    # Of this program alone: getrusage would tell what the one that started it once held.
    peak = int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text(encoding="ascii"))[1]) / 1024
    print(f"\n{json.dumps({'stages': stages, 'all': time.process_time(), 'MiB': peak})}")


def measured(tool: str, folder: Path, heads: Path) -> dict[str, Any]:
    words = [sys.executable, str(Path(__file__).resolve()), "--one", tool, "--folder", str(folder), "--heads", str(heads)]  # fmt: skip
    ran = subprocess.run(words, env={**os.environ, **ONE}, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    print(f"<!-- {tool} {folder.name}: {ran.stdout.splitlines()[-1]} -->", file=sys.stderr, flush=True)
    return found


def table(sizes: Sequence[int], length: int, tools: Sequence[str], heads: Path | None) -> None:
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        words = {size: generate(home / str(size), size, length) for size in (1, *sizes)}
        heads = heads or home / "heads"
        if "assembly" in tools and not heads.exists():
            fit_heads(heads)
        found = {(tool, size): measured(tool, home / str(size), heads) for size in words for tool in tools}
    print(f"{datetime.datetime.now(tz=datetime.UTC):%Y-%m-%d}, Python {sys.version.split()[0]}, one thread; words a processor-second\n")  # fmt: skip
    head = [f"{tool}, {size:,} documents ({words[size]:,} words)" for size in sizes for tool in tools]
    print(f"| stage | {' | '.join(head)} |\n|---|{'---|' * len(head)}")
    names = dict.fromkeys(name for tool in tools for size in sizes for name in found[tool, size]["stages"])

    def line(name: str, cell: Callable[[str, int], str]) -> None:
        print(f"| {name} | {' | '.join(cell(tool, size) for size in sizes for tool in tools)} |")

    for name in names:
        line(name, lambda t, s, n=name: _speed(words[s], found[t, s]["stages"].get(n)))  # type: ignore[misc]
    line("all stages", lambda t, s: _speed(words[s], sum(found[t, s]["stages"].values())))
    line("whole command, start and models too", lambda t, s: _speed(words[s], found[t, s]["all"]))
    line("peak memory, MiB", lambda t, s: f"{found[t, s]['MiB']:,.0f}")
    line("one document, processor-seconds (cold start)", lambda t, _: f"{found[t, 1]['all']:.1f}")
    line("time beside the smallest, per word", lambda t, s: f"{_beyond(found, words, t, s, sizes[0]):.2f}")
    if {"childvoice", "assembly"} <= set(tools):
        for size in sizes:
            ours, theirs = (found[tool, size] for tool in ("childvoice", "assembly"))
            stages = sum(theirs["stages"].values()) / sum(ours["stages"].values())
            print(f"\n{size:,} documents: childvoice is {stages:.2f} times as fast by stages, {theirs['all'] / ours['all']:.2f} times as a whole command.")  # fmt: skip


def _speed(words: int, seconds: float | None) -> str:
    return "" if seconds is None else f"{words / max(seconds, 1e-3):,.0f}"


def _beyond(found: dict[Any, Any], words: dict[int, int], tool: str, size: int, smallest: int) -> float:
    """1 where time grows as the number of words does."""
    per = {s: (found[tool, s]["all"] - found[tool, 1]["all"]) / words[s] for s in (size, smallest)}
    return float(per[size] / per[smallest])


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("sizes", nargs="*", type=int, default=[100, 1000])
    arguments.add_argument("--words", type=int, default=150, help="of a document, about")
    arguments.add_argument("--tools", nargs="*", choices=sorted(TOOLS), default=["childvoice", "assembly"])
    arguments.add_argument("--one", help=argparse.SUPPRESS)
    arguments.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    arguments.add_argument(
        "--heads", type=Path, help="file that keeps the assembly's heads for a second time"
    )
    asked = arguments.parse_args()
    if asked.one:
        one(asked.one, asked.folder, asked.heads)
    else:
        table(asked.sizes, asked.words, asked.tools, asked.heads)


if __name__ == "__main__":
    main()
