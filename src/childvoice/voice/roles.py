"""What each speaker label of a document is to the child: from the roster, the label, the source, the way of speaking."""

from __future__ import annotations

import re
from collections import defaultdict

from childvoice.nouns import RELATIVES
from childvoice.records import CHILDREN, Document, Group, Kind, Role
from childvoice.voice.manner import Manner, manner

_WORDS: tuple[tuple[str, Role], ...] = (
    (
        r"interviewer.*|aud|auditor|facilitator.*|researcher.*|moderator|int\W?\s*\d*|fac|res|i\d?|q|iv|interv",
        Role.INTERVIEWER,
    ),
    (
        r"interpreter.*|translator|unknown|inaudible|(?:un)?identified.*|another (?:adult|voice)|voice off",
        Role.UNKNOWN,
    ),
    (
        r"yp\s*[-#]?\s*\w{0,2}|cyp\d*|young (?:person|man|woman|people).*|child.*|boy.*|girl.*|lad|lass|pupil.*|student.*|son|daughter|brother|sister|twin.*|teenager.*|all|everyone|several|group|together|chorus",
        Role.CHILD,
    ),
    (r"care leaver.*|care[- ]experienced.*|cl\d+", Role.CARE_LEAVER),
    (
        r"mum.*|mam|mom|dad.*|mother|father|mo|fa|parent.*|step-?(?:mum|dad|mother|father)|adopter.*",
        Role.PARENT,
    ),
    (
        r"(?:foster )?carer.*|foster (?:mum|dad)|f/?c\d*|[mp]g[mf]|special guardian|grandparents?|nan|nanna|gran(?:ny|dma)|nana|gran.*|grandad|auntie?|uncle|sgo|kinship.*",
        Role.CARER,
    ),
    (r"advocate.*|iva", Role.ADVOCATE),
    (
        r"health visitor|hv|police.*|pc|dc|sgt|teacher.*|ta|teaching assistant|head ?teacher|dsl|senco|nurse.*|midwife|gp|doctor|ep|sch|head|deputy|ht|ewo|nursery|paed|camhs|cpn|idva|isva|officer|solicitor|mentor|tutor|coach|partner.*|school.*|supporter|support assistant|youth worker|housing officer",
        Role.PARTNER,
    ),
    (
        r"social worker.*|sw\d*|fsw\d*|asye.*|senior practitioner|practitioner.*|head of service|director|chair|worker.*|manager|staff.*|iro|nqsw.*|employee|hr|tm|atm|ssw|la|rm|rsw|deputy manager|inspector|clerk|councillor.*|cllr.*|coordinator|co-ordinator|support worker|key ?worker|personal advis[eo]r|pa|team manager",
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
    (r"(?:Gran|Grandad|Aunt|Uncle|Foster carer) \d+", Role.CARER),
    (r"(?:Brother|Sister|Cousin) \d+", Role.CHILD),
    (rf"(?:{RELATIVES}) \d+", Role.PARENT),
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
# Pseudonyms of people of whom nothing is known: the noun is a guess ('Mo' may be a mother or Mohammed).
_GUESSED = re.compile(r"\[(?:Person|Relative|Worker) \d+\]")
# '[Place 1], [Worker 2] (Virtual School)': a call tells the office of whoever has one.
_OFFICE = re.compile(
    r"\((?!(?:aged?|via|by|through|with|on|on the|he|she|they)\b)(?=[A-Z])[A-Za-z][\w &’'/-]{3,40}\)$"
)
_AS_A_CARER = re.compile(
    r"(?i)\b(?:i[’']m (?:a|her|his|their|only (?:her|his|the)) (?:nan\w*|gran\w*|grandad|auntie?|uncle|carer|foster carer|connected person)|connected person|kinship|special guardian(?:ship)?|as (?:a )?foster carers?|we foster|we[’']ve fostered|i[’']ve fostered|my grand(?:son|daughter|child|children)|fostering allowance)\b"
)

_CARER_IN_TITLE = re.compile(r"(?i)\b(?:carer|kinship|guardian|grandparent)")


# Short for a job, and as often the initials of a name.
_INITIALS = re.compile(r"(?i)sw|pa|ta|pc|dc|fc|hv|gp|iv|cl")
# A run without a manifest guesses kind and group, and says so.
_NOT_KNOWN = "group guessed"


def group_is_known(document: Document) -> bool:
    """Whether somebody said whose perspective the source was gathered for."""
    return not any(_NOT_KNOWN in warning for warning in document.source.warnings)


def roles_of(document: Document) -> dict[str, Role]:
    """The role of every speaker label of ``document``.

    What the manifest says decides; then the label's own words; then, among labels that say nothing and names, the
    one that mostly asks is the interviewer; of the others the way of speaking tells, with the group that the source
    is about. Where no manifest gives the group and the way of speaking does not tell, nobody guesses: unknown.
    """
    spoken, before, told = _turns(document)
    roles: dict[str, Role | None] = {label: _told(told[label], _word_role(label)) for label in spoken}
    manners = {label: manner(spoken[label], before[label]) for label in spoken}
    if document.source.group is Group.CHILD:
        # 'SW' among other initials is a person: staff do not speak of their own mum and school.
        roles |= {
            label: None for label in roles if _INITIALS.fullmatch(label) and _as_a_child(manners[label])
        }
    guessed = {
        label
        for label in spoken
        if not told[label] and (roles[label] is None or _GUESSED.fullmatch(bare(label)))
    }
    named = {label for label in spoken if not told[label] and re.fullmatch(r"\[Child \d+\]", bare(label))}
    _find_interviewers(document, manners, roles, guessed, named)
    group = document.source.group
    open_ = sorted(label for label in guessed | named if roles[label] is not Role.INTERVIEWER)
    if not group_is_known(document):
        roles |= {label: _by_manner(manners[label], named=label in named) for label in open_}
        roles |= _peers(manners, roles, open_)
    elif group is Group.CHILD:
        roles |= {
            label: _among_children(document, label, manners, roles, guessed, named)
            for label in open_
            if label in guessed
        }
    else:
        roles |= {
            label: _of_group(roles[label], manners[label], group) for label in open_ if label in guessed
        }
        roles |= {label: _no_child(manners[label], group) for label in open_ if label in named}
    if group is Group.PARENT:
        carers = _CARER_IN_TITLE.search(document.source.title)
        for label, role in roles.items():
            plain = told[label] or re.fullmatch(r"(?i)mum.*|dad.*|mother|father", label)
            if role is Role.PARENT and not plain and (carers or _AS_A_CARER.search(" ".join(spoken[label]))):
                roles[label] = Role.CARER
    for label in open_:
        if roles[label] is Role.CHILD and manners[label].care_leaver >= 2:
            roles[label] = Role.CARE_LEAVER
    return {label: role or Role.UNKNOWN for label, role in roles.items()}


def _told(told: str, by_label: Role | None) -> Role | None:
    """What the manifest says; where all that is known is that somebody is no child, what the label says of a grown-up."""
    if told != Role.UNKNOWN:
        return Role(told) if told else by_label
    return Role.UNKNOWN if by_label in (None, *CHILDREN) else by_label


def _turns(document: Document) -> tuple[dict[str, list[str]], dict[str, list[str]], dict[str, str]]:
    """Of each label: its turns, what another said right before each, and what the manifest says of it."""
    spoken: dict[str, list[str]] = defaultdict(list)
    before: dict[str, list[str]] = defaultdict(list)
    told: dict[str, str] = {}
    last: tuple[str, str] = ("", "")
    for unit in document.units:
        if unit.speaker:
            before[unit.speaker].append(last[1] if last[0] != unit.speaker else "")
            spoken[unit.speaker].append(unit.text)
            told.setdefault(unit.speaker, unit.role)
            last = (unit.speaker, unit.text)
    return spoken, before, told


def _by_manner(speaks: Manner, *, named: bool) -> Role:
    """Without a manifest only the way of speaking tells who somebody is."""
    if max(speaks.staff, speaks.parent) > speaks.child:
        return Role.STAFF if speaks.staff >= speaks.parent else Role.PARENT
    if speaks.child + named >= 2 and speaks.child > max(speaks.adult, speaks.staff, speaks.parent):
        return Role.CHILD
    return Role.UNKNOWN


def _peers(
    manners: dict[str, Manner], roles: dict[str, Role | None], open_: list[str]
) -> dict[str, Role | None]:
    """In a group in which all who can be told are children, who speaks a little like one and not like a grown-up is one."""
    told = [r for r in roles.values() if r not in (None, Role.UNKNOWN, Role.INTERVIEWER)]
    if len(told) < 2 or any(r not in (Role.CHILD, Role.CARE_LEAVER) for r in told):
        return {}
    return {
        label: Role.CHILD
        for label in open_
        if roles[label] in (None, Role.UNKNOWN) and _as_a_child(manners[label]) and manners[label].child
    }


def _of_group(by_label: Role | None, speaks: Manner, group: Group) -> Role:
    """Of a guessed noun the group tells more: '[Worker 1]' in an interview with a parent is the parent."""
    if by_label is Role.STAFF and speaks.staff <= speaks.parent:
        return _BY_GROUP[group]
    return by_label or _BY_GROUP[group]


def _as_a_child(speaks: Manner) -> bool:
    return speaks.child > speaks.adult + speaks.staff + speaks.parent and not speaks.questions


def _no_child(speaks: Manner, group: Group) -> Role:
    """In talk with parents or staff a name that was taken for a child's is mostly one of theirs."""
    if speaks.child >= 2 and speaks.child > speaks.adult + speaks.staff + speaks.parent:
        return Role.CHILD
    return _BY_GROUP[group]


def _among_children(
    document: Document,
    label: str,
    manners: dict[str, Manner],
    roles: dict[str, Role | None],
    guessed: set[str],
    named: set[str],
) -> Role:
    """A speaker of whom nothing is known in talk with children: one of them, unless it is somebody who looks in."""
    child, adult = manners[label].child, manners[label].adult
    # A name that was taken for a child's is one only if it speaks more than a word between.
    known = [
        other
        for other in manners
        if roles[other] in (Role.CHILD, Role.CARE_LEAVER)
        and other not in guessed
        and (other not in named or 2 * manners[other].turns >= manners[label].turns)
    ]
    doubtful = Role.UNKNOWN if roles[label] in (None, Role.CHILD) else roles[label] or Role.UNKNOWN
    if _OFFICE.search(label) and child < 2:
        return doubtful
    if document.source.kind is Kind.INTERVIEW:
        others = [o for o in guessed if roles[o] is not Role.INTERVIEWER]
        main = (
            ""
            if known
            else max(
                others,
                key=lambda o: (manners[o].turns + 5 * (manners[o].child - manners[o].adult), o),
            )
        )
        return Role.CHILD if bare(label) == bare(main) or child >= 2 > adult else doubtful
    return doubtful if adult > child else Role.CHILD


def bare(label: str) -> str:
    """The label without what stands in brackets behind it: '[Child 3] (through interpreter)'."""
    return re.sub(r"\s*\([^)]*\)$", "", label.strip()) or label.strip()


def _word_role(label: str) -> Role | None:
    """What the words of a label say; None if they say nothing."""
    clean = bare(label)
    if clean.startswith("["):
        relative = re.fullmatch(r"\[[^\]]+\][’']s? (.+)", clean)
        if relative:
            return next(
                (role for pattern, role in _WORDS if re.fullmatch(pattern, relative[1].casefold())), None
            )
        inner = clean.strip("[]")
        return next((role for pattern, role in _PSEUDONYMS if re.fullmatch(pattern, inner)), None)
    lower = clean.casefold()
    if lower in {"r", "a", "p"} or re.fullmatch(
        r"[rp]\d+|resp\w*|participant \d+|speaker \d+|respondent \d*", lower
    ):
        return None
    whose = re.fullmatch(r".*\w['’]s? (?:(?:foster|step|half)[- ]?)?(\w+(?: \w+)?)", lower)
    return next(
        (
            role
            for word in ([whose[1], lower] if whose else [lower])
            for pattern, role in _WORDS
            if re.fullmatch(pattern, word)
        ),
        None,
    )


def _find_interviewers(
    document: Document,
    manners: dict[str, Manner],
    roles: dict[str, Role | None],
    guessed: set[str],
    named: set[str],
) -> None:
    """Where no label says 'interviewer', the speaker of nearly only questions is one, if there are others.

    A name that was taken for a child's is the interviewer only if it asks nearly always and tells nothing of a
    child's life; two may ask in turns.
    """
    talk = {Kind.INTERVIEW, Kind.FOCUS_GROUP, Kind.STAFF_INTERVIEW}
    if Role.INTERVIEWER in roles.values() or len(manners) < 2 or document.source.kind not in talk:
        return
    first = next(u.speaker for u in document.units if u.speaker)
    # Who asks tells little of a life of their own, and mostly begins.
    asking = {
        label: speaks.asks - 0.2 * min(speaks.child, 3) + 0.1 * (label == first)
        for label, speaks in manners.items()
        if speaks.turns >= 2
        and speaks.questions >= 2
        and (
            label in guessed
            or (label in named and speaks.asks >= 0.6 and not speaks.child)
            or (roles[label] in (Role.STAFF, Role.ADVOCATE, Role.PARTNER) and not speaks.staff)
        )
    }
    if not asking:
        if document.source.kind is Kind.INTERVIEW and len(named) == len(manners) == 2:
            # Two names that were both taken for a child's: who asks the more is no child.
            most, other = sorted(named, key=lambda label: (manners[label].asks, label), reverse=True)
            if manners[most].questions >= 2 and manners[most].asks > manners[other].asks:
                roles[most] = Role.INTERVIEWER
        return
    most = max(sorted(asking), key=lambda label: asking[label])
    if asking[most] < 0.45 or all(
        asking.get(o, m.asks) >= asking[most] for o, m in manners.items() if o != most
    ):
        return
    roles[most] = Role.INTERVIEWER
    rest = [label for label in manners if label != most]
    for label in rest:
        second = label in asking and asking[label] >= 0.7 and manners[label].turns >= 3
        if second and any(manners[o].asks < 0.4 for o in rest if o != label):
            roles[label] = Role.INTERVIEWER
