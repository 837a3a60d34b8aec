"""Plain words for what the records call by short names: those of the reports, so that both say the same."""

from childvoice.report.wording import (
    BALANCE,
    FLAGS,
    KINDS,
    ROLES,
    TONES,
    VERDICTS,
    VOICES,
    WRITTEN,
    beside,
    capital,
    number,
    rule,
    sentence,
    speaker,
    verdict,
)

__all__ = [
    "BALANCE",
    "FLAGS",
    "KINDS",
    "ROLES",
    "TONES",
    "VERDICTS",
    "VOICES",
    "WRITTEN",
    "beside",
    "capital",
    "number",
    "rule",
    "sentence",
    "speaker",
    "verdict",
]
