"""Whose words stand in quotation marks: a child's, an adult's, or nobody's (a heading, a term)."""

from __future__ import annotations

import re

from childvoice.voice.people import ADULT, CHILD, GUESSED, PRONOUN, Cast, Who, mentions
from childvoice.voice.verbs import BETWEEN, FEELING, SAY, TELLING, UNSAID, WAS_TOLD

_AFTER = re.compile(
    rf"[,.]?\s*(?:(?P<verb>{SAY})\s+(?:(?:the|his|her|their|my) )?(?P<who>{CHILD}|{ADULT}|{PRONOUN}|I|we)|(?:(?:the|his|her|their|my) )?(?P<first>{CHILD}|{ADULT}|{PRONOUN}|I|we|you){BETWEEN}(?:{SAY}|laughed|smiled|grinned)\b)"
)
# Headings, forms and terms of the trade: nobody says them.
_TERM = re.compile(
    r"(?i)\b(?:wishes (?:and|&) feelings|views? of the child|voice of the child|what matters|hard to engage|child in need|staying put|family informed|step(?:ped)? (?:up|down)|what(?:'|’)s working|"
    r"no further action|child seen|strengths|danger statement|safety plan|words and pictures|three houses|signs of safety|threshold|good enough|explored|not known to)\b"
)
# Only a grown-up says 'my son'.
_ADULT_SAYS = re.compile(
    r"(?i)\b(?:(?:my|our|your) (?:son|daughter|lad|little (?:boy|girl|lad)|kids|bairns?|children|grandson|granddaughter|caseload|team|manager|client)|i(?:'|’)m (?:his|her|their) (?:mum|mother|dad|father|nan|gran|carer)|the (?:child|young person))\b"
)
_FIRST = re.compile(
    r"(?i)\b(?:i|i[’']m|i[’']ve|i[’']d|i[’']ll|me|my|we|us|our|mine|cos|you|it[’']s|don[’']?t|she[’']s|he[’']s|stop|nobody|they)\b"
)
_WRITTEN_BY_CHILD = re.compile(
    r"(?i)\b(?:(?:his|her|their|your) (?:own )?(?:words|writing|hand|answer|list|card|note|letter|drawing|picture|text|worst|best|view|wish)|in capitals|on it|underneath|beneath|wrote|written|verbatim|quote|copying it exactly)\b"
)
_PAPER_SAYS = re.compile(
    r"(?i)\b(?:letter|report|log|form|notice|e-?mail|policy|leaflet|assessment|referral|file|plan|box|heading|system|guidance|chronology|record|sign|poster|section|entry|minutes)s?\b(?: \w+){0,4} (?:says?|said|states?|stated|reads?|has|shows?|called|headed|put)\b[^.]{0,12}$"
)
# Staff feel that a child is 'out of control', mum was 'very short': a few words in marks that an adult used.
_CALLED_SO = re.compile(
    rf"(?:{ADULT})(?: \([^)]*\))?(?: (?:was|is|being|felt|feels|seemed|very|quite|a bit))*\s*$"
)
_FEEL_SO = re.compile(
    rf"\b(?i:{ADULT})\b[^.;:]{{0,60}}\b(?:feels?|thinks?|believes?|describes?|sees?|calls?|regards?|views?|says?|that)\b[^.;:]{{0,40}}\b(?:is|was|are|were|as|being|him|her|them|this)\s*$"
)
# A child who does not use speech presses, signs, chooses; a tablet says it.
_SIGNED = re.compile(
    r"(?i)\b(?:pressed|presses|signed|signs|typed|types|tapped|selected|chose|chooses|pointed (?:to|at)|spelled|spelt|made the \w+ say|exchanged|handed (?:me|over)|picked|used (?:his|her|their|the) \w+ (?:for|to say|to sign)|tablet|device|talker|makaton|symbols?|sign for|card for)\b[^.\"]{0,30}$"
)
# To a quotation right before: 'she said "finished" and then "car"'.
_AND = re.compile(r"(?i)^[\s,;]*(?:and|then|or|and then|later|again)?[\s,:;]*$")
_CALLS_PARENT = re.compile(r"(?i)^\W*(?:mama|mam|mum|mummy|mammy|dad|daddy|nan|nana|grandma|grandad)\b")
# 'I asked how school was: "..."': what follows is no question but the answer.
_ASKED_WHAT = re.compile(
    r"\s*(?:(?:him|her|them|you|\[Child \d+\]) )?(?:about|how|what|why|who|where|when|if|whether|which)\b"
)
_WHEN_ASKED = re.compile(
    r"(?i)^(?:when )?asked\b.*[, ](?:he|she|they) (?:said|says|replied|answered|told \w+)\W*$"
)
_MEANWHILE = re.compile(r"(?i)^\W*(?:when|after|once|while|with|as|before|until|then|on|in|at|about|of)\b")
_ANSWERED = re.compile(r"(?i)^\s*(?:yes|no|well|aye|sorry|thank you)\b,? (?:it[’']s )?(?:\[Child \d+\])")

