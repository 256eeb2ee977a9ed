"""Documents for tests of case stages."""

from __future__ import annotations

from typing import Any

from rashomon.evaluate.memory import MemoryCase
from rashomon.records import Document

__all__ = ["MemoryCase", "report"]


def report(doc_id: str, text: str, **fields: Any) -> Document:
    """A document whose digests do not matter to the test."""
    return Document(id=doc_id, name=doc_id, text=text, text_sha256="", raw_sha256="", **fields)
