"""From a passage to a release and back: what is asked before, what lasts, and what makes a release stale."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import fictional
import pytest

from childvoice import settings
from childvoice.cli.main import main
from childvoice.decisions import About, Verdict
from childvoice.desk import Desk, Person
from childvoice.desk.register import made as made_releases
from childvoice.errors import NotAllowed, ReleaseError
from childvoice.overview import Overview, assemble, overview
from childvoice.records import (
    CodedRow,
    Document,
    Excerpt,
    Group,
    Kind,
    Label,
    Role,
    Source,
    SourceFlag,
    Status,
    Valence,
    Voice,
)
from childvoice.release import Approved, read
from childvoice.release.combinations import Combinations, identifiers
from childvoice.settings import Settings
from childvoice.store import Workspace
from release.conftest import LEAD, OFFICER, at_the_desk


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """The review before anything was approved."""
    return fictional.build_full(tmp_path / "fresh")


# -- what could point to somebody --------------------------------------------------------------------------------


def talk(*said: str, role: Role = Role.CHILD, people: int = 8, consent: str = "") -> Overview:
    """A review in which the first child says these things, and others one harmless thing each."""
    sources, excerpts, rows = [], [], []
    for n in range(people):
        source = Source(f"s{n}", "", "", Kind.INTERVIEW, Group.CHILD, consent=consent if n == 0 else "")
        sources.append(source)
        for at, text in enumerate(said if n == 0 else ("She listened to me.",)):
            id_ = f"e{n}-{at}"
            excerpts.append(
                Excerpt(id_, source.id, at, 0, len(text), text, "", role, Voice.OWN_WORDS, f"[Child {n}]")
            )
            rows.append(
                CodedRow(
                    id_, source.id, "being_heard", 0.9, Status.SUGGESTED, Valence.POSITIVE, "m", 0, 3, role,
                    Voice.OWN_WORDS, f"[Child {n}]", Kind.INTERVIEW, Group.CHILD, "", "", "", text, "", "",
                )
            )  # fmt: skip
    return assemble(Settings(), sources, excerpts, rows)


def doubts(seen: Overview, at: int = 0, *approved: Approved) -> str:
    excerpt = seen.by_id[f"e0-{at}"]
    found = Combinations(seen).doubts(Approved(excerpt.id, 0, len(excerpt.text)), approved)
    return " | ".join(d.told for d in found)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "I am autistic and in Year 9 and she never got that.",
            "These stand together in it: school year and health",
        ),
        ("I'm 14 and a wheelchair user, ask me not my mum.", "health or disability"),
        (
            "After my dad was murdered nobody spoke to me about it.",
            "crime or a court case, which a newspaper",
        ),
        (
            "I am deaf and she learned to sign my name.",
            "Fewer than 6 people in this review tell of the same health",
        ),
        ("I was nine, and deaf, and nobody told me.", "age and health or disability"),
        ("[Child 4] told me that they always ask her first.", "It tells of somebody else: Child 4"),
        ("She came late again. " * 30, "It is long"),
    ],
)
def test_what_could_point_to_somebody_is_told(said: str, told: str) -> None:
    assert told in doubts(talk(said))


def test_harmless_words_raise_no_doubt() -> None:
    assert doubts(talk("She always rings when she says she will.")) == ""


def test_two_quotes_of_one_person_are_looked_at_together() -> None:
    seen = talk("I was in Year 10 when she left.", "I have epilepsy and she never asked about it.")
    assert "With another quote" not in doubts(seen, 1)
    beside = Approved("e0-0", 0, 20)
    assert "With another quote of the same person" in doubts(seen, 1, beside)


def test_few_of_a_kind_few_on_a_theme_and_consent_are_told() -> None:
    told = doubts(talk("She listened to me.", people=4, consent="not to be quoted"))
    assert "Fewer than 6 people stand behind" in told
    assert "So few raised it that the number is not shown: Being listened to" in told
    assert "Read what is noted on consent: not to be quoted" in told
    assert doubts(talk("She listened to me.", consent="young person and parent, February 2026")) == ""


def test_a_place_in_doubt_and_a_machines_transcript_are_told() -> None:
    seen = talk("She listened to me.")
    flagged = replace(
        seen,
        flags=[SourceFlag("s0", 0, Label.PERSON_CHILD, "may be a name")],
        sources=[replace(s, transcribed_by="machine") for s in seen.sources],
    )
    told = doubts(flagged)
    assert "Taking names out was in doubt here: may be a name" in told
    assert "A machine wrote this transcript" in told


def test_an_identifier_that_still_stands_there_stops_it(fresh: Path) -> None:
    assert identifiers("Email me at jo.bloggs@example.org or ring 07700 900123") == ["email", "phone"]
    assert identifiers("He said he would ring on Monday at ten.") == []
    text = "Ring me on 07700 900123, I said, and nobody did."
    with Workspace.open(fresh) as workspace:
        person = fictional.Person("[Child 90]", Role.CHILD, Voice.OWN_WORDS)
        person.said.append(("communication", text, "nobody did", Valence.NEGATIVE))
        source = Source("leak", "l.txt", "Talk", Kind.INTERVIEW, Group.CHILD)
        workspace.replace_source(*fictional.document(source, [person]))
        workspace.save_run_id()
        at = at_the_desk(workspace, fresh)
        assert at.candidate("leak-0").stopped
        with pytest.raises(ReleaseError, match="still holds a phone"):
            at.approve("leak-0", why="all the same")
        # A part of it without the number may be quoted.
        at.approve("leak-0", text.index("I said"), len(text), why="the number is not in it")
        (quote,) = at.content().quotes
        assert quote.text == "I said, and nobody did."
        assert quote.text[quote.codes[0].start : quote.codes[0].end] == "nobody did"


# -- approving ---------------------------------------------------------------------------------------------------


def test_a_doubtful_quote_needs_a_reason_and_the_lead_sees_whose(fresh: Path) -> None:
    with Workspace.open(fresh) as workspace:
        at = at_the_desk(workspace, fresh, OFFICER)
        doubtful = next(e for e in at.queue() if at.candidate(e).doubts)
        with pytest.raises(ReleaseError, match="could point to somebody"):
            at.approve(doubtful)
        at.approve(doubtful, why="told at a public meeting")
        decision = at.candidate(doubtful).decision
        assert decision is not None
        assert (decision.person, decision.value) == (OFFICER.name, "told at a public meeting")
        at.hold_back(doubtful)
        assert not at.approved()
        workspace.ledger.undo(OFFICER.name)
        assert len(at_the_desk(workspace, fresh).approved()) == 1


def test_what_may_tell_of_harm_is_neither_offered_nor_approved(fresh: Path) -> None:
    with Workspace.open(fresh) as workspace:
        at = at_the_desk(workspace, fresh)
        harm = fictional.harm_id(workspace)
        assert harm not in at.queue()
        with pytest.raises(NotAllowed):
            at.approve(harm, why="no")


def test_approvals_survive_a_later_run_in_which_pseudonyms_have_other_numbers(fresh: Path) -> None:
    with Workspace.open(fresh) as workspace:
        at = at_the_desk(workspace, fresh)
        for excerpt in at.queue()[:12]:
            at.approve(excerpt, why="fine")
        before = at.content().quotes
        left_out = next(f.theme for f, chosen in at.findings() if not chosen)
        at.choose(left_out, told=True)
        for source in workspace.sources():
            document = Document(source, tuple(workspace.units(source.id)))
            excerpts = workspace.excerpts(source=source.id)
            codings = [c for c in workspace.codings() if c.excerpt in {e.id for e in excerpts}]
            units = tuple(
                replace(u, text=u.text.replace("[Child ", "[Child 1"), speaker=u.speaker.replace("d ", "d 1"))
                for u in document.units
            )
            texts = {u.index: u.text for u in units}
            moved = [
                replace(e, id=f"new-{e.id}", text=texts[e.unit], end=len(texts[e.unit])) for e in excerpts
            ]
            again = [replace(c, excerpt=f"new-{c.excerpt}") for c in codings]
            workspace.replace_source(Document(source, units), moved, again)
        workspace.save_concerns([f"new-{id_}" for id_ in workspace.concerns()])
        workspace.save_run_id()
        later = at_the_desk(workspace, fresh)
        assert {q.text for q in later.content().quotes} == {q.text for q in before}
        assert later.lost() == []
        assert left_out in [f.theme for f in later.content().findings]


def test_a_quote_from_which_a_name_is_taken_later_has_to_be_approved_anew(fresh: Path) -> None:
    with Workspace.open(fresh) as workspace:
        at = at_the_desk(workspace, fresh)
        first = at.queue()[0]
        word = next(w for w in at.candidate(first).excerpt.text.split() if w.isalpha() and len(w) > 3)
        at.approve(first, why="fine")
        workspace.take_out("Priya", word, Label.PERSON_OTHER)
        later = at_the_desk(workspace, fresh)
        assert later.approved() == []
        assert len(later.lost()) == 1
        assert later.content().quotes == ()


def test_findings_are_the_first_five_until_somebody_chooses(fresh: Path) -> None:
    with Workspace.open(fresh) as workspace:
        at = at_the_desk(workspace, fresh)
        told = [f.theme for f, chosen in at.findings() if chosen]
        assert len(told) == 5
        at.choose(told[0], told=False)
        assert [f.theme for f in at.content().findings] == told[1:]


# -- signing and making ------------------------------------------------------------------------------------------


def test_only_the_lead_signs_and_only_what_was_signed_is_made(fresh: Path) -> None:
    with Workspace.open(fresh) as workspace:
        officer, lead = at_the_desk(workspace, fresh, OFFICER), at_the_desk(workspace, fresh)
        first, second = [e for e in officer.queue() if not officer.candidate(e).doubts][:2]
        officer.approve(first)
        with pytest.raises(NotAllowed, match="sign a release off"):
            officer.sign(officer.content())
        with pytest.raises(ReleaseError, match="nobody has signed"):
            officer.make()
        lead.sign(lead.content())
        officer.approve(second)
        with pytest.raises(ReleaseError, match="nobody has signed"):
            officer.make()
        workspace.ledger.undo(OFFICER.name)
        again = at_the_desk(workspace, fresh, OFFICER)
        new = again.make()
        release = read(again.path(new.name))
        assert release.digest == new.digest
        assert release.signed.by == LEAD.name
        assert len(release.content.quotes) == 1
        assert again.make().name != new.name, "a release is never written over"
        assert workspace.ledger.verify() == []
        assert [m.stale for m in again.releases()] == ["", ""]


def test_a_release_is_not_left_behind_that_the_review_does_not_know_of(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Workspace.open(own) as workspace:
        at = at_the_desk(workspace, own)
        files = set((own / "releases").iterdir())

        def full(*_: object) -> None:
            raise OSError("the disk is full")

        monkeypatch.setattr("childvoice.store.ledger.Ledger.decide", full)
        with pytest.raises(OSError, match="full"):
            at.make()
        assert set((own / "releases").iterdir()) == files


# -- withdrawal --------------------------------------------------------------------------------------------------


def stale_of(folder: Path) -> list[str]:
    with Workspace.open(folder) as workspace:
        return [m.stale for m in made_releases(workspace, folder / "releases")]


def test_a_document_that_is_withdrawn_makes_its_releases_stale(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert stale_of(own) == [""]
    name = next((own / "releases").glob("*")).stem
    assert main(["withdraw", "c03", "--review", str(own)]) == 0
    assert f"Stale: release {name}." in capsys.readouterr().out
    assert "a document in it was withdrawn" in stale_of(own)[0]
    assert main(["release", "list", "--review", str(own)]) == 1
    assert "STALE" in capsys.readouterr().out
    assert main(["verify", str(next((own / "releases").glob("*"))), "--review", str(own)]) == 1
    assert "found: it is stale" in capsys.readouterr().out
    with Workspace.open(own) as workspace:
        assert workspace.ledger.verify() == []


def test_a_child_who_withdraws_is_gone_from_words_numbers_and_later_releases(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Workspace.open(own) as workspace:
        before = workspace.excerpts()
        said = [e.text for e in before if e.participant == "[Child 22]"]
        others = [e for e in before if e.source == "g20" and e.participant != "[Child 22]"]
    assert said
    assert main(["withdraw", "--child", "[Child 22]", "--review", str(own)]) == 0
    out = capsys.readouterr().out
    assert f"Withdrawn: {len(said)} passages in 1 documents" in out
    assert "Stale: release" in out
    with Workspace.open(own) as workspace:
        assert not [e for e in workspace.excerpts() if e.participant == "[Child 22]"]
        kept = {e.id: e for e in workspace.excerpts(source="g20")}
        assert [kept[e.id] for e in others] == others, "what the others of the group said stays"
        units = workspace.units("g20")
        assert not any(u.speaker == "[Child 22]" for u in units)
        seen = overview(workspace, settings.load(own))
        assert len(seen.speakers.participants[Group.CHILD]) == 29
        assert workspace.ledger.verify() == []
        assert workspace.ledger.undo("the review officer") == [], "it cannot be taken back"
    assert main(["withdraw", "--child", "[Child 22]", "--review", str(own)]) == 2


def test_a_quote_that_is_withdrawn_or_held_back_makes_its_release_stale(
    own: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Path(shutil.copytree(own, own.parent / "other"))
    with Workspace.open(own) as workspace:
        at = at_the_desk(workspace, own)
        quoted = at.approved()[0].excerpt
        text = at.candidate(quoted).excerpt.text
        at.hold_back(quoted)
    assert "a quote in it was held back" in stale_of(own)[0]
    monkeypatch.setattr("typer.prompt", lambda *_, **__: text)
    with Workspace.open(other) as workspace:
        alike = [e for e in workspace.excerpts() if e.text == text]
    assert main(["withdraw", "--quote", "--review", str(other)]) == (0 if len(alike) == 1 else 2)
    assert text not in "".join(capsys.readouterr())
    with Workspace.open(other) as workspace:
        desk = Desk(workspace, Person("Priya", LEAD.duties))
        passage = next(e for e in workspace.excerpts() if e.text.startswith("I have had six"))
        stale = desk.withdraw_passages([passage], "a passage in it was withdrawn")
        assert passage.id not in {e.id for e in workspace.excerpts()}
        decided = workspace.ledger.decisions()
        assert [d.verdict for d in decided if d.about is About.WORDS] == [Verdict.WITHDRAWN] * (
            2 if len(alike) == 1 else 1
        )
        assert stale or stale_of(other)[0]


def test_withdrawn_words_do_not_come_back_with_the_next_run(tmp_path: Path) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "group.txt").write_text(
        "Interviewer: How is it?\nDanika: They listened to me at the review and I was glad of it.\n"
        "Interviewer: And for you?\nRuby: I have had five workers and I stopped learning their names.\n",
        encoding="utf-8",
    )
    (documents / "roster.csv").write_text(
        "id,name,aliases,role,relation,notes\nC1,Danika Marsh,,child,,\nC2,Ruby Lee,,child,,\n",
        encoding="utf-8",
    )
    (tmp_path / "childvoice.toml").write_text("[themes]\ntopics = false\n", encoding="utf-8")
    assert main(["run", str(documents), "--review", str(tmp_path)]) == 0

    def spoken() -> dict[str, str]:
        with Workspace.open(tmp_path) as workspace:
            units = " ".join(workspace.unit_texts().values())
            assert ("five workers" in units) == any("five workers" in e.text for e in workspace.excerpts())
            return {e.text: e.participant for e in workspace.excerpts()}

    ruby = next(p for text, p in spoken().items() if "five workers" in text)
    assert main(["withdraw", "--child", ruby, "--review", str(tmp_path)]) == 0
    assert "five workers" not in " ".join(spoken())
    assert "They listened to me" in " ".join(spoken())
    # The file is still there, and so are the words in it; a new document makes everything be read anew.
    (documents / "more.txt").write_text("Interviewer: And you?\nFemi: Nobody rang.\n", encoding="utf-8")
    assert main(["run", str(documents), "--review", str(tmp_path)]) == 0
    assert "five workers" not in " ".join(spoken())
    assert "They listened to me" in " ".join(spoken())
    assert not any(not text.strip() for text in spoken())
