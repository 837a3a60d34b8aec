"""How the review was made, from what, and what it cannot say."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePath
from typing import Any

import shared
import wording
from childvoice.findings import suppress_table
from childvoice.overview import Overview
from childvoice.records import Status
from shared import bullets, esc, heading, para, put, table

TITLE = "About this review"


def page(seen: Overview) -> None:
    """Tell steps, sources, who was asked, what was withheld and flagged, and the limits."""
    purpose = seen.settings.review.purpose
    put(para(purpose, "lead") if purpose else "")
    _limits(seen)
    _steps(seen)
    _sources(seen)
    _asked(seen)
    _withheld(seen)
    _flagged(seen)


def _limits(seen: Overview) -> None:
    checked = sum(r.status in (Status.ACCEPTED, Status.CHANGED) for r in seen.rows)
    coding = (
        "No code has been confirmed by a person yet."
        if not checked
        else f"A person has confirmed or changed {seen.count(checked)} of {seen.count(len(seen.rows))} codes."
    )
    put(
        heading("What to keep in mind"),
        bullets(
            (
                f"A machine coded the passages, and it makes mistakes. {coding}",
                "Names are replaced by pseudonyms such as [Child 3]. This is still personal data: it is not "
                "anonymous, and someone who knows a family may recognise it.",
                f"Numbers are of distinct people. {seen.policy.told()} Passages can still be read by those who do the review.",
                "Only words that a child said or wrote count as a child's. What a worker writes "
                "about a child's "
                "wishes stands under case records or staff.",
                "'Not raised' means that people did not speak of it. 'Never asked' means that nobody "
                "asked them.",
                "Those who took part are not all children who have a social worker. Shares are of "
                "those who spoke.",
            )
        ),
        heading("Keeping children safe"),
        para(
            "Passages that may tell of harm are not shown on these pages and are not counted. They "
            "go to the named "
            "safeguarding lead. No flag does not mean no concern: if something you read here worries "
            "you, tell the "
            "lead today."
        ),
    )


def _steps(seen: Overview) -> None:
    made = seen.manifest
    chosen = seen.settings
    book = seen.codebook
    read = made.get("documents_read")
    steps = (
        f"Reading: {seen.count(int(read)) if read is not None else 'an unknown number of'} documents "
        "were read.",
        "Taking names out: names, places, dates and numbers were replaced (policy "
        f"'{chosen.deidentify.policy}').",
        "Finding who speaks: each passage got a role and a voice, a child's own words or an adult's.",
        f"Coding: the coder '{made.get('coder', 'not recorded')}' suggested themes of the codebook "
        f"'{book.title}', "
        f"version {book.version}, which has {len(book)} themes.",
        "Looking further: passages that no theme covers were grouped into draft themes."
        if chosen.themes.topics
        else "Draft themes outside the codebook were not looked for (switched off in the settings).",
        "Adding up: people were counted by theme and group, and small numbers taken out.",
    )
    put(heading("How it was made"), f"<ol>{''.join(f'<li>{esc(s)}</li>' for s in steps)}</ol>")
    versions: dict[str, Any] = dict(made.get("versions", {}))
    listed = [{"What": k, "Version": v} for k, v in sorted(versions.items())]
    listed += [{"What": "Python", "Version": made["python"]}] if "python" in made else []
    listed += [{"What": "Seed of all random numbers", "Version": made["seed"]}] if "seed" in made else []
    if listed:
        put(table("Versions that made it", listed))
        shared.download("Download the versions (CSV)", listed, "versions")
    else:
        put(para("Which versions made it was not recorded."))


def _sources(seen: Overview) -> None:
    put(heading("What it was made from"))
    kinds = Counter((wording.KINDS[s.kind], s.group) for s in seen.sources)
    groups = seen.source_groups
    counts = {k: {g: kinds[k, g] for g in groups} for k in sorted({kind for kind, _ in kinds})}
    hidden = suppress_table(counts, seen.policy.least)
    documents = [
        {"Kind": wording.capital(k), **{wording.capital(seen.people(g)): n for g, n in row.items()}}
        for k, row in hidden.items()
    ]
    put(
        para(
            "Columns say for whose view a document was gathered. c stands for a small number of documents.",
            "note",
        ),
        table("Documents by kind and group", documents),
    )
    shared.download("Download the documents by kind (CSV)", documents, "documents")
    people = [
        {"Group": wording.capital(seen.people(g)), "Number": seen.count(len(seen.speakers.participants[g]))}
        for g in seen.groups
    ]
    put(table("Distinct people (for papers: authors or files) whose words were coded", people))


def _asked(seen: Overview) -> None:
    groups = [g for g in seen.groups if g not in wording.WRITTEN]
    rows = [
        {
            "Theme": seen.label(t),
            **{
                wording.capital(seen.people(g)): "asked" if seen.speakers.was_asked(g, t) else "never asked"
                for g in groups
            },
        }
        for t in seen.codebook.ids
    ]
    put(
        heading("Who was asked about what"),
        para("As the list of documents says. Where it says nothing, 'never asked' stands here."),
        table("Topics that each group was asked about", rows),
    )
    shared.download("Download who was asked (CSV)", rows, "who-was-asked")


def _withheld(seen: Overview) -> None:
    put(heading("What was left out, and why"))
    if not seen.withheld:
        put(para("Nothing: every document that was given went through."))
        return
    # A file's name may hold a person's; the command line, which the officer uses, tells it.
    rows = [
        {
            "Document": f"{n}{f' ({ending})' if (ending := PurePath(w.file).suffix) else ''}",
            "Why": wording.capital(w.cause),
            "What to do": w.remedy,
        }
        for n, w in enumerate(seen.withheld, start=1)
    ]
    put(
        para("Names of files are not shown here, as they may hold a person's. 'childvoice run' lists them."),
        table("Documents that did not go through", rows),
    )


def _flagged(seen: Overview) -> None:
    put(heading("What a person should look at"))
    counts = Counter(wording.FLAGS[f.label] for f in seen.flags)
    if not counts:
        put(
            para(
                "No place was flagged as doubtful when names were taken out. That does not prove "
                "that none is."
            )
        )
        return
    # No total stands beside them, so each can be hidden alone.
    rows = [{"Kind": wording.capital(k), "Places": seen.count(n)} for k, n in sorted(counts.items())]
    put(
        para("When names were taken out, these places were doubtful or rare enough to point to someone."),
        table("Places flagged for a person, by kind", rows),
    )
