"""spaCy's ``DocBin`` (``.spacy``): one Doc a source, codes as a span group, ready to train or inspect with spaCy."""

from __future__ import annotations

from childvoice.exchange.project import Project

ENDING = ".spacy"
ABOUT = "a DocBin for spaCy"
GROUP = "childvoice"


def write(project: Project, name: str) -> bytes:
    """Docs with ``doc.spans["childvoice"]``: label is the code's id, ``span.id_`` the coder.

    spaCy counts in tokens: a span is widened to the tokens that it touches; the exact characters stay in
    ``doc.user_data["childvoice"]`` as (start, end, code, coder). Read with ``DocBin(store_user_data=True)``.
    """
    del name
    import spacy
    from spacy.tokens import DocBin

    pipeline = spacy.blank("en")
    pipeline.max_length = max([pipeline.max_length, *(len(t.text) + 1 for t in project.texts)])
    codes = {c.guid: c.id or c.name for c in project.codes}
    coders = {c.guid: c.name for c in project.coders}
    made = DocBin(store_user_data=True)
    for text in project.texts:
        doc = pipeline.make_doc(text.text)
        exact = [
            (s.start, s.end, codes[a.code], coders.get(a.coder, ""))
            for s in text.selections
            for a in s.applied
        ]
        doc.spans[GROUP] = [
            span
            for start, end, code, coder in exact
            if (span := doc.char_span(start, end, code, alignment_mode="expand", span_id=coder)) is not None
        ]
        doc.user_data[GROUP] = exact
        doc.user_data["source"] = text.guid
        made.add(doc)
    return bytes(made.to_bytes())
