"""Export to MUC-4 response templates.

What enters are annotated documents; what leaves is a response in the form that the MUC-4 task
prescribes: one template of 25 slots for every relevant incident, and one of asterisks for a
document without any.
"""

from __future__ import annotations

from collections.abc import Iterable

from rashomon.render.exports.muc4.drafts import drafts
from rashomon.render.exports.muc4.fills import TemplateFills
from rashomon.render.exports.muc4.form import ResponseTemplate, printed_all
from rashomon.render.exports.muc4.places import default_country
from rashomon.render.exports.muc4.plausibility import plausible
from rashomon.render.exports.muc4.relevance import irrelevant
from rashomon.stage import AnnotatedDocument

__all__ = ["ResponseTemplate", "export_muc4", "responses"]


def responses(doc: AnnotatedDocument) -> tuple[ResponseTemplate, ...]:
    """The templates of one document in reading order; an empty one where none is relevant."""
    country = default_country(doc)
    found: list[ResponseTemplate] = []
    drafted = drafts(doc)
    for number, draft in enumerate(drafted):
        filled = TemplateFills(doc, draft, country)
        if irrelevant(doc, draft, filled.country) is not None:
            continue
        if plausible(doc, draft, number, len(drafted)):
            found.append(ResponseTemplate(doc.document.name, len(found) + 1, filled.fills()))
    return tuple(found) or (ResponseTemplate(doc.document.name),)


def export_muc4(docs: Iterable[AnnotatedDocument]) -> str:
    """A response file over documents, in the order given."""
    return printed_all(template for doc in docs for template in responses(doc))
