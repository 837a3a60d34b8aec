"""The Word report as PDF, tagged for screen readers, by LibreOffice where that is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from childvoice.errors import SettingsError
from childvoice.publish.formats import docx
from childvoice.publish.paper import Paper

TITLE = "PDF of the Word report"
ABOUT = "The same report for print. Needs LibreOffice on this computer."
ENDING = ".pdf"
PAPER = "committee"
_PATIENCE = 180  # seconds
_FILTER = (
    'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"},'
    '"PDFUACompliance":{"type":"boolean","value":"true"},"ExportBookmarks":{"type":"boolean","value":"true"}}'
)


def available() -> bool:
    """Tell whether LibreOffice is there."""
    return _office() is not None


def write(paper: Paper, out: Path) -> list[Path]:
    """Write ``paper`` to ``out``.

    Raises SettingsError if LibreOffice is not installed or does not finish.
    """
    office = _office()
    if office is None:
        raise SettingsError(
            "LibreOffice is not installed", subject=out.name, remedy="Install it, or take the Word report"
        )
    with tempfile.TemporaryDirectory() as folder:
        (word,) = docx.write(paper, Path(folder) / "report.docx")
        profile = Path(folder, "profile").as_uri()  # of its own: an open LibreOffice would refuse otherwise
        command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", _FILTER]
        try:
            subprocess.run(  # noqa: S603 - an installed program, on a file of ours
                [*command, "--outdir", folder, str(word)], check=True, capture_output=True, timeout=_PATIENCE
            )
            out.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(Path(folder) / "report.pdf", out)
        except (subprocess.SubprocessError, FileNotFoundError):
            raise SettingsError(
                "LibreOffice could not make the PDF",
                subject=out.name,
                remedy="Take the Word report, and save it as PDF from there",
            ) from None
    return [out]


def _office() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")
