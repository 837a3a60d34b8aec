"""Verbs of telling, of feeling and of what can be seen, as case notes use them."""

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
# 'Asked' is a view where something is asked for or about; alone it only leads to a quotation or to the next thing.
_ASKED_SO = r"ask(?:ed|s|ing)?(?: (?:me|us|him|her|them|staff|worker|sw|\[[^\]]+\]))?(?: again)? (?:if|whether|for|about|after|why|when|what|who|how|that|to|was|were|is|where|not|could|can)\b"
TELLING = re.compile(rf"\b(?:{SAY})\b")
FEELING = re.compile(rf"(?<!\w)(?:{FEEL})\b")
SAYS = re.compile(rf"{BETWEEN}(?:{SAY}|report|describe|state|explain|mention)\b")
FEELS = re.compile(rf"{BETWEEN}(?:{FEEL})\b")
# Behind 'you' and 'they'.
FEEL_THEY = re.compile(rf"{BETWEEN}(?:feel|think|like|love|hate|miss|worry|hope|enjoy|prefer|believe|wish)\b")
# Notes leave out who said it: 'Said school is fine', 'Told me that ...'.
UNSAID = re.compile(
    r"(?:Also |Then |Again )?(?:[Ss]aid|[Ss]ays|[Ss]tated|[Rr]eports|[Rr]eported|[Tt]old (?:me|us)|[Tt]ells (?:me|us)|[Ss]hared)(?: that)? (?:he|she|they|there|nobody|nothing|everyone|everything|it[’']?s|"
    r"(?:it|(?:(?:his|her|their|the|a) )?(?!it\b)[\w’'\[\] -]{1,24}?) (?:is|isn[’']t|was|wasn[’']t|are|were|has|had|will|won[’']t|would|can|can[’']t|does|doesn[’']t|makes|keeps|feels|gets|goes|should))\b"
)
ASKS_SO = re.compile(rf"{BETWEEN}{_ASKED_SO}")
JUST_ASKED = re.compile(rf"{BETWEEN}ask(?:ed|s)\b")
WAS_TOLD = re.compile(
    r"(?:[’']s|[’']d)?\s*(?:had |has |have )?(?:\w+ )?(?:was|were|been|be|being|is|are|got)\s+(?:\w+ )?(?:told|asked|promised|given|shown|called|said)\b"
)
# Things a person says of a file or a form, not of the child.
NOT_A_VIEW = re.compile(
    r"\s*(?:goodbye|hello|hi|nothing|no more|little|very little|yes|no(?! to)|thank you|thanks|sorry|bye|the (?:agenda|list|form|rules?|wall)|over|on (?:with|to)|"
    r"up|out|down|off|back|home|straight|into|round|through|quiet|to (?:the|bed|her|his|school|stay))\b"
)

