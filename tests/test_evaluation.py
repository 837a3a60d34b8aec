"""Figures of the evaluation on gold small enough to count by hand."""

from __future__ import annotations

import math

import pytest

from childvoice import evaluation
from childvoice.evaluation.intervals import interval, ratio


def test_deidentify_counts_mentions_documents_and_over_masking():
    text = "Kayleigh rang 07700 900123. The Blorpington sang."
    rows = [
        {"doc_id": "a", "text": text, "spans": [[0, 8, "PERSON_CHILD", "C1"], [14, 26, "PHONE", ""]]},
        {"doc_id": "b", "text": "she sat there", "spans": [[0, 3, "PERSON_CHILD", "C1"]]},
    ]
    result = evaluation.measure("deidentify", rows)
    assert result["direct recall"]["mentions"] == pytest.approx(2 / 3)
    assert result["documents that leak"]["direct"] == 0.5
    assert result["recall by kind"]["PHONE"] == {"recall": 1.0, "mentions": 1}


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


def test_themes_reports_f1_false_alarms_and_evidence():
    text = "She said she would ring me back and she never did."
    rows = [
        {
            "id": "1",
            "text": text,
            "codes": [{"code": "communication", "start": 9, "end": len(text)}],
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


def test_the_result_reads_as_a_table():
    text = evaluation.as_text({"documents": 2, "recall": {"mentions": 0.5, "interval": (0.25, 0.75)}})
    assert "documents" in text
    assert "0.500" in text
    assert "(0.250 to 0.750)" in text
