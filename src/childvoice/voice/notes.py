"""Whose view is it, in what an adult wrote? Own words, reported views, observation, and the adult's own.

By rules at the level of the clause: quotation marks with the person they belong to, verbs of telling and feeling
with a child as their subject, verbs of what can be seen. A claim that 'wishes and feelings were explored' is the
adult's. Measured on the sample's gold by ``childvoice evaluate voice``; figures in docs/quality.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from childvoice.records import Voice
from childvoice.voice.sentences import quotations, sentences

_CHILD = r"(?:\[Child \d+\]|(?:the )?(?:young person|child|boy|girl|baby|teenager)\b|\b(?:YP|yp|Yp|CYP)\b|\b(?:the )?(?:children|siblings|twins|girls|boys|young people|sisters|brothers)\b)"
_ADULT = (
    r"(?:\[(?!Child \d+\])[^\]]+\]|\b(?i:mum|mam|mother|dad|father|parents?|nan|nana|nanna|gran(?:dma|dad|ny|parents?)?|aunt\w*|uncle|(?:foster )?carers?|"
    r"teacher|school|nursery|staff|sw|social worker|worker|iro|police|officer|hv|health visitor|midwife|gp|doctor|nurse|solicitor|manager|partner|"
    r"mo|fa|mgm|mgf|pgm|pgf|advocate|neighbour|head ?teacher|team manager|writer)\b)"
)
_PRONOUN = r"\b(?:[Hh]e|[Ss]he|[Tt]hey)\b"
_TELL = (
    r"(?:said|says|saying|told|tells|telling|stated|states|stating|reported|reports|reporting|shared|shares|explained|explains|disclosed|discloses|described|describes|"
    r"expressed|expresses|asked|asks|asking|added|adds|replied|answered|whispered|shouted|wrote|writes|written|drew|signed|typed|pointed|thinks|thought|feels|felt|believes|"
    r"wants|wanted|wishes|wished|wd like|would like|would rather|wd rather|would prefer|wd prefer|likes|liked|loves|loved|hates|hated|dislikes|misses|missed|prefers|preferred|"
    r"hopes|hoped|worries|worried|is worried|was worried|is scared|was scared|is frightened|was clear|is clear|is adamant|was adamant|does ?n['’]?o?t (?:want|like|feel|think)|did ?n['’]?o?t (?:want|like|feel|think)|doesnt (?:want|like|feel)|didnt (?:want|like|feel)|"
    r"mentioned|talked about|spoke about|spoke of|confirmed|denied|complained|agreed that|rated|scored|chose|called it|gave (?:it |his |her )?(?:a )?\d+)"
)
_SEE = (
    r"(?:smiled|smiling|smiles|cried|crying|tearful|hid|hiding|ran|running|nodded|nodding|shook|laughed|laughing|giggled|giggling|played|playing|clung|clinging|"
    r"sat|sitting|looked|looking|appeared|appears|presented|presents|presentation|seemed|seems|observed|was seen|were seen|was quiet|went quiet|fell silent|silent|turned|settled|crawled|babbled|"
    r"slept|asleep|fed|reached|pulled|pushed|threw|kicked|rocked|rocking|stared|avoided|eye contact|engaged|curled|covered|put (?:his|her|their)|held|hugged|cuddled|"
    r"sucked|blinked|flinched|froze|relaxed|beamed|grinned|shrugged|walked|jumped|climbed|followed|waved|wriggled|watched|picked|built|coloured|alert|content|dressed|dishevelled|clean|smelt|withdrawn|chatty|lively|stiffened|tracked|fixed and followed|turns? (?:her|his|their) head)"
)
_FEEL = r"(?:misses|missed|wants|wanted|hates|hated|loves|loved|likes|liked|is (?:scared|worried|frightened|happy|sad|unhappy|upset)|was (?:scared|worried|frightened|happy|sad|unhappy|upset)|feels|felt|doesn['’]?t (?:want|like)|does not (?:want|like)|asks (?:for|about)|keeps asking|has (?:said|told|asked)|says|said|told|enjoys|enjoyed)"

_SUBJECT = re.compile(rf"{_CHILD}|{_ADULT}|{_PRONOUN}|\bI\b|\b[Yy]ou\b")
_CHILD_RE = re.compile(_CHILD)
_ADULT_RE = re.compile(_ADULT)
_WISHES = re.compile(
    r"(?i)^(?:child(?:ren)?['’]?s? |yp['’]?s? |young person['’]?s? )?(?:wishes (?:and|&) feelings|w ?& ?f|views|voice)(?: of (?:the )?child)?\s*[:-]\s*(?=\S)"
)
_CLAIM = re.compile(
    r"(?i)\b(?:wishes (?:and|&) feelings|views|voice of the child|voc)\b[^.]{0,40}\b(?:explored|obtained|gathered|captured|considered|noted|recorded|sought|taken into account|ascertained|discussed|to be)\b"
)
_TELLING = re.compile(rf"\b{_TELL}\b")
_SEEING = re.compile(rf"(?i)\b{_SEE}\b")
_CHILD_FEELS = re.compile(
    rf"(?:{_CHILD}|\b(?:he|she|they)\b)\s+(?:\w+ly |also |still |just |really |now )?{_FEEL}\b"
)
# What a child was seen to do: a plain past tense right behind the child, no verb of files and meetings.
_DOING = re.compile(
    r"\s*(?:\w+ly\s+|then\s+|just\s+|did not\s+|would not\s+|wouldn['’]?t\s+|didn['’]?t\s+)?(?!(?:attended|missed|moved|placed|referred|needed|received|remained|lived|turned \d|continued|"
    r"started|joined|returned|transferred|allocated|discussed|reported|admitted|excluded|registered|born|aged|called|named|used|had|been|was|were|is|are|has|will)\b)"
    r"(?:[a-z]+ed|came|went|ran|sat|took|gave|made|held|drew|ate|slept|kept|stood|lay|got|threw|hid|left|put|fell|woke|bit|sang|rode|led|shut|wore|caught|blew|swung|spun|knelt|lit|beat|broke|brought|built)\b"
)
_FROM_CHILD = re.compile(
    rf"(?i:\b(?:quote|in (?:his|her|their) (?:own )?words|verbatim)\b)|(?i:\baccording to )(?:{_CHILD})"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a note with one voice, and the pseudonym of the child it belongs to (empty if none is named)."""

    start: int
    end: int
    voice: Voice
    child: str = ""


