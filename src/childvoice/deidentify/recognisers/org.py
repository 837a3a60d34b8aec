"""Children's homes, foster agencies, surgeries, hospitals, hostels and clubs by the words in their names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from childvoice.deidentify.spans import Found
from childvoice.records import Label

LABELS = (Label.ORG,)

_WORD = r"[A-Z][\w'’-]*"
_CLEAR = (
    r"(?:Surgery|Medical (?:Cent(?:re|er)|Practice)|Health (?:Cent(?:re|er)|Practice)|Group "
    r"Practice|Dental(?: Practice| Surgery)?|Pharmacy|Clinic|"
    r"Hospital|Infirmary|Hospice|Children['’]?s (?:Home|Cent(?:re|er)|Hospital)|Family "
    r"(?:Cent(?:re|er)|Hub)|"
    r"Youth (?:Club|Cent(?:re|er)|Project)|Day Cent(?:re|er)|Community (?:Cent(?:re|er)|Hub)|"
    r"Contact Cent(?:re|er)|Leisure Cent(?:re|er)|"
    r"Foster(?:ing|[ -]?Care)(?: Agency| Services?)?|Foster Agency|Adoption(?: Agency)?|Hostel|Refuge|"
    r"(?:Boxing|Football|Swimming|Gymnastics|Rugby|Cricket) Club|ABC|FC|AFC|RFC|Rovers|Dance "
    r"(?:School|Academy|Studio)|Stables|"
    r"Mosque|Gurdwara|Synagogue|Congregation|Scouts|Cubs|Brownies|Rainbows|Cadets)"
)
# Words that also end surnames and everyday phrases.
_VAGUE = r"(?:General|Royal|Lodge|Villa|House|Hall|Manor|Cottage|Grange|United|Church|Temple|Guides)"
_NAME = re.compile(
    rf"(?<![\w'’])({_WORD}(?:[ ](?:{_WORD}|of|and|the|&)){{0,3}}?[ ](?=[A-Z])(?i:(?:{_CLEAR}|"
    rf"(?P<vague>{_VAGUE})(?![ ]{_CLEAR}))))(?![\w'’])"
)
_CALLED = re.compile(
    r"\b(?i:(?:children['’]?s|care|residential) home|home|hostel|refuge|unit|"
    r"(?:foster(?:ing)? )?agency|club|surgery|hospital|charity|project)"
    rf" (?:called|named) ((?:[Tt]he )?{_WORD}(?: {_WORD}){{0,2}})"
)
# Homes that go by their house number.
_NUMBER_HOME = re.compile(
    r"\b(?i:at|from|in|to|for|into|of|leaving|left|says|over) (Number (?:One|Two|Three|Four|"
    r"Five|Six|Seven|Eight|Nine|Ten|Eleven|Twelve))\b(?! [a-z]+ (?:of|on) )"
)
_LEAD = re.compile(
    r"(?i:The|At|In|From|To|And|But|When|After|For|With|My|Our|Is|So|On|Near|Her|His|Their|"
    r"That|This|Then|Since|Into|An?|"
    r"Visit|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun|\w+day['’]s|It|I|We|He|She|They|Placed|Moved|"
    r"Lives|Called|Of|By|Ref|Re|Home)[ ]+(?!of )"
)
_NOT = re.compile(
    r"(?i)^(?:(?:the|a|my|our|her|his|mum['’]?s|mother['’]?s|dad['’]?s|father['’]?s|nan['’]?s|"
    r"gran(?:d[a-z]+)?['’]?s|aunt[iey]+['’]?s|children['’]?s|local|old|new|first|open|full|"
    r"white|big|contact|attorney|director|secretary|mother|social|young|play|health|medical|"
    r"dental|community|family|families|youth|town|city|county|village|"
    r"school|council|parish|general|royal|nhs|next|opening|nursing|care|residential|foster|"
    r"fostering|private|public|safe|half-?way|wendy|opera|tree|"
    r"doll['’]?s|haunted|ice|concert|music|market|dining|sports?|leisure|day|drop-in|walk-in|"
    r"gp|sexual|mental|head|national|women['’]?s|one|two|of|and|"
    r"in|supreme|catholic|christian|manchester|newcastle|leeds|west ham|england|first|"
    r"families|edge|hindu|sikh|jewish|sure|start)[ ])*"
    rf"(?:{_CLEAR}|{_VAGUE})$|^secretary|^eastmarch voices|^(?:house|church) of\b"
)


def find(text: str) -> Iterator[Found]:
    """Capitalised names with a word that says what the place is, and what a home or agency is 'called'."""
    for m in _NAME.finditer(text):
        start, name = m.start(1), m[1]
        while (lead := _LEAD.match(name)) is not None and " " in name[lead.end() :]:
            start, name = start + lead.end(), name[lead.end() :]
        if not _LEAD.match(name) and not _NOT.match(name):
            yield Found(start, m.end(1), Label.ORG, "org", 0.8 if m["vague"] else 0.9)
    for pattern, score in ((_CALLED, 0.88), (_NUMBER_HOME, 0.8)):
        for m in pattern.finditer(text):
            yield Found(m.start(1), m.end(1), Label.ORG, "org", score)
