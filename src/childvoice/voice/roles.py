"""What each speaker label of a document is to the child: from the roster, the label, the source, the way of speaking."""

from __future__ import annotations

import re
from collections import defaultdict

from childvoice.records import Document, Group, Role

_WORDS: tuple[tuple[str, Role], ...] = (
    (r"interviewer|facilitator|researcher|moderator|interpreter|int|fac|res|i\d?|q", Role.INTERVIEWER),
    (
        r"yp\s*[-#]?\s*\w{0,2}|young person.*|child.*|boy.*|girl.*|pupil.*|son|daughter|brother|sister",
        Role.CHILD,
    ),
    (r"care leaver.*|cl\d+", Role.CARE_LEAVER),
    (r"mum.*|mam|mom|dad.*|mother|father|parent.*|step(?:mum|dad)", Role.PARENT),
    (r"(?:foster )?carer.*|nan|nana|gran.*|grandad|auntie?|uncle|sgo|kinship.*", Role.CARER),
    (r"advocate.*|supporter", Role.ADVOCATE),
    (r"health visitor|police.*|pc|teacher|nurse|gp|partner.*|school.*", Role.PARTNER),
    (
        r"social worker.*|sw\d*|worker.*|manager|staff.*|iro|nqsw.*|support worker|key ?worker|personal advis[eo]r|pa|team manager",
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


def roles_of(document: Document) -> dict[str, Role]:
    """The role of every speaker label of ``document``.

    What the manifest says decides; then the label's own words or pseudonym; then, among labels that say
    nothing, the one that mostly asks is the interviewer and the others are of the group the source is about.
    """
    spoken: dict[str, list[str]] = defaultdict(list)
    told: dict[str, str] = {}
    for unit in document.units:
        if unit.speaker:
            spoken[unit.speaker].append(unit.text)
            told.setdefault(unit.speaker, unit.role)
    roles: dict[str, Role] = {}
    for label in spoken:
        roles[label] = Role(told[label]) if told[label] else _word_role(label) or Role.UNKNOWN
    _find_interviewer(document, spoken, roles)
    fallback = _BY_GROUP[document.source.group]
    return {
        label: fallback if role is Role.UNKNOWN and not told[label] else role for label, role in roles.items()
    }


def _word_role(label: str) -> Role | None:
    clean = label.strip()
    if clean.startswith("["):
        inner = clean.strip("[]")
        return next((role for pattern, role in _PSEUDONYMS if re.fullmatch(pattern, inner)), None)
    lower = clean.casefold()
    if lower in {"r", "a", "p"} or re.fullmatch(
        r"[rp]\d+|resp\w*|participant \d+|speaker \d+|respondent \d*", lower
    ):
        return None
    return next((role for pattern, role in _WORDS if re.fullmatch(pattern, lower)), None)


def _find_interviewer(document: Document, spoken: dict[str, list[str]], roles: dict[str, Role]) -> None:
    """Where no label says 'interviewer', the speaker of nearly only questions is one, if there are others."""
    talk = {"interview", "focus_group", "staff_interview"}
    if Role.INTERVIEWER in roles.values() or len(spoken) < 2 or document.source.kind not in talk:
        return
    asks = {
        label: sum(bool(_ASKS.search(t.strip())) for t in texts) / len(texts)
        for label, texts in spoken.items()
        if len(texts) >= 2
    }
    candidates = {label for label in asks if roles[label] in (Role.UNKNOWN, Role.STAFF, Role.ADVOCATE)}
    if not candidates:
        return
    most = max(sorted(candidates), key=lambda label: asks[label])
    if asks[most] >= 0.45:
        roles[most] = Role.INTERVIEWER
