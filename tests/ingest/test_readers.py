"""Every reader, by its examples: what each file says, in order; and the contract that each reader keeps."""

from __future__ import annotations

import importlib.util
import inspect
import io
import json
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from childvoice.drawer import plugins
from childvoice.ingest import read, readers
from childvoice.ingest.read import read_bytes
from childvoice.ingest.reading import decode
from childvoice.raw import RawDocument

EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "readers"
READERS = {module.__name__.rsplit(".", 1)[-1]: module for module in plugins("childvoice.ingest.readers")}
FILES = sorted(p for p in EXAMPLES.glob("[a-z]*/*") if not p.name.endswith(".expected.json"))
FIELDS = ("speaker", "text", "question", "note")


def _expected(path: Path) -> Path:
    return path.parent / f"{path.stem}.expected.json"


def _make() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_readers", EXAMPLES / "make.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# --- the contract of the plug-ins ---


def test_every_reader_has_examples_and_every_folder_its_reader() -> None:
    folders = {p.name for p in EXAMPLES.iterdir() if p.is_dir() and not p.name.startswith("__")}
    assert folders == set(READERS), "a reader and its folder tests/examples/readers/<reader>/ go together"


@pytest.mark.parametrize("name", sorted(READERS))
def test_a_reader_keeps_the_contract(name: str) -> None:
    module = READERS[name]
    assert module.__doc__
    assert module.EXTENSIONS
    assert all(e == e.lower() and not e.startswith(".") for e in module.EXTENSIONS)
    assert list(inspect.signature(module.read).parameters) == ["data", "name"]
    mine = [p for p in FILES if p.parent.name == name]
    assert len(mine) >= 3, f"{name} has {len(mine)} examples; three at least"
    assert {p.suffix[1:] for p in mine} <= set(module.EXTENSIONS)


def test_no_extension_has_two_readers() -> None:
    assert len(readers()) == sum(len(module.EXTENSIONS) for module in READERS.values())


def test_every_example_has_its_expectation_and_the_reverse() -> None:
    assert {_expected(p) for p in FILES} == set(EXAMPLES.glob("*/*.expected.json"))


# --- the examples ---


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_example(path: Path) -> None:
    wanted = json.loads(_expected(path).read_text(encoding="utf-8"))
    document = read(path)
    got = [{field: getattr(unit, field) for field in FIELDS} for unit in document.units]
    for number, (one, other) in enumerate(zip(got, wanted, strict=False)):
        for field in FIELDS:
            assert one[field] == other[field], f"{path.name}: {field} of unit {number} differs"
    assert len(got) == len(wanted), f"{path.name}: {len(got)} units were read, {len(wanted)} are expected"
    assert [unit.index for unit in document.units] == list(range(len(got)))


def test_office_examples_are_what_make_writes(tmp_path: Path) -> None:
    make = _make()
    make.make(tmp_path)
    for kind in ("docx", "xlsx"):
        names = sorted(p.name for p in (EXAMPLES / kind).glob(f"*.{kind}"))
        assert names == sorted(p.name for p in (tmp_path / kind).iterdir())
        for name in names:
            assert _parts(EXAMPLES / kind / name) == _parts(tmp_path / kind / name), (
                f"{name}: run python tests/examples/readers/make.py"
            )


def _parts(path: Path) -> list[tuple[str, bytes]]:
    """Read the parts of an Office file; how they are packed depends on zlib."""
    with zipfile.ZipFile(path) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


# --- what else a reading tells ---


def _example(name: str) -> RawDocument:
    return read(EXAMPLES / name)


def _warned(name: str, words: str) -> bool:
    return any(words in warning for warning in _example(name).warnings)


def test_legend() -> None:
    assert _example("txt/initials_legend.txt").legend == (
        ("PW", "Perry, young person"),
        ("OH", "Olga, advocate"),
    )


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("txt/no_labels.txt", "no speaker labels"),
        ("txt/cp1252.txt", "Windows-1252"),
        ("docx/tracked_changes.docx", "tracked deletions were left out"),
        ("docx/comments.docx", "comments were not read"),
        ("xlsx/hidden_sheet.xlsx", "1 hidden sheet"),
        ("xlsx/cover_sheet.xlsx", "sheet 1 holds no answers"),
        ("vtt/out_of_order.vtt", "out of order"),
        ("vtt/no_speaker.vtt", "no speaker labels"),
        ("csv/case_export.csv", "column 5 as text"),
    ],
)
def test_what_a_person_should_know_is_said(name: str, words: str) -> None:
    assert _warned(name, words), f"{name}: no warning says '{words}'"


