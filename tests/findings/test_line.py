"""Tracing the line, key lines of enquiry, and the framework matrix, on a review of a few documents."""

from __future__ import annotations

from dataclasses import replace

from childvoice.findings import Policy, prevalence, speakers_of
from childvoice.findings.enquiry import enquiries
from childvoice.findings.framework import FILE, draft, framework, summaries
from childvoice.findings.indicators import Indicators
from childvoice.findings.journey import NO_STAGE, composite, journey, shown_people
from childvoice.findings.recommendations import Recommendation
from childvoice.records import JOURNEY, Excerpt, Group, Kind, Role, Source, Status, Voice

from .stories import row

LOAD, SAME = "time_caseload", "continuity"
STAGES = {LOAD: ("allocation",), SAME: ("allocation", "change of worker")}


def source(id_, stage="", *, group=Group.CHILD, kind=Kind.INTERVIEW, asked=(), lines=()):
    return Source(
        id_, f"{id_}.txt", id_, kind, group, stage=stage, topics_asked=asked, lines_of_enquiry=lines
    )


def passage(source_id, who, role=Role.CHILD, at=0):
    voice = Voice.OWN_WORDS if role is Role.CHILD else Voice.ADULT
    return Excerpt(f"{source_id}-{who}-{at}", source_id, at, 0, 2, "Hi", who, role, voice, who)


def review():
    """Nine children at 'change of worker', two at 'allocation', one worker; nobody at 'closure'."""
    sources = [
        source("c1", "change of worker", asked=(SAME,), lines=("d",)),
        source("c2", "allocation", lines=("b",)),
        source(
            "w1", "allocation", group=Group.STAFF, kind=Kind.STAFF_INTERVIEW, asked=(LOAD,), lines=("b", "d")
        ),
        source("x1", "alocation"),
    ]
    rows = [row(f"k{n}", source="c1", theme=SAME) for n in range(9)]
    rows += [row(f"m{n}", source="c2", theme=SAME) for n in range(2)]
    rows += [
        row("w", source="w1", theme=LOAD, role=Role.STAFF, kind=Kind.STAFF_INTERVIEW, group=Group.STAFF),
        row("z", source="x1", theme=SAME),
    ]
    said = [passage(r.source_id, r.participant, r.role) for r in rows]
    return sources, said, rows


def test_every_stage_is_there_with_who_spoke_and_what_no_child_was_asked():
    sources, said, rows = review()
    stages = {s.name: s for s in journey(rows, said, sources, STAGES)}
    assert list(stages) == [*JOURNEY, NO_STAGE]
    assert stages["closure"].sources == {}
    assert stages["change of worker"].cells[SAME, Group.CHILD].participants == 9
    assert stages["allocation"].sources == {Group.CHILD: 1, Group.STAFF: 1}
    assert stages["allocation"].unasked == (LOAD, SAME)
    assert stages["change of worker"].unasked == ()
    assert stages[NO_STAGE].cells[SAME, Group.CHILD].participants == 1, (
        "a stage that does not exist is no stage"
    )
    assert [c.theme for c in stages["change of worker"].raised(Group.CHILD, 6)] == [SAME]
    assert stages["allocation"].raised(Group.CHILD, 6) == []


def test_a_small_number_at_a_stage_is_not_told_by_the_whole_minus_the_others():
    sources, said, rows = review()
    told = shown_people(journey(rows, said, sources, STAGES), Policy())
    line = [told.get((s, SAME, Group.CHILD), "") for s in (*JOURNEY, NO_STAGE)]
    # 2, 9 and 1 of 12: both small ones are hidden, and together they could be either.
    assert line.count("c") == 2
    alone = [r for r in rows if r.participant != "z"]
    told = shown_people(journey(alone, said, sources, STAGES), Policy())
    line = [told.get((s, SAME, Group.CHILD), "") for s in (*JOURNEY, NO_STAGE)]
    assert line.count("c") == 2, "or it would be 11 less 9"


def test_a_composite_is_made_of_approved_passages_of_different_children_or_not_at_all():
    approved = [
        replace(row(who, f"{who} tells of it.", source=f"s{n}"), stage=stage, status=Status.ACCEPTED)
        for n, (who, stage) in enumerate(
            [("Ada", "referral"), ("Ada", "allocation"), ("Bo", "allocation"), ("Cy", "closure")]
        )
    ]
    told = composite(approved)
    assert [(stage, r.participant) for stage, r in told] == [
        ("referral", "Ada"),
        ("allocation", "Bo"),
        ("closure", "Cy"),
    ]
    assert composite(approved[:3]) == [], "two children are not enough"
    assert composite([replace(r, status=Status.SUGGESTED) for r in approved]) == []
    assert composite([replace(r, voice=Voice.REPORTED, role=Role.STAFF) for r in approved]) == []


