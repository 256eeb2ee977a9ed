"""Words found again after their report was read anew: where they stand, or that nobody can tell.

What enters is a quotation with the words around it, taken from the old text, and the new text;
what leaves is a span, or an orphan with the reason. A quotation is never moved by likeness: it must
stand in the new text character by character, and its surroundings must single it out. The rule
errs towards orphans.
"""

from __future__ import annotations

import msgspec

from rashomon.records import Document, Orphan, Span

CONTEXT = 48
"""Characters that are kept on either side of a quotation."""

_LEAST_CONTEXT = 12
_MOST_PLACES = 10_000


class Quotation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of a document with what stands around them.

    Args:
        document: id of the document that they were taken from.
        start: where they stood, first code point.
        end: one past the last.
        exact: the words.
        prefix: up to `CONTEXT` characters before them.
        suffix: up to `CONTEXT` characters after them.
        text_sha256: of the text that they were taken from.
    """

    document: str
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str
    text_sha256: str


def quotation(document: Document, span: Span) -> Quotation:
    """The words under a span of a document, ready to be found again.

    Raises:
        ValueError: if the span is another document's or passes the text's end.
    """
    if span.document != document.id or span.end > len(document.text):
        raise ValueError(f"{span} is no span of document {document.id}")
    text = document.text
    return Quotation(
        document=document.id,
        start=span.start,
        end=span.end,
        exact=text[span.start : span.end],
        prefix=text[max(0, span.start - CONTEXT) : span.start],
        suffix=text[span.end : span.end + CONTEXT],
        text_sha256=document.text_sha256,
    )


def find_again(quoted: Quotation, document: Document) -> Span | Orphan:
    """Where quoted words stand in a document as it is read now.

    In an unchanged text that is where they stood. In a changed one it is the only place where the
    same words stand between the same surroundings; failing that, the only place with the same
    words and at least one of the two surroundings whole, provided that it is long enough to say
    something. All else is an orphan: words that are gone, words that stand elsewhere in other
    company, and words that stand in several places alike.

    Args:
        quoted: from the old text.
        document: the report as read now; its id may be another.
    """
    text = document.text
    if document.text_sha256 == quoted.text_sha256 and text[quoted.start : quoted.end] == (
        quoted.exact
    ):
        return Span(document.id, quoted.start, quoted.end)
    places = _places(quoted.exact, text)
    if not places:
        return _orphan(quoted, "these words no longer stand in the text")
    before = [at for at in places if _precedes(quoted, text, at)]
    after = [at for at in places if _follows(quoted, text, at)]
    for candidates, weight in (
        ([at for at in before if at in set(after)], len(quoted.prefix) + len(quoted.suffix)),
        (before, len(quoted.prefix)),
        (after, len(quoted.suffix)),
    ):
        if len(candidates) == 1 and (weight >= _LEAST_CONTEXT or len(text) == len(quoted.exact)):
            return Span(document.id, candidates[0], candidates[0] + len(quoted.exact))
        if len(candidates) > 1:
            return _orphan(
                quoted, f"these words stand in {len(candidates)} places with the same surroundings"
            )
    where = "one place" if len(places) == 1 else f"{len(places)} places"
    return _orphan(quoted, f"these words stand in {where}, but in other surroundings")


def _places(words: str, text: str) -> list[int]:
    places: list[int] = []
    at = text.find(words)
    while at >= 0 and len(places) < _MOST_PLACES:
        places.append(at)
        at = text.find(words, at + 1)
    return places


def _precedes(quoted: Quotation, text: str, at: int) -> bool:
    """Whether the old prefix stands before `at`; one that opened the text must open it again."""
    if len(quoted.prefix) < CONTEXT and at != len(quoted.prefix):
        return False
    return text.startswith(quoted.prefix, at - len(quoted.prefix))


def _follows(quoted: Quotation, text: str, at: int) -> bool:
    """Whether the old suffix stands behind the words at `at`; it ends with the text if it did."""
    end = at + len(quoted.exact)
    if len(quoted.suffix) < CONTEXT and len(text) - end != len(quoted.suffix):
        return False
    return text.startswith(quoted.suffix, end)


def _orphan(quoted: Quotation, reason: str) -> Orphan:
    return Orphan(quoted.document, quoted.start, quoted.end, quoted.exact, reason)
