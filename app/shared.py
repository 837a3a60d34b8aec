"""What all pages share: the review they read, their frame, and the small parts they are put together from.

Whatever comes from a document reaches the browser through :func:`esc` and ``st.html``, never as Markdown, which
would read stars, dollars and brackets in a child's words as instructions.
"""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import quote_plus

import streamlit as st

import door
from childvoice import settings
from childvoice.custody.due import sentence
from childvoice.desk import EVERYTHING, Desk, Duty, May, Person, duties_of
from childvoice.desk.comparing import Comparing
from childvoice.desk.desk import Snapshot
from childvoice.errors import ChildvoiceError, NoReview, NotAllowed
from childvoice.findings.written import Note
from childvoice.overview import Overview, overview
from childvoice.overview.evidence import FOLDER, Evidence, gather
from childvoice.publish.cells import clean
from childvoice.records import CodedRow, Group
from childvoice.release import Release, open_evidence, open_overview, read
from childvoice.report import wording
from childvoice.report.passages import around, passages
from childvoice.report.told import themes_by_group
from childvoice.serving import DUTIES_VARIABLE, PERSON_VARIABLE, RELEASE_VARIABLE, REVIEW_VARIABLE
from childvoice.store import Workspace

__all__ = ["passages", "themes_by_group"]  # beside what is defined here, pages take these from here

STYLE = Path(__file__).with_name("style.css")
NOBODY = "the review officer"
"""Who sits at the desk where 'childvoice serve' was told no name."""
_PAGES = "childvoice pages"
_WIDE = 5  # columns; more of them get smaller letters

# -- the review ----------------------------------------------------------------------------------------------


def load() -> Overview:
    """Read the review that the environment names, once a run of the pipeline and not once a click.

    Raises ChildvoiceError, with what to do, if there is none, it cannot be read, or the person may not read it.
    """
    _check_reader()
    if release_file():
        return _release()[1]
    place = folder()
    chosen = settings.load(place)
    state = _state(place)
    if not state:  # the first run is still under way, or there was none
        with Workspace.open(place) as workspace:
            return overview(workspace, chosen)
    return _computed(str(place), state, chosen.model_dump_json())


def release_file() -> Path | None:
    """Name the release that is shown in place of a review; this process then knows of no review."""
    named = os.environ.get(RELEASE_VARIABLE, "")
    return Path(named) if named else None


def _release() -> tuple[Release, Overview]:
    path = release_file()
    if path is None:
        raise NoReview("no release was named", remedy="Start the pages with 'childvoice serve RELEASE'")
    try:
        now = path.stat()
    except OSError:
        return _opened(str(path), 0, 0)  # which says what is wrong
    return _opened(str(path), now.st_mtime_ns, now.st_size)


@st.cache_resource(max_entries=2, show_spinner="Opening the release.")
def _opened(path: str, changed: int, size: int) -> tuple[Release, Overview]:
    del changed, size  # keys of the cache: a file that was changed is read and checked anew
    found = read(Path(path))
    return found, open_overview(found)


def _state(place: Path) -> str:
    """Return what changes with every run and decision; empty where no run has ended yet."""
    with Workspace.open(place) as workspace:
        return workspace.state() if workspace.run_id() else ""


def folder() -> Path:
    """Name the folder of the review that is shown."""
    named = os.environ.get(REVIEW_VARIABLE, "")
    if not named:
        raise NoReview(
            "no review was named", remedy="Start the pages with 'childvoice serve --review FOLDER'"
        )
    return Path(named)


@st.cache_resource(max_entries=2, show_spinner="Reading the review. This takes a moment the first time.")
def _computed(place: str, state: str, chosen: str) -> Overview:
    del state  # a key of the cache: another run or decision is another review
    with Workspace.open(Path(place)) as workspace:
        return overview(workspace, settings.Settings.model_validate_json(chosen), casework=False)


def whole() -> Overview:
    """Read the review with its case notes, as a file that leaves the page needs it; this takes longer."""
    _check_reader()
    if release_file():
        return _release()[1]
    with Workspace.open(folder()) as workspace:
        return overview(workspace, settings.load(folder()))


def person() -> Person:
    """Say who sits at the desk: who logged in, or as 'childvoice serve' was told, or one person with every duty.

    Of a release, a member. Raises NotAllowed as long as nobody has logged in, or the page is locked.
    """
    who = door.person()
    if who is not None:
        return door.reader(who) if release_file() else who
    if release_file():
        return Person("a member", frozenset({Duty.MEMBER}))
    duties = duties_of(os.environ.get(DUTIES_VARIABLE, "")) or EVERYTHING
    return Person(os.environ.get(PERSON_VARIABLE, "").strip() or NOBODY, duties)


