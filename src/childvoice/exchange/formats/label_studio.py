"""Label Studio tasks (``.json``): texts with spans to correct; model codes as predictions, people's as annotations."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from childvoice.errors import BrokenInput
from childvoice.exchange.offsets import place
from childvoice.exchange.project import Applied, Code, Coder, Imported, Project, Selection, Text, guid, proper

ENDING = ".json"
ABOUT = "tasks for Label Studio"
# The names that a labelling set-up for texts has in Label Studio's own templates.
_FROM, _TO = "label", "text"


def write(project: Project, name: str) -> bytes:
    """One task a source. Labels are the codes' names, as ``<Label value="...">`` in the labelling set-up has them."""
    del name
    names = {c.guid: c.name for c in project.codes}
    tasks = []
    for text in project.texts:
        models: dict[str, list[Any]] = {}
        people: dict[str, list[Any]] = {}
        coders = {c.guid: c for c in project.coders}
        for selection in text.selections:
            for given in selection.applied:
                coder = coders.get(given.coder, Coder("", ""))
                results = models if coder.is_model else people
                results.setdefault(coder.name, []).append(
                    _result(given, selection, names[given.code], text.text)
                )
        tasks.append(
            {
                "data": {"text": text.text, "source": text.guid, "name": text.name},
                "predictions": [{"model_version": m, "result": r} for m, r in models.items()],
                "annotations": [{"completed_by": {"email": p}, "result": r} for p, r in people.items()],
            }
        )
    return (json.dumps(tasks, ensure_ascii=False, indent=1) + "\n").encode()


def read(data: bytes, name: str) -> Imported:
    """An export of Label Studio in its JSON format. Labels become codes; who corrected becomes a coder."""
    try:
        tasks = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        tasks = None
    if not isinstance(tasks, list) or not all(_is_task(t) for t in tasks):
        raise BrokenInput(
            "it is no export of Label Studio in its JSON format",
            subject=name,
            remedy="Choose 'JSON' (not 'JSON-MIN') when you export",
        )
    reader = _Reader()
    texts = [reader.text(task, n) for n, task in enumerate(tasks)]
    kept = {t.guid: t for t in texts}
    if len(kept) < len(texts):
        reader.report.append(
            f"{len(texts) - len(kept)} task(s) of a source that stands there twice were dropped"
        )
    project = Project(
        name, tuple(reader.coders.values()), tuple(reader.codes.values()), texts=tuple(kept.values())
    )
    return Imported(project, tuple(dict.fromkeys(reader.report)))


def _result(given: Applied, selection: Selection, code: str, text: str) -> dict[str, Any]:
    value = {
        "start": selection.start,
        "end": selection.end,
        "text": text[selection.start : selection.end],
        "labels": [code],
    }
    return {"id": given.guid, "from_name": _FROM, "to_name": _TO, "type": "labels", "value": value}


def _is_task(task: Any) -> bool:
    return isinstance(task, dict) and isinstance((task.get("data") or {}).get("text"), str)


class _Reader:
    def __init__(self) -> None:
        self.codes: dict[str, Code] = {}
        self.coders: dict[str, Coder] = {}
        self.report: list[str] = []

    def text(self, task: dict[str, Any], number: int) -> Text:
        words = task["data"]["text"]
        own = proper(str(task["data"].get("source"))) or guid("task", task.get("id", number), words)
        marked = [
            (coder, region)
            for coder, regions in self._sides(task)
            for region in regions
            if isinstance(region, dict) and isinstance(region.get("value"), dict)
        ]
        spans = place(
            words,
            [
                (_int(r["value"], "start"), _int(r["value"], "end"), str(r["value"].get("text") or ""))
                for _, r in marked
            ],
        )
        if spans.counted:
            self.report.append(f"positions of a source were taken as {spans.counted}")
        made: dict[tuple[int, int], list[Applied]] = {}
        seen: set[str] = set()
        for (coder, region), span in zip(marked, spans.spans, strict=True):
            labels = region["value"].get("labels")
            if span is None or not isinstance(labels, list):
                self.report.append("a region that is no labelled span of the text was dropped")
                continue
            for label in labels:
                given = guid("region", own, region.get("id"), label, coder, *span)
                if given not in seen:
                    seen.add(given)
                    made.setdefault(span, []).append(
                        Applied(given, self._code(str(label)), self._coder(coder))
                    )
        selections = tuple(
            Selection(guid("span", own, *span), *span, tuple(applied))
            for span, applied in sorted(made.items())
        )
        return Text(own, str(task["data"].get("name") or f"Task {task.get('id', number)}"), words, selections)

    def _sides(self, task: dict[str, Any]) -> list[tuple[str, Sequence[Any]]]:
        sides: list[tuple[str, Sequence[Any]]] = []
        for prediction in task.get("predictions") or ():
            if isinstance(prediction, dict):
                version = str(prediction.get("model_version") or "unnamed")
                model = version if version.startswith("model:") else f"model:{version}"
                sides.append((model, prediction.get("result") or ()))
        for annotation in task.get("annotations") or ():
            if isinstance(annotation, dict) and not annotation.get("was_cancelled"):
                by = annotation.get("completed_by")
                who = by.get("email") if isinstance(by, dict) else by
                name = str(who or "unnamed")
                person = name if name.startswith("person:") else f"person:{name}"
                sides.append((person, annotation.get("result") or ()))
        return sides

    def _code(self, label: str) -> str:
        return self.codes.setdefault(label, Code(guid("label", label), label)).guid

    def _coder(self, name: str) -> str:
        return self.coders.setdefault(name, Coder(guid("coder", name), name)).guid


def _int(value: dict[str, Any], name: str) -> int:
    found = value.get(name)
    return found if isinstance(found, int) and not isinstance(found, bool) else -1
