"""A case in memory for suites: the smallest thing that is a `View` and a `Writer`.

What enters are annotated documents; what leaves are the case-level records that stages write. It
must not know any stage.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from rashomon.records import Sentence
from rashomon.stage import AnnotatedDocument, CaseStage

R = TypeVar("R")


class MemoryCase:
    """Documents with their layers, `Sentence` left out, and case-level records by kind."""

    def __init__(self, documents: Iterable[AnnotatedDocument]) -> None:
        self._documents = sorted(
            (without_sentences(doc) for doc in documents), key=lambda doc: doc.document.id
        )
        self._records: dict[type, tuple[Any, ...]] = {}

    def documents(self) -> Iterator[AnnotatedDocument]:
        """Every document, ordered by id."""
        return iter(self._documents)

    def all(self, kind: type[R]) -> Iterator[R]:
        """Every record of a kind, in the order in which its stage gave them."""
        return iter(self._records.get(kind, ()))

    def replace(self, kind: type[R], records: Iterable[R]) -> None:
        """Make `records` the case's only records of this kind."""
        self._records[kind] = tuple(records)

    def run(self, stages: Iterable[CaseStage]) -> MemoryCase:
        """The same case after the stages, in order."""
        for stage in stages:
            stage(self, self)
        return self


def without_sentences(doc: AnnotatedDocument) -> AnnotatedDocument:
    """A document without its parse, as a store gives it back."""
    layers = {kind: records for kind, records in doc.layers.items() if kind is not Sentence}
    return AnnotatedDocument(doc.document, layers, doc.provenance, doc.problems)
