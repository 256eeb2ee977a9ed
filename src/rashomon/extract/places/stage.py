"""The stage: toponyms found, read literally or not, and resolved together."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import ClassVar

import msgspec

from rashomon.extract.places.neighbours import Surrounding, surroundings
from rashomon.extract.places.resolution import Query, resolve
from rashomon.extract.places.toponyms import Toponym, find_toponyms
from rashomon.extract.places.toponymy import toponymy_of
from rashomon.extract.tree import Tree
from rashomon.gazetteer import Gazetteer, name_key, places_list
from rashomon.records import Place, PlaceMention, Sentence, Span, TimeExpression, Toponymy
from rashomon.stage import AnnotatedDocument


class PlaceMentions:
    """Every toponym has one mention; names of one document that read alike resolve alike.

    Args:
        gazetteer: where names are looked up; a case's own places may be laid over it.
    """

    name: ClassVar[str] = "places"
    version: ClassVar[str] = "1"
    reads: ClassVar[tuple[type, ...]] = (Sentence, TimeExpression)
    writes: ClassVar[type] = PlaceMention

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def __call__(self, doc: AnnotatedDocument) -> Iterable[PlaceMention]:
        """The document's toponyms in reading order; no two overlap."""
        text = doc.document.text
        sentences = doc.layer(Sentence)
        times = [time.span for time in doc.layer(TimeExpression)]
        toponyms = find_toponyms(sentences, text, self._gazetteer, times)
        around = surroundings(toponyms, text, self._gazetteer)
        dateline = doc.document.dateline
        context = [dateline.place] if dateline and dateline.place else []
        queries, which = queries_of(toponyms, around, text)
        places = resolve(queries, self._gazetteer, context)
        tree, at = None, -1
        for number, toponym in enumerate(toponyms):
            place = places[which[number]]
            if tree is None or at != toponym.sentence:
                tree, at = Tree(sentences[toponym.sentence], text), toponym.sentence
            in_dateline = dateline is not None and toponym.start < dateline.span.end
            # a dateline gives context and never an event's place
            reading: Toponymy = "associative" if in_dateline else toponymy_of(toponym, tree)
            yield PlaceMention(
                span=doc.span(toponym.start, toponym.end),
                place=msgspec.structs.replace(
                    place,
                    name=text[toponym.start : toponym.end],
                    confidence=round(place.confidence * toponym.certainty, 3),
                ),
                toponymy=reading,
            )


def resolve_spans(
    doc: AnnotatedDocument, spans: Sequence[Span], gazetteer: Gazetteer
) -> list[Place]:
    """Places for given toponyms, so that resolution can be used without recognition.

    Args:
        doc: with its sentences.
        spans: the toponyms, in reading order.
        gazetteer: where names are looked up.
    """
    text = doc.document.text
    sentences = doc.layer(Sentence)
    toponyms = [_given(span, sentences, text, gazetteer) for span in spans]
    queries, which = queries_of(toponyms, surroundings(toponyms, text, gazetteer), text)
    dateline = doc.document.dateline
    context = [dateline.place] if dateline and dateline.place else []
    places = resolve(queries, gazetteer, context)
    return [places[number] for number in which]


def _given(span: Span, sentences: Sequence[Sentence], text: str, gazetteer: Gazetteer) -> Toponym:
    """A given span as a toponym."""
    number = max(0, bisect_right(sentences, span.start, key=lambda s: s.span.start) - 1)
    tokens = sentences[number].tokens if sentences else ()
    inside = [
        i for i, token in enumerate(tokens) if token.start < span.end and span.start < token.end
    ]
    name = text[span.start : span.end]
    after = re.match(r"\s+(\w+)", text[span.end : span.end + 30])
    kinds = places_list().kinds
    last = name.split()[-1].lower()
    kind = kinds.get(last) if " " in name.strip() else None
    if kind is None and after and after[1] == after[1].lower():
        kind = kinds.get(after[1])
    demonym = gazetteer.demonym(name) is not None and not gazetteer.lookup(name)
    return Toponym(
        span.start, span.end, number, inside[0] if inside else 0, inside[-1] if inside else 0,
        "", demonym, kind,
    )  # fmt: skip


def queries_of(
    toponyms: list[Toponym], around: list[Surrounding], text: str
) -> tuple[list[Query], list[int]]:
    """The queries of a document, one for each name, and which one each toponym asks.

    All mentions of a name share what any of them says, because a report introduces a place once
    ("Harvane, in Veltia's north") and then repeats the bare name. Where mentions name different
    containers, each keeps its own.
    """
    groups: dict[tuple[str, bool, str], list[int]] = {}
    stated: dict[str, set[str]] = {}
    for number, toponym in enumerate(toponyms):
        key = name_key(text[toponym.start : toponym.end])
        if around[number].containers:
            stated.setdefault(key, set()).add(name_key(around[number].containers[0]))
    for number, toponym in enumerate(toponyms):
        key = name_key(text[toponym.start : toponym.end])
        own = around[number].containers
        split = name_key(own[0]) if own and len(stated.get(key, ())) > 1 else ""
        groups.setdefault((key, toponym.demonym, split), []).append(number)
    queries: list[Query] = []
    which = [0] * len(toponyms)
    for (_, demonym, _), members in groups.items():
        for member in members:
            which[member] = len(queries)
        queries.append(_query(members, toponyms, around, text, demonym))
    return queries, which


def _query(
    members: list[int],
    toponyms: list[Toponym],
    around: list[Surrounding],
    text: str,
    demonym: bool,
) -> Query:
    first = toponyms[members[0]]
    kinds = Counter(toponyms[member].kind for member in members if toponyms[member].kind)
    distance = next((around[m] for m in members if around[m].distance_km is not None), None)
    return Query(
        name=text[first.start : first.end],
        kind=kinds.most_common(1)[0][0] if kinds else None,
        containers=_merged(around[member].containers for member in members),
        near=_merged([*([distance.near] if distance else []), *(around[m].near for m in members)]),
        distance_km=distance.distance_km if distance else None,
        bearing_deg=distance.bearing_deg if distance else None,
        count=len(members),
        demonym=demonym,
        fallback=_merged(around[member].fallback for member in members),
    )


def _merged(lists: Iterable[list[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for names in lists for name in names))
