"""Pieces of WordprocessingML: fields, bookmarks, links, and the language and direction of text."""

from __future__ import annotations

import unicodedata
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

# The order in which ECMA-376 wants the parts of a paragraph's and a table's properties; Word refuses another.
PARAGRAPH = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
).split()
TABLE = (
    "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd "
    "tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription tblPrChange"
).split()


def add(properties: Any, child: Any, order: list[str]) -> None:
    """Put ``child`` into ``properties`` at its place in ``order``, instead of one of its name."""
    for old in properties.findall(child.tag):
        properties.remove(old)
    name = child.tag.rpartition("}")[2]
    properties.insert_element_before(child, *(f"w:{n}" for n in order[order.index(name) + 1 :]))


def element(name: str, /, **attributes: str) -> Any:
    """Make an element such as ``w:tab`` with attributes of the same name space."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def field(paragraph: Any, instruction: str, shown: str) -> None:
    """Add a field such as ``PAGE``; ``shown`` stands there until Word works it out."""
    for kind, text in (("begin", ""), ("", instruction), ("separate", ""), ("text", shown), ("end", "")):
        run = OxmlElement("w:r")
        if kind in ("begin", "separate", "end"):
            run.append(element("w:fldChar", fldCharType=kind))
        else:
            words = OxmlElement("w:t" if kind else "w:instrText")
            words.text = text if kind else f" {text} "
            words.set(qn("xml:space"), "preserve")
            run.append(words)
        paragraph._p.append(run)


def bookmark(paragraph: Any, name: str, number: int) -> None:
    """Make a place of the whole paragraph that links lead to."""
    paragraph._p.insert(1, element("w:bookmarkStart", id=str(number), name=name))
    paragraph._p.append(element("w:bookmarkEnd", id=str(number)))


def contents(document: Any, headings: list[tuple[str, int, str]], styles: dict[int, Any]) -> None:
    """Add a table of contents: a field that Word renews, already filled with ``headings``.

    A heading is its text, its order and the bookmark that it bears. Only Word knows on which page it comes.
    """
    for n, (text, order, name) in enumerate(headings):
        paragraph = document.add_paragraph(style=styles[order])
        if n == 0:
            _marks(paragraph, "begin", "separate")
        link, run, words = (
            element("w:hyperlink", anchor=name, history="1"),
            OxmlElement("w:r"),
            OxmlElement("w:t"),
        )
        words.text = text
        run.append(words)
        link.append(run)
        paragraph._p.append(link)
        if n == len(headings) - 1:
            _marks(paragraph, "end")


def _marks(paragraph: Any, *kinds: str) -> None:
    for kind in kinds:
        run = OxmlElement("w:r")
        mark = element("w:fldChar", fldCharType=kind)
        if kind == "begin":
            mark.set(qn("w:dirty"), "true")  # renewed when Word opens it
        run.append(mark)
        paragraph._p.append(run)
        if kind == "begin":
            run, words = OxmlElement("w:r"), OxmlElement("w:instrText")
            words.text = ' TOC \\o "1-2" \\h \\z \\u '
            words.set(qn("xml:space"), "preserve")
            run.append(words)
            paragraph._p.append(run)


def direct(paragraph: Any, text: str) -> None:
    """Let a paragraph run from right to left if its first letter does (Arabic, Hebrew, Urdu ...)."""
    first = next((d for d in map(unicodedata.bidirectional, text) if d in ("L", "R", "AL")), "L")
    if first == "L":
        return
    add(paragraph._p.get_or_add_pPr(), OxmlElement("w:bidi"), PARAGRAPH)
    for run in paragraph.runs:
        run._r.get_or_add_rPr().append(OxmlElement("w:rtl"))
