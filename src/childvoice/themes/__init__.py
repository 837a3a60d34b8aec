"""What is it about? Excerpts get theme codes with evidence and valence; what the codebook misses becomes draft themes."""

from childvoice.themes.coder import CodedText, Coder, FoundCode, load_coder
from childvoice.themes.topics import SEED, discover

__all__ = ["SEED", "CodedText", "Coder", "FoundCode", "discover", "load_coder"]
