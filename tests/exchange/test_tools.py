"""Annotation tools, spaCy and scikit-learn get what they expect, and give back what they were given."""

from __future__ import annotations

import importlib.util
import json
import re

import numpy as np
import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from sklearn.base import clone
from sklearn.metrics import f1_score
from sklearn.utils.estimator_checks import check_estimator
from spacy.tokens import DocBin

from childvoice.errors import BrokenInput, ModelError, SettingsError
from childvoice.exchange import COLUMNS, Project, frame, presidio, rows
from childvoice.exchange import spacy_component as component
from childvoice.exchange.archive import pack
from childvoice.exchange.estimator import ThemeCoder
from childvoice.exchange.formats import docbin, inception, label_studio

from .stories import TALK, projects, worry

SAID = ["I've had five social workers and nobody told me she was leaving.", "The bus was red."]


def coded(project: Project) -> set[tuple[object, ...]]:
    """Who gave which code to which words of which source: what every tool must keep."""
    return {
        (r["source"], r["start"], r["end"], r["code"], r["coder"])
        for r in rows(project, "codings")
        if r["selection"]
    }


def test_label_studio_gets_models_as_predictions_and_people_as_annotations():
    (task,) = json.loads(label_studio.write(worry(), "a.json"))
    (prediction,), (annotation,) = task["predictions"], task["annotations"]
    assert prediction["model_version"] == "model:theme_coder 25d57c"
    assert annotation["completed_by"] == {"email": "person:Amina"}
    value = annotation["result"][0]["value"]
    assert (
        task["data"]["text"][value["start"] : value["end"]] == value["text"] == "I've had five since Year 7."
    )
    assert value["labels"] == ["Keeping the same worker"]


@given(projects())
@settings(
    deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_spans_come_back_from_annotation_tools_where_they_were(project: Project):
    names = [c.name for c in project.codes]
    wanted = {(source, a, b) for source, a, b, _, _ in coded(project)}
    back = label_studio.read(label_studio.write(project, "a.json"), "a.json").project
    assert {(s, a, b) for s, a, b, _, _ in coded(back)} == wanted
    assert {c for *_, c, _ in coded(back)} == {c for *_, c, _ in coded(project)} <= set(names)
    if project.texts:
        again = inception.read(inception.write(project, "a"), "a").project
        assert {(s, a, b) for s, a, b, _, _ in coded(again)} == wanted
        assert {(t.guid, t.text) for t in again.texts} == {(t.guid, t.text) for t in project.texts}


def test_label_studio_as_it_exports_is_read():
    talk = "Hi 🙂 she left"
    region = {
        "id": "x",
        "type": "labels",
        "value": {"start": 6, "end": 14, "text": "she left", "labels": ["Endings", "Loss"]},
    }
    task = {
        "id": 7,
        "data": {"text": talk},
        "annotations": [
            {"completed_by": 3, "result": [region, {"type": "choices", "value": {"choices": ["x"]}}]},
            {"completed_by": 4, "was_cancelled": True, "result": [region]},
        ],
    }
    found = label_studio.read(json.dumps([task]).encode(), "export.json")
    assert {r["text"] for r in rows(found.project, "codings")} == {"she left"}
    assert {(r["code"], r["coder"]) for r in rows(found.project, "codings")} == {
        ("Endings", "person:3"),
        ("Loss", "person:3"),
    }
    assert found.report == (
        "positions of a source were taken as UTF-16 units",
        "a region that is no labelled span of the text was dropped",
    )


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b'[{"data": {"audio": "x"}}]', b"\xff", b"[" * 100_000])
def test_json_of_another_program_is_refused(data):
    with pytest.raises(BrokenInput, match=r"a\.json: it is no export of Label Studio"):
        label_studio.read(data, "a.json")


