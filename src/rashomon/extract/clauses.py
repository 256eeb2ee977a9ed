"""The sentences of a document with what other layers found in each, indexed by token.

An annotated document enters; one `Clause` a sentence leaves, so that events and claims ask the
same questions of times, places, entities, quantities, cues and contents without searching the
layers again and again.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from rashomon.extract.harm import Harm, harms
from rashomon.extract.tree import Tree
from rashomon.records import (
    Attribution,
    Entity,
    PlaceMention,
    QuantityMention,
    Sentence,
    Span,
    TimeExpression,
)
from rashomon.stage import AnnotatedDocument


class _HasSpan(Protocol):
    @property
    def span(self) -> Span: ...


S = TypeVar("S", bound=_HasSpan)


@dataclass(frozen=True)
class Clause:
    """A sentence with what was found in it.

    Args:
        number: its number in the document.
        tree: its tokens as a tree.
        quantities: in reading order.
        times: in reading order.
        places: in reading order.
        harm: what befell people in it.
        cues: tokens of reporting cues.
        attribution: innermost attribution whose content holds the token, by token.
        headline: it stands in the headline.
        dateline: toponyms of the dateline, which `places` leaves out.
    """

    number: int
    tree: Tree
    quantities: tuple[QuantityMention, ...]
    times: tuple[TimeExpression, ...]
    places: tuple[PlaceMention, ...]
    harm: tuple[Harm, ...]
    cues: frozenset[int]
    attribution: tuple[str | None, ...]
    headline: bool
    dateline: tuple[PlaceMention, ...] = ()

    @property
    def sentence(self) -> Sentence:
        """The sentence."""
        return self.tree.sentence


class Mentions:
    """Looks up which entity a token belongs to.

    Args:
        entities: the document's entities.
    """

    def __init__(self, entities: Sequence[Entity]) -> None:
        spans = sorted(
            (mention.span.start, mention.span.end, entity.id)
            for entity in entities
            for mention in entity.mentions
        )
        self._spans = spans
        self._starts = [start for start, _, _ in spans]
        self._longest = max((end - start for start, end, _ in spans), default=0)
        self.by_id = {entity.id: entity for entity in entities}

    def at(self, start: int, end: int) -> str | None:
        """Id of the entity whose shortest mention covers a token, best one that ends there."""
        low = bisect_left(self._starts, start - self._longest)
        high = bisect_right(self._starts, start)
        covering = [
            (stop != end, stop - first, entity_id)
            for first, stop, entity_id in self._spans[low:high]
            if first <= start and end <= stop
        ]
        return min(covering)[2] if covering else None


def clauses(doc: AnnotatedDocument) -> list[Clause]:
    """One record a sentence, in reading order; the dateline's times and places are left out."""
    text = doc.document.text
    dateline = doc.document.dateline
    hidden = dateline.span if dateline is not None else None
    headline_end = _headline_end(doc)
    innermost = _innermost(doc.layer(Attribution))
    cue_spans = sorted(
        (a.cue.start, a.cue.end) for a in doc.layer(Attribution) if a.cue is not None
    )
    quantities = _Cursor(doc.layer(QuantityMention))
    times = _Cursor(doc.layer(TimeExpression))
    places = _Cursor(doc.layer(PlaceMention))
    found = []
    for number, sentence in enumerate(doc.layer(Sentence)):
        tree = Tree(sentence, text)
        counted = quantities.inside(sentence.span)
        named = places.inside(sentence.span)
        found.append(
            Clause(
                number=number,
                tree=tree,
                quantities=counted,
                times=tuple(
                    t
                    for t in times.inside(sentence.span)
                    if hidden is None or not hidden.overlaps(t.span)
                ),
                places=tuple(p for p in named if hidden is None or not hidden.overlaps(p.span)),
                harm=tuple(harms(tree, counted)),
                cues=_tokens_in(tree, cue_spans),
                attribution=tuple(innermost.at(token.start) for token in tree.tokens),
                headline=sentence.span.start < headline_end,
                dateline=tuple(p for p in named if hidden is not None and hidden.overlaps(p.span)),
            )
        )
    return found


def _headline_end(doc: AnnotatedDocument) -> int:
    """Where the headline ends: as read, or a first paragraph without a full stop; else 0."""
    document = doc.document
    if document.title_span is not None:
        return document.title_span.end
    sentences = doc.layer(Sentence)
    first = [s for s in sentences[:6] if s.paragraph == 0]
    if not first or len(first) == len(sentences) or len(first) > 3:
        return 0
    end = first[-1].span.end
    return 0 if document.text[end - 1] in '.!?"”:' else end


class _Cursor(Generic[S]):
    """Records of a layer by sentence."""

    def __init__(self, records: Sequence[S]) -> None:
        self._records = sorted(records, key=lambda record: (record.span.start, record.span.end))
        self._starts = [record.span.start for record in self._records]

    def inside(self, span: Span) -> tuple[S, ...]:
        low = bisect_left(self._starts, span.start)
        high = bisect_left(self._starts, span.end)
        return tuple(r for r in self._records[low:high] if r.span.end <= span.end)


class _Innermost:
    def __init__(self, edges: list[int], owners: list[str | None]) -> None:
        self._edges = edges
        self._owners = owners

    def at(self, offset: int) -> str | None:
        index = bisect_right(self._edges, offset) - 1
        return self._owners[index] if index >= 0 else None


def _innermost(attributions: Sequence[Attribution]) -> _Innermost:
    """For every offset the attribution with the smallest content that holds it."""
    pieces = sorted(
        (
            (span.start, span.end, sum(len(s) for s in a.content), a.id)
            for a in attributions
            for span in a.content
        ),
    )
    edges = sorted({0, *(p[0] for p in pieces), *(p[1] for p in pieces)})
    owners: list[str | None] = []
    active: list[tuple[int, int, str]] = []
    at = 0
    for edge in edges:
        while at < len(pieces) and pieces[at][0] <= edge:
            active.append((pieces[at][2], pieces[at][1], pieces[at][3]))
            at += 1
        active = [piece for piece in active if piece[1] > edge]
        owners.append(min(active)[2] if active else None)
    return _Innermost(edges, owners)


def _tokens_in(tree: Tree, spans: list[tuple[int, int]]) -> frozenset[int]:
    low = bisect_left(spans, (tree.sentence.span.start - 200, 0))
    inside: set[int] = set()
    for start, end in spans[low:]:
        if start >= tree.sentence.span.end:
            break
        inside.update(
            i for i, token in enumerate(tree.tokens) if token.start < end and start < token.end
        )
    return frozenset(inside)
