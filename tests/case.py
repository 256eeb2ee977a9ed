"""A case in memory: the smallest thing that is a `View` and a `Writer`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from rashomon.records import Document
from rashomon.stage import AnnotatedDocument

R = TypeVar("R")


class MemoryCase:
    """Documents with their layers, and case-level records by kind."""

    def __init__(self, documents: Iterable[AnnotatedDocument]) -> None:
        self._documents = sorted(documents, key=lambda doc: doc.document.id)
        self.records: dict[type, tuple[Any, ...]] = {}

    def documents(self) -> Iterator[AnnotatedDocument]:
        return iter(self._documents)

    def all(self, kind: type[R]) -> Iterator[R]:
        return iter(self.records.get(kind, ()))

    def replace(self, kind: type[R], records: Iterable[R]) -> None:
        self.records[kind] = tuple(records)


def report(doc_id: str, text: str, **fields: Any) -> Document:
    """A document whose digests do not matter to the test."""
    return Document(id=doc_id, name=doc_id, text=text, text_sha256="", raw_sha256="", **fields)