def test_inception_counts_as_java_does():
    archive = inception.write(worry(), "a")
    from .test_refi import unzipped

    (data,) = unzipped(archive).values()
    cas = json.loads(data)
    text = next(s["sofaString"] for s in cas["%FEATURE_STRUCTURES"] if s["%TYPE"] == "uima.cas.Sofa")
    spans = [s for s in cas["%FEATURE_STRUCTURES"] if s["%TYPE"] == inception.LAYER]
    in_java = text.encode("utf-16-le")
    assert {in_java[2 * s["begin"] : 2 * s["end"]].decode("utf-16-le") for s in spans} == {
        "I've had five since Year 7."
    }
    assert {s["coder"] for s in spans} == {"model:theme_coder 25d57c", "person:Amina"}


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"a.json": b"Chloe"},
        {"a.json": b"{}"},
        {"a.json": b'{"%FEATURE_STRUCTURES": 3}'},
        {"a.xmi": b"<x/>"},
    ],
)
def test_an_archive_without_documents_is_refused(parts):
    with pytest.raises(BrokenInput, match="no document in UIMA CAS JSON"):
        inception.read(pack(parts), "a.cas.zip")


def test_spacy_opens_the_docbin(tmp_path):
    (tmp_path / "a.spacy").write_bytes(docbin.write(worry(), "a"))
    (doc,) = DocBin(store_user_data=True).from_disk(tmp_path / "a.spacy").get_docs(spacy.blank("en").vocab)
    assert doc.text == TALK
    assert {(s.label_, s.id_) for s in doc.spans["childvoice"]} == {
        ("continuity", "model:theme_coder 25d57c"),
        ("continuity", "person:Amina"),
    }
    start, end, code, _ = doc.user_data["childvoice"][0]
    assert (doc.text[start:end], code) == ("I've had five since Year 7.", "continuity")


@pytest.mark.parametrize("table", list(COLUMNS))
def test_tables_are_frames_with_their_columns(table):
    made = frame(worry(), table)
    assert list(made.columns) == list(COLUMNS[table]) == list(frame(Project("empty"), table).columns)
    assert len(made) > 0


def test_codings_say_whether_a_machine_made_them():
    made = frame(worry(), "codings")
    assert made.groupby("coder")["model"].first().to_dict() == {
        "model:theme_coder 25d57c": True,
        "person:Amina": False,
    }


def test_names_are_found_inside_a_spacy_pipeline():
    nlp = spacy.blank("en")
    nlp.add_pipe("childvoice_deidentify", config={"policy": "standard"})
    (doc,) = nlp.pipe(["Kayleigh told her social worker Priya."])
    assert doc.text == "Kayleigh told her social worker Priya."
    assert doc._.deidentified == "[Child 1] told her social worker [Social worker 1]."
    assert [(s.text, s.id_) for s in doc.spans[component.GROUP]] == [
        ("Kayleigh", "[Child 1]"),
        ("Priya", "[Social worker 1]"),
    ]
    assert [doc.text[a:b] for a, b, *_ in doc._.identifiers] == ["Kayleigh", "Priya"]
    with pytest.raises(SettingsError, match="unknown policy 'gentle'"):
        spacy.blank("en").add_pipe("childvoice_deidentify", config={"policy": "gentle"})


@pytest.mark.filterwarnings("ignore:Can't test estimator")
def test_the_coder_is_an_estimator_of_scikit_learn():
    coder = ThemeCoder()
    check_estimator(coder)
    assert clone(coder).get_params() == {"codebook": "voice_of_the_child"}
    names = list(coder.fit(SAID).get_feature_names_out())
    sure, scores = coder.predict(SAID), coder.transform(SAID)
    assert sure.shape == scores.shape == (2, len(names))
    assert ((scores > 0) & (scores < 1)).all()
    assert sure[0, names.index("continuity")] == 1
    assert scores[0, names.index("continuity")] > scores[1, names.index("continuity")]
    assert f1_score(sure, sure, average="micro") == 1.0
    assert np.array_equal(coder.predict(SAID[:1]), sure[:1]), "neighbours change nothing"
    for wrong in ("one text", [1], [None]):
        with pytest.raises(TypeError):
            coder.predict(wrong)


@pytest.mark.skipif(importlib.util.find_spec("presidio_analyzer") is not None, reason="Presidio is here")
def test_without_presidio_it_is_said_what_to_install():
    with pytest.raises(ModelError, match=re.escape("pip install presidio-analyzer")):
        presidio.recogniser()


def test_presidio_finds_what_childvoice_finds():
    pytest.importorskip("presidio_analyzer")
    text = "Kayleigh rang from 01632 960114."
    found = presidio.recogniser().analyze(text, ["PHONE"])
    assert [(text[f.start : f.end], f.entity_type) for f in found] == [("01632 960114", "PHONE")]
