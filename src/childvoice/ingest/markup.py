"""HTML becomes paragraphs and tables: what a browser would show, without menus, scripts and hidden parts."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from lxml import etree

from childvoice.errors import BrokenInput
from childvoice.ingest.blocks import Paragraph, Table

_UNSEEN = frozenset(
    "head script style template noscript nav svg math object iframe select button textarea audio video canvas".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr html legend li main ol p pre section summary table tbody td tfoot th "
    "thead title tr ul".split()
)
_BOLD = frozenset({"b", "strong"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_WIDEST = 60  # what a colspan may claim


class _Frame(NamedTuple):
    """A table that is being read, and what was being read around it."""

    blocks: list[Paragraph | Table]
    rows: Table


def blocks_of(text: str, name: str) -> list[Paragraph | Table]:
    """Read paragraphs and tables of HTML, in their order. Raises BrokenInput where the parser gives up."""
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = etree.fromstring(re.sub(r"^\s*<\?xml[^>]*>", "", text), parser)
    except (etree.LxmlError, ValueError):
        root = None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" or "depth" in entry.message for entry in parser.error_log):
        raise BrokenInput(
            "its parts are nested too deeply to be read whole",
            subject=name,
            remedy="Open it in a browser and save the text as .docx or .txt",
        )
    return _Walk().blocks_of(root) if root is not None else []


class _Walk:
    """One pass over the tree, by events, so that no depth of nesting can exhaust the stack."""

    def __init__(self) -> None:
        self.blocks: list[Paragraph | Table] = []
        self.parts: list[str] = []
        self.lead = ""
        self.in_lead = True  # nothing but bold words so far
        self.bold = 0
        self.pre = 0
        self.frames: list[_Frame] = []

    def blocks_of(self, root: Any) -> list[Paragraph | Table]:
        skipped: Any = None
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if skipped is None and event == "start":
                if _is_unseen(element):
                    skipped = element
                else:
                    self.start(element)
                    self.put(element.text)
            elif event == "end":
                if skipped is None:
                    self.end(element)
                elif skipped is element:
                    skipped = None
                if skipped is None:
                    self.put(element.tail)
        self.close()
        return self.blocks

    def put(self, text: str | None) -> None:
        if not text:
            return
        self.parts.append(text if self.pre else re.sub(r"[ \t\r\n\f]+", " ", text))
        if self.in_lead and self.bold:
            self.lead += text
        elif text.strip():
            self.in_lead = False

    def start(self, element: Any) -> None:
        tag = element.tag
        if tag == "br":
            self.parts.append("\n")
        elif tag in _BLOCKS:
            self.close()
        if tag == "table":
            self.frames.append(_Frame(self.blocks, []))
            self.blocks = []
        elif tag == "tr" and self.frames:
            self.frames[-1].rows.append([])
        self.bold += tag in _BOLD
        self.pre += tag == "pre"

    def end(self, element: Any) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self.close()
        self.bold -= tag in _BOLD
        self.pre -= tag == "pre"
        if not self.frames:
            return
        if tag in ("td", "th"):
            rows = self.frames[-1].rows
            words = [block.text for block in self.blocks if isinstance(block, Paragraph)]
            # A table inside a cell goes with the cell, row by row.
            words += [" | ".join(row) for block in self.blocks if isinstance(block, list) for row in block]
            self.blocks = []
            span = element.get("colspan", "1")
            over = min(int(span), _WIDEST) if span.isascii() and span.isdigit() else 1
            if not rows:
                rows.append([])
            rows[-1].extend([" ".join(" ".join(words).split()), *[""] * (over - 1)])
        elif tag == "table":
            frame = self.frames.pop()
            rows = [row for row in frame.rows if any(row)]
            # A table of one column only lays a page out.
            table: list[Paragraph | Table] = (
                [rows] if max(map(len, rows), default=0) > 1 else [Paragraph(row[0]) for row in rows]
            )
            self.blocks = [*frame.blocks, *self.blocks, *table]

    def close(self) -> None:
        text = "\n".join(line.strip() for line in "".join(self.parts).split("\n")).strip()
        if text:
            lead = "" if self.in_lead else " ".join(self.lead.split()).rstrip(":").rstrip()
            self.blocks.append(Paragraph(text, lead))
        self.parts.clear()
        self.lead, self.in_lead = "", True


def _is_unseen(element: Any) -> bool:
    return (
        not isinstance(element.tag, str)
        or element.tag in _UNSEEN
        or element.get("hidden") is not None
        or bool(_HIDDEN.search(element.get("style") or ""))
    )
