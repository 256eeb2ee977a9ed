"""A document with all layers below events and claims, for tests."""

from __future__ import annotations

import functools
from datetime import datetime

from rashomon.records import Provenance
from rashomon.run.registry import CaseContext, document_stages
from rashomon.settings import Settings
from rashomon.stage import AnnotatedDocument, DocumentStage
from tests.conftest import document

_BY = Provenance("test", "1", "")


@functools.cache
def _stages() -> tuple[DocumentStage, ...]:
    return document_stages(Settings(), CaseContext())


@functools.lru_cache(maxsize=256)
def annotated(text: str, published: datetime | None = None) -> AnnotatedDocument:
    """The text with every layer of the registry; a failing stage raises."""
    doc = AnnotatedDocument(document(text, published=published))
    for stage in _stages():
        doc = doc.with_layer(stage.writes, tuple(stage(doc)), _BY)
    return doc
