"""Work on a codebook as text: look for weak places, tell two versions apart, add a theme without losing a comment."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any

from childvoice.errors import CodebookError
from childvoice.themes.codebook import Codebook, Theme, parse

ENOUGH_EXAMPLES = 5
_SHORT = 4


def lint(book: Codebook) -> list[str]:
    """Weak places of a codebook that can be used, as sentences for its author. Faults are found by ``load``."""
    return list(_weak(book))


def _weak(book: Codebook) -> Iterator[str]:
    if not any(change.version == book.version for change in book.changed):
        yield f"version {book.version} has no line in 'changed' that says who made it and why"
    if not book.language.lower().startswith("en"):
        yield f"the language is '{book.language}': the coder reads English only"
    labels: dict[str, str] = {}
    told: dict[str, str] = {}
    for theme in book:
        if (before := labels.setdefault(theme.label.casefold(), theme.id)) != theme.id:
            yield f"'{before}' and '{theme.id}' have the same label"
        if len(theme.examples) < ENOUGH_EXAMPLES:
            yield f"'{theme.id}' has {len(theme.examples)} of {ENOUGH_EXAMPLES} examples that the coder wants"
        if len({e.valence for e in theme.examples}) == 1:
            yield f"'{theme.id}' shows only {theme.examples[0].valence} examples"
        if not theme.near_misses:
            yield f"'{theme.id}' has no near misses: nothing says where it ends"
        if not theme.include:
            yield f"'{theme.id}' has no 'include'"
        for number, shown in enumerate(theme.examples, start=1):
            if len(shown.text.split()) < _SHORT:
                yield f"'{theme.id}': example {number} is too short to show anything"
            if (before := told.setdefault(shown.text.casefold(), theme.id)) != theme.id:
                yield f"'{before}' and '{theme.id}' share an example, which teaches neither"


def diff(old: Codebook, new: Codebook) -> list[str]:
    """What changed from ``old`` to ``new``, a line a change, in the words of a person."""
    lines: list[str] = []
    if old.version != new.version:
        lines.append(f"version {old.version} -> {new.version}")
    elif old != new:
        lines.append(f"version {old.version} stands on both, though they differ")
    lines += [
        f"- {id}: taken out; codings with it stay, and nothing explains them"
        for id in old.ids
        if id not in new.ids
    ]
    for theme in new:
        if theme.id not in old.ids:
            lines.append(f"+ {theme.id}: {theme.label}, {len(theme.examples)} examples")
            continue
        before = old.theme(theme.id)
        lines += [f"  {theme.id}: {what}" for what in _differences(before, theme)]
    kept = [id for id in old.ids if id in new.ids]
    if kept != [id for id in new.ids if id in old.ids]:
        lines.append("the order of the themes")
    if old.rules != new.rules:
        lines.append("rules for hard cases: " + _added_and_taken(old.rules, new.rules))
    return lines


def _differences(before: Theme, after: Theme) -> Iterator[str]:
    for field in fields(Theme):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old == new:
            continue
        name = field.name.replace("_", " ")
        if isinstance(new, tuple):
            yield f"{name}: {_added_and_taken(old, new)}"
        elif field.name in ("label", "parent", "plain"):
            yield f"{name} '{old}' -> '{new}'"
        else:
            yield f"{name} worded anew"


def _added_and_taken(old: Sequence[Any], new: Sequence[Any]) -> str:
    added, taken = sum(x not in old for x in new), sum(x not in new for x in old)
    return (
        ", ".join(filter(None, [f"{added} added" * bool(added), f"{taken} taken out" * bool(taken)]))
        or "order"
    )


def with_theme(text: str, theme: Theme, *, by: str, why: str, on: dt.date, name: str = "codebook") -> str:
    """The codebook file ``text`` with ``theme`` at its end, the next version number, and a line that says who and why.

    All else stays as it was written, comments too. Raises CodebookError where the theme cannot be added or the result
    would not be a codebook.
    """
    book = parse(text, name)
    if theme.id in book.ids:
        raise CodebookError(
            f"theme '{theme.id}' is there already",
            subject=name,
            remedy="Choose another id, or edit it in the file",
        )
    version = book.version + 1
    head, rest = _parted(text)
    head, count = re.subn(r"(?m)^(version\s*=\s*)\d+", rf"\g<1>{version}", head, count=1)
    told = [
        f"version = {version}",
        f"date = {on.isoformat()}",
        f"by = {_quoted(by)}",
        f"why = {_quoted(why)}",
    ]
    line = "{ " + ", ".join(told) + " }"
    if re.search(r"(?m)^changed\s*=\s*\[", head):
        # After the last entry, with the comma that it may lack.
        head = re.sub(
            r"(?ms)^(changed\s*=\s*\[.*?)(,?)(\s*)\][ \t]*$",
            lambda m: f"{m[1]}{',' if m[1].rstrip().endswith('}') else ''}\n  {line},\n]",
            head,
            count=1,
        )
    elif "[[changed]]" in text:
        rest = "\n".join([rest.rstrip(), "", "[[changed]]", *told, ""])
    else:
        head = head.rstrip() + f"\nchanged = [\n  {line},\n]\n\n"
    whole = f"{head}{rest.rstrip()}\n\n{_block(theme)}"
    made = parse(whole, name)
    if count != 1 or made.version != version or made.themes != (*book.themes, theme):
        raise CodebookError(
            "the file is written in a way that a theme cannot be added to",
            subject=name,
            remedy="Add it by hand",
        )
    return whole


def _parted(text: str) -> tuple[str, str]:
    """What stands before the first table, and the rest."""
    first = re.search(r"(?m)^\[", text)
    at = first.start() if first else len(text)
    return text[:at], text[at:]


def _block(theme: Theme) -> str:
    words = ("id", "label", "plain", "short", "definition")
    lines = ["[[theme]]", *(f"{name} = {_quoted(getattr(theme, name))}" for name in words)]
    for name in ("include", "questions", "lines_of_enquiry", "journey"):
        if value := getattr(theme, name):
            lines += [f"{name} = [", *(f"  {_quoted(v)}," for v in value), "]"]
    if theme.exclude:
        entries = [
            f"  {{ what = {_quoted(e.what)}" + (f", use = {_quoted(e.use)}" if e.use else "") + " },"
            for e in theme.exclude
        ]
        lines += ["exclude = [", *entries, "]"]
    lines += ["examples = ["]
    lines += [
        f"  {{ text = {_quoted(e.text)}, valence = {_quoted(e.valence.value)} }}," for e in theme.examples
    ]
    lines += ["]"]
    if theme.near_misses:
        entries = [f"  {{ text = {_quoted(n.text)}, why = {_quoted(n.why)} }}," for n in theme.near_misses]
        lines += ["near_misses = [", *entries, "]"]
    if theme.parent:
        lines.append(f"parent = {_quoted(theme.parent)}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    # A JSON string is a basic string of TOML, but for the one control character that JSON leaves bare.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
