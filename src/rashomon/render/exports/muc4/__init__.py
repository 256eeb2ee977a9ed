"""Export to MUC-4 response templates.

What enters are annotated documents; what leaves is a response in the form that the MUC-4 task
prescribes: one template of 25 slots for every relevant incident, and one of asterisks for a
document without any.
"""

from __future__ import annotations

from collections.abc import Iterable

from rashomon.extract.roles import TOP, role_mentions
from rashomon.neural import encoder
from rashomon.render.exports.muc4.candidates import Sketch
from rashomon.render.exports.muc4.drafts import drafts
from rashomon.render.exports.muc4.fills import TemplateFills
from rashomon.render.exports.muc4.form import ResponseTemplate, printed_all
from rashomon.render.exports.muc4.joined import joined
from rashomon.render.exports.muc4.judgement import judges
from rashomon.render.exports.muc4.places import default_country
from rashomon.render.exports.muc4.plausibility import plausible
from rashomon.render.exports.muc4.relevance import irrelevant
from rashomon.stage import AnnotatedDocument

__all__ = ["ResponseTemplate", "export_muc4", "responses"]


def responses(doc: AnnotatedDocument) -> tuple[ResponseTemplate, ...]:
    """The templates of one document in reading order; an empty one where none is relevant.

    With an encoder whose top marks parts, and regressions fitted for that very top, rules and
    encoder decide together; else the rules alone.
    """
    network, fitted = encoder(), judges()
    top = network.header.tops.get(TOP)
    if top is not None and fitted.encoder == top.version:
        sketch = Sketch(doc, role_mentions(network.top(TOP, doc.document.text)))
        made = joined(sketch, fitted.models)
        found = [
            ResponseTemplate(doc.document.name, number, fills)
            for number, fills in enumerate(made, start=1)
        ]
        return tuple(found) or (ResponseTemplate(doc.document.name),)
    return ruled(doc)


def ruled(doc: AnnotatedDocument) -> tuple[ResponseTemplate, ...]:
    """The templates that the rules alone give."""
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
