"""What is in a release and what is not: the same numbers as in the review, approved words, and nothing to join them."""

from __future__ import annotations

import re
import zipfile
from html import unescape
from pathlib import Path

import fictional
import pytest
from hypothesis import given
from hypothesis import settings as run_with
from hypothesis import strategies as st

from childvoice import settings
from childvoice.cli.main import main
from childvoice.overview import (
    Overview,
    assemble,
    overview,
    tables,
    theme_rows,
    tone_rows,
    triangulation_rows,
)
from childvoice.overview.evidence import Evidence, gather
from childvoice.records import JOURNEY, CodedRow, Excerpt, Group, Kind, Role, Source, Status, Valence, Voice
from childvoice.release import Approved, SignedOff, check, content_of, differences, read, write
from childvoice.release.check import against_review
from childvoice.release.edition import edition
from childvoice.release.file import in_hand
from childvoice.release.opened import open_evidence, open_overview
from childvoice.release.unlinked import numbered, unlinked
from childvoice.report import method, papers, told
from childvoice.settings import Settings
from childvoice.store import Workspace
from release.conftest import release_of

SIGNED = SignedOff(by="A. Lead", at="2026-11-22T10:00:00+00:00")


@pytest.fixture(scope="module")
def seen(reviewed: Path) -> Overview:
    with Workspace.open(reviewed) as workspace:
        return overview(workspace, settings.load(reviewed))


@pytest.fixture(scope="module")
def opened(made: Path) -> Overview:
    return open_overview(read(made))


def everything(path: Path) -> str:
    with zipfile.ZipFile(path) as file:
        return " ".join(file.read(name).decode() for name in file.namelist())


# -- what members read is what was counted -----------------------------------------------------------------------


def test_every_table_says_the_same_as_in_the_review(seen: Overview, opened: Overview) -> None:
    assert theme_rows(opened) == theme_rows(seen)
    assert triangulation_rows(opened) == triangulation_rows(seen)
    assert [list(r.items()) for r in method.documents(opened)] == [
        list(r.items()) for r in method.documents(seen)
    ]
    assert opened.groups == seen.groups
    assert method.asked(opened) == method.asked(seen)
    assert method.limits(opened) == method.limits(seen)
    assert method.steps(opened) == method.steps(seen)
    assert method.versions(opened) == method.versions(seen)
    assert told.who(opened) == told.who(seen)
    assert told.differences(opened) == told.differences(seen)
    assert told.only_children(opened) == told.only_children(seen)
    cells = told.themes_by_group(seen)
    assert told.never_asked(opened, cells) == told.never_asked(seen, cells)
    assert [f.sentence for f in opened.findings] == [f.sentence for f in seen.findings]
    for theme in seen.codebook.ids:
        if seen.cells[theme, Group.CHILD].participants >= seen.policy.least:
            assert tone_rows(opened, theme, Group.CHILD) == tone_rows(seen, theme, Group.CHILD)


def test_stages_lines_and_figures_say_the_same_as_in_the_review(
    seen: Overview, opened: Overview, reviewed: Path, made: Path
) -> None:
    ours, theirs = gather(reviewed, seen), open_evidence(read(made), opened)

    def line(evidence: Evidence) -> list[object]:
        count = evidence.seen.count
        return [
            (e.letter, e.themes, e.gaps, {g: count(len(ids)) for g, ids in e.sources.items()})
            for e in evidence.enquiries
        ]

    assert line(theirs) == line(ours)
    assert [s.name for s in theirs.stages] == [s.name for s in ours.stages]
    for stage in ours.stages:
        for (theme, group), cell in stage.cells.items():
            if cell.participants:
                where = stage.name, theme, group
                assert theirs.people_by_stage[where] == ours.people_by_stage[where]
    assert theirs.indicators.figures == ours.indicators.figures
    assert [r.text for r in theirs.recommendations] == [r.text for r in ours.recommendations]
    assert [(d.theme, d.why) for d in theirs.decisions] == [(d.theme, d.why) for d in ours.decisions]
    assert not any(d.by for d in theirs.decisions)


def test_the_reports_that_a_member_takes_along_hold_approved_words_alone(
    seen: Overview, opened: Overview, made: Path
) -> None:
    approved = {q.text for q in read(made).content.quotes}
    for paper in papers(opened).values():
        for block in paper.blocks:
            said = getattr(block, "said", None)
            assert said is None or said in approved
    quotes = dict(tables(opened))["Quotes"]
    assert {row["text"] for row in quotes} == approved
    assert len(approved) < len({r.text for r in seen.rows})


def test_rounding_is_kept_and_its_words_for_amounts_too(seen: Overview, reviewed: Path) -> None:
    chosen = Settings.model_validate({"suppression": {"rule": "round"}})
    with Workspace.open(reviewed) as workspace:
        rounded = overview(workspace, chosen)
    content = content_of(rounded, gather(reviewed, rounded), [])
    release = in_hand(content, "r", SIGNED)
    again = open_overview(release)
    assert theme_rows(again) == theme_rows(rounded)
    assert [f.sentence for f in again.findings] == [f.sentence for f in rounded.findings]
    for theme in seen.codebook.ids:
        shown = told.themes_by_group(rounded)[theme, Group.CHILD]
        assert all(not v.isdigit() or int(v) % 5 == 0 for v in (shown["people"], shown["of"]))


