"""REFI-QDA XML into a project, from whatever tool it comes; what cannot be kept is told, never dropped in silence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from xml.etree import ElementTree as ET

from childvoice.errors import BrokenInput
from childvoice.exchange.archive import local
from childvoice.exchange.description import unpack
from childvoice.exchange.offsets import place
from childvoice.exchange.project import (
    VARIABLE_TYPES,
    Applied,
    Case,
    Code,
    Coder,
    Imported,
    Note,
    Project,
    Selection,
    Set,
    Text,
    Value,
    Variable,
    guid,
    proper,
)
from childvoice.exchange.refi_write import CODEBOOK, ORIGIN, PROJECT, snippet

Fetch = Callable[[str], str | None]
"""The text of a source's file by its path in the project, None where it cannot be had."""

_KNOWN = (PROJECT, CODEBOOK, "urn:QDA-XML:project:0:4", "urn:QDA-XML:codebook:0:4")
_COLOUR = re.compile(r"#(?:[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})")
_TRUE = ("true", "1")


def read_xml(root: ET.Element, name: str, fetch: Fetch) -> Imported:
    """The project (or codebook) below ``root``. Raises BrokenInput for XML that is neither."""
    if local(root) not in ("Project", "CodeBook"):
        raise BrokenInput(
            f"it is XML, but no REFI-QDA project (it begins with '{local(root)[:40]}')",
            subject=name,
            remedy="Choose 'REFI-QDA' or 'QDPX' when you export from the other program",
        )
    return _Reader(root, fetch).read()


