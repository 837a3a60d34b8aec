"""Facts that single out a person without naming anyone: titles won, fires, newspapers, 'the only ... in'.

These are flagged for a person with a low score, not replaced by policy ``standard`` and ``light``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from childvoice.deidentify.spans import Found
from childvoice.records import Label

LABELS = (Label.RARE_EVENT,)

_SHOWN = r"(?:was|were|been|got|is|are|came|went|seen|story|all|i['’]m|he['’]s|she['’]s|it['’]s)"
_FORMS = re.compile(
    r"(?i)\b(?:(?:junior |youth |under[- ]?\d+ )?(?:world|european|british|national|english|"
    r"welsh|uk|county|all[- ]ireland) "
    r"(?:(?:junior|youth|clog|dance|boxing|swimming|gymnastics) ){0,2}(?:champion(?:ship)?s?|"
    r"title|record|medal)\b[^.!?\n]{0,40}"
    rf"|{_SHOWN} (?:in|on|all over|over) the (?:news|newspapers?|papers?|local paper|telly|front page)\b"
    r"|(?:in|on|by) the (?:\w+ )?(?:gazette|echo|herald|chronicle|argus|evening post)\b"
    r"|the only (?:\w+ ){1,5}(?:in|at|on) (?:the |our |this )(?:whole )?(?:county|school|"
    r"village|town|estate|city|borough|country|street|year)\b"
    r"|(?:house ?boat|boat|caravan|narrow ?boat|trailer)\b[^.!?\n]{0,30}\b(?:burn(?:ed|t)|"
    r"fire|sank|sunk|blew)\b[^.!?\n]{0,25}"
    r"|(?:plane|train|helicopter|coach) crash\b[^.!?\n]{0,20}|lottery[^.!?\n]{0,12}\bwon\b|"
    r"won the lottery\b)"
)


def find(text: str) -> Iterator[Found]:
    """Phrases that a local reader would recognise someone by. Doubtful by nature, so the score is low."""
    for m in _FORMS.finditer(text):
        yield Found(m.start(), m.start() + len(m[0].rstrip(" ,;")), Label.RARE_EVENT, "rare_event", 0.5)
