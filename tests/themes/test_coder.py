"""What the coder must say of sentences that nobody trained it on, and what it must leave alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from childvoice.errors import CodebookError
from childvoice.records import Excerpt, Role, Status, Valence, Voice
from childvoice.themes import load_coder
from childvoice.themes.concerns import tells_of_harm
from childvoice.themes.windows import MOST_WORDS, windows


@pytest.fixture(scope="module")
def coder():
    return load_coder("voice_of_the_child")


def _codes(coder, text, question=""):
    return {c.theme: c for c in coder.code_texts([text], [question])[0].codes}


@pytest.mark.parametrize(
    ("text", "theme", "valence"),
    [
        ("I've had seven social workers in three years, they keep changing.", "continuity", Valence.NEGATIVE),
        ("She said she would ring me back and she never did.", "communication", Valence.NEGATIVE),
        (
            "Every new one asks me to tell the whole story from the start again.",
            "repeating_story",
            Valence.NEGATIVE,
        ),
        ("She really listens to me and writes down what I say.", "being_heard", Valence.POSITIVE),
        (
            "My caseload is far too high, I have no time to see the children.",
            "time_caseload",
            Valence.NEGATIVE,
        ),
        ("I miss my little brother, I only get to see him twice a year.", "family_contact", Valence.NEGATIVE),
    ],
)
def test_plain_sentences_get_their_theme_and_how_it_was(coder, text, theme, valence):
    found = _codes(coder, text)
    assert theme in found
    assert found[theme].valence is valence


@pytest.mark.parametrize(
    "text",
    [
        "We had fish fingers and then we played Uno.",
        "The bus stop is next to the chip shop.",
        "I'm in Year 6 and my favourite is PE.",
    ],
)
def test_talk_of_other_things_gets_no_code(coder, text):
    assert _codes(coder, text) == {}


def test_evidence_is_a_part_of_the_text_with_whole_words(coder):
    text = "School's alright. She said she would ring me back and she never did. We had chips after."
    found = _codes(coder, text)["communication"]
    shown = text[found.start : found.end]
    assert "ring me back" in shown or "never did" in shown
    assert "chips" not in shown
    assert found.start == 0 or not text[found.start - 1].isalnum()


def test_an_interviewer_gets_no_codes_whatever_she_asks(coder):
    asked = Excerpt(
        "e",
        "s",
        0,
        0,
        46,
        "Do they cancel visits and never ring you back?",
        "I",
        Role.INTERVIEWER,
        Voice.ADULT,
        "x",
    )
    assert coder.code([asked]) == ([], [])


def test_doubtful_codes_are_marked_for_a_person_and_not_counted(coder):
    texts = [
        "She is okay I suppose, she comes and that.",
        "They told me something about the meeting.",
        "It was a bit slow.",
    ] * 3
    results = coder.code_texts(texts, unsure_band=0.5)
    assert all(c.sure for r in results for c in r.codes)
    assert not any(c.sure for r in results for c in r.unsure)
    excerpt = Excerpt("e", "s", 0, 0, len(texts[0]), texts[0], "YP", Role.CHILD, Voice.OWN_WORDS, "p")
    for coding in coder.code([excerpt], unsure_band=0.5)[0]:
        assert coding.counts == (coding.status is Status.SUGGESTED)


@pytest.mark.parametrize(
    "text",
    [
        "2 years",
        "about a year and a half",
        "10 months.",
        "6 wks",
        "nearly 3 yrs I think",
        "a year in Feb",
        "just 2 weeks",
    ],
)
def test_how_long_alone_waits_for_a_person(coder, text):
    """Two years is long for one child and a change too many for another."""
    asked = "How long have you had your social worker?"
    answer = Excerpt("a/1", "a", 0, 0, len(text), text, "YP", Role.CHILD, Voice.OWN_WORDS, "p", asked)
    codings, _ = coder.code([answer])
    assert not [c for c in codings if c.theme == "continuity" and c.status is not Status.UNSURE]


def test_how_long_with_how_it_was_counts(coder):
    asked, text = "How long have you had your social worker?", "Seven years, same person."
    answer = Excerpt("a/1", "a", 0, 0, len(text), text, "YP", Role.CHILD, Voice.OWN_WORDS, "p", asked)
    codings, _ = coder.code([answer])
    assert [(c.theme, c.valence, c.status) for c in codings] == [
        ("continuity", Valence.POSITIVE, Status.SUGGESTED)
    ]


def test_the_same_text_gets_the_same_codes_in_any_company(coder):
    text = "They cancelled again and nobody told me."
    alone = coder.code_texts([text])[0]
    among = coder.code_texts(
        ["Hello.", "A much longer sentence about dinner, games and the weather in March.", text]
    )[2]
    assert alone == among


def test_nothing_to_read_gives_nothing(coder):
    assert coder.code_texts(["", "   "])[0].codes == ()


def test_a_codebook_that_is_not_there_is_refused_with_the_nearest():
    with pytest.raises(CodebookError, match="Did you mean 'service_conditions'"):
        load_coder("service_condition")


@pytest.mark.parametrize(
    "text",
    [
        "My stepdad hits me when he's drunk.",
        "she said she wants to kill herself",
        "He comes in my room at night.",
        "I'm scared of my dad.",
        "they lock me out all night",
    ],
)
def test_plain_words_of_harm_go_to_the_lead(text):
    assert tells_of_harm(text)


@pytest.mark.parametrize(
    "text",
    [
        "I could murder a pizza.",
        "My brother hit me with a pillow for a laugh.",
        "She smashed it at the meeting.",
        "He killed it in goal.",
    ],
)
def test_harmless_words_do_not(text):
    assert not tells_of_harm(text)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=400))
@settings(max_examples=150, deadline=None)
def test_windows_cover_every_word_once_and_are_short(text):
    spans = list(windows(text))
    assert spans == sorted(spans)
    assert all(a < b for a, b in spans)
    assert " ".join(text[a:b] for a, b in spans).split() == text.split()
    assert all(len(text[a:b].split()) <= MOST_WORDS for a, b in spans)
