"""Rich text, as old case systems and WordPad write it: paragraphs, tables and bold labels; accepted text only."""

from __future__ import annotations

from childvoice.errors import BrokenInput
from childvoice.ingest.archives import looks_like
from childvoice.ingest.blocks import units_from_blocks
from childvoice.ingest.reading import Reading
from childvoice.ingest.rich_text import RichText

EXTENSIONS = ("rtf",)


def read(data: bytes, name: str) -> Reading:
    """Text of the page. Raises BrokenInput for what is not rich text, or is cut short."""
    data = data.rstrip(b"\x00\r\n ").removeprefix(b"\xef\xbb\xbf")
    if not data.startswith(b"{\\rtf"):
        raise BrokenInput(
            f"it is {looks_like(data) or 'not rich text'} in spite of its name",
            subject=name,
            remedy="Open it in its program and save it as .rtf or .docx",
        )
    text = RichText()
    try:
        # Letters beyond ASCII are written as codes; some programs leave them as they are.
        text.read(data.decode("ascii") if data.isascii() else data.decode("cp1252", errors="replace"))
    except (ValueError, OverflowError):
        raise BrokenInput(
            "it is damaged or cut short",
            subject=name,
            remedy="Open it in its program and save it again as .rtf or .docx",
        ) from None
    return units_from_blocks(text.blocks, name, notes=text.notes, warnings=text.warnings)
