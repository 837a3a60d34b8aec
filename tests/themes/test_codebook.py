"""The codebooks that come with childvoice, and what a person is told of a codebook that cannot be meant."""

from __future__ import annotations

import dataclasses
from collections import Counter
from pathlib import Path

import pytest

from childvoice.errors import CodebookError
from childvoice.records import JOURNEY, Valence
from childvoice.themes.codebook import Codebook, Theme, built_in, load

DESIGNED = (
    "continuity",
    "repeating_story",
    "communication",
    "being_heard",
    "involvement_in_decisions",
    "trust_relationship",
    "information_understanding",
    "time_caseload",
    "privacy_stigma",
    "feeling_safe",
    "help_impact",
    "family_contact",
    "placement_stability",
    "endings_transitions",
    "judgement_respect",
    "delay_waiting",
    "peer_support_activities",
    "staff_conditions",
)
FEATURES = (
    "clarity_of_purpose",
    "practice_framework",
    "team_around_family",
    "professional_tasks",
    "shared_knowledge_of_cases",
    "other_expertise",
    "practice_careers",
    "seniors_coach",
    "responsibility_with_authority",
)
EXAMPLES_EACH = {"voice_of_the_child": 6, "service_conditions": 5}

HEAD = 'id = "mine"\ntitle = "Mine"\nversion = 1\n'


def theme(
    id: str, *, extra: str = "", examples: str = '[{ text = "We had a lovely day.", valence = "positive" }]'
) -> str:
    return (
        f'\n[[theme]]\nid = "{id}"\nlabel = "L {id}"\nplain = "p"\nshort = "s"\ndefinition = "d"\n'
        f"examples = {examples}\n{extra}\n"
    )


def written(folder: Path, *parts: str, head: str = HEAD) -> Path:
    path = folder / "mine.toml"
    path.write_text(head + "".join(parts), encoding="utf-8")
    return path


def told(path: Path | str) -> str:
    with pytest.raises(CodebookError) as caught:
        load(path)
    assert caught.value.remedy
    return str(caught.value)


# What comes with childvoice


def test_the_voice_of_the_child_has_exactly_the_themes_of_the_design_in_their_order():
    assert load("voice_of_the_child").ids == DESIGNED


def test_service_conditions_has_the_nine_features_of_a_good_system():
    assert load("service_conditions").ids == FEATURES


def test_the_voice_of_the_child_has_ten_rules_for_hard_cases():
    assert len(load("voice_of_the_child").rules) == 10


def test_both_codebooks_are_found_by_name():
    assert set(built_in()) == set(EXAMPLES_EACH)


@pytest.mark.parametrize("name", EXAMPLES_EACH)
class TestEveryBuiltInCodebook:
    def test_is_called_what_its_file_is_called_and_says_why_it_is_as_it_is(self, name: str):
        book = load(name)
        assert book.id == name
        assert book.changed[-1].version == book.version
        assert book.about

    def test_has_labels_that_are_short_and_unlike(self, name: str):
        labels = [theme.label for theme in load(name)]
        assert len({label.casefold() for label in labels}) == len(labels)
        assert [label for label in labels if len(label.split()) > 5] == []

    def test_tells_of_each_theme_in_full(self, name: str):
        for theme in load(name):
            assert len(theme.examples) == EXAMPLES_EACH[name], theme.id
            assert len(theme.near_misses) == 3, theme.id
            assert len(theme.questions) == 2, theme.id
            assert 3 <= theme.definition.count(".") <= 5, theme.id
            assert theme.include, theme.id
            assert theme.exclude, theme.id
            assert theme.journey, theme.id
            assert theme.parent, theme.id
            assert theme.lines_of_enquiry, theme.id
            assert set(theme.lines_of_enquiry) <= set("abcdef"), theme.id
            assert list(theme.journey) == [stage for stage in JOURNEY if stage in theme.journey], theme.id

    def test_shows_each_theme_told_as_good_and_as_bad(self, name: str):
        for theme in load(name):
            assert {Valence.POSITIVE, Valence.NEGATIVE} <= {e.valence for e in theme.examples}, theme.id

    def test_has_examples_of_more_than_three_words(self, name: str):
        assert [e.text for theme in load(name) for e in theme.examples if len(e.text.split()) <= 3] == []

    def test_has_plain_words_that_can_complete_a_sentence(self, name: str):
        for theme in load(name):
            assert theme.plain[0].islower(), theme.id
            assert theme.plain[-1].isalpha(), theme.id


def test_no_example_or_near_miss_stands_twice_in_all_codebooks():
    texts = Counter(
        words.text.casefold()
        for name in built_in()
        for t in load(name)
        for words in (*t.examples, *t.near_misses)
    )
    assert [text for text, times in texts.items() if times > 1] == []


# Reading


def test_a_theme_is_found_by_its_id():
    book = load("voice_of_the_child")
    assert book.theme("continuity") is book.themes[0]
    assert [t.id for t in book] == list(book.ids)
    assert len(book) == 18


