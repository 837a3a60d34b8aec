"""A project as REFI-QDA XML (version 1.5). The order of elements is the schema's; a wrapper is never empty."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree import ElementTree as ET

from childvoice.exchange.archive import to_bytes, xml_text
from childvoice.exchange.description import pack
from childvoice.exchange.project import Applied, Case, Code, Note, Project, Selection, Set, Text, Value

PROJECT = "urn:QDA-XML:project:1.0"
CODEBOOK = "urn:QDA-XML:codebook:1.0"
ORIGIN = "childvoice"
_SHOWN = 80
_VALUES = {
    "Text": "TextValue",
    "Boolean": "BooleanValue",
    "Integer": "IntegerValue",
    "Float": "FloatValue",
    "Date": "DateValue",
    "DateTime": "DateTimeValue",
}


def snippet(text: str) -> str:
    """The words of a selection as other tools show it in their lists, and by which offsets are checked on import."""
    words = " ".join(xml_text(text).split())
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1].rstrip()}…"


def project_xml(project: Project) -> bytes:
    """The content of ``project.qde``; texts stand beside it as ``sources/<GUID>.txt``."""
    root = _element(None, "Project", name=project.name, origin=project.origin or ORIGIN, xmlns=PROJECT)
    _set(root, creatingUserGUID=project.coder, creationDateTime=project.created)
    if project.coders:
        users = _element(root, "Users")
        for coder in project.coders:
            _element(users, "User", guid=coder.guid, name=coder.name)
    if project.codes:
        _codes(_element(root, "CodeBook"), project.codes)
    if project.variables:
        wrapper = _element(root, "Variables")
        for variable in project.variables:
            one = _element(
                wrapper, "Variable", guid=variable.guid, name=variable.name, typeOfVariable=variable.type
            )
            _said(one, "Description", variable.description)
    types = {v.guid: v.type for v in project.variables}
    if project.cases:
        wrapper = _element(root, "Cases")
        for case in project.cases:
            _case(wrapper, case, types)
    if project.texts:
        wrapper = _element(root, "Sources")
        for text in project.texts:
            _text(wrapper, text, types)
    if project.notes:
        wrapper = _element(root, "Notes")
        for note in project.notes:
            _note(wrapper, note)
    if project.sets:
        wrapper = _element(root, "Sets")
        for group in project.sets:
            _group(wrapper, group)
    _said(root, "Description", project.description)
    _refs(root, "NoteRef", project.about)
    return to_bytes(root)


def codebook_xml(project: Project) -> bytes:
    """The content of a ``.qdc`` file: codes, and sets of codes. The schema asks for at least one code."""
    root = _element(None, "CodeBook", origin=project.origin or ORIGIN, xmlns=CODEBOOK)
    _codes(root, project.codes)
    if groups := [g for g in project.sets if g.codes]:
        wrapper = _element(root, "Sets")
        for group in groups:
            one = _element(wrapper, "Set", guid=group.guid, name=group.name)
            _said(one, "Description", group.description)
            for code in group.codes:
                _element(one, "MemberCode", guid=code)
    return to_bytes(root)


def _element(parent: ET.Element | None, tag: str, **attributes: str) -> ET.Element:
    made = ET.Element(tag) if parent is None else ET.SubElement(parent, tag)
    for name, value in attributes.items():
        made.set(name, xml_text(value))
    return made


def _set(element: ET.Element, **attributes: str) -> None:
    for name, value in attributes.items():
        if value:
            element.set(name, xml_text(value))


def _said(parent: ET.Element, tag: str, words: str) -> None:
    if words:
        _element(parent, tag).text = xml_text(words)


def _refs(parent: ET.Element, tag: str, guids: Iterable[str]) -> None:
    for target in guids:
        _element(parent, tag, targetGUID=target)


def _codes(parent: ET.Element, codes: Sequence[Code]) -> None:
    places = {"": _element(parent, "Codes")}
    for code in codes:
        one = _element(
            places[code.parent],
            "Code",
            guid=code.guid,
            name=code.name,
            isCodable="true" if code.codable else "false",
        )
        _set(one, color=code.colour)
        blocks = {
            "include": code.include,
            "exclude": code.exclude,
            "examples": code.examples,
            "id": (code.id,) if code.id else (),
        }
        _said(one, "Description", pack(code.definition, blocks))
        places[code.guid] = one


def _values(parent: ET.Element, values: Iterable[Value], types: dict[str, str]) -> None:
    for variable, value in values:
        one = _element(parent, "VariableValue")
        _refs(one, "VariableRef", [variable])
        _element(one, _VALUES[types[variable]]).text = xml_text(value)


def _case(parent: ET.Element, case: Case, types: dict[str, str]) -> None:
    one = _element(parent, "Case", guid=case.guid, name=case.name)
    _said(one, "Description", case.description)
    _refs(one, "CodeRef", case.codes)
    _values(one, case.values, types)
    _refs(one, "SourceRef", case.texts)
    _refs(one, "SelectionRef", case.selections)


def _text(parent: ET.Element, text: Text, types: dict[str, str]) -> None:
    one = _element(
        parent, "TextSource", guid=text.guid, name=text.name, plainTextPath=f"internal://{text.guid}.txt"
    )
    _set(one, creatingUser=text.coder, creationDateTime=text.created)
    _said(one, "Description", text.description)
    for selection in text.selections:
        _selection(one, selection, text.text)
    _applied(one, text.applied)
    _refs(one, "NoteRef", text.notes)
    _values(one, text.values, types)


def _selection(parent: ET.Element, selection: Selection, text: str) -> None:
    one = _element(
        parent,
        "PlainTextSelection",
        guid=selection.guid,
        name=selection.name or snippet(text[selection.start : selection.end]),
        startPosition=str(selection.start),
        endPosition=str(selection.end),
    )
    _set(one, creatingUser=selection.coder, creationDateTime=selection.created)
    _said(one, "Description", selection.memo)
    _applied(one, selection.applied)
    _refs(one, "NoteRef", selection.notes)


def _applied(parent: ET.Element, codings: Iterable[Applied]) -> None:
    for coding in codings:
        one = _element(parent, "Coding", guid=coding.guid)
        _set(one, creatingUser=coding.coder, creationDateTime=coding.created)
        _refs(one, "CodeRef", [coding.code])
        _refs(one, "NoteRef", coding.notes)


def _note(parent: ET.Element, note: Note) -> None:
    one = _element(parent, "Note", guid=note.guid, name=note.name)
    _set(one, creatingUser=note.coder, creationDateTime=note.created)
    _element(one, "PlainTextContent").text = xml_text(note.text)


def _group(parent: ET.Element, group: Set) -> None:
    one = _element(parent, "Set", guid=group.guid, name=group.name)
    _said(one, "Description", group.description)
    _refs(one, "MemberCode", group.codes)
    _refs(one, "MemberSource", group.texts)
    _refs(one, "MemberNote", group.notes)
