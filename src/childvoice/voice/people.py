"""Who is spoken of: children and adults as notes name them, and whom 'he' and 'she' stand for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

# A child by pseudonym (also a brother or sister of one), by a noun, or by the shorthand of a team. Children in
# general ('young people say') are nobody's view, so a bare plural does not count.
CHILD = (
    r"(?:\[Child \d+(?:[’'’]s (?:(?:half|step)-?)?(?:brother|sister|twin|sibling))?\]|"
    r"\b(?i:(?:(?:the|this|that|a|one|another|each|every|our|my|his|her|their|eldest|youngest|younger|older|little|other|elder|unborn|older|second) ){0,3}"
    r"(?:young (?:person|man|woman|lady)|child|boy|girl|lad|lass|baby|teenager|care leaver|bairn|toddler|youngster|infant|pupil|grandson|granddaughter|son|daughter|little one))\b|"
    r"\b(?:YP|CYP|yp)\b|"
    r"\b(?i:(?:the|both|all|two|three|four|several|these|those|most|my|our|other) (?:other )?(?:children|siblings|twins|girls|boys|young people|sisters|brothers|kids|members|lads))\b|"
    r"^Child\b|^Children\b|(?<![\w.])[B-HJ-Z](?= (?:said|says|told|had|was|is|wants|wanted|lined|asked|drew|sat|ran|smiled|would|did|does|has|v|very|feels|felt|likes|thinks|stated|reported|appeared|seemed|looked)\b)|"
    # 'One of mine wrote': whoever works with children, or has some, means one of them.
    r"\b(?i:one of (?:mine(?= (?:\w+ )?(?:said|says|told|wrote|writes|asked|asks|texted|drew|put it)\b)|(?:my|our|the|these|those) (?:own )?(?:young people|children|kids|lads|girls|boys|youngsters|teenagers|pupils|students|care leavers|siblings|twins)\b)))"
)
_WOMEN = r"mum|mam|mom|mother|nan|nana|nanna|granny|grandma|gran|grandmother|aunt\w*|mo|mgm|pgm|midwife|wife|girlfriend|stepmum|step-?mother"
_MEN = r"dad|father|grandad|grandpa|grandfather|uncle|fa|mgf|pgf|husband|boyfriend|stepdad|step-?father"
ADULT = (
    r"(?:\[(?!Child \d+\]|Child \d+[’']s (?:(?:half|step)-?)?(?:brother|sister|twin|sibling)\]|Place|Town|Street|Estate|Address|place|town|street|estate|address|Organisation|School|phone|email|date|postcode|reference|age|vehicle|NHS|National|pupil|web|username|rare|\d|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|December)[^\]]+\]|"
    rf"\b(?i:{_WOMEN}|{_MEN}|parents?|grandparents?|(?:foster )?carers?|teacher|school|nursery|staff|sw|social worker|worker|key ?worker|iro|police|officer|hv|"
    r"health visitor|gp|doctor|nurse|solicitor|manager|partner|ptnr|neighbour|head ?teacher|advocate|writer|chair|landlord|judge|guardian|caller|"
    r"head of year|pastoral lead|ta|senco|dsl|personal advis[eo]r|mentor|supervisor|psychologist|counsellor|therapist|youth worker|support worker|f/c|fsw|midwife|"
    r"adults?|professionals?|housing|driver|tutor|surgery|hospital)\b(?! (?:holidays?|trip|bag|bus|day|run|gate|uniform|visit|office|meeting|room|file)))"
)
# After one of these a person is not who acts but who is told, taken, visited, named.
_OBJECT = re.compile(
    r"(?i)(?:\b(?:to|with|for|from|of|by|at|on|about|told|tell|asked|ask|rang|saw|took|gave|give|showed|met|let|than|like|via|introduced|reminded|thanked|collected|"
    r"drove|visited|text(?:ed)?|phoned|called|per|between|without|after|before|against|near|behind|and also|re|see|seen|w|helped|hugged|watched|heard|made|left|what|where|how|why|whether)|\bw/)$"
)
_LONGEST_BEFORE = 24  # characters of what an object stands behind
PRONOUN = r"\b(?:[Hh]e|[Ss]he|[Tt]hey)\b(?![’']s (?:mum|dad))"
PERSON = re.compile(
    rf"(?P<child>{CHILD})|(?P<adult>{ADULT})|(?P<pronoun>{PRONOUN})|\b(?P<i>I|[Ww]e)\b|\b(?P<you>[Yy]ou)\b"
)
_POSSESSIVE = re.compile(
    r"[’']s?\s+(?=\w)(?!(?:been|got|not|a|an|the|just|always|never|very|so|in|on|also|still|now|too|going|doing|being|\w+ing)\b)"
)


# A person about whom nothing is known: at a meeting of children, one of them.
GUESSED = re.compile(r"\[(?:Person|Relative) \d+\]")


# 'She was about ten': somebody of that age is a child.
_OF_CHILD_S_AGE = re.compile(
    r"(?: was|[’']s| is|[’']d been| must (?:have|of) been) (?:only |about |just |maybe |like |around |barely )*(?:\[age\]|\d|1[0-7]|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)\b(?! (?:minutes?|hours?|days?|weeks?|miles?|times?|per|of)|[%:.]\d)"
)
# Nobody says 'he' of these.
_SEVERAL = re.compile(
    r"(?i)(?:staff|school|nursery|police|hospital|surgery|housing|parents|grandparents|(?:foster )?carers|adults|professionals)"
)


class Who(StrEnum):
    """Whose words or doings: a child's, an adult's, or those of the one who writes or speaks."""

    CHILD = "child"
    ADULT = "adult"
    WRITER = "writer"


def gender_of(word: str) -> str:
    """'m' or 'f' where the word tells, else nothing: 'mum' and [Child 3’s mum] are both 'f'."""
    lower = word.casefold().strip("[]")
    if re.search(rf"\b(?:{_WOMEN}|girl|lass|daughter|sister|granddaughter|she|lady|woman)$", lower):
        return "f"
    if re.search(rf"\b(?:{_MEN}|boy|lad|son|brother|grandson|he|man)$", lower):
        return "m"
    return ""


@dataclass(slots=True)
class Cast:
    """Who has been spoken of so far, for what has no name: a pronoun, a verb without a subject, a quotation.

    ``child`` is the pseudonym of the child whom the record is about, ``gender`` that child's. ``about`` says that
    the text is a record about one child, so that a person not named is that child; ``to_child`` that it is written
    to the child, who is then 'you' and not 'she', and ``alone`` that no other child is spoken of as much.
    ``earlier`` says whose the last quotation was ('child', 'adult', 'none').
    """

    child: str = ""
    gender: str = ""
    about: bool = True
    subject: Who | None = None
    quoted: Who | None = None
    told: bool = False
    men: Who | None = None
    women: Who | None = None
    members: bool = False
    near: bool = False
    talk: str = ""
    named: str = field(default="", repr=False)
    to_child: bool = False
    alone: bool = False
    before: str = ""
    earlier: str = "none"

    def trial(self) -> Cast:
        """A copy to read some words with, of which this cast learns nothing."""
        return Cast(
            self.child,
            self.gender,
            self.about,
            self.subject,
            self.quoted,
            self.told,
            self.men,
            self.women,
            self.members,
            self.near,
            self.talk,
            self.named,
        )

    def default(self) -> Who:
        """Whom an unnamed person is taken for."""
        return Who.CHILD if self.about else Who.ADULT

    def spoke(self, who: Who) -> None:
        """Remember whose words were quoted."""
        self.quoted = who
        self.told = False
        self.before = f"quoted {who.value}"
        if who is Who.WRITER:
            return
        self.subject = who
        if who is Who.CHILD and self.about:
            if self.gender != "f":
                self.men = who
            if self.gender != "m":
                self.women = who

    def resolve(self, pronoun: str) -> Who:
        """Whom a pronoun stands for: the last one of that gender, and the record's child before anybody."""
        sort = gender_of(pronoun)
        if self.talk and not sort:
            return Who.ADULT
        last = self.men if sort == "m" else self.women if sort == "f" else None
        if last is not None:
            return last
        if self.to_child:
            return Who.ADULT
        # A parent's 'he' is their son, where they speak of a son and of no daughter.
        if sort and self.gender and (self.about or self.talk == "family"):
            return Who.CHILD if sort == self.gender else Who.ADULT
        return self.subject if self.subject in (Who.CHILD, Who.ADULT) else self.default()

    def saw(self, word: str, who: Who, *, acts: bool = True) -> None:
        """Remember a person who was named; beside the record's child an adult counts only as one who acts."""
        if who is Who.ADULT and not acts and (self.about or self.named):
            return
        sort = gender_of(word)
        if who is Who.ADULT and _SEVERAL.fullmatch(word):
            if self.talk and word.casefold() == "police":
                self.men = self.women = who  # the one who came
            return
        if who is Who.CHILD:
            if word.startswith("[Child"):
                # In a child's record a brother whose bag is packed is not who speaks next.
                if acts or not self.about or not (self.named or self.child):
                    self.named = word
                sort = sort or (self.gender if word == self.child else "")
            elif not sort and self.about:
                sort = self.gender
            if sort != "f":
                self.men = who
            if sort != "m":
                self.women = who
            return
        if sort == "f":
            self.women = who
        elif sort == "m":
            self.men = who
        elif self.gender and self.about:
            # Somebody whose gender nothing tells: leaves the child's own pronoun to the child.
            if self.gender == "m":
                self.women = who
            else:
                self.men = who
        else:
            self.men = self.women = who


