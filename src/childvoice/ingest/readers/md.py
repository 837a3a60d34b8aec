"""Markdown: headings, paragraphs, lists, tables and bold labels; marks are taken out, addresses of links too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from childvoice.ingest.blocks import Paragraph, Table, units_from_blocks
from childvoice.ingest.labels import split_label
from childvoice.ingest.markup import blocks_of
from childvoice.ingest.reading import Reading, decode

EXTENSIONS = ("md", "markdown")
_FRONT_MATTER = re.compile(r"\A---\n.*?\n(?:---|\.\.\.)\n", re.DOTALL)
_UNDERLINE = re.compile(r"^\s*=+\s*$")
_BOLD_LABEL = re.compile(r"\*\*(?=\S)[^*\n]{1,60}\*\*")
# What may be more than words: everything else of a line needs no parser.
_MARKED = re.compile(r"[\\`*_\[<&!]")


def read(data: bytes, name: str) -> Reading:
    """Read the text in the order of the page. A head of properties between '---' is reported, not read."""
    text, warnings = decode(data, name)
    if head := _FRONT_MATTER.match(text):
        text = text[head.end() :]
        warnings += ("the properties at the top were not read as part of the text",)
    parser = MarkdownIt("commonmark").enable("table")
    # Words are parsed below, where they have marks at all. 'Setext' headings would swallow a turn above '---', and
    # '[Kay]: No.' is no address of a link.
    parser.disable(["inline", "lheading", "code", "reference"])
    blocks = list(_blocks(parser.parse(text), MarkdownIt("commonmark"), name))
    return units_from_blocks(blocks, name, warnings=warnings)


def _blocks(tokens: Sequence[Token], inline: MarkdownIt, name: str) -> Iterator[Paragraph | Table]:
    rows: Table = []
    cell = False
    for token in tokens:
        if token.type == "table_open":
            rows = []
        elif token.type == "tr_open":
            rows.append([])
        elif token.type in ("td_open", "th_open"):
            cell = True
        elif token.type == "table_close":
            yield rows
        elif token.type == "html_block":
            yield from blocks_of(token.content, name)
        elif token.type == "fence":
            yield Paragraph(token.content)
        elif token.type == "inline":
            if cell:
                rows[-1].append(_plain(token.content, inline)[0])
                cell = False
            else:
                yield from (Paragraph(*_plain(line, inline)) for line in _lines(token.content))


def _lines(content: str) -> list[str]:
    """Lines of a paragraph: what is only wrapped is joined, what begins with a label or is broken on purpose is not."""
    lines: list[str] = []
    broken = True
    for line in content.split("\n"):
        if _UNDERLINE.match(line):
            continue
        if broken or split_label(line.strip()):
            lines.append(line)
        else:
            lines[-1] += f" {line}"
        label = split_label(line.strip())
        broken = line.endswith(("  ", "\\")) or bool(label and not label.text)
    return lines


def _plain(line: str, inline: MarkdownIt) -> tuple[str, str]:
    """Words of a line without marks, and the bold words that it begins with."""
    line = line.strip()
    if not _MARKED.search(line):
        return line, ""
    parts: list[str] = []
    for child in inline.parseInline(line)[0].children or ():
        if child.type in ("text", "code_inline", "image"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak") or child.content in ("<br>", "<br/>", "<br />"):
            parts.append("\n")
    text = "".join(parts).strip()
    bold = _BOLD_LABEL.match(line)
    lead = bold[0].strip("*").strip().rstrip(":").rstrip() if bold and bold.end() < len(line) else ""
    return text, lead if text.startswith(lead) else ""
