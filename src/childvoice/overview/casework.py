"""How case records reflect the child's voice: a key line of enquiry, counted by case and note, never quoted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from childvoice import findings, voice
from childvoice.records import Excerpt, Kind, Source
from childvoice.store import Workspace

if TYPE_CHECKING:
    from childvoice.overview import Overview


def cases_of(workspace: Workspace, sources: list[Source], excerpts: list[Excerpt]) -> list[voice.CaseVoice]:
    """How each case record reflects the child's voice: whether it is there, never what it says."""
    spoken: dict[str, list[Excerpt]] = {s.id: [] for s in sources if s.kind is Kind.CASE_NOTE}
    for excerpt in excerpts:
        if excerpt.source in spoken:
            spoken[excerpt.source].append(excerpt)
    return [
        voice.case_of(source, voice.notes_of(source, workspace.units(source), own))
        for source, own in spoken.items()
    ]


def case_rows(seen: Overview) -> list[dict[str, Any]]:
    """The child's voice in case records: in how many cases and notes. Cases are children, so small numbers go."""
    if seen.released:
        return seen.released.cases
    rows = []
    for what, counts in (
        ("voice of the child in a note", [{p.value: n for p, n in c.presence.items()} for c in seen.cases]),
        ("child seen alone", [{a.value: n for a, n in c.alone.items()} for c in seen.cases]),
    ):
        for answer in counts[0] if counts else ():
            cases = seen.count(sum(c[answer] > 0 for c in counts))
            small = cases == findings.SUPPRESSED
            notes = findings.SUPPRESSED if small else str(sum(c[answer] for c in counts))
            rows.append({"what": what, "answer": answer, "cases": cases, "notes": notes})
    since = dict.fromkeys(_SINCE, 0)
    for case in seen.cases:
        since[_since(case)] += 1
    shown = findings.suppress_table(
        {a: {"cases": n} for a, n in since.items()}, seen.settings.suppression.below
    )
    what = "child's words last recorded, before the last note of the case"
    rows += [
        {"what": what, "answer": a, "cases": shown[a]["cases"], "notes": ""} for a in since if seen.cases
    ]
    return rows


_SINCE = (
    "same month",
    "1 to 3 months",
    "4 to 6 months",
    "more than 6 months",
    "never recorded",
    "date not known",
)


def _since(case: voice.CaseVoice) -> str:
    if not case.ever:
        return "never recorded"
    if case.months_since is None:
        return "date not known"
    bounds = ((0, "same month"), (3, "1 to 3 months"), (6, "4 to 6 months"))
    return next((answer for most, answer in bounds if case.months_since <= most), "more than 6 months")
