"""Labels of speakers: the forms they come in, and which of them are people in this document.

A label is a speaker because it comes back, names a role, or has a form that only labels have; never for its
colon alone: 'I said: no' is a sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_CLOCK = r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?[\])]?"
_LABEL = re.compile(
    rf"^(?:{_CLOCK}\s*[-–]?\s*)?(?:"
    r"\*\*(?P<bold>[^*\n]{1,60}?)(?::\*\*:?|\*\*:)"
    r"|\[(?P<square>[^\]\n]{1,40})\](?::|$)"
    r"|\#(?P<hash>\w{1,12}):"
    # Transcribers forget a colon now and then: '**Anne** No.'
    r"|\*\*(?P<loosebold>[^*\n]{1,40})\*\*"
    r"|\[(?P<loosesquare>[^\]\n]{1,40})\]"
    rf"|(?P<plain>[^\W\d_][^:\n]{{0,48}}?)(?:\s*{_CLOCK})?\s*:"
    rf"|(?P<stamped>[^\W\d_][^:\n]{{0,48}}?)\s+{_CLOCK}$"
    r")(?:\s+|$)"
)
_CLOCK_FIRST = re.compile(r"^\[\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?\]\s*")
ONLY_CLOCK = re.compile(rf"^{_CLOCK}(?:\s*(?:[-–]|-->)\s*{_CLOCK})?$")
_BARE_INITIALS = re.compile(r"^(?P<bare>[A-Z]{2}[a-z]?[A-Z]?)\s+(?=[\"'“‘]?[A-Z])")
# The meaning of a label reaches to the next label: 'IS = Imran, interviewer, MT = Mack'.
_MEANS = r"[A-Z][A-Za-z]{0,3}\d?(?:\s*[=:]\s*|\s+[–-]\s+)"
_LEGEND = re.compile(
    rf"\b(?={_MEANS})([A-Z][A-Za-z]{{0,3}}\d?)\s*[=:–-]\s*([^;=\n]{{2,80}}?)(?=\s*[,;]\s*{_MEANS}|\s*[;\n]|\s*$)"
)
_LEGEND_LINE = re.compile(r"^(?:key|legend|present|speakers|participants)\b\s*:?\s*", re.IGNORECASE)
# A line that is one remark in brackets ('[laughter]', '[Recording paused]') is said by nobody; a name or role
# in square brackets ('[Zosia]', '[Interviewer]') is a label whose words come in the next line.
STAGE = re.compile(
    r"^(?:\([^()]+\)|\[(?:"
    r"(?:laugh|silen|paus|cr(?:ies|ying|osstalk)|inaudible|unclear|break|music|door|phone)[^\[\]]*"
    r"|(?-i:(?![A-Z][\w'’-]*(?: [A-Z][\w'’-]*| \d+)*\]$)(?!yp|child|interviewer))[^\[\]]+)\])$",
    re.IGNORECASE,
)
# Words that label a role and so make a transcript even when they stand there once.
_ROLE_WORDS = re.compile(
    r"^(?:interviewer|facilitator|researcher|moderator|interpreter|yp\s?\d*|young person(?: \d+)?|"
    r"child(?: \d+)?|[ir]\d?|q|a|mum|mam|mom|dad|mother|father|carer|foster carer|nan|gran|"
    r"grandma|grandad|parent(?: \d+)?|social worker|sw\d*|worker|teacher|advocate|speaker \d+|"
    r"participant \d+|p\d+|unknown)$",
    re.IGNORECASE,
)
# What stands before a colon in prose, forms and speech but is nobody's name.
_NOT_SPEAKERS = re.compile(
    r"^(?:date|time|place|venue|location|present|attendees|apologies|title|subject|re|note|notes|purpose|"
    r"background|action|actions|outcome|summary|from|to|cc|dear.*|for example|remember|ps|p\.s|case|"
    r"case ref.*|"
    r"ref.*|dob|d\.o\.b|nhs.*|address|tel.*|phone|email|e-mail|key|legend|setting|recorded by|author|"
    r"transcribed.*|"
    r"wishes and feelings|child'?s (?:wishes|views|voice).*|analysis|plan|"
    r"next steps?|concerns?|strengths?|views?|decision|agreed|question \d+|q\d+.*|"
    r"basically|honestly|anyway|because|so|and|but|or|like|also|plus|well|yes|yeah|no|ok|okay|first|firstly|"
    r"second|secondly|third|last|lastly|finally|then|only|still|sometimes|actually|thing is|question|answer|"
    r"warning|important|nb|n\.b|http|https)$",
    re.IGNORECASE,
)
_BESIDE_NAME = re.compile(
    r"\s*\([^()]*\)$|(?<=['’]s)\s+(?:(?:foster )?(?:mum|mam|mom|dad|mother|father|carer)|nan|gran\w*|"
    r"aunt\w*|uncle|brother|sister|friend|advocate|interpreter|supporter|teacher|worker|social worker)$"
)
_SMALL_WORDS = frozenset({"and", "de", "al", "bin", "s"})


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line that begins with what could be a label: the label, the rest, and how far its form tells."""

    label: str
    text: str
    marked: bool  # bold, bracketed or hashed with a colon, or with a time alone: only labels have these forms
    loose: bool  # bold or bracketed without a colon: a label only if it comes back