def test_the_page_inside_has_no_place_left_to_fill_and_every_quote(made: Path) -> None:
    release = read(made)
    page = release.edition
    assert "To be written" not in page
    for heading in ("Conclusions", "Implications", "Draft."):
        assert heading not in page
    assert "What children and young people told us" in page
    assert "M. Adeyinka, scrutiny lead" in page
    assert "A contract of expectations" in page
    plain = re.sub(r"\s+", " ", unescape(re.sub("<[^>]+>", "", page)))
    for quote in release.content.quotes:
        assert " ".join(quote.text.split()) in plain


# -- what is not in it -------------------------------------------------------------------------------------------


def test_no_words_but_approved_ones_no_ids_and_nobody(reviewed: Path, made: Path) -> None:
    inside = everything(made)
    content = read(made).content
    approved = {q.text for q in content.quotes}
    with Workspace.open(reviewed) as workspace:
        for excerpt in workspace.excerpts():
            own = unlinked(excerpt.text)[0]
            assert own in approved or excerpt.text not in inside, "words that nobody approved"
            assert f'"{excerpt.id}"' not in inside
        for source in workspace.sources():
            assert source.file not in inside
        units = workspace.unit_texts()
        assert against_review(read(made), units, [fictional.HARM]).clean
    assert "landing" not in inside
    assert "Priya Nair" not in inside, "only who signed it off is named"
    assert "J. Officer" not in inside
    assert "M. Adeyinka" in inside


def test_words_of_the_review_that_slip_in_are_found(reviewed: Path, made: Path) -> None:
    release = read(made)
    with Workspace.open(reviewed) as workspace:
        units = workspace.unit_texts()
    long = "I waited in all of Saturday and then nobody came or rang me at all"
    leaky = in_hand(release.content, release.name, release.signed)
    object.__setattr__(leaky, "edition", f"<p>{long}</p>")
    found = against_review(leaky, {**units, ("x", 0): long}, [long])
    assert not found.clean
    assert any("safeguarding" in f for f in found.found)


def test_what_may_tell_of_harm_is_left_out_whatever_was_approved(seen: Overview, reviewed: Path) -> None:
    (harm,) = seen.concerns
    content = content_of(seen, gather(reviewed, seen), [Approved(harm, 0, len(fictional.HARM))])
    assert content.quotes == ()


@given(
    st.lists(
        st.sampled_from(
            ["[Child 3]", "[Child 12]", "[School 2]", "[Child 3’s mother]", "[March 2024]", "x", " "]
        ),
        max_size=12,
    )
)
def test_pseudonyms_lose_what_joins_quotes_and_offsets_follow(parts: list[str]) -> None:
    text = "".join(parts)
    new, moved = unlinked(text)
    assert not numbered(new)
    assert "[March 2024]" in new or "[March 2024]" not in text
    assert moved(0) == 0
    assert moved(len(text)) == len(new)
    offsets = [moved(n) for n in range(len(text) + 1)]
    assert offsets == sorted(offsets)
    for n, letter in enumerate(text):
        if letter == "x":
            assert new[moved(n) : moved(n + 1)] == "x"


# -- differencing ------------------------------------------------------------------------------------------------


@st.composite
def reviews(draw: st.DrawFn) -> Overview:
    """Children who speak of two themes, each in one document of a stage, each in some tone."""
    number = draw(st.integers(6, 26))
    sources, excerpts, rows = [], [], []
    for n in range(number):
        stage = draw(st.sampled_from(JOURNEY[:3]))
        source = Source(
            f"s{n}", "", "", Kind.INTERVIEW, Group.CHILD, stage=stage, topics_asked=("continuity",)
        )
        sources.append(source)
        for theme in draw(st.sets(st.sampled_from(["continuity", "communication"]))) | {""}:
            text = f"What somebody said of {theme or 'nothing'}."
            id_ = f"e{n}{theme}"
            excerpts.append(
                Excerpt(
                    id_, source.id, 0, 0, len(text), text, "", Role.CHILD, Voice.OWN_WORDS, f"[Child {n}]"
                )
            )
            if theme:
                rows.append(
                    CodedRow(
                        id_, source.id, theme, 0.9, Status.ACCEPTED, draw(st.sampled_from(Valence)), "m", 0, 4,
                        Role.CHILD, Voice.OWN_WORDS, f"[Child {n}]", Kind.INTERVIEW, Group.CHILD, "", stage, "",
                        text, "", "",
                    )
                )  # fmt: skip
    return assemble(Settings(), sources, excerpts, rows)


def subtracted(total: str, cells: list[str]) -> list[int]:
    """What somebody who knows the total of a line can say of each hidden cell: the cells that have one value."""
    if not total.isdigit() or "c" not in cells:
        return []
    rest = int(total) - sum(int(n) for n in cells if n.isdigit())
    hidden = cells.count("c")
    return [rest] if hidden == 1 else [0] * hidden if rest == 0 else []


