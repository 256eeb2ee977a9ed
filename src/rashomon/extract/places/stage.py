"""The stage: toponyms found, read literally or not, and resolved together."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import ClassVar

import msgspec

from rashomon.extract.paragraphs import is_upper
from rashomon.extract.places.candidates import candidates
from rashomon.extract.places.features import DocumentWords, run_features, token_features
from rashomon.extract.places.models import LITERAL, TokenNames, models, tag_values
from rashomon.extract.places.neighbours import Surrounding, surroundings
from rashomon.extract.places.resolution import Query, resolve
from rashomon.extract.places.signals import Signals
from rashomon.extract.places.toponyms import Toponym, find_toponyms, person_words
from rashomon.extract.places.toponymy import toponymy_of
from rashomon.extract.tree import Tree
from rashomon.gazetteer import Gazetteer, name_key, places_list
from rashomon.neural import encoder
from rashomon.records import Place, PlaceMention, Sentence, Span, TimeExpression, Toponymy
from rashomon.stage import AnnotatedDocument


class PlaceMentions:
    """Every toponym has one mention; names of one document that read alike resolve alike.

    Args:
        gazetteer: where names are looked up; a case's own places may be laid over it.
    """

    name: ClassVar[str] = "places"
    version: ClassVar[str] = "2"
    reads: ClassVar[tuple[type, ...]] = (Sentence, TimeExpression)
    writes: ClassVar[type] = PlaceMention

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def __call__(self, doc: AnnotatedDocument) -> Iterable[PlaceMention]:
        """The document's toponyms in reading order; no two overlap."""
        text = doc.document.text
        sentences = doc.layer(Sentence)
        times = [time.span for time in doc.layer(TimeExpression)]
        found = read_toponyms(sentences, text, self._gazetteer, times)
        toponyms = [toponym for toponym, _ in found]
        around = surroundings(toponyms, text, self._gazetteer)
        dateline = doc.document.dateline
        context = [dateline.place] if dateline and dateline.place else []
        queries, which = queries_of(toponyms, around, text)
        places = resolve(queries, self._gazetteer, context)
        for number, (toponym, reading) in enumerate(found):
            place = places[which[number]]
            if dateline is not None and toponym.start < dateline.span.end:
                # a dateline gives context and never an event's place
                reading = "associative"
            yield PlaceMention(
                span=doc.span(toponym.start, toponym.end),
                place=msgspec.structs.replace(
                    place,
                    name=text[toponym.start : toponym.end],
                    confidence=round(place.confidence * toponym.certainty, 3),
                ),
                toponymy=reading,
            )


def read_toponyms(
    sentences: Sequence[Sentence], text: str, gazetteer: Gazetteer, times: Sequence[Span]
) -> list[tuple[Toponym, Toponymy]]:
    """The toponyms of a document with their readings, in reading order; no two overlap.

    The learned models find and read them, with what the rules found as their evidence. In capitals
    the rules stand alone: the models know the shapes of mixed case only.
    """
    features, ruled = sentence_features(sentences, text, gazetteer, times)
    known = {(toponym.start, toponym.end): toponym for toponym in ruled}
    capitals = is_upper(text)
    tagger, reader = models()
    kinds = places_list().kinds
    by_sentence = _by_sentence(ruled)
    people = person_words(sentences, text)
    signals = Signals(encoder()(text))
    found: list[tuple[Toponym, Toponymy]] = []
    for number, (sentence, tokens) in enumerate(zip(sentences, features, strict=True)):
        tree = Tree(sentence, text)
        mine = by_sentence.get(number, [])
        runs = [] if capitals else tagger.runs(tokens)
        covered = {at for first, last, _ in runs for at in range(first, last + 1)}
        if capitals:
            found += [(toponym, toponymy_of(toponym, tree)) for toponym in mine]
            continue
        # what the parser takes for a place as the rules do stays, whichever way it is read
        kept = {toponym.first for toponym in mine if toponym.label == "GPE"}
        proposed = [(first, last, tag_values(scores), True) for first, last, scores in runs]
        proposed += [
            (one.first, one.last, {one.feature: 1.0}, one.proposer == "rule" and one.first in kept)
            for one in candidates(sentence, tokens, signals, covered)
        ]
        for first, last, evidence, sure in proposed:
            while last > first and tree.word(last).lower() == tree.word(last) in kinds:
                last -= 1  # "Harvane" of "Harvane province"
            start, end = sentence.tokens[first].start, sentence.tokens[last].end
            words = [tree.word(index) for index in range(first, last + 1)]
            if (start, end) not in known and people.issuperset(words):
                continue  # a surname whose full name stands elsewhere in the document
            values = evidence | signals.of(sentence, first, last)
            names, states = run_features(tokens, first, last), signals.states(sentence, first, last)
            literal = reader.probability(names, values, states) > LITERAL
            if not (literal or sure):
                continue
            span = Span(sentence.span.document, start, end)
            one = known.get((start, end)) or _given(span, sentences, text, gazetteer)
            found.append((one, "literal" if literal else "associative"))
    return sorted(found, key=lambda one: (one[0].start, one[0].end))


def sentence_features(
    sentences: Sequence[Sentence], text: str, gazetteer: Gazetteer, times: Sequence[Span]
) -> tuple[list[list[TokenNames]], list[Toponym]]:
    """Feature names of every token of every sentence, and the rules' toponyms that they rest on."""
    ruled = find_toponyms(sentences, text, gazetteer, times)
    words = DocumentWords(
        names=Counter(text[toponym.start : toponym.end] for toponym in ruled),
        lower=frozenset(
            word
            for sentence in sentences
            for token in sentence.tokens
            if (word := text[token.start : token.end]).islower()
        ),
    )
    by_sentence = _by_sentence(ruled)
    features = []
    for number, sentence in enumerate(sentences):
        tree = Tree(sentence, text)
        mine = [(one, toponymy_of(one, tree)) for one in by_sentence.get(number, ())]
        features.append(token_features(tree, mine, words, gazetteer))
    return features, ruled


def _by_sentence(toponyms: Iterable[Toponym]) -> dict[int, list[Toponym]]:
    found: dict[int, list[Toponym]] = {}
    for toponym in toponyms:
        found.setdefault(toponym.sentence, []).append(toponym)
    return found


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