def _check_reader() -> None:
    """Raise NotAllowed unless the person may read what is shown; what all sessions share is behind this."""
    who = person()
    if not release_file():
        who.check(May.READ)
    elif Duty.MEMBER not in who.duties:
        raise NotAllowed("a release is for members", remedy="Ask the lead of the review")


@contextmanager
def desk() -> Iterator[Desk]:
    """Open the desk of the review for the person who sits at it."""
    place = folder()
    with Workspace.open(place) as workspace:
        yield Desk(workspace, person(), _latest(place, workspace), independent=_settings().review.independent)


@contextmanager
def comparing() -> Iterator[Comparing]:
    """Open what several people coded, for the person who sits at the desk."""
    place = folder()
    with Workspace.open(place) as workspace:
        yield Comparing(workspace, person(), _latest(place, workspace))


def _latest(place: Path, workspace: Workspace) -> Snapshot | None:
    run_id = workspace.run_id()
    return _snapshot(str(place), run_id) if run_id else None


@st.cache_resource(max_entries=2, show_spinner="Reading the review. This takes a moment the first time.")
def _snapshot(place: str, run_id: str) -> Snapshot:
    del run_id  # a key of the cache
    with Workspace.open(Path(place)) as workspace:
        return Snapshot.of(workspace)


def evidence(seen: Overview) -> Evidence:
    """Read what a person wrote beside the documents; anew where a file of it has changed."""
    _check_reader()
    if seen.released:
        return open_evidence(_release()[0], seen)
    place = folder()
    files = (
        (str(path), *(getattr(path.stat(), name) for name in ("st_mtime_ns", "st_size")))
        for path in sorted((place / FOLDER).rglob("*"))
    )
    stamp = repr((*files, _state(place), seen.settings.model_dump_json()))
    return _gathered(str(place), stamp, seen)


@st.cache_resource(max_entries=2, show_spinner=False)
def _gathered(place: str, stamp: str, _seen: Overview) -> Evidence:
    del stamp  # a key of the cache
    return gather(Path(place), _seen)


# -- the frame -----------------------------------------------------------------------------------------------


def register(modules: Iterable[ModuleType]) -> dict[str, list[Any]]:
    """Make one page of the navigation for each view, the first being where the pages open.

    A view may name the ``SECTION`` of the menu that it stands in; what is decided (``MAY``) stands under 'Desk', the
    others in the menu itself.
    """
    pages: dict[str, Any] = {}
    sections: dict[str, list[Any]] = {}
    who = person()
    for module in modules:
        # A page that is not registered cannot be reached, whatever the address; the desk checks once more.
        # A member has no page of the desk, and the others only of a release.
        needed = getattr(module, "MAY", None)
        if not (who.may(needed or May.READ) or (Duty.MEMBER in who.duties and release_file() and not needed)):
            continue
        name = module.__name__.rpartition(".")[2].partition("_")[2]
        first = not pages
        pages[name] = st.Page(
            _framed(module), title=module.TITLE, url_path=name, default=first and not needed
        )
        section = getattr(module, "SECTION", "Desk" if needed else "")
        sections.setdefault(section, []).append(pages[name])
        if first and needed:
            # Streamlit takes its own address from the page that opens first; that of a page of the desk is to be kept.
            opening = st.Page(_framed(module), title=module.TITLE, default=True, visibility="hidden")
            sections[section].append(opening)
    st.session_state[_PAGES] = pages
    return sections


def dress() -> None:
    """Give a page its style and its language."""
    st.html(STYLE)
    with st.container(key="document-language"):
        # Streamlit says lang="en". A constant of ours runs here, never anything from a document.
        st.html("<script>document.documentElement.lang='en-GB'</script>", unsafe_allow_javascript=True)


def _framed(module: ModuleType) -> Callable[[], None]:
    def run() -> None:
        dress()
        try:
            door.badge(person())
            chosen = _settings()
            if hasattr(module, "MAY"):
                put(_review_line(chosen), title(module.TITLE), _overdue(chosen))
                with desk() as at:
                    module.page(at, chosen)
                return
            seen = load()
        except ChildvoiceError as error:
            what = "release" if release_file() else "review"
            put(title(f"The {what} cannot be shown"), trouble(error))
            return
        put(_review_line(chosen), title(module.TITLE))
        if not seen.excerpts and not seen.released:
            put(
                para("There is nothing in this review yet.", "lead"),
                para("Put the notes, transcripts and surveys into its folder 'documents', then type:"),
                "<p><code>childvoice run --review FOLDER</code></p>",
                para("When it has finished, load this page again."),
            )
            if "upload" in st.session_state[_PAGES]:
                link("upload", "Or add documents here, and start the run in the browser")
            return
        module.page(seen)

    return run


