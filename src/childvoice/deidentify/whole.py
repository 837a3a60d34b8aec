"""Names as wholes: spans of people that share a word or stand side by side become one, spans over two people two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from childvoice.deidentify.names.cues import FUNCTION_WORDS
from childvoice.deidentify.names.lexicon import given_names, names_that_are_words, never_names, surnames
from childvoice.deidentify.spans import Found

# From this certainty on a span may stretch another; below, it may be a word beside a name.
_SURE = 0.7
# Between two people whom a recogniser took for one: 'Kyle B / Kyle W', 'Archie B. Mrs Larter'.
_BETWEEN_PEOPLE = re.compile(
    r"\s*[/&+;]\s*|\s+[-–—]\s+|\.\s+(?=(?:Mrs?|Ms|Miss|Dr|PC|DC|Nurse|Mum|Dad)\b)|\s+and\s+(?=[A-Z])"
)


def each_person(body: str, span: Found) -> Iterator[Found]:
    """The people in one span whose words are ``body``."""
    at = 0
    for m in [*_BETWEEN_PEOPLE.finditer(body), None]:
        end = m.start() if m else len(body)
        if end > at:
            yield Found(span.start + at, span.start + end, span.label, span.maker, span.score)
        at = m.end() if m else end


def stretched(found: Iterable[Found], text: str) -> list[Found]:
    """``found``, and a span over each two of people that share words: 'Mr Darren' and 'Darren Small' are 'Mr Darren Small'."""
    found = list(found)
    people = sorted(
        (f for f in found if f.label.is_person and f.score >= _SURE), key=lambda f: (f.start, -f.end)
    )
    for at, first in enumerate(people):
        for second in people[at + 1 :]:
            if second.start >= first.end:
                break
            if second.end > first.end and second.start > first.start and _alike_in_case(text, first, second):
                surer = max(first, second, key=lambda f: (f.score, f.start))
                found.append(Found(first.start, second.end, surer.label, surer.maker, surer.score))
    return found


def _alike_in_case(text: str, first: Found, second: Found) -> bool:
    """Whether what the second adds is written like the first: with a capital, or without."""
    added = text[first.end : second.end].split()
    return all(word[0].isupper() for word in added) or text[first.start : second.end].islower()


def side_by_side(settled: Iterable[Found], text: str) -> list[Found]:
    """Join a given name and the surname a space behind it ('Mo', 'Yusuf'), and take in a surname that no sign found."""
    joined: list[Found] = []
    for span in settled:
        last = joined[-1] if joined else None
        if last and _one_name(last, span, text):
            joined[-1] = one_name(last, span)
        else:
            joined.append(span)
    for at, span in enumerate(joined):
        before = joined[at + 1].start if at + 1 < len(joined) else len(text)
        if span.label.is_person and (end := _surname_behind(text, span, before)):
            joined[at] = span = Found(span.start, end, span.label, span.maker, span.score)
        free = joined[at - 1].end if at else 0
        if span.label.is_person and (m := _TYPED_TITLE.search(text, max(free, span.start - 8), span.start)):
            joined[at] = Found(m.start(1), span.end, span.label, span.maker, span.score)
    return joined


def one_name(first: Found, second: Found) -> Found:
    """One span over both and what lies between; the surer of the two says what it is."""
    surer = max(first, second, key=lambda f: (f.score, -f.start))
    return Found(first.start, second.end, surer.label, surer.maker, surer.score)


# A title goes with its name, typed without a capital too: 'mr patel'.
_TYPED_TITLE = re.compile(r"(?<![\w’'-])((?:mr|mrs|ms|miss|dr)\.?[ \t])$")


_PARTICLES = frozenset(f" {p} " for p in "ap ab bin binti ibn al el de da dos van von ferch".split())


def _one_name(first: Found, second: Found, text: str) -> bool:
    if not (first.label.is_person and second.label.is_person):
        return False
    a, b = text[first.start : first.end], text[second.start : second.end]
    between = text[first.end : second.start]
    if between in _PARTICLES and a[0].isupper() and b[0].isupper():
        return True  # 'Mabon ap Rhys'
    if between != " ":
        return False
    return (
        " " not in a
        and " " not in b
        and a[0].isupper()
        and b[0].isupper()
        and len(a) > 1
        and a.isupper() == b.isupper()
        and b.casefold() in surnames()
    )


_NEXT = re.compile(r" ([A-Z][^\W\d_]+(?:[-'’][^\W\d_]+)*)(?![\w’'-])(?! [A-Z])")


def _surname_behind(text: str, span: Found, before: int) -> int:
    """End of a surname that stands right behind a lone given name although it is a word: 'Dawn Small'. 0 if none does."""
    name = text[span.start : span.end].split()[-1]
    known = name.casefold() in given_names() or name.casefold() in names_that_are_words()
    m = _NEXT.match(text, span.end, min(before, len(text)))
    if (
        m is None
        or not known
        or name.isupper()
        or m[1].isupper()
        or len(text[span.start : span.end].split()) > 2
    ):
        return 0
    word = m[1].casefold()
    if word not in surnames() or word in never_names() or FUNCTION_WORDS.match(m[1]):
        return 0
    return m.end(1)
