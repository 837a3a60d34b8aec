"""Who is who: one person keeps one pseudonym, two people keep two, and nothing depends on the order of files."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

import pytest

from childvoice.deidentify import Deidentified, Incoming, Person, Roster, deidentify, deidentify_text
from childvoice.deidentify.roster import NOBODY
from childvoice.raw import RawDocument, RawUnit
from childvoice.records import Group, Kind, Label, Source

KAYLEIGH = Person("C01", "Kayleigh Bramhall", ("Kayls",), Label.PERSON_CHILD)
ZOFIA = Person("C02", "Zofia Wrona", ("Zosia",), Label.PERSON_CHILD)
PRIYA = Person("S01", "Priya Raman", (), Label.PERSON_STAFF, "", "social worker, Assessment Team North")
MUM = Person("F01", "Danielle Bramhall", (), Label.PERSON_FAMILY, "mum of C01")
STEPDAD = Person("F02", "Lee Marsden", (), Label.PERSON_FAMILY, "stepdad of C01")
ROSTER = Roster((PRIYA, MUM, STEPDAD, KAYLEIGH, ZOFIA))


def incoming(
    name: str, *texts: str, speakers: Sequence[tuple[str, str]] = (), labels: Sequence[str] = ()
) -> Incoming:
    units = tuple(
        RawUnit(n, text, speaker=labels[n] if n < len(labels) else "") for n, text in enumerate(texts)
    )
    raw = RawDocument(f"{name}.txt", f"digest-{name}", units, "prose")
    source = Source(id=f"s-{name}", file=f"{name}.txt", title="Notes", kind=Kind.CASE_NOTE, group=Group.CHILD)
    return Incoming(raw, source, tuple(speakers))


def people(text: str, roster: Roster = NOBODY) -> list[str]:
    """The pseudonyms of the people in ``text``, in order."""
    return [s.pseudonym for s in deidentify_text(text, roster).spans if s.label.is_person]


def texts(result: Deidentified) -> dict[str, str]:
    return {d.source.id: "\n".join(u.text for u in d.units) for d in result.documents}


@pytest.mark.parametrize(
    "text",
    [
        "Kayleigh Bramhall came. KB was quiet.",
        "Kayleigh Bramhall came. Kayleihg was quiet.",
        "Kayleigh Bramhall came. Kayliegh's coat was wet.",
        "Kayleigh Bramhall came. KAYLEIGH BRAMHALL did not stay.",
        "Kayleigh Bramhall came. kayleigh said she was cold.",
        "Kayleigh Bramhall’s coat. Bramhall, Kayleigh's surname, is her mum's.",
    ],
)
@pytest.mark.parametrize("known", [True, False])
def test_one_child_however_written(text: str, known: bool) -> None:
    found = people(text, Roster((KAYLEIGH,)) if known else Roster())
    assert len(found) >= 2
    assert len(set(found)) == 1, found


@pytest.mark.parametrize(
    "text",
    [
        "Adaeze Okafor chaired. Mrs Okafor agreed.",
        "Mrs Adaeze Okafor chaired. Later Mrs Okafor left.",
        "Georgina Tranter came. Georgie said hello.",
        "Daniel Tranter came. Danny said hello.",
        "Elizabeth Tranter came. Beth said hello.",
        "William Tranter came. I asked Bill about it.",
        "Mohammed Khan waited. Mo said that he was cold.",
        "Chloe rang. i was at chloes house, chloe's mum was out. CHLOE!",
        "Priya Raman visited. I like Priya. Priya's car is blue.",
        "J said he hates new people. I asked J why.",
        "Nicky Ogle rang back. N. Ogle, probation, will write.",
        "Seen: Kayden Rudge (9). Our Kayden was quiet. Kaydon said nothing.",
        "Lacey-Jo Rudge drew a bonfire. LJ named the people in it.",
        "Jeanette Crabtree collected him. J Crabtree rang home. Jen gave him toast. Miss Crabtree wrote this.",
        "Pawel Kubiak was on time. Paweł asked me twice. Mr Kubiak is frightened of that.",
        "TRELOAR, Jago. Jago Treloar came with no coat. JT used the bears.",
        "Oluwafemi Bankole visited at four. Femi stayed an hour. Mr Bankole will ring.",
        "Mum, Mrs Rafiq, did not answer. I met mum (Shabana) at three.",
        "Rab: Well, naebody calls me Robert but the social work.\nRab: Aye.",
        "Dariusz Zych, known as Darek, left in August. Darek has a key.",
        "Lily Chan came. I saw Chan Lily's coat.",
        "My social worker Rosalind came. Social worker: Rosalind.\nR. Entwistle, social worker",
    ],
)
def test_short_forms_join_the_name_that_they_fit(text: str) -> None:
    found = people(text)
    assert len(found) >= 2
    assert len(set(found)) == 1, found


@pytest.mark.parametrize(
    "text",
    [
        "Craig Hollis rang. Craig Tully was out.",
        "Kayleigh Bramhall and Danielle Bramhall came together.",
        "Jean Dodds came with Jane Dodds.",
        "Priya and Marzena visited.",
        "Martin Stott came. Mary left.",
        "Amelia Stott came. Amy left.",
        "Karen Stott came. Kay left.",
        "Daniel rang. Danielle was out.",
        "Kyle B is at home. Kyle W is not.",
        "Mr Snow rang. I never met Mrs Snow.",
        "Kayden Rudge (9) was quiet. Mrs Rudge made tea.",
        "I'd go to Mr Patel. Never the other Mr Patel.",
        "Marie Holt came. Maria left.",
        "John Connors Snr spoke. John Connors Jnr did not.",
        "Ayaan was in. Liban was out.",
    ],
)
def test_two_people_stay_two(text: str) -> None:
    found = people(text)
    assert len(found) == 2
    assert len(set(found)) == 2, found


def test_a_given_name_that_two_people_share_is_neither_of_them_and_is_flagged() -> None:
    result = deidentify([incoming("a", "Craig Hollis rang Craig Tully. Then Craig left.")], Roster())
    names = [r.pseudonym for r in result.documents[0].redactions]
    assert len(set(names)) == 3
    assert [f.reason for f in result.documents[0].flags] == ["two people may share this name"]


def test_a_surname_is_the_one_who_was_named_before_it_until_there_are_two() -> None:
    text = "Lee Hocking stayed upstairs. She heard Hocking shout. His brother Wayne Hocking came. Then I saw Hocking leave."
    lee, surname, wayne, later = people(text)
    assert surname == lee
    assert len({lee, wayne, later}) == 3


def test_a_letter_is_the_child_s_before_a_worker_s_and_nobody_s_if_two_children_have_it() -> None:
    child = "Kayden Rudge (9) was seen by his social worker Kerry Moss. K said nowt for a bit."
    assert people(child)[-1] == people(child)[0]
    siblings = "Tahmid Miah (4) and Tanzila Begum (9) were seen. T said she likes being in charge."
    assert people(siblings)[-1] not in people(siblings)[:2]


def test_the_manifest_says_which_of_two_people_of_one_name_is_speaking() -> None:
    roster = Roster(
        (
            Person("C1", "Faith Adeyemi", (), Label.PERSON_CHILD),
            Person("S1", "Faith Hollis", (), Label.PERSON_STAFF, "", "social worker"),
        )
    )
    child = incoming("a", "I like drawing.", speakers=[("Faith", "child")], labels=["Faith"])
    worker = incoming("b", "We were short of staff.", speakers=[("Faith", "staff")], labels=["Faith"])
    result = deidentify([child, worker], roster)
    assert [d.units[0].speaker for d in result.documents] == ["[Child 1]", "[Social worker 1]"]
    assert [d.units[0].role for d in result.documents] == ["child", "staff"]


def test_relatives_are_named_after_their_child() -> None:
    text = "Danielle Bramhall and Lee Marsden came with Kayleigh. Priya Raman took notes."
    assert people(text, ROSTER) == [
        "[Child 1’s mum]",
        "[Child 1’s stepdad]",
        "[Child 1]",
        "[Social worker 1]",
    ]


def test_two_relatives_of_one_kind_are_told_apart() -> None:
    roster = Roster(
        (
            KAYLEIGH,
            Person("F1", "Mia Bramhall", (), Label.PERSON_FAMILY, "sister of C01"),
            Person("F2", "Ava Bramhall", (), Label.PERSON_FAMILY, "sister of C01"),
            Person("F3", "Rita Stott", (), Label.PERSON_FAMILY, "nan of nobody"),
        )
    )
    found = people("Mia Bramhall, Ava Bramhall and Rita Stott came.", roster)
    assert found == ["[Child 1’s sister]", "[Relative 1]", "[Relative 2]"]


def test_surname_first_is_one_name_but_a_list_of_names_is_several() -> None:
    assert people("BRAMHALL Kayleigh, file of K Bramhall (Bramhall K)", ROSTER) == ["[Child 1]"] * 3
    siblings = Roster((KAYLEIGH, Person("C09", "Ava Bramhall", (), Label.PERSON_CHILD)))
    assert people("Kayleigh Bramhall, Ava Bramhall", siblings) == ["[Child 1]", "[Child 2]"]


def test_across_documents_full_names_join_and_lone_given_names_do_not() -> None:
    result = deidentify(
        [
            incoming("a", "Adaeze Okafor chaired. Tyrone was there."),
            incoming("b", "Nobody had told Adaeze Okafor. Tyrone cried."),
        ],
        Roster(),
    )
    a, b = ([r.pseudonym for r in d.redactions] for d in result.documents)
    assert a[0] == b[0]
    assert a[1] != b[1]


def test_across_documents_the_roster_joins_given_names_and_nicknames() -> None:
    result = deidentify([incoming("a", "Kayls was in."), incoming("b", "Saw Kayleigh. KB is well.")], ROSTER)
    assert texts(result) == {"s-a": "[Child 1] was in.", "s-b": "Saw [Child 1]. [Child 1] is well."}


REVIEW = (
    incoming("a", "Adaeze Okafor met Kayleigh at home.", "Tyrone hid. Priya Raman rang Danielle Bramhall."),
    incoming("b", "Zosia said no. Mrs Okafor will write to Sunita Das."),
    incoming("c", "Tyrone and Sunita Das walked with Craig Hollis to Kestwick Academy."),
    incoming("d", "Nothing was recorded. Dad Wayne Tully rang Craig Hollis."),
    incoming("e", "Wayne Tully has moved to Brindleford. Adaeze Okafor knows."),
)


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_files_changes_nothing(seed: int) -> None:
    shuffled = list(REVIEW)
    random.Random(seed).shuffle(shuffled)
    assert deidentify(shuffled, ROSTER) == deidentify(REVIEW, ROSTER)


def test_a_second_run_changes_nothing() -> None:
    assert deidentify(REVIEW, ROSTER) == deidentify(REVIEW, ROSTER)


def test_a_new_document_leaves_the_roster_s_pseudonyms_as_they_are() -> None:
    before = deidentify(REVIEW[1:], ROSTER)
    after = deidentify(REVIEW, ROSTER)
    for pseudonym in ("[Child 2]",):
        assert before.key[pseudonym] == after.key[pseudonym]
    assert "[Child 1]" not in before.key  # Kayleigh stands in the first document alone, and keeps her number
    assert "[Child 1]" in after.key


def test_the_identity_key_names_every_pseudonym_of_a_person_and_only_those() -> None:
    result = deidentify(REVIEW, ROSTER)
    shown = {
        r.pseudonym
        for d in result.documents
        for r in d.redactions
        if re.search(r" \d+\]$|’s \w+\]$", r.pseudonym)
    }
    assert shown == set(result.key)
    assert result.key["[Child 1]"] == ("Kayleigh",)
