"""Children quoted and told of in report prose: inspections, policies, articles, anything that is not about one child.

Here nobody is a child by default: words are a child's only where the text says that a child said them, in a tense
that happened ('a child may say' does not), or where they stand in a list that was announced so ('Children said:').
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from childvoice.records import Voice
from childvoice.voice.notes import Passage
from childvoice.voice.people import ADULT, Who
from childvoice.voice.quotes import only_a_grown_up_says
from childvoice.voice.sentences import quotations, sentences
from childvoice.voice.verbs import SAY

_NUMBER = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|\d+)"
_YOUNG = (
    r"(?:young (?:people|person|man|men|woman|women|carers?|adults?)|child(?:ren)?|boys?|girls?|teenagers?|teens?|pupils?|students?|youngsters?|kids?|lads?|lass(?:es)?|"
    r"siblings?|brothers?|sisters?|twins?|care leavers?|care[- ]experienced (?:young )?(?:people|person|adults?)|toddlers?|unaccompanied minors?|"
    rf"{_NUMBER}[- ]years?[- ]olds?|(?:youth|young|junior|student) (?:councillors?|members?|inspectors?|advisers?|ambassadors?|champions?))"
)
_SOME = (
    rf"(?:a few|a number|a couple|a minority|a majority|a small number|most|many|several|some|both|all|each|every|another|an?|the|this|that|these|those|other|few|half|{_NUMBER}|second|first|third|last|"
    r"youngest|eldest|oldest|older|younger|same|little|vast majority|majority)"
)
_SMALL = r"(?:the|an?|that|if|unless|when|where|who|whether|or|and|of|to|for|in|on|at|by|with|from|is|are|was|were|has|have|had|as|so|but|not|than)\b"
# A noun of a child with what stands before it; a parent of one is none.
_NOUN = rf"(?:(?:{_SOME}(?: of (?:the |these |our |those )?| ))(?:(?!{_SMALL})\w+[- ]){{0,4}}?{_YOUNG}|{_YOUNG}|\[Child \d+\])(?!['’]s? |[- ](?:protection|in need\b|and famil|looked after review|care plan|services?|social|council\b|council['’]s|workers?|homes?)|s['’])"
# Somebody already spoken of.
_AGAIN = r"(?:(?:all|both|most|one|two|three|some|several|each|none|others|many|another) of (?:them|these)|(?:the|a) (?:second|third|fourth|fifth|last|other|others|rest)|one (?:of the|member of the) group|they|she|he|another|one|others|some|several|a few|a third|a second|both|many|most)"
_PAST = (
    r"(?:said|told|asked|added|replied|answered|explained|described|reported|shared|stated|commented|spoke|talked|wrote|recalled|remembered|complained|felt|thought|believed|wanted|suggested|"
    r"mentioned|expressed|raised|agreed|disagreed|confirmed|disclosed|revealed|admitted|joked|whispered|shouted|insisted|noted|summed it up|put it|texted|drew|wished|hoped|"
    r"liked|disliked|loved|hated|preferred|valued|worried|missed|rated|voted|chose|(?:was|were) (?:clear|worried|scared|frightened|angry|upset|sad|happy|unhappy|proud|adamant|unsure|pleased|frustrated|positive about|critical of))"
)
_NOW = r"(?:says?|tells?|asks?|adds?|explains?|describes?|reports?|speaks?|feels?|thinks?|believes?|wants?|wishes|recalls?|writes?|remembers?|puts? it|goes|worr(?:y|ies)|likes?|hates?|loves?|prefers?)"
_AUXILIARY = r"(?:(?:has|have|had|also|then|all|who|we (?:met|spoke (?:to|with)|interviewed)|just|recently|often|once|consistently|clearly|repeatedly|both|later|again|each|simply|quietly|\w+ly),? ){0,3}"
_BETWEEN = rf"(?:, (?:who|whose|which|aged)\b[^.;:“\"‘]{{1,60}},)?(?: (?:spoken to|interviewed|who|whom|in|from|at|with|aged|of|on|we) [^.;:“\"‘]{{1,60}}?)?,?(?: \(?aged? (?:of )?\[?\w+\]?\)?,?)? {_AUXILIARY}"
_SUBJECT = rf"(?P<noun>(?i:{_NOUN}))"
TOLD = re.compile(rf"(?<![\w’'-]){_SUBJECT}{_BETWEEN}(?P<verb>(?:{_PAST}|(?P<now>{_NOW})))\b")
_AGAIN_TOLD = re.compile(
    rf"(?:^|[;,] (?:and |but )?|\b(?:and|but|that) )(?P<who>(?i:{_AGAIN}))(?:, aged? [^,]{{1,12}},)? {_AUXILIARY}(?P<verb>{_PAST}|(?P<now>says|explains|adds|recalls|tells))\b"
)
# 'A boy in Year 9 had told her': what is behind counts as the same telling. 'May say', 'if a child says' tell nothing.
_NOT_REAL = re.compile(
    r"(?i)(?:\b(?:if|where|wherever|whenever|whether|unless|until|should|must|may|might|could|would|can|will|shall|to|ensure|ensures|so that|every time|make sure|imagine|suppose|e\.g\.|for example if)\s+(?:\w+\s+){0,2}$)|^\s*(?:where|if|when|whenever|unless|ask|write|record|say)\b"
)
_PASSIVE = re.compile(
    r"(?i)\b(?:was|were|is|are|been|be|being)\s+(?:(?:\w+ly|not|never|also|often|always|then|first|later|once|just|all|both|recently)\s+)?$"
)
_ADULT_TOLD = re.compile(
    rf"(?P<who>{ADULT}|\b(?i:(?:social )?workers?|leaders?|managers?|inspectors?|director|head ?teachers?|councillors?|professionals?|officers?|sergeant|nurses?|parents?|families|partners?|practitioners?|lead|"
    rf"chief \w+|minister|researchers?|authors?|team|service|staff|mothers?|fathers?|grandmothers?|carers?|I|we)\b)(?: (?:(?!\b(?i:{_YOUNG}|group)\b)[^.;:“\"‘,]){{1,40}}?)?,? {_AUXILIARY}(?:{SAY})\b"
)
# Behind a quotation: ', said one boy', '(Young person, 15)', '- girl, 13'.
_BEHIND = re.compile(
    rf"^[,.]?\s*(?:(?:(?:{SAY})\s+(?P<after>(?i:{_NOUN}|{_AGAIN})\b))|(?P<first>(?i:{_NOUN}|{_AGAIN})){_BETWEEN}(?:{_PAST}|{_NOW})\b|[\s.]*[-–—(\[]\s*(?P<sign>(?i:(?:\w+ ){{0,3}}?{_YOUNG}|\[Child \d+\]|yp\d*|cyp)\b|(?i:aged? \d+|(?:\[age[^\]]*\]|\d{{1,2}}),? (?:years?|yrs?|girl|boy|male|female)|female, \d+|male, \d+)))"
)
_BEHIND_ADULT = re.compile(
    rf"^[,.]?\s*(?:(?:{SAY})\s+(?:(?:the|a|an|one|our|her|his|another) )?(?:\w+ ){{0,2}}?(?:{ADULT}|\[|[A-Z]\w+|manager|leader|director|I\b|we\b)|[\s.]*[-–—(]\s*(?:(?i:{ADULT}|\w+ (?:manager|worker|leader|teacher|officer|lead))|\[(?!Child)))|^[,.]?\s*(?:{ADULT}|I|we)\s+(?:\w+ )?(?:{SAY})\b"
)
# What follows is a list of what children said.
_LIST = re.compile(
    rf"(?i)(?:{_NOUN}|\bthey\b|in (?:their|children['’]s|young people['’]s) (?:own )?words|(?:their|children['’]s|young people['’]s) (?:comments|words|views|answers|quotes|voices))[^.!?\n]{{0,80}}:\s*$"
)
# A visit to children: whoever is 'they' in the next sentence is one of them.
_MET = re.compile(
    rf"(?i)\b(?:spoke|talked|met|listened|chatted|asked|interviewed|visited)(?: (?:to|with))? {_NOUN}"
)
_SIGNED_ALONE = re.compile(rf"(?i)^\s*(?:\w+ ){{0,2}}{_YOUNG}\b(?:,? (?:aged? )?[\w\[\] ]{{1,12}})?\.?\s*$")
_THEIR_WORDS = re.compile(
    r"(?i)\b(?:in (?:his|her|their) (?:own )?words|(?:his|her|their) (?:own )?words (?:were|are)|verbatim)\b"
)
_FIRST = re.compile(
    r"(?i)\b(?:i|i[’'](?:m|ve|d|ll)|my|me|we|us|our|mine|they|he|she|you|it[’']s|don[’']?t|not|nobody)\b"
)


# Somebody who was not heard before: 'one boy', 'a care leaver', 'another said'.
_ELSE = r"\b(?:another|others?|an?other one|a (?:second|third|fourth|fifth)|the (?:second|third|last))\b"
_OTHER = re.compile(rf"(?i){_ELSE}")
_NEW = re.compile(
    rf"(?i){_ELSE}|\b(?:one|an?|some|several|two|three|many|most)\b(?: (?!{_SMALL})[\w-]+){{0,4}}? {_YOUNG}\b|\bone (?:of them )?(?:said|told|wrote|asked|put|described|explained|added)\b|[-–—(]\s*(?:(?:\w+ ){{0,3}}?{_YOUNG}|aged? \d|(?:girl|boy|male|female),? )"
)

# 'Children said:' and quotations after it: each is another child's.
_SEVERAL = re.compile(
    r"(?i)\b(?:children|young (?:people|carers|adults)|they|members|care leavers|pupils|students|girls|boys|siblings)\b[^.:]{0,60}:\s*$"
)


@dataclass(slots=True)
class Heard:
    """What a reader of a report keeps in mind from one paragraph to the next."""

    subject: Who | None = None
    quoted: Who | None = None
    listing: bool = False
    unclosed: bool = False
    children: int = 0
    several: bool = False

    def another(self) -> str:
        """A name for a child who speaks and was not heard before."""
        self.children += 1
        return self.same()

    def same(self) -> str:
        """A name for the child who spoke last."""
        return f"child {max(self.children, 1)}"


# A paragraph that is a quotation without marks, set apart and signed: 'Just text me. (Girl, 15)', or on the next line.
_SIGNATURE = (
    rf"\s*[-–—(\[]\s*(?:\w+ )?(?:{_YOUNG}|care leaver)\b(?:,? (?:aged? )?[\w\[\] -]{{1,16}})?[)\]]?\.?\s*"
)
_SIGNED = re.compile(rf"(?is)(?P<words>[^“\"]+?[.!?…’']?){_SIGNATURE}$")
_SIGNATURE_ALONE = re.compile(rf"(?i){_SIGNATURE}$")


def report_passages(text: str, heard: Heard, following: str = "") -> Iterator[Passage]:
    """Divide a paragraph of a report into passages of one voice, in order; ``heard`` goes on to the next.

    ``following`` is the next paragraph: it may hold nothing but the signature of a child.
    """
    signed = _SIGNED.fullmatch(text)
    words = len(signed["words"]) if signed else len(text) if _SIGNATURE_ALONE.fullmatch(following) else 0
    if words and not re.search('["“]', text) and not _tells(text[:words]):
        heard.quoted = heard.subject = Who.CHILD
        yield Passage(0, words, Voice.OWN_WORDS, heard.another())
        if text[words:].strip():
            yield Passage(words, len(text), Voice.ADULT)
        return
    marks = list(quotations(text))
    heard.quoted = heard.quoted if heard.listing or heard.unclosed else None
    pending: Passage | None = None
    for found in _found(text, marks, heard):
        if pending and pending.voice is found.voice and found.voice is not Voice.OWN_WORDS:
            pending = Passage(pending.start, found.end, pending.voice, pending.child)
            continue
        if pending:
            yield pending
        pending = found
    if pending:
        yield pending
    heard.unclosed = (
        bool(marks)
        and text.rstrip().endswith(text[marks[-1][0] : marks[-1][1]][-6:])
        and (text[marks[-1][0]] in '“"' and text[marks[-1][1] - 1] not in '”"')
    )
    heard.listing = bool(_LIST.search(text)) or (
        heard.listing and bool(marks) and marks[0][0] <= 2 and heard.quoted is not Who.ADULT
    )


def _tells(text: str) -> bool:
    """Whether somebody tells of children here, and so does not speak as one."""
    return bool(TOLD.search(text) or _ADULT_TOLD.search(text) or only_a_grown_up_says(text))


def _found(text: str, marks: list[tuple[int, int]], heard: Heard) -> Iterator[Passage]:
    spans = list(sentences(text))
    for n, (start, end) in enumerate(spans):
        inside = [(a, b) for a, b in marks if start <= a and b <= end]
        following = text[end : spans[n + 1][1]] if n + 1 < len(spans) else ""
        at = start
        own = False
        for a, b in inside:
            behind = text[b:end]
            if not re.search(r"\w", behind) and re.match(r"\s*[-–—(\[]", following):
                behind = following
            if _SIGNED_ALONE.match(text[b:]):
                behind = f" - {text[b:].strip()}"
            who = _owner(text[start:a], text[at:a], text[a:b], behind, heard)
            if who is None:
                continue
            heard.quoted = who
            if who is Who.CHILD:
                if text[at:a].strip(" ,;:-–—("):
                    yield from _plain(text, at, a, heard, lead=True)
                child = _named(text[start:end]) or _which(text[at:a], behind, heard, first=not own)
                yield Passage(a, b, Voice.OWN_WORDS, child)
                at = b
                own = True
        yield from _plain(text, at, end, heard, lead=own)
        if not inside:
            heard.quoted = None if not heard.listing else heard.quoted


def _which(lead: str, behind: str, heard: Heard, *, first: bool) -> str:
    """Which of the children without a name speaks: a new one, or the one who spoke last."""
    said = f"{lead} | {behind[:80]}" if first else lead
    new = _OTHER if not first else _NEW
    if re.search(r"\w", lead):
        heard.several = bool(_SEVERAL.search(lead))
    listed = (heard.listing or heard.several) and first and not re.search(r"\w", lead)
    return heard.another() if not heard.children or listed or new.search(said) else heard.same()


def _owner(sentence: str, lead: str, quotation: str, behind: str, heard: Heard) -> Who | None:
    """Whose ``quotation`` is: said behind it, said before it, or as the one before; None for a term."""
    words = len(quotation.split())
    if only_a_grown_up_says(quotation):
        return Who.ADULT
    sign = _BEHIND.match(behind)
    if sign:
        again = sign["after"] or sign["first"] or ""
        if re.fullmatch(rf"(?i){_AGAIN}", again):
            return heard.subject if heard.subject else Who.ADULT
        heard.subject = Who.CHILD
        return Who.CHILD
    if _BEHIND_ADULT.match(behind):
        heard.subject = Who.ADULT
        return Who.ADULT
    if not re.search(r"\w", lead) and heard.quoted is not None:
        return heard.quoted
    if not re.search(r"\w", sentence) and (heard.listing or heard.unclosed):
        return Who.CHILD if heard.listing else heard.quoted
    told = _last_told(sentence, heard)
    if told is None:
        if _THEIR_WORDS.search(sentence) and heard.subject is Who.CHILD:
            return Who.CHILD
        return None
    who, behind_verb = told
    if words < 2 and behind_verb.strip() and not re.search(r"[:,]\s*$", lead):
        return None
    far = len(behind_verb.split()) > 3 and not re.search(r"[:,]\s*$", behind_verb)
    if who is Who.CHILD and far and words < 3 and not _FIRST.search(quotation):
        return None
    return who


def _last_told(sentence: str, heard: Heard) -> tuple[Who, str] | None:
    """Who is the last said to say something in ``sentence`` (which a quotation may follow), and what is behind."""
    best: tuple[int, Who] | None = None
    for m in TOLD.finditer(sentence):
        if _real(sentence, m):
            best = (m.end(), Who.CHILD)
    for m in _AGAIN_TOLD.finditer(sentence):
        if heard.subject or best:
            who = best[1] if best else heard.subject
            if (best is None or m.end() > best[0]) and who is not None:
                best = (m.end(), who)
    for m in _ADULT_TOLD.finditer(sentence):
        if best is None or m.end() > best[0]:
            if best and best[1] is Who.CHILD and _PASSIVE.search(sentence, 0, m.end()):
                continue
            best = (m.end(), Who.ADULT)
    return (best[1], sentence[best[0] :]) if best else None


def _real(sentence: str, m: re.Match[str]) -> bool:
    """Whether it happened: no condition, no rule; of children in general only a past tense is a telling."""
    if _NOT_REAL.search(sentence, 0, m.start()) or _PASSIVE.search(sentence, 0, m.start("verb")):
        return False
    if re.search(r"(?i)\b(?:to|about|with|for|of|by|that|how|whether) $", sentence[: m.start()]):
        # 'spoke to children who said' tells; 'work with children wanted' does not.
        return bool(re.search(r"(?i)\bwho\b", m[0])) or bool(
            re.search(r"(?i)\bthat $", sentence[: m.start()])
        )
    bare = re.fullmatch(rf"(?i){_YOUNG}", m["noun"]) is not None
    general = re.match(r"(?i)(?:a|an|every|each|all|any)\b", m["noun"]) is not None
    return not (m["now"] and (bare or general or re.match(r"(?i)(?:the|this|that) child\b", m["noun"])))


def _plain(text: str, start: int, end: int, heard: Heard, *, lead: bool) -> Iterator[Passage]:
    """What stands outside of quotations: told of a child, or the writer's."""
    body = text[start:end]
    start += len(body) - len(body.lstrip())
    end -= len(body) - len(body.rstrip())
    if end <= start:
        return
    voice = _voice(text[start:end], heard)
    if _LIST.search(text[start:end]) and len(text[start:end].split()) < 14:
        voice = Voice.ADULT
    if lead and voice is Voice.REPORTED and len(text[start:end].split()) < 14:
        voice = Voice.ADULT
    yield Passage(start, end, voice, _named(text[start:end]) if voice is not Voice.ADULT else "")


