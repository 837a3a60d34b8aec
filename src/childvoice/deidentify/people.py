"""Who is who in one document: the ways in which it writes names, put together person by person.

From the surest to the least sure: full names, an initial with a surname, a given name with an initial, what the text
itself says ('known as'), a title with a surname, a lone name, initials, one letter. Each joins the one person whom it
fits. Where it fits several it stays by itself and is called unsure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from childvoice.deidentify.alike import given_alike, misspelt
from childvoice.deidentify.forms import Form
from childvoice.deidentify.names.lexicon import gender as usual_gender
from childvoice.records import Label


@dataclass(slots=True)
class Being:
    """One person of a document while it is read: the forms so far, how many mentions call them what, the roster's id.

    ``may_be`` are the people whom a form that fits several may mean.
    """

    forms: list[Form] = field(repr=False)
    labels: Counter[Label]
    roster: str = ""
    may_be: list[Being] = field(default_factory=list, repr=False)

    @property
    def child(self) -> bool:
        """Whether most signs say that this is a child."""
        return self.label is Label.PERSON_CHILD

    @property
    def label(self) -> Label:
        """What most mentions say; mere names say least."""
        return max(sorted(self.labels), key=lambda label: self.labels[label])

    @property
    def gender(self) -> str:
        """From titles, else from a given name that only men or only women have, else from the kin words beside it."""
        told = {f.gender for f in self.forms if f.gender}
        if len(told) == 1:
            return told.pop()
        return next(
            (g for f in self.forms if (f.full or f.given_and_initial) and (g := usual_gender(f.words[0]))), ""
        )

    @property
    def whole(self) -> Sequence[Form]:
        """Forms with more than one word."""
        return [f for f in self.forms if f.full or f.initial_and_surname or f.given_and_initial]

    @property
    def apart(self) -> str:
        """What tells them from another of the same name."""
        return next((f.apart for f in self.forms if f.apart), "")

    def given(self) -> Iterable[str]:
        """Given names: the first word of full names, and lone names."""
        for f in self.forms:
            if f.full or f.given_and_initial or (len(f.words) == 1 and not f.formal and len(f.words[0]) > 1):
                yield f.words[0]

    def surnames(self) -> Iterable[str]:
        """Surnames: the last word of names of several words, and what stands behind a title."""
        for f in self.forms:
            if f.full or f.initial_and_surname or (f.formal and len(f.words) == 1):
                yield f.surname
                if "-" in f.surname:
                    yield f.surname.rpartition("-")[2]


def beings(
    written: Mapping[Form, Counter[Label]],
    known: Sequence[Being] = (),
    same: Iterable[tuple[Form, Form]] = (),
) -> list[Being]:
    """Put forms together. ``written`` counts labels a form, ``known`` are people of the roster who stand in the document.

    ``same`` are pairs of forms that the text says are one person.
    """
    people = list(known)
    alias: dict[Form, list[Form]] = {}
    for a, b in same:
        alias.setdefault(a, []).append(b)
        alias.setdefault(b, []).append(a)
    waiting = sorted(
        written,
        key=lambda f: (
            _stage(f),
            -len(f.words),
            -sum(written[f].values()),
            f.words,
            f.gender,
            f.apart,
            f.capitals,
            f.formal,
        ),
    )
    for form in waiting:
        fits = _fitting(form, written[form], people)
        told = [p for p in people if any(other in p.forms for other in alias.get(form, ()))]
        if len(told) == 1 and (not fits or any(told[0] is p for fit in fits for p in (fit, *fit.may_be))):
            fits = told
        if len(fits) == 1:
            fits[0].forms.append(form)
            fits[0].labels.update(written[form])
        else:
            people.append(Being([form], Counter(written[form]), may_be=fits if len(fits) > 1 else []))
    return _signed(people)


def _signed(people: list[Being]) -> list[Being]:
    """'Rosalind' of the text signs as 'R. Entwistle, SW': a worker's initial and surname, and one worker without surname."""
    for signed in [
        p for p in people if p.label is Label.PERSON_STAFF and all(f.initial_and_surname for f in p.forms)
    ]:
        letter = signed.forms[0].words[0]
        fits = [
            p
            for p in people
            if p is not signed and p.label is Label.PERSON_STAFF and not p.may_be and not p.roster
            and not any(p.surnames()) and any(g[0] == letter for g in p.given())
        ]  # fmt: skip
        if len(fits) == 1:
            fits[0].forms += signed.forms
            fits[0].labels += signed.labels
            people = [p for p in people if p is not signed]
    return people


