"""What is no document, in the formats of ``make_pages.py`` and the others; nothing is followed, fetched or written."""

from __future__ import annotations

import io
import os
import stat
import time
import zipfile
from pathlib import Path

import docx
import pytest
from makers import odt_of, packed, pdf_of

from childvoice.errors import BrokenInput, EmptyInput, InputError, UnknownFormat, WrongEncoding
from childvoice.exchange.archive import Archive
from childvoice.ingest import discover, read, read_each

CANARY = "Wrenfeather"  # stands in every bad file; no message may repeat it
_TALK = f"I: Who came?\nR: {CANARY} came.\n".encode()
_JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + CANARY.encode() + bytes(range(256)) * 4
_PDF = pdf_of([[(70, 700, f"{CANARY} came on Monday.")]])
_ODT = odt_of(f"<text:p>{CANARY} came.</text:p>")
_RTF = rf"{{\rtf1\ansi {CANARY} came.\par}}".encode()
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
_MAIL = f"From: a@example.org\r\nSubject: x\r\n\r\n{CANARY}\r\n".encode()


def _locked_pdf() -> bytes:
    """A PDF that asks for a password: its dictionary names a key that nobody has."""
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    out = io.BytesIO()
    page = canvas.Canvas(out, encrypt="secret")
    page.drawString(70, 700, CANARY)
    page.save()
    return out.getvalue()


def _flagged(data: bytes) -> bytes:
    """Mark every member of an archive as encrypted."""
    at = -1
    changed = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        while (at := data.find(mark, at + 1)) >= 0:
            changed[at + offset] |= 1
        at = -1
    return bytes(changed)


def _word() -> bytes:
    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph(CANARY)
    document.save(out)
    return out.getvalue()


_BAD: dict[str, tuple[str, bytes, type[InputError], str]] = {
    "jpg named pdf": ("a.pdf", _JPEG, BrokenInput, "JPEG picture"),
    "truncated pdf": ("a.pdf", b"%PDF-1.4\n1 0 obj\n<<", BrokenInput, "damaged"),
    "scan": (
        "a.pdf",
        pdf_of([[]], picture=True),
        EmptyInput,
        "no text found: this scan needs text recognition",
    ),
    "pdf without pages": ("a.pdf", pdf_of([]), InputError, ""),
    "jpg named odt": ("a.odt", _JPEG, BrokenInput, "JPEG picture"),
    "truncated odt": ("a.odt", _ODT[:-40], BrokenInput, "cut short"),
    "docx named odt": ("a.odt", _word(), BrokenInput, "not an OpenDocument"),
    "odt without body": ("a.odt", packed({"content.xml": b"<x/>"}), BrokenInput, "not an OpenDocument"),
    "odt with half its XML": (
        "a.odt",
        packed({"content.xml": b"<x><y>"}),
        BrokenInput,
        "not an OpenDocument",
    ),
    "odt with a password": (
        "a.odt",
        packed({"content.xml": b"?", "META-INF/manifest.xml": b"<m:encryption-data/>"}),
        BrokenInput,
        "password",
    ),
    "old doc named docx": ("a.docx", _OLE, BrokenInput, "old Office format"),
    "docx with a password": (
        "a.docx",
        _OLE + "EncryptedPackage".encode("utf-16-le"),
        BrokenInput,
        "protected by a password",
    ),
    "xlsx with a password": (
        "a.xlsx",
        _OLE + "EncryptedPackage".encode("utf-16-le"),
        BrokenInput,
        "password",
    ),
    "docx with locked members": ("a.docx", _flagged(_word()), BrokenInput, "password"),
    "png named rtf": ("a.rtf", b"\x89PNG\r\n\x1a\n", BrokenInput, "PNG picture"),
    "text named rtf": ("a.rtf", _TALK, BrokenInput, "not rich text"),
    "rtf cut short": ("a.rtf", _RTF[:-1], BrokenInput, "cut short"),
    "rtf of braces": ("a.rtf", b"{\\rtf1 " + b"{" * 50_000 + b"}" * 50_001, BrokenInput, "damaged"),
    "rtf without text": ("a.rtf", b"{\\rtf1\\ansi\\par}", EmptyInput, "no text"),
    "srt without times": ("a.srt", _TALK, BrokenInput, "no cues"),
    "srt of broken times": ("a.srt", f"1\n0:x --> 0:y\n{CANARY}\n".encode(), BrokenInput, "no cues"),
    "jpg named html": ("a.html", _JPEG, WrongEncoding, ""),
    "html without text": ("a.html", b"<html><script>x()</script></html>", EmptyInput, "no text"),
    "html nested too deeply": (
        "a.html",
        b"<div>" * 30_000 + CANARY.encode() + b"</div>" * 30_000,
        BrokenInput,
        "nested too deeply",
    ),
    "md of properties": ("a.md", f"---\ntitle: {CANARY}\n---\n".encode(), EmptyInput, "no text"),
    "text named eml": ("a.eml", f"{CANARY} came.\n".encode(), BrokenInput, "not an e-mail"),
    "json cut short": ("a.json", f'[{{"text": "{CANARY}'.encode(), BrokenInput, "line 1"),
    "json of numbers": ("a.json", b"[1, 2, 3]", BrokenInput, "neither a list"),
    "json without text": ("a.json", b'{"rows": [{"Age": 3}, {"Age": 4}]}', BrokenInput, "no column"),
    "json nested too deeply": ("a.json", b"[" * 200_000, BrokenInput, ""),
    "json of a huge number": ("a.json", b'[{"a": ' + b"9" * 9000 + b"}]", BrokenInput, ""),
    "jsonl with a broken line": (
        "a.jsonl",
        f'{{"text": "{CANARY}"}}\n{{"te\n'.encode(),
        BrokenInput,
        "line 2",
    ),
    "jpg named zip": ("a.zip", _JPEG, BrokenInput, "JPEG picture"),
    "zip cut short": ("a.zip", packed({"a.txt": _TALK})[:-30], BrokenInput, "cut short"),
    "empty zip": ("a.zip", packed({}), EmptyInput, "no documents"),
    "zip of nothing readable": ("a.zip", packed({"a.pages": b"x"}), UnknownFormat, "cannot be read"),
    "zip with a password": ("a.zip", _flagged(packed({"a.txt": _TALK})), BrokenInput, "password"),
    "zip in a zip": ("a.zip", packed({"b.zip": packed({"a.txt": _TALK})}), BrokenInput, "inside an archive"),
}


