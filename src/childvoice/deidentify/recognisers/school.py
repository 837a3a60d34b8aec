"""Schools, colleges and nurseries by the words that their names end in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from childvoice.deidentify.spans import Found
from childvoice.records import Label

LABELS = (Label.SCHOOL,)

_PART = r"(?:St\.?|Saint|[A-Z][\w'’-]*|the|of|and|on|in|by|le|&)"
_KIND = (
    r"(?:Church of England|C ?of ?E|RC|R\.C\.|Catholic|Roman Catholic|VA|VC|CE|Community|"
    r"Comprehensive|Grammar|Special|Free|Primary|Secondary|"
    r"High|Infants?|Juniors?|Middle|Upper|Lower|First|Nursery|Sixth Form|Technical|Girls['’]?|"
    r"Boys['’]?|UTC|Academy|Day)"
)
_END = (
    rf"(?:(?:{_KIND}[ ]){{0,4}}(?:School|Academy|College|Nursery|Infants?|Juniors?|Primary|"
    r"Comprehensive|Comp|High|Grammar|PRU|Pre-?school|Kindergarten|Sixth Form|Playgroup))"
)
_NAME = re.compile(
    rf"(?<![\w'’])((?:St\.?[ ])?[A-Z][\w'’-]*(?:[ ]{_PART}){{0,4}}?[ ](?=[A-Z])(?i:{_END}))(?![\w'’])(?! "
    r"(?:of (?:the )?[A-Z]|Musical\b))"
)
# A saint's name in the genitive, alone, is nearly always a school in these texts.
_SAINT = re.compile(
    r"(?<![\w'’])(St\.? [A-Z][a-z]+(?:['’]s|s['’]?))(?![\w'’])"
    r"(?! (?:Day|Ambulance|flag|cross|Cross|Church|Hospital|Hospice|Infirmary|Road|Street|"
    r"Avenue|Close|Court|Park|House|Parish|Place|Lane))"
)
_LOWER = re.compile(
    r"(?i:\b(?:at|to|from|in|of|attends?|attending|started|left|"
    r"for))[ ]((?:[a-z'’]+[ ]){1,2}(?:primary|academy|high|college|juniors|infants|comp|"
    r"grammar|nursery|pru)(?:[ ]school|[ ]academy)?)(?![\w-])"
)
_LEAD = re.compile(
    r"(?i:The|At|In|From|To|And|But|When|After|For|With|My|Our|Is|So|On|Her|His|Their|If|That|"
    r"This|Then|Since|She|He|I|We|They|Attends?|Attending|"
    r"Visit|Mrs?|Ms|Head|Meeting|Left|Started|School|Re|Ref|DSL|SENCO|TAF|PEP)[ ]+"
)
_PLAIN = (
    r"the|a|an|my|our|her|his|their|your|this|that|virtual|high|primary|secondary|special|new|"
    r"old|big|little|sunday|night|summer|after|pre|year|home|"
    r"whole|middle|nursery|infants?|juniors?|grammar|boarding|private|public|state|local|"
    r"academy|nqsw|social|work|worker|children['’]?s|head|"
    r"safeguarding|sixth|form|royal|police|staff|catholic|church|of|england|ce|rc|"
    r"comprehensive|community|free|technical|lower|upper|first|girls|boys|same|"
    r"different|other|another|any|some|which|what|every|each|mainstream|art|arts|drama|dance|"
    r"football|boxing|catering|beauty|hair|fe|in|and|or|on|was|is|not|"
    r"it|local|further|education|agricultural|military|ballet|stage|day|no|very|so|too|really|"
    r"feeling|quite|as|pretty|being|getting|how|dead|key|good|bad|"
    r"military|medical|law|trust|mum['’]?s|dad['’]?s|him|them|me|her|us|go|going|get|school|"
    r"college|one|two|three|city|all|just|with"
)
_NOT = re.compile(rf"(?i)^(?:(?:{_PLAIN})[ ])*(?:{_END})$|^(?:royal college|college of|social work)")
_NOT_LOWER = re.compile(rf"(?i)(?:^|[ ])(?:{_PLAIN})[ ](?!school$|academy$)|^(?:{_PLAIN})[ ]")


def find(text: str) -> Iterator[Found]:
    """Capitalised names ending in School, Academy, Primary and the like; 'the Academy' alone names none."""
    for m in _NAME.finditer(text):
        start, name = m.start(1), m[1]
        # A sentence may begin right before the name: drop leading function words, one at a time.
        while (lead := _LEAD.match(name)) is not None:
            start, name = start + lead.end(), name[lead.end() :]
        if " " in name and not _NOT.match(name):
            yield Found(start, m.end(1), Label.SCHOOL, "school", 0.93)
    for m in _SAINT.finditer(text):
        yield Found(m.start(1), m.end(1), Label.SCHOOL, "school", 0.82)
    for m in _LOWER.finditer(text):
        if not _NOT_LOWER.search(m[1]):
            yield Found(m.start(1), m.end(1), Label.SCHOOL, "school", 0.8)
