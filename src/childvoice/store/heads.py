"""The versions of what a review has learned: files beside the workspace, none ever changed, one of them in use."""

from __future__ import annotations

from pathlib import Path

from childvoice.errors import WorkspaceError

FOLDER = "learned"
_IN_USE = "in_use"


class HeadVersions:
    """Numbered versions in the folder ``learned`` of a review. Version 0 is the coder as it comes."""

    def __init__(self, review: Path) -> None:
        self._folder = review / FOLDER

    def versions(self) -> list[int]:
        """The versions that are there, oldest first."""
        return sorted(int(p.stem) for p in self._folder.glob("[0-9][0-9][0-9][0-9].json"))

    def in_use(self) -> int:
        """The version in use, 0 where nothing was learned or it was put aside."""
        try:
            text = (self._folder / _IN_USE).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return 0
        if not text.isdecimal():
            raise WorkspaceError(
                "it does not say which version is in use",
                subject=f"{FOLDER}/{_IN_USE}",
                remedy="Say it again: childvoice train --use 0, or a version",
            )
        return int(text)

    def read(self, version: int) -> str:
        """The text of a version. Raises WorkspaceError where it is not there."""
        try:
            return self.path(version).read_text(encoding="utf-8")
        except FileNotFoundError:
            known = ", ".join(str(v) for v in (0, *self.versions()))
            raise WorkspaceError(
                f"there is no version {version} of what was learned",
                subject=FOLDER,
                remedy=f"Versions: {known}",
            ) from None

    def current(self) -> str:
        """The text of the version in use, empty where that is 0."""
        version = self.in_use()
        return self.read(version) if version else ""

    def save(self, text: str) -> int:
        """Keep ``text`` as the next version, use it, and return its number."""
        self._folder.mkdir(parents=True, exist_ok=True)
        version = max(self.versions(), default=0) + 1
        # Written under another name first: half a version must never be read.
        part = self._folder / f"{version:04}.part"
        part.write_text(text, encoding="utf-8")
        part.replace(self.path(version))
        self.use(version)
        return version

    def use(self, version: int) -> None:
        """Go to a version, back or forth. Raises WorkspaceError where it is not there."""
        if version:
            self.read(version)
        self._folder.mkdir(parents=True, exist_ok=True)
        part = self._folder / f"{_IN_USE}.part"
        part.write_text(f"{version}\n", encoding="utf-8")
        part.replace(self._folder / _IN_USE)

    def path(self, version: int) -> Path:
        """Where a version lies."""
        return self._folder / f"{version:04}.json"
