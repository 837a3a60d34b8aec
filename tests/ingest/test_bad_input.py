"""What is no document: each refused with its own error, naming the file and a remedy and none of its text."""

from __future__ import annotations

import io
import os
import sys
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest

from childvoice.errors import BrokenInput, EmptyInput, InputError, UnknownFormat, WrongEncoding
from childvoice.ingest import discover, read

CANARY = "Wrenfeather"  # stands in every bad file; no message may repeat it
SAID = f"Interviewer: Who came?\nYP1: {CANARY} came.\n"
_JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + CANARY.encode() + bytes(range(256)) * 4
_RUSSIAN = "Она пришла в понедельник и ничего не сказала. "
_JAPANESE = "先生は月曜日に来ました。何も言いませんでした。"


def _word(*paragraphs: str) -> bytes:
    document, out = docx.Document(), io.BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def _book(rows: list[list[object]]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def _repacked(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Change one part of an Office file."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, change(content) if name == part else content)
    return out.getvalue()


def _zip_of(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, CANARY)
    return out.getvalue()


_WORD = _word(SAID)
_ANSWERS: list[list[object]] = [["ID", "What helped?"], [1, f"{CANARY} helped, and the dog"]]
_BOOK = _book(_ANSWERS)
_SHEET, _STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


def _refused(path: Path, kind: type[InputError]) -> InputError:
    """Read ``path``; the error it raises, of exactly ``kind`` and fit to be shown."""
    with pytest.raises(InputError) as caught:
        read(path)
    error = caught.value
    assert type(error) is kind
    assert error.subject in str(error)
    assert error.remedy, "no remedy"
    assert CANARY not in str(error)
    assert "\n" not in str(error)
    # A traceback shows the chain of errors too; none of a library stands in it.
    assert error.__cause__ is None
    assert error.__suppress_context__ or error.__context__ is None
    return error


_BAD: dict[str, tuple[str, bytes, type[InputError]]] = {
    "empty": ("a.txt", b"", EmptyInput),
    "only spaces": ("a.txt", b" \r\n\t  \n", EmptyInput),
    "only a mark": ("a.txt", b"\xef\xbb\xbf \n", EmptyInput),
    "empty docx": ("a.docx", b"", EmptyInput),
    "docx without text": ("a.docx", _word("", " "), EmptyInput),
    "jpg named docx": ("a.docx", _JPEG, BrokenInput),
    "jpg named txt": ("a.txt", _JPEG, WrongEncoding),
    "jpg named xlsx": ("a.xlsx", _JPEG, BrokenInput),
    "jpg named csv": ("a.csv", _JPEG, WrongEncoding),
    "jpg named vtt": ("a.vtt", _JPEG, WrongEncoding),
    "truncated docx": ("a.docx", _WORD[: len(_WORD) // 2], BrokenInput),
    "docx with a hole": ("a.docx", _WORD[:400] + bytes(3000) + _WORD[3400:], BrokenInput),
    "truncated xlsx": ("a.xlsx", _BOOK[:-30], BrokenInput),
    "docx with half its XML": (
        "a.docx",
        _repacked(_WORD, "word/document.xml", lambda x: x[:-40]),
        BrokenInput,
    ),
    "xlsx with half its XML": ("a.xlsx", _repacked(_BOOK, _SHEET, lambda x: x[:-40]), BrokenInput),
    "docx that is a zip": ("a.docx", _zip_of("notes.txt"), BrokenInput),
    "docx with nothing but its part": ("a.docx", _zip_of("word/document.xml"), BrokenInput),
    "xlsx that is a zip": ("a.xlsx", _zip_of("notes.txt"), BrokenInput),
    "xlsx with nothing but its part": ("a.xlsx", _zip_of("xl/workbook.xml"), BrokenInput),
    "xlsx named docx": ("a.docx", _BOOK, BrokenInput),
    "docx named xlsx": ("a.xlsx", _WORD, BrokenInput),
    "NUL bytes": ("a.txt", SAID.encode() + b"\x00\x00" + SAID.encode(), WrongEncoding),
    "only NUL bytes": ("a.txt", bytes(100), EmptyInput),
    "NUL in UTF-16": ("a.txt", (SAID + "\x00").encode("utf-16"), WrongEncoding),
    "broken UTF-8": ("a.txt", "“No,” she said – ".encode() + b"\xff" + SAID.encode(), WrongEncoding),
    "UTF-8 cut short": ("a.txt", (SAID + "’").encode()[:-1], WrongEncoding),
    "UTF-16 cut short": ("a.txt", SAID.encode("utf-16")[:-1], WrongEncoding),
    "Shift-JIS": ("a.txt", (SAID + _JAPANESE).encode("shift-jis"), WrongEncoding),
    "EUC-JP": ("a.txt", (SAID + _JAPANESE).encode("euc-jp"), WrongEncoding),
    "KOI8-R": ("a.txt", (SAID + _RUSSIAN).encode("koi8-r"), WrongEncoding),
    "KOI8-R, one word": ("a.txt", (SAID * 50 + "понедельник").encode("koi8-r"), WrongEncoding),
    "Windows-1251": ("a.txt", (SAID + _RUSSIAN).encode("cp1251"), WrongEncoding),
    "unbalanced quotes": ("a.csv", f'ID,What helped?\n1,"{CANARY}\n2,dogs\n'.encode(), BrokenInput),
    "quote in the midst": ("a.csv", f'ID,What helped?\n1,"{CANARY}" dogs"\n'.encode(), BrokenInput),
    "csv of one column": ("a.csv", f"Something that {CANARY} said\nand said again\n".encode(), BrokenInput),
    "csv without text": ("a.csv", b"ID,Age\n1,12\n2,13\n", BrokenInput),
    "xlsx without text": ("a.xlsx", _book([["ID", "Age"], [1, 12], [2, 13]]), BrokenInput),
    "empty xlsx": ("a.xlsx", _book([]), EmptyInput),
    "unknown extension": ("a.pages", SAID.encode(), UnknownFormat),
    "no extension": ("README", SAID.encode(), UnknownFormat),
    "vtt that is no vtt": ("a.vtt", SAID.encode(), BrokenInput),
    "vtt of an impossible time": (
        "a.vtt",
        f"WEBVTT\n\n00:99:00.000 --> 00:99:09.000\n{CANARY}\n".encode(),
        BrokenInput,
    ),
    "vtt without cues": ("a.vtt", f"WEBVTT\n\nNOTE {CANARY}\n".encode(), EmptyInput),
}


@pytest.mark.parametrize("case", _BAD)
def test_refused(case: str, tmp_path: Path) -> None:
    name, data, kind = _BAD[case]
    (tmp_path / name).write_bytes(data)
    error = _refused(tmp_path / name, kind)
    assert error.subject == name


# --- archives made to do harm ---


@pytest.mark.parametrize(("name", "data"), [("a.docx", _WORD), ("a.xlsx", _BOOK)])
def test_bomb_is_refused_before_unpacking(
    name: str, data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        info = max(archive.infolist(), key=lambda i: i.file_size)
    # The size that the directory tells: a gigabyte and more.
    told = data.rindex(b"PK\x01\x02", 0, data.rindex(info.filename.encode())) + 24
    bomb = data[:told] + (0x50000000).to_bytes(4, "little") + data[told + 4 :]
    (tmp_path / name).write_bytes(bomb)

    def unpack(*_: object, **__: object) -> None:
        pytest.fail("something was unpacked")

    monkeypatch.setattr(zipfile.ZipFile, "open", unpack)
    assert "would unpack to" in _refused(tmp_path / name, BrokenInput).cause


def test_archive_that_lies_about_its_size(tmp_path: Path) -> None:
    """More comes out than the directory tells: zipfile stops at what was told, and the sum is wrong."""
    data = _repacked(_WORD, "word/document.xml", lambda x: x.replace(b"<w:body>", b"<w:body>" + b" " * 10**6))
    told = data.rindex(b"PK\x01\x02", 0, data.rindex(b"word/document.xml")) + 24
    (tmp_path / "a.docx").write_bytes(data[:told] + (99).to_bytes(4, "little") + data[told + 4 :])
    _refused(tmp_path / "a.docx", BrokenInput)


def _with_entity(xml: bytes, entity: str, where: bytes) -> bytes:
    body = xml.split(b"?>", 1)[-1]
    assert CANARY.encode() in body
    return f"<!DOCTYPE x [{entity}]>".encode() + body.replace(CANARY.encode(), where)


@pytest.mark.parametrize("how", ["file", "network", "parameter"])
def test_external_entities_are_never_followed(how: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.dtd"
    secret.write_text("SECRET", encoding="utf-8")
    entity = {
        "file": f'<!ENTITY e SYSTEM "{secret.as_uri()}">',
        "network": '<!ENTITY e SYSTEM "http://192.0.2.1/e">',
        "parameter": f'<!ENTITY % p SYSTEM "{secret.as_uri()}"> %p;',
    }[how]
    where = b"before after" if how == "parameter" else b"before &e; after"
    for name, data, part in (("a.docx", _WORD, "word/document.xml"), ("a.xlsx", _BOOK, _STRINGS)):
        path = tmp_path / name
        path.write_bytes(_repacked(data, part, lambda x: _with_entity(x, entity, where)))
        try:
            text = " ".join(unit.text for unit in read(path).units)
        except InputError as error:
            text = str(error)
        assert "SECRET" not in text


def test_entities_that_multiply(tmp_path: Path) -> None:
    """A billion laughs: refused or left out, in no time."""
    laughs = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9)
    )
    start = time.perf_counter()
    for name, data, part in (("a.docx", _WORD, "word/document.xml"), ("a.xlsx", _BOOK, _STRINGS)):
        path = tmp_path / name
        path.write_bytes(_repacked(data, part, lambda x: _with_entity(x, laughs, b"&j;")))
        try:
            text = " ".join(unit.text for unit in read(path).units)
        except InputError:
            text = ""
        assert len(text) < 1000
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    ("told", "row"),
    [("A1:XFD1048576", "2"), ("A1:B1048576", "1048576"), ("A1:B2", "2"), ("A1:B9", "99999999999")],
)
def test_declared_rows_are_not_believed(told: str, row: str, tmp_path: Path) -> None:
    def declare(xml: bytes) -> bytes:
        xml = xml.replace(b'ref="A1:B2"', f'ref="{told}"'.encode())
        for cell in ("A", "B"):
            xml = xml.replace(f'r="{cell}2"'.encode(), f'r="{cell}{row}"'.encode())
        return xml.replace(b'<row r="2"', f'<row r="{row}"'.encode())

    path = tmp_path / "a.xlsx"
    path.write_bytes(_repacked(_book([*_ANSWERS[:1], [1, "The dog helped me"]]), _SHEET, declare))
    tracemalloc.start()
    start = time.process_time()
    try:
        texts = [unit.text for unit in read(path).units]
    except InputError:
        texts = []
    spent = time.process_time() - start
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert texts == ([] if len(row) > 7 else ["The dog helped me"])
    assert spent < 10
    assert peak < 20 * 2**20


def test_larger_than_any_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["childvoice.ingest.read"], "LARGEST_FILE", 10)
    (tmp_path / "a.txt").write_text(SAID, encoding="utf-8")
    _refused(tmp_path / "a.txt", BrokenInput)


# --- the file system ---


def test_symbolic_links_are_refused(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.txt").write_text(SAID, encoding="utf-8")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "b.txt").write_text(SAID, encoding="utf-8")
    (folder / "link.txt").symlink_to(outside / "a.txt")
    (folder / "links").symlink_to(outside)
    found, refused = discover([folder, folder / "link.txt", tmp_path / "nowhere.txt"])
    assert found == [folder / "b.txt"]
    assert sorted(error.subject for error in refused) == ["link.txt", "link.txt", "links", "nowhere.txt"]
    assert all(error.remedy and CANARY not in str(error) for error in refused)


@pytest.mark.parametrize("name", ["a\nb.txt", "x" * 200 + ".txt", "tab\there.txt", "\u202etxt.exe.txt"])
def test_odd_file_names(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(SAID, encoding="utf-8")
    assert len(read(path).units) == 2
    path.write_bytes(b"")
    error = _refused(path, EmptyInput)
    assert error.subject.isprintable()
    assert len(error.subject) == len(name)


def test_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text(SAID, encoding="utf-8")
    path.chmod(0)
    if os.access(path, os.R_OK):  # the administrator may read everything

        def denied(self: Path) -> bytes:
            raise PermissionError(13, "Permission denied", str(self))

        monkeypatch.setattr(Path, "read_bytes", denied)
    assert "Permission denied" in _refused(path, InputError).cause


def test_folder_named_like_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    _refused(tmp_path / "a.txt", InputError)


def test_file_that_went_away(tmp_path: Path) -> None:
    _refused(tmp_path / "gone.txt", InputError)
