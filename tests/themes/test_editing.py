"""A council's own codebook: what it is told about weak places, what changed, and a theme that is added from outside."""

from __future__ import annotations

from dataclasses import replace

import pytest
from councils_own import BUSES, TODAY, added
from hypothesis import given, settings
from hypothesis import strategies as st

from childvoice.cli.main import main
from childvoice.errors import CodebookError
from childvoice.records import Valence
from childvoice.themes.codebook import Change, Example, Exclusion, built_in, load, parse, read
from childvoice.themes.editing import diff, lint


@pytest.mark.parametrize("name", ["voice_of_the_child"])
def test_an_added_theme_stands_at_the_end_and_nothing_else_is_lost(name):
    before = read(name)
    after = added(before)
    book = parse(after, "ours.toml")
    assert book.themes == (*load(name).themes, BUSES)
    assert book.version == load(name).version + 1
    assert book.changed[-1] == Change(book.version, TODAY, "Review team", 'Children call it "the bus thing"')
    lines = after.splitlines()
    missing = [line for line in before.splitlines() if line not in lines]
    assert missing == ["version = 1"]


@pytest.mark.parametrize(
    "changed",
    [
        "",
        "changed = []\n",
        'changed = [{ version = 1, date = 2026-01-01, by = "A", why = "new [or so]" }]\n',
        'changed = [\n  { version = 1, date = 2026-01-01, by = "A", why = "first" }\n]\n',
    ],
)
def test_the_history_goes_on_however_it_is_written(changed):
    theme = '[[theme]]\nid = "communication"\nlabel = "L"\nplain = "p"\nshort = "s"\ndefinition = "d"\nexamples = [{ text = "a b c d", valence = "mixed" }]\n'
    book = parse(added(f'id = "mine"\ntitle = "Mine"\nversion = 1\n{changed}\n{theme}'), "mine.toml")
    assert book.changed[-1].version == 2
    assert len(book.changed) == (2 if "by" in changed else 1)


def test_a_history_in_tables_goes_on_as_tables():
    text = 'id = "mine"\ntitle = "Mine"\nversion = 1\n[[theme]]\nid = "communication"\nlabel = "L"\nplain = "p"\nshort = "s"\ndefinition = "d"\nexamples = [{ text = "a b c d", valence = "mixed" }]\n[[changed]]\nversion = 1\ndate = 2026-01-01\nby = "A"\nwhy = "first"\n'
    assert [c.version for c in parse(added(text), "mine.toml").changed] == [1, 2]


_words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=40).filter(
    str.strip
)


@given(_words, _words, _words)
@settings(max_examples=40, deadline=None)
def test_any_words_come_back_as_they_were_given(label, definition, example):
    theme = replace(
        BUSES, label=label, definition=definition, examples=(Example(text=example, valence=Valence.MIXED),)
    )
    assert parse(added(read("voice_of_the_child"), theme), "ours.toml").themes[-1] == theme


def test_a_theme_that_is_there_already_is_refused():
    with pytest.raises(CodebookError, match="'continuity' is there already"):
        added(read("voice_of_the_child"), replace(BUSES, id="continuity"))


def test_a_theme_that_points_nowhere_is_refused():
    with pytest.raises(CodebookError, match="excludes to 'no_such'"):
        added(read("voice_of_the_child"), replace(BUSES, exclude=(Exclusion(what="x", use="no_such"),)))


# lint and diff


@pytest.mark.parametrize("name", built_in())
def test_the_codebooks_that_come_along_have_no_weak_place(name):
    assert lint(load(name)) == []


def test_a_weak_codebook_is_told_of_every_weak_place():
    book = load("voice_of_the_child")
    thin = replace(
        BUSES, examples=(BUSES.examples[0], book.themes[0].examples[0]), near_misses=(), include=()
    )
    told = "\n".join(lint(replace(book, themes=(*book.themes, thin), version=9)))
    for part in (
        "version 9 has no line",
        "'transport' has 2 of 5 examples",
        "'transport' shows only negative",
        "no near misses",
        "no 'include'",
        "'continuity' and 'transport' share an example",
    ):
        assert part in told


def test_two_versions_are_told_apart_in_words():
    old = load("voice_of_the_child")
    first = replace(
        old.themes[0], label="Same worker", near_misses=old.themes[0].near_misses[1:], short="Other."
    )
    new = replace(old, themes=(first, *old.themes[2:], BUSES), version=2)
    assert diff(old, new) == [
        "version 1 -> 2",
        "- repeating_story: taken out; codings with it stay, and nothing explains them",
        "  continuity: label 'Keeping the same worker' -> 'Same worker'",
        "  continuity: short worded anew",
        "  continuity: near misses: 1 taken out",
        "+ transport: Getting there, 5 examples",
    ]
    assert diff(old, old) == []


def test_a_change_under_the_same_version_is_noticed():
    old = load("voice_of_the_child")
    assert "stands on both" in diff(old, replace(old, themes=old.themes[1:]))[0]


# The command


def _examples(count=5):
    return [w for e in BUSES.examples[:count] for w in ("--example", f"{e.valence.value}: {e.text}")]


_ADD = ["codebook", "add", "voice_of_the_child", "--id", "transport", "--label", "Getting there"]
_ADD += ["--definition", "How families travel. By bus or cab."]


def test_a_theme_is_added_from_the_command_line_to_a_copy(tmp_path, capsys):
    ours = tmp_path / "ours.toml"
    assert main([*_ADD, "-o", str(ours), *_examples()]) == 0
    assert 'codebook = "ours.toml"' in capsys.readouterr().out
    assert load(ours).theme("transport").short == "How families travel."
    assert main(["codebook", "diff", "voice_of_the_child", str(ours)]) == 0
    assert "+ transport" in capsys.readouterr().out
    assert main(["codebook", "lint", str(ours)]) == 0
    assert "'transport' has no near misses" in capsys.readouterr().out


def test_examples_may_come_as_rows(tmp_path):
    rows = "text,valence\n" + "".join(f'"{e.text}",{e.valence.value}\n' for e in BUSES.examples)
    (tmp_path / "examples.csv").write_text(rows, encoding="utf-8")
    ours = tmp_path / "ours.toml"
    assert main([*_ADD, "-o", str(ours), "--examples", str(tmp_path / "examples.csv")]) == 0
    assert load(ours).theme("transport").examples == BUSES.examples


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([*_ADD, *_examples()], "is not changed"),
        ([*_ADD, "-o", "x.toml", *_examples(4)], "4 example(s) for 'transport'"),
        (
            [*_ADD, "-o", "x.toml", *_examples(4), "--example", "great: We went by bus to see her."],
            "has no valence",
        ),
        (
            ["codebook", "add", "voice_of_the_child", "-o", "x.toml"],
            "a theme needs --id, --label, --definition",
        ),
        (["codebook", "diff", "voice_of_the_child"], "diff takes 2 codebook(s), not 1"),
        (["codebook", "linty", "voice_of_the_child"], "unknown action 'linty'"),
    ],
)
def test_what_cannot_be_added_is_said_and_nothing_is_written(words, told, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(words) == 2
    assert told in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
