"""Figures of the evaluation on gold small enough to count by hand."""

from __future__ import annotations

import math
from collections import Counter

import pytest

from childvoice import evaluation
from childvoice.evaluation.deidentify import figures, tally
from childvoice.evaluation.intervals import Sampled, interval, ratio
from childvoice.evaluation.naming import forms, origin


def test_deidentify_counts_mentions_documents_and_over_masking():
    text = "Kayleigh rang 07700 900123. The Blorpington sang."
    rows = [
        {"doc_id": "a", "text": text, "spans": [[0, 8, "PERSON_CHILD", "C1"], [14, 26, "PHONE", ""]]},
        {"doc_id": "b", "text": "she sat there", "spans": [[0, 3, "PERSON_CHILD", "C1"]]},
    ]
    result = evaluation.measure("deidentify", rows)
    assert result["direct recall"]["mentions"] == pytest.approx(2 / 3)
    assert result["direct recall"]["of"] == 3
    assert result["documents that leak"]["direct"]["value"] == 0.5
    assert result["recall by kind"]["PHONE"]["mentions"] == 1.0
    assert result["recall by kind"]["PERSON_CHILD"]["entities"] == 0.5


ROW = {
    "doc_id": "a",
    "text": "Grace Bell met TJ. TJ said grace bell will hope. May rang Grace, in Leeds, and Mo.",
    "spans": [
        *([0, 10, "PERSON_STAFF", "S1", "British"], [15, 17, "PERSON_CHILD", "C1"], [19, 21, "PERSON_CHILD", "C1"]),
        *([27, 37, "PERSON_STAFF", "S1", "British"], [49, 52, "PERSON_OTHER", "O1"], [58, 63, "PERSON_STAFF", "S1"]),
        *([68, 73, "LOCATION", ""], [79, 81, "PERSON_OTHER", "O2"]),
    ],
}  # fmt: skip


def test_deidentify_counts_every_measure_by_hand():
    # Grace whole, TJ once, 'grace bell' half, 'will' by mistake, May as somebody else's, Mo not at all.
    found = [(0, 10, "[Worker 1]"), (15, 17, "[Child 1]"), (27, 32, "[Worker 1]"), (38, 42, "[Person 1]"),
             (49, 52, "[Worker 1]"), (58, 63, "[Worker 1]"), (64, 66, "[Town 1]"), (68, 73, "[Town 1]")]  # fmt: skip
    count = tally(ROW, found)
    result = figures([count, count])
    direct = result["direct recall"]
    assert (direct["mentions"], direct["of"]) == (4 / 7, 14)
    assert direct["entities"] == 1 / 4  # only May was found in all her mentions
    assert result["quasi recall"]["mentions"] == 1.0
    assert result["documents that leak"]["child or relative"]["value"] == 1.0
    assert result["precision"]["tokens"]["value"] == 7 / 9  # Grace Bell TJ grace May Grace Leeds; will and in
    assert result["over-masking"]["look-alikes"]["value"] == 1 / 2  # will, and hope which was left
    assert result["over-masking"]["other words per 1,000"]["value"] == 1000 / 17
    assert result["pseudonyms"]["people with one throughout"]["value"] == 1 / 2  # Grace yes, TJ no
    # Three mentions of Grace and May under one pseudonym: 6 pairs, 3 of them right.
    assert result["pseudonyms"]["precision of links"]["value"] == 0.5
    by_form = {form: told["value"] for form, told in result["recall by name form"].items()}
    assert by_form["initials"] == 0.5
    assert by_form["lower case"] == 0.0
    assert by_form["full name"] == 0.5
    assert result["recall by name origin"]["British"]["of"] == 6
    low, high = result["precision"]["tokens"]["interval"]
    assert low == high == pytest.approx(7 / 9, abs=1e-4)  # two documents that are the same
    assert "precision of links" in evaluation.as_text(result)


def test_deidentify_takes_look_alikes_from_the_gold_where_it_has_them():
    count = tally(ROW | {"lookalikes": [[43, 47]]}, [(43, 47, "")])
    assert (count["look-alikes"], count["masked look-alikes"], count["masked others"]) == (1, 1, 0)
    assert count["people"] == 0, "a tool without pseudonyms keeps none"


