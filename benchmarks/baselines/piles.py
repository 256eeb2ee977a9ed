"""TF-IDF and average linkage: which reports of a pile are about one incident, by their words alone.

Title and text, words and pairs of words, terms of one report only left out where the pile is large;
agglomerative clustering over cosine distances, cut at a distance chosen for B-cubed on the grouped
training split (`python benchmarks/cut.py --data FOLDER`). The figures of an incident
(dead, injured, day, city) are not what the tool gives; they are not shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import ClassVar

import numpy as np
from sklearn.cluster import AgglomerativeClustering
from sklearn.feature_extraction.text import TfidfVectorizer

from baselines.baseline import Baseline
from rashomon.evaluate.incidents import Incidents
from rashomon.evaluate.suite import Annotate
from rashomon.records import Assessment, Document, Event, Incident, Span
from rashomon.stage import AnnotatedDocument, CaseStage, View, Writer

CUT = 0.80


def pile() -> Annotate:
    """A pipeline that gives every report one event, its first character."""

    def annotate(document: Document) -> AnnotatedDocument:
        event = Event(f"evt_{document.id}", document.id, "attack", Span(document.id, 0, 1))
        return AnnotatedDocument(document, {Event: (event,)})

    return annotate


def labels(texts: Sequence[str], cut: float) -> list[int]:
    """A cluster number for each text.

    Args:
        texts: the pile.
        cut: average cosine distance at which two clusters are no longer joined.
    """
    if len(texts) < 2:
        return [0] * len(texts)
    vectors = TfidfVectorizer(
        sublinear_tf=True,
        stop_words="english",
        ngram_range=(1, 2),
        min_df=2 if len(texts) > 20 else 1,
        dtype=np.float32,
    ).fit_transform(texts)
    distances = np.clip(1.0 - (vectors @ vectors.T).toarray(), 0.0, 2.0)
    made = AgglomerativeClustering(
        n_clusters=None, distance_threshold=cut, metric="precomputed", linkage="average"
    ).fit(distances)
    return [int(label) for label in made.labels_]


class Piles:
    """The clustering as a case stage."""

    name: ClassVar[str] = "piles"
    version: ClassVar[str] = "1"
    reads: ClassVar[tuple[type, ...]] = (Event,)
    writes: ClassVar[tuple[type, ...]] = (Incident, Assessment)

    def __init__(self, cut: float = CUT) -> None:
        self._cut = cut

    def __call__(self, view: View, writer: Writer) -> None:
        """One incident a cluster, nothing assessed."""
        documents = [doc.document for doc in view.documents()]
        groups: dict[int, list[str]] = defaultdict(list)
        for document, label in zip(
            documents, labels([document.text for document in documents], self._cut), strict=True
        ):
            groups[label].append(document.id)
        writer.replace(
            Incident,
            [
                Incident(
                    f"inc_{number}", tuple(f"evt_{each}" for each in ids), tuple(ids), "attack"
                )
                for number, ids in sorted(groups.items())
            ],
        )
        writer.replace(Assessment, ())


def suite(cut: float = CUT) -> Incidents:
    """The incidents suite with the clustering in the place of our case stages."""
    stages: tuple[CaseStage, ...] = (Piles(cut),)
    return Incidents(lambda: stages)


BASELINE = Baseline(
    title=f"TF-IDF, average linkage, cut at {CUT:.2f}",
    packages=("scikit-learn",),
    annotate=pile,
    metrics=(
        "b3_f", "b3_precision", "b3_recall", "conll_f",
        "pairwise_f", "pairwise_precision", "pairwise_recall",
    ),
    suite=suite(),
)  # fmt: skip
