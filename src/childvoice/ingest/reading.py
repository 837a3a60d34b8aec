"""What a reader hands back, and how bytes become text without guessing."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from childvoice.errors import WrongEncoding
from childvoice.raw import RawUnit

NO_SPEAKERS = "no speaker labels found; speakers are unknown"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader made of one file: units in order and, without text of it, what it noticed."""

    units: tuple[RawUnit, ...] = field(repr=False)
    layout: str
    legend: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    warnings: tuple[str, ...] = ()
    by_machine: bool = False


def joined(readings: Sequence[Reading], *, layout: str) -> Reading:
    """One reading of several parts of a file, its units numbered through."""
    units = [unit for reading in readings for unit in reading.units]
    return Reading(
        tuple(replace(unit, index=i) for i, unit in enumerate(units)),
        layout,
        tuple(entry for reading in readings for entry in reading.legend),
        tuple(dict.fromkeys(warning for reading in readings for warning in reading.warnings)),
        any(reading.by_machine for reading in readings),
    )


_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_FOREIGN_WORD = re.compile(rb"[\xc0-\xff]{4}")
_UTF8 = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}|[\xe0-\xf4][\x80-\xbf]+\Z"
)


def decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    r"""Decode ``data``, with warnings: by its byte-order mark, else UTF-8, else Windows-1252.

    Windows-1252 is the one legacy encoding that UK offices produce; a text in it is taken with a warning, and
    only if every byte is printable there. Line ends become ``\n``. Raises WrongEncoding for anything else.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return _lines(data.decode(encoding), name), ()
            except UnicodeDecodeError as error:
                raise _undecodable(name, encoding, error.start) from None
    if b"\x00" in data:
        if (guess := _utf16_without_mark(data)) is not None:
            return _lines(guess, name), ("UTF-16 without a byte-order mark",)
        raise _undecodable(name, "UTF-8", data.index(b"\x00"))
    try:
        return _lines(data.decode("utf-8"), name), ()
    except UnicodeDecodeError as error:
        at = error.start
    if _is_no_windows_text(data):
        raise _undecodable(name, "UTF-8", at)
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise _undecodable(name, "UTF-8", at) from None
    return _lines(text, name), (
        "not UTF-8: read as Windows-1252; check accented letters and quotation marks",
    )


def _is_no_windows_text(data: bytes) -> bool:
    """Tell bytes that Windows-1252 would take but that are not English in it.

    Control characters; accented letters in great number or whole words of them (Cyrillic, Japanese); and
    UTF-8 with a few broken characters, of which Windows-1252 would make 'â€œ'.
    """
    high = sum(byte > 127 for byte in data)
    letters = sum(65 <= byte <= 90 or 97 <= byte <= 122 for byte in data)
    in_utf8 = sum(len(found) for found in _UTF8.findall(data))
    return (
        bool(_CONTROLS.search(data) or _FOREIGN_WORD.search(data)) or high * 4 > letters or in_utf8 * 2 > high
    )


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 that some case systems export without a mark: every other byte is zero, evenly."""
    if len(data) % 2:
        return None
    even, odd = data[::2].count(0), data[1::2].count(0)
    half = len(data) // 2
    for zeros, encoding in ((odd, "utf-16-le"), (even, "utf-16-be")):
        if zeros > 0.9 * half and zeros != half:
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                return None
    return None


def _lines(text: str, name: str) -> str:
    if "\x00" in text:
        raise _undecodable(name, "text", text.index("\x00"))
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")


def _undecodable(name: str, encoding: str, at: int) -> WrongEncoding:
    return WrongEncoding(
        f"not readable as {encoding} (byte {at:,})",
        subject=name,
        remedy="Open it in the program that made it and save it as UTF-8 text or as .docx",
    )
