"""Words around a name that say it is one, and whose: kinship, titles, jobs, introductions, labels, signatures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from childvoice.deidentify.names.lexicon import given_names, never_names, ordinary
from childvoice.deidentify.spans import Found
from childvoice.deidentify.titles import FORMAL, RANKS
from childvoice.records import Label

_N = r"[A-Z\u00c0-\u024f\u1e00-\u1eff][\w’'-]*"
# One to three capitalised words, with the particles that stand inside surnames.
_NAME = rf"({_N}(?:[ \t]+(?:(?:de|da|dos|van|von|bin|binti|ibn|al|el|abu|ap|ab|du|le|la)[ \t]+)?(?:[Aa]l-|[Ee]l-|O['’])?{_N}){{0,2}})"
# Where a pattern begins with a name: only at the start of a word, so that a very long word is read once.
_START = r"(?<![\w’'-])"
_KIN = (
    r"(?:mum|mam|mom|mummy|mammy|mother|dad|daddy|father|step-?(?:mum|dad|mother|father|brother|sister)|nan|nana|nanna|nanny|gran|granny|grandma|grandad|"
    r"granda|grandfather|grandmother|aunt|auntie|aunty|uncle|brother|sister|sibling|bro|sis|half-?(?:brother|sister)|cousin|niece|nephew|son|daughter|"
    r"baby|twin|partner|husband|wife|boyfriend|girlfriend|fianc[eé]e?|ex|ex-partner|MGM|MGF|PGM|PGF|mo|fa|sib|"
    r"godmother|godfather|stepdad|stepmum|foster (?:mum|dad|carer|brother|sister)|carer|f/c|FC)"
)
_JOB = (
    r"(?:social worker|s/w|sw|worker|support worker|family support worker|fsw|key ?worker|personal advis[eo]r|pa|advocate|iro|reviewing officer|"
    r"teacher|head ?teacher|tutor|senco|dsl|ta|mentor|learning mentor|head of year|pastoral lead|health visitor|hv|midwife|nurse|school nurse|"
    r"doctor|gp|paediatrician|psychologist|therapist|counsellor|manager|team manager|tm|practice manager|atm|officer|pc|police officer|sgt|"
    r"duty worker|duty sw|interpreter|solicitor|guardian|cafcass|youth worker|yot worker|practitioner|student sw|student|nqsw|agency worker|supervisor|ssw|colleague|clinician|chair|minute taker|clerk|apologies|interviewer|facilitator|researcher|head of service|director)"
)
_TITLE = rf"(?:{'|'.join(sorted({t for w in FORMAL - {'master'} for t in (w.upper(), w if w in RANKS else w.capitalize())} - RANKS))})"
_FRIEND = r"(?:friend|mate|best friend|bff|bestie|pal|neighbour|classmate|teammate|flatmate|housemate|roommate|girl|boy|lad|lass|man|woman|person|kid|child|young person|yp|pupil)"

# Between the word and the name: nothing, 'called', 'is', a comma, a bracket, a dash.
_LINK = r"(?:[ \t]+(?:is|was))?(?:[ \t]+called|[ \t]+named|[,(]|[ \t]+[–-])?[ \t]+[(]?"
_CUES: tuple[tuple[re.Pattern[str], Label, str, float], ...] = (
    (re.compile(rf"\b(Baby[ \t]+{_NAME})"), Label.PERSON_CHILD, "kinship title", 0.9),
    # The title goes with the name: 'Mrs [Worker 3]' would still tell who is married and who is a doctor.
    (re.compile(rf"\b((?:{_TITLE})\.?[ \t]+{_NAME})"), Label.PERSON_STAFF, "title", 0.97),
    (re.compile(rf"\b((?:Auntie|Aunty|Aunt|Uncle|Mummy|Daddy|Nanny|Granny|Gran|Grandma|Grandad|Nanna|Nana|Nan|Nain|Cousin|Big|Little|Sister|Brother)[ \t]+{_NAME})"), Label.PERSON_FAMILY, "kinship title", 0.9),
    (re.compile(rf"(?i:\b{_KIN}){_LINK}{_NAME}"), Label.PERSON_FAMILY, "kinship", 0.93),
    (re.compile(rf"(?i:\b{_JOB})s?{_LINK}{_NAME}"), Label.PERSON_STAFF, "job", 0.92),
    (re.compile(rf"(?i:\b{_FRIEND}){_LINK}{_NAME}"), Label.PERSON_OTHER, "relation", 0.85),
    (re.compile(rf"(?:\b(?:C?YP|[Yy]oung person)){_LINK}{_NAME}"), Label.PERSON_CHILD, "young person", 0.9),
    (re.compile(rf"(?i:\b(?:my name is|my name's|my name’s|i am called|i'm called|call me|known as|aka|a\.k\.a\.|called|named|name is|name given:|name:|names?:|hiya|dear|thanks|thank you|cheers|love from|signed:?|yours,))[ ,:]+{_NAME}"), Label.PERSON_OTHER, "introduction", 0.7),
    (re.compile(rf"(?im:^(?:name of child|child's name|child’s name|name of young person|subject child|pupil|patient|service user|re|client)[ \t]*:)[ \t]*{_NAME}"), Label.PERSON_CHILD, "child label", 0.85),
    (re.compile(rf"(?im:^(?:author|recorded by|completed by|written by|allocated|allocated to|signed|present|in attendance|attendees|apologies|chair|minutes|from|to|cc)[ \t]*:)[ \t]*{_NAME}"), Label.PERSON_STAFF, "form label", 0.85),
    # 'Mother: Jane Smith' is a form; 'Mum: That'd be nice' a turn: so the name must be of two words.
    (re.compile(rf"(?i:\b{_KIN})[ \t]*:[ \t]*({_N}[ \t]+{_N})"), Label.PERSON_FAMILY, "form label", 0.74),
    (re.compile(rf"(?i:\b{_JOB})[ \t]*:[ \t]*({_N}[ \t]+{_N})"), Label.PERSON_STAFF, "form label", 0.74),
    (re.compile(rf"(?<![\w.’'])((?:[A-Z]\.?[ \t]){{1,2}}{_N})"), Label.PERSON_OTHER, "initial and surname", 0.85),
    (re.compile(rf"{_START}{_NAME},[ \t]*(?i:{_JOB})\b"), Label.PERSON_STAFF, "job after", 0.9),
    (re.compile(rf"{_START}{_NAME}[ \t]*\((?i:{_JOB})\)"), Label.PERSON_STAFF, "job in brackets", 0.95),
    (re.compile(rf"{_START}{_NAME}[ \t]*\((?i:{_KIN})\)"), Label.PERSON_FAMILY, "kin in brackets", 0.95),
    (re.compile(rf"{_START}{_NAME}[ \t]*\((?:aged? )?\d{{1,2}}(?:[ \t]*(?:yrs?|years?)(?: old)?)?\)"), Label.PERSON_CHILD, "age in brackets", 0.93),
    (re.compile(rf"{_START}{_NAME},?[ \t]+(?:aged?[ \t]+\d{{1,2}}|\d{{1,2}},)"), Label.PERSON_CHILD, "age", 0.88),
)  # fmt: skip
# The kin word in lower case may be followed by a lower-case name: 'nan jean', 'my sw priya'. The gazetteer decides there.


def cued(text: str) -> Iterator[Found]:
    """Capitalised names that the words around them announce. Never-names inside are cut off or refuse the span."""
    for pattern, label, maker, score in _CUES:
        for m in pattern.finditer(text):
            # A title stays with its name; what is trimmed is the name alone.
            inner = m.span(2) if pattern.groups > 1 else m.span(1)
            span = trim(text, *inner)
            if maker == "title" and not span and not function_word(m[2].split()[0]):
                span = inner
            if maker == "form label" and score < 0.8 and span and len(text[slice(*span)].split()) < 2:
                continue
            if maker == "initial and surname":
                # 'I Know' and 'A Level' are no names: the surname must be no everyday word.
                surname = m[1].split()[-1]
                span = (
                    m.span(1)
                    if m[1][0] not in "IA"
                    and not FUNCTION_WORDS.match(surname)
                    and not ordinary(surname.casefold())
                    and surname.casefold() not in never_names()
                    else None
                )
            # Everyday words with capitals are headings, except behind a title: 'Miss Day' is a teacher.
            if (
                span
                and maker != "title"
                and all(ordinary(w.casefold()) for w in re.findall(r"[^\W\d_]+", text[slice(*span)]))
            ):
                continue
            if span:
                yield Found(
                    m.start(1) if pattern.groups > 1 and span[0] == inner[0] else span[0],
                    span[1],
                    label,
                    maker,
                    score,
                )


_LABEL_LINE = re.compile(
    rf"(?m)^(?:\*\*)?\[?({_N}(?:[ \t]+{_N}){{0,2}}|[a-z][^\W\d_]+)\]?(?:\*\*)?[ \t]*(?:[\[(](?:\d{{1,2}}:\d{{2}}(?::\d{{2}})?|[^()\[\]\n]{{1,20}})[\])]\s*)?:(?:\*\*)?(?=\s|$)"
)
# Labels that say a role, or what a line of a form holds, and name nobody.
ROLE_LABEL = re.compile(
    r"(?i)^(?:interviewer|facilitator|researcher|moderator|interpreter|young person|yp|child|parent|carer|foster (?:carer|mum|dad)|f/?c|mum|mam|mom|dad|mother|father|nana?|[mp]g[mf]|step(?:mum|dad|mother|father)|"
    r"gran(?:dma|dad|ny|dmother|dfather)?|aunt(?:ie|y)?|uncle|brother|sister|sibling|twin|daughter|friend|partner|neighbour|boy|girl|woman|male|female|adult|teenager|pupil|student|"
    r"hr|employee|ep|sch|aud|auditor|inspector|dsl|dcpo|senco|ht|head ?teacher|head|deputy|ewo|ta|nurse|doctor|midwife|paed|camhs|cpn|idva|isva|yot|yjs|tm|atm|ssw|isw|sgo|rsw|"
    r"key ?worker|youth worker|family worker|mentor|tutor|coach|manager|team manager|director|councillor|cllr|officer|police|solicitor|barrister|magistrate|coordinator|co-ordinator|minute taker|minutes|secretary|trainer|adopter|special guardian|kinship carer|operator|nursery|"
    r"social worker|sw|worker|staff|teacher|advocate|support(?:er| worker)|speaker|participant|unknown|all|several|group|both|everyone|voices?|"
    r"[irqapfm]|int|fac|res|resp|respondent|hv|iro|pc|fsw|nqsw|team|area|age|date|time|action|decision|note|outcome|plan|present|title|subject|venue|place|"
    r"question|answer|summary|view|views|next|agreed|update|"
    r"pa|presenter|host|narrator|panel|visitor|caller|counsel|witness|guest|judge|chair|clerk|guardian|category|mood|location|reason|status|dob|tel|gp|school|"
    r"address|diagnosis|risk|grade|type|allergies|health|language|religion|ethnicity|[a-z](?=[ \t]*\d))(?:[ \t]*[-#]?[ \t]*\d{1,2}|[ \t]+[a-d])?$"
)


def labels(text: str) -> Iterator[Found]:
    """Names and initials that stand as speaker labels at the start of at least two lines."""
    found = [
        m
        for m in _LABEL_LINE.finditer(text)
        if not ROLE_LABEL.match(m[1])
        and not (m[1].islower() and ordinary(m[1]))
        and (m[1].casefold() not in never_names() or re.fullmatch(r"[A-Z]{2,3}", m[1]))
    ]
    counts: dict[str, int] = {}
    for m in found:
        counts[m[1]] = counts.get(m[1], 0) + 1
    for m in found:
        # Initials may spell a word ('IS', 'AM'), so they are not trimmed like words.
        initials = re.fullmatch(r"[A-Z]{2,3}", m[1])
        span = m.span(1) if initials else trim(text, m.start(1), m.end(1))
        if counts[m[1]] >= 2 and span:
            yield Found(span[0], span[1], Label.PERSON_OTHER, "speaker label", 0.95)


FUNCTION_WORDS = re.compile(
    r"^(?:The|A|An|I|I'm|I’m|I've|I’ve|I'd|I’d|I'll|I’ll|He|She|It|It's|It’s|We|We're|They|You|Your|My|His|Her|Our|Their|This|That|These|Those|There|There's|What|What's|When|Where|Who|Why|How|And|But|Or|So|If|In|On|At|To|"
    r"From|For|With|Of|Is|Was|Were|Are|Be|Not|No|Yes|Yeah|Nah|Ok|Okay|Oh|Well|Then|Because|After|Before|Now|Just|Like|All|Some|Any|One|Two|Three|Do|Does|Did|Don't|Didn't|Can|Can't|Could|Would|Should|Has|Have|Had|Said|Says|Asked|Told|About|Also|As|By|Still|Even|"
    r"Every|Everyone|Everything|Nothing|Nobody|Someone|Something|Anyone|Anything|Maybe|Please|Thanks|Thank|Sorry|Hi|Hello|Dear|Love|Bye|Mum|Dad|Me|Us|Them|Him|Never|Always|Only|Once|Very|Really|Too|More|Most|Other|Next|Last|First|New|Big|Little|Good|Bad|Same|Both|Much|Many|Let|Let's|Lets|Get|Got|Go|Went|See|Saw|Know|Think|Dunno|Er|Um|Erm|Hmm|Right|Sure|Which|While|Until|Since|Though|Although|During|Again|Back|Out|Up|Down|Off|Over|Here|Two|Four|Five|Six|Year|Area|Yr|Stage|Room|Section|Part|Page|Week|Month|Phone|Tel|Mobile|Email|Address|Postcode|Dob|Date|Home|Visit|School|Worker|Child|Children|Young|Person|People|Social|Family|Team|Service|Manager|Review|Meeting|Plan|Case|Police|Health|Council|County)$"
)


def function_word(word: str) -> bool:
    """Whether a word with a capital, or in capitals, is one that only opens a sentence or heading."""
    return bool(FUNCTION_WORDS.match(word.capitalize() if len(word) > 1 and word.isupper() else word))


def trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Cut never-names, function words and possessive endings off both ends; None if nothing is left."""
    never = never_names()
    words = [(m.start() + start, m.end() + start) for m in re.finditer(r"\S+", text[start:end])]
    if text[start:end].casefold() in never:
        return None

    def bad(a: int, b: int) -> bool:
        word = re.sub(r"['’]s?$", "", text[a:b].strip(".,;:()"))
        return not word or word.casefold() in never or function_word(word)

    def parent(first: tuple[int, int], second: tuple[int, int]) -> bool:
        return text[slice(*first)] in ("Mo", "Fa") and text[slice(*second)].casefold() in given_names()

    while words and (bad(*words[0]) or (len(words) > 1 and parent(*words[:2]))):
        words.pop(0)
    for at, (a, b) in enumerate(words):
        if at and (bad(a, b)):
            words = words[:at]
            break
    if not words:
        return None
    a, b = words[0][0], words[-1][1]
    ending = re.search(r"['’]s?$|[.,;:()]+$", text[a:b])
    b = a + ending.start() if ending else b
    return (a, b) if b > a else None
