"""What sort of doing a verb is (telling, feeling, moving ...), for verbs that no rule names: derived from WordNet.

``models/voice_model/verbs.txt`` has the sorts of some eight thousand verbs; its recipe stands beside it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from childvoice.resources import resource

_WORD = re.compile(r"[A-Za-z’']+")
# Between the one who acts and what they do; auxiliaries are told apart from adverbs.
_AUXILIARIES = frozenset(
    "was were is are am be been being has had have will would can could should shall may might must did does do to "
    "’d ’s ’ve ’ll 'd 's 've 'll wd cd wasn't wasn’t isn't isn’t hasn't hasn’t hadn't hadn’t won't won’t wouldn't wouldn’t can't can’t couldn't couldn’t didn't didn’t doesn't doesn’t don't don’t".split()
)
_ADVERBS = frozenset(
    "not n't also then again just still now really later always often only clearly who both all once quickly even sometimes usually "
    "already since today quietly very himself herself themselves never ever almost nearly so too more most and first each".split()
)
_FURTHEST = 7  # words behind the one who acts in which the verb is looked for


@lru_cache(maxsize=1)
def _sorts() -> tuple[dict[str, str], dict[str, str]]:
    lines = (resource("models") / "voice_model" / "verbs.txt").read_text(encoding="utf-8").splitlines()[1:]
    verbs = dict(line.split(" ", 1) for line in lines if " = " not in line)
    irregular = dict(line.split(" = ") for line in lines if " = " in line)
    return verbs, irregular


@lru_cache(maxsize=8192)
def verb(form: str) -> tuple[str, str, str]:
    """Lemma, sort ('communication', 'cognition/emotion' ...) and form ('past', 's', 'ing', 'base') of a word; empty if no verb."""
    verbs, irregular = _sorts()
    if form in irregular:
        lemma = irregular[form]
        return lemma, verbs[lemma], "ing" if form.endswith("ing") else "s" if form.endswith("s") else "past"
    if form in verbs:
        return form, verbs[form], "base"
    for ending, name, puts in (("ies", "s", ("y",)), ("es", "s", ("", "e")), ("s", "s", ("",)), ("ied", "past", ("y",)), ("ed", "past", ("", "e")), ("ing", "ing", ("", "e"))):  # fmt: skip
        if form.endswith(ending) and len(form) > len(ending) + 1:
            stem = form[: -len(ending)]
            for put in puts:
                if stem + put in verbs:
                    return stem + put, verbs[stem + put], name
            if len(stem) > 2 and stem[-1] == stem[-2] and stem[:-1] in verbs:
                return stem[:-1], verbs[stem[:-1]], name
    return "", "", ""


def doing(body: str) -> tuple[str, str, str, list[str]]:
    """Lemma, sort and form of the first verb in ``body`` (what follows the one who acts), and the auxiliaries before it."""
    auxiliaries: list[str] = []
    for n, m in enumerate(_WORD.finditer(body)):
        word = m[0].casefold()
        if n >= _FURTHEST:
            break
        if word in _AUXILIARIES:
            auxiliaries.append(word.replace("’", "'"))
            continue
        if word in _ADVERBS or word.endswith("ly"):
            continue
        lemma, sort, form = verb(word)
        if lemma:
            return lemma, sort, form, auxiliaries
        if auxiliaries:
            break
    return "", "", "", auxiliaries
