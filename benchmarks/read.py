"""Words recovered, spurious words and turn boundaries of every format, beside markitdown and a naive reader.

    python benchmarks/read.py            quality, speed and memory
    python benchmarks/read.py --quick    every fifth document, quality only

The documents are made here from the authored text of the sample, in every format; markitdown is used if it is
installed (it is no dependency). A word counts as recovered if it stands in the right order.
"""

from __future__ import annotations

import difflib
import io
import re
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "corpora" / "sample"), str(ROOT / "benchmarks")]

import formats  # noqa: E402
from authoring import Written, parse  # noqa: E402
from childvoice.errors import InputError  # noqa: E402
from childvoice.ingest.read import read, read_bytes  # noqa: E402
from format_rows import TABLES  # noqa: E402

try:
    from markitdown import MarkItDown, StreamInfo
except ImportError:
    MarkItDown = None

_WORD = re.compile(r"\w+(?:[’'\-]\w+)*")
_LABEL = re.compile(r"^\W*(?:\d\d:\d\d:\d\d\W*)?([A-Z][\w.'’ -]{0,40}?)\W*:\W*")
Stream = tuple[list[str], set[int]]  # words, and the numbers of those that begin a turn
_FRAME = {"record"}  # the heading that the Markdown writer adds


@dataclass(slots=True)
class Score:
    """Counts of words and turns over the documents of one format."""

    gold: int = 0
    got: int = 0
    same: int = 0
    turns: int = 0
    found: int = 0
    right: int = 0

    def add(self, gold: Stream, got: Stream) -> None:
        self.gold += len(gold[0])
        self.got += len(got[0])
        matcher = difflib.SequenceMatcher(None, gold[0], got[0], autojunk=False)
        place = {}
        for a, b, size in matcher.get_matching_blocks():
            self.same += size
            place |= {b + i: a + i for i in range(size)}
        self.turns += len(gold[1])
        self.found += len(got[1])
        self.right += len({place.get(at, -1) for at in got[1]} & gold[1])

    def shown(self) -> str:
        f1 = 2 * self.right / (self.turns + self.found) if self.turns and self.found else 0.0
        return f"{self.same / self.gold:.4f} {1 - self.same / max(self.got, 1):.4f} {f1 if self.turns else float('nan'):.3f}"


def stream(turns: Sequence[tuple[str, str]]) -> Stream:
    words: list[str] = []
    begins = set()
    for who, said in turns:
        found = _WORD.findall(f"{who} {said}".casefold())
        if who and found:
            begins.add(len(words))
        words += found
    return words, begins


def childvoice_reads(data: bytes, extension: str) -> Stream:
    document = read_bytes(data, name=f"a.{extension}", extension=extension, path="a")
    turns = []
    note = ""
    for unit in document.units:
        if unit.note != note:
            note = unit.note
            if "e-mail" not in note:  # date and sender of the message, which the writers add
                turns.append(("", note))
        turns.append((unit.speaker, unit.text))
    return stream(turns)


def naive_reads(data: bytes, extension: str) -> Stream:
    """Take the characters there are: text as it stands, or all runs of XML, with lines that begin like a label."""
    del extension
    if data.startswith(b"PK"):
        import zipfile

        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = b"\n".join(
                archive.read(n)
                for n in archive.namelist()
                if n.endswith(("document.xml", "content.xml", "sharedStrings.xml"))
            )
        text = re.sub(r"<[^>]+>", "", re.sub(r"</(?:w:p|text:p|si)>", "\n", data.decode("utf-8", "replace")))
    else:
        text = data.decode("utf-16" if data[:2] == b"\xff\xfe" else "utf-8", "replace")
    return _labelled(text)


@cache
def _markitdown() -> Any:
    return MarkItDown()


def markitdown_reads(data: bytes, extension: str) -> Stream:
    made = _markitdown().convert_stream(io.BytesIO(data), stream_info=StreamInfo(extension=f".{extension}"))
    return _labelled(made.text_content)


def _labelled(text: str) -> Stream:
    turns = []
    for line in text.splitlines():
        label = _LABEL.match(line)
        turns.append((label[1], line[label.end() :]) if label else ("", line))
    return stream(turns)


READERS: dict[str, Callable[[bytes, str], Stream]] = {"childvoice": childvoice_reads, "naive": naive_reads}
if MarkItDown is not None:
    READERS["markitdown"] = markitdown_reads


def documents() -> Iterator[tuple[Written, list[tuple[str, str]]]]:
    """Authored documents with their turns or paragraphs as they will be written."""
    for path in sorted((ROOT / "corpora/sample/written").glob("*.txt")):
        written = parse(path)
        turns = []
        for line in written.lines:
            text = " | ".join(line.entry) if line.starts_entry else line.text
            turns.append((line.label, text))
        yield written, [(w, " ".join(t.split())) for w, t in turns if t.strip()]