# '... ," was all that she would say', '... ." That's the first thing he said to me'.
_WAS_WHAT = re.compile(
    rf"^[,.]?\s*(?:was|is|that[’']s|that was|that is)\s+(?:all|what|how|the (?:first|last|only|next|best|one) (?:thing|words?))\s+(?:that )?(?P<who>{CHILD}|{ADULT}|{PRONOUN})\s+(?:would |could |ever |just |then )?(?:say|{SAY}|put it)\b",
    re.IGNORECASE,
)


def is_single(quotation: str) -> bool:
    """Whether the quotation stands in single marks."""
    return quotation[:1] in "‘'"


def only_a_grown_up_says(quotation: str) -> bool:
    """'My son', 'my caseload': no child says this of their life."""
    return bool(_ADULT_SAYS.search(quotation))


def words_talked_about(quotation: str, before: str, *, alone: bool) -> bool:
    """A word or two in marks are mostly a word talked about, unless somebody is said to say them."""
    if _TERM.search(quotation) and len(quotation.split()) <= 6:
        return True
    if len(quotation.split()) > 1 or re.search(r"[.!?]", quotation):
        return False
    return not (
        alone
        or _SIGNED.search(before)
        or re.search(r"[:,]\s*$", before)
        or TELLING.search(before[-30:])
        or re.search(r"\b(?:and|then|or)\s*$", before)
    )


