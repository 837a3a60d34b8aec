"""childvoice.toml: may be empty, and refuses what it does not know."""

from __future__ import annotations

from pathlib import Path

import pytest

from childvoice import settings
from childvoice.errors import SettingsError


def load(folder: Path, text: str) -> settings.Settings:
    (folder / settings.FILE_NAME).write_text(text, encoding="utf-8")
    return settings.load(folder)


def refused(folder: Path, text: str) -> str:
    with pytest.raises(SettingsError) as caught:
        load(folder, text)
    assert str(caught.value).startswith("childvoice.toml: ")
    return str(caught.value)


def test_without_a_file_and_with_an_empty_one_the_defaults_hold(tmp_path):
    assert settings.load(tmp_path) == load(tmp_path, "") == settings.Settings()
    chosen = settings.load(tmp_path)
    assert chosen.suppression.below == 6
    assert chosen.deidentify.policy == "standard"
    assert chosen.themes.codebook == "voice_of_the_child"
    assert chosen.review.approach == "codebook"
    assert chosen.store.address == ""


def test_what_is_written_holds_and_the_rest_keeps_its_default(tmp_path):
    chosen = load(
        tmp_path,
        """
        [review]
        title = "Ein Blick – von Kindern"
        lines_of_enquiry = { a = "how cases are referred in" }
        [deidentify]
        policy = "strict"
        keep = ["Families First"]
        [themes]
        unsure_band = 0
        topics = false
        [suppression]
        below = 10
        """,
    )
    assert chosen.review.title == "Ein Blick – von Kindern"
    assert chosen.review.lines_of_enquiry == {"a": "how cases are referred in"}
    assert chosen.deidentify.keep == ("Families First",)
    assert (chosen.themes.unsure_band, chosen.themes.topics) == (0.0, False)
    assert chosen.suppression.below == 10
    assert chosen.review.council == ""


def test_a_file_that_an_editor_began_with_a_byte_order_mark_is_read(tmp_path):
    (tmp_path / settings.FILE_NAME).write_bytes(b"\xef\xbb\xbf[suppression]\r\nbelow = 10\r\n")
    assert settings.load(tmp_path).suppression.below == 10


@pytest.mark.parametrize(
    ("text", "key", "near"),
    [
        ("[suppression]\nbellow = 4", "suppression.bellow", "suppression.below"),
        ("[supression]\nbelow = 4", "supression", "suppression"),
        ("[themes]\nunsure_bnad = 0.1", "themes.unsure_bnad", "themes.unsure_band"),
        ("below = 4", "below", "suppression.below"),
        ("[review]\npolicy = 'strict'", "review.policy", "deidentify.policy"),
    ],
)
def test_an_unknown_key_is_refused_with_the_near_one(tmp_path, text, key, near):
    assert refused(tmp_path, text) == f"childvoice.toml: unknown key '{key}'. Perhaps '{near}' was meant."


def test_a_key_near_to_none_is_refused_with_all_that_are_known(tmp_path):
    told = refused(tmp_path, "[zzz]\nqqq = 1")
    assert "unknown key 'zzz'. Known keys: review, review.title, " in told
    assert "suppression.below" in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[suppression]\nbelow = '6'", "'suppression.below': Input should be a valid integer."),
        ("[suppression]\nbelow = true", "'suppression.below': Input should be a valid integer."),
        ("[suppression]\nbelow = 0", "'suppression.below': Input should be greater than or equal to 1."),
        ("[suppression]\nbelow = 51", "'suppression.below': Input should be less than or equal to 50."),
        (
            "[deidentify]\npolicy = 'lax'",
            "'deidentify.policy': Input should be 'strict', 'standard' or 'light'.",
        ),
        ("[deidentify]\nkeep = 'Hope'", "'deidentify.keep': Input should be a valid tuple."),
        ("[deidentify]\nkeep = ['Hope', 3]", "'deidentify.keep.1': Input should be a valid string."),
        ("[review]\ntitle = 4", "'review.title': Input should be a valid string."),
        ("suppression = 6", "'suppression' is a heading. Write it as [suppression]."),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(tmp_path, text, told):
    assert told in refused(tmp_path, text)


@pytest.mark.parametrize("content", [b"[suppression\nbelow = 6", b"below = ", b"title = '\xff\xfe'"])
def test_what_is_not_toml_is_refused(tmp_path, content):
    (tmp_path / settings.FILE_NAME).write_bytes(content)
    with pytest.raises(SettingsError, match=r"childvoice\.toml: not valid TOML"):
        settings.load(tmp_path)


def test_settings_cannot_be_altered_by_the_way():
    with pytest.raises(ValueError, match="frozen"):
        settings.Settings().suppression.below = 1
