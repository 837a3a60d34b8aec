"""What each speaker label of a document is to the child: from the roster, the label, the source, the way of speaking."""

from __future__ import annotations

import re
from collections import defaultdict

from childvoice.records import Document, Group, Kind, Role

_WORDS: tuple[tuple[str, Role], ...] = (
    (r"interviewer.*|facilitator.*|researcher.*|moderator|int|fac|res|i\d?|q|iv|interv", Role.INTERVIEWER),
    (
        r"interpreter.*|translator|unknown|inaudible|(?:un)?identified.*|another (?:adult|voice)|voice off",
        Role.UNKNOWN,
    ),
    (
        r"yp\s*[-#]?\s*\w{0,2}|cyp\d*|young (?:person|man|woman|people).*|child.*|boy.*|girl.*|lad|lass|pupil.*|student.*|son|daughter|brother|sister|twin.*|teenager.*|all|everyone|several|group|together|chorus",
        Role.CHILD,
    ),
    (r"care leaver.*|care[- ]experienced.*|cl\d+", Role.CARE_LEAVER),
    (r"mum.*|mam|mom|dad.*|mother|father|parent.*|step(?:mum|dad)", Role.PARENT),
    (
        r"(?:foster )?carer.*|fc\d*|special guardian|grandparents?|nan|nanna|gran(?:ny|dma)|nana|gran.*|grandad|auntie?|uncle|sgo|kinship.*",
        Role.CARER,
    ),
    (r"advocate.*|iva", Role.ADVOCATE),
    (
        r"health visitor|hv|police.*|pc|dc|sgt|teacher.*|ta|teaching assistant|head ?teacher|dsl|senco|nurse.*|midwife|gp|doctor|partner.*|school.*|supporter|support assistant|youth worker|housing officer",
        Role.PARTNER,
    ),
    (
        r"social worker.*|sw\d*|fsw\d*|asye.*|senior practitioner|practitioner.*|head of service|director|chair|worker.*|manager|staff.*|iro|nqsw.*|support worker|key ?worker|personal advis[eo]r|pa|team manager",
        Role.STAFF,
    ),
)
# The noun of a pseudonym says who it stands for.
_PSEUDONYMS: tuple[tuple[str, Role], ...] = (
    (r"Interviewer \d+", Role.INTERVIEWER),
    (r"Child \d+[’']s (?:foster carer|carer|nan|gran\w*|aunt\w*|uncle|kinship.*)", Role.CARER),
    (
        r"Child \d+[’']s (?:brother|sister|twin|cousin|step-?(?:brother|sister)|half-?(?:brother|sister))",
        Role.CHILD,
    ),
    (r"Child \d+[’']s .*", Role.PARENT),
    (r"Child \d+", Role.CHILD),
    (r"Relative \d+", Role.PARENT),
    (r"Advocate \d+", Role.ADVOCATE),
    (r"(?:Police officer|Health visitor|Teacher) \d+", Role.PARTNER),
    (r"(?:Social worker|Worker|Family support worker|Reviewing officer|Manager) \d+", Role.STAFF),
)
_BY_GROUP = {
    Group.CHILD: Role.CHILD,
    Group.PARENT: Role.PARENT,
    Group.STAFF: Role.STAFF,
    Group.PARTNER: Role.PARTNER,
    Group.POLICY: Role.UNKNOWN,
    Group.RECORD: Role.STAFF,
}
_ASKS = re.compile(
    r"\?\s*[\"'”’)\]]*$|^(?:and |so |okay,? |ok,? |right,? )?(?:can you|could you|tell me|tell us|what|how|why|when|who|do you|did you|have you|would you|thank you|thanks)\b",
    re.IGNORECASE,
)


# Pseudonyms of people of whom nothing is known: the noun is a guess ('Mo' may be a mother or Mohammed).
_GUESSED = re.compile(r"\[(?:Person|Relative|Worker) \d+\]")
# Whose life is spoken of tells who speaks.
_AS_A_CHILD = re.compile(
    r"(?i)\b(?:my (?:own )?(?:social worker|worker|mum|mam|dad|nan|nana|gran\w*|foster \w+|carers?|key ?worker|teacher|school|brothers?|sisters?|best mate|mates?|friends?|bedroom|room|class|form|year|pa|advocate)"
    r"|when i was (?:little|small|four|five|six|seven|eight|nine|ten|eleven|twelve|in care|at primary)|top set|in (?:my )?(?:maths|pe|lessons?)|homework|mr \w+ says)\b"
)
_AS_A_GROWN_UP = re.compile(
    r"(?i)\b(?:my (?:son|daughter|lad|kids|children|grandson|granddaughter|husband|wife|team|caseload|cases|job|shift|manager|class list)|(?:sorry|excuse me|pardon)[, ].{0,40}\b(?:love|pet|mate|register|washing|butt(?:ing)? in|interrupt|brew|don[’']t mind me)"
    r"|(?:my lovely|sweetheart|darling|poppet|my love)\b|don[’']t mind me|just getting|ignore me|off you go|well done|do you want (?:a|the|to|another) (?:brew|tea|drink|light|minute|break|biscuit|stop)|let[’']s hear|(?:boys and girls|everybody|children),)"
)
_AS_A_CARER = re.compile(
    r"(?i)\b(?:i[’']m (?:a|her|his|their|only (?:her|his|the)) (?:nan\w*|gran\w*|grandad|auntie?|uncle|carer|foster carer|connected person)|connected person|kinship|special guardian(?:ship)?|as (?:a )?foster carers?|we foster|we[’']ve fostered|i[’']ve fostered|my grand(?:son|daughter|child|children)|fostering allowance)\b"
)

