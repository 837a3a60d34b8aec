"""The voice of a clause without quotation marks: a child's view told, a child seen, or the adult's own."""

from __future__ import annotations

import re
from itertools import pairwise

from childvoice.records import Voice
from childvoice.voice.people import ADULT, CHILD, PRONOUN, Cast, Mention, Who, mentions
from childvoice.voice.weighing import weighed

# 'Wishes and feelings explored' claims a view and tells none.
CLAIM = re.compile(
    r"(?i)\b(?:(?:wishes|wants) (?:and|&|/) feelings|w ?& ?f|child['’]?s (?:views?|voice)|yp['’]?s views?|views?|voice(?: of the child)?|voc)\b[^.;]{0,40}?\b(?:explored|obtained|gathered|captured|considered|noted|"
    r"recorded|sought|taken into account|ascertained|discussed|to be|presented|included|reflected|see (?:hv|above|below|note|file|report|case|visit)|n/?a|unable|not (?:known|seen|sought)|put in|heard|expressed)\b"
)
# 'W&F: wants to stay at nan's' tells one.
LABELLED = re.compile(
    r"(?i)^(?:(?:the )?(?:child(?:ren)?|yp|young person|\[child \d+\])(?:['’]?s)? )?(?:(?:wishes|wants) (?:and|&|/) feelings|w ?(?:&|/) ?f|views?|voice|voc|worries|wishes)(?: of (?:the )?(?:child|yp))?\s*[:–-]\s*(?=\S)"
)
# 'See previous visit', 'not sought': nothing is told under the heading.
_ELSEWHERE = re.compile(
    r"(?i)(?:(?:please )?(?:see|refer to|as) (?:the |my )?(?:previous|last|above|below|before|attached|note|visit|assessment|file|report|record|case|\[)|as (?:above|before|previous)|n/?a\b|none\b|not (?:known|recorded|sought|obtained|seen|available|applicable|yet|discussed)|no (?:views?|direct)|unknown|unable|too young|tbc|to be )"
)
# 'Push factors: he says ...': a heading before a sentence about somebody.
_HEADING = re.compile(
    rf"(?!(?:{ADULT}|{CHILD})\s*:)[A-Z][\w/&]*(?: [\w/&]+){{0,3}}(?::| [-–]) (?=(?:(?:{PRONOUN}|[Hh]e|[Ss]he|[Tt]hey|(?i:says|said|feels|felt|wants|thinks|likes|hates|misses|doesn[’']t|does not)) |{CHILD}|{ADULT})(?:.* ){{2}})"
)
# 'Wishes and feelings explored, he wants to go back' tells one after all.
_BUT_TELLS = re.compile(rf", (?:and |but )?(?:{CHILD}|{PRONOUN}) ")
_ACCORDING = re.compile(rf"(?i:\b(?:according to|in the words of)\s+)(?:{CHILD})(?!['’]s (?:mum|dad))")
_CUT = re.compile(
    rf"(?:;|,? (?:but|however|while|whilst|although|and then|so|because)(?= (?:{CHILD}|{ADULT}|{PRONOUN}|I|we) )|,? and(?= (?:{CHILD}|{ADULT}|{PRONOUN}|I|we|you) )|,(?: thus)?(?= (?:{CHILD}|{ADULT}|{PRONOUN}|I|we|you) \w+))\s+"
)


def clauses(sentence: str) -> list[tuple[int, int]]:
    """Clauses of a sentence, cut where the one who acts may change."""
    edges = [0, *(m.start() for m in _CUT.finditer(sentence)), len(sentence)]
    spans = []
    for a, b in pairwise(edges):
        body = sentence[a:b]
        if re.search(r"\w", body):
            spans.append((a + len(body) - len(body.lstrip(" ,;")), a + len(body.rstrip())))
    return spans


def voices(sentence: str, cast: Cast) -> list[tuple[int, int, Voice]]:
    """The clauses of ``sentence`` with their voices. What a child is told to have said holds to the end of it."""
    if CLAIM.search(sentence) and ":" not in sentence[:-1] and not _BUT_TELLS.search(sentence):
        cast.told = False
        mentions(sentence, cast)
        return [(0, len(sentence), Voice.ADULT)]
    label = LABELLED.match(sentence)
    if label and (CLAIM.search(sentence) or _ELSEWHERE.match(sentence, label.end())):
        cast.told = False
        mentions(sentence, cast)
        return [(0, len(sentence), Voice.ADULT)]
    head = _HEADING.match(sentence)
    if head and not label:
        rest = _clause_by_clause(sentence[head.end() :], cast)
        return [(0, head.end(), Voice.ADULT), *((head.end() + a, head.end() + b, v) for a, b, v in rest)]
    if label and (len(sentence[label.end() :].split()) >= 2 or sentence[label.end()] in "'‘"):
        cast.subject, cast.told = Who.CHILD, True
        mentions(sentence, cast)
        return [(0, label.end(), Voice.ADULT), (label.end(), len(sentence), Voice.REPORTED)]
    return _clause_by_clause(sentence, cast)


def _clause_by_clause(sentence: str, cast: Cast) -> list[tuple[int, int, Voice]]:
    found: list[tuple[int, int, Voice]] = []
    for a, b in clauses(sentence):
        clause = sentence[a:b]
        persons = mentions(clause, cast)
        acting = next((p for p in persons if p.acts), None)
        if _tells_of_no_child(persons, cast):
            voice = Voice.ADULT
        else:
            voice = weighed(clause, acting, cast, first=not found)
            if _ACCORDING.search(clause):
                voice = Voice.REPORTED
        if acting is not None and acting.who is not Who.WRITER:
            cast.subject = acting.who
        elif voice is not Voice.ADULT:
            cast.subject = Who.CHILD  # 'Told me that ...': nobody is named, and it is the child
        cast.told = voice is Voice.REPORTED
        cast.before = voice.value
        found.append((a, b, voice))
    return found


def _tells_of_no_child(persons: list[Mention], cast: Cast) -> bool:
    """Whether an adult talks and no child has been spoken of."""
    return not (
        cast.about
        or cast.told
        or Who.CHILD in (cast.subject, cast.men, cast.women)
        or any(p.who is Who.CHILD for p in persons)
    )
