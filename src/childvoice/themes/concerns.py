"""Plain words of harm, beside the network: what must not be missed because it is said in an unusual way.

Tuned for recall. A match sends the passage to the safeguarding lead and does nothing else; no flag does not mean no
concern. Look-alikes ('I could murder a pizza', 'hit the deadline') are left alone where wording allows.
"""

from __future__ import annotations

import re

_WHO = r"(?:he|she|they|dad|mum|mam|mom|stepdad|step ?dad|step ?mum|uncle|brother|grandad|boyfriend|partner|carer|foster \w+|someone|man|\[[^\]]+\]|my \w+|his \w+|her \w+|a \w+)"
_PATTERNS = (
    rf"\b{_WHO}\s+(?:\w+\s+){{0,3}}?(?:hits?|hit|punche[sd]|punches|slaps?|slapped|kicks?|kicked|beats?|beat|strangle[sd]?|chokes?|choked|burn(?:s|t|ed)|shook|drags?|dragged|leathers?|belts?|belted|batters?|battered|hurts?|throttle[sd]?)\s+(?:\w+\s+)?(?:me|him|her|us|them|mum|mam|my \w+|\[[^\]]+\])\b",
    r"\b(?:touch(?:ed|es|ing)?|feels?|grabb?(?:ed|s)?)\s+(?:me|her|him|us)\s+(?:up|down there|in my|in her|in his|where|when|under|and i (?:didn|don))",
    r"\bcom(?:es|e|ing)\s+(?:in|into)\s+(?:my|her|his)\s+(?:room|bed)\b",
    r"\b(?:cut|cutting|cuts|burn|burning|hurt|hurting|harm|harming|starve|starving)\s+(?:my|her|him|them)sel(?:f|ves)\b|\bself[- ]?harm",
    r"\b(?:kill|end|hang|drown)(?:ing|ed)?\s+(?:my|her|him)self\b|\bsuicid|\bdon['’]?t want to (?:be here|be alive|live|wake up)\b|\bwish (?:i|he|she) (?:was|were) dead\b|\boverdose|\bend(?:ing)? it all\b",
    r"\b(?:locks?|locked|shuts?|shut)\s+(?:me|him|her|us)\s+(?:in|out|outside|up)\b",
    r"\b(?:no|never any|nothing)\s+(?:food|tea|dinner|to eat)\b.{0,40}\b(?:house|home|days?|cupboard|fridge|weekend)|\bgo(?:es)? to bed hungry\b",
    r"\b(?:scared|frightened|terrified|afraid)\s+(?:of|to go home|when)\s*(?:my |his |her |the )?(?:dad|mum|mam|stepdad|step ?dad|uncle|brother|him|he|she|carer|\[)",
    r"\b(?:older|grown) (?:man|men|lad|lads|bloke|guys?)\b.{0,60}\b(?:car|gifts?|money|phone|vape|hotel|flat|party|drive)|\b(?:made|makes|making|forced?) (?:me|her|him) (?:do|sell|carry|hold|send|drop)\b.{0,40}\b(?:drugs?|packages?|weed|stuff|pictures?|pics|nudes|things|it)\b",
    r"\b(?:our|my|a|the) secret\b.{0,40}\b(?:tell|anyone|nobody|trouble)|\btold (?:me|her|him) not to tell\b|\bif (?:i|she|he) t(?:ell|old)\b.{0,40}\b(?:kill|hurt|taken|trouble|worse)",
    r"\b(?:bruise[sd]?|black eye|marks? on (?:my|her|his)|cigarette burn|belt mark)",
    r"\b(?:raped?|molest|abus(?:e[sd]?|ing) (?:me|her|him|us)|sexually|groom(?:ed|ing))\b",
    r"\b(?:fgm|forced marriage|marry (?:me|her) off|cut(?:ting)? (?:me|her) there)\b",
)  # fmt: skip
_HARM = re.compile("|".join(f"(?:{p})" for p in _PATTERNS), re.IGNORECASE)
_HARMLESS = re.compile(
    r"(?i)\bpillow|\bfor a laugh|\bin (?:the|a) (?:game|film|book|movie|match)|\bfortnite|\bminecraft|\bfifa|\bpenalty|\bfootball|\bbeat me at|\bhit me with (?:the )?(?:news|a joke|it)\b|\bball (?:hit|hurt)"
)


def tells_of_harm(text: str) -> bool:
    """Whether the words may tell of harm to a child."""
    match = _HARM.search(text)
    if not match:
        return False
    around = text[max(0, match.start() - 60) : match.end() + 60]
    return not _HARMLESS.search(around)