@given(reviews())
@run_with(max_examples=60, deadline=None)
def test_nobody_can_subtract_their_way_to_a_small_number(seen: Overview) -> None:
    evidence = gather(Path("nowhere"), seen)
    content = content_of(seen, evidence, [])
    release = in_hand(content, "r", SIGNED)
    object.__setattr__(release, "edition", edition(release))
    assert check(release).clean, check(release).found
    people = {(r.theme, r.group): r.people for r in content.themes}
    for theme in ("continuity", "communication"):
        total = people.get((theme, Group.CHILD), "")
        lines = [
            [t.people for t in content.tones if t.theme == theme],
            [
                r.people
                for s in content.stages
                for r in s.raised
                if (r.theme, r.group) == (theme, Group.CHILD)
            ],
        ]
        for cells in lines:
            assert not [n for n in subtracted(total, cells) if 0 < n < 6], (total, cells)
    for where, number in re.findall(r'"(people|of|sources|mentions)": "(\d+)"', release.edition):
        assert not 0 < int(number) < 6, where


def test_a_release_from_which_a_number_can_be_worked_out_is_found(made: Path) -> None:
    content = read(made).content
    first = next(t for t in content.tones if t.people.isdigit() and int(t.people) > 0)
    total = next(r.people for r in content.themes if (r.theme, r.group) == (first.theme, Group.CHILD))
    tones = [t for t in content.tones if t.theme != first.theme]
    cells = [(Valence.POSITIVE, str(int(total) - 3)), (Valence.NEGATIVE, "c"), (Valence.MIXED, "0")]
    kind = type(first)
    object.__setattr__(content, "tones", (*tones, *(kind(first.theme, v, n) for v, n in cells)))
    release = in_hand(content, "r", SIGNED)
    assert any("worked out" in f for f in check(release).found)
    small = content.themes[0]
    object.__setattr__(small, "people", "3")
    assert any("small number" in f for f in check(in_hand(content, "r", SIGNED)).found)


def test_two_releases_that_differ_by_one_child_are_told(seen: Overview, reviewed: Path) -> None:
    evidence = gather(reviewed, seen)
    before = content_of(seen, evidence, [])
    gone = "[Child 7]"
    less = assemble(
        seen.settings,
        seen.sources,
        [e for e in seen.excerpts if e.participant != gone],
        [r for r in seen.rows if r.participant != gone],
    )
    after = content_of(less, gather(reviewed, less), [])
    found = differences(before, after)
    assert "Took part (child): 30 before, 29 now" in found
    assert any("Keeping the same worker" in f for f in found) == any(
        r.participant == gone and r.theme == "continuity" for r in seen.rows
    )
    assert differences(before, before) == []


# -- who is known by name ----------------------------------------------------------------------------------------


def test_no_name_of_the_review_is_anywhere_in_the_bytes(tmp_path: Path) -> None:
    documents = tmp_path / "review" / "documents"
    documents.mkdir(parents=True)
    said = (
        "Danika: Five. There is a new one every time and I have to tell it all again.\n"
        "Danika: They don't. Mr Oyelade said he would ring me on 07700 900461 and he never rang back.\n"
        "Danika: My sister Kezia Bramble says the same, she is at Thornhollow School.\n"
    )
    (documents / "danika.txt").write_text(f"Interviewer: How many have you had?\n{said}", encoding="utf-8")
    (documents / "roster.csv").write_text(
        "id,name,aliases,role,relation,notes\nC1,Danika Marsh,Dani,child,,\nC2,Kezia Bramble,,child,,\n"
        "S1,Femi Oyelade,Mr Oyelade,staff,,social worker\n",
        encoding="utf-8",
    )
    (documents / "manifest.csv").write_text(
        "file,title,kind,group,date,topics_asked\ndanika.txt,Talk with Danika Marsh,interview,child,,continuity\n",
        encoding="utf-8",
    )
    review = tmp_path / "review"
    (review / "childvoice.toml").write_text("[themes]\ntopics = false\n", encoding="utf-8")
    assert main(["run", str(documents), "--review", str(review)]) == 0
    path = release_of(review)
    assert read(path).content.quotes
    inside = path.read_bytes().decode("latin-1") + everything(path)
    for canary in ("Danika", "Marsh", "Oyelade", "Kezia", "Bramble", "Thornhollow", "07700", "danika.txt"):
        assert canary.casefold() not in inside.casefold()
    roster = str(documents / "roster.csv")
    assert main(["verify", str(path), "--review", str(review), "--roster", roster]) == 0


def test_the_same_content_makes_the_same_bytes(seen: Overview, reviewed: Path, tmp_path: Path) -> None:
    content = content_of(seen, gather(reviewed, seen), [])
    page = edition(in_hand(content, "r", SIGNED))
    digests = {write(content, "r", SIGNED, page, tmp_path / f"{n}.cvrelease") for n in range(2)}
    assert len(digests) == 1
    assert (tmp_path / "0.cvrelease").read_bytes() == (tmp_path / "1.cvrelease").read_bytes()
