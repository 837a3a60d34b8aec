"""Files that were dropped into the browser: kept at once, looked at, then taken into the review.

An upload lies in ``incoming/`` of the review from the moment that the page shows it, so that a refresh, a second
tab or a power cut loses nothing; taking it moves it into ``documents/`` and adds its row to ``manifest.csv``.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from childvoice.desk.people import May, Person
from childvoice.engines import OFFLINE, sha256
from childvoice.errors import ChildvoiceError, InputError
from childvoice.ingest.discover import COMPANIONS
from childvoice.ingest.manifest import COLUMNS
from childvoice.pipeline.preview import Preview, notes_of, preview
from childvoice.publish.cells import clean
from childvoice.store import Workspace

_RUNS: dict[Path, subprocess.Popen[bytes]] = {}
LOG = "run.log"


@dataclass(frozen=True, slots=True)
class Waiting:
    """An upload that waits to be taken: what was read, or why it cannot be, and what was said of the file."""

    name: str
    size: int
    preview: Preview | None
    cause: str
    remedy: str
    kind: str = ""
    group: str = ""
    date: str = ""


class Uploads:
    """The incoming files of the review in ``folder``, for somebody who may add documents."""

    def __init__(self, folder: Path, person: Person) -> None:
        person.check(May.UPLOAD)
        self._person = person
        self._folder = folder
        self._incoming, self._documents = folder / "incoming", folder / "documents"

    def put(self, name: str, data: bytes) -> str:
        """Keep an uploaded file and return the name that it has here; the same content again is kept once.

        When this returns, the file is on the disk as a whole.
        """
        name = _plain(name)
        self._incoming.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256(data).hexdigest()
        for path in self._files():
            if path.name == name and sha256(path) == digest:
                return name
        name = _free(name, self._incoming)
        handle, temporary = tempfile.mkstemp(dir=self._incoming, prefix=".")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            Path(temporary).replace(self._incoming / name)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        return name

    def waiting(self) -> list[Waiting]:
        """Return the uploads by name, each looked at anew. The same content twice is recognised by its digest."""
        seen: dict[str, str] = {sha256(p): p.name for p in self._taken()}
        withdrawn = self._withdrawn()
        known, last = self._notes()
        found = []
        for path in self._files():
            digest = sha256(path)
            cause = remedy = ""
            shown: Preview | None = None
            if digest in seen:
                cause, remedy = f"the same content as {seen[digest]}", "Remove it; it would count twice"
            else:
                try:
                    shown = preview(path, path.name)
                    seen[digest] = path.name
                except InputError as error:
                    cause, remedy = error.cause, error.remedy
            if shown and withdrawn.issuperset(shown.sources):
                shown = None
                cause, remedy = "it was withdrawn from this review", "Remove it; it is not taken in again"
            kind, group, date = known.get(path.name, last)
            found.append(Waiting(path.name, path.stat().st_size, shown, cause, remedy, kind, group, date))
        return found

    def remove(self, name: str) -> None:
        """Throw an upload away that was not taken yet."""
        (self._incoming / _plain(name)).unlink(missing_ok=True)

    def take(self, notes: Sequence[Waiting]) -> int:
        """Take uploads into the review with what was said of them; return how many. Others stay waiting.

        The manifest is written as a whole before the files move: whatever happens in between, a file that is there
        has its row, and a file that is not yet there still waits.
        """
        wanted = [n for n in notes if n.preview is not None and (self._incoming / n.name).is_file()]
        if not wanted:
            return 0
        self._documents.mkdir(parents=True, exist_ok=True)
        names = {n.name: _free(n.name, self._documents) for n in wanted}
        self._add_rows([(names[n.name], n) for n in wanted])
        for n in wanted:
            (self._incoming / n.name).replace(self._documents / names[n.name])
        with Workspace.create(self._folder) as workspace:
            for n in wanted:
                for source in n.preview.sources if n.preview else ():
                    workspace.ledger.log(self._person.name, "document taken", source)
        return len(wanted)

    # -- the run -------------------------------------------------------------------------------------------------

    def start(self) -> bool:
        """Start the pipeline over ``documents/`` in a process of its own; False if one is under way."""
        if self.running():
            return False
        with (self._folder / LOG).open("wb") as log:
            _RUNS[self._folder.resolve()] = subprocess.Popen(  # noqa: S603 - our own interpreter and command
                [sys.executable, "-m", "childvoice", "run", "--review", str(self._folder)],
                stdout=subprocess.DEVNULL,  # the summary names files that failed, as they are called
                stderr=log,
                env={**os.environ, **OFFLINE},
            )
        return True

    def running(self) -> bool:
        """Tell whether a run that was started here is under way."""
        run = _RUNS.get(self._folder.resolve())
        return run is not None and run.poll() is None

    def stages(self) -> list[str]:
        """Return the stages that the last run has told of: 'Coding themes: 40 done' and the like, no file names."""
        path = self._folder / LOG
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else []
        return [line for line in lines if line.endswith(" done") and not line.startswith(" ")]

    def failed(self) -> bool:
        """Tell whether the last run that was started here ended without a result."""
        run = _RUNS.get(self._folder.resolve())
        return run is not None and run.poll() not in (None, 0, 1)

    # -- within --------------------------------------------------------------------------------------------------

    def _files(self) -> list[Path]:
        return sorted(p for p in self._incoming.glob("*") if p.is_file() and not p.name.startswith("."))

    def _taken(self) -> list[Path]:
        found = self._documents.rglob("*") if self._documents.is_dir() else ()
        return sorted(p for p in found if p.is_file() and p.name.lower() not in COMPANIONS)

    def _withdrawn(self) -> set[str]:
        with Workspace.create(self._folder) as workspace:
            return set(workspace.ledger.withdrawn())

    def _notes(self) -> tuple[dict[str, tuple[str, str, str]], tuple[str, str, str]]:
        """Return kind, group and date by file as the manifest has them, and those of its last row."""
        try:
            known = {k: (n.kind, n.group, n.date) for k, n in notes_of(self._documents).items()}
        except ChildvoiceError:
            return {}, ("", "", "")
        return known, next(reversed(known.values()), ("", "", ""))

    def _add_rows(self, taken: Sequence[tuple[str, Waiting]]) -> None:
        path = self._documents / "manifest.csv"
        known = set(notes_of(self._documents))  # raises SettingsError for a manifest that cannot be used
        rows: list[dict[str, str]] = []
        columns: list[str] = list(COLUMNS)
        if path.is_file():
            reader = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
            rows, columns = list(reader), list(reader.fieldnames or COLUMNS)
        for column in ("kind", "group", "date"):
            if column not in columns:
                columns.append(column)
        for name, n in taken:
            if name not in known:
                rows.append({"file": name, "kind": n.kind, "group": n.group, "date": clean(n.date)})
        stream = io.StringIO()
        writer = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        temporary = path.with_suffix(".new")
        temporary.write_text(stream.getvalue(), encoding="utf-8")
        temporary.replace(path)


def _plain(name: str) -> str:
    """Return a file name without folders, whatever system it comes from. Raises InputError for one that is none."""
    bare = PurePosixPath(PureWindowsPath(name).name).name.strip().lstrip(".~$")
    bare = "".join(c for c in bare if c.isprintable() and c not in '<>:"|?*')
    if not bare or bare.lower() in COMPANIONS:
        raise InputError(
            "this is not a document",
            subject=bare,
            remedy="Put manifest.csv and roster.csv into the folder 'documents' of the review yourself",
        )
    return bare


def _free(name: str, folder: Path) -> str:
    path, number = Path(name), 1
    while (folder / name).exists():
        number += 1
        name = f"{path.stem} ({number}){path.suffix}"
    return name
