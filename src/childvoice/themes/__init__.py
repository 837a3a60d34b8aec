"""What is it about? Excerpts get theme codes with evidence and valence; what the codebook misses becomes draft themes."""

from childvoice.themes.adaptive import load_coder
from childvoice.themes.coder import CodedText, Coder, FoundCode
from childvoice.themes.heads import Learned
from childvoice.themes.lessons import in_audit
from childvoice.themes.queue import Next, review_queue
from childvoice.themes.topics import SEED, discover
from childvoice.themes.train import learn

__all__ = [
    "SEED",
    "CodedText",
    "Coder",
    "FoundCode",
    "Learned",
    "Next",
    "discover",
    "in_audit",
    "learn",
    "load_coder",
    "review_queue",
]