# What can be seen of a child. Past tense, present and participle; verbs of the body, the face, play, food, sleep.
_BODY = (
    r"smil|cry|cri|nodd?|laugh|giggl|play|cling|look|turn|crawl|babbl|reach|pull|push|kick|rock|star(?=[ei])|curl|cover|hugg?|cuddl|suck|blink|flinch|relax|beam|"
    r"grinn?|shrugg?|walk|jump|climb|follow|wav(?=[ei])|wriggl|watch|pick|colour|stiffen|track|point|perch|plait|whistl|whisper|stamp|slamm?|scream|sobb?|wept?|smirk|"
    r"stirr?|root|scribbl|squeez|stroke?|strok|kiss|lick|scratch|tapp?|drumm?|spinn?|roll|kneel|crouch|lean|shiver|trembl|frown|yawn|sniff|wink|hopp?|skipp?|danc|clapp?|hum|humm|"
    r"fidgett?|bounc|stretch|wrapp?|tidi|tidy|stack|sort|sway|dragg?|drop|dropp?|snatch|grabb?|clutch|squeal|chew|gobbl|nibbl|peep|peer|glanc|gaz|twist|tugg?|tear|ripp?|"
    r"scrunch|fold|crumpl|lift|flick|bang|balanc|paus|sigh|blush|bit|hid|sipp?|slid|swing|settl|mov(?=ing)|pass|wait|talked without|"
    r"touch|rubb?|pat|patt|pokes?|stuff|zipp?|unzipp?|button|wip(?=[ei])|poured?|stir|pour|line?|lin|paint|trac|cut|cutt|stuck|arrang|breath|gasp|cough|mutter|gigg|rip|burst|shook"
)
SEEN = (
    rf"(?:(?:{_BODY})(?:e?d|ing|s|es|ies|e)?|cried|crying|cries|hid|hides|hiding|ran|runs|running|shook|shakes|shaking|clung|sat|sits|sitting|lay|lies|lying|laid|slept|sleeps|sleeping|ate|eats|eating|"
    r"drew|draws|drawing|stood|stands|standing|threw|throws|throwing|froze|held|holds|holding|fell|woke|bit|sang|sings|singing|rode|shut|wore|wears|wearing|caught|blew|swung|spun|knelt|broke|built|builds|building|"
    r"slid|crept|leapt|leaned|leant|wept|swam|hit|put|puts|putting|fed|rested|made (?!it clear|me|sure|clear|a disclosure|an allegation|progress|subject)\w+|did a|went back to (?:his|her|their) (?:game|drawing|bricks|book|phone|tablet|food|toys?|screen|breakfast|seat)|had (?:his|her|their|your) (?:hood|headphones|earphones|coat|hands?|head|arms?|knees?|thumb|eyes|hair|face)|went (?:quiet|silent|red|white|pale|still|stiff|out|to sit|under|behind|upstairs|straight)|fell (?:silent|asleep)|fed|"
    r"kept (?:looking|checking|\w+ing)|kept (?:his|her|their)|keeps (?:his|her|their)|keeps \w+ing|came (?:out|in|down|to the|running|and)|took (?:the|a|my|our|it|his|her|their|your|off|out|one|me|us)|gave (?:me|a|the|it)|showed me (?:his|her|their|the|a)|"
    r"got (?:up|down|under|out|into|his|her)|left (?:the|a|it|his|her)|fetched|asleep|awake|alert|tearful|in tears|silent|barefoot|pale|grubby|eye contact|did not (?:look|speak|answer|move|smile|cry|eat|come|draw|play|respond|settle|wave)|"
    r"would not (?:look|speak|answer|move|sit|eat|come|draw|play|leave|let|get|take|go)|wouldn[’']?t (?:look|speak|answer|move|sit|eat|come|draw|play|leave|let|get|take|go)|didn[’']?t (?:look|speak|answer|move|smile|cry|eat|come|draw|play|respond|settle|wave)|"
    r"won[’']?t (?:look|speak|eat|sleep|leave|let)|was (?:quiet|asleep|tearful|shaking|dressed)|appeared (?:\w+ )?(?:tired|pale|tearful|thin|unkempt|sad|anxious|withdrawn|nervous|wary|quiet|small)|seemed (?:\w+ )?(?:tired|sad|anxious|withdrawn|nervous|wary|relaxed|quiet|happier|lost|small)|"
    r"smiley|giggly|barefoot|soaking|soaked|muddy|wide-eyed|red-eyed|wearing|presented as (?:\w+ )?(?:tired|pale|tearful|thin|unkempt|sad|anxious|withdrawn|nervous|wary|quiet|small|flat|low))"
)
# What is seen is told in a plain tense: 'had hidden' was not seen.
_PLAIN = r"(?!\s*(?:\w+ )?(?:has|had|have)\b)(?![’'](?:d|ve)\b)" + BETWEEN
SEEING = re.compile(
    rf"{_PLAIN}(?:(?:was|were|is|are|be)\s+(?:\w+ly\s+|still\s+|already\s+)?)?(?:{SEEN})\b", re.IGNORECASE
)
# Without a subject a bare stem is a noun ('Tap fixed', 'Pause'), so that a past tense or a participle is needed.
ALONE = re.compile(
    rf"(?:\w+ly,?\s+|Then\s+|Just\s+|Again\s+)?(?!(?:Push|Pull|Tap|Line|Pause|Point|Root|Play|Move|Touch|Button|Paint|Smile|Stare|Look|Turn|Sort|Cut|Watch|Settle|Stuff|Pat|Trace|Hum|Bit|Hit|Put|Shut|Fell|Cough|Breath|Arrange)s?\b)(?:{SEEN}|talked (?:without|to the|to her|to his)|hands? (?:over|in|on)|smiley|greasy|soaked|muddy|two smiles)\b",
    re.IGNORECASE,
)
# Where a child is found and what it does there: 'Amelia under a duvet, watching a film', 'He was in the hall, lying down'.
PLACED = re.compile(
    rf"{_PLAIN}(?:(?:was|were|is|are) )?(?:(?:back|still|all|alone|up) )?(?:in|on|under|behind|beside|inside|against|by|at) [^.;]{{1,80}}?,? (?:and |just |still |quietly )?(?:{_BODY}|ly|sitt|sleep|eat|draw|hold|wear|stand|crouch|kneel)ing\b",
    re.IGNORECASE,
)
# Without a subject these are as often the writer's doing ('Took him', 'Gave her', 'Left a card').
WRITER_ALONE = re.compile(
    r"(?i)(?:took|gave|left|made|met|saw|put|kept|got|showed|came|fetched|held|sat(?! (?:down|under|by|behind|hunched|curled|with (?:his|her|knees)|in silence|apart|there))|looked at|looked into|looked in|went|picked|followed|played|walked|drew|read|covered|covering|sorted|pulled|pushed|moved|turned up|dropped|cut|reached|built|waited|moving|picking|looking|covering|taking|passed (?:on|to|over)|settl\w*|rested|tapped|paused)\b"
    r"(?!.*\b(?:me|my hand|my pen|sw|writer)\b)"
)
# A record's plain verbs, that show no child: where she lives, what was decided, who attended.
RECORD = re.compile(
    rf"{BETWEEN}(?:attend|miss|mov|plac|referr?|need|receiv|remain|liv|continu|start|join|return|transferr?|allocat|discuss|report|admitt?|exclud|regist|nam|us|help|chair|open|"
    r"stay|visit|cancel|call|phon|e-?mail|text|agree|refus|declin|engag|present|complet|achiev|improv|work|attempt|arriv|disclos|explor|interpret|show|fill|qualif|mention|ask|speak|check|share|manag|decid|identif|wish|appear|seem|deserv|reach(?=ed \d)|die|age|turn(?=ed \d))(?:e?d|ed|s|es)\b",
    re.IGNORECASE,
)
# Any other plain past tense right behind the child, with something done to something.
DID = re.compile(rf"{_PLAIN}(?!(?:had|been|was|were|is|are|has|will)\b)[a-z]{{3,}}ed\b(?! by\b)")
# What a child was doing when somebody came: 'was rolling pastry', but not 'was living with', 'was struggling'.
DOING = re.compile(
    rf"{_PLAIN}(?:\s*(?:in|with|on|at) [^.,;]{{1,30}}? )?(?:was|were) (?:\w+ly |busy |still |already )?(?!(?:liv|attend|stay|go|do|hav|be|struggl|miss|look|work|engag|gett|feel|experienc|suffer|receiv|mak(?!ing (?:a|an|some|his|her) (?!complaint|decision|disclosure|choice|start|plan|referral|application))|becom|expect|mov|see|us|achiev|wait|plann?|hop|try|say|tell|ask|think|want|refus|display|"
    r"present|return|leav|com|start|find|find|need|cop|act|show|grow|turn|doing|miss|tak|us|speak|talk|meet|joking|ly|enjoy|hid)ing\b)[a-z]{2,}ing\b"
)
