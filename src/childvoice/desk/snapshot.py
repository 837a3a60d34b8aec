"""What a run left, as the desk looks at it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from childvoice.decisions import Places
from childvoice.records import CodedRow, Excerpt, Redaction, Source, SourceFlag, Unit
from childvoice.store import Workspace


@dataclass(frozen=True)
class Snapshot:
    """What a run left: everything that decisions do not change, read once a run."""

    run_id: str
    sources: tuple[Source, ...]
    excerpts: tuple[Excerpt, ...] = field(repr=False)
    suggested: tuple[CodedRow, ...] = field(repr=False)
    units: dict[str, list[Unit]] = field(repr=False)
    redactions: dict[str, list[Redaction]] = field(repr=False)
    flags: tuple[SourceFlag, ...]
    concerns: frozenset[str]

    @classmethod
    def of(cls, workspace: Workspace) -> Snapshot:
        """Read it."""
        sources = tuple(workspace.sources())
        return cls(
            run_id=workspace.run_id(),
            sources=sources,
            excerpts=tuple(workspace.excerpts()),
            suggested=tuple(workspace.suggested_rows()),
            units={s.id: workspace.units(s.id) for s in sources},
            redactions={s.id: workspace.redactions(s.id) for s in sources},
            flags=tuple(workspace.flags()),
            concerns=frozenset(workspace.concerns()),
        )

    @cached_property
    def by_id(self) -> dict[str, Excerpt]:
        """Excerpts by id."""
        return {e.id: e for e in self.excerpts}

    @cached_property
    def source_by_id(self) -> dict[str, Source]:
        """Sources by id."""
        return {s.id: s for s in self.sources}

    @cached_property
    def texts(self) -> dict[tuple[str, int], str]:
        """Texts of units by source and index."""
        return {(source, u.index): u.text for source, units in self.units.items() for u in units}

    @cached_property
    def places(self) -> Places:
        """Where decisions stand."""
        return Places(self.texts)

    @cached_property
    def of_unit(self) -> dict[tuple[str, int], list[Excerpt]]:
        """Passages of each unit, in order."""
        found: dict[tuple[str, int], list[Excerpt]] = {}
        for excerpt in self.excerpts:
            found.setdefault((excerpt.source, excerpt.unit), []).append(excerpt)
        return found

    @cached_property
    def leads_units(self) -> frozenset[tuple[str, int]]:
        """Units in which a passage is the safeguarding lead's."""
        return frozenset((e.source, e.unit) for e in self.excerpts if e.id in self.concerns)
