"""Look after a codebook: lint it, tell two versions apart, add a theme."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from childvoice.cli.main import DONE
from childvoice.cli.rows import read_rows
from childvoice.errors import CodebookError, SettingsError
from childvoice.records import Valence
from childvoice.themes import codebook as books
from childvoice.themes import editing

_ACTIONS = ("lint", "diff", "add")


def command(
    action: Annotated[str, typer.Argument(help="lint, diff or add")],
    book: Annotated[
        list[str], typer.Argument(metavar="BOOK...", help="Name of a codebook or a TOML file; two for diff")
    ],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="add: where to write; default: BOOK itself")
    ] = None,
    id: Annotated[str, typer.Option(help="add: id of the theme, which never changes")] = "",
    label: Annotated[str, typer.Option(help="add: its name, a few words")] = "",
    definition: Annotated[str, typer.Option(help="add: what it means")] = "",
    plain: Annotated[
        str, typer.Option(help="add: completes 'Children spoke about ...'; default: the label")
    ] = "",
    example: Annotated[
        list[str] | None,
        typer.Option(
            help="add: made-up words that belong to it, as 'negative: The bus never comes.'; five or more"
        ),
    ] = None,
    examples: Annotated[str, typer.Option(help="add: the same as rows with text and valence")] = "",
    by: Annotated[str, typer.Option(help="add: who")] = "",
    why: Annotated[str, typer.Option(help="add: and why")] = "",
) -> int:
    """Lint a codebook, tell two apart, or add a theme. The coder knows an added theme at once.

    Example: childvoice codebook add voice_of_the_child -o ours.toml --id transport --label "Getting there" ...
    """
    if action not in _ACTIONS:
        raise SettingsError(f"unknown action '{action}'", remedy=f"Use one of {', '.join(_ACTIONS)}")
    wanted = 2 if action == "diff" else 1
    if len(book) != wanted:
        raise SettingsError(f"{action} takes {wanted} codebook(s), not {len(book)}", remedy="See --help")
    if action == "lint":
        found = books.load(book[0])
        weak = editing.lint(found)
        print(f"{found.title}, version {found.version}: {len(found)} themes, {len(weak)} weak place(s).")
        for line in weak:
            print(f"  {line}")
    elif action == "diff":
        lines = editing.diff(books.load(book[0]), books.load(book[1]))
        print("\n".join(lines) or "No difference.")
    else:
        place = out or Path(book[0])
        if place.suffix != ".toml":
            raise SettingsError(
                "a codebook that comes with childvoice is not changed",
                remedy="Say where your own goes: -o ours.toml",
            )
        theme = _theme(id, label, definition, plain, [*_pairs(example or []), *_rows(examples)])
        text = editing.with_theme(
            books.read(book[0]),
            theme,
            by=by or "somebody",
            why=why or f"added {id}",
            on=dt.date.today(),
            name=place.name,
        )
        part = place.with_name(f"{place.name}.part")
        part.write_text(text, encoding="utf-8")
        part.replace(place)
        version = books.load(place).version
        print(
            f"{place.name} is version {version} now, with '{id}'. Set codebook = \"{place.name}\" under [themes]."
        )
    return DONE


def _theme(id: str, label: str, definition: str, plain: str, told: list[tuple[str, str]]) -> books.Theme:
    missing = [
        n for n, v in (("--id", id), ("--label", label), ("--definition", definition)) if not v.strip()
    ]
    if missing:
        raise SettingsError(f"a theme needs {', '.join(missing)}", remedy="See childvoice codebook --help")
    if len(told) < editing.ENOUGH_EXAMPLES:
        raise CodebookError(
            f"{len(told)} example(s) for '{id}'",
            remedy=f"Give {editing.ENOUGH_EXAMPLES} or more, with --example or --examples: the coder learns from them",
        )
    kinds = [v.value for v in Valence]
    for valence, _ in told:
        if valence not in kinds:
            raise CodebookError(
                "an example has no valence", remedy=f"Begin it with one of {', '.join(kinds)} and a colon"
            )
    first = definition.split(". ")[0].rstrip(".") + "."
    try:
        return books.Theme(
            id=id,
            label=label,
            plain=plain or label[:1].lower() + label[1:],
            short=first,
            definition=definition,
            examples=tuple(books.Example(text=t, valence=Valence(v)) for v, t in told),
        )
    except ValueError:
        raise CodebookError(
            f"'{id}' cannot be the id of a theme, or some of its words are empty",
            remedy="Write the id in small letters, digits and underscores",
        ) from None


def _pairs(given: list[str]) -> list[tuple[str, str]]:
    parted = [e.partition(":") for e in given]
    return [(valence.strip().lower(), text.strip()) for valence, _, text in parted]


def _rows(place: str) -> list[tuple[str, str]]:
    return (
        [(r["valence"].strip().lower(), r["text"]) for r in read_rows(place, ("text", "valence"))]
        if place
        else []
    )
