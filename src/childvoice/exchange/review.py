"""A review as a project that other tools open, and what people coded there back as codings of the review.

What is held for the safeguarding lead stands in no text and carries no code here: it is that person's alone. Sources
out of scope stay away. Only codings that count travel: neither rejected ones nor those the coder was not sure of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from childvoice.exchange.project import (
    Applied,
    Case,
    Code,
    Coder,
    Note,
    Project,
    Selection,
    Text,
    Value,
    Variable,
    guid,
)
from childvoice.records import CodedRow, Coding, Excerpt, Source, Status, Unit, Valence
from childvoice.settings import Settings
from childvoice.store import Workspace
from childvoice.themes.codebook import Codebook, Theme, load

HELD = "[passage held for the safeguarding lead]"
_VARIABLES = (
    "kind",
    "group",
    "date",
    "setting",
    "stage",
    "team",
    "transcribed by",
    "lines of enquiry",
    "role",
)
_WARNING = (
    "Names are replaced by pseudonyms. This is still personal data and not anonymous. Codes by a model are suggestions; "
    "a person has to confirm them."
)


@dataclass(frozen=True, slots=True)
class Laid:
    """A source as one text, and where in it each unit's words stand.

    ``places`` maps a unit to the start of its words; ``held`` to the passages of it that were left out.
    """

    text: str = field(repr=False)
    places: dict[int, int]
    held: dict[int, tuple[tuple[int, int], ...]]

    def place(self, unit: int, start: int, end: int) -> tuple[int, int] | None:
        """Where ``[start, end)`` of a unit stands in the text; None if some of it was left out."""
        shift = 0
        for a, b in self.held.get(unit, ()):
            if a < end and start < b:
                return None
            if b <= start:
                shift += len(HELD) - (b - a)
        return self.places[unit] + start + shift, self.places[unit] + end + shift


def lay_out(units: Sequence[Unit], held: dict[int, tuple[tuple[int, int], ...]]) -> Laid:
    """One text of all units, a paragraph each: speakers before their words, dates and questions above them."""
    pieces: list[str] = []
    places: dict[int, int] = {}
    at = 0
    note = question = ""
    for unit in units:
        above = [unit.note] if unit.note and unit.note != note else []
        above += [unit.question] if unit.question and unit.question != question else []
        note, question = unit.note, unit.question
        before = "".join(f"{line}\n" for line in above) + (f"{unit.speaker}: " if unit.speaker else "")
        words, last = "", 0
        for a, b in held.get(unit.index, ()):
            words += unit.text[last:a] + HELD
            last = b
        words += unit.text[last:]
        places[unit.index] = at + len(before)
        pieces.append(before + words)
        at += len(pieces[-1]) + 2
    return Laid("\n\n".join(pieces), places, held)


def project_of(workspace: Workspace, settings: Settings, *, created: str = "") -> Project:
    """Everything of a review that a researcher works with. ``created`` is an XML date and time, or empty.

    Sources, codes, coders, children and codings have GUIDs of their own words, so that a second export of the same
    review gives the same file.
    """
    book = load(settings.themes.codebook)
    sources = [s for s in workspace.sources() if s.in_scope]
    concerns = frozenset(workspace.concerns())
    excerpts = [e for e in workspace.excerpts() if e.source in {s.id for s in sources}]
    rows = [
        r for r in workspace.coded_rows() if r.counts and r.theme in book.ids and r.excerpt_id not in concerns
    ]
    coders = {r.coder: Coder(guid("coder", r.coder), r.coder) for r in rows}
    variables = {name: Variable(guid("variable", name), name) for name in _VARIABLES}
    laid = {s.id: _laid(workspace, s, excerpts, concerns) for s in sources}
    by_id = {e.id: e for e in excerpts}
    selections: dict[str, list[Selection]] = {s.id: [] for s in sources}
    of_child: dict[str, list[str]] = {}
    for row in rows:
        excerpt = by_id.get(row.excerpt_id)
        if excerpt and (made := _selection(row, excerpt, laid[excerpt.source], book.id, created)):
            selections[excerpt.source].append(made)
            if excerpt.tells_of_child:
                of_child.setdefault(excerpt.participant, []).append(made.guid)
    notes = _notes(sources, workspace, created)
    return Project(
        name=settings.review.title,
        coders=tuple(coders[name] for name in sorted(coders)),
        codes=tuple(codes_of(book)),
        variables=tuple(variables.values()),
        cases=tuple(_cases([e for e in excerpts if e.id not in concerns], of_child, variables)),
        texts=tuple(
            Text(
                guid("source", s.id),
                s.title or s.id,
                laid[s.id].text,
                tuple(sorted(selections[s.id], key=lambda x: (x.start, x.end, x.guid))),
                values=tuple(_about(s, variables)),
                notes=tuple(n.guid for n in notes if n.guid == guid("warnings", s.id)),
                created=created,
            )
            for s in sources
        ),
        notes=tuple(notes),
        description=settings.review.purpose or _WARNING,
        about=(guid("note", "about"),),
        created=created,
    )


def codes_of(book: Codebook) -> Iterator[Code]:
    """The codebook as codes: groups of themes as codes that cannot be given, themes below them."""
    groups: dict[str, list[Theme]] = {}
    for theme in book:
        # A theme of no group stands by itself, where it stands in the codebook.
        groups.setdefault(theme.parent or f"\0{theme.id}", []).append(theme)
    for name, themes in groups.items():
        above = guid("group", book.id, name) if themes[0].parent else ""
        if above:
            yield Code(above, name, codable=False)
        yield from (_code(book, theme, above) for theme in themes)


def _code(book: Codebook, theme: Theme, above: str) -> Code:
    return Code(
        guid("code", book.id, theme.id),
        theme.label,
        theme.definition,
        theme.include,
        tuple(f"{e.what} (use: {e.use})" if e.use else e.what for e in theme.exclude),
        tuple(f"{e.text} ({e.valence.value})" for e in theme.examples),
        theme.id,
        parent=above,
    )


def codings_of(project: Project, workspace: Workspace, settings: Settings) -> tuple[list[Coding], list[str]]:
    """What people coded in another tool, as codings of the review's excerpts, and what could not be placed.

    Codings by a model are passed over: they come from here. A selection that runs over several excerpts is a coding
    of each. Raises nothing for a text that was changed; it is named by its source's id in the report.
    """
    book = load(settings.themes.codebook)
    themes = {code.guid: code.id for code in project.codes if code.id in book.ids}
    themes |= {guid("code", book.id, theme): theme for theme in book.ids}
    people = {c.guid: c.name for c in project.coders if not c.is_model}
    texts = {t.guid: t for t in project.texts}
    concerns = frozenset(workspace.concerns())
    made: dict[tuple[str, str, str, int, int], Coding] = {}
    report: list[str] = []
    for source in workspace.sources():
        text = texts.pop(guid("source", source.id), None)
        if text is None:
            continue
        excerpts = workspace.excerpts(source=source.id)
        laid = _laid(workspace, source, excerpts, concerns)
        if laid.text != text.text:
            report.append(
                f"{source.id}: its text is not the one that was exported; its codings were left out"
            )
            continue
        places = [
            (e, span)
            for e in excerpts
            if e.id not in concerns and (span := laid.place(e.unit, e.start, e.end))
        ]
        lost = 0
        for selection in text.selections:
            for applied in selection.applied:
                if applied.coder and applied.coder not in people:
                    continue
                theme = themes.get(applied.code, "")
                found = [p for p in places if p[1][0] < selection.end and selection.start < p[1][1]]
                if not theme or not found:
                    lost += 1
                    continue
                for excerpt, (a, b) in found:
                    coding = Coding(
                        excerpt.id,
                        theme,
                        1.0,
                        max(selection.start, a) - a,
                        min(selection.end, b) - a,
                        _valence(selection.memo),
                        _person(people.get(applied.coder, "")),
                        Status.ACCEPTED,
                    )
                    made[coding.excerpt, theme, coding.coder, coding.start, coding.end] = coding
        if lost:
            report.append(
                f"{source.id}: {lost} coding(s) with another code, or outside every passage, left out"
            )
    if texts:
        report.append(f"{len(texts)} source(s) that are not of this review were left out")
    return list(made.values()), report


def _person(name: str) -> str:
    return name if name.startswith("person:") else f"person:{name or 'unnamed'}"


def _laid(
    workspace: Workspace, source: Source, excerpts: Sequence[Excerpt], concerns: frozenset[str]
) -> Laid:
    held: dict[int, list[tuple[int, int]]] = {}
    for excerpt in excerpts:
        if excerpt.source == source.id and excerpt.id in concerns:
            held.setdefault(excerpt.unit, []).append((excerpt.start, excerpt.end))
    return lay_out(workspace.units(source.id), {unit: _joined(spans) for unit, spans in held.items()})


def _joined(spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    kept: list[tuple[int, int]] = []
    for a, b in sorted(spans):
        if kept and a < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(b, kept[-1][1]))
        else:
            kept.append((a, b))
    return tuple(kept)


def _selection(row: CodedRow, excerpt: Excerpt, laid: Laid, book: str, created: str) -> Selection | None:
    span = laid.place(excerpt.unit, excerpt.start + row.start, excerpt.start + row.end)
    if span is None:
        return None
    key = (row.excerpt_id, row.theme, row.coder, row.start, row.end)
    coder = guid("coder", row.coder)
    applied = Applied(guid("coding", *key), guid("code", book, row.theme), coder, created)
    memo = f"Tone: {row.valence.value}\nScore: {row.score:.2f}\nStatus: {row.status.value}"
    return Selection(guid("selection", *key), *span, (applied,), memo=memo, coder=coder, created=created)


def _valence(memo: str) -> Valence:
    first = memo.partition("\n")[0].removeprefix("Tone: ").strip()
    return Valence(first) if first in set(Valence) else Valence.NEUTRAL


def _about(source: Source, variables: dict[str, Variable]) -> Iterator[Value]:
    told = {
        "kind": source.kind.value,
        "group": source.group.value,
        "date": source.date,
        "setting": source.setting,
        "stage": source.stage,
        "team": source.team,
        "transcribed by": source.transcribed_by,
        "lines of enquiry": ", ".join(source.lines_of_enquiry),
    }
    return ((variables[name].guid, value) for name, value in told.items() if value)


def _cases(
    excerpts: Sequence[Excerpt], of_child: dict[str, list[str]], variables: dict[str, Variable]
) -> Iterator[Case]:
    spoken: dict[str, list[Excerpt]] = {}
    for excerpt in excerpts:
        if excerpt.tells_of_child:
            spoken.setdefault(excerpt.participant, []).append(excerpt)
    for child in sorted(spoken):
        roles = sorted({e.role.value for e in spoken[child] if e.is_child_voice})
        yield Case(
            guid("child", child),
            child,
            values=tuple((variables["role"].guid, role) for role in roles[:1]),
            texts=tuple(guid("source", s) for s in sorted({e.source for e in spoken[child]})),
            selections=tuple(of_child.get(child, ())),
        )


def _notes(sources: Sequence[Source], workspace: Workspace, created: str) -> list[Note]:
    manifest = workspace.manifest()
    lines = [_WARNING, f"Coder: {manifest.get('coder', '')}"]
    lines += [f"{name} {version}" for name, version in sorted(dict(manifest.get("versions", {})).items())]
    made = [Note(guid("note", "about"), "How this was made", "\n".join(lines), created=created)]
    made += [
        Note(guid("warnings", s.id), f"Warnings: {s.title or s.id}", "\n".join(s.warnings), created=created)
        for s in sources
        if s.warnings
    ]
    return made
