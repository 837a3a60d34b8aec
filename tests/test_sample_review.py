"""The planted facts of corpora/sample/README.md: the pipeline, run over the whole sample, finds them."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from childvoice import pipeline, settings
from childvoice.findings import Verdict
from childvoice.overview import Overview, evidence, overview
from childvoice.records import Group, Kind, Label
from childvoice.resources import resource
from childvoice.store import Workspace


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> tuple[Overview, Workspace, pipeline.Outcome]:
    documents = resource("sample") / "documents"
    chosen = settings.load(documents)
    workspace = Workspace.create(tmp_path_factory.mktemp("review"))
    outcome = pipeline.run([documents], workspace, chosen)
    return overview(workspace, chosen), workspace, outcome


def _verdicts(seen: Overview, theme: str) -> dict[Group, Verdict]:
    return {c.other: c.verdict for c in seen.comparisons if c.theme == theme}


def test_every_document_goes_through(review):
    _, workspace, outcome = review
    assert [(w.file, w.cause) for w in outcome.withheld] == []
    assert outcome.counts["sources"] == 75
    assert workspace.excerpts()


def test_children_and_staff_disagree_on_communication(review):
    seen, *_ = review
    children, staff = seen.cells["communication", Group.CHILD], seen.cells["communication", Group.STAFF]
    assert children.tone == "negative"
    assert staff.balance > children.balance + 0.5
    assert _verdicts(seen, "communication")[Group.STAFF] in (Verdict.DISSONANCE, Verdict.PARTIAL)


def test_children_and_staff_agree_that_workers_change_too_often(review):
    seen, *_ = review
    assert seen.cells["continuity", Group.CHILD].balance < 0
    assert seen.cells["continuity", Group.STAFF].tone == "negative"
    assert _verdicts(seen, "continuity")[Group.STAFF] in (Verdict.AGREEMENT, Verdict.PARTIAL)


def test_staff_were_never_asked_about_family(review):
    seen, *_ = review
    assert not seen.speakers.was_asked(Group.STAFF, "family_contact")
    assert _verdicts(seen, "family_contact")[Group.STAFF] is Verdict.NEVER_ASKED


def test_privacy_weighs_far_more_for_children_than_for_staff(review):
    seen, *_ = review
    children, staff = seen.cells["privacy_stigma", Group.CHILD], seen.cells["privacy_stigma", Group.STAFF]
    assert seen.speakers.was_asked(Group.STAFF, "privacy_stigma")
    assert children.share > staff.share


def test_what_stands_beside_the_documents_is_put_beside_them(review):
    seen, *_ = review
    beside = evidence.gather(resource("sample"), seen)
    assert [n for n in beside.notes if n.where != "the review"] == []
    rows = {(r["theme"], r["group"]): r for r in evidence.matrix_rows(beside)}
    assert rows["continuity", "indicators"]["verdict"] in (Verdict.AGREEMENT, Verdict.PARTIAL)
    assert "Social workers who left in the year: 16.9% here" in rows["continuity", "indicators"]["reason"]
    gaps = {r["line"]: r["gaps"] for r in evidence.enquiry_rows(beside)}
    assert "Children raise these, but nobody asked staff: Seeing family" in gaps["e"]
    assert "No document was gathered" not in "".join(gaps.values())
    assert len(evidence.recommendation_rows(beside, dt.date(2026, 5, 1))) == 7


def test_adults_columns_hold_no_child(review):
    seen, *_ = review
    for group in (Group.STAFF, Group.PARENT, Group.PARTNER):
        named = seen.speakers.participants[group]
        # '[Child 16]' would be a child; '[Child 16's gran]' is a grown-up who is known by one.
        assert not [p for p in named if re.fullmatch(r"\[Child \d+\]", p)], group
    records = [s for s in seen.sources if s.kind is Kind.CASE_NOTE]
    assert len(seen.speakers.participants[Group.RECORD]) <= len(records)


def test_animals_turn_up_as_a_draft_theme(review):
    seen, *_ = review
    animals = {
        "dog",
        "cat",
        "horse",
        "animals",
        "guinea",
        "pigs",
        "rabbit",
        "ferrets",
        "budgie",
        "pets",
        "pony",
        "cats",
        "dogs",
    }
    assert any(len(animals & set(t.words)) >= 2 for t in seen.topics), [t.words for t in seen.topics]


def test_the_plain_disclosure_reaches_the_lead_and_nobody_else(review):
    seen, workspace, _ = review
    concerns = set(workspace.concerns())
    assert concerns
    stopped = [s.id for s in seen.sources if "STOPPED" in s.file.upper()]
    assert stopped, "the interview with the disclosure"
    assert any(c.startswith(stopped[0]) for c in concerns)
    assert not concerns & {r.excerpt_id for r in seen.rows}
    assert not concerns & {e.id for e in seen.excerpts}
    assert not concerns & {e for t in seen.topics for e in t.excerpts}


def test_rare_facts_are_flagged_for_a_person(review):
    seen, *_ = review
    assert sum(f.label is Label.RARE_EVENT for f in seen.flags) >= 2


def test_no_name_of_the_roster_survives(review):
    _, workspace, _ = review
    names = [
        line.split(",")[1]
        for line in (resource("sample") / "documents" / "roster.csv")
        .read_text(encoding="utf-8")
        .splitlines()[1:]
    ]
    kept = "\n".join(e.text for e in workspace.excerpts()).casefold()
    full = [n for n in names if len(n.split()) >= 2]
    assert len(full) > 150
    assert [n for n in full if n.casefold() in kept] == []


def test_a_review_is_the_same_when_it_is_run_again(review, tmp_path: Path):
    _, workspace, _ = review
    documents = resource("sample") / "documents"
    with Workspace.create(tmp_path) as again:
        pipeline.run([documents], again, settings.load(documents))
        assert again.excerpts() == workspace.excerpts()
        assert again.codings() == workspace.codings()
        assert again.topics() == workspace.topics()
