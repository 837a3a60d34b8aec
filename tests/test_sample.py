"""The sample review: made from what is written, readable, and true to what its card says."""

from __future__ import annotations

import csv
import importlib
import io
import json
import re
import sys
import zipfile
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from childvoice.deidentify.roster import read_roster
from childvoice.ingest import discover, read, read_manifest
from childvoice.ingest.manifest import COLUMNS
from childvoice.records import Label, Role, Voice
from childvoice.settings import load

SAMPLE = Path(__file__).resolve().parent.parent / "corpora" / "sample"
DOCUMENTS, GOLD = SAMPLE / "documents", SAMPLE / "gold"
IDS = sorted(path.stem for path in (SAMPLE / "written").glob("*.txt"))
EDGES = "()|-"  # what the styles of entry headings put round words


def _module(name: str) -> ModuleType:
    sys.path.insert(0, str(SAMPLE))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(SAMPLE))


authoring, make = _module("authoring"), _module("make")


@pytest.fixture(scope="module")
def written() -> dict[str, Any]:
    return {d.name: d for d in make.documents()}


def _gold(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").splitlines()]


def _content(path: Path) -> object:
    """Read what a file holds; of Office files the parts, since another zlib packs them differently."""
    data = path.read_bytes()
    if path.suffix not in {".docx", ".xlsx"}:
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return [(info.filename, info.date_time, parts.read(info)) for info in parts.infolist()]


def _files(folder: Path) -> list[Path]:
    return sorted(p.relative_to(folder) for p in folder.rglob("*") if p.is_file())


# --- made from what is written ---


@pytest.mark.parametrize("name", IDS)
def test_written_without_problems(name: str) -> None:
    assert authoring.parse(SAMPLE / "written" / f"{name}.txt").problems == ()


def test_up_to_date_and_the_same_each_time(tmp_path: Path) -> None:
    once, twice = tmp_path / "once", tmp_path / "twice"
    make.make(once)
    make.make(twice)
    for folder in ("documents", "gold"):
        names = _files(once / folder)
        assert names == _files(SAMPLE / folder) == _files(twice / folder)
        for name in names:
            assert (once / folder / name).read_bytes() == (twice / folder / name).read_bytes(), name
            assert _content(once / folder / name) == _content(SAMPLE / folder / name), (
                f"{name}: run python corpora/sample/make.py"
            )


def test_large_enough(written: dict[str, Any]) -> None:
    assert len(written) >= 60
    assert sum(d.words() for d in written.values()) >= 35_000
    assert len(set(make.FILES.values())) == len(make.FILES) == len(written)
    assert {d.head["format"] for d in written.values()} == authoring.FORMATS
    assert {d.head["kind"] for d in written.values()} == authoring.KINDS


def test_card_is_true() -> None:
    text = (SAMPLE / "README.md").read_text(encoding="utf-8")
    assert make.counts() in text
    assert make.card(text) == text, "run python corpora/sample/make.py"


# --- readable ---


def test_every_document_is_discovered() -> None:
    found, refused = discover([DOCUMENTS])
    assert not refused
    assert {p.name for p in found} == set(make.FILES.values())


@pytest.mark.parametrize("name", IDS)
def test_every_word_is_read(name: str, written: dict[str, Any]) -> None:
    """At least 99.5 % of the words, headings of entries and labels of speakers among them.

    Columns of a survey that only describe the respondent (age band, area, team) are not read as words.
    """
    document = written[name]
    wanted: Counter[str] = Counter()
    for shown in make.shown(document):
        if not (document.table and shown.question in make.ATTRIBUTES):
            wanted.update(w.strip(EDGES) for w in f"{shown.line.label.strip('[]')} {shown.text}".split())
    got: Counter[str] = Counter()
    note = ""
    for unit in read(DOCUMENTS / make.FILES[name]).units:
        heading = unit.note if unit.note != note else ""
        got.update(w.strip(EDGES) for w in f"{heading} {unit.speaker} {unit.text}".split())
        note = unit.note
    del wanted[""], got[""]
    lost = wanted - got
    assert sum(lost.values()) <= 0.005 * sum(wanted.values()), lost.most_common(5)
    assert sum((got - wanted).values()) <= 0.005 * sum(wanted.values())


@pytest.mark.parametrize("name", IDS)
def test_speakers_and_turns_are_those_of_the_author(name: str, written: dict[str, Any]) -> None:
    document = written[name]
    units = [(u.speaker, u.text) for u in read(DOCUMENTS / make.FILES[name]).units]
    shown = [s for s in make.shown(document) if not s.line.starts_entry]
    if document.table:
        shown = [s for s in shown if s.question not in make.ATTRIBUTES]
    assert units == [(s.line.label.strip("[]"), s.text) for s in shown]
    speakers = {label.strip("[]") for label in document.speakers} if document.is_speech else set()
    assert {speaker for speaker, _ in units} - {""} == speakers


@pytest.mark.parametrize("name", [i for i in IDS if i.startswith("case-")])
def test_entries_of_case_files_are_found(name: str, written: dict[str, Any]) -> None:
    notes = [u.note for u in read(DOCUMENTS / make.FILES[name]).units]
    headings = [line for line in written[name].lines if line.starts_entry]
    assert len(set(notes)) == len(headings)
    for note, line in zip(dict.fromkeys(notes), headings, strict=True):
        _, kind, author = note.split(" | ")
        assert (kind, author) == (line.entry[1], line.entry[2])


def test_headings_come_in_three_styles(written: dict[str, Any]) -> None:
    firsts = {make.shown(d)[0].text for d in written.values() if d.head["kind"] == "case_note"}
    assert {sum(mark in f for f in firsts) > 0 for mark in (" | ", " - ", "  ")} == {True}


def test_survey_questions_and_respondents_are_read(written: dict[str, Any]) -> None:
    for name in ("sur-01", "sur-02", "sur-03"):
        cells = [s for s in make.shown(written[name]) if s.question not in make.ATTRIBUTES]
        units = read(DOCUMENTS / make.FILES[name]).units
        assert [(u.question, u.respondent) for u in units] == [(c.question, c.respondent) for c in cells]


def test_what_goes_with_the_documents(written: dict[str, Any]) -> None:
    assert make.MANIFEST == COLUMNS
    notes = read_manifest(DOCUMENTS / "manifest.csv")
    assert set(notes) == set(make.FILES.values())
    assert {n.kind for n in notes.values()} == authoring.KINDS
    roster = read_roster(DOCUMENTS / "roster.csv")
    assert not roster.warnings
    ids = {p.id for p in roster.people}
    marked = {m.entity for d in written.values() for s in make.shown(d) for m in s.whole_marks} - {""}
    assert marked <= ids
    settings = load(DOCUMENTS)
    assert sorted(settings.review.lines_of_enquiry) == list("abcdef")
    enquiry = {e for n in notes.values() for e in n.lines_of_enquiry}
    assert enquiry == set("abcdef")


# --- gold ---


def test_gold_identifiers() -> None:
    rows = _gold("identifiers.jsonl")
    assert [r["doc_id"] for r in rows] == IDS
    for row in rows:
        at = 0
        for start, end, label, entity in row["spans"]:
            assert at <= start < end <= len(row["text"])
            assert Label(label).is_person == bool(entity)
            surface = row["text"][start:end]
            assert surface == surface.strip()
            assert "\n" not in surface
            at = end


def test_invented_numbers_belong_to_nobody() -> None:
    found: dict[str, set[str]] = {}
    for row in _gold("identifiers.jsonl"):
        for start, end, label, _ in row["spans"]:
            found.setdefault(label, set()).add(row["text"][start:end])
    for phone in found["PHONE"]:
        assert re.sub(r"\D", "", phone)[:8] in {"07700900", "01632960"}, phone
    for number in found["NHS_NUMBER"]:
        digits = [int(c) for c in number if c.isdigit()]
        check = (11 - sum(d * w for d, w in zip(digits, range(10, 1, -1), strict=False)) % 11) % 11
        assert digits[:3] == [9, 9, 9]
        assert digits[9:] == [check], number
    assert all(email.endswith("@example.org") for email in found["EMAIL"])
    assert all(number.startswith("QQ") for number in found["NINO"])


def test_gold_voices() -> None:
    rows = _gold("voice.jsonl")
    assert {r["doc_id"] for r in rows} == set(IDS)
    for row in rows:
        at = 0
        for start, end, voice, _ in row["spans"]:
            assert at <= start < end <= len(row["text"])
            assert Voice(voice)
            at = end
        assert Role(row["role"])
        if row["role"] == "interviewer":
            assert {s[2] for s in row["spans"]} <= {"adult", "reported", "own_words"}


def test_gold_codes(written: dict[str, Any]) -> None:
    rows = _gold("codes.jsonl")
    assert {r["doc_id"] for r in rows} == {n for n, d in written.items() if make.coded(d)}
    assert len({r["id"] for r in rows}) == len(rows)
    for row in rows:
        assert Role(row["role"])
        assert Voice(row["voice"])
        for code in row["codes"]:
            assert code["code"] in authoring.THEMES
            assert code["valence"] in authoring.VALENCES
            assert row["text"][code["start"] : code["end"]].strip()
        if row["role"] == "interviewer":
            assert row["codes"] == [], "a question is never coded"


# --- planted facts ---


def _valences(theme: str, roles: set[str]) -> Counter[str]:
    return Counter(
        code["valence"]
        for row in _gold("codes.jsonl")
        if row["role"] in roles
        for code in row["codes"]
        if code["code"] == theme
    )


def test_planted_disagreement_and_agreement() -> None:
    children, staff = {"child", "care_leaver"}, {"staff"}
    said = _valences("communication", children)
    assert said["negative"] > 2 * said["positive"]
    told = _valences("communication", staff)
    assert told["positive"] > 2 * told["negative"]
    for roles in (children, staff):
        change = _valences("continuity", roles)
        assert change["negative"] > 2 * change["positive"]


def test_planted_silence(written: dict[str, Any]) -> None:
    adults = {"staff", "partner"}
    assert not _valences("privacy_stigma", adults)
    assert _valences("privacy_stigma", {"child"}).total() >= 10
    asked = [d for d in written.values() if d.head["group"] in adults]
    assert any("privacy_stigma" in d.head["topics_asked"] for d in asked)
    assert not any("family_contact" in d.head["topics_asked"] for d in asked)
    assert _valences("family_contact", {"child"}).total() >= 10
    # Staff interviews, focus groups and surveys say nothing of it; case notes tell what children said.
    for row in _gold("codes.jsonl"):
        if written[row["doc_id"]].head["group"] in adults:
            assert "family_contact" not in {c["code"] for c in row["codes"]}


def test_planted_rare_events() -> None:
    rare = {r["doc_id"] for r in _gold("identifiers.jsonl") for s in r["spans"] if s[2] == "RARE_EVENT"}
    assert rare == {"case-03", "int-10"}


def test_manifest_is_plain_csv() -> None:
    with (DOCUMENTS / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all("\n" not in value for row in rows for value in row.values())
