"""Figures for the held-out documents: ``python -m tests.voice.heldout [--seen]``; with ``-o FILE`` as gold for the command line."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from childvoice import evaluation
from childvoice.evaluation.voice import measure

HERE = Path(__file__).parent / "heldout"
TAGS = {"own": "own_words", "rep": "reported", "obs": "observed"}
GUESSED = "kind and group guessed: not in the manifest"
_LABEL = re.compile(r"(?P<label>[^:<]{1,40}):: ")


def rows(folder: Path = HERE) -> list[dict[str, Any]]:
    """Gold rows of all documents of ``folder``, as ``childvoice evaluate voice`` reads them."""
    return [
        row
        for file in sorted(folder.glob("*.txt"))
        for document in re.split(r"(?m)^=== ", file.read_text(encoding="utf-8"))[1:]
        for row in _rows_of(document)
    ]


def looked_at(name: str) -> bool:
    """Documents with an odd number below 48: their failures were read after the first measurement."""
    number = int(name.split("-")[1])
    return number < 48 and number % 2 == 1


def _rows_of(document: str) -> Iterator[dict[str, Any]]:
    head, *lines = document.strip().splitlines()
    name, kind, group, title = (part.strip() for part in head.split("|"))
    about: dict[str, Any] = {"doc_id": name, "kind": kind, "group": group, "title": title}
    roles: dict[str, str] = {}
    unit = 0
    note = question = ""
    for line in lines:
        if line.startswith("roles: "):
            roles = dict(pair.split("=") for pair in line[7:].split("; "))
        elif line.startswith("children: "):
            about["children"] = int(line[10:])
        elif line == "guessed: yes":
            about["warnings"] = [GUESSED]
        elif line.startswith("@ "):
            note = line[2:]
        elif line.startswith("? "):
            question = line[2:]
        elif line.strip():
            label = _LABEL.match(line)
            speaker = label["label"] if label else ""
            text, spans = _marked(line[label.end() :] if label else line)
            if roles.get(speaker) in ("child", "care_leaver"):
                spans = [[0, len(text), "own_words", ""]]
            extra = {"respondent": str(unit)} if kind == "survey" else {}
            unit += 1
            yield {
                **about,
                "unit": unit,
                "text": text,
                "speaker": speaker,
                "role": roles.get(speaker, ""),
                "note": note,
                "question": question,
                "spans": spans,
                **extra,
            }


def _marked(line: str) -> tuple[str, list[list[Any]]]:
    text, spans = "", []
    for part in re.split(r"(<(?:own|rep|obs)>.*?</(?:own|rep|obs)>)", line):
        tag = re.fullmatch(r"<(own|rep|obs)>(.*)</\1>", part)
        if tag:
            spans.append([len(text), len(text) + len(tag[2]), TAGS[tag[1]], ""])
        text += tag[2] if tag else part
    return text, spans


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seen", action="store_true", help="the documents that were looked at as well")
    options.add_argument("-o", type=Path, help="write the gold rows as JSONL instead")
    chosen = options.parse_args()
    found = [r for r in rows() if chosen.seen or not looked_at(r["doc_id"])]
    if chosen.o:
        chosen.o.write_text("".join(json.dumps(r) + "\n" for r in found), encoding="utf-8")
    else:
        sys.stdout.write(f"{evaluation.as_text(measure(found))}\n")