def _settings() -> settings.Settings:
    if release_file():
        return load().settings
    return settings.load(folder())


def _review_line(chosen: settings.Settings) -> str:
    name = " · ".join(filter(None, (chosen.review.title, chosen.review.council)))
    return f'<p class="review">{esc(name)}</p>'


def _overdue(chosen: settings.Settings) -> str:
    """Say on the desk that the review should be gone by now, if it should."""
    until = chosen.retention.until
    days = (until - dt.datetime.now(dt.UTC).date()).days if until else None
    return f"<aside>{para(sentence(until, days))}</aside>" if days is not None and days <= 0 else ""


def trouble(error: ChildvoiceError) -> str:
    """Say what is wrong and what to do about it, without the place on the disk."""
    return para(f"{wording.capital(error.cause)}.", "lead") + (
        para(f"{error.remedy}.") if error.remedy else ""
    )


def unconfirmed(seen: Overview) -> None:
    """Say that the sorting into themes is a machine's, as long as nobody has checked all of it."""
    if seen.unchecked:
        put(
            "<aside><p><strong>Not yet checked by a person.</strong> A machine sorted what people said "
            "into themes. The words are theirs; the sorting may be wrong.</p></aside>"
        )


# -- small parts ---------------------------------------------------------------------------------------------

esc = html.escape


def put(*parts: str) -> None:
    """Show parts made by the functions below."""
    st.html(f'<div class="cv">{"".join(parts)}</div>')


def title(text: str) -> str:
    """Make the page's one heading of the first order."""
    return f"<h1>{esc(text)}</h1>"


def heading(text: str, order: int = 2) -> str:
    """Make a heading of order 2 or 3."""
    return f"<h{order}>{esc(text)}</h{order}>"


def para(text: str, kind: str = "") -> str:
    """Make a paragraph: usual, or ``lead``, ``said`` or ``note``."""
    return f'<p class="{kind}">{esc(text)}</p>' if kind else f"<p>{esc(text)}</p>"


def day(moment: str) -> str:
    """Write the day of an ISO moment as '22 November 2026'."""
    return wording.day(dt.date.fromisoformat(moment[:10]))


def bullets(items: Iterable[str]) -> str:
    """Make a list of sentences."""
    return f"<ul>{''.join(f'<li>{esc(i)}</li>' for i in items)}</ul>"


def notes(found: Iterable[Note]) -> None:
    """Say in place what in the files of the review cannot be meant."""
    told = [str(n) for n in found]
    if told:
        put(
            f"<aside>{para('Something in the files of this review needs mending. The rest is shown.')}{bullets(told)}</aside>"
        )


def table(
    caption: str,
    rows: Sequence[Mapping[str, Any]],
    *,
    verdicts: Collection[str] = (),
    links: Mapping[str, str] | None = None,
) -> str:
    """Make a table with a caption and headers; the columns ``verdicts`` hold a sign and a word.

    ``links`` gives the address behind what stands in the first cell of a row.
    """
    if not rows:
        return ""
    head = "".join(f'<th scope="col" role="columnheader">{esc(str(name))}</th>' for name in rows[0])
    body = []
    for row in rows:
        cells = []
        for at, (name, value) in enumerate(row.items()):
            words, kind = esc(str(value)), ""
            if name in verdicts:
                sign, _, word = words.partition(" ")
                words, kind = f'<b aria-hidden="true">{sign}</b> {word}', ' class="verdict"'
            if at == 0:
                if links and str(value) in links:
                    words = f'<a href="{esc(links[str(value)])}">{words}</a>'
                cells.append(f'<th scope="row" role="rowheader">{words}</th>')
            else:
                cells.append(f'<td role="cell" data-name="{esc(str(name))}"{kind}>{words}</td>')
        body.append(f'<tr role="row">{"".join(cells)}</tr>')
    # The roles are said aloud because the style sheet turns rows into cards on a narrow screen.
    wide = ' class="wide"' if len(rows[0]) > _WIDE else ""
    inside = (
        f'<table role="table"{wide}><caption>{esc(caption)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{"".join(body)}</tbody></table>'
    )
    # A wide table scrolls within itself, by keyboard as well, so that the page never does.
    return f'<div class="scroll" role="region" tabindex="0" aria-label="{esc(caption)}">{inside}</div>'


