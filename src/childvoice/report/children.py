"""One plain page for the children and young people who took part: what you told us, what happens now.

Short sentences, usual words, no numbers beside 'most' and 'some', and room for what the service answers, which
only the people who run it can write.
"""

from __future__ import annotations

from childvoice.findings.sentences import amount
from childvoice.overview import Overview
from childvoice.overview.evidence import Evidence
from childvoice.publish.paper import Block, Bullets, Heading, Notice, Paper, Para, Quote, ToWrite
from childvoice.records import Group
from childvoice.report.passages import leaving

_MOST = 3  # with places to fill, so that it stays one sheet of paper
_LONGEST = 30  # words of a quote
_SAID = {
    "negative": "More of you said it went badly than said it went well.",
    "positive": "More of you said it went well than said it went badly.",
    "mixed": "For some of you it went well. For others it did not.",
    "neutral": "",
}


def children(seen: Overview, evidence: Evidence | None = None) -> Paper:
    """Make the children's page of a review. What people wrote for children in ``evidence`` stands in it."""
    promised = evidence.recommendations if evidence else ()
    told: set[str] = set()
    blocks: list[Block] = [
        Notice(
            "For the team: read every quote, fill in the marked places with young people, then take this out."
        ),
        Para("You talked to us about social workers. Thank you. This page says what we heard.", "lead"),
        Heading("You told us"),
    ]
    if not seen.findings:
        blocks.append(
            Para(
                "Only a few of you talked about each thing. We do not write it here, so nobody can guess who."
            )
        )
    spent: set[str] = set()
    for finding in seen.findings[:_MOST]:
        blocks += [
            Heading(seen.label(finding.theme), 2),
            Para(
                f"{amount(finding.prevalence.share)} of you talked about this. {_SAID[finding.prevalence.tone]}".strip()
            ),
        ]
        for row in leaving(seen, finding.theme, Group.CHILD, 8, spent=frozenset(spent)):
            if 4 <= len(row.text.split()) <= _LONGEST:
                blocks.append(Quote(" ".join(row.text.split()), "One of you said"))
                spent.add(row.excerpt_id)
                break
        answers = [r for r in promised if finding.theme in r.themes and r.we_will and r.id not in told]
        told |= {r.id for r in answers}
        blocks += (
            [Para(f"What happens now: {' '.join(r.we_will for r in answers)}")]
            if answers
            else [ToWrite("what happens now: what will change, who will do it, and by when.")]
        )
    blocks += [
        ToWrite("what you asked for that cannot be done, and an honest reason for each."),
        Heading("Good to know"),
        Bullets(
            (
                "We took your names out. Some of your words are in here. Want yours out? Tell us.",
                "A computer helped us to sort what you said. People have to check it. Did we get it wrong? Tell us.",
                "Not feeling safe? Tell an adult you trust, or call Childline on 0800 1111 at any time. It is free. "
                "In an emergency call 999.",
            )
        ),
        ToWrite("who to talk to here: a name, a phone number and an email address."),
    ]
    return Paper(
        title="You told us. Here is what happens now.",
        council=seen.settings.review.council,
        blocks=tuple(blocks),
        front={},
        contents=False,
    )
