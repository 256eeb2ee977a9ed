"""One annotated document becomes one line of `rashomon extract --json`.

Enters: a document with all its layers. Leaves: a `formats.ExtractedDocument`. An attribution with
the claims that it carries is one claim of that format; what the outlet says itself is grouped by
sentence into claims without source and cue. Nothing is decided here.
"""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Iterable

from rashomon.records import (
    Attribution,
    Claim,
    Entity,
    Event,
    Place,
    PlaceMention,
    QuantityMention,
    Sentence,
    Span,
    TimeExpression,
    digest_id,
)
from rashomon.render import formats
from rashomon.render.case import head, layer, roles, text_span, text_spans
from rashomon.stage import AnnotatedDocument


def extracted_document(doc: AnnotatedDocument) -> formats.ExtractedDocument:
    """Everything that the stages found in one document, in reading order."""
    text = doc.document.text
    claims = _claims(doc)
    told_by = defaultdict(set)
    for claim in claims:
        for assertion in claim.assertions:
            if assertion.event is not None:
                told_by[assertion.event].add(claim.id)
    known = {claim.id for claim in claims}
    return formats.ExtractedDocument(
        version=formats.EXTRACT_VERSION,
        document=head(doc.document),
        sentences=tuple(
            formats.SentenceSpan(sentence.span.start, sentence.span.end, sentence.paragraph)
            for sentence in layer(doc, Sentence)
        ),
        entities=tuple(_entity(entity, text) for entity in _ordered(layer(doc, Entity))),
        times=tuple(_time(time, text) for time in layer(doc, TimeExpression)),
        places=tuple(
            _place(mention.span, mention.place, text, mention.toponymy)
            for mention in layer(doc, PlaceMention)
        ),
        quantities=tuple(_quantity(mention, text) for mention in layer(doc, QuantityMention)),
        claims=claims,
        events=tuple(
            _event(event, text, told_by[event.id] | (known & set(event.attributions)))
            for event in sorted(layer(doc, Event), key=lambda event: (event.trigger, event.id))
        ),
        problems=doc.problems,
    )


def _ordered(entities: Iterable[Entity]) -> list[Entity]:
    return sorted(entities, key=lambda entity: (min(m.span for m in entity.mentions), entity.id))


def _entity(entity: Entity, text: str) -> formats.ExtractedEntity:
    return formats.ExtractedEntity(
        id=entity.id,
        kind=entity.kind,
        name=entity.name,
        mentions=tuple(
            formats.ExtractedMention(m.span.start, m.span.end, m.span.text(text), m.kind)
            for m in entity.mentions
        ),
        aliases=entity.aliases,
        party_kind=entity.party_kind,
        member_of=entity.member_of,
        anonymous=entity.anonymous,
    )


def _time(time: TimeExpression, text: str) -> formats.ExtractedTime:
    return formats.ExtractedTime(
        start=time.span.start,
        end=time.span.end,
        text=time.span.text(text),
        type=time.type,
        value=time.value,
        anchor=time.anchor,
        modifier=time.modifier,
        interval=time.interval,
    )


def _place(
    span: Span, place: Place, text: str, toponymy: str = "literal"
) -> formats.ExtractedPlace:
    return formats.ExtractedPlace(
        start=span.start,
        end=span.end,
        text=span.text(text),
        gazetteer_id=place.gazetteer_id,
        lat=place.lat,
        lon=place.lon,
        country=place.country,
        admin1=place.admin1,
        radius_km=place.radius_km,
        precision=place.precision,
        confidence=place.confidence,
        toponymy="associative" if toponymy == "associative" else "literal",
    )


def _quantity(mention: QuantityMention, text: str) -> formats.ExtractedQuantity:
    quantity = mention.quantity
    return formats.ExtractedQuantity(
        start=mention.span.start,
        end=mention.span.end,
        text=mention.span.text(text),
        low=quantity.low,
        high=quantity.high,
        unit=quantity.unit,
        relation=quantity.relation,
        qualifier=quantity.qualifier,
        people=mention.people,
    )


def _assertion(claim: Claim, text: str) -> formats.Assertion:
    return formats.Assertion(
        id=claim.id,
        aspect=claim.aspect,
        whom=claim.whom,
        value=claim.value,
        polarity=claim.polarity,
        certainty=claim.certainty,
        evidence=text_spans(text, claim.evidence),
        event=claim.event,
    )


def _claims(doc: AnnotatedDocument) -> tuple[formats.ExtractedClaim, ...]:
    text = doc.document.text
    carried = defaultdict(list)
    for claim in sorted(layer(doc, Claim), key=lambda claim: (min(claim.evidence), claim.id)):
        carried[claim.attribution].append(claim)
    attributed = [
        _attributed(attribution, carried.pop(attribution.id, []), text)
        for attribution in layer(doc, Attribution)
    ]
    return tuple(
        sorted(
            [*attributed, *_own_voice(doc, carried.pop(None, []))],
            key=lambda claim: (claim.content[0], claim.id),
        )
    )


def _attributed(
    attribution: Attribution, carried: list[Claim], text: str
) -> formats.ExtractedClaim:
    source = attribution.source
    return formats.ExtractedClaim(
        id=attribution.id,
        source=formats.SourceSpan(source.start, source.end, source.text(text), attribution.entity)
        if source
        else None,
        cue=text_span(text, attribution.cue) if attribution.cue else None,
        content=text_spans(text, attribution.content),
        mode=attribution.mode,
        polarity=attribution.polarity,
        certainty=attribution.certainty,
        within=attribution.within,
        assertions=tuple(_assertion(claim, text) for claim in carried),
    )


def _own_voice(doc: AnnotatedDocument, claims: list[Claim]) -> list[formats.ExtractedClaim]:
    """The outlet's own claims, one record a sentence; its content is the sentence."""
    text = doc.document.text
    spans = sorted(sentence.span for sentence in layer(doc, Sentence))
    grouped: dict[Span, list[Claim]] = defaultdict(list)
    for claim in claims:
        first = min(claim.evidence)
        at = bisect.bisect_right(spans, first.start, key=lambda span: span.start) - 1
        home = spans[at] if at >= 0 and spans[at].overlaps(first) else first
        grouped[home].append(claim)
    return [
        formats.ExtractedClaim(
            id=digest_id("att", doc.document.id, home.start, home.end, "own voice"),
            source=None,
            cue=None,
            content=(text_span(text, home),),
            mode="indirect",
            polarity="affirmed",
            certainty="unknown" if all(c.certainty == "unknown" for c in held) else "asserted",
            within=None,
            assertions=tuple(_assertion(claim, text) for claim in held),
        )
        for home, held in grouped.items()
    ]


def _event(event: Event, text: str, claims: set[str]) -> formats.ExtractedEvent:
    place = None
    if event.place is not None and event.place_span is not None:
        place = _place(event.place_span, event.place, text)
    return formats.ExtractedEvent(
        id=event.id,
        trigger=text_span(text, event.trigger),
        type=event.type,
        stage=event.stage,
        polarity=event.polarity,
        certainty=event.certainty,
        roles=roles(text, event.roles),
        mentions=text_spans(text, event.mentions),
        claims=tuple(sorted(claims)),
        time=text_span(text, event.time) if event.time else None,
        interval=event.interval,
        place=place,
    )
