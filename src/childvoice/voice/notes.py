"""Whose view is it, in what an adult wrote? Own words, reported views, observation, and the adult's own.

By rules at the level of the clause: whose a quotation is (:mod:`quotes`), verbs of telling and feeling with a child
as the one who acts, verbs of what can be seen (:mod:`clauses`), and whom a pronoun stands for (:mod:`people`). A claim
that 'wishes and feelings were explored' is the adult's. Measured by ``childvoice evaluate voice``; figures in the README.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from childvoice.records import Voice
from childvoice.voice.clauses import voices
from childvoice.voice.people import CHILD, Cast, Who, mentions
from childvoice.voice.quotes import is_single, owner, words_talked_about
from childvoice.voice.sentences import quotations, sentences
from childvoice.voice.verbs import FEELING, SAY, TELLING
from childvoice.voice.weighing import a_childs

# A line of a message log or a typed talk: '16.20 [Child 3]: cant today'.
_SAYS_IN_A_LOG = re.compile(
    r"(?:(?:YP|\[Child \d+\]) - (?=[^.]*\b(?:i|im|i[’']m|me|my|u|ur|cos|dont|cant|idk|they|its)\b)|(?:\d{1,2}[.:]\d{2}(?: ?[ap]m)?,? (?:\[Child \d+\]|YP|[A-HJ-Z])|YP|\[Child \d+\])(?: (?:has )?(?:replied|repl(?:y|ies)|texted|messaged|wrote|typed|sent)(?: back| again)?)?|"
    r"(?:\d{1,2}[.:]\d{2}(?: ?[ap]m)?,? )?(?:(?:a |the )?(?:reply|text|message|msg|whatsapp|voice ?note|e-?mail)s? (?:received |back )?from |from )(?:\[Child \d+\]|YP|(?:the )?young person)): (?=[^\"“‘'])",
    re.IGNORECASE,
)
# What a child put into its three houses, wishes or lists, item by item.
_LISTED = re.compile(
    r"(?i:house of (?:good things|worries|dreams|hopes)|(?:three|3) wishes|(?:his|her|their) (?:top )?(?:three|3)|likes|dislikes|worries|good things|wishes|dreams): (?=(?:[^.,;:]{1,24}, ){1,6}(?:and )?[^.,;:]{1,24}\.?$)(?!.*\b(?:blank|none|nothing|empty|coloured|discussed|explored|left|see|not|is|was|has|had|to be|said|feels?|wants?)\b)"
)
# What stands under 'What I like:', 'How I want to be helped:' is the child's, unless somebody tells it of the child.
_OF_ONESELF = re.compile(
    r"(?:(?:What|How|Who|Where|When|Why|Things|People|My)\b[^.:?!]{0,50}?\b(?:I|me|my)\b[^.:?!]{0,40}|(?:Best|Worst) (?:bit|thing|part)s?|Subjects? I\b[^:]{0,20}|Next time|My (?:likes|dislikes|worries|hopes|dreams|wishes|strengths|friends|family|favourite[^.:]{0,20}))[:?]\s+(?=\S)"
)
_OF_ANOTHER = re.compile(
    rf"\b(?:he|she|his|her|they|their|He|She|His|Her|They|Their|child|YP|discussed|explored|completed|see|none|blank|n/?a)\b|{CHILD}|^\W*$"
)
_SAID_BY = re.compile(rf"[,.]?\s*(?:{SAY} )?(?P<who>\[(?:Child|Person|Relative) \d+\])(?![’']s)")
_AS_ONESELF = re.compile(r"(?i)^(?:[^.]{1,60}[.!?]*$|.*\b(?:i|im|ive|me|my|u|ur|dont|cant)\b)")
# What a tablet, a board or a sign says stands in capitals where a child uses one.
_SYMBOLS = re.compile(
    r"(?<![\w\[])(?!(?:CIN|CP|LCS|UPN|NHS|EHCP?|SALT|CWD|DOB|AAC|PECS|PODD|MASH|NFA|LAC|IRO|TAC|CAMHS|SEN|SENCO|SEND|OK|TV|NB|PEP|ICPC|RCPC|FGC|SGO|DSL|TAF|ADHD|ASD|MDT|RSPCA|ASAP|DWP|DLA|PIP|GOSH|MRI|PEG|VOCA|YP|FSW|ASYE)\b)[A-Z]{3,}(?:[ ,]+[A-Z]{2,}| [AI]\b)*(?![\w\]])"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a note with one voice, and the pseudonym of the child it belongs to (empty if none is named)."""

    start: int
    end: int
    voice: Voice
    child: str = ""


