"""Streets, estates, house numbers and addresses, written and said; towns have their own recogniser."""

from __future__ import annotations

import re
from collections.abc import Iterator

from childvoice.deidentify.spans import Found
from childvoice.records import Label

LABELS = (Label.LOCATION,)

_WORD = r"[A-Z][A-Za-z'’-]*"
_CLEAR = (
    r"(?:Street|St(?![.]? ?[A-Z])|Road|Rd|Lane|Ln|Avenue|Ave|Crescent|Cres|Terrace|Terr|Close|"
    r"Drive|Gardens|Gdns|Grove|Mews|"
    r"Boulevard|Parade|Wharf|Quay|Square|Sq|Promenade)"
)
# Words that end surnames, shops and sayings too: without a house number they need a place word before them.
_VAGUE = (
    r"(?:Court|Ct|Dr|Hill|Place|Pl|Way|Walk|Row|Rise|View|Green|Park|Bank|Mount|Fold|Wynd|"
    r"Gate|Side|Common|Croft|Vale|Mead|"
    r"Heights|Villas|Buildings|Flats|Tower|Point|Cottages?|Farm|Vicarage|Rectory|Barn|Track|Bungalow)"
)
_STREET = rf"(?:{_CLEAR}|{_VAGUE})"
_NUMBER = (
    r"(?:\d{1,4}[A-Za-z]?|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|"
    r"ninety)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?)"
)
_FLAT = r"(?:(?:Flat|Apt|Apartment|Unit|Plot|Yard|Pitch)[ ]?\w{1,4},?[ ])"
_TOWN = rf"(?:,[ ](?!(?:and|but|who|Mum|Dad|Mother|Father|Mrs?|Ms|Dr)\b){_WORD}(?:[ ](?:{_WORD}))?(?!\w))"
_ADDRESS = re.compile(
    rf"\b(?:{_WORD}(?:[ ]{_WORD})?,[ ](?=\d))?{_FLAT}?(?:[Nn](?:umber|"
    rf"o\.?)[ ])?{_NUMBER},?[ ](?:on |in |at )?(?:the )?"
    rf"(?:{_WORD}[ ]){{1,3}}{_STREET}(?!\w){_TOWN}{{0,2}}|"
    rf"\b{_FLAT}(?:{_WORD}[ ]){{1,3}}{_STREET}(?!\w){_TOWN}{{0,2}}"
)
_HOUSE = re.compile(
    rf"\b((?:The[ ])?(?:{_WORD}[ ]){{1,2}}(?:Cottages?|Farm|Vicarage|Rectory|Barn|"
    rf"Bungalow),[ ](?:{_WORD}[ ]){{0,2}}{_WORD})(?!\w)"
)
_NAMED = re.compile(rf"\b((?:{_WORD}[ ]){{1,2}}{_CLEAR})(?!\w)")
_IN = (
    r"(?:in|on|at|near|from|to|off|down|up|of|round|past|behind|along|by|over|into|around|"
    r"outside|through|opposite)"
)
_NAMED_VAGUE = re.compile(rf"(?i:\b{_IN})[ ]((?:(?:The|the)[ ])?(?:{_WORD}[ ]){{1,2}}{_VAGUE})(?!\w)")
_LOWER = re.compile(
    r"\b((?:(?:number |no\.? ?)?\d{1,4}[a-z]? (?:on )?|(?<=on )|(?<=off )|(?<=in )|(?<=down )|"
    r"(?<=near ))([a-z'’]{3,}(?: [a-z'’]{3,})??) "
    r"(?:road|street|lane|avenue|crescent|terrace|close|drive|grove|rd|ave))(?!\w)"
)
_ESTATE = re.compile(
    rf"\b((?:the[ ])?{_WORD}(?:[ ]{_WORD})?[ ](?:[Ee]state|[Cc]aravan [Ss]ite|[Tt]raveller "
    r"[Ss]ite|[Cc]aravan [Pp]ark))(?!\w)"
)
_ON_THE = re.compile(
    r"(?i:\b(?:liv(?:e[sd]?|ing)|stay(?:s|ed|ing)?|stop|grew up|mov(?:ed?|ing)|house|flat|"
    rf"home|family)\b)[^.!?\n]{{0,30}}?\b(?:on|onto|off|up) (the {_WORD})(?![\w'’]| [A-Z])"
)
_SENTENCE_WORDS = re.compile(
    r"(?i:(?:The|And|But|When|After|For|With|My|Our|Is|So|Then|I|We|She|He|They|It|You|Visit|"
    rf"Seen|{_IN}))[ ]+"
)
_NOT = re.compile(
    r"(?i)^(?:the |a |my )?(?:high|royal|crown|county|family|magistrates['’]?|youth|supreme|"
    r"appeal|coroner['’]?s|open|car|local|social|good|full|one|every|same|"
    r"single|half|best|other|right|wrong|long|first|last|no|any|some|big|our|her|his|theme|"
    r"national|science|business|retail|skate|play|edge of|front|back|west|"
    r"families first|key|data|power|real|housing|council|whole|this|that|your|milky|food|west|"
    r"bow|sesame|coronation|albert|wall|memory|abbey road studios|"
    r"barclays|lloyds|piggy|blood|world|home|only|tests? and?|by the|year|primary|sensory|"
    r"early|silk|industrial|next|main|mr|mrs|ms|miss|dr|downing)[ ]"
    rf"(?:{_STREET}|Estate|site)$"
)
_NO_STREET = re.compile(
    r"\b(?:the|my|our|his|her|their|your|this|that|any|some|every|each|one|other|same|main|"
    r"busy|right|wrong|memory|whole|next|open|long|dead|fast|slow|middle|"
    r"back|side|single|another|which|what|country|private|cross|quiet|mins?|minutes|miles|"
    r"metres|people|kids|down|from|and|across|hours?|years|high|fire|times|very|so|to)\b"
)


def find(text: str) -> Iterator[Found]:
    """Find addresses, streets and estates by their form."""
    for pattern, score in ((_ADDRESS, 0.95), (_HOUSE, 0.9)):
        for m in pattern.finditer(text):
            yield Found(m.start(), m.end(), Label.LOCATION, "location", score)
    for pattern, score in ((_NAMED, 0.88), (_NAMED_VAGUE, 0.84), (_ESTATE, 0.88)):
        for m in pattern.finditer(text):
            start, name = m.start(1), m[1]
            while pattern is not _ESTATE and (lead := _SENTENCE_WORDS.match(name)) is not None:
                start, name = start + lead.end(), name[lead.end() :]
            if " " in name and not _NOT.match(name):
                yield Found(start, m.end(1), Label.LOCATION, "location", score)
    for m in _LOWER.finditer(text):
        if not _NO_STREET.search(m[2]):
            yield Found(m.start(1), m.end(1), Label.LOCATION, "location", 0.8)
    for m in _ON_THE.finditer(text):
        yield Found(m.start(1), m.end(1), Label.LOCATION, "location", 0.76)
