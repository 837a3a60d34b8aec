"""Release: choose findings, see what members would get and what was proved of it, sign it off, make the file."""

from __future__ import annotations

import streamlit as st

import decide
import door
import reading
import shared
from childvoice.desk import Desk, May
from childvoice.desk.register import Made
from childvoice.desk.releasing import Releasing
from childvoice.errors import ChildvoiceError
from childvoice.findings import Finding
from childvoice.release import Content, Report, check
from childvoice.report import wording
from childvoice.settings import Settings
from shared import bullets, esc, heading, para, put

TITLE = "Release"
MAY = May.RELEASE


def page(desk: Desk, chosen: Settings) -> None:
    """Lead from findings to a file, step by step; each step says what is still missing."""
    del chosen
    seen = reading.load()
    if not desk.run_id:
        put(para("There is nothing to release yet: no run has finished.", "lead"))
        return
    at = desk.releasing(seen, reading.evidence(seen), reading.folder())
    put(
        para(
            "A release is one file for members: numbers after small ones were taken out, the quotes that you approved, "
            "figures, recommendations, and how it was made. It cannot show what it does not hold.",
            "lead",
        )
    )
    decide.alone(desk)
    decide.told()
    content = at.content()
    _quotes(at, content)
    _findings(at)
    report = _proof(at, content)
    _sign(desk, at, content, report)
    _make(at, content, report)
    _list(at)


def _quotes(at: Releasing, content: Content) -> None:
    number = len(content.quotes)
    put(heading("1. Quotes"))
    put(
        para(f"{number} {'quote is' if number == 1 else 'quotes are'} approved.")
        if number
        else para("No quote is approved yet. Members would read numbers without a child's word.")
    )
    without = [at.seen.label(f.theme) for f in content.findings if f.quote < 0]
    if without:
        put(para(f"These findings have no approved quote: {'; '.join(without)}."))
    if lost := len(at.lost()):
        put(para(f"{lost} earlier approvals no longer hold, because their words changed."))
    shared.link("approve", "Approve quotes")


def _findings(at: Releasing) -> None:
    put(heading("2. Findings"), para("Choose those that members read first, on their first page."))
    found = at.findings()
    if not found:
        put(para("No theme was raised by enough children to be told without hinting at who said it."))
        return
    first = [f for f in found if f[1]]
    rest = [f for f in found if not f[1]]
    for finding, told in first:
        _finding(at, finding, told)
    if rest:
        with st.expander(f"{len(rest)} more that could be told", expanded=not first):
            for finding, told in rest:
                _finding(at, finding, told)


def _finding(at: Releasing, finding: Finding, told: bool) -> None:
    key = f"finding {finding.theme}"
    st.session_state[key] = told
    st.checkbox(
        at.seen.label(finding.theme), key=key, on_change=door.kept_shut(_choose), args=(finding.theme, key)
    )
    number = para(f"{wording.capital(finding.how_many)}.", "note")
    put(f'<div class="under">{para(finding.sentence)}{number}</div>')


def _choose(theme: str, key: str) -> None:
    with reading.desk() as desk:
        seen = reading.load()
        at = desk.releasing(seen, reading.evidence(seen), reading.folder())
        at.choose(theme, told=bool(st.session_state[key]))
    decide.tell("Kept: the findings are chosen.")


def _proof(at: Releasing, content: Content) -> Report:
    report = check(at.draft(content))
    put(heading("3. What was checked"))
    if report.clean:
        put(para("Nothing was found that no release may hold.", "said"))
    else:
        put(
            para("This must be mended before it can be signed off:", "said"),
            bullets(_told(f) for f in report.found),
        )
    with st.expander("What was proved"):
        put(bullets(_told(line) for line in report.proved))
    beside = at.since_the_last(content)
    if beside:
        put(
            "<aside><p><strong>Somebody with the last release and this one could subtract.</strong> "
            "These numbers changed by fewer people than may be shown. Wait until more has changed, or take the last "
            f"release back from its readers.</p>{bullets(beside[:8])}</aside>"
        )
    return report


def _told(line: str) -> str:
    return f"{wording.capital(line)}."


def _sign(desk: Desk, at: Releasing, content: Content, report: Report) -> None:
    put(heading("4. Sign-off"))
    signed = at.signed(content)
    if signed:
        put(
            para(
                f"{wording.capital(signed.by)} signed this off as it is now, on {shared.day(signed.at)}.",
                "said",
            )
        )
        return
    put(
        para(
            "Nobody has signed this off as it is now. Any change, to a quote or a number, needs a new signature."
        )
    )
    if not desk.person.may(May.SIGN):
        put(para("The lead signs it off, on this page."))
        return
    by = desk.person.name
    if desk.person.name == reading.NOBODY:  # nobody logs in: whoever signs says who they are
        by = st.text_input("Your name and office, as members will read it", key="signed by").strip()
    read = st.checkbox("I have read every quote and finding that this release would hold", key="signed read")
    st.button(
        "Sign it off",
        type="primary",
        disabled=not (read and by and report.clean),
        on_click=door.kept_shut(_signing),
        args=(by,),
        key="sign",
    )


def _signing(by: str) -> None:
    try:
        with reading.desk() as desk:
            seen = reading.load()
            at = desk.releasing(seen, reading.evidence(seen), reading.folder())
            at.sign(at.content(), by)
    except ChildvoiceError as error:
        decide.tell(f"Not signed: {error.cause}. {error.remedy}.")
        return
    decide.tell("Signed off.")


def _make(at: Releasing, content: Content, report: Report) -> None:
    put(heading("5. The file"))
    ready = at.signed(content) is not None and report.clean
    if there := at.holds_it_already(content):
        put(para(f"Release {there}, below, holds exactly this."))
        return
    if not ready:
        put(para("It can be made when it has been signed off."))
    st.button(
        "Make the release",
        type="primary",
        disabled=not ready,
        on_click=door.kept_shut(_making),
        key="make release",
    )


def _making() -> None:
    try:
        with reading.desk() as desk:
            seen = reading.load()
            new = desk.releasing(seen, reading.evidence(seen), reading.folder()).make()
    except ChildvoiceError as error:
        decide.tell(f"Not made: {error.cause}. {error.remedy}.")
        return
    decide.tell(f"Made: release {new.name}. It is in the folder 'releases' of the review, and below.")


def _list(at: Releasing) -> None:
    known = at.releases()
    if not known:
        return
    put(heading("Releases of this review"))
    for release in known:
        _one(at, release)
    put(
        para("Members open it with:", "note"),
        f"<p><code>childvoice serve {esc(known[0].name)}.cvrelease --as member</code></p>",
    )


def _one(at: Releasing, release: Made) -> None:
    put(
        heading(f"{release.name}{': stale' if release.stale else ''}", 3),
        para(
            f"Made on {shared.day(release.at)} by {release.by}. Its digest begins with {release.digest[:16]}.",
            "note",
        ),
        para(
            f"Do not use it any more, and take it back from its readers: {release.stale}. Make a new one.",
            "told",
        )
        if release.stale
        else "",
    )
    if not release.there:
        put(para("Its file is no longer in the folder 'releases'.", "note"))
    elif not release.stale:
        path = at.path(release.name)
        st.download_button(
            f"Download {path.name}",
            door.offer(path.read_bytes(), door.mine_now()),
            file_name=path.name,
            on_click="ignore",
            key=release.name,
        )
