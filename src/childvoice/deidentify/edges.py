"""What belongs to a name at its edges and no sign found: initials, particles, titles, a nickname in the middle.

'N Rhys-Potter', 'MARSH C', 'Tull, R', 'Dr van den Heuvel', 'Nan Jean', 'Hitesh "Hit" Patel': a name of which a part is
left tells it all, and a title belongs to its name: the pseudonym says who it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from childvoice.deidentify.spans import Found
from childvoice.deidentify.titles import FORMAL, KINSMEN, KINSWOMEN
from childvoice.deidentify.whole import one_name

# 'I' is the person who speaks, and 'A' mostly an article.
_INITIAL_BEFORE = re.compile(r"(?<![\w.’'&/-])((?:[B-HJ-Z]|A(?=\.))\.?[ \t]?(?:[A-Z]\.?[ \t]?)?)$")
_LINE_BEGINS_WITH_A = re.compile(r"(?:^|\n|[,:;][ \t])(A[ \t])$")
# 'X' behind a name is a kiss.
_INITIAL_BEHIND = re.compile(
    r"(?:,[ \t]|[ \t])(?:[B-HJ-WYZ](?:[.-] ?[A-Z])?\.?)(?=[\s,;:/)\]]|$)(?![ \t]+[a-z])"
)
_PARTICLE_BEFORE = re.compile(
    r"(?<![\w’'-])((?:(?:(?i:van|von)(?: (?i:de[rn]?|dem|het))?|(?i:de)(?: (?i:la|las|los|l['’]))?|(?i:ap|ab|bin|binti|ibn|du|dos|della?|te[nr]|vd|el|al|le|la|ó|ní|mac|mc|ui)) )+)$"
)
# Before a particle that is a word as well ('the van', 'at ten'), these say that it is one.
_THING = re.compile(
    r"(?i)\b(?:the|a|an|my|his|her|our|their|your|in|by|with|white|at|is|was|only|and|to|of)\s+$"
)
# 'Nan Jean' is what she is called, 'his nan Jean' says who she is.
_KIN = "|".join(sorted(word.capitalize() for word in KINSMEN | KINSWOMEN))
_TITLE_BEFORE = re.compile(rf"(?<![\w’'-])((?:(?i:{'|'.join(sorted(FORMAL))})\.?|{_KIN})[ \t])$")
# What a person is, and no part of the name: 'YP Tyrese'.
_SHORTHAND = re.compile(r"(?:C?YP|FC|SW|FSW|IRO|HV|TA)[ \t]+(?=[^\W\d_])")
_NICKNAME = re.compile(r"[ \t][\"“'‘(][^\W\d_][\w’' -]{1,15}[\"”'’)][ \t]")


# 'Sivas' is a town, and no Siva's.
_REST_OF_WORD = re.compile(r"(?<=[^\W\d_])[a-zà-ÿ]+(?![\w’'])")
# 'To: Tidy, Colin': in the heads of messages the surname stands first.
_SURNAME_FIRST = re.compile(
    r"(?:^|\n)[> ]*(?:(?:From|To|Cc|Bcc|Sent by|Author): |On [^\n]{6,30}, )([A-Z][\w’'-]+, )$"
)


def with_edges(spans: Iterable[Found], text: str) -> list[Found]:
    """``spans`` in order, those of people with what belongs to them; none then touches another.

    A nickname between two parts of a name makes one name of the three.
    """
    joined: list[Found] = []
    for span in spans:
        last = joined[-1] if joined else None
        if (
            last
            and last.label.is_person
            and span.label.is_person
            and _NICKNAME.fullmatch(text, last.end, span.start)
        ):
            joined[-1] = one_name(last, span)
        else:
            joined.append(span)
    for at, span in enumerate(joined):
        until = joined[at + 1].start if at + 1 < len(joined) else len(text)
        if not span.label.is_person:
            if m := _REST_OF_WORD.match(text, span.end, until):
                joined[at] = Found(span.start, m.end(), span.label, span.maker, span.score)
            continue
        free = joined[at - 1].end if at else 0
        start, end = span.start, span.end
        if m := _SHORTHAND.match(text, start, end):
            start = m.end()
        if text[start].isupper():
            start, end = _begin(text, start, span, free), _end(text, span, until)
        if m := _TITLE_BEFORE.search(text[max(free, start - 16) : start]):
            start -= len(m[1])
        joined[at] = Found(start, end, span.label, span.maker, span.score)
    return joined


def _begin(text: str, start: int, span: Found, free: int) -> int:
    lead = text[max(free, start - 24) : start]
    if m := _PARTICLE_BEFORE.search(lead):
        word = m[1].split()[0]
        if not (word.islower() and _THING.search(lead[: m.start(1)])):
            start -= len(lead) - m.start(1)
            lead = lead[: m.start(1)]
    if " " in text[span.start : span.end].strip():
        return start  # 'Ravi Shah' has its first name
    first = _SURNAME_FIRST.search(text[max(0, start - 60) : start])
    if first and start - len(first[1]) >= free:
        return start - len(first[1])
    if m := _INITIAL_BEFORE.search(lead) or _LINE_BEGINS_WITH_A.search(lead):
        start -= len(lead) - m.start(1)
    return start


def _end(text: str, span: Found, until: int) -> int:
    name = text[span.start : span.end]
    if " " in name or len(name) < 2:
        return span.end
    m = _INITIAL_BEHIND.match(text, span.end, until)
    return m.end() if m else span.end
