"""Who sits at the desk, and what their roles allow. Every act of :class:`~childvoice.desk.desk.Desk` asks here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from childvoice.errors import NotAllowed, SettingsError


class Duty(StrEnum):
    """What a person is to the review."""

    OFFICER = "officer"
    LEAD = "lead"
    RESEARCHER = "researcher"
    SAFEGUARDING_LEAD = "safeguarding lead"
    MEMBER = "member"
    ADMINISTRATOR = "administrator"


class May(StrEnum):
    """What a duty can allow, in the words of a sentence that begins with 'may not'."""

    READ = "read the passages of the review"
    CODE = "check codes"
    REDACT = "check what was taken out"
    UPLOAD = "add documents"
    SAFEGUARD = "see the safeguarding queue"
    SETTLE = "compare reviewers"
    WITHDRAW = "withdraw a document"
    AUDIT = "read the audit log"
    RELEASE = "approve quotes and make releases"
    SIGN = "sign a release off"


ALLOWS: dict[Duty, frozenset[May]] = {
    Duty.OFFICER: frozenset(
        {May.READ, May.CODE, May.REDACT, May.UPLOAD, May.SETTLE, May.WITHDRAW, May.AUDIT, May.RELEASE}
    ),
    Duty.LEAD: frozenset({May.READ, May.CODE, May.SETTLE, May.WITHDRAW, May.AUDIT, May.RELEASE, May.SIGN}),
    Duty.RESEARCHER: frozenset({May.READ, May.CODE}),
    Duty.SAFEGUARDING_LEAD: frozenset({May.SAFEGUARD}),
    # A member opens a release, in a process that has nothing else; an administrator sees no text at all.
    Duty.MEMBER: frozenset(),
    Duty.ADMINISTRATOR: frozenset({May.AUDIT}),
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody by name, with their duties."""

    name: str
    duties: frozenset[Duty]

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("a person has a name")

    def may(self, what: May) -> bool:
        """Tell whether one of the duties allows it."""
        return any(what in ALLOWS[duty] for duty in self.duties)

    def check(self, what: May) -> None:
        """Raise NotAllowed if no duty allows it."""
        if not self.may(what):
            duties = " and ".join(sorted(d.value for d in self.duties)) or "nobody"
            able = " or ".join(d.value for d in Duty if what in ALLOWS[d])
            raise NotAllowed(f"as {duties} you may not {what.value}", remedy=f"Ask the {able}")


def duties_of(words: str) -> frozenset[Duty]:
    """Read duties as they are typed: 'officer, safeguarding lead'. Raises SettingsError for others."""
    found = set()
    for word in filter(None, (w.strip().casefold() for w in words.split(","))):
        if word not in [d.value for d in Duty]:
            raise SettingsError(
                "there is no such role", subject=word, remedy=f"Use {', '.join(d.value for d in Duty)}"
            )
        found.add(Duty(word))
    return frozenset(found)


EVERYTHING = frozenset({Duty.OFFICER, Duty.LEAD, Duty.SAFEGUARDING_LEAD})
"""Duties of the one person who uses childvoice alone on their own machine."""
