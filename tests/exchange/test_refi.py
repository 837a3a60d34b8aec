"""Projects travel to other tools and back: nothing lost, every offset where it was, every oddity told."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from childvoice.errors import BrokenInput, CodebookError, UnknownFormat
from childvoice.exchange import Project, read_project, write_project
from childvoice.exchange.description import pack, unpack
from childvoice.exchange.formats import qdc, qdpx
from childvoice.exchange.offsets import place

from .grammar import faults
from .stories import TALK, projects, worry

GUID = "11111111-2222-3333-4444-555555555555"
SPACE = "urn:QDA-XML:project:1.0"


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(**parts: bytes | str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return made.getvalue()


def other(source: str, words: bytes = b"", *, space: str = SPACE, inside: str = "") -> bytes:
    """A project as some other tool might write it, with one code and what is given of its source."""
    return zipped(
        project_qde=f'<?xml version="1.0"?><Project name="P" xmlns="{space}">{inside}<CodeBook><Codes>'
        f'<Code guid="{{{GUID}}}" name="Trust" isCodable="true"/></Codes></CodeBook><Sources>{source}</Sources></Project>',
        Sources__a_txt=words,
    )


def source(*selections: str, path: str = "internal://a.txt") -> str:
    return (
        f'<TextSource guid="{GUID[:-1]}6" name="T" plainTextPath="{path}">{"".join(selections)}</TextSource>'
    )


def selection(start: int, end: int, name: str = "", *, n: int = 7) -> str:
    coding = f'<Coding guid="{GUID[:-1]}{n + 1}"><CodeRef targetGUID="{GUID.upper()}"/></Coding>'
    return f'<PlainTextSelection guid="{GUID[:-2]}{n}0" name="{name}" startPosition="{start}" endPosition="{end}">{coding}</PlainTextSelection>'


def test_a_project_comes_back_as_it_went():
    project = worry()
    data = qdpx.write(project, "a.qdpx")
    back = qdpx.read(data, "a.qdpx")
    assert back.project == project
    assert back.report == ()
    assert qdpx.write(back.project, "b.qdpx") == data
    parts = unzipped(data)
    assert faults(parts["project.qde"]) == []
    assert sorted(parts) == ["project.qde", f"sources/{project.texts[0].guid}.txt"]
    assert parts[f"sources/{project.texts[0].guid}.txt"].decode() == TALK


@given(projects())
@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_any_project_comes_back_as_it_went_and_keeps_to_the_standard(project: Project):
    data = qdpx.write(project, "a.qdpx")
    assert faults(unzipped(data)["project.qde"]) == []
    back = qdpx.read(data, "a.qdpx")
    assert back.project == project
    if project.codes:
        book = qdc.write(project, "a.qdc")
        assert faults(book) == []
        assert qdc.read(book, "a.qdc").project.codes == project.codes


def test_the_checks_themselves_notice_what_is_wrong():
    good = unzipped(qdpx.write(worry(), "a.qdpx"))["project.qde"].decode()
    for wrong in (
        good.replace(' isCodable="true"', ""),
        good.replace("<Users>", "<Sets /><Users>"),
        good.replace('startPosition="', 'startPosition="x'),
        good.replace("</Users>", "</Users><Users />"),
        good.replace('color="#', 'color="'),
        good.replace("<CodeRef", "<NoteRef").replace("</CodeRef", "</NoteRef"),
    ):
        assert faults(wrong.encode()), wrong


def test_rules_of_a_code_are_read_back_from_its_description():
    blocks = {
        "include": ("a worker leaving",),
        "exclude": ("moving house (use: placement_stability)",),
        "id": ("continuity",),
    }
    packed = pack("How steady.\n\nOf all workers.", blocks)
    assert packed.splitlines()[-2:] == ["Id:", "- continuity"]
    assert unpack(packed) == ("How steady.\n\nOf all workers.", blocks)
    assert unpack("Include: everything that\n\n- is a list") == (
        "Include: everything that\n\n- is a list",
        {},
    )
    assert unpack(packed.replace("\n", "\r\n"))[1] == blocks


WINDOWS = "Hi 🙂\r\nI've had five workers.\r\nNobody told me."
WORDS = "Nobody told me"


@pytest.mark.parametrize(
    ("counting", "told"),
    [
        (lambda text: text, ""),
        (lambda text: text.replace("\r\n", "\n"), "line ends counted as one"),
        (lambda text: text.encode("utf-16-le").decode("utf-16-le"), ""),
    ],
)
def test_line_ends_are_counted_as_the_words_tell(counting, told):
    seen = counting(WINDOWS)
    at = seen.index(WORDS)
    placed = place(WINDOWS, [(at, at + len(WORDS), WORDS)])
    assert placed.counted == told
    ((a, b),) = placed.spans
    assert WINDOWS[a:b] == WORDS


@given(
    st.lists(
        st.sampled_from(["Yes.", "🙂", "\n", "\r\n", "she left", "👩‍👧", "é", " "]), min_size=1, max_size=12
    ).map("".join),
    st.sampled_from(["code points", "UTF-16"]),
    st.sampled_from(["as it is", "one", "two"]),
)
@settings(deadline=None)
def test_whatever_a_tool_counts_the_words_are_found(around, units, ends):
    text = f"{around}|Nobody told me, ever|{around}"
    shown = (
        text
        if ends == "as it is"
        else text.replace("\r\n", "\n").replace("\n", "\n" if ends == "one" else "\r\n")
    )
    at = shown.index("Nobody")
    words = "Nobody told me, ever"
    before = len(shown[:at].encode("utf-16-le")) // 2 if units == "UTF-16" else at
    ((a, b),) = place(text, [(before, before + len(words), words)]).spans
    assert text[a:b] == words


def test_a_name_that_is_cut_short_still_tells():
    words = "Nobody told me that she had gone and I waited all of the afternoon for her to come"
    text = f"🙂🙂 {words}."
    found = qdpx.read(other(source(selection(5, 5 + len(words), f"{words[:40]}…")), text.encode()), "a.qdpx")
    (made,) = found.project.texts[0].selections
    assert text[made.start : made.end] == words
    assert found.report == ("positions of a source were taken as UTF-16 units",)


def test_other_tools_have_their_ways_and_are_understood():
    data = other(
        source(selection(0, 6, "Nobody"), path="internal://A.TXT"),
        "\ufeffNobody told me".encode(),
        space="urn:QDA-XML:project:0:4",
    )
    found = qdpx.read(data, "a.qdpx")
    (code,) = found.project.codes
    assert code.guid == GUID, "braces are taken off"
    (text,) = found.project.texts
    (made,) = text.selections
    assert text.text[made.start : made.end] == "Nobody", "a byte-order mark that the other tool did not count"
    assert made.applied[0].code == GUID, "capitals or not"
    assert made.applied[0].created == "", "no date is no trouble"


def test_a_project_file_of_another_name_is_found():
    parts = unzipped(other(source(), b"words"))
    renamed = zipped(Review_QDE=parts["project.qde"], Sources__a_txt=b"words")
    assert qdpx.read(renamed, "a.qdpx").project.texts[0].text == "words"


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (other(source(selection(0, 99)), b"short"), "a selection that lies outside its source, or is empty, was dropped"),
        (other(source(selection(3, 3)), b"short"), "a selection that lies outside its source, or is empty, was dropped"),
        (other(source(path="internal://b.txt"), b""), "the file of a source is missing from the project"),
        (other(source(path="absolute:///etc/hostname"), b""), "a source outside the project file was not read"),
        (other(source(path="relative:///../../etc/hostname"), b""), "a source outside the project file was not read"),
        (other(source(path="internal://../../../../etc/hostname"), b""), "the file of a source is missing from the project"),
        (other(source(), b"\xff\xfe\x00"), "the file of a source is no readable text"),
        (other(source() * 2, b"words"), "a second source with the same GUID was dropped"),
        (other(f'<AudioSource guid="{GUID}"/>'), "a audio was dropped; childvoice reads text"),
        (other(source(selection(0, 5).replace(GUID.upper(), GUID[:-1] + "0")), b"words"), "a pointer to a code that is not there was dropped"),
        (other("", inside="<Links><Link/><Link/></Links>"), "a link between things was dropped (2 times)"),
        (other("", space="urn:other"), "the namespace is not one of REFI-QDA; the content was read as if it were"),
    ],
)  # fmt: skip
def test_what_is_dropped_is_told(made, told):
    report = qdpx.read(made, "a.qdpx").report
    assert told in report
    assert not any("root" in t.project.name for t in [qdpx.read(made, "a.qdpx")])


def test_a_pdf_keeps_its_text_and_tells_of_its_pages():
    inner = f'<Representation guid="{GUID[:-1]}9">{selection(0, 5)}<PlainTextContent/></Representation>'
    inner = f'<Representation guid="{GUID[:-1]}9"><PlainTextContent>words of it</PlainTextContent>{selection(0, 5)}</Representation>'
    found = qdpx.read(
        other(f'<PDFSource guid="{GUID[:-1]}6" name="Plan"><PDFSelection/>{inner}</PDFSource>'), "a.qdpx"
    )
    (text,) = found.project.texts
    assert (text.name, text.text, len(text.selections)) == ("Plan", "words of it", 1)
    assert found.report == ("an area of a PDF page was dropped; its text was kept",)


BOMB = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Project name="&b;"/>'


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"", "it is not a zip archive, or is cut short"),
        (b"PK\x03\x04 Chloe", "it is not a zip archive, or is cut short"),
        (qdpx.write(worry(), "a.qdpx")[:-30], "it is not a zip archive, or is cut short"),
        (zipped(readme_txt="Chloe"), "there is no project (.qde) in it"),
        (zipped(a_qde="<x/>", b_qde="<x/>"), "there are several projects in it"),
        (zipped(project_qde="Chloe"), "it is not well-formed XML"),
        (zipped(project_qde=BOMB), "its XML declares a document type"),
        (zipped(project_qde="<html/>"), "it is XML, but no REFI-QDA project (it begins with 'html')"),
    ],
)
def test_a_file_that_is_no_project_is_refused_in_one_sentence(tmp_path, data, cause):
    place = tmp_path / "sent.qdpx"
    place.write_bytes(data)
    with pytest.raises(BrokenInput, match=re.escape(f"sent.qdpx: {cause}")) as caught:
        read_project(place)
    assert "Chloe" not in str(caught.value)


@given(st.integers(0, 4000), st.integers(0, 255))
@settings(deadline=None, max_examples=60)
def test_a_damaged_file_is_refused_or_read_and_never_a_fault(at, byte):
    data = bytearray(qdpx.write(worry(), "a.qdpx"))
    data[at % len(data)] = byte
    try:
        found = qdpx.read(bytes(data), "a.qdpx")
    except BrokenInput:
        return
    assert isinstance(found.project, Project)


def test_codes_nested_a_thousand_deep_are_read():
    deep = "".join(
        f'<Code guid="{n:08x}-0000-0000-0000-000000000000" name="c" isCodable="true">' for n in range(1000)
    )
    book = f'<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>{deep}{"</Code>" * 1000}</Codes></CodeBook>'
    assert len(qdc.read(book.encode(), "a.qdc").project.codes) == 1000


def test_a_codebook_needs_a_code_and_a_format_its_ending(tmp_path):
    with pytest.raises(CodebookError, match="no code to write"):
        write_project(Project("empty"), tmp_path / "a.qdc")
    with pytest.raises(UnknownFormat, match=r"no format to write has the ending '.nvpx'"):
        write_project(worry(), tmp_path / "a.nvpx")
    assert list(tmp_path.iterdir()) == []
    write_project(worry(), tmp_path / "new" / "A.QDPX")
    assert read_project(tmp_path / "new" / "A.QDPX").project == worry()


@pytest.mark.parametrize(
    "change",
    [
        {"about": ("nobody",)},
        {"coder": "nobody"},
        {"codes": worry().codes[1:]},
        {"coders": worry().coders * 2},
    ],
)
def test_a_project_that_points_nowhere_cannot_be_made(change):
    given_ = {f: getattr(worry(), f) for f in Project.__slots__}
    with pytest.raises(ValueError, match=r"reference|stands"):
        Project(**{**given_, **change})


# Written by Taguette 1.5.2 itself (`taguette.export.codebook_xml`), of three tags.
FROM_TAGUETTE = b"""<?xml version="1.0" encoding="utf-8"?>
<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Taguette 1.5.2"><Codes><Code guid="F9C84642-AF14-560A-8DA0-6253D39D8BF7" name="continuity" isCodable="true"/><Code guid="D33FF858-E8D4-521D-99F2-F178807B17B1" name="continuity.goodbyes" isCodable="true"/><Code guid="2C49CDAB-7A27-50D8-B9B4-1BD85F69F007" name="being heard" isCodable="true"/></Codes><Sets/></CodeBook>
"""


def test_a_codebook_that_taguette_wrote_is_read_without_loss():
    found = qdc.read(FROM_TAGUETTE, "codebook.qdc")
    assert [c.name for c in found.project.codes] == ["continuity", "continuity.goodbyes", "being heard"]
    assert found.report == ()
