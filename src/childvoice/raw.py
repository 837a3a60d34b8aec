"""Raw text, before names are taken out. Only ``ingest``, ``deidentify`` and ``pipeline`` may import this.

The import contracts in ``.importlinter`` hold that border; ``repr`` hides text so that a traceback, a log line
or a debugger's list of locals shows none of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class RawUnit:
    """One turn, paragraph, note or cell as the file has it. ``note`` is date | type | author of an entry."""

    index: int
    text: str = field(repr=False)
    speaker: str = field(default="", repr=False)
    question: str = field(default="", repr=False)
    note: str = field(default="", repr=False)
    respondent: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class RawDocument:
    """What a file says, in order.

    ``digest`` is the sha256 of its bytes; ``legend`` maps labels to what the file itself says of them
    ('AB = Anya, young person'); ``warnings`` are sentences without text of the document;
    ``by_machine`` is true where a machine recognised the words (a scan).
    """

    path: str = field(repr=False)
    digest: str
    units: tuple[RawUnit, ...] = field(repr=False)
    layout: str
    legend: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    warnings: tuple[str, ...] = ()
    by_machine: bool = False

    @property
    def words(self) -> int:
        """Number of whitespace-separated words in the units."""
        return sum(len(u.text.split()) for u in self.units)
