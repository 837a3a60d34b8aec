"""De-identification beside Presidio and bare spaCy, in one run, on gold with spans; prints a table in markdown.

    python benchmarks/deidentify.py [GOLD.jsonl or folder of marked texts ...] [--policy strict]

A folder is one of ``corpora/identifiers``; where its marks do not say who is who, people are told apart by their surfaces.
Presidio (MIT) is run as its documentation says, with its recognisers for the United Kingdom switched on and the same
en_core_web_md as the bare row. It is needed for its row only: `pip install presidio-analyzer==2.2.366`; without
it the row says so. The default gold is the sample review's, on which rules were tuned: those figures flatter. Use your own.
"""

from __future__ import annotations

import argparse
import datetime
import importlib.util
import json
import logging
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from childvoice.deidentify import deidentify_text
from childvoice.evaluation.deidentify import Span, figures, tally

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "models" / "identifier_tagger"))
from corpus import written  # noqa: E402 - the recipe's own reader of marked texts
from news import folder, news  # noqa: E402

GOLD = ROOT / "corpora" / "sample" / "gold" / "identifiers.jsonl"
KINDS = {"PERSON", "ORG", "GPE", "LOC", "FAC", "DATE"}
PRESIDIO_SURE = 0.35  # Presidio's own default for showing a result is 0; below this are bare digits
COLUMNS = ("tool", "direct: mentions", "direct: entities", "quasi: mentions", "documents that leak", "leak a child or relative",
           "token precision", "look-alikes masked", "other words masked per 1,000", "people with one pseudonym", "precision of links",
           "words a second")  # fmt: skip

Find = Callable[[str], list[Span]]


def bare(text: str) -> list[Span]:
    return [(e.start_char, e.end_char, "") for e in news()(text).ents if e.label_ in KINDS]


def ours(policy: str) -> Find:
    def find(text: str) -> list[Span]:
        return [(s.start, s.end, s.pseudonym) for s in deidentify_text(text, policy=policy).spans]

    return find


def presidio() -> Find | None:
    """Presidio with its UK recognisers, or None where it is not installed. It never reaches the network here."""
    if importlib.util.find_spec("presidio_analyzer") is None:
        return None
    logging.disable(logging.CRITICAL)  # it can log raw text
    import spacy
    import tldextract
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry, predefined_recognizers
    from presidio_analyzer.nlp_engine import NerModelConfiguration, SpacyNlpEngine

    class Loaded(SpacyNlpEngine):
        """The engine of Presidio on a pipeline that is there already: it would look for one to download."""

        def __init__(self, nlp: Any) -> None:
            super().__init__(ner_model_configuration=NerModelConfiguration(labels_to_ignore=["CARDINAL", "ORDINAL", "QUANTITY", "PERCENT", "MONEY", "TIME", "EVENT", "PRODUCT", "LANGUAGE", "LAW", "WORK_OF_ART"]))  # fmt: skip
            self.nlp = {"en": nlp}

    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(
        suffix_list_urls=()
    )  # the list that it carries
    registry = RecognizerRegistry()
    # All of the pipeline: Presidio weighs the lemmas of the words around a number.
    engine = Loaded(spacy.load(folder()))
    registry.load_predefined_recognizers(languages=["en"], nlp_engine=engine)
    for name in sorted(n for n in vars(predefined_recognizers) if n.startswith(("Uk", "Nhs"))):
        registry.add_recognizer(getattr(predefined_recognizers, name)())
    analyser = AnalyzerEngine(registry=registry, nlp_engine=engine, supported_languages=["en"])

    def find(text: str) -> list[Span]:
        return [(r.start, r.end, "") for r in analyser.analyze(text, "en", score_threshold=PRESIDIO_SURE)]

    return find


def row(name: str, find: Find, gold: list[dict[str, Any]]) -> str:
    find("Anna came on Monday.")  # models load at the first text
    began = time.process_time()
    spans = [find(r["text"]) for r in gold]
    seconds = time.process_time() - began
    counts = [tally(r, s) for r, s in zip(gold, spans, strict=True)]
    told = figures(counts)
    words = sum(c["words"] for c in counts)

    def figure(value: float, interval: tuple[float, float]) -> str:
        return "" if value != value else f"{value:.3f} ({interval[0]:.3f} to {interval[1]:.3f})"

    direct, quasi = told["direct recall"], told["quasi recall"]
    cells = [figure(direct["mentions"], direct["interval"]), figure(direct["entities"], direct["entities interval"]),
             figure(quasi["mentions"], quasi["interval"])]  # fmt: skip
    others = (told["documents that leak"]["direct"], told["documents that leak"]["child or relative"], told["precision"]["tokens"],
              told["over-masking"]["look-alikes"], told["over-masking"]["other words per 1,000"],
              told["pseudonyms"]["people with one throughout"], told["pseudonyms"]["precision of links"])  # fmt: skip
    cells += [figure(one["value"], one["interval"]) for one in others]
    return f"| {name} | {' | '.join(cells)} | {words / seconds:,.0f} |"


def rows(path: Path) -> list[dict[str, Any]]:
    """Gold rows of a JSONL file or of a folder of marked texts."""
    if not path.is_dir():
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        {
            "doc_id": d.name,
            "text": d.text,
            "spans": [[*s, who] for s, who in zip(d.spans, d.who, strict=True)],
        }
        for d in written(path)
    ]


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("gold", nargs="*", type=Path, default=[GOLD])
    arguments.add_argument("--policy", default="standard")
    asked = arguments.parse_args()
    warnings.simplefilter("ignore")
    theirs = presidio()
    for path in asked.gold:
        gold = rows(path)
        print(
            f"\n{path.name}: {len(gold)} documents, {datetime.datetime.now(tz=datetime.UTC):%Y-%m-%d}, 95 % intervals over documents\n"
        )
        print(f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}")
        print(row("bare spaCy", bare, gold), flush=True)
        print(
            row("Presidio", theirs, gold)
            if theirs
            else f"| Presidio (not installed) |{' |' * (len(COLUMNS) - 1)}",
            flush=True,
        )
        print(row("childvoice", ours(asked.policy), gold), flush=True)


if __name__ == "__main__":
    sys.exit(main())
