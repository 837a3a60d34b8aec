"""What a pseudonym calls each kind of person and place: one list for the machine's pseudonyms and a person's corrections."""

from __future__ import annotations

from childvoice.records import Label

NOUNS = {
    Label.PERSON_CHILD: "Child",
    Label.PERSON_FAMILY: "Relative",
    Label.PERSON_STAFF: "Worker",
    Label.PERSON_OTHER: "Person",
    Label.SCHOOL: "School",
    Label.ORG: "Organisation",
    Label.LOCATION: "Place",
}
"""Kinds that are numbered: [Child 3]."""

KIN = (
    "Mum",
    "Dad",
    "Stepmum",
    "Stepdad",
    "Gran",
    "Grandad",
    "Aunt",
    "Uncle",
    "Brother",
    "Sister",
    "Cousin",
    "Foster carer",
)
"""What a relative is called where the text says what they are and not whose: [Gran 1]; else [Relative 1] or [Child 1’s gran]."""

RELATIVES = "|".join((NOUNS[Label.PERSON_FAMILY], *KIN))
"""The nouns of relatives, for a pattern."""
