"""The authored sample in every format that councils have: what ``benchmarks/read.py`` measures with.

Each writer takes turns or paragraphs (label or '', text) and gives the bytes of a file.
"""

from __future__ import annotations

import html
import io
import textwrap
import zipfile
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import docx
import reportlab
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    PageTemplate,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
)

Turns = Sequence[tuple[str, str]]
HEAD, FOOT = (
    "Eastmarch County Council OFFICIAL SENSITIVE",
    "Consultation record printed",
)  # never part of the text

_FONTS = Path(reportlab.__file__).parent / "fonts"
pdfmetrics.registerFont(TTFont("Vera", _FONTS / "Vera.ttf"))
_BODY = ParagraphStyle("body", fontName="Vera", fontSize=9.5, leading=12.5, spaceAfter=4)

STYLES: dict[str, Callable[[str, str], str]] = {
    "Name:": lambda who, said: f"{who}: {said}",
    "**Name**": lambda who, said: f"**{who}:** {said}",
    "[Name]": lambda who, said: f"[{who}] {said}",
    "own line": lambda who, said: f"{who}:\n{said}",
    "time": lambda who, said: f"[00:01:02] {who}: {said}",
    "wrapped": lambda who, said: textwrap.fill(
        f"{who}: {said}", 78, break_long_words=False, break_on_hyphens=False
    ),
}


def lines(turns: Turns, style: str = "Name:", gap: str = "\n\n") -> str:
    return gap.join(STYLES[style](who, said) if who else said for who, said in turns) + "\n"


def utf8(turns: Turns, style: str) -> bytes:
    return lines(turns, style).encode()


def utf16(turns: Turns, style: str) -> bytes:
    return lines(turns, style).replace("\n", "\r\n").encode("utf-16")


def cp1252(turns: Turns, style: str) -> bytes:
    return lines(turns, style, "\n").replace("\n", "\r\n").encode("cp1252", errors="xmlcharrefreplace")


def markdown(turns: Turns, style: str) -> bytes:
    return ("# Record\n\n" + lines(turns, "**Name**" if style == "wrapped" else style)).encode()


def web(turns: Turns, style: str) -> bytes:
    del style
    said = [
        f"<p><b>{html.escape(w)}:</b> {html.escape(t)}</p>" if w else f"<p>{html.escape(t)}</p>"
        for w, t in turns
    ]
    return f"<html><head><title>x</title><style>p {{}}</style></head><body><nav>Home</nav>{''.join(said)}</body>".encode()


def rich(turns: Turns, style: str) -> bytes:
    del style

    def coded(text: str) -> str:
        plain = text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")
        return "".join(
            c if ord(c) < 128 else f"\\u{ord(c) if ord(c) < 32768 else ord(c) - 65536}?" for c in plain
        )

    body = "\\par\n".join((f"{{\\b {coded(w)}:}} " if w else "") + coded(t) for w, t in turns)
    head = f"{{\\header {HEAD}\\par}}"
    return f"{{\\rtf1\\ansi\\ansicpg1252{{\\fonttbl{{\\f0\\fswiss Arial;}}}}{head}\\pard\\f0 {body}\\par}}".encode(
        "ascii"
    )


_ODT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body><office:text>'
)


def opendocument(turns: Turns, style: str) -> bytes:
    del style
    said = "".join(f"<text:p>{html.escape(f'{w}: {t}' if w else t)}</text:p>" for w, t in turns)
    xml = f"{_ODT}{said}</office:text></office:body></office:document-content>"
    return packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": xml.encode()})


