"""The looks of a Word report, by name: the council's own where its template has them, ours where it does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.exceptions import OpcError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor

from childvoice.errors import SettingsError
from childvoice.publish.word.xml import PARAGRAPH, add, element, field

_FONT = "Arial"
_INK = RGBColor(0x0B, 0x0C, 0x0C)
_OURS = {"Title": 26, "Subtitle": 13, "Heading 1": 18, "Heading 2": 15, "Heading 3": 13, "Caption": 11}
_SOFT, _PAPER = "F3F2F1", "FFF7D6"


def opened(template: Path | None) -> Any:
    """Open the council's template, or our own plain one; in both, every look that a report uses is there.

    Raises SettingsError for a template that is no Word file.
    """
    if template is None:
        document = Document()
        _plain(document)
    else:
        try:
            document = Document(str(template))
        except (OSError, KeyError, ValueError, BadZipFile, OpcError) as error:
            raise SettingsError(
                f"the template cannot be read as a Word file ({type(error).__name__})",
                subject=template.name,
                remedy="Save it from Word as .docx (a .dotx too), or leave it out",
            ) from None
    _missing(document)
    _speak(document)
    return document


def text_width(document: Any) -> Emu:
    """How wide a line of text is."""
    section = document.sections[-1]
    return Emu(section.page_width - section.left_margin - section.right_margin)


def _plain(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.4)
    usual = document.styles["Normal"]
    _letters(usual, 12)
    usual.paragraph_format.space_after, usual.paragraph_format.line_spacing = Pt(8), 1.15
    for name, size in _OURS.items():
        style = document.styles[name]
        _letters(style, size, bold=True)
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.space_before = Pt({"Heading 1": 24, "Heading 2": 16}.get(name, 10))
        style.paragraph_format.space_after = Pt(6)
    for line in document.styles["Title"].element.iter(qn("w:pBdr")):
        line.getparent().remove(line)
    for name in ("List Bullet", "List Number"):
        document.styles[name].paragraph_format.space_after = Pt(4)
    foot = section.footer.paragraphs[0]
    foot.alignment = 2
    foot.add_run("Page ")
    field(foot, "PAGE", "1")
    foot.add_run(" of ")
    field(foot, "NUMPAGES", "1")


def _letters(style: Any, size: int, *, bold: bool = False) -> None:
    style.font.name, style.font.size, style.font.bold, style.font.italic = _FONT, Pt(size), bold, False
    style.font.color.rgb = _INK
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        if key.endswith("Theme") or "heme" in key:
            del fonts.attrib[key]
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), _FONT)


def _missing(document: Any) -> None:
    """Add the looks that the template lacks, each made from its usual text."""
    styles = document.styles
    there = {s.name for s in styles}
    width = text_width(document)
    for name in (
        "Title",
        "Subtitle",
        "Heading 1",
        "Heading 2",
        "Heading 3",
        "Caption",
        "List Bullet",
        "List Number",
    ):
        if name not in there:
            style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = styles["Normal"]
            style.font.bold = name.startswith(("Title", "Heading", "Caption"))
            if name.startswith("Heading"):
                # An outline level makes a heading of it, for the contents and for screen readers.
                level = element("w:outlineLvl", val=str(int(name[-1]) - 1))
                add(style.element.get_or_add_pPr(), level, PARAGRAPH)
    if "Said" not in there:
        style = _own(styles, "Said")
        style.paragraph_format.keep_with_next, style.paragraph_format.space_after = True, Pt(2)
        _edge(style, "9AA3A8", 18)
    if "Said by" not in there:
        style = _own(styles, "Said by")
        style.font.size, style.paragraph_format.space_after = Pt(10.5), Pt(12)
        _edge(style, "9AA3A8", 18)
    if "Small print" not in there:
        _own(styles, "Small print", indent=0).font.size = Pt(10.5)
    for name, colour, sides in (
        ("To be written", _PAPER, ("top", "left", "bottom", "right")),
        ("Notice", _SOFT, ("left",)),
    ):
        if name not in there:
            style = _own(styles, name, indent=0.2)
            style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(10)
            _edge(
                style, "0B0C0C", 8 if len(sides) > 1 else 36, sides, "dashed" if len(sides) > 1 else "single"
            )
            shade = element("w:shd", val="clear", color="auto", fill=colour)
            add(style.element.get_or_add_pPr(), shade, PARAGRAPH)
    for order in (1, 2):
        if f"toc {order}" not in there:
            style = _own(styles, f"toc {order}", indent=0.6 * (order - 1))
            style.paragraph_format.space_after = Pt(3)
            style.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _own(styles: Any, name: str, *, indent: float = 0.6) -> Any:
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = styles["Normal"]
    style.paragraph_format.left_indent = Cm(indent)
    return style


def _edge(
    style: Any, colour: str, size: int, sides: tuple[str, ...] = ("left",), kind: str = "single"
) -> None:
    lines = OxmlElement("w:pBdr")
    for side in sides:
        lines.append(element(f"w:{side}", val=kind, sz=str(size), space="6", color=colour))
    add(style.element.get_or_add_pPr(), lines, PARAGRAPH)


def _speak(document: Any) -> None:
    """Say that the words are British English, for spelling and for voices that read aloud."""
    for defaults in document.styles.element.iter(qn("w:rPrDefault")):
        properties = defaults.find(qn("w:rPr"))
        for old in properties.findall(qn("w:lang")):
            properties.remove(old)
        properties.append(element("w:lang", val="en-GB", eastAsia="en-GB", bidi="ar-SA"))
    for style in document.styles.element.iter(qn("w:style")):
        for old in [*style.iter(qn("w:lang"))]:
            old.getparent().remove(old)