@pytest.mark.parametrize("case", _BAD)
def test_refused(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))  # no Tesseract
    name, data, kind, cause = _BAD[case]
    (tmp_path / name).write_bytes(data)
    with pytest.raises(kind) as caught:
        read(tmp_path / name)
    error = caught.value
    assert cause in error.cause
    assert error.subject.startswith(name)
    assert error.remedy
    assert CANARY not in str(error)
    assert "\n" not in str(error)
    assert error.__cause__ is None


def test_pdf_with_a_password(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(_locked_pdf())
    with pytest.raises(BrokenInput, match="protected by a password"):
        read(tmp_path / "a.pdf")


# --- archives made to do harm ---


@pytest.mark.parametrize(
    "member", ["../out.txt", "/out.txt", "a/../../out.txt", "C:\\out.txt", "..\\out.txt", "\\\\host\\out.txt"]
)
def test_a_zip_that_would_write_outside_is_refused_and_nothing_is_written(
    member: str, tmp_path: Path
) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "a.zip").write_bytes(packed({"good.txt": _TALK, member: _TALK}))
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(BrokenInput, match="outside its folder"):
        read(inside / "a.zip")
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(("name", "member"), [("a.zip", "a.txt"), ("a.odt", "content.xml")])
def test_a_bomb_is_refused_from_its_directory(
    name: str, member: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, b" " * 30_000_000)
    (tmp_path / name).write_bytes(out.getvalue())

    def unpack(*_: object, **__: object) -> None:
        pytest.fail("something was unpacked")

    monkeypatch.setattr(zipfile.ZipFile, "open", unpack)
    with pytest.raises(BrokenInput, match="would unpack to"):
        read(tmp_path / name)


def test_members_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    """Overlapping members: ten entries of the directory that all point to one."""
    data = bytearray(packed({f"{i}.txt": _TALK for i in range(10)}))
    at = -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        data[at + 42 : at + 46] = bytes(4)
    (tmp_path / "a.zip").write_bytes(data)
    with pytest.raises(BrokenInput, match=r"lie inside each other|damaged"):
        read(tmp_path / "a.zip")


def test_a_zip_of_many_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(packed({f"{i}.txt": b"" for i in range(20_001)}))
    with pytest.raises(BrokenInput, match="20,001 files"):
        read(tmp_path / "a.zip")