def split_label(line: str) -> Labelled | None:
    """Split a line at its label, if it has the form of one."""
    match = _LABEL.match(line)
    if not match or STAGE.match(line):
        return None
    form, label = next((form, text) for form, text in match.groupdict().items() if text)
    label = label.strip(" *:")
    if not label or len(label.split()) > 5 or _NOT_SPEAKERS.match(label):
        return None
    if form == "loosesquare" and STAGE.match(f"[{label}]"):
        return None
    if form == "stamped" and not _look_like_name([label]):
        return None
    text = _CLOCK_FIRST.sub("", line[match.end() :].strip())
    return Labelled(label, text, form in ("bold", "square", "hash", "stamped"), form.startswith("loose"))


def speaker_labels(lines: Sequence[str]) -> frozenset[str]:
    """Labels (in lower case) that are speakers, in a text where turns dominate; else none."""
    split = [s for line in lines if (s := split_label(line))]
    counts = Counter(s.label.casefold() for s in split)
    forms: dict[str, set[str]] = {}
    for s in split:
        forms.setdefault(s.label.casefold(), set()).add(s.label)
    speakers = {label for label in counts if _ROLE_WORDS.match(label)}
    speakers |= {label for label, n in counts.items() if n >= 2 and _look_like_name(forms[label])}
    # A label of a form that only labels have counts once the document has several labels of that form.
    marked = {s.label.casefold() for s in split if s.marked}
    if len(marked) >= 2:
        speakers |= marked
    # A label alone on its line has its words in the next.
    turns = sum(1 + (not s.text) for s in split if s.label.casefold() in speakers)
    if turns < 2 or (turns < 4 and turns < 0.4 * len(lines)) or turns < 0.12 * len(lines):
        return frozenset()
    # Inside a transcript a name that speaks once is a speaker too (a teacher who looks in).
    once = {
        s.label.casefold()
        for s in split
        if not s.loose
        and len(s.label.split()) <= 3
        and s.label[0].isupper()
        and _look_like_name(forms[s.label.casefold()])
    }
    return frozenset(speakers | once)


def _look_like_name(forms: Iterable[str]) -> bool:
    """Tell whether a label is written as a name or code: each word capitalised, or with a digit.

    What stands in brackets behind a name, and a relation behind 's, may be lower case: 'Mo (through
    interpreter)', "R's father".
    """
    words = [w for form in forms for w in _BESIDE_NAME.sub("", form).split()]
    return bool(words) and all(
        not w[0].isalpha() or w[0].isupper() or w.casefold() in _SMALL_WORDS for w in words
    )


def bare_initials(lines: Sequence[str], legend: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Find initials without a colon before paragraphs ('BW You can't get ...').

    They must lead most of the lines; where a legend names them, some of the lines are enough.
    """
    found = Counter(m["bare"] for line in lines if (m := _BARE_INITIALS.match(line)))
    named = frozenset(label for label, _ in legend) & found.keys()
    if named and sum(found[label] for label in named) >= max(2, 0.1 * len(lines)):
        return named
    return frozenset(found) if sum(found.values()) >= max(1, 0.6 * len(lines)) else frozenset()


def read_legend(lines: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Read what the document says of its labels: 'AB = Anya, young person; I = interviewer'."""
    found: dict[str, str] = {}
    for line in lines:
        if "=" in line or _LEGEND_LINE.match(line):
            for label, meaning in _LEGEND.findall(_LEGEND_LINE.sub("", line)):
                found.setdefault(label, meaning.strip())
    return tuple(found.items())
