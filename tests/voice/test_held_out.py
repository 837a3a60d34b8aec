"""Whole documents: worked ones word by word, held-out ones by their figures."""

from __future__ import annotations

from pathlib import Path

from childvoice.evaluation.voice import measure

from . import heldout

WORKED = Path(__file__).parent / "worked"


def test_worked_documents_have_every_word_of_a_child_right() -> None:
    figures = measure(heldout.rows(WORKED))
    assert figures["documents"] >= 20
    assert figures["adult words counted as own words"] == 0
    assert figures["child's own words lost"] == 0
    assert figures["macro F1 by words"] >= 0.9
    assert figures["roles right (turns)"] == 1


def test_held_out_documents_stay_as_good_as_they_were() -> None:
    figures = measure([r for r in heldout.rows() if not heldout.looked_at(r["doc_id"])])
    assert figures["documents"] >= 40
    assert figures["macro F1 by words"] >= 0.88
    assert figures["adult words counted as own words"] <= 0.01
    assert figures["child's own words lost"] <= 0.1
    assert figures["roles right (turns)"] >= 0.97
