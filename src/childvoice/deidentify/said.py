"""What a text says of names themselves: 'known as', 'everybody calls her', a name in brackets, 'MK = Miriam', whose mum."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from childvoice.deidentify.forms import Form

_CALLED = re.compile(
    r"(?i)^[\s,;(–-]{0,3}(?:(?:who|but|and|she|he|they|which|is|was|better|usually|always|also|now|then|he's|she's|he’s|she’s|,) ?){0,4}"
    r"(?:known (?:as|to \w+(?: \w+)? as)|a\.?k\.?a\.?|goes by|go by|(?:likes|prefers|wants|asked|asks) (?:to be (?:called|known as)|being called)|prefers|preferred name:?|"
    r"(?:is )?(?:called|named)|(?:every(?:body|one)|people|they|the family|friends?|staff|I|we|mum|dad)(?: all)? calls? (?:him|her|them)|calls (?:himself|herself)|"
    r"nickname(?:d)?:?|n[ée]e|formerly|previously|alias|short for|or|=) ?[\"'“‘(]?$"
)
_LEGEND = re.compile(r"^ ?= ?$")
_OPENS = re.compile(r"^,? ?\([\"'“‘]?$")
_CLOSES = re.compile(r"^[\"'”’]?[),;]")
_CALLS_ME = re.compile(
    r"(?i)\b(?:calls? me|my name is|my name['’]s|name['’]?s|i['’]m|i am)(?: just| still| called)? ?[\"'“‘]?$"
)
_LABEL_END = re.compile(r"^\*{0,2}(?:\s*[\[(][^\])\n]{0,12}[\])])?[ \t]*:")
_MOTHER = r"(?:mum|mam|mom|mummy|mammy|mother|mo|mam)"
_FATHER = r"(?:dad|daddy|father|fa)"


def said_same(text: str, spans: Sequence[tuple[int, int, Form]]) -> Iterator[tuple[Form, Form]]:
    """Pairs of forms that are one person by what the text says. ``spans`` are mentions of people, in order."""
    for (_, end, first), (start, after, second) in pairwise(spans):
        between = text[end:start]
        if first == second or "\n" in between or len(between) > 60:
            continue
        if (
            _surname_first(between, first, second)
            or _LEGEND.match(between)
            or _CALLED.match(between)
            or (
                _OPENS.match(between)
                and _CLOSES.match(text[after : after + 2])
                and _may_be_alias(first, second)
            )
        ):
            yield first, second
    yield from _speakers(text, spans)
    yield from _parents(text, spans)


def _surname_first(between: str, first: Form, second: Form) -> bool:
    """'TRELOAR, Jago': a surname in capitals, then a given name that is not."""
    lone = len(first.words) == 1 and len(first.words[0]) > 2
    return lone and first.capitals and not second.capitals and bool(re.fullmatch(r",? ", between))


def _may_be_alias(first: Form, second: Form) -> bool:
    """A bare name in brackets: initials, or the full name of a short one, or the short one of a full name."""
    return (len(first.words) > 1) != (len(second.words) > 1) or bool(first.letters) != bool(second.letters)


def _speakers(text: str, spans: Sequence[tuple[int, int, Form]]) -> Iterator[tuple[Form, Form]]:
    """'Rab: Naebody calls me Robert': what speakers say of their own names."""
    speaker: Form | None = None
    line = -1
    for start, end, form in spans:
        began = text.rfind("\n", 0, start) + 1
        if began != line:
            speaker, line = None, began
        lead = text[began:start]
        if not re.search(r"[^\W\d_]", lead) and _LABEL_END.match(text[end : end + 20]):
            speaker = form
        elif (
            speaker
            and speaker != form
            and not re.match("['’]s?", text[end:])
            and _CALLS_ME.search(text[max(began, start - 30) : start])
        ):
            yield speaker, form


def _parents(text: str, spans: Sequence[tuple[int, int, Form]]) -> Iterator[tuple[Form, Form]]:
    """The mother who is 'Mrs Rafiq' here and 'mum (Shabana)' there, where the document has no other of either form."""
    for word, gender in ((_MOTHER, "f"), (_FATHER, "m")):
        before = re.compile(
            rf"(?i)(?<![\w-])(?<!foster )(?<!step )(?<!['’]s ){word}(?:[ ]?[,(:–-][ ]?|[ ]+)(?:mrs?|ms|miss)?\.?[ ]?$"
        )
        after = re.compile(rf"(?i)^[ ]?[,(–-][ ]?{word}(?![\w’'-])")
        titled: set[Form] = set()
        given: set[Form] = set()
        for start, end, form in spans:
            if not (before.search(text[max(0, start - 16) : start]) or after.match(text[end : end + 12])):
                continue
            if form.formal and len(form.words) == 1 and form.gender == gender:
                titled.add(form)
            elif len(form.words) == 1 and len(form.words[0]) > 1 and not form.formal:
                given.add(form)
        if len(titled) == 1 and len(given) == 1:
            yield titled.pop(), given.pop()