def test_a_misspelt_theme_id_is_answered_with_the_nearest():
    with pytest.raises(CodebookError, match="Did you mean 'continuity'"):
        load("voice_of_the_child").theme("continuty")


def test_records_cannot_be_changed_by_accident():
    book = load("voice_of_the_child")
    with pytest.raises(dataclasses.FrozenInstanceError):
        book.themes[0].label = "Other"  # type: ignore[misc]
    assert hash(book) == hash(load("voice_of_the_child"))


def test_a_path_reads_a_codebook_of_ones_own(tmp_path: Path):
    book = load(written(tmp_path, theme("bikes")))
    assert isinstance(book, Codebook)
    assert isinstance(book.theme("bikes"), Theme)
    assert book.theme("bikes").examples[0].valence is Valence.POSITIVE


def test_a_path_may_also_be_a_string(tmp_path: Path):
    assert load(str(written(tmp_path, theme("bikes")))).ids == ("bikes",)


def test_a_file_saved_by_notepad_reads_the_same(tmp_path: Path):
    plain = written(tmp_path, theme("bikes"))
    notepad = tmp_path / "notepad.toml"
    notepad.write_bytes(b"\xef\xbb\xbf" + plain.read_bytes().replace(b"\n", b"\r\n"))
    assert load(notepad) == load(plain)


def test_words_wrapped_over_lines_are_one_line(tmp_path: Path):
    path = written(tmp_path, theme("bikes"), head=HEAD + 'about = """\nOne\n  two.\n"""\n')
    assert load(path).about == "One two."


def test_what_is_read_equals_what_is_built_in_python(tmp_path: Path):
    book = load(written(tmp_path, theme("bikes")))
    assert Codebook(id="mine", title="Mine", version=1, themes=book.themes) == book


def test_themes_may_exclude_to_each_other_when_each_for_its_own_matter(tmp_path: Path):
    one = theme("one", extra='exclude = [{ what = "moving home", use = "two" }]')
    two = theme("two", extra='exclude = [{ what = "a change of worker", use = "one" }]')
    assert load(written(tmp_path, one, two)).ids == ("one", "two")


# What a person is told


def test_two_equal_ids(tmp_path: Path):
    message = told(written(tmp_path, theme("bikes"), theme("bikes")))
    assert message.startswith("mine.toml: theme 'bikes' stands twice")


@pytest.mark.parametrize("examples", ["[]", None])
def test_a_theme_without_examples(tmp_path: Path, examples: str | None):
    text = theme("bikes", examples=examples or "[]")
    if examples is None:
        text = text.replace("examples = []\n", "")
    message = told(written(tmp_path, theme("first"), text))
    assert message.startswith("mine.toml: theme 'bikes': 'examples' is ")


def test_an_exclusion_that_points_at_no_theme(tmp_path: Path):
    message = told(written(tmp_path, theme("bikes", extra='exclude = [{ what = "x", use = "bike" }]')))
    assert "mine.toml: theme 'bikes' excludes to 'bike', which is no theme" in message
    assert "Did you mean 'bikes'" in message


@pytest.mark.parametrize("circle", [("one",), ("one", "two"), ("one", "two", "three")])
def test_a_matter_that_is_excluded_in_a_circle(tmp_path: Path, circle: tuple[str, ...]):
    onward = dict(zip(circle, (*circle[1:], circle[0]), strict=True))
    parts = [
        theme(id, extra=f'exclude = [{{ what = "Moving  home", use = "{use}" }}]')
        for id, use in onward.items()
    ]
    message = told(written(tmp_path, *parts))
    assert f"circle ({' -> '.join([*circle, circle[0]])})" in message
    assert "mine.toml: theme 'one'" in message


def test_a_circle_that_another_theme_leads_into_names_the_circle_alone(tmp_path: Path):
    lead = theme("lead", extra='exclude = [{ what = "x", use = "one" }]')
    one = theme("one", extra='exclude = [{ what = "x", use = "two" }]')
    two = theme("two", extra='exclude = [{ what = "x", use = "one" }]')
    assert "theme 'one' excludes in a circle (one -> two -> one)" in told(written(tmp_path, lead, one, two))


@pytest.mark.parametrize("circle", [("one",), ("one", "two"), ("one", "two", "three")])
def test_a_theme_that_stands_under_itself(tmp_path: Path, circle: tuple[str, ...]):
    above = dict(zip(circle, (*circle[1:], circle[0]), strict=True))
    message = told(written(tmp_path, *(theme(id, extra=f'parent = "{up}"') for id, up in above.items())))
    assert f"theme 'one' is its own ancestor ({' -> '.join([*circle, circle[0]])})" in message


def test_a_parent_may_be_a_theme_or_a_heading(tmp_path: Path):
    wide, narrow = theme("travel", extra='parent = "Daily life"'), theme("buses", extra='parent = "travel"')
    assert load(written(tmp_path, wide, narrow)).theme("buses").parent == "travel"


def test_a_rule_that_names_no_theme(tmp_path: Path):
    rule = '[[rule]]\ntitle = "t"\ntext = "x"\nthemes = ["bikers"]\n'
    message = told(written(tmp_path, theme("bikes"), rule))
    assert "rule 1 names 'bikers'" in message
    assert "Did you mean 'bikes'" in message


