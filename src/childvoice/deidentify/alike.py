"""Whether two written names can be one person's: short forms, spelling by ear, slips of a letter, initials."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files

from childvoice.deidentify.names.lexicon import gender, given_names, names_that_are_words

# Letters that Unicode does not take apart into a plain one and a mark.
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe"})


@lru_cache(maxsize=50_000)
def plain(name: str) -> str:
    """Lower case, without accents and apostrophes: 'Łukasz' and 'LUKASZ' are one spelling."""
    apart = unicodedata.normalize("NFD", name.casefold().translate(_PLAIN))
    return re.sub(r"['’.\u0300-\u036f]", "", apart)


@lru_cache(maxsize=1)
def _short() -> dict[str, frozenset[str]]:
    """Each name of ``lists/short_names.txt`` with the names that it may stand beside, itself left out."""
    beside: dict[str, set[str]] = {}
    text = files("childvoice.deidentify").joinpath("lists/short_names.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        full, equals, shorts = line.partition(" = ")
        if line.startswith("#") or not equals:
            continue
        family = [full, *shorts.split()]
        for name in family:
            # Kate and Katie stand for one Katherine; Lottie and Charlie are two children.
            beside.setdefault(name, set()).update(
                n for n in family if n != name and (full in (n, name) or n[:3] == name[:3])
            )
    return {name: frozenset(others) for name, others in beside.items()}


_HEARD = tuple(
    (re.compile(pattern), heard)
    for pattern, heard in (
        (r"ph", "f"),
        (r"sz|ss", "s"),
        (r"ck|c(?![eih])", "k"),
        (r"iya", "ia"),
        (r"(?<=[^aeiouy])[aeiouy]n$", "n"),
        (r"ee|ey|ie|y|ea", "i"),
        (r"(.)\1", r"\1"),
        (r"(?<=\w)[eh]$", ""),
    )
)


@lru_cache(maxsize=50_000)
def sounds(name: str) -> str:
    """A spelling that 'Zophia' shares with 'Zofia' and 'Destinee' with 'Destiny': how staff write what they hear."""
    for pattern, heard in _HEARD:
        name = pattern.sub(heard, name)
    return name


def one_slip(a: str, b: str) -> bool:
    """Whether one letter was added, left out, changed, or two neighbours swapped."""
    if a == b:
        return True
    if abs(len(a) - len(b)) > 1:
        return False
    at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[at + 1 :] == b[at + 1 :] or a[at + 1 :] == b[at:] or a[at:] == b[at + 1 :] or _swapped(a, b, at)


def _swapped(a: str, b: str, at: int) -> bool:
    return a[at : at + 2] == b[at : at + 2][::-1] and a[at + 2 :] == b[at + 2 :]


def _man_and_woman(a: str, b: str) -> bool:
    """Daniel and Danielle, Louis and Louise: near, and never one person."""
    return {gender(a), gender(b)} == {"m", "f"}


@lru_cache(maxsize=100_000)
def misspelt(a: str, b: str) -> bool:
    """Whether two plain names are one name, heard or typed wrongly. Jean and Jane, Marie and Maria are two names."""
    if a == b:
        return True
    if min(len(a), len(b)) < 4 or (a[0] != b[0] and sounds(a)[0] != sounds(b)[0]) or _man_and_woman(a, b):
        return False
    if sounds(a) == sounds(b) or (sorted(a) == sorted(b) and one_slip(a, b) and len(a) > 4):
        return True
    known = given_names() | names_that_are_words()
    return not (a in known and b in known) and one_slip(a, b)


@lru_cache(maxsize=100_000)
def short_for(a: str, b: str) -> bool:
    """Whether one of two plain given names is a short or pet form of the other."""
    if a == b or b in _short().get(a, ()):
        return True
    short, full = sorted((a, b), key=len)
    if len(short) < 3 or len(short) == len(full) or _man_and_woman(a, b):
        return False
    # 'Kayl' of Kayleigh, 'Bhavs' of Bhavini, 'Femi' of Oluwafemi.
    stem = short.rstrip("sz") if len(short) > 3 else short
    if full.startswith(short) or (len(stem) >= 3 and stem != short and full.startswith(stem)):
        return not (short in _short() and full in _short())
    ending = re.sub(r"(?:ie|y|i)$", "", short)
    doubled = re.sub(r"(.)\1$", r"\1", ending)
    if len(doubled) >= 3 and ending != short and full.startswith((ending, doubled)):
        return short not in _short()
    return len(short) > 3 and len(full) > len(short) + 3 and full.endswith(short)


def given_alike(a: str, b: str) -> bool:
    """Whether two given names, each perhaps of several parts ('lacey-jo'), can be one person's."""
    if a == b or misspelt(a, b) or short_for(a, b):
        return True
    parts_a, parts_b = a.split("-"), b.split("-")
    if len(parts_a) == len(parts_b):
        return False
    short, full = sorted((parts_a, parts_b), key=len)
    return len(short) == 1 and any(
        len(p) > 2 and (p == short[0] or misspelt(p, short[0]) or short_for(p, short[0])) for p in full
    )


def initials_of(words: tuple[str, ...]) -> frozenset[str]:
    """What a name of these words (hyphens kept) is cut down to: 'rpe' and 're' for Rhian Pugh-Evans, 'lj' for Lacey-Jo."""
    letters = "".join(part[0] for word in words for part in word.split("-") if part)
    found = {letters, "".join(word[0] for word in words)}
    if len(words) > 1:
        found |= {words[0][0] + words[-1][0], words[0][0] + words[-1].split("-")[-1][0]}
    first = "".join(part[0] for part in words[0].split("-") if part)
    return frozenset(i for i in found | {first} if len(i) > 1)
