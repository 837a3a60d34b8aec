"""PDF with text, in one or more columns; running heads, feet and page numbers are left out.

A page without text is a picture: it is recognised with Tesseract where that is installed, and the result is marked
as made by a machine.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from childvoice.errors import BrokenInput, EmptyInput
from childvoice.ingest import scan
from childvoice.ingest.archives import damaged, locked
from childvoice.ingest.labels import speaker_labels, split_label
from childvoice.ingest.page_layout import (
    Box,
    Region,
    paragraphs,
    pieces,
    regions,
    text_of,
    with_colons,
)
from childvoice.ingest.reading import Reading
from childvoice.ingest.turns import begins_entry, units_from_lines

EXTENSIONS = ("pdf",)

_MOST_PAGES = 5_000
_EDGE = 0.12  # part of the page, at its top and its bottom, in which heads and feet stand
_MARGIN = 0.07  # narrower than the margin of any usual text
_PAGE_NUMBER = re.compile(r"(?i)^\W*(?:page|p\.?|pg\.?)?\s*\d{1,4}(?:\s*(?:of|/|\|)\s*\d{1,4})?\W*$")
_WORD = re.compile(r"[^\s\0]+")
_HALVES = re.compile(r"[\ud800-\udfff]")  # of a letter beyond 16 bits
_LEVEL = 0.5  # points by which the first and the last letter of a word on one line may differ
MACHINE_MADE = (
    "text recognised by a machine (Tesseract) from a scan: check it against the original before quoting"
)
_HIDDEN_LAYER = (
    "its text is a hidden layer over scanned pages, recognised by a machine: check it before quoting"
)


def read(data: bytes, name: str) -> Reading:
    """Read paragraphs, turns or entries in reading order. Raises BrokenInput, or EmptyInput for a scan."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise locked(name) if "password" in str(error).lower() else damaged(data, name, "a PDF") from None
    try:
        return _read(document, name)
    except pypdfium2.PdfiumError:
        raise damaged(data, name, "a PDF") from None
    finally:
        document.close()


def _read(document: Any, name: str) -> Reading:
    if not len(document):
        raise EmptyInput("it has no pages", subject=name, remedy="Check that this is the right file")
    if len(document) > _MOST_PAGES:
        raise BrokenInput(
            f"it has {len(document):,} pages", subject=name, remedy="Split it into several files"
        )
    pages: list[list[Box]] = []
    pictures: list[int] = []
    height: list[float] = []
    hidden = 0
    for number in range(len(document)):
        page = document[number]
        try:
            words = list(_words(page))
            hidden += bool(words) and _is_hidden(page)
            height.append(page.get_height())
        finally:
            page.close()
        pages.append(pieces(words))
        if not words:
            pictures.append(number)
    recognised, warnings = _recognised(document, pictures, name) if pictures else ({}, [])
    if not any(pages) and not recognised:
        raise EmptyInput(
            "no text found: this scan needs text recognition",
            subject=name,
            remedy="Install Tesseract (Debian: tesseract-ocr), or recognise the text in your scanner's program",
        )
    running = _running(pages, height)
    if any(running):
        warnings.append(
            f"running heads, feet and page numbers were left out on {sum(map(bool, running))} page(s)"
        )
    if hidden:
        warnings.append(_HIDDEN_LAYER)
    lines: list[str] = []
    stretch: list[Region] = []
    for number, boxes in enumerate(pages):
        stretch += regions([b for i, b in enumerate(boxes) if i not in running[number]])
        if number in recognised:
            lines += [*_lines(stretch), *recognised[number]]
            stretch = []
    reading = units_from_lines([*lines, *_lines(stretch)])
    return Reading(
        reading.units,
        reading.layout,
        reading.legend,
        (*warnings, *reading.warnings),
        by_machine=bool(recognised or hidden),
    )


def _lines(found: list[Region]) -> list[str]:
    if not found:
        return []
    with_colons(found)
    rows = [text_of(row) for region in found for row in region.rows]
    labels = speaker_labels(rows)
    starts = frozenset(
        number
        for number, row in enumerate(rows)
        if begins_entry(row) or ((label := split_label(row)) and label.label.casefold() in labels)
    )
    return paragraphs(found, starts)


def _words(page: Any) -> Iterator[Box]:
    """Words of a page in the order of its content, each with its rectangle."""
    text = page.get_textpage()
    try:
        count = max(pdfium.FPDFText_CountChars(text), 0)
        buffer = (ctypes.c_ushort * (count + 1))()
        if pdfium.FPDFText_GetText(text, 0, count, buffer) != count + 1:
            # Some letters have no code, so that places in this text are not those on the page.
            yield from _letter_by_letter(text, 0, count)
            return
        first, last = pdfium.FS_RECTF(), pdfium.FS_RECTF()
        for m in _WORD.finditer("".join(map(chr, buffer[:count]))):
            a, b = m.span()
            if not (
                pdfium.FPDFText_GetLooseCharBox(text, a, ctypes.byref(first))
                and pdfium.FPDFText_GetLooseCharBox(text, b - 1, ctypes.byref(last))
                and first.left - 1 <= last.left
                and abs(first.top - last.top) < _LEVEL
                and abs(first.bottom - last.bottom) < _LEVEL
                and not _HALVES.search(m[0])
            ):
                yield from _letter_by_letter(text, a, b)
                continue
            right = max(first.right, last.right)
            yield Box(m[0], first.left, min(first.bottom, last.bottom), right, max(first.top, last.top))
    finally:
        text.close()