def packed(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def word_file(document: Any) -> bytes:
    out = io.BytesIO()
    document.sections[0].header.paragraphs[0].text = HEAD
    document.save(out)
    return out.getvalue()


def word(turns: Turns, style: str) -> bytes:
    del style
    document = docx.Document()
    for who, said in turns:
        paragraph = document.add_paragraph()
        if who:
            paragraph.add_run(f"{who}:").bold = True
        paragraph.add_run(f" {said}" if who else said)
    return word_file(document)


def word_table(turns: Turns, style: str) -> bytes:
    del style
    document = docx.Document()
    head = [said for who, said in turns if not who]
    for said in head:
        document.add_paragraph(said)
    spoken = [turn for turn in turns if turn[0]]
    table = document.add_table(rows=0, cols=2)
    for who, said in spoken:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = who, said
    return word_file(document)


def word_tracked(turns: Turns, style: str) -> bytes:
    """Every paragraph holds an insertion that was accepted and a deletion that must not be read."""
    del style
    document = docx.Document()
    for who, said in turns:
        paragraph = document.add_paragraph(f"{who}: " if who else "")
        for tag, kind, text in (("w:ins", "w:t", said), ("w:del", "w:delText", "strike this out")):
            change, run, words = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(kind)
            words.text = text
            run.append(words)
            change.append(run)
            change.set(qn("w:id"), "1")
            paragraph._p.append(change)
    return word_file(document)


def _clock(seconds: int, mark: str) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{mark}000"


def _cues(turns: Turns, mark: str, tagged: bool) -> list[str]:
    """Two or three cues a turn, as meeting software cuts them."""
    found = []
    at = 0
    for who, said in turns:
        words = said.split()
        for i in range(0, len(words), 24):
            text = " ".join(words[i : i + 24])
            text = html.escape(text, quote=False) if tagged else text
            shown = f"<v {html.escape(who)}>{text}</v>" if tagged else text if i else f"{who}: {text}"
            found.append(f"{_clock(at, mark)} --> {_clock(at + 4, mark)}\n{shown}")
            at += 4
    return found


def captions(turns: Turns, style: str) -> bytes:
    del style
    return ("WEBVTT\n\n" + "\n\n".join(_cues(turns, ".", tagged=True)) + "\n").encode()


def subrip(turns: Turns, style: str) -> bytes:
    del style
    return "\n\n".join(f"{i}\n{cue}" for i, cue in enumerate(_cues(turns, ",", tagged=False), 1)).encode()


def mail(turns: Turns, style: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Date"] = (
        "T <t@example.org>",
        "r@example.org",
        "Tue, 03 Feb 2026 09:00:00 +0000",
    )
    message.set_content(lines(turns, style))
    return message.as_bytes()


def mail_with_file(turns: Turns, style: str) -> bytes:
    message = EmailMessage()
    message["From"], message["Date"] = "T <t@example.org>", "Tue, 03 Feb 2026 09:00:00 +0000"
    message.add_attachment(
        word(turns, style), maintype="application", subtype="octet-stream", filename="a.docx"
    )
    return message.as_bytes()


def _flow(turns: Turns) -> list[Any]:
    return [Paragraph(html.escape(f"{w}: {t}" if w else t, quote=False), _BODY) for w, t in turns]


def _decorated(canvas: Any, document: Any) -> None:
    canvas.setFont("Vera", 8)
    canvas.drawString(60, A4[1] - 40, HEAD)
    canvas.drawString(60, 30, f"{FOOT} {document.page}")
    canvas.drawRightString(A4[0] - 60, 30, f"Page {document.page} of 9")


def pdf(turns: Turns, style: str) -> bytes:
    del style
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build(_flow(turns), onFirstPage=_decorated, onLaterPages=_decorated)
    return out.getvalue()


def pdf_columns(turns: Turns, style: str) -> bytes:
    del style
    out = io.BytesIO()
    document = BaseDocTemplate(out, pagesize=A4)
    frames = [Frame(x, 60, 230, A4[1] - 130) for x in (55, 310)]
    document.addPageTemplates([PageTemplate(frames=frames, onPage=_decorated)])
    document.build(_flow(turns))
    return out.getvalue()


def pdf_table(turns: Turns, style: str) -> bytes:
    del style
    out = io.BytesIO()
    flow: list[Any] = [*_flow([t for t in turns if not t[0]]), Spacer(1, 8)]
    rows = [
        [Paragraph(html.escape(who), _BODY), Paragraph(html.escape(said, quote=False), _BODY)]
        for who, said in turns
        if who
    ]
    SimpleDocTemplate(out, pagesize=A4).build(
        [*flow, Table(rows, colWidths=[110, 340], style=[("VALIGN", (0, 0), (-1, -1), "TOP")])]
    )
    return out.getvalue()


TEXTS: dict[str, tuple[str, Callable[[Turns, str], bytes]]] = {
    "txt utf-8": ("txt", utf8),
    "txt utf-16": ("txt", utf16),
    "txt cp1252": ("txt", cp1252),
    "md": ("md", markdown),
    "html": ("html", web),
    "rtf": ("rtf", rich),
    "odt": ("odt", opendocument),
    "docx": ("docx", word),
    "docx table": ("docx", word_table),
    "docx tracked": ("docx", word_tracked),
    "vtt": ("vtt", captions),
    "srt": ("srt", subrip),
    "eml": ("eml", mail),
    "eml + docx": ("eml", mail_with_file),
    "pdf": ("pdf", pdf),
    "pdf 2 columns": ("pdf", pdf_columns),
    "pdf table": ("pdf", pdf_table),
    "zip": ("zip", lambda turns, style: packed({"a.docx": word(turns, style)})),
}
