"""Makes the PDF, OpenDocument and zip examples, byte by byte: ``python tests/examples/readers/make_pages.py``."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
Placed = tuple[float, float, str]  # x and y of the beginning of a line, and the line


def pdf_of(pages: Sequence[Sequence[Placed]], *, picture: bool = False) -> bytes:
    """Write a PDF of lines at their places, in Helvetica of 10 points; or of pages that are a picture."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    kids = []
    for lines in pages:
        if picture:
            content = b"q 500 0 0 700 50 70 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x55 EI Q"
        else:
            shown = (t.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for *_, t in lines)
            content = "\n".join(
                f"BT /F1 10 Tf {x} {y} Td ({text}) Tj ET"
                for (x, y, _), text in zip(lines, shown, strict=True)
            ).encode("cp1252")
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
            % len(objects)
        )
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>".encode()
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def _column(x: float, top: float, text: str) -> list[Placed]:
    return [(x, top - 14 * i, line) for i, line in enumerate(text.strip().split("\n"))]


def transcript_over_pages() -> bytes:
    """A turn goes on over the page; head, foot and numbers are on every page."""
    first = _column(
        70,
        760,
        "Interviewer: What happened on the day that you moved, from the beginning to\n"
        "the end of it?\n"
        "Perran: She drove and I had the cat. Nobody said how far it was, and then we\n"
        "stopped for chips by the sea and she told me it was another hour, and I said\n"
        "the cat would be sick. It was. She laughed and",
    )
    second = _column(
        70,
        760,
        "cleaned it up with her own scarf.\n"
        "Interviewer: And the house?\n"
        "Perran: Smelt of soup. One thing: nobody had said there would be a baby.",
    )
    return pdf_of(
        [
            [(70, 815, "Participation project"), *lines, (70, 30, f"Page {number} of 2")]
            for number, lines in enumerate((first, second), 1)
        ]
    )


def two_columns() -> bytes:
    """A newsletter: a heading across, two columns under it, a hyphen that goes and one that stays."""
    left = (
        "We asked eleven of you what a good\nworker does. Most of you said that she\n"
        "comes when she says. Two wanted more\nphone calls. One of you had a well-\nknown face as a worker and did\n"
        "not mind it at all."
    )
    right = (
        "We will ask again in the summer hol-\nidays. Bring a friend if you like, and\n"
        "tell us beforehand what you eat. The\nroom has a ramp and a quiet corner\n"
        "where nobody has to talk. It is warm\nand there is a kettle."
    )
    lines = [
        (
            60.0,
            770.0,
            "What you told us in spring, and what we will do about it before the summer comes round",
        )
    ]
    # The program that wrote this wrote across both columns, line by line.
    for one, other in zip(_column(60, 740, left), _column(310, 740, right), strict=True):
        lines += [one, other]
    return pdf_of([lines])


def table_of_turns() -> bytes:
    """A table of who and what, ruled by nothing but its two edges."""
    said = [
        ("Facilitator", "What makes a good visit, from the very start to the end?"),
        ("Jory", "Being told the day before. And then she has to come, or"),
        ("", "it is worse than no visit."),
        ("Facilitator", "Only the day?"),
        ("Jory", "And the hour."),
        ("Facilitator", "Who should come?"),
        ("Jory", "The same one as last time."),
    ]
    lines: list[Placed] = []
    for i, (who, words) in enumerate(said):
        lines += [(70, 740 - 14 * i, who)] * bool(who) + [(190, 740 - 14 * i, words)]
    return pdf_of([lines])


def dated_notes() -> bytes:
    """Entries of a case record as a case system prints them."""
    text = (
        "03/02/2026 | Home visit | D Quill\n"
        "Seen alone in the kitchen. Tamsin said that she would rather stay at this\n"
        "school than be nearer to her nan.\n"
        "10/02/2026 | Phone call | D Quill\n"
        "School rang about lunch money."
    )
    return pdf_of([_column(70, 760, text)])


