"""How a name is written and where it comes from, to see whether some people are protected less than others.

Origins are those that the gold gives; where it gives none, a name that the lists of Faker (MIT) have in one group of
languages only. That is a rough guess about names, never about people, and used for nothing but these figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib import import_module

from childvoice.deidentify.names.lexicon import frequency, names_that_are_words

_GROUPS = {
    "British and Irish": ("en_GB", "en_IE", "ga_IE"),
    "South Asian": ("en_IN", "en_PK"),
    "African": ("yo_NG", "ha_NG", "ig_NG", "tw_GH", "zu_ZA"),
    "East European": ("pl_PL", "ro_RO", "hu_HU", "cs_CZ", "sk_SK", "lt_LT", "lv_LV"),
    "Turkish": ("tr_TR",),
    "Spanish and Portuguese": ("es_ES", "pt_PT"),
}
_INITIALS = re.compile(r"(?:[A-Z]\.?[ -]?){1,4}")
_PARTICLE = re.compile(r"(?i)\b(?:o['’]|mc|mac(?=[A-Z])|al-|el-|bin\b|binti\b|ibn\b|van\b|von\b|de\b|ap\b)")
# Zipf: as usual as 'rose'; rarer ones are hardly met as words.
_USUAL = 4.0
FORMS = (
    *(
        "full name",
        "one name",
        "initials",
        "lower case",
        "capitals",
        "ordinary word",
        "hyphenated",
        "particle",
        "nickname",
    ),
)


def forms(surface: str, others: Iterable[str] = ()) -> list[str]:
    """The forms of :data:`FORMS` that a name has; ``others`` are the other ways the same person is written."""
    words = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", surface)
    if not words:
        return []
    if _INITIALS.fullmatch(surface) and len(re.sub(r"\W", "", surface)) <= 4:
        return ["initials"]
    found = ["full name" if len(re.split(r"\s+", surface.strip())) > 1 else "one name"]
    if surface.islower():
        found.append("lower case")
    if surface.isupper():
        found.append("capitals")
    folded = [w.casefold() for w in words]
    if len(words) == 1 and (folded[0] in names_that_are_words() or frequency(folded[0]) >= _USUAL):
        found.append("ordinary word")
    if re.search(r"\w-\w", surface):
        found.append("hyphenated")
    if _PARTICLE.search(surface):
        found.append("particle")
    longer = {w.casefold() for other in others if " " in other for w in re.findall(r"[^\W\d_]+", other)}
    if len(words) == 1 and longer and folded[0] not in longer:
        found.append("nickname")
    return found


@lru_cache(maxsize=1)
def _origins() -> dict[str, str]:
    """Names that one group alone has, lower case, with the group."""
    groups: dict[str, set[str]] = {}
    for group, locales in _GROUPS.items():
        for locale in locales:
            provider = import_module(f"faker.providers.person.{locale}").Provider
            for attribute in dir(provider):
                values = getattr(provider, attribute)
                if re.search("first_name|last_name", attribute) and isinstance(values, (tuple, list, dict)):
                    for value in values:
                        groups.setdefault(str(value).casefold(), set()).add(group)
    return {name: next(iter(found)) for name, found in groups.items() if len(found) == 1}


def origin(surfaces: Iterable[str]) -> str:
    """The group that all known words of a person's names belong to; 'not told' if none is known or they differ."""
    words = {w for s in surfaces for w in re.findall(r"[^\W\d_]+", s.casefold()) if len(w) > 2}
    found = {_origins()[w] for w in words if w in _origins()}
    return found.pop() if len(found) == 1 else "not told"
