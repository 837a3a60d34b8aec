"""The pages of the desk without a browser: what they keep, what they show to whom."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import fictional
import pytest
from streamlit.testing.v1 import AppTest

from childvoice.decisions import Verdict
from childvoice.desk import EVERYTHING, Person
from childvoice.desk.uploads import Uploads
from childvoice.drawer import plugins
from childvoice.records import Status
from childvoice.serving import DUTIES_VARIABLE, PERSON_VARIABLE
from childvoice.store import Workspace
from conftest import Open, words

TALK = b"""Interviewer: How was it?
Danika: They listened to me.
Interviewer: And then?
Danika: Then they went away again.
"""
DESK = {m.__name__.partition("_")[2]: m for m in plugins("views") if hasattr(m, "MAY")}


@pytest.fixture
def own(review: Path, tmp_path: Path) -> Path:
    """A review that a test may change."""
    return Path(shutil.copytree(review, tmp_path / "own"))


def press(app: AppTest, label: str) -> AppTest:
    (button,) = [b for b in app.button if b.label.startswith(label)]
    app = button.click().run()
    assert not app.exception
    return app


@pytest.mark.parametrize("page", DESK)
def test_a_page_of_the_desk_opens(own: Path, empty: Path, open_page: Open, page: str) -> None:
    for folder in (own, empty):
        app = open_page(folder, page)
        assert not app.exception
        assert words(app).count("<h1") == 1


@pytest.mark.parametrize("page", [p for p in DESK if p != "safeguarding"])
def test_what_may_tell_of_harm_is_on_no_other_page(own: Path, open_page: Open, page: str) -> None:
    assert "landing" not in words(open_page(own, page))


def test_a_decision_is_kept_counted_and_taken_back(own: Path, open_page: Open) -> None:
    app = press(open_page(own, "codes"), "Accept:")
    assert "Kept: accepted. Z takes it back." in words(app)
    with Workspace.open(own) as workspace:
        assert [r.status for r in workspace.coded_rows()].count(Status.ACCEPTED) == 1
    press(app, "Undo")
    with Workspace.open(own) as workspace:
        assert Status.ACCEPTED not in [r.status for r in workspace.coded_rows()]


def test_keys_go_on_to_the_next_passage_that_nobody_has_checked(own: Path, open_page: Open) -> None:
    app = open_page(own, "codes")
    first = words(app)
    app = press(app, "Reject")
    assert words(app).split("<blockquote>")[1] != first.split("<blockquote>")[1]
    assert app.session_state["codes place"] == 1
    # Another session begins where this one left off.
    again = open_page(own, "codes")
    assert again.session_state["codes place"] == 1


def test_a_theme_is_added_by_its_words(own: Path, open_page: Open) -> None:
    app = open_page(own, "codes")
    app.text_input[0].set_value("zzz nowhere")
    assert "do not stand in this passage" in words(press(app, "Add this theme"))
    app.text_input[0].set_value("")
    next(s for s in app.selectbox if s.label == "Theme to add").set_value("delay_waiting")
    press(app, "Add this theme")  # no words: the whole passage
    with Workspace.open(own) as workspace:
        (row,) = [r for r in workspace.coded_rows() if r.coder.startswith("person:")]
        assert (row.start, row.end) == (0, len(row.text))


def test_a_sample_is_the_same_for_everybody(own: Path, open_page: Open) -> None:
    def sample() -> list[str]:
        app = open_page(own, "codes")
        app.selectbox(key="codes order").set_value("sample").run()
        return list(app.session_state["codes queue"][1])

    assert sample() == sample()
    assert len(sample()) == 60


def test_a_name_that_was_missed_is_taken_out(own: Path, open_page: Open) -> None:
    app = open_page(own, "redactions")
    app.text_input[0].set_value("sleeps on my bed")
    app = press(app, "Take them out everywhere")
    assert "Taken out in 9 places." in words(app)
    with Workspace.open(own) as workspace:
        assert not any("sleeps on my bed" in e.text for e in workspace.excerpts())


def test_the_lead_acknowledges(own: Path, open_page: Open) -> None:
    app = open_page(own, "safeguarding")
    assert fictional.HARM in words(app)
    assert "Nobody is named as safeguarding lead" in words(app)
    app = press(app, "Acknowledged")
    app.selectbox(key="concern state").set_value("acknowledged").run()
    assert "Acknowledged: the review officer" in words(app)
    (own / "childvoice.toml").write_text('[safeguarding]\nlead = "A. Lead"\n', encoding="utf-8")
    assert "For A. Lead, the safeguarding lead" in words(open_page(own, "safeguarding"))


def test_two_reviewers_are_compared_and_a_difference_is_settled(
    own: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page(own, "compare")
    assert "Nobody has coded passages to the end so far." in words(app)
    (own / "childvoice.toml").write_text("[review]\nindependent = true\n", encoding="utf-8")
    with Workspace.open(own) as workspace:
        suggested = Counter(r.excerpt_id for r in workspace.suggested_rows())
    for name, label in (("Priya", "Accept:"), ("Marek", "Reject")):
        monkeypatch.setenv(PERSON_VARIABLE, name)
        app = open_page(own, "codes")
        app.selectbox(key="codes order").set_value("sample").run()
        ids = app.session_state["codes queue"][1]
        app.session_state["codes place"] = next(n for n, i in enumerate(ids) if suggested[i] == 1)
        app = press(app.run(), label)
        assert f"You see only what {name} decided" in words(app)
        if name == "Priya":
            assert "Only one person has coded" in words(open_page(own, "compare"))
    monkeypatch.setenv(PERSON_VARIABLE, "Anwen")
    app = open_page(own, "compare")
    assert "Priya and Marek have both coded 1 passages. They differ on 1 codes in 1 of them; 0 of" in words(
        app
    )
    assert "Not enough reviewed: both have coded 1 passages, and figures need 30." in words(app)
    app = press(app, "As Marek: not there")
    assert "Kept: settled. Z takes it back." in words(app)
    app.selectbox(key="compare show").set_value("settled").run()
    assert "Settled: the theme is not there. Anwen, " in words(app)
    assert "Taken back: rejected." in words(press(app, "Undo"))
    (own / "childvoice.toml").write_text('[review]\napproach = "reflexive"\n', encoding="utf-8")
    assert "figures of agreement are not shown" in words(open_page(own, "compare"))


def test_a_review_that_should_be_gone_says_so_on_the_desk_alone(own: Path, open_page: Open) -> None:
    (own / "childvoice.toml").write_text("[retention]\nuntil = 2026-01-31\n", encoding="utf-8")
    assert "It was to be kept until 31 January 2026" in words(open_page(own, "codes"))
    assert "to be kept until" not in words(open_page(own, "told"))
    (own / "childvoice.toml").write_text("[retention]\nuntil = 2999-01-31\n", encoding="utf-8")
    assert "to be kept until" not in words(open_page(own, "codes"))


def test_a_passage_without_a_theme_is_said_to_have_none(own: Path, open_page: Open) -> None:
    app = open_page(own, "codes")
    app.selectbox(key="codes order").set_value("sample").run()
    ids = app.session_state["codes queue"][1]
    with Workspace.open(own) as workspace:
        coded = {r.excerpt_id for r in workspace.suggested_rows()}
    app.session_state["codes place"] = next(n for n, i in enumerate(ids) if i not in coded)
    app = press(app.run(), "No theme here")
    assert "Kept: no theme in it." in words(app)
    with Workspace.open(own) as workspace:
        assert [d.verdict for d in workspace.ledger.decisions()] == [Verdict.NOTHING]


@pytest.mark.parametrize(
    ("duties", "reached"),
    [
        ("member", set()),
        ("administrator", set()),
        ("researcher", {"codes"}),
        ("officer", {"codes", "compare", "redactions", "upload", "approve", "release"}),
        ("lead", {"codes", "compare", "approve", "release"}),
        ("safeguarding lead", {"safeguarding"}),
    ],
)
def test_a_page_of_another_duty_cannot_be_reached(
    own: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch, duties: str, reached: set[str]
) -> None:
    monkeypatch.setenv(DUTIES_VARIABLE, duties)
    monkeypatch.setenv(PERSON_VARIABLE, "Somebody")
    for page, module in DESK.items():
        shown = words(open_page(own, page))
        assert (f"<h1>{module.TITLE}</h1>" in shown) == (page in reached)
        if duties in ("member", "administrator"):
            assert "<blockquote>" not in shown


def test_a_refresh_loses_no_upload_and_taking_it_fills_the_manifest(own: Path, open_page: Open) -> None:
    uploads = Uploads(own, Person("Priya", EVERYTHING))
    uploads.put("talk.txt", TALK)
    for _ in range(2):  # the second is the refresh
        app = open_page(own, "upload")
        assert "Interviewer (2 turns), D. (2 turns)" in words(app)
        assert "Danika" not in words(app)
    app.selectbox(key="kind 0 talk.txt").set_value("interview")
    app.selectbox(key="group 0 talk.txt").set_value("child")
    app = press(app, "Take 1 into the review")
    assert "Taken: 1." in words(app)
    assert (own / "documents" / "talk.txt").is_file()
    assert "talk.txt,,interview,child" in (own / "documents" / "manifest.csv").read_text(encoding="utf-8")


def test_what_cannot_be_taken_is_explained_and_removed(own: Path, open_page: Open) -> None:
    uploads = Uploads(own, Person("Priya", EVERYTHING))
    uploads.put("scan.heic", b"\x00\x01")
    uploads.put("one.txt", b"They listened to me.")
    uploads.put("two.txt", b"They listened to me.")
    app = open_page(own, "upload")
    assert "The same content as one.txt" in words(app)
    assert "cannot be read" in words(app)
    press(app, "Remove these")
    assert [w.name for w in uploads.waiting()] == ["one.txt"]
