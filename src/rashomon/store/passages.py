"""What of a document goes into full-text search: its text in pieces, and its claims' statements."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rashomon.records import Attribution, Claim, Span
from rashomon.stage import AnnotatedDocument
from rashomon.store.folding import fold

_LONGEST = 100_000
"""Code points of a piece; PostgreSQL takes no more than a megabyte of words in one row."""


def passages(doc: AnnotatedDocument) -> Iterator[dict[str, Any]]:
    """The rows of `search` for a document."""
    document = doc.document
    for start, end in _pieces(document.text):
        yield {
            "document": document.id,
            "kind": "report",
            "claim": None,
            "start": start,
            "folded": fold(document.text[start:end]),
        }
    told = {attribution.id: attribution for attribution in doc.layers.get(Attribution, ())}
    for claim in doc.layers.get(Claim, ()):
        start, end = _statement(claim, told.get(claim.attribution))
        yield {
            "document": document.id,
            "kind": "claim",
            "claim": claim.id,
            "start": start,
            "folded": fold(document.text[start : min(end, start + _LONGEST)]),
        }


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(text):
        end = min(len(text), start + _LONGEST)
        if end < len(text):
            for gap in ("\n", " "):
                cut = text.rfind(gap, start + 1, end)
                if cut > start:
                    end = cut
                    break
        yield start, end
        start = end


def _statement(claim: Claim, told: Attribution | None) -> tuple[int, int]:
    """From the first to the last word of evidence, source, cue and content."""
    spans: list[Span] = list(claim.evidence)
    if told is not None:
        spans += [span for span in (told.source, told.cue) if span is not None]
        spans += told.content
    return min(span.start for span in spans), max(span.end for span in spans)
