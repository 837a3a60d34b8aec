"""Agreement between coders: the published answers, and what a researcher is told when there is too little to say."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score, f1_score

from childvoice.agreement import FEWEST, MISSING, Sheet, ac1, alpha, compare, kappa
from childvoice.cli.main import main
from childvoice.errors import InputError

_ = MISSING
# Krippendorff (2011), 'Computing Krippendorff's alpha-reliability', section C: four observers, twelve units, values 1 to 5.
FOUR = np.array(
    [
        [0, 1, 2, 2, 1, 0, 3, 0, 1, _, _, _],
        [0, 1, 2, 2, 1, 1, 3, 0, 1, 4, _, 2],
        [_, 2, 2, 2, 1, 2, 3, 1, 1, 4, 0, _],
        [0, 1, 2, 2, 1, 3, 3, 0, 1, 4, 0, _],
    ]
)


def sheet(name: str, codes: list[set[str]], **more) -> Sheet:
    return Sheet(name, {str(i): frozenset(c) for i, c in enumerate(codes)}, **more)


def by_code(sheets, codes=()):
    return {a.code: a for a in compare(sheets, codes)}


def test_the_published_example_of_krippendorff():
    assert alpha(FOUR, 5) == pytest.approx(0.743, abs=0.0005)


def test_the_published_figure_of_gwet_for_the_same_example():
    assert ac1(FOUR, 5) == pytest.approx(0.77544, abs=0.000005)


def test_a_thousand_passages_a_hundred_each_fifty_shared():
    first = [{"continuity"} if i < 100 else set() for i in range(1000)]
    second = [{"continuity"} if 50 <= i < 150 else set() for i in range(1000)]
    found = by_code([sheet("A", first), sheet("B", second)])["continuity"]
    assert found.units == 1000
    assert found.prevalence == (0.1, 0.1)
    assert found.figures["kappa"].value == pytest.approx(0.444, abs=0.0005)
    assert found.figures["per cent"].value == pytest.approx(0.9)
    assert found.figures["AC1"].value == pytest.approx(0.72 / 0.82)
    assert found.figures["F1"].value == pytest.approx(0.5)
    for figure in found.figures.values():
        assert figure.low < figure.value < figure.high


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=5, max_size=60))
@settings(max_examples=60, deadline=None)
def test_kappa_is_that_of_scikit_learn(pairs):
    first, second = map(list, zip(*pairs, strict=True))
    mine = kappa(np.array([first, second]), 4)
    if len({*first, *second}) == 1:
        assert math.isnan(mine)
    else:
        assert mine == pytest.approx(cohen_kappa_score(first, second))


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=FEWEST, max_size=80))
@settings(max_examples=25, deadline=None)
def test_figures_do_not_depend_on_the_order_of_coders_and_f1_is_that_of_scikit_learn(pairs):
    first = sheet("A", [{"x"} if a else set() for a, _b in pairs])
    second = sheet("B", [{"x"} if b else set() for _a, b in pairs])
    one, other = by_code([first, second], ["x"])["x"], by_code([second, first], ["x"])["x"]
    assert {n: f.value for n, f in one.figures.items()} == pytest.approx(
        {n: f.value for n, f in other.figures.items()}, nan_ok=True
    )
    if one.figures:
        assert one.figures["F1"].value == pytest.approx(f1_score(*zip(*pairs, strict=True)))


def test_each_of_several_codes_on_one_passage_is_its_own_question():
    # They agree on 'continuity' always; on 'trust' they differ on every second passage where the first gave it.
    first = [{"continuity", "trust"} if i % 2 else set() for i in range(40)]
    second = [{"continuity"} | ({"trust"} if i % 4 == 1 else set()) if i % 2 else set() for i in range(40)]
    found = by_code([sheet("A", first), sheet("B", second)])
    assert found["continuity"].figures["kappa"].value == pytest.approx(1)
    assert found["trust"].figures["per cent"].value == pytest.approx(0.75)
    assert found["trust"].figures["F1"].value == pytest.approx(2 * 10 / 30)
    assert found["all codes"].figures["F1"].value == pytest.approx(2 * 30 / 70)


def test_under_thirty_passages_nothing_is_claimed():
    few = [{"trust"}] * (FEWEST - 1)
    found = by_code([sheet("A", few), sheet("B", few)])["trust"]
    assert found.figures == {}
    assert found.note == "not enough reviewed (29 of 30)"


def test_a_code_that_nobody_used_has_no_agreement_to_speak_of():
    none = [set()] * 40
    assert by_code([sheet("A", none), sheet("B", none)], ["trust"])["trust"].note == "used by nobody"


def test_a_code_that_both_gave_to_everything_has_no_kappa_and_is_not_called_perfect():
    every = [{"trust"}] * 40
    found = by_code([sheet("A", every), sheet("B", every)])["trust"]
    assert found.figures["per cent"].value == 1
    assert math.isnan(found.figures["kappa"].value)
    assert math.isnan(found.figures["alpha"].value)


def test_what_only_the_machine_has_coded_is_left_out():
    person = sheet("person", [{"trust"} if i % 2 else set() for i in range(40)])
    machine = sheet("machine", [{"trust"} if i % 2 else set() for i in range(40)] + [set()] * 5000)
    found = by_code([person, machine])["trust"]
    assert (found.units, found.prevalence) == (40, (0.5, 0.5))


def test_passages_of_one_document_make_the_interval_wider():
    chance = np.random.default_rng(3)
    hard = chance.random(20) < 0.5  # whole documents on which they differ
    first = [{"trust"} if chance.random() < 0.5 else set() for _n in range(200)]
    second = [c if not hard[i // 10] else ({"trust"} ^ c) for i, c in enumerate(first)]
    documents = {str(i): f"d{i // 10}" for i in range(200)}
    loose = by_code([sheet("A", first), sheet("B", second)])["trust"].figures["kappa"]
    whole = by_code([sheet("A", first, document=documents), sheet("B", second)])["trust"].figures["kappa"]
    assert whole.value == loose.value
    assert whole.high - whole.low > 2 * (loose.high - loose.low)


def test_valence_is_compared_where_both_told_it():
    said = {str(i): ("positive", "negative")[i % 2] for i in range(40)}
    empty = [set()] * 40
    found = by_code([sheet("A", empty, valence=said), sheet("B", empty, valence=said)])["valence"]
    assert found.figures["kappa"].value == pytest.approx(1)


def test_coders_without_a_shared_passage_are_told_so():
    with pytest.raises(InputError, match="no passage in common"):
        compare([Sheet("A", {"1": frozenset()}), Sheet("B", {"2": frozenset()})])


# The command


def _write(path, rows):
    path.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    return str(path)


def test_the_command_reads_what_code_writes_and_what_people_write(tmp_path, capsys):
    machine = [
        {"id": str(i), "codes": [{"code": "trust", "score": 0.5, "start": 0, "end": 4}] if i < 20 else []}
        for i in range(40)
    ]
    _write(tmp_path / "machine.jsonl", machine)
    person = "id,codes\n" + "".join(f"{i},{'trust;' if i < 10 else ''}\n" for i in range(40))
    (tmp_path / "person.csv").write_text(person, encoding="utf-8")
    assert main(["agreement", str(tmp_path / "machine.jsonl"), str(tmp_path / "person.csv")]) == 0
    shown = capsys.readouterr().out
    assert "40 passages coded by both" in shown
    assert "50% 25%" in shown
    assert main(["agreement", str(tmp_path / "machine.jsonl"), str(tmp_path / "person.csv"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told[0]["kappa"]["value"] == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([{"id": "1", "codes": []}, {"id": "1", "codes": []}], "row 2 has an id that stood before"),
        ([{"id": "1"}], "row 1 has no 'codes'"),
        ([{"id": "1", "codes": [{"score": 1}]}], "row 1 has a code without an id"),
    ],
)
def test_a_file_that_cannot_be_meant_is_named(tmp_path, capsys, rows, told):
    place = _write(tmp_path / "a.jsonl", rows)
    assert main(["agreement", place, place]) == 2
    assert f"a.jsonl: {told}" in capsys.readouterr().err


def test_one_coder_alone_agrees_with_nobody(tmp_path, capsys):
    assert main(["agreement", _write(tmp_path / "a.jsonl", [{"id": "1", "codes": []}])]) == 2
    assert "two coders" in capsys.readouterr().err