@pytest.mark.parametrize(
    ("surface", "others", "expected"),
    [
        ("TJ", (), {"initials"}),
        ("K.M.", (), {"initials"}),
        ("J", (), {"initials"}),
        ("Kayleigh Bramhall", (), {"full name"}),
        ("kayleigh", (), {"one name", "lower case"}),
        ("BRAMHALL", (), {"one name", "capitals"}),
        ("Hope", (), {"one name", "ordinary word"}),
        ("Tia-Mae", (), {"one name", "hyphenated"}),
        ("O'Dowd", (), {"one name", "particle"}),
        ("Zosia", ("Zofia Wrona",), {"one name", "nickname"}),
        ("Zofia", ("Zofia Wrona",), {"one name"}),
        ("...", (), set()),
    ],
)
def test_forms_of_a_name(surface, others, expected):
    assert set(forms(surface, others)) == expected


def test_origins_are_told_only_where_the_lists_agree():
    assert origin(["Agnieszka Kowalczyk"]) == "East European"
    assert origin(["Siobhan"]) == "British and Irish"
    assert origin(["Xq"]) == "not told"


def test_voice_counts_words_of_adults_taken_for_a_childs():
    row = {"doc_id": "i", "kind": "interview", "group": "child", "question": ""}
    rows = [
        row
        | {
            "unit": 0,
            "text": "How are you today?",
            "speaker": "Interviewer",
            "role": "interviewer",
            "spans": [],
        },
        row
        | {
            "unit": 1,
            "text": "Fine thanks Miss.",
            "speaker": "YP",
            "role": "child",
            "spans": [[0, 17, "own_words", ""]],
        },
    ]
    result = evaluation.measure("voice", rows)
    assert result["words"] == 7
    assert result["adult words counted as own words"] == 0.0
    assert result["child's own words lost"] == 0.0
    assert result["roles right (turns)"] == 1.0
    assert result["number of children right (documents)"] == 1.0
    two = evaluation.measure("voice", [{**rows[0], "children": 2}, rows[1]])
    assert two["number of children right (documents)"] == 0.0


def test_voice_is_measured_where_names_are_replaced_by_longer_and_shorter_ones():
    """Own words and the words around them keep their places, whatever stands for the names in them."""
    text = 'Mo told Bartholomew Featherstonehaugh "Siobhan never asked me".'
    at = text.index('"')
    row = {
        "doc_id": "n",
        "kind": "case_note",
        "group": "child",
        "unit": 0,
        "text": text,
        "speaker": "",
        "spans": [[at, len(text) - 1, "own_words", "C1"]],
    }
    result = evaluation.measure("voice", [row])
    assert result["words"] == len(text.split())
    assert result["child's own words lost"] == 0.0
    assert result["adult words counted as own words"] == 0.0
    assert result["number of children right (documents)"] == 1.0


@pytest.mark.parametrize("marked", [{"start": 0, "end": 44}, {"evidence": "the visit was cancelled"}])
def test_themes_reports_f1_false_alarms_and_evidence(marked):
    text = "Nobody told me that the visit was cancelled."
    rows = [
        {
            "id": "1",
            "text": text,
            "codes": [{"code": "communication"} | marked],
            "valence": "negative",
        },
        {"id": "2", "text": "We had chips.", "codes": [], "valence": "neutral"},
    ]
    result = evaluation.measure("themes", rows)
    assert result["micro F1"] == 1.0
    assert result["false alarms on rows without theme"] == 0.0
    assert result["evidence overlaps"] == 1.0
    assert 0 < result["evidence mean overlap (IoU)"] <= 1


def test_intervals_hold_the_figure_and_need_more_than_one_document():
    low, high = interval([1, 0, 1, 1, 0, 1], lambda d: sum(d) / len(d))
    assert low < 4 / 6 < high
    assert all(math.isnan(x) for x in interval([1], sum))
    assert math.isnan(ratio(1, 0))


def test_sampled_ratios_share_their_draws_and_have_no_interval_without_cases():
    sampled = Sampled([Counter(hit=n % 2, all=1) for n in range(20)])
    told = sampled.ratio("hit", "all")
    assert told["value"] == 0.5
    low, high = told["interval"]
    assert 0.2 < low < 0.5 < high < 0.8
    assert sampled.ratio("none", "all")["value"] == 0.0
    assert math.isnan(sampled.ratio("hit", "none")["value"])
    assert math.isnan(Sampled([Counter(a=1)]).ratio("a", "a")["interval"][0])


def test_the_result_reads_as_a_table():
    text = evaluation.as_text({"documents": 2, "recall": {"mentions": 0.5, "interval": (0.25, 0.75)}})
    assert "documents" in text
    assert "0.500" in text
    assert "(0.250 to 0.750)" in text
