"""Findings as sentences that a committee member reads, each with how many say so and one in their words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from childvoice.findings.prevalence import Prevalence
from childvoice.findings.rows import column_of
from childvoice.findings.suppression import SUPPRESSED, Policy
from childvoice.records import CodedRow, Group, Status, Valence

# Words for amounts, each for more than this share of those who spoke: 'most' is more than half.
AMOUNTS = ((0.85, "Nearly all"), (0.5, "Most"), (0.3, "Many"), (0.12, "Some"), (0.0, "A few"))
PEOPLE = {
    Group.CHILD: "children and young people",
    Group.PARENT: "parents and carers",
    Group.STAFF: "staff",
    Group.PARTNER: "partners",
    Group.RECORD: "case records",
    Group.POLICY: "policy documents",
}
_MORE = {
    "negative": "More of them told of bad experiences than of good ones.",
    "positive": "More of them told of good experiences than of bad ones.",
    "mixed": "Experiences were mixed.",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence on a theme among children, how many, and a passage that shows it (None if none may be)."""

    theme: str
    sentence: str
    how_many: str
    quote: CodedRow | None
    prevalence: Prevalence


def amount(share: float) -> str:
    """Choose the word for a share of people.

    >>> amount(0.5), amount(0.51)
    ('Many', 'Most')
    """
    return next((word for least, word in AMOUNTS if share > least), AMOUNTS[-1][1])


def amounts_told() -> str:
    """Say which word for an amount stands for which share of those who took part.

    >>> amounts_told()
    'Nearly all: more than 85%; Most: more than 50%; Many: more than 30%; Some: more than 12%; A few: fewer'
    """
    told = [f"{word}: more than {least:.0%}" for least, word in AMOUNTS[:-1]]
    return "; ".join([*told, f"{AMOUNTS[-1][1]}: fewer"])


def how_it_was(cell: Prevalence) -> str:
    """Say how it was for them; 'most' is said of more than half of all who raised it, of nothing less.

    Where the balance is not clear (:attr:`Prevalence.tone`) it is mixed here too, so that no sentence says
    another thing than the tables.
    """
    if 2 * cell.told < cell.participants:
        return "Most did not say whether it was good or bad."
    if cell.tone == "negative" and 2 * cell.valence[Valence.NEGATIVE] > cell.participants:
        return "For most of them it was a bad experience."
    if cell.tone == "positive" and 2 * cell.valence[Valence.POSITIVE] > cell.participants:
        return "For most of them it was a good experience."
    return _MORE[cell.tone]


def findings(
    cells: Mapping[tuple[str, Group], Prevalence],
    rows: Sequence[CodedRow],
    plain: Mapping[str, str],
    *,
    policy: Policy,
    most: int = 5,
    withhold: frozenset[str] = frozenset(),
) -> list[Finding]:
    """Tell the themes that most children raised, as sentences; ``plain`` completes 'spoke of ...' for each.

    ``withhold`` are excerpts that must not be quoted (concerns for a child's safety among them). A theme
    raised by fewer children than the ``policy`` shows makes no finding.
    """
    ranked = sorted(
        (c for (_, group), c in cells.items() if group is Group.CHILD and c.participants >= policy.least),
        key=lambda c: (-c.participants, c.theme),
    )
    found: list[Finding] = []
    quoted: set[str] = set()
    for cell in ranked[:most]:
        quote = best_quote(rows, cell.theme, Group.CHILD, tone=cell.tone, withhold=withhold, spent=quoted)
        who = f"{amount(cell.share)} {PEOPLE[Group.CHILD]}"
        if quote:
            quoted.add(quote.participant)
        found.append(
            Finding(
                theme=cell.theme,
                sentence=f"{who} spoke of {plain[cell.theme]}. {how_it_was(cell)}",
                how_many=how_many(cell, policy),
                quote=quote,
                prevalence=cell,
            )
        )
    return found


def how_many(cell: Prevalence, policy: Policy) -> str:
    """Say '38 of the 96 children and young people who took part'; leave out small numbers."""
    number, of = policy.count(cell.participants), policy.count(cell.of)
    who = f"{PEOPLE[cell.group]} who took part"
    if SUPPRESSED in (number, of):
        return f"fewer than {policy.least} of the {who}"
    return f"{number} of the {of} {who}"


def best_quote(
    rows: Iterable[CodedRow],
    theme: str,
    group: Group,
    *,
    tone: str,
    withhold: frozenset[str] = frozenset(),
    spent: Iterable[str] = (),
) -> CodedRow | None:
    """Choose the passage that shows the theme best.

    A confirmed one first; then one of a person not in ``spent``; then of the usual ``tone``; then of readable
    length; then the surest with the fewest pseudonyms in it. None that is withheld, rejected or unsure.
    """
    candidates = (
        r
        for r in rows
        if r.theme == theme
        and r.counts
        and r.excerpt_id not in withhold
        and column_of(role=r.role, voice=r.voice, kind=r.kind, group=r.group) is group
    )
    return first_unspent(sorted(candidates, key=lambda r: merit(r, tone), reverse=True), spent)


def merit(row: CodedRow, tone: str) -> tuple[bool, bool, bool, float, str]:
    """Say how well a passage shows a theme whose usual tone is ``tone``: the greater, the better."""
    return (
        _confirmed(row),
        tone not in ("positive", "negative") or row.valence is Valence(tone),
        8 <= len(row.text.split()) <= 45,
        round(row.score, 3) - 0.04 * row.text.count("["),
        row.excerpt_id,
    )


def first_unspent(ranked: Iterable[CodedRow], spent: Iterable[str]) -> CodedRow | None:
    """Choose from passages in the order of their :func:`merit`, the best first.

    A confirmed one goes before others, whoever said it; among equals, one of a person not in ``spent``.
    """
    used = set(spent)
    best: CodedRow | None = None
    for row in ranked:
        if best is not None and _confirmed(best) and not _confirmed(row):
            break
        if row.participant not in used:
            return row
        best = best or row
    return best


def _confirmed(row: CodedRow) -> bool:
    return row.status in (Status.ACCEPTED, Status.CHANGED)
