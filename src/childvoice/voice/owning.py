"""Clues to whose a quotation is, for the model of :mod:`weighing`: who is said to speak, what stands around it, how it is put.

The answer of the rules (:mod:`quotes`) is one clue among the others: where a note quotes one person after another, the
last word before a quotation tells less than what was asked, who spoke before, and whether a child would put it so.
"""

from __future__ import annotations

import re

from childvoice.voice.doings import doing
from childvoice.voice.people import ADULT, CHILD, Cast, Mention, Who, mentions

_SENTENCE_END = re.compile(r"[.!?…][\"'”’)]*\s+")
_LABEL = re.compile(
    rf"^\W*(?:\d{{1,2}}[.:]\d\d\W*)?(?P<who>{CHILD}|{ADULT}|Me|I|Q|YP|VoC|Voc)\b[^.:\n]{{0,30}}(?::|\s[–-])\s"
)
_ME_ASKING = re.compile(
    r"(?i)\b(?:i|we) (?:\w+ ){0,2}(?:asked|wondered|said|checked|put|told|explained|tried|suggested|offered|reflected|replied|answered)\b|^\W*(?:asked|q|me)\b|\bwhen asked\b|\basked (?:what|how|why|if|who|where|about|him|her)\b"
)
_FONDLY = re.compile(
    r"(?i)\b(?:love|darling|sweetheart|sweetie|mate|buddy|pet|hun|hen|chick|lovely|poppet|son|petal|cariad|beta|princess|good (?:boy|girl|lad)|well done|come on|there you go)\b[.,!?\"”’']*"
)
_CHILDISH = re.compile(
    r"(?i)\b(?:cos|coz|cuz|’?cause|dunno|ain[’']?t|innit|bare|man[’']s|im|dont|cant|wont|idk|u|ur|mummy|daddy|mum|mam|mammy|dad|nan|nana|miss|sir|mam[’']s|like|me and|my (?:mum|mam|dad|nan|room|bed|brother|sister|friend|mate|teacher|dog|cat))\b"
)
_OF_A_CHILD = re.compile(
    r"(?i)\b(?:he|she|him|her|they|kids?|children|child|lad|boy|girl|bairn|wee one|baby)(?:[’']s|[’']ll|[’']d)?\b"
)
_TRADE = re.compile(
    r"(?i)\b(?:placement|contact|plan|assessment|support|behaviou?r\w*|attachment|engag\w+|resilien\w+|concerns?|risk|safeguard\w*|appropriate\w*|presentation|emotion\w*|regulat\w*|routine|boundar\w+|attend\w*|consent|referral|meeting|review|settled|professional\w*|services?|outcome|threshold|progress|evidence)\b"
)
_I = re.compile(r"(?i)\b(?:i|i[’']m|i[’']ve|i[’']d|i[’']ll|me|my|mine|im)\b")
_YOU = re.compile(r"(?i)\b(?:you|your|you[’']\w+|u|ur|ye|yer)\b")
_PAPERS = re.compile(
    r"(?i)\b(?:report|letter|form|policy|file|book|plan|rule|sign|poster|leaflet|e-?mail|text|log|assessment|box|heading|notice|card|board|wall|door|t-?shirt|phrase|term|words?|called|known as|so-called)\b"
)
_WRITING = re.compile(
    r"(?i)\b(?:wrote|written|writes|drew|drawing|picture|in capitals|on (?:it|the (?:sheet|card|paper|back|page))|texted|typed|spelled|card|sheet|house of|worry|worries|wishes|wish|dream|verbatim|own words|her words|his words|their words|voice)\b"
)
_NAMED = re.compile(r"\[Child")
_THIRD = {"he": "he", "she": "she", "they": "they", "we": "i", "i": "i", "you": "you", "yp": "yp"}
_SIZES = ((4, "2-3"), (9, "4-8"), (21, "9-20"))  # words
LONGEST = 160  # characters that are looked at on either side


