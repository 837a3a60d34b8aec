"""E-mails: what the sender wrote; the earlier messages below it apart; attachments through their readers."""

from __future__ import annotations

import email.errors
import email.policy
import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime

from childvoice.errors import BrokenInput, InputError
from childvoice.ingest.blocks import Paragraph, units_from_blocks
from childvoice.ingest.embedded import kind_of, read_inside, reader_for, reason
from childvoice.ingest.markup import blocks_of
from childvoice.ingest.reading import NO_SPEAKERS, Reading, joined

EXTENSIONS = ("eml",)
_EARLIER = re.compile(
    r"^(?:>|On .{5,200} wrote:\s*$|-{2,}\s*(?:Original|Forwarded) message|_{10,}\s*$|From: .+(?:@|<).*$)",
    re.IGNORECASE,
)


def read(data: bytes, name: str) -> Reading:
    """Subject and body of the message, then what was quoted below it, then readable attachments."""
    message = BytesParser(policy=email.policy.default).parsebytes(data)
    if not isinstance(message, EmailMessage) or not (
        message["from"] or message["date"] or message["subject"]
    ):
        raise BrokenInput(
            "it has neither sender nor date nor subject, so it is not an e-mail",
            subject=name,
            remedy="Save the message again from the mail program as .eml",
        )
    warnings: list[str] = []
    readings: list[Reading] = []
    body = message.get_body(("plain", "html"))
    if isinstance(body, EmailMessage):
        readings += _body(body, _note(message), _header(message, "subject"), name, warnings)
    for number, part in enumerate(_attachments(message), 1):
        file = _file_name(part)
        what = f"attachment {number} ({kind_of(file)})"
        if reader_for(file) is None:
            warnings.append(f"{what} was not read: there is no reader for it")
            continue
        try:
            readings.append(read_inside(_bytes(part), file, f"{name}, attachment {number}"))
            warnings.append(f"{what} was read and stands after the message")
        except InputError as error:
            warnings.append(f"{what} could not be read: {reason(error)}")
    reading = joined(readings, layout="prose")
    told = [w for w in reading.warnings if w != NO_SPEAKERS]
    return Reading(reading.units, reading.layout, reading.legend, (*warnings, *told))


def _body(body: EmailMessage, note: str, subject: str, name: str, warnings: list[str]) -> Iterator[Reading]:
    try:
        text = str(body.get_content())
    except (LookupError, ValueError):
        text = _bytes(body).decode("cp1252", errors="replace")
        warnings.append("its encoding is unknown: check accented letters")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if body.get_content_type() == "text/html":
        blocks = blocks_of(text, name)
    else:
        blocks = [Paragraph(line) for line in text.split("\n")]
    at = next(
        (i for i, b in enumerate(blocks) if isinstance(b, Paragraph) and _EARLIER.match(b.text)), len(blocks)
    )
    own = units_from_blocks([Paragraph(subject), *blocks[:at]] if subject else blocks[:at], name)
    yield _noted(own, note)
    if earlier := blocks[at:]:
        bare = [
            Paragraph(re.sub(r"^(?:>\s?)+", "", b.text)) if isinstance(b, Paragraph) else b for b in earlier
        ]
        warnings.append("earlier messages below it were read apart; their writers are not known")
        yield _noted(units_from_blocks(bare, name), "| earlier message |")


def _noted(reading: Reading, note: str) -> Reading:
    """Put date and sender to what nobody else is said to have written."""
    return replace(
        reading, units=tuple(u if u.note or u.speaker else replace(u, note=note) for u in reading.units)
    )


def _note(message: EmailMessage) -> str:
    try:
        date = parsedate_to_datetime(str(message["date"])).date().isoformat()
    except (TypeError, ValueError):
        date = ""
    sender = re.sub(r"\s*<[^>]*>", "", _header(message, "from")).strip("\"' ")
    return " | ".join(part for part in (date, "e-mail", sender) if part)


def _header(message: EmailMessage, which: str) -> str:
    try:
        return " ".join(str(message[which] or "").split())
    except (email.errors.MessageError, ValueError, IndexError, AttributeError):
        return ""  # headers that no rule covers; Python's parser then fails on reading them


def _attachments(message: EmailMessage) -> Iterator[EmailMessage]:
    for part in message.iter_attachments():
        if not isinstance(part, EmailMessage) or (part.is_multipart() and not _is_message(part)):
            continue
        # Pictures of a signature are no attachments that anyone means.
        if part.get_content_maintype() != "image" or part.get_content_disposition() == "attachment":
            yield part


def _is_message(part: EmailMessage) -> bool:
    return part.get_content_type() == "message/rfc822"


def _file_name(part: EmailMessage) -> str:
    if _is_message(part):
        return "message.eml"
    name = (part.get_filename() or "").replace("\n", " ").strip()
    # Mail programs cut a text in two where a picture stands in it; such parts have no name.
    return name or {"text/plain": "part.txt", "text/html": "part.html"}.get(part.get_content_type(), "")


def _bytes(part: EmailMessage) -> bytes:
    if _is_message(part):
        inner = part.get_content()
        return bytes(inner) if isinstance(inner, EmailMessage) else b""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