def passages(text: str, *, child: str = "", last: str = "") -> Iterator[Passage]:
    """Divide ``text`` into passages of one voice. ``child`` is whom the record is about; ``last`` the last subject.

    Neighbouring passages of one voice and child are joined.
    """
    pending: Passage | None = None
    subject = last or "child"
    for start, end in sentences(text):
        for passage, follows in _sentence(text, start, end, child, subject):
            subject = follows
            if pending and pending.voice is passage.voice and pending.child == passage.child:
                pending = Passage(pending.start, passage.end, pending.voice, pending.child)
            else:
                if pending:
                    yield pending
                pending = passage
    if pending:
        yield pending


def _sentence(text: str, start: int, end: int, child: str, subject: str) -> Iterator[tuple[Passage, str]]:
    sentence = text[start:end]
    if _CLAIM.search(sentence) and not any(True for _ in quotations(sentence)):
        yield Passage(start, end, Voice.ADULT), subject
        return
    at = 0
    for a, b in quotations(sentence):
        if (
            len(sentence[a:b].split()) < 2
            and not re.search(r"[.!?]", sentence[a:b])
            and not _TELLING.search(sentence[max(0, a - 30) : a])
        ):
            continue  # a word in quotation marks is a word talked about
        before, after = sentence[at:a], sentence[b:]
        # Words in quotation marks that stand alone in a child's record are the child's, unless an adult was just quoted.
        alone = not re.search(r"\w", before) and not re.search(r"\w", after)
        owner = "child" if alone and subject != "quoted adult" else _owner(before, after, subject)
        if before.strip(" ,;:-–"):
            voice, subject = _clause(before, subject, quoted=True)
            lead = len(before) - len(before.lstrip())
            yield Passage(start + at + lead, start + a, voice, _named(before, child, voice)), subject
        yield (
            Passage(
                start + a,
                start + b,
                Voice.OWN_WORDS if owner == "child" else Voice.ADULT,
                _named(before, child, Voice.OWN_WORDS) if owner == "child" else "",
            ),
            owner,
        )
        subject = owner if owner == "child" else "quoted adult"
        at = b
    rest = sentence[at:]
    if re.search(r"\w", rest):
        if at and len(rest.split()) <= 6 and not _TELLING.search(rest):
            return
        for a, b in _clauses(rest):
            voice, subject = _clause(rest[a:b], subject)
            yield Passage(start + at + a, start + at + b, voice, _named(rest[a:b], child, voice)), subject


