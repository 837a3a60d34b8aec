"""Bars as a chart of Word's own: sharp in print, in the fonts of the document, with a text for those who do not see it.

DrawingML charts: ECMA-376, part 1, section 21.2. The numbers lie in the chart itself, without a workbook.
"""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Cm, Emu

from childvoice.publish.paper import Bar

_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_COLOUR = "1D5B8F"
_ROW, _FRAME = Cm(0.72), Cm(0.8)


def draw(paragraph: Any, bars: tuple[Bar, ...], said: str, number: int, width: Emu) -> None:
    """Put a chart of ``bars`` into ``paragraph``; ``said`` is its alternative text, ``number`` its place."""
    font = paragraph.part.document.styles["Normal"].font.name or "+mn-lt"  # else that of the theme
    part = paragraph.part
    uri = PackURI(f"/word/charts/chart{number}.xml")
    made = Part(uri, _TYPE, _xml(bars, font).encode("utf-8"), part.package)
    bond = part.relate_to(made, RELATIONSHIP_TYPE.CHART)
    height = _ROW * len(bars) + _FRAME
    paragraph.add_run()._r.append(
        parse_xml(
            '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
            'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
            f'xmlns:a="{_MAIN}"><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{int(width)}" cy="{int(height)}"/>'
            f'<wp:docPr id="{1000 + number}" name="Chart {number}" descr={quoteattr(said)}/>'
            f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_CHART}">'
            f'<c:chart xmlns:c="{_CHART}" r:id="{bond}" '
            'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>'
            "</a:graphicData></a:graphic></wp:inline></w:drawing>"
        )
    )


def _xml(bars: tuple[Bar, ...], font: str) -> str:
    letters = f"<a:latin typeface={quoteattr(font)}/>"
    names = "".join(f'<c:pt idx="{n}"><c:v>{escape(b.name)}</c:v></c:pt>' for n, b in enumerate(bars))
    values = "".join(f'<c:pt idx="{n}"><c:v>{b.value or 0}</c:v></c:pt>' for n, b in enumerate(bars))
    labels = "".join(
        f'<c:dLbl><c:idx val="{n}"/><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:rPr lang="en-GB" sz="1000">{letters}</a:rPr>'
        f'<a:t>{escape(b.text)}</a:t></a:r></a:p></c:rich></c:tx><c:dLblPos val="outEnd"/>{_shows(1)}</c:dLbl>'
        for n, b in enumerate(bars)
    )
    most = max((b.value or 0 for b in bars), default=0) or 1
    text = f'<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1000">{letters}</a:defRPr></a:pPr><a:endParaRPr lang="en-GB"/></a:p></c:txPr>'
    none = "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<c:chartSpace xmlns:c="{_CHART}" xmlns:a="{_MAIN}"><c:roundedCorners val="0"/><c:chart>'
        '<c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>'
        '<c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        '<c:ser><c:idx val="0"/><c:order val="0"/><c:tx><c:v>People</c:v></c:tx>'
        f'<c:spPr><a:solidFill><a:srgbClr val="{_COLOUR}"/></a:solidFill></c:spPr><c:invertIfNegative val="0"/>'
        f'<c:dLbls>{labels}{text}<c:dLblPos val="outEnd"/>{_shows(1)}</c:dLbls>'
        f'<c:cat><c:strLit><c:ptCount val="{len(bars)}"/>{names}</c:strLit></c:cat>'
        f'<c:val><c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="{len(bars)}"/>{values}</c:numLit></c:val>'
        '</c:ser><c:gapWidth val="45"/><c:axId val="1"/><c:axId val="2"/></c:barChart>'
        '<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/>'
        '<c:axPos val="l"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f'{none}{text}<c:crossAx val="2"/><c:crosses val="autoZero"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        f'<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:max val="{most * 1.25:.2f}"/>'
        '<c:min val="0"/></c:scaling><c:delete val="1"/><c:axPos val="t"/><c:numFmt formatCode="General" '
        'sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="none"/>'
        '<c:crossAx val="1"/><c:crosses val="autoZero"/></c:valAx></c:plotArea><c:plotVisOnly val="1"/>'
        '<c:dispBlanksAs val="gap"/></c:chart><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr></c:chartSpace>'
    )


def _shows(value: int) -> str:
    """Say that a label shows the value and nothing else, in the order that the standard wants."""
    return (
        f'<c:showLegendKey val="0"/><c:showVal val="{value}"/><c:showCatName val="0"/><c:showSerName val="0"/>'
        '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
    )
