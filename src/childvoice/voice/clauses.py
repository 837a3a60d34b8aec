"""The voice of a clause without quotation marks: a child's view told, a child seen, or the adult's own."""

from __future__ import annotations

import re
from itertools import pairwise

from childvoice.records import Voice
from childvoice.voice.people import ADULT, CHILD, PRONOUN, Cast, Mention, Who, mentions
from childvoice.voice.weighing import weighed
from childvoice.voice.verbs import (
    ALONE,
    ASKS_SO,
    DID,
    DOING,
    FEEL_THEY,
    FEELING,
    FEELS,
    JUST_ASKED,
    NOT_A_VIEW,
    PLACED,
    RECORD,
    SAYS,
    SEEING,
    TELLING,
    UNSAID,
    WAS_TOLD,
    WRITER_ALONE,
)

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
_ACCORDING = re.compile(
    rf"(?i:\b(?:according to|in the words of|from what)\s+)(?:{CHILD})(?!['’]s (?:mum|dad))|^(?i:in (?:his|her|their) own words\b)"
)
_HOLDS = re.compile(
    rf"(?:{CHILD}|\b(?:[Hh]is|[Hh]er|[Tt]heir|[Yy]our))(?:['’]s?)? (?:\w+ ){{0,2}}(?i:view|wish|worst thing|best thing|worry|worries|answer|hope|fear|dream|request|opinion|words|top three|main thing)s? (?:is|was|are|were|being)\b"
)
# 'Wishes and feelings explored, he wants to go back' tells one after all.
_BUT_TELLS = re.compile(rf", (?:and |but )?(?:{CHILD}|{PRONOUN}) ")
# The writer says who saw it.
_I_SAW = re.compile(
    rf"(?i:\bI (?:did )?(?:saw|see|watched|noticed|could see|found|observed) )(?:him|her|them|{CHILD})\b"
)
_CUT = re.compile(
    rf"(?:;|,? (?:but|however|while|whilst|although|and then|so|because)(?= (?:{CHILD}|{ADULT}|{PRONOUN}|I|we) )|,? and(?= (?:{CHILD}|{ADULT}|{PRONOUN}|I|we|you) )|,(?: thus)?(?= (?:{CHILD}|{ADULT}|{PRONOUN}|I|we|you) \w+))\s+"
)
_GOES_ON = re.compile(r"(?:His|Her|Their|When (?:he|she|they)|He|She|They|It|If|And|But|The)\b")
_BACK = re.compile(
    r"\b(?:had|would|hadn[’']t|wouldn[’']t|could|couldn[’']t|still|always|never|nobody|wants|did not)\b"
)
# 'He has told me this before' tells nothing of what; 'She hates it' does in two words.
_TOLD_SO = re.compile(
    r"\s*(?:(?:me|us|him|her|them|everyone|people|staff) )?(?:this|so|as much|the same)\b(?!\s+(?:is|was|\w+ed)\b)"
)
_OF_IT = re.compile(r"\b(?:it|that|this|there)\W*$")
_PLURAL = re.compile(r"(?i)\b(?:you|they|children|people|kids|\w+s)$")
_FIRST = re.compile(r"\b(?:I|we|my|our|me|us)\b")
_AGREED = re.compile(
    r"(?i)\b(?:agreed|noted|recorded|booked|decided|action|decision|plan|to be|will be|review)\b"
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
    telling = False
    for a, b in clauses(sentence):
        clause = sentence[a:b]
        persons = mentions(clause, cast)
        voice = _voice(clause, persons, cast, first=not found)
        if telling and voice is not Voice.REPORTED and not _own_act(clause, persons):
            voice = Voice.REPORTED
        acting = next((p for p in persons if p.acts), None)
        voice = weighed(clause, acting, cast, voice, first=not found)
        cast.before = voice.value
        telling = voice is Voice.REPORTED
        found.append((a, b, voice))
    cast.told = telling
    return found


def _own_act(clause: str, persons: list[Mention]) -> bool:
    """Whether the writer acts here, so that what was told is over."""
    return bool(persons and persons[0].who is Who.WRITER and persons[0].start < 6) or bool(
        _AGREED.match(clause)
    )


def _voice(clause: str, persons: list[Mention], cast: Cast, *, first: bool) -> Voice:
    if _ACCORDING.search(clause) or (
        _HOLDS.search(clause)
        and not cast.talk
        and not re.search(r"(?i)\b(?:adult|mum|mother|dad|worker)['’]s", clause)
    ):
        cast.subject = Who.CHILD
        return Voice.REPORTED
    if _I_SAW.search(clause):
        return Voice.OBSERVED
    acting = next((p for p in persons if p.acts), None)
    alone = ALONE.match(clause)
    if (
        (acting is None or acting.start > 12)
        and alone
        and not cast.talk
        and not (acting is not None and acting.who is Who.WRITER and acting.start < 20)
        and not WRITER_ALONE.match(clause)
        and cast.about
    ):
        cast.subject = Who.CHILD
        return Voice.OBSERVED
    if first and cast.about and cast.subject is not Who.ADULT:
        feels = FEELS.match(" " + clause[:1].lower() + clause[1:])
        if UNSAID.match(clause) or (feels and (acting is None or acting.start > 12)):
            return Voice.REPORTED
    if acting is None or acting.start > 60:
        also = re.sub(r"^\s*and\s+", "", clause)
        if (also != clause or not first) and cast.subject is Who.CHILD and SEEING.match(also):
            return Voice.OBSERVED
        return _goes_on(clause, cast)
    body = clause[acting.end :]
    cast.subject = acting.who if acting.who is not Who.WRITER else cast.subject
    if acting.who is Who.CHILD:
        return _of_child(clause, body, acting, cast)
    if (
        acting.who is Who.ADULT
        and SAYS.match(body)
        and not JUST_ASKED.match(body)
        and not WAS_TOLD.match(body)
    ):
        return _told_of(body, cast)
    if (
        acting.who is Who.ADULT
        and re.match(r"\s*:", body)
        and re.search(rf"^\s*:\s*(?:{CHILD}) (?:has|is|was|had|does|did|will|would|can|\w+s|\w+ed)\b", body)
    ):
        return _told_of(body, cast)
    return _goes_on(clause, cast) if re.match(r"(?:His|Her|Their) ", clause) else Voice.ADULT


def _of_child(clause: str, body: str, acting: Mention, cast: Cast) -> Voice:
    if WAS_TOLD.match(body):
        return _goes_on(clause, cast)
    you = acting.word.casefold() == "you"
    if ASKS_SO.match(body):
        return Voice.ADULT if you or cast.talk == "staff" else Voice.REPORTED
    says = SAYS.match(body)
    if (
        says
        and not JUST_ASKED.match(body)
        and not re.search(r"\b(?:went|goes|wrote|writes|signed|typed|agreed|raised)$", says[0])
    ):
        rest = body[says.end() :]
        if (
            NOT_A_VIEW.match(rest)
            or _TOLD_SO.match(rest)
            or (not cast.about and re.match(rf"\s*{CHILD}", rest))
            or len(rest.split()) < 2
        ):
            return Voice.ADULT
        return Voice.REPORTED
    if FEELS.match(body) or (_PLURAL.search(acting.word) and FEEL_THEY.match(body)):
        short = len(body.split()) < 3 and not _OF_IT.search(body)
        return Voice.ADULT if cast.talk == "staff" or short else Voice.REPORTED
    if SEEING.match(body) or (not cast.told and (DOING.match(body) or PLACED.match(body))):
        return Voice.ADULT if cast.talk == "staff" else Voice.OBSERVED
    if RECORD.match(body):
        return Voice.ADULT
    if DID.match(body) and not says and len(body.split()) > 2 and not you and not cast.talk:
        return Voice.OBSERVED
    return _goes_on(clause, cast)


def _goes_on(clause: str, cast: Cast) -> Voice:
    """A view is told in several sentences: 'She said she waited. Her worker had gone.' is one view."""
    if (
        cast.told
        and _GOES_ON.match(clause)
        and _BACK.search(clause)
        and not _FIRST.search(clause)
        and not _AGREED.search(clause)
    ):
        return Voice.REPORTED
    return Voice.ADULT


def _told_of(body: str, cast: Cast) -> Voice:
    """What an adult says of a child: 'Mum says [Child 3] asks each Sunday'. Of anybody else it is the adult's."""
    said = SAYS.match(body)
    rest = body[said.end() :] if said else body.lstrip(": ")
    if said and re.match(r"\s*(?:me|us|him|her|them|\[[^\]]+\])?\s*(?:to|about)\b", rest):
        return Voice.ADULT
    clause = re.match(
        rf"\s*(?:(?:me|us|the meeting|members) )?(?:that |how )?(?:he |she |they )?(?P<who>{CHILD}|{PRONOUN}|you\b)(?P<rest>.*)",
        rest,
        re.DOTALL,
    )
    if not clause:
        return Voice.ADULT
    word = clause["who"]
    if word == "you":
        return Voice.REPORTED if cast.about and not cast.talk else Voice.ADULT
    if re.fullmatch(PRONOUN, word):
        if cast.resolve(word) is not Who.CHILD:
            return Voice.ADULT
        view = FEELING.search(clause["rest"]) or TELLING.search(clause["rest"])
        return Voice.REPORTED if view or cast.gender or cast.about else Voice.ADULT
    if re.match(r"['’]s\b", clause["rest"]):
        return Voice.ADULT
    return Voice.REPORTED
