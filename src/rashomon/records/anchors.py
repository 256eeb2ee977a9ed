"""Where the characters of a document's text stand in what was read: the way home of every span.

An anchor says that a half-open range of `Document.text` comes from a range of the decoded
original, or from a box on a page. A document's anchors are sorted and disjoint, one for each
contiguous run, so that plain text has one and a web page one for each stretch between two pieces
of markup. What no anchor covers was put in by the reader (a blank line between two blocks) and has
no original. Nothing here opens a file.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence

import msgspec

from rashomon.records.spans import Span


class CharacterAnchor(
    msgspec.Struct, frozen=True, array_like=True, tag="text", forbid_unknown_fields=True
):
    """A range of the document comes from a range of the decoded original. Both are code points.

    Where both are equally long the run is linear: the n-th code point of one is the n-th of the
    other, equal but for white space. Where they are not (`&amp;`, a run of blanks) the run is
    atomic: any part of it has the whole original range for its home.

    Args:
        start: first code point in `Document.text`.
        end: one past the last.
        original_start: first code point in the decoded text of the part.
        original_end: one past the last.
        part: which text of the original is meant; empty for the whole decoded file or entry, else
            as its reader documents it (`1.2` for a MIME part, `word/document.xml` in a DOCX).
    """

    start: int
    end: int
    original_start: int
    original_end: int
    part: str = ""

    def __post_init__(self) -> None:
        _check_range(self.start, self.end)
        _check_range(self.original_start, self.original_end)

    @property
    def linear(self) -> bool:
        """Whether code points correspond one to one."""
        return self.end - self.start == self.original_end - self.original_start


class BoxAnchor(
    msgspec.Struct, frozen=True, array_like=True, tag="box", forbid_unknown_fields=True
):
    """A range of the document stands in a box on a page. The run is atomic.

    Args:
        start: first code point in `Document.text`.
        end: one past the last.
        page: number of the page, the first is 1.
        x0: left edge, in points (1/72 inch) from the left edge of the page as it is displayed.
        y0: upper edge, in points from the *upper* edge of the page as it is displayed.
        x1: right edge.
        y1: lower edge.
    """

    start: int
    end: int
    page: int
    x0: float
    y0: float
    x1: float
    y1: float

    def __post_init__(self) -> None:
        _check_range(self.start, self.end)
        if self.page < 1:
            raise ValueError(f"pages count from 1, got {self.page}")
        if not (self.x0 <= self.x1 and self.y0 <= self.y1):
            raise ValueError(f"a box needs x0 <= x1 and y0 <= y1, got {self}")


Anchor = CharacterAnchor | BoxAnchor


class Orphan(msgspec.Struct, frozen=True, order=True, forbid_unknown_fields=True):
    """Words that can no longer, or never could, be shown in their original.

    Args:
        document: id of the document.
        start: where the words stood or stand, first code point.
        end: one past the last.
        quote: the words.
        reason: why they have no place, in words for the user, without a closing full stop.
    """

    document: str
    start: int
    end: int
    quote: str
    reason: str


def check_anchors(anchors: Sequence[Anchor], length: int) -> None:
    """The anchors are sorted, disjoint and inside a text of `length` code points.

    Raises:
        ValueError: if they are not.
    """
    end = 0
    for anchor in anchors:
        if anchor.start < end:
            raise ValueError(f"anchors must be sorted and disjoint; {anchor} begins before {end}")
        end = anchor.end
    if end > length:
        raise ValueError(f"an anchor ends at {end}, past the text's {length} code points")


def whole(length: int, part: str = "") -> tuple[CharacterAnchor, ...]:
    """The anchors of a text that is the decoded original itself; none for an empty one."""
    return (CharacterAnchor(0, length, 0, length, part),) if length else ()


def homes(anchors: Sequence[Anchor], span: Span, text: str) -> tuple[Anchor, ...] | Orphan:
    """Where a span stands in the original: one piece for each run that it touches, in its order.

    A linear run is cut to the span; an atomic one comes whole where it is an original's range, and
    keeps its box with the document range cut where it is a box.

    Args:
        anchors: the document's, sorted and disjoint.
        span: in that document.
        text: the document's, for the quotation of an orphan.

    Returns:
        The pieces; an `Orphan` if no anchor touches the span.

    >>> homes(whole(20), Span("doc_x", 4, 9), "The harbour is shut.")
    (CharacterAnchor(start=4, end=9, original_start=4, original_end=9, part=''),)
    """
    first = bisect.bisect_right(anchors, span.start, key=lambda anchor: anchor.end)
    pieces: list[Anchor] = []
    for at in range(first, len(anchors)):
        anchor = anchors[at]
        if anchor.start >= span.end:
            break
        pieces.append(_cut(anchor, max(anchor.start, span.start), min(anchor.end, span.end)))
    if pieces:
        return tuple(pieces)
    reason = (
        "the reader put these characters in; they are not in the original"
        if anchors
        else "the document was read without a map to its original"
    )
    return Orphan(span.document, span.start, span.end, span.text(text), reason)


def _cut(anchor: Anchor, start: int, end: int) -> Anchor:
    if isinstance(anchor, BoxAnchor):
        return msgspec.structs.replace(anchor, start=start, end=end)
    if not anchor.linear:
        return anchor
    shift = anchor.original_start - anchor.start
    return CharacterAnchor(start, end, start + shift, end + shift, anchor.part)


def _check_range(start: int, end: int) -> None:
    if not 0 <= start < end:
        raise ValueError(f"an anchor needs 0 <= start < end, got {start}:{end}")