_CUT = re.compile(
    rf"(?:;|,? (?:but|however|while|whilst|although|and then)|,? and(?= (?:{_CHILD}|{_ADULT}|{_PRONOUN}|I) ))\s+"
)


def _clauses(sentence: str) -> list[tuple[int, int]]:
    """Clauses of a sentence, cut where the subject may change."""
    cuts = [m.start() for m in _CUT.finditer(sentence)]
    edges = [0, *cuts, len(sentence)]
    spans = []
    for a, b in pairwise(edges):
        body = sentence[a:b]
        lead = len(body) - len(body.lstrip(" ,;"))
        if body.strip(" ,;."):
            spans.append((a + lead, b - (len(body) - len(body.rstrip()))))
    return spans


def _clause(clause: str, subject: str, *, quoted: bool = False) -> tuple[Voice, str]:
    """The voice of a clause without quotation, and who its subject is."""
    wishes = _WISHES.match(clause)
    if wishes and not _CLAIM.search(clause) and len(clause[wishes.end() :].split()) > 2:
        return Voice.REPORTED, "child"
    first = _SUBJECT.search(clause)
    who = _who(first[0], subject) if first else subject
    body = clause[first.end() :] if first else clause
    told = re.match(
        r"(?:['’]s)?\s*(?:\([^)]*\)\s*)?(?:\w+ly\s+|also\s+|then\s+|again\s+|has\s+|had\s+|have\s+|just\s+|still\s+|now\s+|really\s+|and \w+\s+|\w+\s+){0,3}?"
        + _TELL
        + r"\b",
        body,
    )
    if first and first[0].lower() == "you":
        if told:
            return Voice.REPORTED, "child"
        return (
            (Voice.OBSERVED, "child")
            if re.match(r"\s*(?:\w+\s+){0,2}" + _SEE + r"\b", body, re.IGNORECASE)
            else (Voice.ADULT, "child")
        )
    if who == "child":
        if told or _FROM_CHILD.search(clause):
            return Voice.REPORTED, "child"
        if (
            _SEEING.search(body)
            or (not first and _SEEING.match(clause))
            or _DOING.match(body if first else clause)
        ):
            return Voice.OBSERVED, "child"
        return (Voice.ADULT, "child")
    inner = _CHILD_FEELS.search(body)
    if told and inner and who == "adult" and not quoted:
        return Voice.REPORTED, "child"
    return Voice.ADULT, who


def _who(word: str, subject: str) -> str:
    if _CHILD_RE.fullmatch(word) or word.lower() == "you":
        return "child"
    if _ADULT_RE.fullmatch(word) or word == "I":
        return "adult"
    return subject


def _owner(before: str, after: str, subject: str) -> str:
    """Whose words a quotation is: the last subject with a verb of telling before it, or right after it."""
    tail = re.match(
        rf"[,.]?\s*(?:{_TELL})\s+({_CHILD}|{_ADULT}|{_PRONOUN})|[,.]?\s*({_CHILD}|{_ADULT}|{_PRONOUN}|I)\s+(?:{_TELL})\b",
        after,
    )
    if tail:
        return _who(next(g for g in tail.groups() if g), subject)
    # The subject is the nearest person before the verb, not the one who was told: 'C told her mum "no"'.
    people = list(_SUBJECT.finditer(before))
    told = list(_TELLING.finditer(before))
    if told:
        people = [p for p in people if p.start() < told[-1].start()] or people
    if people:
        return _who(people[-1][0], subject)
    return "child" if subject == "child" else "adult"


def _named(text: str, child: str, voice: Voice) -> str:
    if voice is Voice.ADULT:
        return ""
    match = re.search(r"\[Child \d+\]", text)
    return match[0] if match else child