def passages(
    text: str,
    *,
    child: str = "",
    gender: str = "",
    about: bool = True,
    single: bool = False,
    members: bool = False,
    talk: str = "",
    context: str = "",
    hearsay: bool = False,
    symbols: bool = False,
    to_child: bool = False,
    alone: bool = False,
) -> Iterator[Passage]:
    """Divide ``text`` into passages of one voice, in order, so that every word is in one.

    ``child`` is whom the record is about and ``gender`` that child's ('m', 'f' or unknown); ``about`` is false for
    talk that is not a record about a child, where an unnamed person is nobody's child. ``single`` says that the
    record quotes in single marks, ``members`` that people of whom nothing is known are children (a meeting of
    theirs). ``talk`` is empty for what was written, else the role of the adult who speaks; ``context`` is
    what was asked or said before, where a pronoun may look. In ``hearsay`` (what a machine wrote down) no words are
    quoted for sure. With ``alone`` the record is about one child, whose a quotation is unless its own sentence names another.
    With ``to_child`` the child is 'you' and nobody else. With ``symbols``, words in capitals are what a child pressed or signed. Neighbouring passages of one voice and child are joined.
    """
    pending: Passage | None = None
    cast = Cast(child, gender, about, members=members, talk=talk, to_child=to_child, alone=alone)
    if context:
        mentions(context, cast)
        cast.subject = Who.CHILD if talk and cast.named else None
    logged = 0
    for start, end in sentences(text):
        # A message goes on for as long as it is typed as messages are: without capitals.
        if logged and text[logged:start].strip(" ") == "" and text[start].islower() and pending:
            pending = Passage(pending.start, end, pending.voice, pending.child)
            logged = end
            continue
        logged = end if cast.about and _SAYS_IN_A_LOG.match(text, start, end) else 0
        for found in _with_symbols(text, _sentence(text, start, end, cast, single), cast, symbols):
            if hearsay and found.voice is Voice.OWN_WORDS:
                found = Passage(found.start, found.end, Voice.REPORTED, found.child)
            if pending and pending.voice is found.voice and pending.child == found.child:
                pending = Passage(pending.start, found.end, pending.voice, pending.child)
            else:
                if pending:
                    yield pending
                pending = found
        logged = logged if pending and pending.voice is Voice.OWN_WORDS else 0
        cast.near = bool(re.search(CHILD, text[start:end]))
    if pending:
        yield pending


def _sentence(text: str, start: int, end: int, cast: Cast, single: bool) -> Iterator[Passage]:
    sentence = text[start:end]
    label = _SAYS_IN_A_LOG.match(sentence)
    if label and cast.about and re.search(_AS_ONESELF, sentence[label.end() :]):
        yield Passage(start, start + label.end(), Voice.ADULT)
        yield Passage(start + label.end(), end, Voice.OWN_WORDS, _named(label[0], cast))
        return
    listed = _LISTED.match(sentence)
    if listed and cast.about:
        yield Passage(start, start + listed.end(), Voice.ADULT)
        yield Passage(start + listed.end(), end, Voice.OWN_WORDS, _named("", cast))
        return
    headed = _OF_ONESELF.match(sentence)
    if headed and cast.about and not _OF_ANOTHER.search(sentence, headed.end()):
        yield Passage(start, start + headed.end(), Voice.ADULT)
        yield Passage(start + headed.end(), end, Voice.OWN_WORDS, _named("", cast))
        return
    at = 0
    told = False
    for a, b in quotations(sentence):
        before, quotation, after = sentence[at:a], sentence[a:b], sentence[b:]
        if words_talked_about(
            quotation[1:-1], sentence[:a], alone=not re.search(r"\w", sentence[:a] + after)
        ):
            continue
        # Marks around whole sentences quote, whatever sort they are.
        lone = len(quotation.split()) > 3 and not re.search(r"\w", before + after)
        following = after if re.search(r"\w", after) else f"{after} {text[end : end + 80].lstrip()}"
        rule = owner(
            quotation,
            before,
            after,
            cast,
            following=following,
            main=single or not is_single(quotation) or lone,
        )
        theirs = a_childs(text, start + a, start + b, rule, cast)
        cast.earlier = "child" if theirs else "adult"
        if rule is None and not theirs:
            continue
        who = Who.CHILD if theirs else Who.WRITER if rule is Who.WRITER else Who.ADULT
        lead = list(_lead(text, start + at, start + a, cast)) if before.strip(" ,;:-–(") else []
        yield from lead
        told = bool(lead) and lead[-1].voice is Voice.REPORTED and who is Who.CHILD
        named = _speaker(before, after, cast) if cast.alone else _teller(before, after, cast)
        if who is Who.CHILD:
            yield Passage(start + a, start + b, Voice.OWN_WORDS, named)
        else:
            yield Passage(start + a, start + b, Voice.ADULT)
        cast.spoke(who)
        at = b
    rest = sentence[at:]
    if at and told and re.match(r"\s*[a-z]", rest) and not TELLING.search(rest):
        yield from _trimmed(text, start + at, end, Voice.REPORTED, _named(rest, cast))
        return
    if not re.search(r"\w", rest):
        return
    if at and len(rest.split()) <= 6 and TELLING.search(rest):
        yield from _trimmed(text, start + at, end, Voice.ADULT, "")
        return
    for a, b, voice in voices(rest, cast):
        yield from _trimmed(text, start + at + a, start + at + b, voice, _named(rest[a:b], cast))