def _letter_by_letter(text: Any, start: int, end: int) -> Iterator[Box]:
    """Words among the letters ``[start, end)``: also where one stands apart from the next without a space."""
    rect = pdfium.FS_RECTF()
    pointer = ctypes.byref(rect)
    letters: list[str] = []
    left = bottom = right = top = 0.0
    high = 0
    for at in range(start, end):
        code = pdfium.FPDFText_GetUnicode(text, at)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        letter = chr(code) if code else ""
        if not letter or letter.isspace():
            if letters:
                yield Box("".join(letters), left, bottom, right, top)
                letters = []
            continue
        if not pdfium.FPDFText_GetLooseCharBox(text, at, pointer):
            continue
        if letters and (rect.left < left - 1 or rect.top < bottom or rect.bottom > top):
            yield Box("".join(letters), left, bottom, right, top)
            letters = []
        if letters:
            right, top, bottom = max(right, rect.right), max(top, rect.top), min(bottom, rect.bottom)
        else:
            left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
        letters.append(letter)
    if letters:
        yield Box("".join(letters), left, bottom, right, top)


def _is_hidden(page: Any) -> bool:
    """Tell text that is laid invisibly over a picture, as programs for scanners do."""
    kinds = Counter(
        pdfium.FPDFTextObj_GetTextRenderMode(o.raw)
        for o in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=2)
    )
    return kinds[pdfium.FPDF_TEXTRENDERMODE_INVISIBLE] > 0.5 * max(sum(kinds.values()), 1)


def _running(pages: Sequence[Sequence[Box]], heights: Sequence[float]) -> list[set[int]]:
    """Which boxes of each page are running heads, feet or page numbers: the same at the same place of many pages."""
    edges: list[dict[int, tuple[str, int]]] = []
    numbers: dict[tuple[str, int], dict[int, list[int]]] = defaultdict(dict)
    for page, (boxes, height) in enumerate(zip(pages, heights, strict=True)):
        marked = {}
        for i, box in enumerate(boxes):
            if box.bottom > (1 - _EDGE) * height or box.top < _EDGE * height:
                key = (re.sub(r"\d+", "#", box.text), round(box.bottom / 4))
                marked[i] = key
                numbers[key].setdefault(page, [int(n[-9:]) for n in re.findall(r"\d+", box.text)])
        edges.append(marked)
    filled = sum(bool(page) for page in pages)
    often = {
        key
        for key, seen in numbers.items()
        if len(seen) >= 2 and len(seen) >= 0.3 * filled and _count_pages(seen)
    }
    found = []
    for boxes, marked, height in zip(pages, edges, heights, strict=True):
        same = {i for i, key in marked.items() if key in often or _PAGE_NUMBER.match(boxes[i].text)}
        # One page cannot show what comes back; there the margins themselves must do.
        found.append(same | (_in_margins(boxes, height) if filled == 1 else set()))
    return found


def _count_pages(seen: dict[int, list[int]]) -> bool:
    """Whether every number in a line that comes back stays the same or goes up with the pages."""
    return all(
        len({n for n, _ in column}) == 1 or len({n - page for n, page in column}) == 1
        for column in zip(*([(n, page) for n in found] for page, found in seen.items()), strict=True)
    )


def _in_margins(boxes: Sequence[Box], height: float) -> set[int]:
    """Lines in the outermost margins that stand well apart from the text."""
    body = [b for b in boxes if _MARGIN * height < b.bottom and b.top < (1 - _MARGIN) * height]
    if not body:
        return set()
    top, bottom = max(b.top for b in body), min(b.bottom for b in body)
    return {
        i
        for i, b in enumerate(boxes)
        if (b.top >= (1 - _MARGIN) * height and b.bottom - top > b.height)
        or (b.bottom <= _MARGIN * height and bottom - b.top > b.height)
    }


def _recognised(document: Any, pictures: Sequence[int], name: str) -> tuple[dict[int, list[str]], list[str]]:
    """Text of the pages that are pictures, where Tesseract is at hand, and what a person should know of it."""
    if not scan.available():
        return {}, [f"{len(pictures)} page(s) hold no text: scans need text recognition"]
    found: dict[int, list[str]] = {}
    for number in pictures:
        if lines := scan.lines_of(document, number, name):
            found[number] = lines
    warnings = [MACHINE_MADE] if found else []
    if lost := len(pictures) - len(found):
        warnings.append(f"on {lost} page(s) no text was found")
    return found, warnings
