"""``nlp.add_pipe("childvoice_deidentify")``: names found and replaced inside a spaCy pipeline.

The component changes no token: the Doc keeps its text, the identifiers stand in ``doc.spans["identifiers"]``, and the text
without names in ``doc._.deidentified``. Whatever is passed on must be the latter; a Doc holds raw text.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from childvoice.deidentify import Roster, deidentify_text, read_roster
from childvoice.errors import SettingsError

GROUP = "identifiers"
_POLICIES = ("strict", "standard", "light")

for _name, _default in (("deidentified", ""), ("identifiers", ())):
    Doc.set_extension(_name, default=_default, force=True)


class Deidentify:
    """A component of a pipeline; see the module."""

    def __init__(self, policy: str, roster: Roster) -> None:
        self._policy = policy
        self._roster = roster

    def __call__(self, doc: Doc) -> Doc:
        """Find the identifiers of ``doc``.

        ``doc._.identifiers`` has (start, end, label, pseudonym) in characters of ``doc.text``; the span group has the
        same, widened to whole tokens, with the pseudonym as ``span.id_``.
        """
        masked = deidentify_text(doc.text, self._roster, policy=self._policy)
        doc._.deidentified = masked.text
        doc._.identifiers = tuple((s.start, s.end, s.label.value, s.pseudonym) for s in masked.spans)
        found = (
            doc.char_span(s.start, s.end, s.label.value, alignment_mode="expand", span_id=s.pseudonym)
            for s in masked.spans
        )
        doc.spans[GROUP] = [span for span in found if span is not None]
        return doc


@Language.factory("childvoice_deidentify", default_config={"policy": "standard", "roster": ""})  # type: ignore[untyped-decorator]
def make(nlp: Language, name: str, policy: str, roster: str) -> Any:
    """The component; ``roster`` is the path of a CSV of known people, or empty.

    Raises SettingsError for a policy or roster that cannot be used.
    """
    del nlp, name
    if policy not in _POLICIES:
        raise SettingsError(f"unknown policy '{policy}'", remedy=f"Use {', '.join(_POLICIES)}")
    return Deidentify(policy, read_roster(Path(roster)) if roster else Roster())