class _Reader:
    def __init__(self, root: ET.Element, fetch: Fetch) -> None:
        self._root = root
        self._fetch = fetch
        self._told: Counter[str] = Counter()
        self._seen: set[str] = set()
        self._known: dict[str, set[str]] = {}

    def read(self) -> Imported:
        root = self._root
        namespace = str(root.tag).partition("}")[0].lstrip("{")
        if namespace not in _KNOWN:
            self._tell("the namespace is not one of REFI-QDA; the content was read as if it were")
        whole = local(root) == "Project"
        coders = tuple(self._coders()) if whole else ()
        self._knows("coder", coders)
        book = root if not whole else _child(root, "CodeBook")
        codes = tuple(self._codes(book)) if book is not None else ()
        self._knows("code", codes)
        variables = tuple(self._variables())
        self._knows("variable", variables)
        # Memos come last in the file, but what stands before refers to them.
        notes = tuple(self._notes())
        self._knows("note", notes)
        texts = tuple(self._texts())
        self._knows("text", texts)
        self._known["selection"] = {s.guid for t in texts for s in t.selections}
        cases = tuple(self._cases())
        sets = tuple(self._sets())
        for wrapper, what in (("Links", "link between things"), ("Graphs", "diagram")):
            self._tell(f"a {what} was dropped", len(list(_below(root, wrapper))))
        project = Project(
            name=root.get("name") or ("" if whole else "Codebook"),
            coders=coders,
            codes=codes,
            variables=variables,
            cases=cases,
            texts=texts,
            notes=notes,
            sets=sets,
            description=_said(root, "Description"),
            about=self._refs(root, "NoteRef", "note"),
            coder=self._coder(root, "creatingUserGUID"),
            created=root.get("creationDateTime") or "",
            origin="" if root.get("origin") == ORIGIN else root.get("origin") or "",
        )
        return Imported(project, tuple(_sentence(words, n) for words, n in self._told.items()))

    # -- what stands at the top ------------------------------------------------------------------------------

    def _coders(self) -> Iterator[Coder]:
        for user in _below(self._root, "Users", "User"):
            if own := self._new(user, "user"):
                yield Coder(own, user.get("name") or user.get("id") or "unnamed")

    def _codes(self, book: ET.Element) -> Iterator[Code]:
        # A stack, not recursion: a file may nest as deep as it likes.
        stack = [(code, "") for code in reversed(list(_below(book, "Codes", "Code")))]
        while stack:
            element, parent = stack.pop()
            own = self._new(element, "code")
            if own:
                definition, blocks = unpack(_said(element, "Description"))
                colour = element.get("color") or ""
                if colour and not _COLOUR.fullmatch(colour):
                    self._tell("a colour was dropped, as it is none")
                    colour = ""
                yield Code(
                    own,
                    element.get("name") or "unnamed",
                    definition,
                    blocks.get("include", ()),
                    blocks.get("exclude", ()),
                    blocks.get("examples", ()),
                    "".join(blocks.get("id", ())[:1]),
                    colour,
                    parent,
                    (element.get("isCodable") or "true").strip().lower() in _TRUE,
                )
                self._tell("a memo on a code was dropped", len(list(_children(element, "NoteRef"))))
            below = [(code, own or parent) for code in _children(element, "Code")]
            stack += reversed(below)

    def _variables(self) -> Iterator[Variable]:
        for element in _below(self._root, "Variables", "Variable"):
            if own := self._new(element, "variable"):
                kind = element.get("typeOfVariable") or "Text"
                if kind not in VARIABLE_TYPES:
                    self._tell("a variable of an unknown type was read as text")
                    kind = "Text"
                yield Variable(own, element.get("name") or "unnamed", kind, _said(element, "Description"))

    def _notes(self) -> Iterator[Note]:
        for element in _below(self._root, "Notes", "Note"):
            own = self._new(element, "memo")
            if not own:
                continue
            text = self._words_of(element)
            if text is None:
                self._tell("a memo without readable text was dropped")
                self._seen.discard(own)
                continue
            self._tell(
                "a selection within a memo was dropped", len(list(_children(element, "PlainTextSelection")))
            )
            yield Note(own, element.get("name") or "", text, self._coder(element), _when(element))

    # -- sources -----------------------------------------------------------------------------------------------

    def _texts(self) -> Iterator[Text]:
        sources = _child(self._root, "Sources")
        for element in sources if sources is not None else ():
            kind = local(element)
            if kind == "PDFSource" and (inner := _child(element, "Representation")) is not None:
                self._tell(
                    "an area of a PDF page was dropped; its text was kept",
                    len(list(_children(element, "PDFSelection"))),
                )
                yield from self._text(inner, element)
            elif kind == "TextSource":
                yield from self._text(element, element)
            else:
                self._tell(f"a {kind.removesuffix('Source').lower()} was dropped; childvoice reads text")

    def _text(self, element: ET.Element, outer: ET.Element) -> Iterator[Text]:
        text = self._words_of(element)
        if text is None:
            self._tell("a source without readable plain text was dropped, with its selections")
            return
        own = self._new(outer, "source")
        if not own:
            return
        marked = list(_children(element, "PlainTextSelection"))
        placed = place(
            text,
            [
                (_whole(m.get("startPosition")), _whole(m.get("endPosition")), m.get("name") or "")
                for m in marked
            ],
        )
        if placed.counted:
            self._tell(f"positions of a source were taken as {placed.counted}")
        selections = []
        for mark, span in zip(marked, placed.spans, strict=True):
            if span is None:
                self._tell("a selection that lies outside its source, or is empty, was dropped")
            else:
                selections.append(self._selection(mark, span, text))
        yield Text(
            own,
            outer.get("name") or element.get("name") or "unnamed",
            text,
            tuple(selections),
            _said(outer, "Description"),
            self._applied(outer),
            self._values(outer),
            self._refs(outer, "NoteRef", "note"),
            self._coder(outer),
            _when(outer),
        )

    def _selection(self, element: ET.Element, span: tuple[int, int], text: str) -> Selection:
        start, end = span
        name = element.get("name") or ""
        return Selection(
            self._fresh(element),
            start,
            end,
            self._applied(element),
            "" if name == snippet(text[start:end]) else name,
            _said(element, "Description"),
            self._coder(element),
            _when(element),
            self._refs(element, "NoteRef", "note"),
        )

    def _words_of(self, element: ET.Element) -> str | None:
        path = element.get("plainTextPath") or ""
        if path and (found := self._fetch(path)) is not None:
            return found
        inside = _child(element, "PlainTextContent")
        return None if inside is None else inside.text or ""

    # -- cases and sets ----------------------------------------------------------------------------------------

    def _cases(self) -> Iterator[Case]:
        for element in _below(self._root, "Cases", "Case"):
            if own := self._new(element, "case"):
                yield Case(
                    own,
                    element.get("name") or "unnamed",
                    _said(element, "Description"),
                    self._refs(element, "CodeRef", "code"),
                    self._values(element),
                    self._refs(element, "SourceRef", "text"),
                    self._refs(element, "SelectionRef", "selection"),
                )

    def _sets(self) -> Iterator[Set]:
        for element in _below(self._root, "Sets", "Set"):
            if own := self._new(element, "set"):
                yield Set(
                    own,
                    element.get("name") or "unnamed",
                    _said(element, "Description"),
                    self._refs(element, "MemberCode", "code"),
                    self._refs(element, "MemberSource", "text"),
                    self._refs(element, "MemberNote", "note"),
                )

    # -- small things ------------------------------------------------------------------------------------------

    def _tell(self, words: str, times: int = 1) -> None:
        if times:
            self._told[words] += times

    def _knows(self, kind: str, records: Iterable[Coder | Code | Variable | Note | Text]) -> None:
        self._known[kind] = {record.guid for record in records}

    def _new(self, element: ET.Element, what: str) -> str:
        """The GUID of something that others may refer to; empty for one that stands there already."""
        own = self._guid(element.get("guid") or "", what)
        if own in self._seen:
            self._tell(f"a second {what} with the same GUID was dropped")
            return ""
        self._seen.add(own)
        return own

    def _fresh(self, element: ET.Element) -> str:
        """The GUID of a selection or coding; another, where a tool gave one twice."""
        given = self._guid(element.get("guid") or "", "selection or coding")
        own, n = given, 1
        while own in self._seen:
            n += 1
            own = guid("again", given, n)
        self._seen.add(own)
        return own

    def _guid(self, written: str, what: str = "") -> str:
        if own := proper(written):
            return own
        if what:
            self._tell(f"a {what} without a proper GUID was given one")
        return guid("other", what, written or len(self._seen))

    def _refs(self, parent: ET.Element, tag: str, kind: str) -> tuple[str, ...]:
        kept = []
        for element in _children(parent, tag):
            target = self._guid(element.get("targetGUID") or element.get("guid") or "")
            if target in self._known.get(kind, ()):
                kept.append(target)
            else:
                self._tell(f"a pointer to a {kind} that is not there was dropped")
        return tuple(kept)

    def _coder(self, element: ET.Element, attribute: str = "creatingUser") -> str:
        written = element.get(attribute) or element.get(attribute.replace("creating", "modifying")) or ""
        own = self._guid(written) if written else ""
        if own and own not in self._known.get("coder", ()):
            self._tell("a coder who is not among the users was dropped")
            return ""
        return own

    def _applied(self, parent: ET.Element) -> tuple[Applied, ...]:
        made = []
        for element in _children(parent, "Coding"):
            codes = self._refs(element, "CodeRef", "code")
            if not codes:
                self._tell("a coding without a known code was dropped")
            made += [
                Applied(
                    self._fresh(element),
                    code,
                    self._coder(element),
                    _when(element),
                    self._refs(element, "NoteRef", "note"),
                )
                for code in codes
            ]
        return tuple(made)

    def _values(self, parent: ET.Element) -> tuple[Value, ...]:
        found = []
        for element in _children(parent, "VariableValue"):
            for variable in self._refs(element, "VariableRef", "variable")[:1]:
                value = next((e.text or "" for e in element if local(e).endswith("Value")), None)
                if value is not None:
                    found.append((variable, value))
        return tuple(found)


def _children(element: ET.Element, tag: str) -> Iterator[ET.Element]:
    return (child for child in element if local(child) == tag)


def _child(element: ET.Element, tag: str) -> ET.Element | None:
    return next(_children(element, tag), None)


def _below(root: ET.Element, wrapper: str, tag: str = "") -> Iterator[ET.Element]:
    outer = _child(root, wrapper)
    return iter(()) if outer is None else (e for e in outer if not tag or local(e) == tag)


def _said(element: ET.Element, tag: str) -> str:
    found = _child(element, tag)
    return "" if found is None else found.text or ""


def _when(element: ET.Element) -> str:
    return element.get("creationDateTime") or element.get("modifiedDateTime") or ""


def _whole(written: str | None) -> int:
    digits = (written or "").strip()
    return int(digits) if re.fullmatch(r"[0-9]{1,12}", digits) else -1


def _sentence(words: str, times: int) -> str:
    return words if times == 1 else f"{words} ({times} times)"
