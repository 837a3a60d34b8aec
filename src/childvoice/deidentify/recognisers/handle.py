"""Names on social media and games: '@kay_b07', 'my insta is kay.b07', 'gamertag: ...'."""

from __future__ import annotations

import re
from collections.abc import Iterator

from childvoice.deidentify.spans import Found
from childvoice.records import Label

LABELS = (Label.HANDLE,)

# Staff write '@ school' and '@school' for where something happened.
_AT = re.compile(
    r"(?i)(?<![\w@./])@(?!(?:home|school|contact|court|college|work|office|nursery|"
    r"hosp(?:ital)?|clinic|mums?|dads?|nans?|gp|the|"
    r"church|mosque|surgery|centre|"
    r"placement)\b)(?=[\d_.]{0,6}[a-z_])(?!\d{1,2}(?:[.:]\d\d)?\s?(?:am|pm|"
    r"ish)\b)[a-z0-9_][a-z0-9_.]{1,28}[a-z0-9_]"
)
_SITE = (
    r"(?:insta(?:gram)?|ig|snap(?:chat)?|tik ?tok|twitter|discord|xbox(?: live)?|psn|roblox|"
    r"fortnite|minecraft|gamer ?tag|"
    r"user ?name|user ?id|handle|facebook|fb|steam|twitch|youtube|kik|wink|yubo)"
)
_LINK = r"(?:(?:name|account|handle|tag|id|user(?:name)?) ?)?(?:(?:is|was|as|called|under)\b|[=:–-])?"
# What no word looks like: a digit, underscore or dot inside, or a capital in the middle.
_SAID = re.compile(
    rf"(?i:\b{_SITE}) {{0,2}}(?i:{_LINK}) {{0,2}}[\"'“‘(]?((?=[A-Za-z_])(?=\w*[._#]\w|\w*\d|"
    rf"\w*[a-z][A-Z])[\w.#-]{{3,30}}\w)"
)
_BRANDS = re.compile(
    r"(?i)(?:tiktok|youtube|facebook|instagram|playstation|iphone|ipad|facetime|whatsapp|"
    r"snapchat|linkedin|onlyfans|e\.g|i\.e|ps4|ps5|mccafe|ipads|iphones|chatgpt|childline|vr2|"
    r"y7s|under13|under13s|under18s|over18s)$"
)


def find(text: str) -> Iterator[Found]:
    """Find handles with an at sign, and what a platform introduces and no word looks like."""
    for m in _AT.finditer(text):
        yield Found(m.start(), m.end(), Label.HANDLE, "handle", 0.93)
    for m in _SAID.finditer(text):
        if not _BRANDS.match(m[1]):
            yield Found(m.start(1), m.end(1), Label.HANDLE, "handle", 0.93)
