"""Who says it, and whose view is it? Documents become excerpts with a role, a voice and a participant."""

from childvoice.voice.excerpts import excerpts_of
from childvoice.voice.roles import roles_of
from childvoice.voice.sentences import pieces

__all__ = ["excerpts_of", "pieces", "roles_of"]
