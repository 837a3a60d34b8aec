"""Rows for those who analyse: change over time and between rounds, saturation, wording, and uncertainty."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from childvoice.findings import SUPPRESSED, suppress_table
from childvoice.findings.change import compare, over_time
from childvoice.findings.contrast import contrast
from childvoice.findings.filters import under_filters
from childvoice.findings.rows import column_of
from childvoice.findings.saturation import saturation
from childvoice.findings.uncertainty import Unit, draw, estimate
from childvoice.findings.written import Note, known, read, several
from childvoice.overview import Overview
from childvoice.records import Excerpt, Group

AUDIT = "audit.csv"
NONE = "none"


def time_rows(seen: Overview) -> list[dict[str, Any]]:
    """People by theme, group and quarter, suppressed together, because the quarters add up to the whole."""
    found = over_time(seen.rows, seen.excerpts, seen.sources, seen.codebook.ids)
    lines: dict[tuple[str, Group], dict[str, int]] = defaultdict(dict)
    for p in found:
        lines[p.theme, p.group][p.period] = p.people
    hidden = {k: suppress_table({"": line}, seen.policy.least)[""] for k, line in lines.items()}
    return [
        {
            "theme": p.theme,
            "label": seen.label(p.theme),
            "group": p.group.value,
            "period": p.period,
            "people": SUPPRESSED
            if hidden[p.theme, p.group][p.period] == SUPPRESSED
            else seen.count(p.people),
            "of": seen.count(p.of),
        }
        for p in found
    ]


def change_rows(before: Overview, after: Overview) -> list[dict[str, Any]]:
    """Two rounds of a review, theme by theme and group by group; clear changes first."""
    found = compare(
        before.cells,
        after.cells,
        (before.speakers, after.speakers),
        fewest=max(before.policy.least, after.policy.least),
    )
    rows = []
    for c in found:
        if c.theme not in after.codebook.ids:
            continue
        old, new = (
            (seen.count(cell.participants), seen.count(cell.of)) if cell else ("", "")
            for seen, cell in ((before, c.before), (after, c.after))
        )
        told = SUPPRESSED not in (*old, *new) and "" not in (*old, *new)
        rows.append(
            {
                "theme": c.theme,
                "label": after.label(c.theme),
                "group": c.group.value,
                "change": c.told,
                "people_before": old[0],
                "of_before": old[1],
                "people_after": new[0],
                "of_after": new[1],
                "difference": f"{c.difference:+.0%} ({c.low:+.0%} to {c.high:+.0%})" if told else "",
            }
        )
    return rows


def saturation_rows(seen: Overview) -> list[dict[str, Any]]:
    """Distinct themes after each document of a group, with the band of all orders of the documents."""
    return [
        {
            "group": s.group.value,
            "documents": at,
            "themes": s.themes[at - 1],
            "low": s.low[at - 1],
            "high": s.high[at - 1],
            "told": s.told,
        }
        for s in saturation(seen.rows)
        for at in range(1, len(s.themes) + 1)
    ]


def word_rows(seen: Overview, other: Group = Group.STAFF) -> list[dict[str, Any]]:
    """Words that children use and ``other`` do not, and the other way round; people as they may be shown."""
    said = {g: [(e.participant, e.text) for e in excerpts] for g, excerpts in _by_column(seen).items()}
    ours, theirs = contrast(said.get(Group.CHILD, []), said.get(other, []), least=max(3, seen.policy.least))
    return [
        {
            "word": w.word,
            "used_by": group.value,
            "people": seen.count(w.first if group is Group.CHILD else w.second),
            "others": seen.count(w.second if group is Group.CHILD else w.first),
            "z": round(abs(w.z), 2),
        }
        for group, words in ((Group.CHILD, ours), (other, theirs))
        for w in words
    ]


def filter_rows(seen: Overview, theme: str, group: Group, by: Sequence[str]) -> list[dict[str, Any]]:
    """People of a group who raised a theme under every choice of filters (kind, stage, team ...) of their documents.

    Whoever spoke in documents of several kinds stands under 'kind A + kind B', so that each person is counted once
    and no two counts give a small number away.
    """
    values: dict[str, list[set[str]]] = {}
    for r in seen.rows:
        column = column_of(role=r.role, voice=r.voice, kind=r.kind, group=r.group)
        if r.counts and r.theme == theme and column is group:
            mine = values.setdefault(r.participant, [set() for _ in by])
            for n, name in enumerate(by):
                mine[n].add(str(getattr(r, name)) or "not said")
    people = [tuple(" + ".join(sorted(v)) for v in mine) for mine in values.values()]
    return [
        {"theme": theme, "group": group.value, **dict(zip(by, choice, strict=True)), "people": number}
        for choice, number in under_filters(people, seen.policy).items()
    ]


def drawn_rows(seen: Overview, group: Group, number: int, seed: int) -> list[dict[str, Any]]:
    """Draw passages of a group at random for a person to code blind: id, text, and an empty column ``codes``."""
    listed = {e.id: e for e in _by_column(seen).get(group, [])}
    return [
        {"excerpt": id_, "group": group.value, "text": listed[id_].text, "codes": ""}
        for id_ in draw(listed, number, seed)
    ]


def uncertainty_rows(seen: Overview, review: Path) -> tuple[list[dict[str, Any]], tuple[Note, ...]]:
    """Share of passages that really hold each theme, from the machine's codes and ``evidence/audit.csv``.

    Codes are ids of themes parted by ``|``, or ``none``; an empty cell has not been checked yet.
    """
    checked, notes = _audit(seen, review / "evidence" / AUDIT)
    coded: dict[str, set[str]] = defaultdict(set)
    for r in seen.rows:
        # What the machine said, whatever a person decided since: the sample corrects the machine.
        if not r.coder.startswith("person:") and r.status.value != "unsure":
            coded[r.excerpt_id].add(r.theme)
    rows = []
    for group, excerpts in sorted(_by_column(seen).items()):
        for theme in seen.codebook.ids:
            found = estimate(
                [
                    Unit(theme in coded[e.id], theme in checked[e.id] if e.id in checked else None)
                    for e in excerpts
                ]
            )
            rows.append(
                {
                    "theme": theme,
                    "label": seen.label(theme),
                    "group": group.value,
                    "passages": found.of,
                    "machine": seen.count(found.machine),
                    "checked": found.checked,
                    "share": f"{found.share:.1%}" if found.enough else "",
                    "low": f"{found.low:.1%}" if found.enough else "",
                    "high": f"{found.high:.1%}" if found.enough else "",
                    "told": found.why or "checked at random; 95% interval",
                }
            )
    return rows, tuple(notes)


def _audit(seen: Overview, path: Path) -> tuple[Mapping[str, tuple[str, ...]], list[Note]]:
    if not path.is_file():
        return {}, []
    table = read(path, ("excerpt", "codes"))
    notes = list(table.notes)
    found: dict[str, tuple[str, ...]] = {}
    unchecked = 0
    for line, row in table.rows:
        where = f"{path.name}, line {line}"
        words = several(row["codes"])
        if row["excerpt"] not in seen.by_id:
            notes.append(Note(where, "this passage is not in the review (any more)", "Draw the sample again"))
        elif not words:
            unchecked += 1
        else:
            codes, wrong = known((w for w in words if w != NONE), seen.codebook.ids, where, "theme")
            notes += wrong
            if not wrong:
                found[row["excerpt"]] = codes
    if unchecked:
        cause = f"{unchecked} passage(s) of the sample have no codes yet"
        notes.append(Note(path.name, cause, "Check them all: those left out are seldom like the others"))
    return found, notes


def _by_column(seen: Overview) -> dict[Group, list[Excerpt]]:
    found: dict[Group, list[Excerpt]] = defaultdict(list)
    for e in seen.excerpts:
        source = seen.source_by_id[e.source]
        column = column_of(role=e.role, voice=e.voice, kind=source.kind, group=source.group)
        if column is not None:
            found[column].append(e)
    return found
