"""all-MiniLM-L6-v2 in sentence-transformers, as somebody would use it who assembles such a tool: for the baselines."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from childvoice.engines import checked_folder, stay_offline


@lru_cache(maxsize=1)
def sentence_encoder() -> Any:
    """The ``SentenceTransformer``, on CPU: text to a unit vector of 384 numbers."""
    stay_offline()
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # it would write over our own
    return SentenceTransformer(str(checked_folder("all-MiniLM-L6-v2")), device="cpu", local_files_only=True)