@dataclass(frozen=True, slots=True)
class Mention:
    """A person in a clause: where, who, and whether as the one who acts."""

    start: int
    end: int
    who: Who
    acts: bool
    word: str


def mentions(text: str, cast: Cast) -> list[Mention]:
    """The persons named in ``text``, in order; ``cast`` learns of each."""
    found: list[Mention] = []
    for m in PERSON.finditer(text):
        word = m[0].strip()
        if m["i"]:
            who = Who.WRITER
        elif cast.members and GUESSED.fullmatch(word):
            who = Who.CHILD
        elif m["you"]:
            who = Who.CHILD if cast.about and not cast.talk else Who.ADULT
        elif m["pronoun"]:
            who = cast.resolve(word)
            if who is Who.ADULT and _OF_CHILD_S_AGE.match(text, m.end()):
                who = Who.CHILD
                cast.saw(word, who)
        else:
            general = word == "Children" and not cast.about
            who = Who.CHILD if m["child"] and not general else Who.ADULT
        owner = bool(_POSSESSIVE.match(text, m.end()))
        acts = not owner and not _is_object(text, m.start())
        if not m["i"] and not m["you"] and not m["pronoun"] and not owner:
            cast.saw(word, who, acts=acts)
        last = found[-1] if found else None
        if (
            last
            and word[0] == "["
            and last.who is who
            and text[last.end : m.start()] == " "
            and last.word[-1] != "]"
        ):
            # 'TA [Worker 1]', 'f/c [Relative 2]': one person, named twice.
            found[-1] = Mention(last.start, m.end(), who, last.acts and not owner, word)
            continue
        found.append(Mention(m.start(), m.end(), who, acts, word))
    return found