def test_a_valence_that_is_none(tmp_path: Path):
    examples = (
        '[{ text = "One two three.", valence = "mixed" }, { text = "Secret words.", valence = "good" }]'
    )
    message = told(written(tmp_path, theme("bikes", examples=examples)))
    assert (
        "mine.toml: theme 'bikes', example 2: 'valence' should be 'positive', 'negative', 'mixed'" in message
    )
    assert "Secret" not in message


@pytest.mark.parametrize("letter", ["A", "ab", "1", ""])
def test_a_line_of_enquiry_that_is_not_a_small_letter(tmp_path: Path, letter: str):
    message = told(written(tmp_path, theme("bikes", extra=f'lines_of_enquiry = ["a", "{letter}"]')))
    assert "mine.toml: theme 'bikes': 'lines_of_enquiry'" in message
    assert '["a", "f"]' in message


def test_a_stage_that_is_not_on_the_journey(tmp_path: Path):
    message = told(written(tmp_path, theme("bikes", extra='journey = ["referal"]')))
    assert "mine.toml: theme 'bikes': 'journey' is not a stage of the journey" in message
    assert "Did you mean 'referral'" in message


@pytest.mark.parametrize(
    ("parts", "where", "key", "nearest"),
    [
        ((HEAD, 'abuot = "x"\n', theme("bikes")), "", "abuot", "about"),
        ((HEAD, theme("bikes", extra='near_mises = ["x"]')), "theme 'bikes': ", "near_mises", "near_misses"),
        ((HEAD, theme("bikes").replace("label =", "lable =")), "theme 'bikes': ", "lable", "label"),
        (
            (HEAD, theme("bikes", examples='[{ text = "a b c d", valance = "mixed" }]')),
            "theme 'bikes', example 1: ",
            "valance",
            "valence",
        ),
        (
            (HEAD, theme("bikes", extra='exclude = [{ wat = "x" }]')),
            "theme 'bikes', exclusion 1: ",
            "wat",
            "what",
        ),
        ((HEAD, theme("bikes"), '[[rule]]\ntitel = "x"\n'), "rule 1: ", "titel", "title"),
    ],
)
def test_an_unknown_key_is_refused_with_the_nearest_known(
    tmp_path: Path, parts: tuple[str, ...], where: str, key: str, nearest: str
):
    message = told(written(tmp_path, *parts, head=""))
    assert message == f"mine.toml: {where}unknown key '{key}'. Did you mean '{nearest}'."


def test_a_theme_that_has_no_id_is_named_by_its_place(tmp_path: Path):
    message = told(written(tmp_path, theme("first"), theme("bikes").replace('id = "bikes"\n', "")))
    assert message.startswith("mine.toml: theme 2: 'id' is missing")


def test_a_theme_written_under_its_plural_is_told_the_same(tmp_path: Path):
    path = written(tmp_path, theme("bikes").replace("[[theme]]", "[[themes]]").replace("label", "lable"))
    assert "theme 'bikes': unknown key 'lable'" in told(path)


def test_themes_under_both_names_are_not_half_read(tmp_path: Path):
    path = written(tmp_path, theme("bikes"), theme("boats").replace("[[theme]]", "[[themes]]"))
    assert told(path) == "mine.toml: unknown key 'themes'. Did you mean 'theme'."


@pytest.mark.parametrize("bad", ['id = "Two Words"', 'label = "  "', "label = 3", 'near_misses = ["x"]'])
def test_anything_else_that_cannot_be_meant_names_the_theme_and_the_key(tmp_path: Path, bad: str):
    key = bad.split(" = ")[0]
    lines = [line for line in theme("bikes").splitlines() if not line.startswith(f"{key} = ")]
    message = told(written(tmp_path, "\n".join([*lines, bad, ""])))
    assert message.startswith("mine.toml: theme ")
    assert key in message or "near miss 1" in message


@pytest.mark.parametrize(
    "content", [b"[[theme]\nid = 1", b"\xff\xfe\x00", b"theme = 3\n", b"theme = [3]\n", b""]
)
def test_a_file_that_is_not_a_codebook_at_all(tmp_path: Path, content: bytes):
    path = tmp_path / "mine.toml"
    path.write_bytes(content)
    assert told(path).startswith("mine.toml: ")


def test_not_toml_names_the_line(tmp_path: Path):
    message = told(written(tmp_path, "\noops\n"))
    assert "mine.toml: not TOML" in message
    assert "line 5" in message


def test_a_name_that_is_not_built_in_is_answered_with_the_nearest():
    assert "Did you mean 'voice_of_the_child'" in told("voice_of_child")


def test_a_path_with_no_file(tmp_path: Path):
    assert "none.toml: " in told(tmp_path / "none.toml")
    assert "voice_of_the_child" in told(tmp_path / "none.toml")


def test_a_folder_is_not_a_codebook(tmp_path: Path):
    assert told(tmp_path)
