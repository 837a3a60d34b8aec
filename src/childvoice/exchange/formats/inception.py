"""INCEpTION (``.cas.zip``): one UIMA CAS JSON file (version 0.4.0) a source, with codes as spans of a layer.

In INCEpTION, make a span layer ``childvoice.Code`` with the string features ``code`` and ``coder``, and import the files
of the archive as 'UIMA CAS JSON 0.4.0'; what it exports in that format is read back.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from childvoice.errors import BrokenInput
from childvoice.exchange.archive import Archive, pack
from childvoice.exchange.offsets import utf16_table
from childvoice.exchange.project import Applied, Code, Coder, Imported, Project, Selection, Text, guid, proper

ENDING = ".cas.zip"
ABOUT = "documents for INCEpTION"
LAYER = "childvoice.Code"
_VIEW = "_InitialView"


def write(project: Project, name: str) -> bytes:
    """A zip file of ``<GUID>.json``. Positions are UTF-16 units, as everything written in Java has them."""
    del name
    codes = {c.guid: c.id or c.name for c in project.codes}
    coders = {c.guid: c.name for c in project.coders}
    parts = {}
    for text in project.texts:
        units = utf16_table(text.text)
        spans: list[dict[str, Any]] = [
            {
                "%TYPE": LAYER,
                "@sofa": 1,
                "begin": units[s.start],
                "end": units[s.end],
                "code": codes[a.code],
                "coder": coders.get(a.coder, ""),
            }
            for s in text.selections
            for a in s.applied
        ]
        title = {
            "%TYPE": "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData",
            "@sofa": 1,
            "begin": 0,
            "end": units[-1],
            "language": "en",
            "documentTitle": text.name,
            "documentId": text.guid,
        }
        sofa = {
            "%ID": 1,
            "%TYPE": "uima.cas.Sofa",
            "sofaNum": 1,
            "sofaID": _VIEW,
            "mimeType": "text",
            "sofaString": text.text,
        }
        members = [{"%ID": n, **s} for n, s in enumerate([title, *spans], 2)]
        cas = {
            "%TYPES": _types(),
            "%FEATURE_STRUCTURES": [sofa, *members],
            "%VIEWS": {_VIEW: {"%SOFA": 1, "%MEMBERS": [m["%ID"] for m in members]}},
        }
        parts[f"{text.guid}.json"] = (json.dumps(cas, ensure_ascii=False, indent=1) + "\n").encode()
    return pack(parts)


def read(data: bytes, name: str) -> Imported:
    """Every CAS JSON file of an archive, whatever folders INCEpTION put it into; the layer must have a ``code``."""
    archive = Archive(data, name)
    reader = _Reader()
    for part in sorted(n for n in archive.names if n.lower().endswith(".json")):
        reader.take(archive.read(part), part)
    if not reader.texts:
        raise BrokenInput(
            "there is no document in UIMA CAS JSON in it",
            subject=name,
            remedy="Choose 'UIMA CAS JSON 0.4.0' when you export from INCEpTION",
        )
    project = Project(
        name, tuple(reader.coders.values()), tuple(reader.codes.values()), texts=tuple(reader.texts.values())
    )
    told = tuple(words if n == 1 else f"{words} ({n} times)" for words, n in reader.report.items())
    return Imported(project, told)


def _types() -> dict[str, Any]:
    annotation = {"%SUPER_TYPE": "uima.tcas.Annotation"}
    feature = {"%RANGE": "uima.cas.String"}
    layer = {"%NAME": LAYER, **annotation, **{f: {"%NAME": f, **feature} for f in ("code", "coder")}}
    about = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
    features = ("documentTitle", "documentId", "documentUri", "collectionId", "documentBaseUri")
    return {
        LAYER: layer,
        about: {
            "%NAME": about,
            "%SUPER_TYPE": "uima.tcas.DocumentAnnotation",
            **{f: {"%NAME": f, **feature} for f in features},
            "isLastSegment": {"%NAME": "isLastSegment", "%RANGE": "uima.cas.Boolean"},
        },
    }


class _Reader:
    def __init__(self) -> None:
        self.texts: dict[str, Text] = {}
        self.codes: dict[str, Code] = {}
        self.coders: dict[str, Coder] = {}
        self.report: Counter[str] = Counter()

    def take(self, data: bytes, part: str) -> None:
        try:
            cas = json.loads(data.decode("utf-8-sig"))
            structures = [s for s in cas["%FEATURE_STRUCTURES"] if isinstance(s, dict)]
            text = next(s["sofaString"] for s in structures if s.get("%TYPE") == "uima.cas.Sofa")
        except (ValueError, RecursionError, KeyError, TypeError, StopIteration):
            self.report["a file that is no document in UIMA CAS JSON was dropped"] += 1
            return
        if not isinstance(text, str):
            self.report["a document without text was dropped"] += 1
            return
        about = next((s for s in structures if str(s.get("%TYPE", "")).endswith("DocumentMetaData")), {})
        own = proper(str(about.get("documentId"))) or guid("cas", part, text)
        if own in self.texts:
            self.report["a second copy of a document was dropped"] += 1
            return
        units = {unit: at for at, unit in enumerate(utf16_table(text))}
        made: dict[tuple[int, int], list[Applied]] = {}
        for n, s in enumerate(structures):
            if not isinstance(s.get("code"), str):
                continue
            a, b = units.get(s.get("begin", -1)), units.get(s.get("end", -1))
            if a is None or b is None or a >= b:
                self.report["a span outside its document, or an empty one, was dropped"] += 1
                continue
            coder = self._coder(str(s.get("coder") or ""))
            made.setdefault((a, b), []).append(
                Applied(guid("cas coding", own, n), self._code(s["code"]), coder)
            )
        selections = tuple(
            Selection(guid("cas span", own, *k), *k, tuple(v)) for k, v in sorted(made.items())
        )
        self.texts[own] = Text(own, str(about.get("documentTitle") or part), text, selections)

    def _code(self, name: str) -> str:
        return self.codes.setdefault(name, Code(guid("label", name), name, id=name)).guid

    def _coder(self, name: str) -> str:
        return self.coders.setdefault(name, Coder(guid("coder", name), name)).guid if name else ""
