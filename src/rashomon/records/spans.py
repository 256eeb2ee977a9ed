"""A place in a document's text."""

from __future__ import annotations

import msgspec


class Span(msgspec.Struct, frozen=True, order=True, forbid_unknown_fields=True):
    """A non-empty, half-open range of code points of `Document.text`.

    Args:
        document: id of the document.
        start: first code point.
        end: one past the last code point.

    Raises:
        ValueError: if the range is empty, reversed or starts below zero.
    """

    document: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, got {self.start}:{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def text(self, text: str) -> str:
        """The words under the span, given the whole text of its document."""
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span of the same document."""
        return (
            self.document == other.document and self.start <= other.start and other.end <= self.end
        )

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share at least one code point of the same document."""
        return self.document == other.document and self.start < other.end and other.start < self.end
