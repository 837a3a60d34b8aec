"""Where words stand on a page becomes the order in which a person reads them: lines, columns, paragraphs.

Lengths are in points; y grows upwards, as in PDF.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

from childvoice.ingest.wrapping import ITEM, ends_sentence, unhyphenated

_FEWEST = 4  # lines that make a column


@dataclass(frozen=True, slots=True)
class Box:
    """Words and the rectangle in which they stand."""

    text: str = field(repr=False)
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """Height of the rectangle, never nothing."""
        height = self.top - self.bottom
        return height if height > 1.0 else 1.0

    def beside(self, other: Box) -> bool:
        """Whether two boxes stand on one line."""
        # Asked of every word with the next: comparing is much faster than min and max.
        top = self.top if self.top < other.top else other.top
        bottom = self.bottom if self.bottom > other.bottom else other.bottom
        return top - bottom > 0.5 * min(self.height, other.height)


Row = list[Box]  # pieces of one line, from left to right


@dataclass(slots=True)
class Region:
    """Lines of one column, from top to bottom."""

    rows: list[Row] = field(repr=False)
    number: int = 0

    @property
    def right(self) -> float:
        """Where full lines end."""
        return max(row[-1].right for row in self.rows)

    @property
    def width(self) -> float:
        """From the beginning of its lines to where full lines end."""
        return self.right - min(row[0].left for row in self.rows)

    @property
    def pitch(self) -> float:
        """Usual distance from line to line."""
        steps = [a[0].bottom - b[0].bottom for a, b in zip(self.rows, self.rows[1:], strict=False)]
        return median([s for s in steps if s > 0] or [self.rows[0][0].height * 1.2])


def pieces(words: Iterable[Box]) -> list[Box]:
    """Join words that follow each other on one line; a gap wider than some spaces divides."""
    found: list[list[Box]] = []
    for word in words:
        last = found[-1][-1] if found else None
        near = last and last.beside(word) and -0.5 * word.height < word.left - last.right < 1.1 * word.height
        if near:
            found[-1].append(word)
        else:
            found.append([word])
    return [_around(group) for group in found]


def regions(boxes: Sequence[Box]) -> list[Region]:
    """Columns in reading order: what goes across the page divides what stands in columns above and below it."""
    if not boxes:
        return []
    gutter = _gutter(boxes)
    if gutter is None:
        return [Region(_rows(boxes))]
    across = sorted((b for b in boxes if b.left < gutter < b.right), key=lambda b: -b.top)
    rest = [b for b in boxes if not b.left < gutter < b.right]
    found: list[Region] = []
    for wide in [*across, None]:
        above = [b for b in rest if wide is None or b.bottom >= wide.bottom]
        rest = [b for b in rest if wide is not None and b.bottom < wide.bottom]
        for column in ([b for b in above if b.right <= gutter], [b for b in above if b.left >= gutter]):
            found += regions(column)
        if wide is not None:
            found.append(Region([[wide]]))
    return _joined(found)


def _joined(found: Iterable[Region]) -> list[Region]:
    """Lines across the page that follow each other are one region."""
    merged: list[Region] = []
    for region in found:
        last = merged[-1] if merged else None
        if last and abs(last.rows[0][0].left - region.rows[0][0].left) < 2 and len(region.rows) == 1:
            step = last.rows[-1][0].bottom - region.rows[0][0].bottom
            if 0 < step < 2.5 * region.rows[0][0].height:
                last.rows.extend(region.rows)
                continue
        merged.append(region)
    return merged


def _gutter(boxes: Sequence[Box]) -> float | None:
    """Where the right one of two columns of running text begins, or None. A table of short cells has none."""
    left, right = min(b.left for b in boxes), max(b.right for b in boxes)
    width = right - left
    starts = sorted(b.left for b in boxes if left + 0.3 * width < b.left < left + 0.8 * width)
    best = max(starts, key=lambda x: sum(abs(x - s) < 3 for s in starts), default=None)
    if best is None:
        return None
    gutter = best - 1.5
    before = [b for b in boxes if b.right <= gutter]
    after = [b for b in boxes if b.left >= gutter]
    across = len(boxes) - len(before) - len(after)
    if min(len(before), len(after)) < _FEWEST or across > 0.25 * len(boxes):
        return None
    # Lines of a column fill it; labels and cells of a table do not.
    filled = [median(b.right - b.left for b in side) for side in (before, after)]
    room = gutter - left, right - gutter
    enough = filled[0] > 0.55 * room[0] and filled[1] > 0.45 * room[1]
    gap = gutter - max(b.right for b in before)
    return gutter if enough and gap > -1 else None


def _rows(boxes: Sequence[Box]) -> list[Row]:
    rows: list[Row] = []
    for box in sorted(boxes, key=lambda b: (-b.top, b.left)):
        home = next((row for row in rows[-3:] if row[0].beside(box)), None)
        if home is None:
            rows.append([box])
        else:
            home.append(box)
    return [sorted(row, key=lambda b: b.left) for row in rows]


def _around(group: Sequence[Box]) -> Box:
    return Box(
        " ".join(w.text for w in group),
        min(w.left for w in group),
        min(w.bottom for w in group),
        max(w.right for w in group),
        max(w.top for w in group),
    )


def text_of(row: Row) -> str:
    """Words of a line."""
    return " ".join(box.text for box in row)


def with_colons(found: Sequence[Region]) -> None:
    """Give the labels of a table of who and what the colon that its ruling makes needless, in place."""
    rows = [row for region in found for row in region.rows]
    pairs = [row for row in rows if len(row) == 2 and len(row[0].text.split()) <= 4]
    if len(pairs) < _FEWEST:
        return
    at = median(row[1].left for row in pairs)
    pairs = [row for row in pairs if abs(row[1].left - at) < 3]
    hanging = sum(len(row) == 1 and abs(row[0].left - at) < 3 for row in rows)
    labels = [row[0].text for row in pairs]
    if len(pairs) + hanging < 0.7 * len(rows) or len(set(labels)) > 0.7 * len(labels):
        return
    for row in pairs:
        if not row[0].text.endswith(":"):
            first = row[0]
            row[0] = Box(f"{first.text}:", first.left, first.bottom, first.right, first.top)


def paragraphs(found: Sequence[Region], starts: frozenset[int]) -> list[str]:
    """Join the lines of paragraphs, over columns and pages too. ``starts`` are rows that begin a turn, by number."""
    joined: list[str] = []
    last: tuple[Region, Row] | None = None
    number = 0
    vocabulary = frozenset(
        word.casefold() for region in found for row in region.rows for word in text_of(row).split()
    )
    for region in found:
        pitch, edge = region.pitch, region.right
        for row in region.rows:
            text = text_of(row)
            new = last is None or number in starts or bool(ITEM.match(text))
            if not new and last is not None:
                goes_on = not ends_sentence(joined[-1]) and text[0].islower()
                if last[0] is region:
                    step = last[1][0].bottom - row[0].bottom
                    new = step > 1.35 * pitch or (not goes_on and _had_room(last[1], row, edge))
                else:
                    new = not goes_on and (
                        ends_sentence(joined[-1])
                        or _had_room(last[1], row, last[0].right)
                        or abs(region.width - last[0].width) > 0.2 * region.width
                    )
            if new:
                joined.append(text)
            else:
                joined[-1] = unhyphenated(joined[-1], text, vocabulary)
            last = (region, row)
            number += 1
    return joined


def _had_room(above: Row, row: Row, edge: float) -> bool:
    """Whether the first word of ``row`` would have fitted on the line above: then a paragraph ended there."""
    first = row[0].text.split(" ", 1)[0]
    width = (row[0].right - row[0].left) * (len(first) + 1.5) / max(len(row[0].text), 1)
    return above[-1].right + width < edge