_CARER_IN_TITLE = re.compile(r"(?i)\b(?:carer|kinship|guardian|grandparent)")


def roles_of(document: Document) -> dict[str, Role]:
    """The role of every speaker label of ``document``.

    What the manifest says decides; then the label's own words or pseudonym; then, among labels that say nothing,
    the one that mostly asks is the interviewer, one who only looks in is nobody known, and the others are of the
    group that the source is about.
    """
    spoken: dict[str, list[str]] = defaultdict(list)
    told: dict[str, str] = {}
    for unit in document.units:
        if unit.speaker:
            spoken[unit.speaker].append(unit.text)
            told.setdefault(unit.speaker, unit.role)
    roles: dict[str, Role | None] = {
        label: Role(told[label]) if told[label] else _word_role(label) for label in spoken
    }
    guessed = {
        label
        for label in spoken
        if not told[label] and (roles[label] is None or _GUESSED.fullmatch(_bare(label)))
    }
    _find_interviewer(document, spoken, roles, guessed)
    group = document.source.group
    open_ = sorted(label for label in guessed if roles[label] is not Role.INTERVIEWER)
    if group is Group.CHILD:
        roles |= {label: _among_children(document, label, spoken, roles, guessed) for label in open_}
    else:
        roles |= {label: roles[label] or _BY_GROUP[group] for label in open_}
    if group is Group.PARENT:
        carers = _CARER_IN_TITLE.search(document.source.title)
        for label, role in roles.items():
            named = told[label] or re.fullmatch(r"(?i)mum.*|dad.*|mother|father", label)
            if role is Role.PARENT and not named and (carers or _AS_A_CARER.search(" ".join(spoken[label]))):
                roles[label] = Role.CARER
    return {label: role or Role.UNKNOWN for label, role in roles.items()}


def _among_children(
    document: Document,
    label: str,
    spoken: dict[str, list[str]],
    roles: dict[str, Role | None],
    guessed: set[str],
) -> Role:
    """A speaker of whom nothing is known in talk with children: one of them, unless it is somebody who looks in."""
    child, adult = _signs(spoken[label])
    known = [
        other for other in spoken if roles[other] in (Role.CHILD, Role.CARE_LEAVER) and other not in guessed
    ]
    doubtful = Role.UNKNOWN if roles[label] in (None, Role.CHILD) else roles[label] or Role.UNKNOWN
    if document.source.kind is Kind.INTERVIEW:
        others = [o for o in guessed if roles[o] is not Role.INTERVIEWER]
        main = (
            ""
            if known
            else max(
                others, key=lambda o: (len(spoken[o]) + 5 * (_signs(spoken[o])[0] - _signs(spoken[o])[1]), o)
            )
        )
        return Role.CHILD if _bare(label) == _bare(main) or child >= 2 > adult else doubtful
    return doubtful if adult > child else Role.CHILD


def _signs(texts: list[str]) -> tuple[int, int]:
    """How often somebody speaks as a child does of their life, and as a grown-up does."""
    said = " ".join(texts)
    return len(_AS_A_CHILD.findall(said)), len(_AS_A_GROWN_UP.findall(said))


def _bare(label: str) -> str:
    """The label without what stands in brackets behind it: '[Child 3] (through interpreter)'."""
    return re.sub(r"\s*\([^)]*\)$", "", label.strip()) or label.strip()


def _word_role(label: str) -> Role | None:
    """What the words of a label say; None if they say nothing."""
    clean = _bare(label)
    if clean.startswith("["):
        inner = clean.strip("[]")
        return next((role for pattern, role in _PSEUDONYMS if re.fullmatch(pattern, inner)), None)
    lower = clean.casefold()
    if lower in {"r", "a", "p"} or re.fullmatch(
        r"[rp]\d+|resp\w*|participant \d+|speaker \d+|respondent \d*", lower
    ):
        return None
    return next((role for pattern, role in _WORDS if re.fullmatch(pattern, lower)), None)


def _find_interviewer(
    document: Document,
    spoken: dict[str, list[str]],
    roles: dict[str, Role | None],
    guessed: set[str],
) -> None:
    """Where no label says 'interviewer', the speaker of nearly only questions is one, if there are others."""
    talk = {Kind.INTERVIEW, Kind.FOCUS_GROUP, Kind.STAFF_INTERVIEW}
    if Role.INTERVIEWER in roles.values() or len(spoken) < 2 or document.source.kind not in talk:
        return
    asks = {
        label: sum(bool(_ASKS.search(t.strip())) for t in texts) / len(texts)
        for label, texts in spoken.items()
        if len(texts) >= 2 and (label in guessed or roles[label] in (Role.STAFF, Role.ADVOCATE, Role.PARTNER))
    }
    if not asks:
        return
    most = max(sorted(asks), key=lambda label: asks[label])
    if asks[most] >= 0.45:
        roles[most] = Role.INTERVIEWER