def clues(text: str, start: int, end: int, rule: Who | None, cast: Cast) -> list[str]:
    """Clues to whose ``text[start:end]`` is, each once; ``cast`` knows whose the quotation before it was."""
    earlier = cast.earlier
    rules = f"rule {rule.value if rule else 'nobody'}"
    before, after = text[max(0, start - LONGEST) : start], text[end : end + LONGEST]
    body = text[start + 1 : end - 1]
    breaks = [m.end() for m in _SENTENCE_END.finditer(before)]
    breaks = [b for b in breaks if b < len(before)] or [0]
    lead = before[breaks[-1] :] if not re.search(r"[.!?…][\"'”’)]*\s*$", before) else ""
    last = before[breaks[-1] :] if not lead else before[breaks[-2] : breaks[-1]] if len(breaks) > 1 else ""
    lead, last = lead.rsplit("\n", 1)[-1], last.rsplit("\n", 1)[-1]
    tail = re.split(r"(?<=[.!?…])[\"'”’)]*\s+|\n", after, maxsplit=1)[0]
    found = [
        rules,
        f"earlier {earlier}",
        f"{rules} earlier {earlier}",
        f"about {cast.about} {cast.talk or 'written'}",
        f"{rules} about {cast.about}",
    ]
    found += (
        _side("lead", lead, cast, rules)
        if re.search(r"\w", lead)
        else [f"no lead {earlier}", f"no lead {rules}"]
    )
    found += _side("last", last, cast, "") if re.search(r"\w", last) else ["no sentence before"]
    found += (
        _side("tail", tail, cast, rules)
        if re.search(r"\w", tail) and not re.match(r"\s*[.!?]?\s*$", tail)
        else ["no tail"]
    )
    if re.match(r"[,.?!]?\s*[a-z]", after):
        found.append(f"tail goes on {bool(re.search(r'[,?!]', body[-1:] + after[:1]))}")
    found.append(f"stops {lead.rstrip()[-1:] if lead.strip() else ''} {rules}")
    if last.rstrip(" \"'”’").endswith("?"):
        found += ["asked before", f"asked before {earlier}"]
    label = _LABEL.match(text[text.rfind("\n", 0, start) + 1 : start])
    if label:
        who = (
            "me"
            if label["who"] in ("Me", "I", "Q")
            else "child"
            if re.fullmatch(CHILD, label["who"]) or label["who"] in ("YP", "VoC", "Voc")
            else "adult"
        )
        found += [f"label {who}", f"label {who} {rules}"]
    for name, pattern in (("asking", _ME_ASKING), ("paper", _PAPERS), ("writing", _WRITING)):
        for side, words in (("lead", lead), ("last", last), ("tail", tail)):
            if pattern.search(words):
                found.append(f"{name} {side}")
    found += _put(body, rules, bool(lead.strip()))
    return list(dict.fromkeys(found))


def _put(body: str, rules: str, led: bool) -> list[str]:
    """How the quoted words are put."""
    words = len(body.split())
    size = "1" if words == 1 else next((name for below, name in _SIZES if words < below), "long")
    found = [f"size {size}", f"size {size} led {led}", f"size {size} {rules}"]
    if body.rstrip().endswith("?"):
        found += ["asks", f"asks {rules}"]
    found.append(
        f"begins {'capital' if body[:1].isupper() else 'small' if body[:1].islower() else 'other'} led {led}"
    )
    for name, pattern in (
        ("fondly", _FONDLY),
        ("childish", _CHILDISH),
        ("of a child", _OF_A_CHILD),
        ("trade", _TRADE),
        ("i", _I),
        ("you", _YOU),
        ("names a child", _NAMED),
    ):
        if pattern.search(body):
            found += [f"has {name}", f"has {name} {rules}"]
    return found


def _side(name: str, words: str, cast: Cast, rules: str) -> list[str]:
    """Who acts in the words beside a quotation, and what they do."""
    persons = mentions(words, cast.trial())
    acting = [p for p in persons if p.acts]
    one = (acting[0] if name == "tail" else acting[-1]) if acting else None
    _, sort, _, _ = doing(words[one.end :] if one else words)
    who = _kind(one)
    found = [f"{name} {who}", f"{name} {who} {sort.split('/')[0]}", f"{name} sort {sort.split('/')[0]}"]
    if rules:
        found.append(f"{name} {who} {rules}")
    if persons and (not acting or persons[-1] is not acting[-1]):
        found.append(f"{name} beside {_kind(persons[-1])}")
    return found


def _kind(person: Mention | None) -> str:
    if person is None:
        return "none"
    word = _THIRD.get(person.word.casefold())
    return f"{word} {person.who.value}" if word else person.who.value
