"""What tells the voice of a clause, as words for the model of :mod:`weighing`: who acts, what sort of doing, what came before."""

from __future__ import annotations

import re

from childvoice.voice.doings import doing, verb
from childvoice.voice.people import Cast, Mention, Who

_ME = re.compile(r"\b(?:me|us)\b")
_I = re.compile(r"\b(?:I|we|We|my|our)\b")
_PLAN = re.compile(
    r"(?i)\b(?:to be|will be|agreed|action|plan|review|meeting|visit|referr\w*|assess\w*|booked|discuss\w*|explor\w*|support\w*|concerns?|school|police|court|placement|contact|attend\w*)\b"
)
_THEIR = re.compile(r"\b(?:his|her|their|him|them|he|she|they)\b")
_WORDS = re.compile(r"[A-Za-z’']+")


def clues(clause: str, acting: Mention | None, cast: Cast, *, first: bool) -> list[str]:
    """The clues of one clause. ``cast`` knows what came before."""
    who = acting.who.value if acting else "none"
    kind = _kind(acting)
    far = acting is not None and acting.start > 25
    lemma, sort, form, auxiliaries = doing(clause[acting.end :] if acting and not far else clause)
    helped = auxiliaries[0].replace("'", "") if auxiliaries else "plain"
    found = [
        f"who {who}",
        f"kind {kind}",
        f"far {far}",
        f"form {form} {helped}",
        f"before {cast.before}",
        f"told {cast.told}",
        f"subject {cast.subject.value if cast.subject else 'none'}",
        f"talk {cast.talk or 'written'} {cast.about}",
        f"first {first}",
        f"lemma {lemma} {who}",
        f"who {who} form {form} {helped}",
    ]
    for one in sort.split("/"):
        found += [
            f"sort {one}",
            f"sort {one} who {who}",
            f"sort {one} who {who} form {form}",
        ]
    words = _WORDS.findall(clause)
    for word in words:
        _, others, tense = verb(word.casefold())
        if tense in ("past", "ing", "s") and others:
            found.append(f"any {others.split('/')[0]} {tense} {who}")
    found.append(f"words {min(len(words) // 4, 5)} who {who}")
    for name, pattern in (("me", _ME), ("i", _I), ("plan", _PLAN), ("their", _THEIR)):
        if pattern.search(clause):
            found += [f"has {name}", f"has {name} who {who}"]
    if ":" in clause:
        found.append("has colon")
    if clause[:1].islower():
        found.append("goes on")
    return found


def _kind(acting: Mention | None) -> str:
    if acting is None:
        return "none"
    if acting.word.startswith("["):
        return "child" if acting.who is Who.CHILD else "name"
    word = acting.word.casefold()
    return word if word in ("he", "she", "they", "you", "i", "we", "yp") else f"noun {acting.who.value}"
