"""Seconds and memory of all findings over made-up codings.

    python benchmarks/findings.py            # 100,000 codings
    python benchmarks/findings.py 1000000

Words, people and codings are drawn at random from a seed; no document is read. Each part is timed on its own, and
the sum is what a change of one coding costs, since everything is computed anew.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from childvoice.overview import Overview, assemble, more, theme_rows, triangulation_rows
from childvoice.overview import evidence as beside
from childvoice.records import JOURNEY, CodedRow, Excerpt, Group, Kind, Role, Source, Status, Valence, Voice
from childvoice.settings import Settings
from childvoice.themes.codebook import load

Made = tuple[list[Source], list[Excerpt], list[CodedRow]]
_WORDS = (
    "she came late and nobody told me why so I waited at the window with my coat on all afternoon".split()
)
_SIDES = (
    (Group.CHILD, Role.CHILD, Voice.OWN_WORDS, Kind.INTERVIEW, 5),
    (Group.CHILD, Role.STAFF, Voice.REPORTED, Kind.CASE_NOTE, 2),
    (Group.STAFF, Role.STAFF, Voice.ADULT, Kind.STAFF_INTERVIEW, 2),
    (Group.PARENT, Role.PARENT, Voice.ADULT, Kind.INTERVIEW, 1),
    (Group.PARTNER, Role.PARTNER, Voice.ADULT, Kind.MEETING, 1),
)


def generate(codings: int, seed: int = 7) -> Made:
    """Make sources of about 50 codings and people of about 10, with two passages for each that has a code."""
    chance = random.Random(seed)  # noqa: S311 - made-up data
    themes = load("voice_of_the_child").ids
    weights = [1 / (n + 1) for n in range(len(themes))]
    sources, excerpts, rows = [], [], []
    sides = [s for s in _SIDES for _ in range(s[-1])]
    while len(rows) < codings:
        group, role, voice, kind, _ = chance.choice(sides)
        number = len(sources)
        date = f"2026-{chance.randint(1, 12):02}-15"
        stage, team = chance.choice(JOURNEY), chance.choice(("North", "South", "East"))
        asked = tuple(chance.sample(themes, 5))
        source = Source(
            f"s{number}", f"{number}.txt", f"Document {number}", kind, group, date, stage=stage, team=team
        )
        sources.append(Source(**{**_fields(source), "topics_asked": asked, "lines_of_enquiry": ("d", "f")}))
        for at in range(80):
            person = f"p{number}-{at // 16}"
            text = " ".join(chance.choices(_WORDS, k=25))
            id_ = f"{number}-{at}"
            excerpts.append(Excerpt(id_, source.id, at, 0, len(text), text, person, role, voice, person))
            if at % 2:
                continue
            for theme in {*chance.choices(themes, weights, k=chance.choice((1, 1, 1, 2)))}:
                tone = chance.choice((Valence.NEGATIVE, Valence.NEGATIVE, Valence.POSITIVE, Valence.NEUTRAL))
                score = round(chance.random(), 3)
                code = (theme, score, Status.SUGGESTED, tone, "coder 1", 0, len(text), role, voice, person)
                rows.append(CodedRow(id_, source.id, *code, kind, group, date, stage, team, text, person, ""))
    return sources, excerpts, rows[:codings]


def _fields(source: Source) -> dict[str, object]:
    return {name: getattr(source, name) for name in Source.__slots__}


def main() -> None:
    """Time every part and print a table."""
    codings = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    sources, excerpts, rows = generate(codings)
    lines = {"d": "Continuity", "f": "What children say"}
    chosen = Settings.model_validate({"review": {"lines_of_enquiry": lines}})
    print(f"{len(rows):,} codings, {len(excerpts):,} passages, {len(sources):,} sources")
    spent: dict[str, float] = {}

    def timed(name: str, began: float) -> None:
        spent[name] = time.process_time() - began

    began = time.process_time()
    seen: Overview = assemble(chosen, sources, excerpts, rows)
    timed("prevalence, triangulation, sentences", began)
    with TemporaryDirectory() as folder:
        began = time.process_time()
        evidence = beside.gather(Path(folder), seen)
        timed("files, doubts", began)
    for name, work in {
        "tables of themes and triangulation": lambda: (theme_rows(seen), triangulation_rows(seen)),
        "convergence": lambda: beside.matrix_rows(evidence),
        "lines of enquiry": lambda: beside.enquiry_rows(evidence),
        "journey": lambda: beside.journey_rows(evidence),
        "change over time": lambda: more.time_rows(seen),
    }.items():
        began = time.process_time()
        work()
        timed(name, began)
    for name, seconds in spent.items():
        print(f"  {name:<40} {seconds:6.2f} s")
    print(f"  {'findings in all':<40} {sum(spent.values()):6.2f} s")
    for name, work in {
        "framework matrix": lambda: beside.framework_rows(evidence),
        "saturation": lambda: more.saturation_rows(seen),
        "wording": lambda: more.word_rows(seen),
    }.items():
        began = time.process_time()
        work()
        print(f"  on request: {name:<28} {time.process_time() - began:6.2f} s")
    print(f"  peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024:.2f} GiB")


if __name__ == "__main__":
    main()
