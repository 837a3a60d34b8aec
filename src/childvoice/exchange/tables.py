"""A project as flat tables with stable columns, for pandas, R and spreadsheets. ``docs/columns.md`` describes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from childvoice.exchange.project import Project

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = {
    "codings": ("source", "source_name", "selection", "start", "end", "text", "code", "code_id", "coder", "model", "memo", "created"),
    "codes": ("code", "code_id", "name", "definition", "include", "exclude", "above", "codable"),
    "sources": ("source", "source_name", "text", "variables"),
    "cases": ("case", "name", "sources", "selections", "variables"),
    "notes": ("note", "name", "text", "coder", "created"),
}  # fmt: skip
"""Names of tables and of their columns, in order. Columns are only ever added, at the end."""

Row = dict[str, Any]


def rows(project: Project, table: str) -> list[Row]:
    """The rows of one table. Lists stand as lists, variables as a mapping of name to value."""
    made = {"codings": _codings, "codes": _codes, "sources": _sources, "cases": _cases, "notes": _notes}
    return [dict(zip(COLUMNS[table], row, strict=True)) for row in made[table](project)]


def frame(project: Project, table: str) -> pd.DataFrame:
    """One table as a pandas DataFrame, with all columns even where there is no row.

    >>> list(frame(Project("empty"), "notes").columns)
    ['note', 'name', 'text', 'coder', 'created']
    """
    import pandas as pd

    return pd.DataFrame(rows(project, table), columns=list(COLUMNS[table]))


def _codings(project: Project) -> list[tuple[Any, ...]]:
    codes = {c.guid: c for c in project.codes}
    coders = {c.guid: c for c in project.coders}
    made: list[tuple[Any, ...]] = []
    for text in project.texts:
        spans = [(s.guid, s.start, s.end, s.memo, a) for s in text.selections for a in s.applied]
        spans += [("", 0, len(text.text), "", a) for a in text.applied]
        for selection, start, end, memo, given in spans:
            code, coder = codes[given.code], coders.get(given.coder)
            made.append(
                (
                    text.guid,
                    text.name,
                    selection,
                    start,
                    end,
                    text.text[start:end],
                    code.name,
                    code.id,
                    coder.name if coder else "",
                    bool(coder and coder.is_model),
                    memo,
                    given.created,
                )
            )
    return made


def _codes(project: Project) -> list[tuple[Any, ...]]:
    return [
        (c.guid, c.id, c.name, c.definition, list(c.include), list(c.exclude), c.parent, c.codable)
        for c in project.codes
    ]


def _variables(project: Project, values: tuple[tuple[str, str], ...]) -> dict[str, str]:
    names = {v.guid: v.name for v in project.variables}
    return {names[variable]: value for variable, value in values}


def _sources(project: Project) -> list[tuple[Any, ...]]:
    return [(t.guid, t.name, t.text, _variables(project, t.values)) for t in project.texts]


def _cases(project: Project) -> list[tuple[Any, ...]]:
    return [
        (c.guid, c.name, list(c.texts), list(c.selections), _variables(project, c.values))
        for c in project.cases
    ]


def _notes(project: Project) -> list[tuple[Any, ...]]:
    coders = {c.guid: c.name for c in project.coders}
    return [(n.guid, n.name, n.text, coders.get(n.coder, ""), n.created) for n in project.notes]