def test_a_link_in_a_zip_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("SECRET", encoding="utf-8")
    info = zipfile.ZipInfo("link.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(info, str(tmp_path / "secret.txt"))
        archive.writestr("talk.txt", _TALK)
    (tmp_path / "a.zip").write_bytes(out.getvalue())
    document = read(tmp_path / "a.zip")
    assert [unit.speaker for unit in document.units] == ["I", "R"]
    assert any("symbolic link" in warning for warning in document.warnings)


def test_entities_of_an_odt_are_never_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET", encoding="utf-8")
    laughs = "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
    for entity in (f'<!ENTITY e SYSTEM "{secret.as_uri()}">', f'<!ENTITY a "ha">{laughs}<!ENTITY e "&j;">'):
        with zipfile.ZipFile(io.BytesIO(_ODT)) as archive:
            xml = archive.read("content.xml").split(b"?>", 1)[1].replace(b" came.", b" came. &e;")
        data = packed({"content.xml": f"<!DOCTYPE x [{entity}]>".encode() + xml})
        (tmp_path / "a.odt").write_bytes(data)
        start = time.perf_counter()
        try:
            text = " ".join(unit.text for unit in read(tmp_path / "a.odt").units)
        except InputError:
            text = ""
        assert "SECRET" not in text
        assert len(text) < 1000
        assert time.perf_counter() - start < 5


def test_html_fetches_and_follows_nothing(tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_text("SECRET", encoding="utf-8")
    page = (
        f'<iframe src="{(tmp_path / "secret.html").as_uri()}">no frames</iframe>'
        '<link rel="stylesheet" href="https://example.org/a.css"><img src="https://example.org/a.png">'
        "<object data='secret.html'></object><p>She came.</p>"
    )
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    assert [unit.text for unit in read(tmp_path / "a.html").units] == ["She came."]


# --- each by itself, and the others go on ---


def test_each_member_is_a_document_of_its_own_and_bad_ones_do_not_stop_the_others(tmp_path: Path) -> None:
    path = tmp_path / "notes.zip"
    long = "x" * 250 + ".txt"
    path.write_bytes(
        packed(
            {
                "a/talk.txt": _TALK,
                "b\nc.txt": _TALK + b"I: Bye.\n",
                "photo.docx": _JPEG,
                "x.pages": b"x",
                long: _TALK,
            }
        )
    )
    found = dict(read_each(path))
    bad = {name: type(what) for name, what in found.items() if isinstance(what, InputError)}
    assert bad == {"notes.zip/photo.docx": BrokenInput, "notes.zip/x.pages": UnknownFormat}
    assert set(found) - set(bad) == {"notes.zip/a/talk.txt", "notes.zip/b?c.txt", f"notes.zip/{long}"}
    assert all(
        isinstance(w, InputError) and w.remedy and CANARY not in str(w) for n, w in found.items() if n in bad
    )


def test_read_each_of_a_plain_file_is_that_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(_TALK)
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "c.zip").write_bytes(packed({"__MACOSX/a.txt": b"x", ".hidden.txt": b"x"}))
    assert [name for name, _ in read_each(tmp_path / "a.txt")] == ["a.txt"]
    assert [type(what) for _, what in read_each(tmp_path / "b.txt")] == [EmptyInput]
    assert [type(what) for _, what in read_each(tmp_path / "c.zip")] == [EmptyInput]


def test_what_an_email_holds_does_not_go_on_for_ever(tmp_path: Path) -> None:
    inner = _MAIL
    for level in range(6):
        head = (
            f"From: a@example.org\r\nContent-Type: multipart/mixed; boundary=b{level}\r\n\r\n--b{level}\r\n"
        )
        parts = (
            f"Content-Type: text/plain\r\n\r\nHello.\r\n--b{level}\r\nContent-Type: message/rfc822\r\n\r\n"
        )
        inner = (head + parts).encode() + inner + f"\r\n--b{level}--\r\n".encode()
    (tmp_path / "a.eml").write_bytes(inner)
    document = read(tmp_path / "a.eml")
    assert any("too deep" in warning for warning in document.warnings)
    assert CANARY not in " ".join(unit.text for unit in document.units)


def test_a_member_packed_in_a_way_that_breaks_does_not_stop_the_others(tmp_path: Path) -> None:
    """LZMA and bzip2 have errors of their own; each is the file's and not the run's."""
    for method in (zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2, zipfile.ZIP_DEFLATED):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", method) as archive:
            archive.writestr("a.txt", _TALK * 50)
            archive.writestr("b.txt", _TALK)
        data = bytearray(out.getvalue())
        at = data.index(b"a.txt") + 12
        data[at : at + 15] = b"\xff" * 15
        path = tmp_path / "a.zip"
        path.write_bytes(data)
        found = [content for _, content in read_each(path)]
        assert isinstance(found[0], BrokenInput)
        assert CANARY not in str(found[0])
        assert not isinstance(found[1], InputError)
        with pytest.raises(BrokenInput):
            Archive(bytes(data), "a.zip").read("a.txt")


def test_half_a_character_is_replaced_and_said(tmp_path: Path) -> None:
    """JSON can hold halves of characters, which cannot be written anywhere and once stopped the whole run."""
    path = tmp_path / "a.json"
    path.write_bytes(
        rb'[{"text": "My worker \ud83d came", "speaker": "YP"}, {"text": "on Monday", "speaker": "YP"}]'
    )
    document = read(path)
    assert [u.text for u in document.units] == ["My worker \ufffd came", "on Monday"]
    assert "characters that are damaged were replaced" in document.warnings
    " ".join(u.text for u in document.units).encode("utf-8")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_no_document_and_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    (tmp_path / "b.txt").write_bytes(_TALK)
    files, refused = discover([tmp_path])
    assert [f.name for f in files] == ["b.txt"]
    assert [e.subject for e in refused] == ["a.txt"]
    assert refused[0].remedy
