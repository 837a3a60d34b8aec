"""Verbs of telling and of feeling, as case notes use them."""

from __future__ import annotations

import re

# Between a subject and its verb: adverbs and auxiliaries, in brackets or not. Never 'was' before 'told'.
BETWEEN = (
    r"(?:[’'](?:d|s|ve|ll|has|had))?(?:,? (?:of \w+|aged \w+|\d+|in [Yy]ear \w+|from \w+),?)?\s*(?:\([^)]*\)\s*)?,?\s*(?:(?:has|had|have|also|then|again|just|still|now|really|later|always|often|only|did|does|do|clearly|who|both|all|once|"
    r"quickly|even|sometimes|usually|already|since|today|at first|and|quietly|very|himself|herself|then|\w+ly)\s+){0,4}"
)

# To say, in any form: what follows is what the person says.
SAY = (
    r"(?:said|says|say|saying|read out|stated|states|stating|reported|reports|reporting|shared|explained|explains|disclosed|discloses|described|describes|added|adds|replied|"
    r"replies|answered|whispered|whispers|shouted|shouts|yelled|announced|insisted|insists|admitted|admits|mentioned|mentions|confirmed|confirms|denied|denies|complained|complains|"
    r"agreed|agrees|disagreed|disagrees|suggested|suggests|wrote|writes|written|signed|typed|texted|told|tells|telling|asked|asks|asking|repeated|muttered|murmured|"
    r"recalled|recalls|remembered|expressed|expresses|talked about|talks about|spoke about|spoke of|speaks of|counted out|raised|maintained|claims|claimed|alleges|alleged|"
    r"indicated|indicates|argued|argues|pointed out|warned|promised|swore|joked|called it|put it|goes|went|is like|was like|kept saying|keeps saying|keeps asking|kept asking)"
)
# To want, feel, think: a view even without a verb of saying.
FEEL = (
    r"(?:wants?|wanted|wishes|wished|wd like|would(?: really| also| just)? like|[’']?d(?: really| also| just)? like|would(?: much)? rather|[’']?d(?: much)? rather|wd rather|would prefer|wd prefer|[’']?d prefer|"
    r"prefers|preferred|likes|loves|hates|hated|dislikes|misses|missed|enjoys|enjoyed|hopes|hoped|worries|worried|thinks|thought|feels|felt|believes|believed|fears|feared|reckons|"
    r"(?:is|was|are|were)(?: very| really| most| so| quite| still)? (?:worried|scared|frightened|afraid|happy with|happy about|unhappy|adamant|clear|keen|anxious about|proud|sad about|cross that|upset that|upset about|sure that|unsure|glad|pleased|fed up|excited)|"
    r"(?:do(?:es)?|did) ?n[o’']?t (?:want|like|feel|think|wish|believe|understand why|trust|know why)|(?:does|did|do) not (?:want|like|feel|think|wish|believe|understand|trust|know why)|"
    r"rated|rates|scored|scores|scaled|chose|chooses|picked out|gave (?:it |this |home |school |his |her )?(?:a )?\d+|finds (?:it|\w+) (?:hard|easy|boring|scary|difficult|tricky)|found it (?:hard|easy|boring|scary|difficult))"
)
TELLING = re.compile(rf"\b(?:{SAY})\b")
FEELING = re.compile(rf"(?<!\w)(?:{FEEL})\b")
# Notes leave out who said it: 'Said school is fine', 'Told me that ...'.
UNSAID = re.compile(
    r"(?:Also |Then |Again )?(?:[Ss]aid|[Ss]ays|[Ss]tated|[Rr]eports|[Rr]eported|[Tt]old (?:me|us)|[Tt]ells (?:me|us)|[Ss]hared)(?: that)? (?:he|she|they|there|nobody|nothing|everyone|everything|it[’']?s|"
    r"(?:it|(?:(?:his|her|their|the|a) )?(?!it\b)[\w’'\[\] -]{1,24}?) (?:is|isn[’']t|was|wasn[’']t|are|were|has|had|will|won[’']t|would|can|can[’']t|does|doesn[’']t|makes|keeps|feels|gets|goes|should))\b"
)
WAS_TOLD = re.compile(
    r"(?:[’']s|[’']d)?\s*(?:had |has |have )?(?:\w+ )?(?:was|were|been|be|being|is|are|got)\s+(?:\w+ )?(?:told|asked|promised|given|shown|called|said)\b"
)