def quote(seen: Overview, row: CodedRow, more: Iterable[CodedRow] = (), note: str = "") -> str:
    """Make a passage with its evidence marked. ``more`` are further codings of the same passage."""
    spans = sorted((r.start, r.end) for r in (row, *more))
    whole = _marked(row.text, spans, 0, len(row.text))
    start, end = around(row)
    said, rest = whole, ""
    if (start, end) != (0, len(row.text)):
        part = _marked(row.text, spans, start, end)
        said = f"{'… ' * (start > 0)}{part}{' …' * (end < len(row.text))}"
        rest = f"<details><summary>All of this passage</summary><p dir='auto'>{whole}</p></details>"
    source = seen.source_by_id.get(row.source_id)
    machine = source is not None and source.transcribed_by == "machine"
    warning = "Transcript made by a machine: check it before you quote it" if machine else ""
    return figure(said, ". ".join(t for t in (wording.speaker(row), note, warning) if t), rest)


def _marked(text: str, spans: Sequence[tuple[int, int]], start: int, end: int) -> str:
    """Mark the evidence in ``text[start:end]``. Where all is evidence there is nothing to point out: lightly."""
    mark = '<mark class="whole">' if sum(e - s for s, e in spans) >= len(text) else "<mark>"
    said, at = [], start
    for left, right in spans:
        left, right = max(left, at), min(right, end)
        if left < right:
            said.append(f"{esc(text[at:left])}{mark}{esc(text[left:right])}</mark>")
            at = right
    return "".join((*said, esc(text[at:end])))


def figure(said: str, caption: str, rest: str = "") -> str:
    """Put words with who said them. ``said`` and ``rest``, which stands below, have been escaped."""
    # Words that bring their own quotation marks need no others; words from right to left begin there.
    own = ' class="own"' if re.match(r"(<[^>]*>)*(&quot;|&#x27;|[“‘«])", said) else ""
    words = f'<blockquote dir="auto"{own}>{said}</blockquote>'
    return f"<figure>{words}<figcaption>{esc(caption)}</figcaption>{rest}</figure>"


def theme_links(seen: Overview, themes: Iterable[str]) -> dict[str, str]:
    """Give the address of each theme's page, by its name, for tables."""
    return {seen.label(t): f"themes?theme={quote_plus(t)}" for t in themes}


def sides(
    seen: Overview,
    theme: str,
    other: Group,
    cells: Mapping[tuple[str, Group], Any],
    *,
    most: int,
    spent: frozenset[str] = frozenset(),
) -> str:
    """Put children's side of a theme beside another group's: a sentence and up to ``most`` passages each.

    ``spent`` are excerpts that the page has quoted already.
    """
    parts = []
    for group in (Group.CHILD, other):
        words = "".join(quote(seen, r) for r in passages(seen, theme, group, most, spent=spent))
        sentence = para(wording.sentence(seen, cells[theme, group]))
        parts.append(f"<div>{heading(wording.capital(seen.people(group)), 3)}{sentence}{words}</div>")
    return f'<div class="sides">{"".join(parts)}</div>'


# -- parts that one can use ----------------------------------------------------------------------------------


def link(page: str, label: str, **query: str) -> None:
    """Link to another page, by the name of its file, at ``query``."""
    label = re.sub(r"([\\`*_{}\[\]()<>#+\-.!|~$:])", r"\\\1", label)  # a label is Markdown; this is text
    st.page_link(st.session_state[_PAGES][page], label=label, query_params=query or None)


def choose(label: str, options: Mapping[str, str], key: str) -> str:
    """Let the reader choose one of ``options`` (name to words; the first at first); ``?key=name`` keeps it."""
    wanted = st.query_params.get(key, "")
    st.session_state[key] = wanted if wanted in options else next(iter(options))

    def remember() -> None:
        st.query_params[key] = st.session_state[key]

    return str(
        st.selectbox(label, list(options), format_func=lambda o: options[o], key=key, on_change=remember)
    )


def download(
    label: str, rows: Sequence[Mapping[str, Any]] | Callable[[], Sequence[Mapping[str, Any]]], name: str
) -> None:
    """Offer ``rows`` as a CSV file whose cells no spreadsheet program runs as a formula.

    Where ``rows`` is a function, they and the file are made when it is asked for; that is for what takes long, since the
    browser has to come back for it.
    """
    mine = door.mine_now()  # asked here: what is made later is made where no tab is known

    def made() -> bytes:
        listed = rows() if callable(rows) else rows
        stream = io.StringIO()
        writer = csv.DictWriter(stream, fieldnames=list(listed[0]) if listed else ["empty"])
        writer.writeheader()
        writer.writerows({k: clean(v) for k, v in row.items()} for row in listed)
        return door.offer(stream.getvalue().encode("utf-8-sig"), mine)

    st.download_button(
        label, made if callable(rows) else made(), file_name=f"{name}.csv", mime="text/csv", on_click="ignore"
    )
