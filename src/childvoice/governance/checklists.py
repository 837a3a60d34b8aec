"""COREQ (Tong, Sainsbury and Craig 2007) and SRQR (O'Brien and others 2014), with what the review itself can answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from childvoice import __version__
from childvoice.governance.facts import Facts
from childvoice.overview.more import saturation_rows
from childvoice.publish.paper import Block, Grid, Heading, Para
from childvoice.report import method, told, wording
from childvoice.report.committee import TO_WRITE

_COREQ: Mapping[str, tuple[str, ...]] = {
    "Domain 1: research team and reflexivity": (
        "Interviewer or facilitator", "Credentials", "Occupation", "Gender", "Experience and training",
        "Relationship established", "Participant knowledge of the interviewer", "Interviewer characteristics",
    ),
    "Domain 2: study design": (
        "Methodological orientation and theory", "Sampling", "Method of approach", "Sample size", "Non-participation",
        "Setting of data collection", "Presence of non-participants", "Description of sample", "Interview guide",
        "Repeat interviews", "Audio or visual recording", "Field notes", "Duration", "Data saturation",
        "Transcripts returned",
    ),
    "Domain 3: analysis and findings": (
        "Number of data coders", "Description of the coding tree", "Derivation of themes", "Software",
        "Participant checking", "Quotations presented", "Data and findings consistent", "Clarity of major themes",
        "Clarity of minor themes",
    ),
}  # fmt: skip
_SRQR = (
    "Title", "Abstract", "Problem formulation", "Purpose or research question",
    "Qualitative approach and research paradigm", "Researcher characteristics and reflexivity", "Context",
    "Sampling strategy", "Ethical issues pertaining to human subjects", "Data collection methods",
    "Data collection instruments and technologies", "Units of study", "Data processing", "Data analysis",
    "Techniques to enhance trustworthiness", "Synthesis and interpretation", "Links to empirical data",
    "Integration with prior work, implications, transferability and contribution to the field", "Limitations",
    "Conflicts of interest", "Funding",
)  # fmt: skip
_COLUMNS = ("No.", "Item", "What the review can say", "Page of the report")


def blocks(facts: Facts) -> Sequence[Block]:
    """Return the parts of the paper."""
    known = _known(facts)
    parts: list[Block] = [
        Para("Items that a machine cannot answer are left to whoever did the work; nothing is guessed."),
        Heading("COREQ: 32 items for interviews and focus groups"),
    ]
    number = 0
    for domain, items in _COREQ.items():
        rows = []
        for item in items:
            number += 1
            rows.append((str(number), item, known.get(item, TO_WRITE), TO_WRITE))
        parts += [Heading(domain, 2), Grid(f"COREQ, {domain}", _COLUMNS, tuple(rows))]
    rows = [(f"S{n}", item, known.get(item, TO_WRITE), TO_WRITE) for n, item in enumerate(_SRQR, 1)]
    parts += [Heading("SRQR: 21 standards for qualitative research"), Grid("SRQR", _COLUMNS, tuple(rows))]
    return parts


def _known(facts: Facts) -> dict[str, str]:
    """Return what the review itself can say of an item, by the item's name in either list."""
    seen = facts.seen
    steps = method.steps(seen)
    book = (
        f"The codebook '{seen.codebook.title}', version {seen.codebook.version}: {len(seen.codebook)} themes."
    )
    coders = (
        f"A machine suggested codes; {facts.reviewers or 'no'} "
        f"{'person has' if facts.reviewers == 1 else 'people have'} checked passages to the end."
    )
    approach = (
        "Framework method with a codebook made beforehand (Gale and others 2013)"
        if seen.settings.review.approach == "codebook"
        else "Reflexive thematic analysis; figures of agreement are not reported"
    )
    found = {
        "Title": seen.settings.review.title,
        "Purpose or research question": seen.settings.review.purpose,
        "Methodological orientation and theory": approach + ".",
        "Qualitative approach and research paradigm": approach + ".",
        "Sample size": _sentence(told.who(seen)),
        "Units of study": _sentence(told.who(seen)),
        "Description of sample": _kinds(facts),
        "Interview guide": _asked(facts),
        "Audio or visual recording": _transcripts(facts),
        "Data collection instruments and technologies": _transcripts(facts),
        "Data saturation": _saturation(facts),
        "Data processing": " ".join(steps[:3]),
        "Data analysis": " ".join(steps[3:]),
        "Number of data coders": coders,
        "Description of the coding tree": book,
        "Derivation of themes": f"In advance. {steps[4]}",
        "Software": f"childvoice {__version__}; versions and digests in the appendix.",
        "Quotations presented": "Quotes carry the speaker's role and the kind of document, never a name.",
        "Data and findings consistent": f"{facts.checked} {facts.audited}",
        "Techniques to enhance trustworthiness": f"{coders} {facts.agreed} {facts.audited}",
        "Links to empirical data": "Every number leads to the passages that it rests on.",
        "Limitations": " ".join(method.limits(seen)),
    }
    return {item: words for item, words in found.items() if words}


def _sentence(words: str) -> str:
    return f"{wording.capital(words)}." if words else ""


def _kinds(facts: Facts) -> str:
    rows = method.documents(facts.seen)
    return ". ".join(
        f"{row['Kind']}: {', '.join(f'{n} for {g.lower()}' for g, n in row.items() if g != 'Kind' and str(n) != '0')}"
        for row in rows
    )


def _asked(facts: Facts) -> str:
    noted = sum(bool(s.topics_asked) for s in facts.seen.sources)
    if not noted:
        return ""
    return f"Which topics were asked is noted for {facts.seen.count(noted)} documents. The guide itself: {TO_WRITE.lower()}."


def _transcripts(facts: Facts) -> str:
    by = Counter(s.transcribed_by for s in facts.seen.sources)
    if not by["machine"] + by["person"]:
        return ""
    return f"Transcripts by a person: {facts.seen.count(by['person'])}; by a machine: {facts.seen.count(by['machine'])}."


def _saturation(facts: Facts) -> str:
    last = {row["group"]: row["told"] for row in saturation_rows(facts.seen)}
    return " ".join(str(words) for words in last.values() if words)
