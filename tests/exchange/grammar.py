"""What the REFI-QDA standard (version 1.5, project and codebook) says of elements that childvoice writes.

Written for this project from the published rules; not the schema itself. For each element: its attributes (``!`` marks
what is required, with the shape of the value) and its children in their fixed order (``?`` at most one, ``*`` any
number, ``+`` at least one, nothing: exactly one).
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

SHAPES = {
    "guid": r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|\{[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\}",
    "text": r"(?s).*",
    "bool": r"true|false|0|1",
    "int": r"[+-]?[0-9]+",
    "colour": r"#([A-Fa-f0-9]{6}|[A-Fa-f0-9]{3})",
    "time": r"-?[0-9]{4,}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?",
    "kind": r"Text|Boolean|Integer|Float|Date|DateTime",
    "date": r"-?[0-9]{4,}-[0-9]{2}-[0-9]{2}",
    "decimal": r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)",
}
MADE = "creatingUser:guid creationDateTime:time modifyingUser:guid modifiedDateTime:time"
VALUE = "TextValue? BooleanValue? IntegerValue? FloatValue? DateValue? DateTimeValue?"
PROJECT = {
    "Project": (
        "name!:text origin:text creatingUserGUID:guid creationDateTime:time modifyingUserGUID:guid modifiedDateTime:time basePath:text",
        "Users? CodeBook? Variables? Cases? Sources? Notes? Links? Sets? Graphs? Description? NoteRef*",
    ),
    "Users": ("", "User+"),
    "User": ("guid!:guid name:text id:text", ""),
    "CodeBook": ("", "Codes"),
    "Codes": ("", "Code+"),
    "Code": ("guid!:guid name!:text isCodable!:bool color:colour", "Description? NoteRef* Code*"),
    "Variables": ("", "Variable+"),
    "Variable": ("guid!:guid name!:text typeOfVariable!:kind", "Description?"),
    "Cases": ("", "Case+"),
    "Case": ("guid!:guid name:text", "Description? CodeRef* VariableValue* SourceRef* SelectionRef*"),
    "VariableValue": ("", f"VariableRef {VALUE}"),
    "Sources": ("", "TextSource+"),
    "TextSource": (
        f"guid!:guid name:text richTextPath:text plainTextPath:text {MADE}",
        "Description? PlainTextContent? PlainTextSelection* Coding* NoteRef* VariableValue*",
    ),
    "PlainTextSelection": (
        f"guid!:guid name:text startPosition!:int endPosition!:int {MADE}",
        "Description? Coding* NoteRef*",
    ),
    "Coding": ("guid!:guid creatingUser:guid creationDateTime:time", "CodeRef NoteRef*"),
    "Notes": ("", "Note+"),
    "Sets": ("", "Set+"),
    "Set": ("guid!:guid name!:text", "Description? MemberCode* MemberSource* MemberNote*"),
    **dict.fromkeys(
        "NoteRef CodeRef SourceRef SelectionRef VariableRef MemberCode MemberSource MemberNote".split(),
        ("targetGUID!:guid", ""),
    ),
    **dict.fromkeys(("Description", "PlainTextContent"), ("", "")),
    **{name.rstrip("?"): ("", "") for name in VALUE.split()},
}
PROJECT["Note"] = PROJECT["TextSource"]
CODEBOOK = {
    **{k: PROJECT[k] for k in ("Codes", "Description")},
    "CodeBook": ("origin:text", "Codes Sets?"),
    "Code": (PROJECT["Code"][0], "Description? Code*"),
    "Sets": ("", "Set+"),
    "Set": ("guid!:guid name!:text", "Description? MemberCode*"),
    "MemberCode": ("guid!:guid", ""),
}
LEAVES = {
    "BooleanValue": "bool",
    "IntegerValue": "int",
    "FloatValue": "decimal",
    "DateValue": "date",
    "DateTimeValue": "time",
}


def faults(data: bytes) -> list[str]:
    """Everything in which a written file departs from the standard."""
    found = [] if data.startswith(b"<?xml") else ["the file does not begin with its declaration"]
    root = ET.fromstring(data)  # noqa: S314 - our own file
    space, _, name = root.tag[1:].partition("}")
    rules = {"urn:QDA-XML:project:1.0": PROJECT, "urn:QDA-XML:codebook:1.0": CODEBOOK}.get(space, {})
    if name != ("Project" if rules is PROJECT else "CodeBook"):
        found.append(f"root {name} in {space}")
    for element in root.iter():
        here, _, tag = element.tag[1:].partition("}")
        if here != space or tag not in rules:
            found.append(f"unknown element {tag}")
            continue
        found += _attributes(element, tag, rules[tag][0]) + _children(element, tag, rules[tag][1])
        if tag in LEAVES and not re.fullmatch(SHAPES[LEAVES[tag]], element.text or ""):
            found.append(f"{tag}: {element.text!r}")
        if tag == "VariableValue" and len(element) != 2:
            found.append("a VariableValue has one value")
        if tag in ("TextSource", "Note") and (element.get("plainTextPath") is None) == (
            element.find(f"{{{space}}}PlainTextContent") is None
        ):
            found.append(f"{tag}: either a path or content")
    return found


def _attributes(element: ET.Element, tag: str, rule: str) -> list[str]:
    known = {part.split(":")[0].rstrip("!"): part for part in rule.split()}
    found = [f"{tag}: unknown attribute {a}" for a in element.attrib if a not in known]
    for name, part in known.items():
        value = element.get(name)
        if value is None:
            found += [f"{tag}: no {name}"] if "!" in part else []
        elif not re.fullmatch(SHAPES[part.split(":")[1]], value):
            found.append(f"{tag}: {name}={value!r}")
    return found


def _children(element: ET.Element, tag: str, rule: str) -> list[str]:
    pattern = "".join(f"(?:{p.rstrip('?*+')};){p[len(p.rstrip('?*+')) :]}" for p in rule.split())
    order = "".join(f"{child.tag.partition('}')[2]};" for child in element)
    return [] if re.fullmatch(pattern, order) else [f"{tag}: children {order[:200]}"]
