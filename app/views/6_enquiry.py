"""Key lines of enquiry: what evidence each has, from whom, and what is missing."""

from __future__ import annotations

import reading
import shared
from childvoice.findings.enquiry import Enquiry
from childvoice.overview import Overview, triangulation_rows
from childvoice.overview.evidence import Evidence, gap_told
from childvoice.records import Group
from childvoice.report import wording
from childvoice.report.figures import line as line_of
from shared import bullets, heading, para, put, table

TITLE = "Key lines of enquiry"
SECTION = "Follow it up"
_ALL = "all"


def page(seen: Overview) -> None:
    """Show all lines with their gaps, or one with all that belongs to it; the address keeps the choice."""
    evidence = reading.evidence(seen)
    if not evidence.enquiries:
        put(
            para("This review names no key lines of enquiry.", "lead"),
            para(
                "Write them into childvoice.toml under [review.lines_of_enquiry], a letter and a title each."
            ),
        )
        return
    missing = sum(1 for e in evidence.enquiries if Group.CHILD not in e.sources)
    told = f"The review asks {len(evidence.enquiries)} questions. "
    told += (
        f"On {missing} of them no child is heard in their own words."
        if missing
        else "Children are heard in their own words on each of them."
    )
    put(para(told, "lead"))
    options = {_ALL: "All lines", **{e.letter: f"{e.letter}) {e.title}" for e in evidence.enquiries}}
    chosen = shared.choose("Line of enquiry", options, "line")
    for line in evidence.enquiries:
        if chosen == _ALL:
            put(heading(f"{line.letter}) {line.title}"), para(_heard(seen, line)))
            _gaps(seen, line)
        elif chosen == line.letter:
            put(heading(f"{line.letter}) {line.title}"), para(_heard(seen, line), "said"))
            _gaps(seen, line)
            _findings(seen, line)
            _figures(evidence, line)
            _recommendations(evidence, line)
    if chosen == _ALL:
        _download(seen, evidence)


def _heard(seen: Overview, line: Enquiry) -> str:
    if not line.sources:
        return "There are no documents for it."
    told = [f"{seen.people(g)} ({seen.count(len(ids))})" for g, ids in line.sources.items()]
    return f"Who is heard, and in how many documents: {', '.join(told)}."


def _gaps(seen: Overview, line: Enquiry) -> None:
    put(heading("What is missing", 3))
    if line.gaps:
        put(bullets(f"{gap_told(seen, g.what, g.themes)}." for g in line.gaps))
    else:
        put(para("Nothing that can be seen from here: all groups are heard and were asked."))


def _findings(seen: Overview, line: Enquiry) -> None:
    put(heading("What was said", 3))
    if not line.themes:
        put(para("No theme of the codebook belongs to it."))
        return
    cells = shared.themes_by_group(seen)
    beside = {(r["theme"], r["group"]): r for r in triangulation_rows(seen)}
    rows = []
    for theme in line.themes:
        row = {"Theme": seen.label(theme)}
        if (theme, Group.CHILD) in cells:
            row["Children"] = wording.number(cells[theme, Group.CHILD])
            row["How it was"] = wording.BALANCE[cells[theme, Group.CHILD]["tone"]]
        compared = beside.get((theme, Group.STAFF.value))
        row["Beside staff"] = wording.verdict(compared)[1] if compared else "no staff took part"
        rows.append(row)
    put(
        table("Themes of this line, in the whole review", rows, links=shared.theme_links(seen, line.themes)),
        para(f"Each person is counted once. {seen.policy.told()}", "note"),
    )


def _figures(evidence: Evidence, line: Enquiry) -> None:
    measures = evidence.indicators.of_line(line.letter)
    put(heading("Figures", 3))
    if not measures:
        put(para("There are no published or local figures for it."))
        return
    put(bullets(line_of(evidence, m) for m in measures))


def _recommendations(evidence: Evidence, line: Enquiry) -> None:
    put(heading("Recommendations that follow", 3))
    found = [r for r in evidence.recommendations if r.id in line.recommendations]
    put(bullets(f"{r.id}. {r.text}" for r in found) if found else para("None yet."))
    if found:
        shared.link("recommendations", "See where they stand")


def _download(seen: Overview, evidence: Evidence) -> None:
    rows = [
        {
            "Line": f"{e.letter}) {e.title}",
            "Heard": _heard(seen, e),
            "Themes": "; ".join(seen.label(t) for t in e.themes),
            "Recommendations": "; ".join(e.recommendations),
            "What is missing": "; ".join(gap_told(seen, g.what, g.themes) for g in e.gaps),
        }
        for e in evidence.enquiries
    ]
    shared.download("Download the evidence map (CSV)", rows, "lines-of-enquiry")