def lines(found):
    return {e.letter: [(g.what, g.themes) for g in e.gaps] for e in found}


def test_each_line_says_who_is_heard_and_what_is_missing():
    sources, said, rows = review()
    speakers = speakers_of(said, sources)
    cells = prevalence(rows, speakers, STAGES)
    asked = Recommendation("1", "Watch caseloads", "Head", "", (), "under way", "", (LOAD,), ("b",), "", "")
    found = enquiries(
        {"b": "How cases are allocated", "d": "Stability", "c": "The academy"},
        sources,
        {LOAD: ("b",), SAME: ("d",)},
        cells,
        speakers,
        Indicators(),
        [asked],
        {},
    )
    assert [e.letter for e in found] == ["b", "c", "d"]
    gaps = lines(found)
    assert ("No child was asked about any of its themes", (LOAD,)) in gaps["b"]
    assert ("No document was gathered for this line", ()) in gaps["c"]
    assert ("Children raise these, but nobody asked staff", (SAME,)) not in gaps["d"]
    assert ("No staff were asked about any of its themes", (SAME,)) in gaps["d"]
    assert ("No parents and carers are heard on this line", ()) in gaps["d"]
    assert ("No recommendation follows from it", ()) in gaps["d"]
    assert ("No recommendation follows from it", ()) not in gaps["b"]
    by_letter = {e.letter: e for e in found}
    assert by_letter["b"].sources == {Group.CHILD: ("c2",), Group.STAFF: ("w1",)}
    assert by_letter["b"].recommendations == ("1",)


def test_where_no_document_names_its_lines_those_that_raise_its_themes_stand_in():
    sources, said, rows = review()
    bare = [replace(s, lines_of_enquiry=()) for s in sources]
    speakers = speakers_of(said, bare)
    cells = prevalence(rows, speakers, STAGES)
    themes = {LOAD: ("b",), SAME: ("d",)}
    raised = {LOAD: {"w1"}, SAME: {"c1", "c2", "x1"}}
    found = enquiries(
        {"b": "Allocation", "d": "Stability"}, bare, themes, cells, speakers, Indicators(), [], raised
    )
    assert [e.sources for e in found] == [{Group.STAFF: ("w1",)}, {Group.CHILD: ("c1", "c2", "x1")}]
    assert "The manifest names no lines" in found[0].gaps[0].what
    assert ("No child is heard on this line in their own words", ()) in lines(found)["b"]


def test_a_cell_of_the_matrix_is_a_draft_until_a_person_writes(tmp_path):
    rows = [
        row("[Child 1]", "I had five workers in a year.", theme=SAME),
        row("[Child 1]", "Five workers, I counted.", theme=SAME),
        row("[Child 1]", "He was late.", theme=SAME),
        row("[Child 2]", "Same one since I was six.", theme=SAME),
        row("[Child 2]", "Nobody knows.", theme=SAME, status=Status.UNSURE),
    ]
    first, second = framework(rows)
    assert first.case == "[Child 1]"
    assert first.draft == "I had five workers in a year. / Five workers, I counted."
    assert first.summary.startswith("[machine draft] ")
    assert len(first.excerpts) == 3
    assert second.excerpts == (rows[3].excerpt_id,)
    (tmp_path / FILE).write_text(
        "case,theme,summary,by\n[Child 1],continuity,Five workers in one year,JO\n[Child 1],contin,x,JO\n"
    )
    own, notes = summaries(tmp_path, (SAME,))
    assert framework(rows, own)[0].summary == "Five workers in one year"
    assert framework(rows, own)[0].draft == first.draft
    assert [n.cause for n in notes] == ["no theme 'contin'"]
    assert {c.case for c in framework(rows, by="source")} == {"source of [Child 1]", "source of [Child 2]"}


def test_a_draft_holds_only_words_of_the_evidence():
    pieces = ["one two three", "one two four", "five six seven", "one two three"]
    told = draft(pieces)
    assert set(told.split(" / ")) <= set(pieces)
    assert draft([]) == ""
    assert draft(["word " * 60]).endswith(" ...")
