"""The review as files: a Word report, a web page, a workbook ... each made when it is asked for."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path
from types import ModuleType

import streamlit as st

import door
import reading
import shared
from childvoice import publish
from childvoice.errors import ChildvoiceError
from childvoice.overview import Overview, tables
from childvoice.publish.write import formats
from childvoice.report import own_template, papers
from shared import heading, para, put

TITLE = "Take it with you"
SECTION = "This review"
_FIRST = ("docx", "html", "pdf", "children")  # what most people come for; the others follow by name


def page(seen: Overview) -> None:
    """Offer every format, and say what each is for."""
    del seen  # files are made of the whole review, casework too
    put(
        para(
            "The findings as files. Each is made when you press its button; that takes some seconds.", "lead"
        ),
        para(
            "Small numbers are left out of all of them. Quotes in the reports are only those from places where "
            "taking names out was not in doubt; read each of them before a file leaves your team."
        ),
    )
    known = formats()
    for name in sorted(known, key=lambda n: (_FIRST.index(n) if n in _FIRST else len(_FIRST), n)):
        _offer(name, known[name])


def _offer(name: str, form: ModuleType) -> None:
    title = getattr(form, "TITLE", name)
    put(heading(title), para(getattr(form, "ABOUT", "")))
    if not getattr(form, "available", lambda: True)():
        put(para("Not on this computer: LibreOffice is not installed. Take the Word report instead.", "note"))
        return
    ending = form.ENDING or ".zip"
    made: dict[str, bytes] = st.session_state.setdefault("files", {})
    if st.button(f"Make it ready: {title}", key=f"make {name}"):
        try:
            with st.spinner("Making the file. This takes some seconds."):
                made[name] = _make(reading.whole(), name, form)
        except ChildvoiceError as error:
            put(shared.trouble(error))
    if name in made:
        st.download_button(
            f"Download: {title} ({ending.removeprefix('.')}, {max(1, len(made[name]) // 1024)} KB)",
            door.offer(made[name], door.mine_now()),
            file_name=f"{'you-told-us' if name == 'children' else 'findings'}{ending}",
            on_click="ignore",
            key=f"take {name}",
        )


def _template(seen: Overview) -> Path | None:
    return None if seen.released else own_template(reading.folder())


def _make(seen: Overview, name: str, form: ModuleType) -> bytes:
    """Make the file in a folder that is gone afterwards; a folder of files is packed into one."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / f"findings{form.ENDING}"
        made = publish.write(
            tables(seen),
            out,
            form=name,
            papers=papers(seen, _template(seen), reading.evidence(seen)),
        )
        if form.ENDING:
            return out.read_bytes()
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as files:
            for path in made:
                files.write(path, path.name)
        return packed.getvalue()
