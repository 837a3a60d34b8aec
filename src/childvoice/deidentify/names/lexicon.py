"""What is known about words: given names and surnames of the UK's communities, names that are words, never-names.

The gazetteers are those of Faker (MIT) for the communities below, plus the lists beside this package, which were
written for this project. ``never_names`` wins over every list.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from importlib.resources import files

# Locales of Faker in Latin script whose names are found in UK children's services.
LOCALES = (
    "en_GB", "en_IE", "en_IN", "en_NG", "en_KE", "en_PK", "en_US", "pl_PL", "ro_RO", "tr_TR", "yo_NG", "ha_NG",
    "ig_NG", "ga_IE", "es_ES", "pt_PT", "it_IT", "hu_HU", "cs_CZ", "sk_SK", "lt_LT", "lv_LV", "sw", "zu_ZA", "tw_GH",
)  # fmt: skip


def _list(name: str) -> frozenset[str]:
    text = files("childvoice.deidentify").joinpath(f"lists/{name}.txt").read_text(encoding="utf-8")
    return frozenset(line.strip().casefold() for line in text.splitlines() if line.strip())


def _faker(kind: str, locales: tuple[str, ...] = LOCALES) -> set[str]:
    found: set[str] = set()
    for locale in locales:
        provider = import_module(f"faker.providers.person.{locale}").Provider
        for attribute in dir(provider):
            values = getattr(provider, attribute)
            if kind in attribute and isinstance(values, (tuple, list, dict, set)):
                found.update(str(v).casefold() for v in values)
            elif kind in attribute and hasattr(values, "keys"):
                found.update(str(v).casefold() for v in values.keys())  # noqa: SIM118 - Faker's OrderedDict-likes iterate values
    return found


@lru_cache(maxsize=1)
def never_names() -> frozenset[str]:
    """Words and phrases that are never a person's name in this kind of text."""
    return _list("never_names")


@lru_cache(maxsize=1)
def names_that_are_words() -> frozenset[str]:
    """Given names that are ordinary words too: only capitals and context can tell."""
    return _list("names_that_are_words") - never_names()


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """Given names and short forms that are no ordinary word, lower case, of three letters and more or known short."""
    own = _list("given_names")
    found = {n for n in _faker("first_name") if len(n) > 2 and n.isalpha()} | own
    return frozenset(found - names_that_are_words() - never_names())


@lru_cache(maxsize=50_000)
def ordinary(word: str) -> bool:
    """Whether a lower-case word is an everyday word of English and no name that the lists know.

    Zipf 2.5 of :func:`frequency` is three times in ten million words.
    """
    if word in given_names() or word in names_that_are_words():
        return False
    return frequency(word) >= (4.0 if word in surnames() else 2.5)


@lru_cache(maxsize=50_000)
def frequency(word: str) -> float:
    """How often a lower-case word is used in English, as a Zipf number: 3 is once in a million words, 6 in a thousand."""
    from wordfreq import zipf_frequency

    return float(zipf_frequency(word, "en"))


@lru_cache(maxsize=1)
def british() -> frozenset[str]:
    """Given names usual in Britain and Ireland, whose lower-case form is hardly ever anything but the name."""
    return frozenset(_faker("first_name", ("en_GB", "en_IE", "en_NZ"))) & given_names()


@lru_cache(maxsize=1)
def _of_one_gender() -> tuple[frozenset[str], frozenset[str]]:
    """Given names of men alone and of women alone."""
    men, women = _faker("first_names_male"), _faker("first_names_female")
    return frozenset(men - women), frozenset(women - men)


def gender(given: str) -> str:
    """'m' or 'f' where all lists have a lower-case given name for men or for women alone, else nothing. It only parts people."""
    men, women = _of_one_gender()
    return "m" if given in men else "f" if given in women else ""


@lru_cache(maxsize=1)
def surnames() -> frozenset[str]:
    """Surnames, lower case; many are words too, so they count only beside a given name, title or initial."""
    own = _list("surnames")
    return frozenset({n for n in _faker("last_name") if len(n) > 1} | own)


@lru_cache(maxsize=1)
def places() -> frozenset[str]:
    """Words that stand in names of UK places ('port', 'ellery'), lower case; a sign, never enough by itself."""
    lines = (line for line in _list("uk_places") if not line.startswith("#"))
    return frozenset(w for line in lines for w in line.lstrip("?!").replace("-", " ").split() if len(w) > 3)
