"""What stands in place of an identifier: the policies, dates and ages made less exact, pseudonyms that tell who."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from childvoice.deidentify import Person, Roster, deidentify_text
from childvoice.deidentify.generalise import (
    age_band,
    month,
    place_level,
    shifted,
    weeks_of,
    whole_years,
    year,
)
from childvoice.deidentify.link import Entity, Mention
from childvoice.deidentify.policies import POLICIES, action, as_markdown
from childvoice.deidentify.pseudonyms import Numbering, assign
from childvoice.records import Label

PAGE = Path(__file__).parents[2] / "docs" / "policies.md"
SECRET = b"sixteen bytes or more"


def test_the_page_shows_the_table_of_the_code() -> None:
    shown = (
        PAGE.read_text(encoding="utf-8")
        .partition("<!-- policies -->\n")[2]
        .partition("\n<!-- /policies -->")[0]
    )
    assert shown == as_markdown()


def test_every_kind_has_an_action_under_every_policy() -> None:
    for label in Label:
        for policy in POLICIES:
            assert action(label, policy)


SHOWN = {
    "light": "[Child 1] is [aged 8]. Her mum [Child 1’s mum] moved from Grimsby to [Address 1] on [16 March 2025]. Ring [phone number].",
    "standard": "[Child 1] is [aged 5 to 10]. Her mum [Child 1’s mum] moved from [Town 1] to [Address 1] on [May 2025]. Ring [phone number].",
    "strict": "[Child 1] is [age]. Her mum [Child 1’s mum] moved from [town] to [address] on [2025]. Ring [phone number].",
}


@pytest.mark.parametrize("policy", POLICIES)
def test_what_each_policy_makes_of_a_note(policy: str) -> None:
    roster = Roster((Person("C1", "Kayleigh Bramhall", (), Label.PERSON_CHILD),))
    note = (
        "Kayleigh is 8 years and 4 months old. Her mum Danielle moved from Grimsby to 14 Marsh Lane on 4 May 2025. "
        "Ring 07700 900123."
    )
    masked = deidentify_text(note, roster, policy=policy, secret=SECRET).text
    weeks = weeks_of(SECRET)
    moved = shifted("4 May 2025", weeks)
    assert masked == SHOWN[policy].replace("[16 March 2025]", moved)


@pytest.mark.parametrize(
    ("written", "by_month", "by_year"),
    [
        ("04/05/2025", "[May 2025]", "[2025]"),
        ("4.5.25", "[May 2025]", "[2025]"),
        ("2025-05-04", "[May 2025]", "[2025]"),
        ("Sun 4th May 2025", "[May 2025]", "[2025]"),
        ("4 May", "[May]", "[date]"),
        ("May 4th", "[May]", "[date]"),
        ("4/5", "[May]", "[date]"),
        ("12/3/88", "[March 1988]", "[1988]"),
        ("3rd of Nov '24", "[November 2024]", "[2024]"),
        ("the fourth of May", "[May]", "[date]"),
        ("31/31/2025", "[date]", "[2025]"),
        ("120312", "[date]", "[date]"),
    ],
)
def test_months_and_years(written: str, by_month: str, by_year: str) -> None:
    assert month(written) == by_month
    assert year(written) == by_year


def test_moved_dates_keep_weekday_and_the_time_between() -> None:
    assert shifted("Tues 4 Feb 2025", 3) == "[Tuesday 25 February 2025]"
    assert shifted("25/12/2025", 1) == "[1 January 2026]"
    assert shifted("14/2", -2) == "[31 January]"
    assert shifted("29 Feb 2024", 1) == "[7 March 2024]"
    assert shifted("the fourth of May", 3) == "[May]"
    assert shifted("31/02/2025", 3) == "[February 2025]"
    assert shifted("4 May 2025", 0) == "[May 2025]"


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.dates(date(1942, 1, 1), date(2040, 12, 31)),
    st.dates(date(1942, 1, 1), date(2040, 12, 31)),
    st.binary(min_size=16),
)
def test_the_time_between_two_dates_stays(one: date, two: date, secret: bytes) -> None:
    weeks = weeks_of(secret)
    assert 3 <= abs(weeks) <= 26

    def moved(day: date) -> date:
        shown = shifted(f"{day:%d/%m/%Y}", weeks)
        d, m, y = re.fullmatch(r"\[(\d+) (\w+) (\d{4})\]", shown).groups()  # type: ignore[union-attr]
        number = [f"{date(2000, n, 1):%B}" for n in range(1, 13)].index(m) + 1
        return date(int(y), number, int(d))

    assert moved(two) - moved(one) == two - one
    assert moved(one).weekday() == one.weekday()
    assert moved(one) != one


@pytest.mark.parametrize(
    ("written", "years", "band"),
    [
        ("8 years and 4 months", "[aged 8]", "[aged 5 to 10]"),
        ("Aged 3y 2m", "[aged 3]", "[aged 1 to 4]"),
        ("11 weeks old", "[aged under 1]", "[aged under 1]"),
        ("18-month-old", "[aged 1]", "[aged 1 to 4]"),
        ("12 months old", "[aged 1]", "[aged 1 to 4]"),
        ("six and a half", "[aged 6]", "[aged 5 to 10]"),
        ("14y 10m", "[aged 14]", "[aged 11 to 15]"),
        ("17 years and 1 month", "[aged 17]", "[aged 16 or 17]"),
        ("19 years 5 months", "[aged 19]", "[aged 18 or over]"),
        ("old", "[age]", "[age]"),
    ],
)
def test_ages(written: str, years: str, band: str) -> None:
    assert whole_years(written) == years
    assert age_band(written) == band


@pytest.mark.parametrize(
    ("written", "level"),
    [
        ("Grimsby", "Town"),
        ("14 Marsh Lane", "Address"),
        ("Flat 2, Harbour Parade", "Address"),
        ("Marsh Lane", "Street"),
        ("the Fellside estate", "Estate"),
        ("Kestwick", "Place"),
    ],
)
def test_levels_of_places(written: str, level: str) -> None:
    assert place_level(written) == level


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "Name of child: Tia Robson. Mum Gemma came. Gemma left.",
            "[Child 1’s mum] came. [Child 1’s mum] left.",
        ),
        ("Name of child: Tia Robson. Jean (MGM) has her.", "[Child 1’s gran] (MGM) has her."),
        ("Name of child: Tia Robson\nName of child: Ali Reza\nMum Gemma came.", "[Mum 1] came."),
        (
            "Name of child: Tia Robson\nName of child: Ali Reza\nTia's mum Gemma came.",
            "[Child 1]'s mum [Child 1’s mum] came.",
        ),
        (
            "Name of child: Tia Robson. Mum Gemma came. Mum Pauline came.",
            "[Child 1’s mum] came. [Mum 1] came.",
        ),
        (
            "Social worker Priya Raman rang. Priya was late.",
            "[Social worker 1] rang. [Social worker 1] was late.",
        ),
        ("PC Dunning rang the IRO, Ade Cole.", "[Police officer 1] rang the IRO, [Reviewing officer 1]."),
    ],
)
def test_a_pseudonym_tells_what_the_text_says(text: str, shown: str) -> None:
    assert shown in deidentify_text(text).text


def entity(key: str, label: Label, *surfaces: str) -> Entity:
    mentions = [Mention(0, n, n + 1, label, surface, 1.0, "roster") for n, surface in enumerate(surfaces)]
    return Entity(label, key, None, mentions)


ROSTER = Roster(tuple(Person(f"C{n}", f"Ada Lane{n}", (), Label.PERSON_CHILD) for n in range(5)))
FOUND = [
    entity("name:bo hart", Label.PERSON_CHILD, "Bo Hart"),
    entity("0:jo", Label.PERSON_OTHER, "Jo"),
    entity("1:jo", Label.PERSON_OTHER, "Jo"),
    entity("LOCATION:grimsby", Label.LOCATION, "Grimsby"),
    entity("SCHOOL:st anne s", Label.SCHOOL, "St Anne's"),
]


@given(st.permutations(FOUND), st.binary(min_size=16))
def test_with_a_secret_the_order_changes_nothing(found: list[Entity], secret: bytes) -> None:
    numbering = Numbering(secret, ids=("s-a", "s-b"))
    assert assign(found, ROSTER, numbering=numbering) == assign(FOUND, ROSTER, numbering=numbering)


def test_numbers_tell_nothing_of_the_order_of_the_roster() -> None:
    given = [assign([], ROSTER, numbering=Numbering(bytes([n]) * 16)) for n in range(20)]
    assert len({tuple(names[f"roster:C{n}"] for n in range(5)) for names in given}) > 5


def test_a_document_that_comes_later_renumbers_nobody() -> None:
    first = Numbering(SECRET, ids=("s-b",))
    before = assign([FOUND[0], entity("0:jo", Label.PERSON_OTHER, "Jo")], ROSTER, numbering=first)
    known = {first.fingerprint(key): pseudonym for key, pseudonym in before.items()}
    assert not any("jo" in k or k == "bo" for k in known)
    later = Numbering(SECRET, known, ids=("s-a", "s-b"))
    after = assign([entity("name:al an", Label.PERSON_CHILD, "Al An"), *FOUND], ROSTER, numbering=later)
    assert after["1:jo"] == before["0:jo"], "the same document stands at another place now"
    assert after["0:jo"] not in before.values()
    assert all(after[key] == before[key] for key in before if key != "0:jo")
    assert len(set(after.values())) == len(after)
