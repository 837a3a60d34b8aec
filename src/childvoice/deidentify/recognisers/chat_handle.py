"""Handles as chat logs show them: before a message, as a visitor's name, in a list of a group's members."""

from __future__ import annotations

import re
from collections.abc import Iterator

from childvoice.deidentify.spans import Found
from childvoice.records import Label

LABELS = (Label.HANDLE,)

# What is no word: letters and digits joined by _ or . in the middle, or capitals and small letters in turn.
_NAME = r"(?:[A-Za-z0-9]{1,20}(?:[_.]{1,3}[A-Za-z0-9]{1,20}){1,4}_?|_{1,3}[A-Za-z][\w.]{1,25}|(?!(?i:year|class|room|unit|grade|stage|phase|child|level)\d)[A-Za-z]{2,20}\d{1,6}|[a-z]{1,4}[A-Z][a-z]+[A-Z]\w*)"
_STAMP = r"(?:[\[(]?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?: ?[ap]m)?[\])]?[ \t]{0,3}[-–]?[ \t]{0,2})"
# '[16:43] ghost_boi_22: hi', '<ghost_boi_22> hi', '16:43 - mo_money09: hi'
_LINE = re.compile(rf"(?m)^[ \t]{{0,4}}(?:{_STAMP}<?({_NAME})>?[ \t]?:[ \t]|{_STAMP}?<({_NAME})>[ \t])")
_SYSTEM = re.compile(
    rf"(?m)(?:^|[*•][ \t]?|\][ \t])({_NAME})[ \t](?:has )?(?:joined|left|is typing|changed (?:his|her|their|the)|added|removed|blocked|"
    r"went offline|came online|sent a|reacted|is online|pinned|was (?:added|removed|kicked|banned))\b"
)
_FIELD = re.compile(
    r"(?i)\b(?:visitor(?: name)?|display name|screen ?name|profile(?: name)?|chat name|nick(?:name)?|group (?:called|chat|name)|"
    r"server(?: name)?|channel(?: name)?|(?:user|account|gamer ?tag|tiktok|insta(?:gram)?|snap(?:chat)?|discord|psn) ?name)"
    rf"(?: is| was| called)?[ \t]{{0,2}}[:=]?[ \t]{{0,2}}[\"'“‘]?((?-i:{_NAME}))(?![\w@])"
)
# 'tiktok name is destinyscalling': one long word that no dictionary has is what it looks like.
_PLAIN = re.compile(
    r"(?i)\b(?:tik ?tok|insta(?:gram)?|snap(?:chat)?|discord|psn|xbox|roblox|yubo|twitch) (?:user)?(?:name|tag|handle)"
    r"(?: is| was|:|=)[ \t]{1,2}[\"'“‘]?([a-z]{9,30})(?![\w@'’])"
)
# xX_reaper_Xx and the like name somebody wherever they stand; file names and web addresses are others' work.
_FORM = re.compile(r"(?<![\w.@/\\-])((?:[A-Za-z0-9]+_+){1,4}[A-Za-z0-9]+)(?![\w@/\\-]|\.[a-z]{2,4}\b)")
_FILE = re.compile(
    r"(?i)(?:^|_)(?:audio|video|recording|notes?|interview|transcript|final|draft|v\d+|report|scan|img|image|photo|pic|file|case|"
    r"visit|minutes|export|copy|form|page|version|20\d\d|19\d\d)(?:_|\d|$)"
)
_ENDINGS = re.compile(r"(?i)\.(?:docx?|xlsx?|pdf|jpe?g|png|mp[34]|csv|txt|zip|html?|com|org|net|uk)$")


def find(text: str) -> Iterator[Found]:
    """Find handles by where a chat log has them, and those with an underscore that mix in digits or capitals."""
    for pattern, score in ((_LINE, 0.93), (_SYSTEM, 0.92), (_FIELD, 0.93), (_PLAIN, 0.88)):
        for m in pattern.finditer(text):
            group = m.lastindex or 1
            if not _ENDINGS.search(m[group]):
                yield Found(m.start(group), m.end(group), Label.HANDLE, "chat_handle", score)
    for m in _FORM.finditer(text):
        letters = re.sub(r"[^A-Za-z]", "", m[1])
        mixed = any(c.isdigit() for c in m[1]) or re.match(r"xX|Xx|[a-z]+[A-Z]", letters)
        if mixed and letters and not letters.isupper() and not _FILE.search(m[1]):
            yield Found(m.start(1), m.end(1), Label.HANDLE, "chat_handle", 0.88)
