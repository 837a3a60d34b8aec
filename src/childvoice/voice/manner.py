"""The way of speaking: who asks, who speaks of their own childhood, who speaks of their work or of their children."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_ASKS = re.compile(
    r"\?\s*[\"'”’)\]]*$|^(?:and |so |but |okay,? |ok,? |right,? |great,? )*(?:can you|could you|can i (?:ask|start)|could i ask|tell me|tell us|talk me|talk us|what|how|why|when|who|where|which|do you|did you|have you|are you|were you|"
    r"is there|was there|would you|thank you|thanks|let[’']s (?:go|start|talk|move)|i[’']d like to ask|on a scale|anything else|anybody else|anyone else)\b",
    re.IGNORECASE,
)
# What keeps another talking: 'Mm.', 'Go on.', 'Okay, thank you.'
_PROMPTS = re.compile(
    r"(?:(?:mm+|mhm|uh[- ]?huh|okay|ok|right|yeah|sure|i see|ah|oh|gosh|wow|lovely|great|brilliant|thanks?|thank you|go on|and\b.{0,3}|that makes sense|i hear you|not at all|take your time|no rush|it[’']s (?:okay|fine|all right)|fair enough|that sounds \w+)[\s,.!…]*)+$",
    re.IGNORECASE,
)
# Whose life is spoken of tells who speaks.
_AS_A_CHILD = re.compile(
    r"(?i)\b(?:my (?:own )?(?:(?:old|new|last|first|other) )?(?:social worker|worker|mum|mam|mom|mummy|dad|daddy|nan|nana|gran\w*|foster \w+|carers?|key ?worker|teacher|form tutor|tutor|head of year|school|brothers?|sisters?|best mate|mates?|friends?|bedroom|room|class|form|year|pa|iro|head ?teacher|advocate|placement|stepdad|stepmum|independent visitor|mocks|gcses?|a[- ]levels|options|exams|behaviour|timetable|school bus)"
    r"|our (?:mam|mum|dad|nan|kid)|(?:no ?one|nobody|they (?:never|didn[’']t|don[’']t)) (?:ever |even )?(?:told|asks?|asked|listens? to|explained (?:it )?to) me|they all (?:sit|sat|talk|talked) (?:round |about )|when i was (?:little|small|\d+|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|in care|at primary|in year)|top set|in (?:my )?(?:maths|pe|lessons?|year \d+)|homework|mr \w+ says|(?:took|take|taking|pulled|got) me out of (?:\w+ )?(?:class|maths|pe|school|lessons?|assembly|english|science|french|art)|"
    r"move me (?:again|to)|(?:get|got) to see my|moved me|took me (?:off|away from)|(?:put|placed) me (?:in|with))\b"
)
_AS_A_GROWN_UP = re.compile(
    r"(?i)\b(?:my (?:son|daughter|lad|lads|kids|children|grandson|granddaughter|husband|wife|team|caseload|cases|job|shift|manager|class list)|(?:sorry|excuse me|pardon)[, ].{0,40}\b(?:love|pet|mate|register|washing|butt(?:ing)? in|interrupt|brew|don[’']t mind me)"
    r"|(?:my lovely|sweetheart|darling|poppet|my love)\b|don[’']t mind me|just getting|ignore me|off you go|well done|do you want (?:a|the|to|another) (?:brew|tea|drink|light|minute|break|biscuit|stop)|let[’']s hear|(?:boys and girls|everybody|children),)"
)
_AS_STAFF = re.compile(
    r"(?i)\b(?:(?:my|our) (?:own )?(?:team|caseload|cases|manager|supervisor|supervision|practice|colleagues?|service|families|young people|youngsters|thresholds?|duty|workload|sgo|court work|students?|staff|workers)|caseloads?|supervision|"
    r"(?:one of|with|all) (?:my|our) (?:youngsters|young people|kids|families|children)|on my books|my laptop|asye|nqsw|newly qualified|as (?:a |an )?(?:social workers?|practitioners?|professionals?|managers?|team)|section (?:17|20|47)|agency (?:worker|staff)s?|"
    r"in court|the (?:service|department|local authority)|i (?:hold|carry|supervise|manage|qualified)|i[’']ve been (?:qualified|practising)|direct work|assessments?|working with (?:families|children|young people))\b"
)
_AS_A_PARENT = re.compile(
    r"(?i)\b(?:my (?:little )?(?:son|daughter|lad|lads|lass|boy|boys|girls?|kids|bairns?|children|baby|eldest|youngest|twins|grandson|granddaughter|grandchild\w*|husband|wife|ex|midwife)|our (?:son|daughter|eldest|youngest)|as (?:a|his|her|their) (?:mum|mam|mother|dad|father|parent|carer|foster carer|nan)|took (?:my|the) kids|when i had (?:him|her)|i[’']m (?:his|her|their) (?:mum|mam|mother|dad|father|nan|gran\w*|carer))\b"
)


# Who has left care speaks of it, and of a home of their own.
_AS_A_CARE_LEAVER = re.compile(
    r"(?i)\b(?:when i (?:left|came out of|moved on from) (?:care|the (?:children[’']s )?home)|i[’']ve left care|(?:since|after|before) (?:i left|leaving) care|my (?:own )?(?:flat|tenancy|pathway plan|leaving care worker|setting[- ]up (?:home )?(?:grant|allowance))|my (?:pa|personal advis[eo]r)|"
    r"(?:all )?my time in care|when i was in (?:care|foster care)|i (?:went|came) (?:in|into care) when i was|(?:turned|hit) (?:18|eighteen))\b"
)


@dataclass(frozen=True, slots=True)
class Manner:
    """How often somebody speaks as a child does of their life, as a grown-up, of work with families, of children of theirs."""

    turns: int
    questions: int
    asks: float
    child: int
    adult: int
    staff: int
    parent: int
    care_leaver: int = 0


def asks(text: str) -> bool:
    """Whether a turn asks for an answer."""
    return bool(_ASKS.search(text.strip()))


def manner(texts: Sequence[str], before: Sequence[str]) -> Manner:
    """The manner of somebody's ``texts``; ``before`` holds what another said right before each of them."""
    said = " ".join(texts)
    questions = sum(asks(t) for t in texts)
    prompts = sum(not asks(t) and _prompts(t, b) for t, b in zip(texts, before, strict=True))
    share = (questions + 0.5 * prompts * (questions > 0)) / len(texts)
    return Manner(
        len(texts),
        questions,
        share,
        len(_AS_A_CHILD.findall(said)),
        len(_AS_A_GROWN_UP.findall(said)),
        len(_AS_STAFF.findall(said)),
        len(_AS_A_PARENT.findall(said)),
        len({m.casefold() for m in _AS_A_CARE_LEAVER.findall(said)}),
    )


def only_prompts(text: str) -> bool:
    """Whether a turn does no more than keep another talking (Mm, okay, thank you)."""
    return bool(_PROMPTS.match(text.strip()))


def _prompts(text: str, before: str) -> bool:
    """A word that keeps another talking, or what the other just said, said back in a few words."""
    words = re.findall(r"\w+", text.casefold())
    if only_prompts(text):
        return True
    known = set(re.findall(r"\w+", before.casefold()))
    return 0 < len(words) <= 6 and sum(w in known for w in words) >= 0.6 * len(words)
