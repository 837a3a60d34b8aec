"""Who says it, and whose view is it? Documents become excerpts with a role, a voice and a participant."""

from childvoice.voice.casework import Alone, CaseVoice, NoteVoice, Presence, case_of, notes_of
from childvoice.voice.doubts import doubts_of, with_doubts
from childvoice.voice.excerpts import excerpts_of
from childvoice.voice.roles import roles_of
from childvoice.voice.sentences import pieces

__all__ = [
    "Alone",
    "CaseVoice",
    "NoteVoice",
    "Presence",
    "case_of",
    "doubts_of",
    "excerpts_of",
    "notes_of",
    "pieces",
    "roles_of",
    "with_doubts",
]
