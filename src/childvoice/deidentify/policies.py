"""What happens to each kind of identifier under the policies ``light``, ``standard`` and ``strict``.

The table is data, so that the documentation (docs/policies.md) can be held to it by a test.
"""

from __future__ import annotations

from enum import StrEnum

from childvoice.records import Label

POLICIES = ("light", "standard", "strict")


class Action(StrEnum):
    """What is done with an identifier; the value is how the documentation says it."""

    PSEUDONYM = "numbered pseudonym"
    LEVEL_BELOW_TOWN = "towns kept, the rest a numbered pseudonym that tells the level"
    LEVEL = "numbered pseudonym that tells the level"
    LEVEL_ALONE = "the level alone"
    FIXED = "what it is"
    SHIFT = "shifted by whole weeks with the review's secret; without one, month and year"
    MONTH = "month and year"
    YEAR = "year"
    YEARS = "whole years"
    BAND = "age band"
    FLAG = "kept and flagged"
    REMOVE = "what it is, and flagged"


_PEOPLE = frozenset(label for label in Label if label.is_person)
_NUMBERS = frozenset(
    {
        *(Label.POSTCODE, Label.PHONE, Label.EMAIL, Label.URL, Label.HANDLE, Label.NHS_NUMBER, Label.NINO),
        *(Label.UPN, Label.CASE_ID, Label.VEHICLE_REG),
    }
)
_A = Action
# What, an example, its labels, and what light, standard and strict do.
_TABLE: tuple[tuple[str, str, frozenset[Label], tuple[Action, Action, Action]], ...] = (
    ("people", "[Child 3], [Child 3’s mum], [Social worker 2]", _PEOPLE, (_A.PSEUDONYM,) * 3),
    ("schools and organisations", "[School 1], [Organisation 4]", frozenset({Label.SCHOOL, Label.ORG}), (_A.PSEUDONYM,) * 3),
    ("places", "[Town 2], [Street 1]; strict: [town]", frozenset({Label.LOCATION}), (_A.LEVEL_BELOW_TOWN, _A.LEVEL, _A.LEVEL_ALONE)),
    ("contact details, numbers, references", "[phone number], [postcode], [date of birth]", _NUMBERS, (_A.FIXED,) * 3),
    ("exact dates", "[18 May 2025]; standard: [May 2025]; strict: [2025]", frozenset({Label.DATE}), (_A.SHIFT, _A.MONTH, _A.YEAR)),
    ("ages in years and months, weeks or days", "[aged 8]; standard: [aged 5 to 10]; strict: [age]", frozenset({Label.AGE}), (_A.YEARS, _A.BAND, _A.FIXED)),
    ("rare events", "strict: [rare event]", frozenset({Label.RARE_EVENT}), (_A.FLAG, _A.FLAG, _A.REMOVE)),
)  # fmt: skip
_ACTIONS = {
    (label, policy): done
    for _, _, labels, actions in _TABLE
    for label in labels
    for policy, done in zip(POLICIES, actions, strict=True)
}


def action(label: Label, policy: str) -> Action:
    """The action of ``policy`` (strict, standard or light) for ``label``, as the table has it."""
    return _ACTIONS[label, policy]


def as_markdown() -> str:
    """The table, a row for each group of kinds, as docs/policies.md shows it."""
    rows = [f"| what | {' | '.join(POLICIES)} | looks like |", "|---|---|---|---|---|"]
    rows += [f"| {what} | {' | '.join(done)} | {example} |" for what, example, _, done in _TABLE]
    return "\n".join(rows)