def _voice(sentence: str, heard: Heard) -> Voice:
    told = next((m for m in TOLD.finditer(sentence) if _real(sentence, m)), None)
    adult = _ADULT_TOLD.search(sentence)
    if told and not (
        adult and adult.end() <= told.start() and _thinks_of(sentence[adult.end() : told.start()])
    ):
        heard.subject = Who.CHILD
        return Voice.REPORTED
    again = _AGAIN_TOLD.match(sentence)
    if again and heard.subject is Who.CHILD and not _PASSIVE.search(sentence, 0, again.start("verb")):
        return Voice.REPORTED
    if _MET.search(sentence):
        heard.subject = Who.CHILD
    elif adult:
        heard.subject = Who.ADULT
    elif re.match(rf"(?i){_NOUN}", sentence) and not told:
        heard.subject = Who.CHILD
    elif not re.match(r"(?i)(?:she|he|they|her|his|their|another|one|others|some)\b", sentence):
        heard.subject = None
    return Voice.ADULT


def _thinks_of(between: str) -> bool:
    """'Leaders said that children felt safe': an adult's word about children in general."""
    return len(between.split()) <= 3


def _named(text: str) -> str:
    match = re.search(r"\[Child \d+\](?!['’]s)", text)
    return match[0] if match else ""