def _stage(form: Form) -> int:
    """In which order forms are looked at."""
    if form.full:
        return 0
    if form.initial_and_surname:
        return 1
    if form.given_and_initial:
        return 2
    if len(form.words[0]) == 1:
        return 6
    if form.formal:
        return 3
    return 5 if form.letters and len(form.letters) < 4 and len(form.words) == 1 else 4


def _fitting(form: Form, labels: Counter[Label], people: Sequence[Being]) -> list[Being]:
    """The people whom ``form`` may mean."""
    near = [p for p in people if p.apart == form.apart and {p.gender, form.gender} != {"m", "f"}]
    if form.full:
        return _first(
            near, lambda p: _same_name(form, p), lambda p: any(_one_name(form, f) for f in p.whole if f.full)
        )
    if form.initial_and_surname:
        return [p for p in near if any(_by_initial(form, f) for f in p.whole)]
    if form.given_and_initial:
        return [p for p in near if any(_by_surname_initial(form, f) for f in p.whole)]
    word = form.words[0]
    if len(word) == 1:
        return _by_letter(form, word, labels, near)
    if form.formal:
        # Of 'Mrs Warsame' and a child of that name nothing is known; 'Miss Bev' goes by her given name.
        adults = [p for p in near if not p.child]
        return _first(
            adults,
            lambda p: word in p.surnames() and bool(form.gender) and p.gender == form.gender,
            lambda p: word in p.surnames(),
            lambda p: any(misspelt(word, s) for s in p.surnames()),
            lambda p: any(given_alike(word, g) for g in p.given()),
        )
    return _first(
        near,
        lambda p: word in p.given(),
        lambda p: any(word in _flat(f)[1:-1] for f in p.whole),
        lambda p: bool(form.letters) and any(form.letters in f.initials for f in p.forms if not f.letters),
        lambda p: any(given_alike(word, g) for g in p.given()),
        lambda p: word in p.surnames(),
        lambda p: len(word) > 4 and any(misspelt(word, s) for s in p.surnames()),
        lambda p: len(word) == 2 and any(g.startswith(word) for g in p.given()),
    )


def _first(people: Iterable[Being], *tests: Callable[[Being], bool]) -> list[Being]:
    """Those who pass the first test that anybody passes."""
    people = list(people)
    return next((found for test in tests if (found := [p for p in people if test(p)])), [])


def _flat(form: Form) -> tuple[str, ...]:
    return tuple(part for word in form.words for part in word.split("-") if part)


def _same_name(form: Form, being: Being) -> bool:
    """Word for word, hyphens and order aside ('TRELOAR Jago')."""
    return any(sorted(_flat(form)) == sorted(_flat(f)) for f in being.whole if f.full)


def _one_name(a: Form, b: Form) -> bool:
    """Whether two full names are one: a part left out, a short form, a slip."""
    short, long = sorted((_flat(a), _flat(b)), key=len)
    if long[: len(short)] == short or long[-len(short) :] == short:
        return True
    if _surname_alike(a.surname, b.surname) and given_alike(a.words[0], b.words[0]):
        return a.surname == b.surname or a.words[0] == b.words[0]
    return False


def _surname_alike(a: str, b: str) -> bool:
    if a == b or (len(a) > 4 and misspelt(a, b)):
        return True
    parts = ({a, *a.split("-")}, {b, *b.split("-")})
    return len(parts[0]) != len(parts[1]) and bool(parts[0] & parts[1])


def _by_initial(form: Form, full: Form) -> bool:
    if full.given_and_initial or not _surname_alike(form.surname, full.surname):
        return False
    return full.words[0][0] == form.words[0]


def _by_surname_initial(form: Form, full: Form) -> bool:
    if full.initial_and_surname or not given_alike(form.words[0], full.words[0]):
        return False
    return any(part.startswith(form.words[-1]) for part in full.surname.split("-"))


def _by_letter(form: Form, letter: str, labels: Counter[Label], near: Sequence[Being]) -> list[Being]:
    """One letter: of a surname behind a title, else of a given name; in notes it is the child's before anybody's."""
    if form.formal:
        return [p for p in near if not p.child and any(s[0] == letter for s in p.surnames())]
    fits = [
        p
        for p in near
        if any(g[0] == letter for g in p.given()) or any(f.words == (letter,) for f in p.forms)
    ]
    if len(fits) > 1:
        said = max(sorted(labels), key=lambda label: labels[label])
        wanted = Label.PERSON_STAFF if said is Label.PERSON_STAFF else Label.PERSON_CHILD
        if wanted is Label.PERSON_STAFF or all(p.label in (wanted, Label.PERSON_STAFF) for p in fits):
            fits = [p for p in fits if p.label is wanted] or fits
    return fits
