"""What happens to each kind of identifier: replaced by a pseudonym, made less exact, flagged for a person, or kept.

| kind | light | standard | strict |
|---|---|---|---|
| people, contact details, numbers | pseudonym | pseudonym | pseudonym |
| schools, organisations | pseudonym | pseudonym | pseudonym |
| places | kept | pseudonym | pseudonym |
| exact dates | month and year | month and year | removed |
| dates of birth | removed | removed | removed |
| ages in years and months | years | years | removed |
| rare events | flagged | flagged | removed and flagged |
"""

from __future__ import annotations

from enum import StrEnum

from childvoice.records import Label


class Action(StrEnum):
    """What is done with an identifier."""

    PSEUDONYM = "pseudonym"
    GENERALISE = "generalise"
    REMOVE = "remove"
    KEEP = "keep"


def action(label: Label, policy: str) -> Action:
    """The action of ``policy`` (strict, standard or light) for ``label``, as the table above has it."""
    if label in (Label.DATE, Label.AGE):
        return Action.REMOVE if policy == "strict" else Action.GENERALISE
    if label is Label.RARE_EVENT:
        return Action.REMOVE if policy == "strict" else Action.KEEP
    if label is Label.LOCATION and policy == "light":
        return Action.KEEP
    return Action.PSEUDONYM
