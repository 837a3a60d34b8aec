"""Who wrote a letter: the child, or a grown-up to a child, about a child or for one."""

from __future__ import annotations

import re

from childvoice.nouns import RELATIVES
from childvoice.records import Document
from childvoice.voice.verbs import BETWEEN, FEEL, SAY

FOR_A_CHILD = re.compile(
    r"(?i)\b(?:(?:on|in) behalf of|written for|i am writing for|writ(?:e|ing) on .{0,20}behalf|as (?:his|her|their) advocate|scribed|i act for|his words|her words|their words|i (?:write|am writing) (?:about|regarding|concerning|with regard(?: to)?) (?!my\b|me\b|how (?:i|my)\b)|"
    r"(?:he|she|they|[A-Z]|\[Child \d+\]) (?:has|have) (?:read|seen|agreed|asked me to write)|i (?:support|represent|advocate for))\b"
)
_GROWN_UP_IS = re.compile(
    r"(?i)\b(?:i am (?:an|the|your|his|her|their) (?:new |independent )?(?:\w+ )?(?:advocate|social worker|worker|manager|reviewing officer|iro|guardian|teacher|head ?teacher|key ?worker|personal advis[eo]r|nurse|foster carer|carer|nan|gran\w*|mum|mother|dad|father)"
    r"|(?:i have been|i was|i[’']ve been|being|as) your (?:\w+ )?(?:worker|social worker|advocate|key ?worker|carer|foster carer|guardian|personal advis[eo]r)"
    r"|your (?:birth|foster|adoptive) (?:mum|mummy|mother|dad|daddy|father|parents?|family|carers?)|you were (?:born|\w+ (?:days|weeks|months|years) old)|when you (?:were born|came to live)|you (?:and your|went to live with|lived with)\b"
    r"|my (?:grandson|granddaughter|son|daughter) (?:who|lives|is|has|was))\b"
)
_FORMAL = re.compile(
    r"(?i)\b(?:yours (?:sincerely|faithfully)|further to|please do not hesitate|in my (?:professional )?(?:view|opinion|judgment|judgement)|working days|look forward to hearing|i enclose|cc:|re:|your new (?:social )?worker|my manager|i (?:am|was|feel) (?:so |very |really )?(?:proud of|pleased to) |"
    r"as (?:we|i) discussed|i would like to thank you|the court|the judge|i wanted to write|i think you (?:have been|are)|my last (?:week|day|visit)|to (?:say|confirm) (?:goodbye|that)|the local authority|independent advocate|i have (?:known|worked with) you)\b"
)
# A grown-up who writes to a child tells it what it said and did, what was done for it, and when they come again.
_TO_A_CHILD = re.compile(
    r"(?i)\b(?:you (?:told me|said to me|asked me|showed me) (?:that |about |how |what |a |if |why |your )|i came to (?:see|visit) you|i (?:will|[’']ll) (?:come (?:back|and see you|to see you)|see you (?:again|on|next)|visit you)|"
    r"(?:mum|mummy|dad|daddy|nana?|gran\w*|your \w+) (?:has |have )?(?:told me|says?|said|thinks?) (?:that )?(?:she|he|you|they)|so that you can|when you are (?:older|ready|grown)|"
    r"(?:are|were|was|being) (?:very |so |really )?brave|(?:the )?grown[- ]ups? (?:who|are|were|will|have|need|decided|think)|i have asked (?:the|your|my|if)|you (?:like|love|enjoy|would like|want|wanted) (?:to |it |when |your )|you (?:were|are) (?:making|playing|drawing|building|doing|getting|reading)|"
    r"our (?:time|sessions?|visits?) together|it was (?:lovely|great|good|nice) to (?:see|meet) you|words and pictures)\b"
)
_OF_MY_LIFE = (
    r"age \d+|aged \d+|i am (?:\d+|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)(?! years (?:old )?and a (?:social|worker))|"
    r"i[’']m (?:\d+|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)\b|when i was (?:in care|little|small|younger|\d+)|(?:moved?|took|takes?|put) me (?:away|to|from|in|off|with)|"
    r"my (?:(?:old|new|last|first|real|little|big) )?(?:social worker|mum|mam|mom|dad|nan\w*|gran\w*|foster \w+|carers?|brothers?|sisters?|school|teacher|room|bedroom|friends?|mates?|placement|worker|pa|personal advis[eo]r|key ?worker|iro|advocate|college|flat|pathway plan|review|plan|meetings?|birthday|exams?|dog|cat|bed|phone|stuff|cousins?|aunt\w*|uncle|stepdad|stepmum)|luv|love from|from me"
)
_LIFE = re.compile(rf"(?i)\b(?:{_OF_MY_LIFE})\b")
_CHILDISH = re.compile(rf"(?i)\b(?:{_OF_MY_LIFE})\b|(?-i:(?<![\w’'])i (?=[a-z]))|\bxx+\b")
_TITLE = re.compile(
    r"(?i)\b(?:later[- ]life|worker[’']?s (?:goodbye|letter|reply)|(?:letter|reply|response|card) (?:to (?:a |the )?(?:child\b(?!['’]s)|young person\b(?!['’]s)|\[child)|from (?:an? |the |his |her )?(?:advocate|social worker|worker|manager|head|\[(?!child)))|(?:letter|card|reply|response) (?:to you )?from (?:your |my |a |the |his |her |their )?(?:\w+ )?(?:social worker|worker|advocate|manager|carer|teacher|reviewing officer|iro|guardian)|from an advocate|advocate[’']s|advocacy letter)"
)

# Whose views fill a letter: its writer's, or those of somebody whom it is about or to.
_ANOTHER_S = re.compile(
    rf"(?i)(?:\b(?:he|she|they)|\[(?:Child|Person|Worker|{RELATIVES}) \d+\])(?:{BETWEEN})(?:{FEEL}|{SAY})\b|\byou (?:(?:also|then|once|even) )?(?:said|told|asked|wrote|showed|drew|felt|wanted|feel|would like)\b"
)
_MINE = re.compile(
    rf"(?:\bI\b|(?<![\w’'])i)(?:{BETWEEN})(?:{FEEL}|feel|want|like|love|hate|miss|think|worry|wish|hope|need)\b"
)


def by_a_grown_up(document: Document) -> bool:
    """Whether somebody else than the child wrote the letter that the manifest lists as a child's."""
    text = "\n".join(u.text for u in document.units)
    another, mine = len(_ANOTHER_S.findall(text)), len(_MINE.findall(text))
    if another >= 4 and another > 2 * (mine + len(_LIFE.findall(text))):
        return True
    if FOR_A_CHILD.search(text) or _TITLE.search(document.source.title):
        return True
    theirs = len(_GROWN_UP_IS.findall(text))
    told = len(_TO_A_CHILD.findall(text))
    if told >= 3 and told > len(_CHILDISH.findall(text)):
        return True
    if not theirs and not _FORMAL.search(text):
        return False
    return 2 * theirs + len(_FORMAL.findall(text)) > max(1, len(_CHILDISH.findall(text)))
