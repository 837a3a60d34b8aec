"""What is proved of a release before it is passed on, and what was found in it that should not be there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from childvoice import __version__
from childvoice.release.combinations import identifiers
from childvoice.release.content import CONTENT, Content
from childvoice.release.differences import smallest
from childvoice.release.edition import edition
from childvoice.release.file import Release
from childvoice.release.unlinked import numbered

_RUN = 8  # words in a row: two people seldom say the same eight
_WORD = re.compile(r"[\w’']+")


@dataclass(frozen=True, slots=True)
class Report:
    """What was looked for and not found, a sentence each; what was found; and what was not looked for."""

    proved: tuple[str, ...]
    found: tuple[str, ...]
    open: tuple[str, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not self.found


def check(release: Release) -> Report:
    """Look for small numbers, numbers that could be worked out, identifiers and links between quotes.

    That the digests are right and that there is no field for a person, a document or a key was found by reading it.
    """
    content = release.content
    least = smallest(content)
    looked = (
        (f"no number of people from 1 to {least - 1} is shown", _small(content, least)),
        ("no hidden number can be worked out from those beside it", _worked_out(content, least)),
        (
            "no phone number, address, postcode, user name or reference stands in it by its form",
            _forms(content),
        ),
        ("no pseudonym in a quote bears a number that would join it with another quote", _links(content)),
        ("the page inside says what the content says", _edition(release)),
    )
    proved = [
        "the digest of every part is the one in its manifest",
        "it has the parts and fields of a release and no others: no vault, roster, identity key, source, decision or audit log",
        *(what for what, found in looked if not found),
    ]
    return Report(tuple(proved), tuple(f for _, found in looked for f in found))


def against_review(release: Release, units: Mapping[tuple[str, int], str], concerns: Iterable[str]) -> Report:
    """Compare a release with the review that it was made from.

    ``units`` are the texts of all units, ``concerns`` those of passages that are the safeguarding lead's.
    """
    quoted = {run for q in release.content.quotes for run in _runs(q.text)}
    shown = _runs(_everything(release)) - quoted
    # A quote's own beginning and end run into words of the file; those runs stand in no unit.
    raw = {key for key, text in units.items() if shown & (_runs(text) - quoted)}
    harm = {run for text in concerns for run in _runs(text)} & (shown | quoted)
    found = []
    if harm:
        found.append("words of a passage that is the safeguarding lead's stand in it")
    if raw:
        found.append(f"words of {len(raw)} turn(s) of the review stand in it that are in no approved quote")
    proved = []
    if not harm:
        proved.append("no passage of the safeguarding queue stands in it")
    if not raw:
        proved.append(f"no {_RUN} words in a row of the review stand in it but those of approved quotes")
    return Report(tuple(proved), tuple(found))


def _small(content: Content, least: int) -> list[str]:
    return [f"a small number is shown: {where}" for where, n in _counts(content) if 0 < n < least]


def _counts(content: Content) -> Iterator[tuple[str, int]]:
    told: list[tuple[str, str]] = [(f"took part, {g.value}", n) for g, n in content.took_part.items()]
    for row in content.themes:
        numbers = (
            row.people, row.sources, row.mentions, row.of, row.people_asked, row.asked_and_silent, row.raised_unasked,
        )  # fmt: skip
        told += [(f"{row.theme}, {row.group.value}", n) for n in numbers]
    told += [(f"how it was, {t.theme}", t.people) for t in content.tones]
    told += [(f"{s.name}, {r.theme}", r.people) for s in content.stages for r in s.raised]
    told += [(f"line {e.letter}", n) for e in content.lines for n in e.sources.values()]
    told += [(f"finding on {f.theme}", n) for f in content.findings for n in re.findall(r"\d+", f.how_many)]
    for name, table in (("documents by kind", content.documents), ("case records", content.cases)):
        told += [(name, value) for row in table for value in row.values()]
    told.append(("documents read", content.made.documents_read))
    yield from ((where, int(n)) for where, n in told if n.isdigit())


def _worked_out(content: Content, least: int) -> list[str]:
    """Lines whose hidden cells are known by subtraction from a total that is shown."""
    total = {(r.theme, r.group): r.people for r in content.themes}
    lines: dict[str, tuple[str, list[str]]] = {}
    for tone in content.tones:
        people = next((n for (t, g), n in total.items() if t == tone.theme and g.value == "child"), "")
        lines.setdefault(f"how it was, {tone.theme}", (people, []))[1].append(tone.people)
    for stage in content.stages:
        for r in stage.raised:
            line = f"stages, {r.theme}, {r.group.value}"
            lines.setdefault(line, (total.get((r.theme, r.group), ""), []))[1].append(r.people)
    found = []
    for name, (people, cells) in lines.items():
        hidden = cells.count("c")
        if not people.isdigit() or not hidden or content.about.rule == "round":
            continue
        rest = int(people) - sum(int(n) for n in cells if n.isdigit())
        # One hidden cell is the rest itself; several share it, and a hidden cell may be 0.
        if hidden == 1 and 0 < rest < least:
            found.append(f"a hidden number can be worked out: {name}")
    for row in content.themes:
        parts = (row.people_asked, row.asked_and_silent, row.raised_unasked)
        if row.people.isdigit() and parts.count("c") == 1 and row.people_asked.isdigit():
            found.append(f"a hidden number can be worked out: who was asked about {row.theme}")
    return found


def _forms(content: Content) -> list[str]:
    texts = [(f"quote {n + 1}", q.text) for n, q in enumerate(content.quotes)]
    texts += [(f"finding on {f.theme}", f.sentence) for f in content.findings]
    texts += [(f"decision on {d.theme}", d.why) for d in content.decided]
    texts += [
        (f"recommendation {r.id}", " ".join((r.text, r.response, r.evidence, r.you_said, r.we_will)))
        for r in content.recommendations
    ]
    texts.append(("the purpose", content.about.purpose))
    return [f"a {kind} may stand in {where}" for where, text in texts for kind in identifiers(text)]


def _links(content: Content) -> list[str]:
    return [
        f"quote {n + 1} holds {', '.join(sorted(set(found)))}"
        for n, q in enumerate(content.quotes)
        if (found := numbered(q.text))
    ]


def _edition(release: Release) -> list[str]:
    if release.written_by != __version__ or release.edition == edition(release):
        return []
    return ["the page inside is not the one that its content makes"]


def _everything(release: Release) -> str:
    plain = re.sub(r"<[^>]*>", " ", release.edition)
    return f"{CONTENT.dump_json(release.content).decode()} {plain}"


def _runs(text: str) -> set[str]:
    words = [w.casefold() for w in _WORD.findall(text)]
    return {" ".join(words[n : n + _RUN]) for n in range(len(words) - _RUN + 1)}