def _is_object(text: str, start: int) -> bool:
    """Whether somebody named at ``start`` is told, taken or visited, and so is not who acts."""
    end = len(text[max(0, start - 200) : start].rstrip()) + max(0, start - 200)
    if end == start:
        return False
    return bool(_OBJECT.search(text, max(0, end - _LONGEST_BEFORE), end))


_HE = re.compile(r"\b(?:he|his|him|himself)\b", re.IGNORECASE)
_SHE = re.compile(r"\b(?:she|her|hers|herself)\b", re.IGNORECASE)
_NOT_THE_CHILD = re.compile(rf"{ADULT}|[\"“]")


def gender_in(texts: Iterable[str], child: str) -> str:
    """The gender in which a record speaks of ``child``: told by sentences that name the child and no adult."""
    count: Counter[str] = Counter()
    for text in texts:
        for line in re.split(r"(?<=[.!?])\s+", text):
            sure = bool(child) and child in line
            weight = (
                4
                if sure and not _NOT_THE_CHILD.search(line)
                else 2
                if sure
                else 1
                if not _NOT_THE_CHILD.search(line)
                else 0
            )
            count["m"] += weight * len(_HE.findall(line))
            count["f"] += weight * len(_SHE.findall(line))
    most, least = max(count["m"], count["f"]), min(count["m"], count["f"])
    if most < 4 or most < 2 * least:
        return ""
    return "m" if count["m"] > count["f"] else "f"