def _with_symbols(text: str, found: Iterator[Passage], cast: Cast, symbols: bool) -> Iterator[Passage]:
    """Cut the words in capitals out of passages, where a child says things with symbols."""
    for passage in found:
        at = passage.start
        for m in _SYMBOLS.finditer(text, passage.start, passage.end) if symbols else ():
            if passage.voice is Voice.OWN_WORDS or len(m[0]) < 4:
                continue
            yield from _trimmed(text, at, m.start(), passage.voice, passage.child)
            yield Passage(m.start(), m.end(), Voice.OWN_WORDS, passage.child or _named("", cast))
            at = m.end()
        yield from _trimmed(text, at, passage.end, passage.voice, passage.child)


def _lead(text: str, start: int, end: int, cast: Cast) -> Iterator[Passage]:
    """What leads to a quotation: 'she said' is the adult's; a child who is seen before speaking is seen."""
    found = voices(text[start:end], cast)
    for n, (a, b, voice) in enumerate(found):
        # 'She said' only leads; 'You feel that the council' is part of what is told.
        short = (
            n == len(found) - 1 and voice is Voice.REPORTED and not _tells_before(text[start + a : start + b])
        )
        yield from _trimmed(
            text,
            start + a,
            start + b,
            Voice.ADULT if short else voice,
            _named(text[start + a : start + b], cast),
        )
    cast.told = False


def _tells_before(lead: str) -> bool:
    """Whether words that are told stand between the verb and a quotation: 'says the staff are "always busy"'."""
    verbs = [m.end() for found in (TELLING, FEELING) for m in found.finditer(lead)]
    if not verbs:
        return False
    told = re.sub(r"\[[^\]]*\]|^\s*(?:to )?(?:me|us|him|her|them)\b", "X", lead[max(verbs) :])
    return len(told.split()) >= 2 and not re.search(r"[:,;–-]\s*$", lead)


def _trimmed(text: str, start: int, end: int, voice: Voice, child: str) -> Iterator[Passage]:
    body = text[start:end]
    a = start + len(body) - len(body.lstrip())
    b = end - (len(body) - len(body.rstrip()))
    if b > a:
        yield Passage(a, b, voice, "" if voice is Voice.ADULT else child)


def _speaker(before: str, after: str, cast: Cast) -> str:
    """Which child a quotation belongs to in a record about one: whom its sentence says to speak, else the record's."""
    acting = [p.word for p in mentions(before, Cast(cast.child, cast.gender, cast.about)) if p.acts]
    told = _SAID_BY.match(after)
    named = [w for w in [*acting, *([told["who"]] if told else [])] if re.fullmatch(r"\[Child \d+\]", w)]
    return named[-1] if named else cast.child or cast.named


def _teller(before: str, after: str, cast: Cast) -> str:
    """Which of several children a quotation belongs to: said behind it or before it, else who was named last."""
    told = _SAID_BY.match(after)
    behind = told is not None and (cast.members or told["who"].startswith("[Child"))
    named = _named(told["who"] if told and behind else before, cast)
    if cast.members:
        cast.named = named
    return named


def _named(text: str, cast: Cast) -> str:
    """Whose it is: the child named here, or last, or the one the record is about."""
    who = r"(?:Child|Person|Relative)" if cast.members else "Child"
    match = re.search(rf"\[{who} \d+\](?!['’]s)", text)
    return match[0] if match else cast.named or cast.child