def owner(quotation: str, before: str, after: str, cast: Cast, *, following: str, main: bool) -> Who | None:
    """Who says ``quotation``; None for nobody. ``main`` says that such marks are the record's way to quote.

    ``following`` is what stands behind it, also in the next sentence. Said after it, said before it, or a paper it stands on; else, in the record of a child, the child's.
    """
    tail = _AFTER.match(after)
    if _CALLS_PARENT.match(quotation) and "?" not in after[:2]:
        return Who.CHILD
    if tail:
        return _who(tail["who"] or tail["first"], cast)
    if cast.quoted is not None and _AND.match(before) and re.search(r"\w", before):
        return cast.quoted
    if _ANSWERED.match(following):
        return Who.CHILD
    if said := _WAS_WHAT.match(following):
        return _who(said["who"], cast)
    lead = re.split(r"[.!?;]\s+", before)[-1]
    if main and cast.about and cast.subject is not Who.ADULT and UNSAID.match(lead):
        return Who.CHILD
    persons = mentions(lead, cast.trial())
    told = list(TELLING.finditer(lead))
    if _WHEN_ASKED.match(lead) and (cast.about or cast.named):
        return Who.CHILD
    if main and _SIGNED.search(lead) and (cast.about or any(p.who is Who.CHILD for p in persons)):
        return Who.CHILD
    if told:
        last = told[-1]
        actors = [p for p in persons if p.end <= last.start() and p.acts]
        close = actors[-1] if actors else None
        if not main and any(p.acts and p.who is Who.ADULT and p.end <= told[0].start() for p in persons):
            return None
        directly = len(lead[last.end() :].split()) <= 3
        # 'I asked what he meant: "..."', 'Told him the date: "..."': what follows is the answer.
        if (
            cast.about
            and main
            and not directly
            and re.search(r"[:–-]\s*$", lead)
            and (last[0].startswith("ask") or close is None or close.who is Who.WRITER)
        ):
            return Who.CHILD
        asked_so = last[0].lower().startswith("ask") and _ASKED_WHAT.match(lead, last.end())
        if cast.about and main and asked_so and re.search(r"[:–-]\s*$", lead):
            return Who.CHILD
        if close and WAS_TOLD.match(lead, close.end) and directly:
            return Who.ADULT if close.who is Who.CHILD else None
        if close:
            return close.who if main or (close.who is Who.CHILD and directly and last is told[0]) else None
        if last.start() < 3 or re.match(r"(?:asked|told|explained)\b", last[0], re.IGNORECASE):
            # 'Told him that ...': the writer's own doing; 'Asked about school: "..."' is the child's answer.
            return (
                Who.CHILD
                if main and re.search(r"[:,.]\s*$", lead) and last[0].lower().startswith("ask") and cast.about
                else (
                    Who.CHILD
                    if main
                    and cast.about
                    and last[0].lower() in ("said", "says", "added", "replied", "wrote")
                    else Who.WRITER
                )
            )
    if cast.talk:
        alone = not re.search(r"\w", lead) and cast.near and cast.subject is Who.CHILD
        return None if not main else Who.CHILD if alone and _FIRST.search(quotation) else Who.WRITER
    if _ADULT_SAYS.search(quotation):
        return Who.ADULT
    if not main:
        child = [p for p in persons if p.acts and p.who is Who.CHILD]
        if child and len(quotation.split()) >= 3 and _FIRST.search(quotation) and not FEELING.search(lead):
            return Who.CHILD
        return (
            Who.CHILD
            if _WRITTEN_BY_CHILD.search(lead) and len(quotation.split()) >= 3 and cast.about
            else None
        )
    if re.search(r"\w", lead):
        actors = [p for p in persons if p.acts]
        if _WRITTEN_BY_CHILD.search(lead):
            return Who.CHILD if not actors or actors[-1].who is not Who.ADULT else Who.ADULT
        if not cast.about and cast.near and _FIRST.search(quotation):
            return Who.CHILD
        if (
            actors
            and actors[-1].who is Who.ADULT
            and re.search(r"[,:]\s*$", lead)
            and not _MEANWHILE.match(lead)
            and not any(p.who is Who.CHILD for p in persons)
        ):
            return Who.ADULT if cast.about or cast.subject is not Who.CHILD else Who.CHILD
        if len(quotation.split()) <= 6 and actors:
            if _CALLED_SO.search(lead) and actors[-1].who is Who.ADULT:
                return Who.ADULT
            if _FEEL_SO.search(lead) and actors[0].who is Who.ADULT:
                return Who.ADULT
        if _PAPER_SAYS.search(lead) and not any(p.who is Who.CHILD for p in persons):
            return None
        if persons and not cast.about:
            return persons[-1].who
        return Who.CHILD if cast.about else cast.subject
    if cast.about:
        return Who.ADULT if cast.quoted is Who.ADULT and cast.subject is Who.ADULT else Who.CHILD
    return Who.CHILD if cast.subject is Who.CHILD or (cast.near and _FIRST.search(quotation)) else Who.ADULT


def _who(word: str, cast: Cast) -> Who:
    if word in ("I", "we"):
        return Who.WRITER
    if cast.members and GUESSED.fullmatch(word):
        return Who.CHILD
    if word.casefold() == "you" or re.fullmatch(CHILD, word):
        return Who.CHILD
    return cast.resolve(word) if re.fullmatch(PRONOUN, word) else Who.ADULT
