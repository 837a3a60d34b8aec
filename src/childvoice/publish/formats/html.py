"""The report as one HTML file that asks for nothing else: no script, no picture, no address outside.

The accessible edition (WCAG 2.2 AA): landmarks, one order of headings, a link past the contents, tables with
headers and captions, charts that are lists of names and numbers, text that grows and wraps, and printing.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import assert_never

from childvoice.publish.cells import printable
from childvoice.publish.paper import (
    Bar,
    Block,
    Bullets,
    Chart,
    Grid,
    Heading,
    Notice,
    Paper,
    Para,
    Quote,
    ToWrite,
)

TITLE = "Accessible web page"
ABOUT = "The report as one file for any browser, screen readers among them. It needs no internet."
ENDING = ".html"
PAPER = "committee"
_STYLE = Path(__file__).parent.with_name("edition.css")


def write(paper: Paper, out: Path) -> list[Path]:
    """Write ``paper`` to ``out``."""
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(page(paper), encoding="utf-8", newline="\n")
    return [out]


def page(paper: Paper) -> str:
    """Make the whole page."""
    anchors = _anchors(paper)
    title = " · ".join(filter(None, (paper.title, paper.council)))
    front = "".join(f"<div><dt>{_safe(k)}</dt><dd>{_safe(v)}</dd></div>" for k, v in paper.front.items() if v)
    contents = "".join(
        f'<li><a href="#{anchors[n]}">{_safe(b.text)}</a></li>'
        for n, b in enumerate(paper.blocks)
        if isinstance(b, Heading) and b.order == 1
    )
    body = "\n".join(_block(b, anchors.get(n, ""), n) for n, b in enumerate(paper.blocks))
    return (
        f'<!DOCTYPE html>\n<html lang="{_safe(paper.language)}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{_safe(title)}</title>\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<style>\n{_STYLE.read_text(encoding='utf-8')}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#main">Skip to the main part</a>\n'
        f"<header>{f'<p>{_safe(paper.council)}</p>' if paper.council else ''}<h1>{_safe(paper.title)}</h1>"
        f"{f'<dl>{front}</dl>' if front else ''}</header>\n"
        + (
            f'<nav aria-labelledby="contents"><h2 id="contents">Contents</h2><ol>{contents}</ol></nav>\n'
            if paper.contents
            else ""
        )
        + f'<main id="main" tabindex="-1">\n{body}\n</main>\n</body>\n</html>\n'
    )


def _anchors(paper: Paper) -> dict[int, str]:
    """Name the place of each heading by its words, so that an address to it stays when others come and go."""
    found: dict[int, str] = {}
    for n, block in enumerate(paper.blocks):
        if isinstance(block, Heading):
            name = re.sub(r"[^a-z0-9]+", "-", block.text.lower()).strip("-") or "part"
            found[n] = name if name not in found.values() else f"{name}-{n}"
    return found


def _block(block: Block, anchor: str, number: int) -> str:
    match block:
        case Heading(text, order):
            return f'<h{order + 1} id="{anchor}">{_safe(text)}</h{order + 1}>'
        case Para(text, kind):
            return f'<p{f" class={kind}" if kind else ""} dir="auto">{_safe(text)}</p>'
        case Notice(text):
            return f'<p class="notice"><strong>{_safe(text)}</strong></p>'
        case ToWrite(wanted):
            return f"<p>{_write(wanted)}</p>"
        case Bullets(items, numbered):
            tag = "ol" if numbered else "ul"
            return f"<{tag}>{''.join(f'<li>{_safe(i)}</li>' for i in items)}</{tag}>"
        case Quote():
            said = f'<blockquote><p dir="auto">{_safe(block.marked)}</p></blockquote>'
            return f"<figure>{said}<figcaption>{_safe(block.by)}</figcaption></figure>"
        case Chart(caption, bars, takeaway):
            return _chart(caption, bars, takeaway)
        case Grid():
            return _grid(block, f"table-{number}")
        case _:
            assert_never(block)


def _chart(caption: str, bars: tuple[Bar, ...], takeaway: str) -> str:
    """Make a list of names and numbers that looks like bars: nothing is lost to those who do not see it."""
    longest = max((b.value or 0 for b in bars), default=0) or 1
    rows = "".join(
        f"<div><dt>{_safe(b.name)}</dt><dd>"
        f'<span class="bar" style="width:{70 * (b.value or 0) / longest:.1f}%"></span> {_safe(b.text)}</dd></div>'
        for b in bars
    )
    told = f"<figcaption><strong>{_safe(caption)}.</strong> {_safe(takeaway)}</figcaption>"
    return f'<figure class="chart">{told}<dl>{rows}</dl></figure>'


def _grid(grid: Grid, name: str) -> str:
    head = "".join(f'<th scope="col">{_safe(c)}</th>' for c in grid.columns)
    rows = "".join(
        f'<tr><th scope="row" dir="auto">{_safe(first)}</th>'
        + "".join(f'<td dir="auto">{_safe(cell)}</td>' for cell in rest)
        + "</tr>"
        for first, *rest in grid.rows
    )
    # A wide table scrolls within itself, by keyboard as well.
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-labelledby="{name}"><table>'
        f'<caption id="{name}">{_safe(grid.caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _write(wanted: str) -> str:
    return f'<span class="write"><strong>To be written by a person:</strong> {_safe(wanted)}</span>'


def _safe(text: str) -> str:
    return escape(printable(text))