def _plain(turns: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Letters that the font of the PDF (and Windows-1252) has."""
    return [tuple(p.encode("cp1252", "ignore").decode("cp1252") for p in turn) for turn in turns]  # type: ignore[misc]


def quality(every: int) -> None:
    scores: dict[tuple[str, str], Score] = defaultdict(Score)
    failed: dict[tuple[str, str], int] = defaultdict(int)
    styles = list(formats.STYLES)

    def measure(what: str, data: bytes, extension: str, gold: Stream) -> None:
        for system, reader in READERS.items():
            try:
                got = reader(data, extension)
            except InputError as error:
                print(f"{what}: {error}")
                got = [], set()
            except Exception:  # noqa: BLE001 - another's reader may raise anything; it then has no words
                failed[what, system] += 1
                got = [], set()
            scores[what, system].add(gold, got)

    for number, (written, turns) in enumerate(list(documents())[::every]):
        if written.table:
            rows = [[cell.text for cell in row] for row in written.table]
            asked = [i for i, title in enumerate(rows[0]) if title.endswith("?")]
            gold = stream([("", row[i]) for row in rows[1:] for i in asked if i < len(row)])
            for what, (extension, write) in TABLES.items():
                measure(what, write(rows), extension, gold)
            continue
        for what, (extension, write) in formats.TEXTS.items():
            used = _plain(turns) if extension == "pdf" or "cp1252" in what else turns
            speech = [t for t in used if t[0]]
            if extension in ("vtt", "srt") or "table" in what:
                if not speech:
                    continue
                used = speech if extension in ("vtt", "srt") else [t for t in used if not t[0]] + speech
            style = styles[number % len(styles)]
            data = write(used, style)
            head = [("", "Record")] if extension == "md" else []
            measure(what, data, extension, stream([*head, *used]))
        speech = [("speaker", "text"), *[t for t in turns if t[0]]]
        if len(speech) > 1:
            for what in ("csv", "json", "jsonl", "xlsx"):
                extension, write_rows = TABLES[what]
                measure(f"{what} of turns", write_rows(speech), extension, stream(speech[1:]))
    print(f"{'':16}" + "".join(f"{s:>26}" for s in READERS))
    print(f"{'':16}" + f"{'recovered spurious turns':>26}" * len(READERS))
    for what in dict.fromkeys(w for w, _ in scores):
        print(f"{what:16}" + "".join(f"{scores[what, s].shown():>26}" for s in READERS))
    for (what, system), n in failed.items():
        print(f"{system} raised on {n} file(s) of {what}")


def speed() -> None:
    """Megabytes a second of text, one process, and the growth of memory over many files."""
    turns = [t for _, some in documents() for t in some if t[0]]
    while sum(len(t) for _, t in turns) < 4_000_000:
        turns += turns
    print("\nMB/s of the text itself")
    size = sum(len(f"{w} {t}") for w, t in turns) / 1e6
    for what in ("txt utf-8", "md", "html", "rtf", "vtt", "srt", "eml", "odt"):
        extension, write = formats.TEXTS[what]
        _timed(what, write(turns, "Name:"), extension, size)
    for what in ("csv", "json", "jsonl", "xlsx"):
        extension, write_rows = TABLES[what]
        _timed(what, write_rows([("speaker", "text"), *turns]), extension, size)
    part = turns[: len(turns) // 10]  # these take long to write
    size = sum(len(f"{w} {t}") for w, t in part) / 1e6
    for what in ("docx", "pdf", "pdf 2 columns"):
        extension, write = formats.TEXTS[what]
        _timed(what, write(_plain(part), ""), extension, size)


def _timed(what: str, data: bytes, extension: str, size: float) -> None:
    start = time.process_time()
    read_bytes(data, name=what, extension=extension, path=what)
    print(f"{what:16} {size / (time.process_time() - start):6.1f}")


def memory(files: int = 2_000) -> None:
    """Peak memory after a tenth of the files and after all of them."""
    turns = next(some for written, some in documents() if written.is_speech)
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for what in ("txt utf-8", "md", "html", "rtf", "vtt", "srt", "eml", "odt", "docx", "pdf"):
            extension, write = formats.TEXTS[what]
            paths.append(Path(folder) / f"a.{extension}")
            paths[-1].write_bytes(write(_plain(turns), "Name:"))
        peaks = []
        for number in range(files):
            read(paths[number % len(paths)])
            if number + 1 in (files // 10, files):
                peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(
        f"\npeak memory {peaks[0]:.0f} MiB after {files // 10:,} files, {peaks[-1]:.0f} MiB after {files:,}"
    )


def main() -> None:
    if MarkItDown is None:
        print("markitdown is not installed: compared with the naive reader only")
    quick = "--quick" in sys.argv
    quality(5 if quick else 1)
    if not quick:
        speed()
        memory()


if __name__ == "__main__":
    main()
