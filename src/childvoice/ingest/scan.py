"""Pages that are pictures: recognised by Tesseract, a program that the officer may have installed, on this machine."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import Any

from childvoice.errors import InputError

_DOTS = 300  # an inch: what Tesseract was made for
_MOST_PIXELS = 40_000_000  # a page may declare any size
_SECONDS = 120
# Tesseract takes a lone capital I for a bar: '| thought', '|'m'.
_BAR = re.compile(r"(?<!\S)\|(?=[\s'’](?!\s*\|))")


def available() -> bool:
    """Whether Tesseract is installed."""
    return shutil.which("tesseract") is not None


def lines_of(document: Any, number: int, name: str) -> list[str]:
    """Lines that Tesseract recognises on a page of a PDF. Raises InputError if it fails."""
    program = shutil.which("tesseract")
    if program is None:
        return []
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program and arguments; the picture comes through standard input
            [program, "stdin", "stdout", "-l", "eng"],
            input=_picture(document, number),
            capture_output=True,
            timeout=_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        raise InputError(
            f"Tesseract failed on page {number + 1}",
            subject=name,
            remedy="Check that it runs and has English (Debian: tesseract-ocr-eng)",
        ) from None
    text = done.stdout.decode("utf-8", errors="replace").replace("\f", "\n")
    return [_BAR.sub("I", line) for line in text.split("\n") if line.strip()]


def _picture(document: Any, number: int) -> bytes:
    """Render the page as PGM, which needs no library to write."""
    page = document[number]
    try:
        width, height = page.get_size()
        scale = min(_DOTS / 72, (_MOST_PIXELS / max(width * height, 1)) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
        rows = memoryview(bitmap.buffer).cast("B")
        body = b"".join(
            bytes(rows[y * bitmap.stride : y * bitmap.stride + bitmap.width]) for y in range(bitmap.height)
        )
        head = f"P5 {bitmap.width} {bitmap.height} 255\n".encode("ascii")
        bitmap.close()
        return head + body
    finally:
        page.close()
