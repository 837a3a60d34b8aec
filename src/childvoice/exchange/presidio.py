"""childvoice's recognisers inside Microsoft Presidio: UK numbers, names of many communities, schools, places.

Presidio is not installed with childvoice. Where it is: ``registry.add_recognizer(recogniser())``.
"""

from __future__ import annotations

from typing import Any

from childvoice.deidentify import Roster
from childvoice.deidentify.detect import detect
from childvoice.errors import ModelError
from childvoice.records import Label

ENTITIES = [label.value for label in Label]
"""What Presidio is told that this recogniser finds: the labels of ``childvoice deidentify``."""


def recogniser(roster: Roster | None = None) -> Any:
    """A Presidio ``EntityRecognizer`` that finds what childvoice finds, with childvoice's labels and scores.

    Raises ModelError where presidio-analyzer is not installed.
    """
    try:
        from presidio_analyzer import EntityRecognizer, RecognizerResult
    except ImportError:
        raise ModelError(
            "presidio-analyzer is not installed",
            remedy="Install it beside childvoice: pip install presidio-analyzer",
        ) from None
    known = roster or Roster()

    class Childvoice(EntityRecognizer):  # type: ignore[misc]  # Presidio ships no types
        """Finds identifiers of children, families and staff in British texts."""

        def load(self) -> None:
            """Nothing to load: the models come with the first text."""

        def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[Any]:
            """Spans of the ``entities`` that are asked for."""
            del nlp_artifacts
            return [
                RecognizerResult(f.label.value, f.start, f.end, f.score)
                for f in detect(text, known, keep=())
                if not entities or f.label.value in entities
            ]

    return Childvoice(supported_entities=ENTITIES, name="childvoice", supported_language="en")
