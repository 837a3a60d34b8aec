"""A theme that a council adds to its codebook, for several tests."""

from __future__ import annotations

import datetime as dt

from childvoice.records import Valence
from childvoice.themes.codebook import Example, Exclusion, NearMiss, Theme
from childvoice.themes.editing import with_theme

BUSES = Theme(
    id="transport",
    label="Getting there",
    plain="getting there",
    short="How families travel.",
    definition="How children and families travel to workers, family or school.",
    examples=tuple(
        Example(text=t, valence=v)
        for t, v in [
            ("It is two buses to the contact centre and I never have the fare.", Valence.NEGATIVE),
            ("They send a taxi for me now so I get to school on time.", Valence.POSITIVE),
            ("The office moved across town and we can't get there.", Valence.NEGATIVE),
            ("She picks me up in her car and drops me back after.", Valence.POSITIVE),
            ("I had to walk four miles because nobody booked the cab.", Valence.NEGATIVE),
        ]
    ),
    include=("buses, taxis, lifts, fares",),
    exclude=(Exclusion(what="a visit that was cancelled", use="communication"),),
    near_misses=(NearMiss(text="My brother collects toy buses.", why="Nobody travels anywhere."),),
    parent="Daily life",
)
TODAY = dt.date(2026, 11, 22)


def added(text: str, theme: Theme = BUSES) -> str:
    return with_theme(text, theme, by="Review team", why='Children call it "the bus thing"', on=TODAY)