@pytest.mark.parametrize(
    ("name", "layout"),
    [
        ("txt/notes_bars.txt", "case notes"),
        ("txt/no_labels.txt", "prose"),
        ("txt/bold_names.txt", "transcript"),
        ("csv/case_export.csv", "case export"),
        ("csv/tabs.tsv", "transcript"),
        ("docx/table_of_answers.docx", "survey"),
        ("xlsx/double_header.xlsx", "survey"),
    ],
)
def test_layout(name: str, layout: str) -> None:
    assert _example(name).layout == layout


def test_respondents() -> None:
    assert [u.respondent for u in _example("csv/row_an_answer.csv").units] == ["a1", "a1", "a2"]
    assert [u.respondent for u in _example("docx/table_of_answers.docx").units] == ["", "", "c1", "c1", "c2"]


def test_repr_shows_no_text() -> None:
    document = _example("txt/interviewer_yp1.txt")
    assert "footwell" not in repr(document) + repr(document.units)
    assert "YP1" not in repr(document.units)


def test_reading_does_not_depend_on_where_the_file_lies(tmp_path: Path) -> None:
    copy = tmp_path / "other name.TXT"
    copy.write_bytes((EXAMPLES / "txt" / "bold_names.txt").read_bytes())
    first, second = _example("txt/bold_names.txt"), read(copy)
    assert (first.digest, first.units) == (second.digest, second.units)


def test_cues_that_are_left_out_are_counted() -> None:
    data = b"WEBVTT\n\n00:01.000 --> 00:02.000\nHere.\n\n00:02,000 --> 00:99,000\nGone.\n"
    document = read_bytes(data, name="a.vtt", extension="vtt", path="a.vtt")
    assert "1 cue(s) whose times cannot be read were left out" in document.warnings


@pytest.mark.parametrize(
    "lines",
    [
        ["She came. I said: no.", "Then: rain.", "And I said: go on, then."],
        ["Background: none.", "Outcome: a plan.", "Background: some.", "Outcome: another plan."],
        ["We left at 10:30", "We were home at 11:45", "It rained at 12:00"],
        ["TV is on.", "PE Lessons are worst.", "I like art.", "I like bread."],
    ],
)
def test_prose_stays_prose(lines: list[str]) -> None:
    units = read_bytes("\n".join(lines).encode(), name="a.txt", extension="txt", path="a.txt").units
    assert [(unit.speaker, unit.text) for unit in units] == [("", line) for line in lines]


# --- properties ---

_LABELS = st.sampled_from(["Interviewer", "YP1", "I", "R", "Kayleigh", "Mrs Okoro", "SW"])
# Any characters but those that end a line or that no text holds.
_WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp", "Cs"), exclude_characters="\ufeff")
).filter(str.strip)


def _flat(parts: list[str]) -> list[str]:
    return [word for part in parts for word in part.split()]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(_LABELS, _WORDS), min_size=1, max_size=12))
def test_no_word_is_lost_or_invented(turns: list[tuple[str, str]]) -> None:
    """Whether or not the labels are taken for speakers, all words come back, in order."""
    data = "\n".join(f"{label}: {text}" for label, text in turns).encode()
    units = read_bytes(data, name="t.txt", extension="txt", path="t.txt").units
    got = _flat([f"{unit.speaker}: {unit.text}" if unit.speaker else unit.text for unit in units])
    assert got == _flat([f"{label}: {text}" for label, text in turns])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(_LABELS, _WORDS), min_size=4, max_size=12))
def test_turns_come_back_as_they_were_said(turns: list[tuple[str, str]]) -> None:
    turns = [("Interviewer", "Shall we start?"), ("YP1", "Go on."), *turns]
    data = "\n\n".join(f"{label}: {text}" for label, text in turns).encode()
    units = read_bytes(data, name="t.txt", extension="txt", path="t.txt").units
    assert [(u.speaker, u.text.split()) for u in units] == [(label, text.split()) for label, text in turns]


_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r\u2028\u2029\ufeff"))


@given(_TEXT, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_decode_gives_back_what_was_encoded(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "t.txt") == (text, ())


@given(_TEXT)
def test_decode_reads_big_endian(text: str) -> None:
    data = io.BytesIO(b"\xfe\xff" + text.encode("utf-16-be")).getvalue()
    assert decode(data, "t.txt") == (text, ())


@given(st.lists(st.sampled_from(["one", "two", ""]), max_size=6), st.sampled_from(["\r\n", "\r", "\n"]))
def test_any_line_end_is_a_line_end(lines: list[str], end: str) -> None:
    assert decode(end.join(lines).encode(), "t.txt")[0] == "\n".join(lines)
