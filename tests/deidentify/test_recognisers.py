"""Every recogniser by its examples, its contract, and texts that nobody would write."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from childvoice.deidentify import propagate
from childvoice.deidentify.fold import fold
from childvoice.deidentify.recognisers import phone, postcode, school
from childvoice.deidentify.roster import Person, Roster
from childvoice.deidentify.spans import Found, settle
from childvoice.drawer import plugins
from childvoice.records import Label

EXAMPLES = Path(__file__).parents[1] / "examples" / "recognisers"
RECOGNISERS = {m.__name__.rpartition(".")[2]: m for m in plugins("childvoice.deidentify.recognisers")}
# A neutral citation has brackets of its own, so a mark may begin with one more.
MARK = re.compile(r"\[\[(?=(\[?))(.*?)\]\](?!\])")


def lines_of(name: str) -> list[str]:
    return [line for line in (EXAMPLES / f"{name}.txt").read_text(encoding="utf-8").splitlines() if line]


def unmark(line: str) -> tuple[str, list[tuple[int, int]]]:
    plain, spans, at = "", [], 0
    for mark in MARK.finditer(line):
        plain += line[at : mark.start()]
        spans.append((len(plain), len(plain) + len(mark[2])))
        plain += mark[2]
        at = mark.end()
    return plain + line[at:], spans


def marked(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in reversed(spans):
        text = f"{text[:start]}[[{text[start:end]}]]{text[end:]}"
    return text


def found_in(module: ModuleType, text: str) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in settle(module.find(text))]


@pytest.mark.parametrize(
    ("name", "line"),
    [(name, line) for name in RECOGNISERS if (EXAMPLES / f"{name}.txt").exists() for line in lines_of(name)],
)
def test_example(name: str, line: str) -> None:
    text, spans = unmark(line)
    found = found_in(RECOGNISERS[name], text)
    assert found == spans, f"\n  wanted {marked(text, spans)}\n  found  {marked(text, found)}"


def test_every_recogniser_has_examples_and_every_example_file_its_recogniser() -> None:
    assert {path.stem for path in EXAMPLES.iterdir()} == set(RECOGNISERS)
    for name in RECOGNISERS:
        with_marks = [bool(MARK.search(line)) for line in lines_of(name)]
        assert with_marks.count(True) >= 5, f"{name}: at least 5 lines with a mark"
        assert with_marks.count(False) >= 5, f"{name}: at least 5 lines without"


ALPHABET = st.characters(exclude_categories=["Cs"])
# Pieces that recognisers look for, so that chance reaches beyond their first character.
PIECES = st.sampled_from(
    [
        *("07700 900123", "EM9 2LR", "03.11.12", "@kay", "St Bede's", "Marsh Lane", "UPN", "NHS 999", "www."),
        *("LCS 0048", "dot", "at", "May 3", "8y 2m", "reg AB12", "in Bath", "\u200b", "\u0301", "ﬃ"),
    ]
)
TEXTS = st.one_of(st.text(ALPHABET), st.lists(st.one_of(PIECES, st.text(ALPHABET, max_size=4))).map(" ".join))


@given(TEXTS)
@example("")
def test_any_text_gives_spans_inside_it_of_the_declared_kinds(text: str) -> None:
    plain = fold(text)
    for name, module in RECOGNISERS.items():
        for span in module.find(plain.text):
            assert isinstance(span, Found)
            assert span.label in module.LABELS, name
            assert 0 <= span.start < span.end <= len(plain.text), name
            start, end = plain.back(span.start, span.end)
            assert 0 <= start < end <= len(text), name


@given(TEXTS)
@example("E\u0301. A \u00adB")
def test_fold_keeps_order_and_ascii_as_it_is(text: str) -> None:
    plain = fold(text)
    assert len(plain.text) == len(plain.starts) == len(plain.ends)
    assert list(plain.starts) == sorted(plain.starts)
    assert all(start < end <= len(text) for start, end in zip(plain.starts, plain.ends, strict=True))


INVISIBLE = st.sampled_from(["\u200b", "\u200d", "\u00ad", "\u202e", "\u2066", "\ufeff", "\ufe0f"])
LOOKALIKE = {
    "a": "а",
    "e": "е",
    "o": "о",
    "c": "с",
    "p": "р",
    "x": "х",
    "A": "А",
    "B": "В",
    "E": "Е",
    "M": "М",
    "K": "К",
    "P": "Р",
}
IDENTIFIERS = ("EM9 7KE", "07700 900123", "Kestwick Academy", "Keziah Prosper")


def finds(text: str) -> list[Found]:
    roster = Roster((Person("1", "Keziah Prosper", (), Label.PERSON_CHILD, "", ""),))
    return [
        *(s for m in (phone, postcode, school) for s in m.find(text)),
        *propagate.known_people(text, roster),
    ]


@settings(max_examples=200)
@given(st.sampled_from(IDENTIFIERS), st.data())
def test_disguises_are_seen_through_at_the_right_place(identifier: str, data: st.DataObject) -> None:
    disguised = identifier[0]
    for char in identifier[1:]:
        disguised += data.draw(st.one_of(st.just(""), INVISIBLE))
        disguised += LOOKALIKE.get(char, char) if data.draw(st.booleans()) else char
    text = f"She wrote: {disguised}, and left."
    plain = fold(text)
    places = {plain.back(span.start, span.end) for span in finds(plain.text)}
    start = text.index(disguised)
    assert (start, start + len(disguised)) in places


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("K a y l e i g h", "Kayleigh"),
        ("Zoe\u0308", "Zoë"),
        ("\uff10\uff17\uff17\uff10\uff10", "07700"),
        ("She\ufb03eld", "Sheffield"),
        ("07700\u00a0900\u2011123", "07700 900-123"),
        ("Дом и Маrk", "Дом и Mark"),  # a foreign word stays, a mixed one does not
        ("plain text", "plain text"),
    ],
)
def test_fold(written: str, plain: str) -> None:
    folded = fold(written)
    assert folded.text == plain
    assert folded.back(0, len(plain)) == (0, len(written))


@pytest.mark.parametrize(
    "piece", ["A", "1 ", "Aa ", " ", "a.", "-", "0 ", "1/", "A 1 ", "Aa, ", "@", "a-", "(", "1.1 ", "reg "]
)
@pytest.mark.parametrize("name", sorted(RECOGNISERS))
def test_long_lines_do_not_take_for_ever(name: str, piece: str) -> None:
    """No time is asserted: a pattern that goes back and forth over 300,000 characters would never end."""
    text = (piece * 300_000)[:300_000]
    assert all(span.end <= len(text) for span in RECOGNISERS[name].find(text))


def test_folding_long_lines_does_not_take_for_ever() -> None:
    for piece in ("A", "A ", "\u200b", "е", "e\u0301"):
        fold((piece * 300_000)[:300_000])
