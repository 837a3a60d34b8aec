"""Names by list and shape: known given names in any case, names that are words by capitals and context."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from childvoice.deidentify.names.cues import FUNCTION_WORDS
from childvoice.deidentify.names.lexicon import (
    british,
    frequency,
    given_names,
    names_that_are_words,
    never_names,
    ordinary,
    surnames,
)
from childvoice.deidentify.names.tokens import Token
from childvoice.deidentify.spans import Found
from childvoice.records import Label

# What follows a person who is the subject, and hardly ever an ordinary noun or verb at the start of a sentence.
ACTS = frozenset(
    "said says told tells asked asks came comes went goes has had is was wants wanted thinks thought feels felt likes liked loves loved hates hated "
    "helped helps listens listened explained reported stated disclosed presented attended engaged visited rang rings phoned called calls texted texts "
    "left leaves got gets did does didn't doesn't don't isn't wasn't hasn't always never still also just and who smiled laughed cried sat looked seemed "
    "appeared became lives lived moved knows knew takes took makes made gave gives keeps kept tried tries used can't couldn't wouldn't would picked "
    "sees saw met agreed refused showed played remembered remembers forgot wrote drew bought shouted hugged whispered nodded shrugged "
    "let lets rang drove ate slept bit brought spoke walked talked stayed hid cuddled shrugs grinned nods refuses enjoys misses missed struggles settled "
    "arrived engages attends presents rushed sobbed answered replied confirmed denied admitted".split()
)
_TELLING = frozenset(
    "said says told tells stated states likes wants thinks feels loves hates asked reported disclosed".split()
)
_NEVER_LOWER = frozenset("will may can might hope bless page art".split())
_AFTER_MODAL = frozenset(
    "i you he she it we they there this that the a an my your his her our their someone anyone people everyone not be have all any".split()
)
_MONTHS = frozenset(
    "jan feb mar apr jun jul aug sep oct nov dec april may june august january march sunday monday tuesday wednesday thursday friday saturday sundays".split()
)
_IN_APPOSITION = frozenset("who aged our his her my their".split()) | {"that's", "that’s", "who's", "who’s"}
# What somebody has: behind "Hope's" these make Hope a person.
_BELONGS = frozenset(
    "mum mam mom mother dad father parents nan gran grandma sister brother siblings family carer carers foster worker social teacher school friend "
    "partner boyfriend girlfriend house home bed bedroom room flat birthday plan file case views wishes voice words review contact behaviour sleep "
    "phone attendance placement needs own case notes letter story".split()
)
_PARTICLES = frozenset("de da dos van von bin binti ibn al el ap ab du le la o mac mc".split())
# In lower case behind 'worker' or 'friend' these are verbs: 'my worker will ring'.
_VERBS = frozenset(
    "will may can might hope mark chase bill rob grant drew peg sue pat frank rich art miles job mo fa".split()
)
# Before a name that is a word, in any case: 'nan hope', 'my sw will'.
_RELATIONS = frozenset(
    "nan nana nanna gran grandma grandad auntie aunty uncle mum dad mam brother sister cousin sw worker friend mate called named miss mr mrs ms dr "
    "pc dear".split()
)


def listed(tokens: Sequence[Token]) -> Iterator[Found]:
    """Spans of known names: a given name with the surnames and initials that follow it."""
    given, words, never, family = given_names(), names_that_are_words(), never_names(), surnames()
    at = 0
    while at < len(tokens):
        token = tokens[at]
        before = tokens[at - 1] if at else None
        after, beyond = (*tokens[at + 1 : at + 3], None, None)[:2]
        score = 0.0
        if _genitive(token, after, given):
            yield Found(token.start, token.end - 1, Label.PERSON_OTHER, "gazetteer", 0.85)
            at += 1
            continue
        if _short_given(token, after):
            score = 0.9
        elif token.lower in never or token.single or _shorthand(token, after):
            pass
        elif _is_given(token, given) and token.lower not in _MONTHS:
            score = 0.93 if token.capital else 0.8
            if not token.capital and token.lower not in british() and frequency(token.lower) >= 3.2:
                score = 0.0  # 'lino', 'mare', 'job': names somewhere, words here
            if score and len(token.lower) <= 3 and not token.capital:
                # 'bev says', 'my sw tia': short names in lower case only where something says so
                acts = bool(after and after.lower in ACTS and after.start - token.end == 1)
                score = 0.78 if acts or (before and before.lower in _RELATIONS | {"told", "asked"}) else 0.0
        elif _word_part(token, words) or token.lower in _MONTHS:
            score = _word_name(token, before, after, beyond, family)
        elif _unknown(token, after):
            score = 0.72
        if not score:
            at += 1
            continue
        end = _extend(tokens, at, family, _any_name(), never)
        yield Found(token.start, tokens[end].end, Label.PERSON_OTHER, "gazetteer", score)
        at = end + 1


@lru_cache(maxsize=1)
def _any_name() -> frozenset[str]:
    return given_names() | names_that_are_words()


_SHORT_GIVEN = frozenset("di ed al jo ty vi cy si".split())


def _short_given(token: Token, after: Token | None) -> bool:
    """'Di Nudd', 'Ed rang': short given names that are also shorthand, so only with a capital, and a surname or a verb behind."""
    if token.lower not in _SHORT_GIVEN or not token.capital or token.upper or after is None:
        return False
    gap = after.start - token.end
    surname = gap == 1 and after.capital and not after.upper and not FUNCTION_WORDS.match(after.text)
    return (surname and (after.lower in surnames() or not ordinary(after.lower))) or (
        gap == 1 and after.lower in ACTS
    )


def _is_given(token: Token, given: frozenset[str]) -> bool:
    """A listed name, or a double name whose first part is listed (Tia-Mae, Abdul-Rahman)."""
    if token.lower in given:
        return True
    first, dash, second = token.lower.partition("-")
    return bool(dash) and first in given and token.capital and len(second) > 1


def _unknown(token: Token, after: Token | None) -> bool:
    """A capitalised word that neither the lists nor English knows: most are names that no list has."""
    if not token.capital or token.upper or len(token.lower) < 3 or FUNCTION_WORDS.match(token.text):
        return False
    if (
        frequency(token.lower) >= 2.2
        or ordinary(token.lower)
        or re.sub(r"e?s$", "", token.lower) in never_names()
    ):
        return False
    if not token.opens:
        return True
    adjacent = after if after and after.start - token.end <= 3 else None
    return bool(adjacent and adjacent.lower in ACTS)


def _genitive(token: Token, after: Token | None, given: frozenset[str]) -> bool:
    """'chloes mum', written without its apostrophe."""
    return (
        token.lower.endswith("s")
        and len(token.lower) > 4
        and token.lower not in given
        and token.lower[:-1] in given
        and bool(after and after.lower in _BELONGS)
        and (token.capital or token.lower[:-1] in british())
    )


def _shorthand(token: Token, after: Token | None) -> bool:
    """'Mo Danielle', 'Fa Craig': mother and father before a given name."""
    return token.lower in ("mo", "fa") and bool(after and after.capital and after.lower in given_names())


def _word_part(token: Token, words: frozenset[str]) -> bool:
    return token.lower in words or (
        "-" in token.lower and token.lower.split("-")[0] in words and token.capital
    )


def _word_name(
    token: Token, before: Token | None, after: Token | None, beyond: Token | None, family: frozenset[str]
) -> float:
    """How sure a word like Hope or Will is a name here; 0 if it is not."""
    if (
        before
        and before.lower in _RELATIONS
        and before.end + 1 == token.start
        and (token.capital or token.lower not in _VERBS)
    ):
        return 0.92
    if not token.capital:
        # 'jack likes tractors': in lower case only a person does what these verbs say
        telling = (
            after
            and after.start - token.end == 1
            and after.lower in _TELLING
            and token.lower not in _NEVER_LOWER
        )
        return 0.75 if telling else 0.0
    if (
        not token.opens
        and before
        and before.capital
        and token.start - before.end == 1
        and before.lower not in given_names()
        and before.lower not in names_that_are_words()
        and not FUNCTION_WORDS.match(before.text)
    ):
        return 0.0  # the tail of another name: Glebe Lane, Oxley Vale
    adjacent = after if after and after.start - token.end <= 3 else None
    surname = (
        adjacent and adjacent.capital and not adjacent.single and not FUNCTION_WORDS.match(adjacent.text)
    )
    if (
        surname
        and adjacent
        and adjacent.lower not in _MONTHS
        and (adjacent.lower in family or not ordinary(adjacent.lower))
    ):
        return 0.9
    if adjacent and beyond and adjacent.lower in _PARTICLES and beyond.capital:
        return 0.9  # Jan van Dijk
    if token.upper and len(token.text) > 1 and (not before or before.upper or (after and after.upper)):
        return 0.0  # a line in capitals says nothing
    if not token.opens:
        return 0.0 if token.lower in _MONTHS else 0.88
    if adjacent and adjacent.start - token.end == 3 and adjacent.lower in _BELONGS:
        return 0.8  # 'Hope's bedroom', but not 'Summer's over'
    if after and after.start - token.end == 2 and after.lower in _IN_APPOSITION:
        return 0.8  # "Poppy, that's our granddaughter"
    if adjacent and adjacent.text == token.lower and not token.upper:
        return 0.8  # 'Will will ring'
    if (
        adjacent
        and adjacent.lower in ACTS
        and not (
            token.lower in {"will", "may", "mark", "hope", "bless", "chase"}
            and adjacent.lower in _AFTER_MODAL
        )
        and not _of_things(token, adjacent, beyond)
    ):
        return 0.8
    return 0.0


def _of_things(token: Token, after: Token, beyond: Token | None) -> bool:
    """'Faith and culture', 'May is when': what goes on like this is about a thing, not a person."""
    if token.lower.endswith("day") and after.lower not in _TELLING:
        return True
    if not beyond:
        return False
    if after.lower == "and":
        people = beyond.capital or beyond.lower in _RELATIONS | {"her", "his", "their", "i", "my", "me"}
        return beyond.lower in _MONTHS or not people
    return after.lower in ("is", "was") and (
        beyond.lower in ("what", "when", "where", "why", "how")
        or (beyond.lower in ("the", "a") and token.lower in _MONTHS | {"summer", "autumn", "winter"})
    )


def _extend(
    tokens: Sequence[Token], at: int, family: frozenset[str], names: frozenset[str], never: frozenset[str]
) -> int:
    """Index of the last word of the name that begins at ``at``."""
    end = at
    while end + 1 < len(tokens) and end - at < 3:
        following = tokens[end + 1]
        gap = following.start - tokens[end].end
        joined = gap == 1 or (gap == 2 and tokens[end].single)
        if not joined or (gap == 1 and following.opens):  # the next line
            break
        if (
            following.lower in _PARTICLES
            and end + 2 < len(tokens)
            and tokens[end + 2].capital
            and tokens[at].capital
        ):
            end += 2
        elif following.lower in never:
            break
        elif (
            (re.match(r"(?:al|el|ul|ur)-[A-Z]", following.text) and tokens[at].capital)
            or (
                following.capital
                and not FUNCTION_WORDS.match(following.text)
                and (
                    following.lower in family
                    or following.lower in names
                    or (not following.opens and tokens[at].capital and not following.upper)
                    or (following.upper and tokens[at].upper and not ordinary(following.lower))
                )
            )
            or (
                not following.capital
                and following.lower in family
                and not tokens[at].capital
                and following.lower not in _COMMON_SURNAME_WORDS
            )
        ):
            end += 1
        else:
            break
    return end


# Surnames that are everyday words; after a lower-case given name they are the sentence going on.
_COMMON_SURNAME_WORDS = frozenset(
    "a an and as at back bad been best bird black bond book brown bush came can cook cross day do field fine fish ford fox free french gay good grant "
    "gray green grey hall hand hard head held hill holder home hope hunt in judge kind king knight lamb lane law lay leaves little live long lord love "
    "made man marsh may moon moor more much must new noble north nurse on page park people pope price pride rich rice rose see she short small smart so "
    "south speed spring still stone street strong sweet tall to true wait walker ward was watts way web well wells west white wild will winter wise wood "
    "world worth wright yard young be by down every for from go had has have he her him his is it just like me my no not of one or our out said say says "
    "than that the their them then they this up us we what when who with you your always never told asked got gets went goes did does kept keeps".split()
)