_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "fo": "xsl-fo-compatible",
        "draw": "drawing",
    }.items()
)


def odt_of(body: str) -> bytes:
    """Write an OpenDocument text with ``body``; the style B is bold."""
    xml = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMES} office:version="1.2">'
        '<office:automatic-styles><style:style style:name="B" style:family="text">'
        '<style:text-properties fo:font-weight="bold"/></style:style></office:automatic-styles>'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return packed(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": xml.encode(),
            "META-INF/manifest.xml": b"<m/>",
        }
    )


def packed(members: dict[str, bytes]) -> bytes:
    """Write a zip with one date for all its members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content)
    return out.getvalue()


def bold_turns() -> bytes:
    """Bold names lead the turns; one colon was forgotten; spaces and breaks are elements."""
    said = [("Orla:", "Who decided?"), ("Davey:", "A<text:s text:c='2'/>lady<text:line-break/>with a lanyard."),
            ("Orla", "And did she ask you?"), ("Davey:", "She asked my chair.")]  # fmt: skip
    return odt_of(
        "<text:h>Second meeting</text:h>"
        + "".join(f'<text:p><text:span text:style-name="B">{w}</text:span> {t}</text:p>' for w, t in said)
    )


def changes_and_notes() -> bytes:
    """What was deleted and commented is not read; a footnote comes at the end."""
    return odt_of(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>She hates it.</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        "<text:p>She likes<office:annotation><text:p>Check the tape</text:p></office:annotation> the pond"
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>The one by the mill.</text:p>"
        "</text:note-body></text:note>.</text:p>"
        "<text:list><text:list-item><text:p>It has newts.</text:p></text:list-item></text:list>"
    )


def table_of_answers() -> bytes:
    """Answers of respondents in a table, with a cell that says it stands there twice."""
    rows = [["Ref", "What helped?", "What got in the way?"], ["c1", "The long walks", "Forms and the phone"]]
    shown = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{c}</text:p></table:table-cell>" for c in row)
        + "</table:table-row>"
        for row in rows
    )
    return odt_of(
        "<text:p>What you told us</text:p><table:table>" + shown
        + '<table:table-row><table:table-cell><text:p>c2</text:p></table:table-cell>'
        '<table:table-cell table:number-columns-repeated="2"><text:p>Nothing much</text:p></table:table-cell></table:table-row>'
        "</table:table>"
    )  # fmt: skip


_TALK = b"I: Was it far?\nR: Two buses and a hill.\n"


def one_of_each() -> bytes:
    """Members of several formats, what systems leave behind, and a file that nobody can read."""
    return packed(
        {
            "b/answers.csv": b"ID,What helped?\n1,The dog and her walks\n",
            "a/talk.txt": _TALK,
            "c/old.pages": b"?",
            "__MACOSX/a/._talk.txt": b"\x00",
            "Thumbs.db": b"x",
        }
    )


def mail_inside() -> bytes:
    """An e-mail inside an archive, and an empty file beside it."""
    return packed(
        {
            "m.eml": b"From: Wenna <w@example.org>\r\nDate: Tue, 03 Feb 2026 09:00:00 +0000\r\n\r\nHe rang twice.\r\n",
            "empty.txt": b"",
        }
    )


def broken_member() -> bytes:
    """One member is no document in spite of its name; the others go on."""
    return packed({"picture.docx": b"\xff\xd8\xff\xe0JFIF", "talk.txt": _TALK})


EXAMPLES: dict[str, tuple[Callable[[], bytes], ...]] = {
    "pdf": (transcript_over_pages, two_columns, table_of_turns, dated_notes),
    "odt": (bold_turns, changes_and_notes, table_of_answers),
    "zip": (one_of_each, mail_inside, broken_member),
}


def make(target: Path) -> None:
    """Write all examples below ``target``."""
    for kind, examples in EXAMPLES.items():
        (target / kind).mkdir(parents=True, exist_ok=True)
        for example in examples:
            (target / kind / f"{example.__name__}.{kind}").write_bytes(example())


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
