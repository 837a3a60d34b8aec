"""How a review was made and what it cannot say, as sentences: the page and the report say the same."""

from __future__ import annotations

from collections import Counter

from childvoice.findings import suppress_table
from childvoice.overview import Overview
from childvoice.records import Status
from childvoice.report import wording

SAFETY = (
    "Passages that may tell of harm are not shown and are not counted. They go to the named safeguarding lead. "
    "No flag does not mean no concern: if something you read here worries you, tell the lead today."
)
RULE = (
    "They differ (≠): one side mostly found it good and the other mostly bad. Researchers call this dissonance.",
    "They partly agree (≈): the same tone but of very different weight, or one side is mixed.",
    "They agree (=): the same tone, and on neither side is the share of people more than three times the other's.",
    "Only children raise it (+): the others were asked and said little or nothing.",
    "Never asked (?): nobody asked the others about it, so their silence says nothing.",
    "Children do not raise it (−): the others do.",
    "Too few to say (…): fewer people on a side than a number that may be shown.",
)


def about_c(seen: Overview) -> str:
    """Say what ``c`` stands for."""
    return seen.policy.told()


def limits(seen: Overview) -> tuple[str, ...]:
    """Say what to keep in mind while reading."""
    if seen.released:
        return seen.released.limits
    checked = sum(r.status in (Status.ACCEPTED, Status.CHANGED) for r in seen.rows)
    coding = (
        "No person has confirmed any of it yet."
        if not checked
        else f"A person has confirmed or changed {seen.count(checked)} of its {seen.count(len(seen.rows))} suggestions."
    )
    return (
        f"A machine sorted the passages into themes, and it makes mistakes. {coding}",
        "Names are replaced by pseudonyms such as [Child 3]. This is still personal data: it is not anonymous, "
        "and someone who knows a family may recognise it.",
        f"Each person is counted once, however often they speak of something. {about_c(seen)}",
        "Only words that a child said or wrote count as a child's. What a worker writes about a child's wishes "
        "stands under case records or staff.",
        "'Not raised' means that people did not speak of it. 'Never asked' means that nobody asked them.",
        "Those who took part are not all children who have a social worker. Shares are of those who spoke.",
    )


def steps(seen: Overview) -> tuple[str, ...]:
    """Tell what was done with the documents, in order."""
    made, chosen, book = seen.manifest, seen.settings, seen.codebook
    read = made.get("documents_read")
    return (
        f"Reading: {seen.count(int(read)) if read is not None else 'an unknown number of'} documents were read.",
        f"Taking names out: names, places, dates and numbers were replaced (policy '{chosen.deidentify.policy}').",
        "Finding who speaks: who says each passage, and whether it is a child's own words or an adult's.",
        f"Sorting into themes: a machine ('{made.get('coder', 'not recorded')}') suggested themes from the list "
        f"'{book.title}', version {book.version}, which has {len(book)} of them.",
        "Looking further: passages that no theme covers were put into groups, for a person to judge."
        if chosen.themes.topics
        else "Passages that no theme covers were not looked at (switched off in the settings).",
        "Adding up: people were counted by theme and group, and small numbers taken out.",
    )


def versions(seen: Overview) -> list[dict[str, str]]:
    """List what made the review, with versions, as far as it was recorded."""
    made = seen.manifest
    listed = [{"What": str(k), "Version": str(v)} for k, v in sorted(dict(made.get("versions", {})).items())]
    listed += [{"What": "Python", "Version": str(made["python"])}] if "python" in made else []
    listed += [{"What": "Seed of all random numbers", "Version": str(made["seed"])}] if "seed" in made else []
    return listed


def documents(seen: Overview) -> list[dict[str, str]]:
    """Count documents by kind and group, small numbers hidden so that no total tells them."""
    if seen.released:
        return seen.released.documents
    kinds = Counter((wording.KINDS[s.kind], s.group) for s in seen.sources)
    counts = {k: {g: kinds[k, g] for g in seen.source_groups} for k in sorted({kind for kind, _ in kinds})}
    return [
        {"Kind": wording.capital(k), **{wording.capital(seen.people(g)): n for g, n in row.items()}}
        for k, row in suppress_table(counts, seen.policy.least).items()
    ]


def asked(seen: Overview) -> list[dict[str, str]]:
    """Tell which group was asked about which theme. Nobody asks a paper."""
    groups = [g for g in seen.groups if g not in wording.WRITTEN]
    return [
        {
            "Theme": seen.label(t),
            **{
                wording.capital(seen.people(g)): "asked" if seen.speakers.was_asked(g, t) else "never asked"
                for g in groups
            },
        }
        for t in seen.codebook.ids
    ]
