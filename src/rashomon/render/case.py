"""A case's view becomes `case.json`'s shape.

Enters: documents with their layers and the case-level records. Leaves: one `formats.Case` whose
order depends on nothing but its content: documents by time of publication and path, everything
inside a document in reading order, the rest by what it refers to. Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TypeVar

import msgspec

import rashomon
from rashomon.records import (
    Account,
    Aspect,
    Assessment,
    Attribution,
    Claim,
    Dependence,
    Document,
    Entity,
    Event,
    Incident,
    Interval,
    Judgement,
    Party,
    Position,
    Problem,
    Provenance,
    Role,
    Span,
)
from rashomon.records.precision import (
    acled_geo_precision,
    acled_time_precision,
    ucdp_date_prec,
    ucdp_where_prec,
)
from rashomon.records.zones import in_utc
from rashomon.render import formats, wording
from rashomon.render.chains import chain_of
from rashomon.stage import AnnotatedDocument, View

ASPECT_ORDER: tuple[Aspect, ...] = tuple(wording.ASPECTS)
R = TypeVar("R")
_LATEST = datetime.max.replace(tzinfo=UTC)


def build(
    view: View,
    *,
    title: str,
    judgements: Iterable[Judgement] = (),
    problems: Iterable[Problem] = (),
    provenance: Iterable[Provenance] = (),
) -> formats.Case:
    """The whole case, in canonical order.

    Args:
        view: documents with layers, and parties, incidents, assessments, accounts, dependences.
        title: of the case, as its user named it.
        judgements: people's words on what is one and what is not.
        problems: of the run, beside those that the documents carry.
        provenance: of the case stages; that of the layers is taken from the documents.
    """
    documents = sorted(view.documents(), key=lambda doc: _by_publication(doc.document))
    rank = {doc.document.id: number for number, doc in enumerate(documents)}
    parties = list(view.all(Party))
    party_of = {entity: party for party in parties for entity in party.entities}
    incidents = sorted(view.all(Incident), key=lambda incident: _by_time(incident))
    incident_rank = {incident.id: number for number, incident in enumerate(incidents)}
    incident_of = {event: incident.id for incident in incidents for event in incident.events}
    dependences = sorted(view.all(Dependence))
    origins = _origins(dependences)
    by_id = {doc.document.id: doc.document for doc in documents}
    claims = [
        claim
        for doc in documents
        for claim in _claims(
            doc, by_id.get(origins.get(doc.document.id, "")), party_of, incident_of
        )
    ]  # documents are in order, and so is each one's reading
    claim_rank = {claim.id: number for number, claim in enumerate(claims)}
    facts = sorted(
        (_fact(assessment) for assessment in view.all(Assessment)),
        key=lambda fact: (
            incident_rank.get(fact.incident, len(incidents)),
            ASPECT_ORDER.index(fact.aspect),
            fact.whom or "",
            fact.id,
        ),
    )
    names = {party.id: party.name for party in parties}
    accounts = sorted(
        (_account(account, names, claim_rank) for account in view.all(Account)),
        key=lambda account: (
            incident_rank.get(account.incident, len(incidents)),
            account.name,
            account.source or "",
            account.claims,
        ),
    )
    return formats.Case(
        version=formats.CASE_VERSION,
        tool=f"rashomon {rashomon.__version__}",
        title=title,
        documents=tuple(_document(doc.document, origins) for doc in documents),
        statements=tuple(s for doc in documents for s in _statements(doc, party_of)),
        claims=tuple(claims),
        entities=_parties(parties, documents, rank),
        events=tuple(event for doc in documents for event in _events(doc)),
        incidents=tuple(_incident(incident, rank) for incident in incidents),
        accounts=tuple(accounts),
        facts=tuple(facts),
        dependences=tuple(dependences),
        judgements=tuple(sorted(judgements)),
        provenance=tuple(
            sorted({*provenance, *(p for doc in documents for p in doc.provenance.values())})
        ),
        problems=tuple(
            sorted({*problems, *(p for doc in documents for p in doc.problems)}, key=_by_problem)
        ),
    )


def _by_publication(document: Document) -> tuple[datetime, str, str]:
    return (document.published or _LATEST, document.name, document.id)


def _by_problem(problem: Problem) -> tuple[str, str, int, int, str, str]:
    start = -1 if problem.start is None else problem.start
    end = -1 if problem.end is None else problem.end
    return (problem.name, problem.stage, start, end, problem.message, problem.document or "")


def _by_time(incident: Incident) -> tuple[datetime, datetime, str]:
    when = incident.interval or Interval(None, None, "unknown")
    return (when.start or when.end or _LATEST, when.end or _LATEST, incident.id)


def _origins(dependences: Iterable[Dependence]) -> dict[str, str]:
    """From each copy to the document at the root of its chain.

    A copy that rests on several originals follows the one that it resembles most.
    """
    nearest: dict[str, Dependence] = {}
    for dependence in dependences:
        known = nearest.get(dependence.copy)
        if known is None or dependence.similarity > known.similarity:
            nearest[dependence.copy] = dependence
    roots = {}
    for copy in nearest:
        at, seen = copy, {copy}
        while (step := nearest.get(at)) is not None and step.original not in seen:
            at = step.original
            seen.add(at)
        # In a ring every member must name the same root, whichever one was asked first.
        roots[copy] = min(seen) if at in nearest else at
    return roots


def text_span(text: str, span: Span) -> formats.TextSpan:
    """A span with its words."""
    return formats.TextSpan(span.start, span.end, text[span.start : span.end])


def text_spans(text: str, spans: Iterable[Span]) -> tuple[formats.TextSpan, ...]:
    """Spans with their words, in reading order."""
    return tuple(text_span(text, span) for span in sorted(spans))


def roles(text: str, given: Iterable[Role]) -> tuple[formats.ExtractedRole, ...]:
    """Roles with their words, sorted."""
    return tuple(
        formats.ExtractedRole(
            role=role.role,
            start=role.span.start,
            end=role.span.end,
            text=role.span.text(text),
            entity=role.entity,
        )
        for role in sorted(given, key=lambda role: (role.span, role.role, role.entity or ""))
    )


def layer(doc: AnnotatedDocument, kind: type[R]) -> tuple[R, ...]:
    """A layer, empty where the running pipeline has no stage for it."""
    return doc.layer(kind) if kind in doc.layers else ()


def head(document: Document) -> formats.DocumentHead:
    """A document without its text."""
    return formats.DocumentHead(
        id=document.id,
        path=document.name,
        title=document.title,
        publisher=document.publisher,
        published=document.published,
        published_from=document.published_from,
        language=document.language,
        text_sha256=document.text_sha256,
        raw_sha256=document.raw_sha256,
        url=document.url,
        credits=document.credits,
        dateline=document.dateline,
        author=document.author,
        container=document.container,
        encoding=document.encoding,
        anchors=document.anchors,
    )


def _document(document: Document, origins: Mapping[str, str]) -> formats.CaseDocument:
    return formats.CaseDocument(
        **msgspec.structs.asdict(head(document)),
        origin=origins.get(document.id, document.id),
        text=document.text,
    )


def _source(
    doc: AnnotatedDocument, attribution: Attribution, party_of: Mapping[str, Party]
) -> formats.CaseSource | None:
    span = attribution.source
    if span is None:
        return None
    party = party_of.get(attribution.entity) if attribution.entity else None
    return formats.CaseSource(
        start=span.start,
        end=span.end,
        text=doc.words(span),
        entity=attribution.entity,
        party=party.id if party else None,
    )


def _statements(
    doc: AnnotatedDocument, party_of: Mapping[str, Party]
) -> list[formats.CaseStatement]:
    text = doc.document.text
    attributions = sorted(layer(doc, Attribution), key=lambda a: (min(a.content), a.id))
    return [
        formats.CaseStatement(
            id=attribution.id,
            document=doc.document.id,
            source=_source(doc, attribution, party_of),
            cue=text_span(text, attribution.cue) if attribution.cue else None,
            content=text_spans(text, attribution.content),
            mode=attribution.mode,
            polarity=attribution.polarity,
            certainty=attribution.certainty,
            within=attribution.within,
        )
        for attribution in attributions
    ]


def _claims(
    doc: AnnotatedDocument,
    origin: Document | None,
    party_of: Mapping[str, Party],
    incident_of: Mapping[str, str],
) -> list[formats.CaseClaim]:
    text = doc.document.text
    attributions = {attribution.id: attribution for attribution in layer(doc, Attribution)}
    found = []
    for claim in sorted(layer(doc, Claim), key=lambda claim: (min(claim.evidence), claim.id)):
        carrier = attributions.get(claim.attribution) if claim.attribution else None
        source = _source(doc, carrier, party_of) if carrier else None
        party = party_of.get(carrier.entity) if carrier and carrier.entity else None
        outlet = doc.document.publisher or doc.document.name
        if party is not None:
            voice = party.name
        elif source is not None:
            voice = source.text
        else:
            voice = outlet
        found.append(
            formats.CaseClaim(
                id=claim.id,
                document=doc.document.id,
                attribution=claim.attribution,
                within=carrier.within if carrier else None,
                source=source,
                cue=text_span(text, carrier.cue) if carrier and carrier.cue else None,
                content=text_spans(text, claim.evidence),
                statement=text_spans(text, carrier.content) if carrier else (),
                mode=carrier.mode if carrier else None,
                voice=voice,
                chain=chain_of(doc.document, origin, carrier, attributions, party_of),
                incident=incident_of.get(claim.event) if claim.event else None,
                event=claim.event,
                aspect=claim.aspect,
                whom=claim.whom,
                value=claim.value,
                polarity=claim.polarity,
                certainty=claim.certainty,
            )
        )
    return found


def _events(doc: AnnotatedDocument) -> list[formats.CaseEvent]:
    text = doc.document.text
    return [
        formats.CaseEvent(
            id=event.id,
            document=event.document,
            trigger=text_span(text, event.trigger),
            type=event.type,
            stage=event.stage,
            polarity=event.polarity,
            certainty=event.certainty,
            roles=roles(text, event.roles),
            interval=event.interval,
            place=event.place,
        )
        for event in sorted(layer(doc, Event), key=lambda event: (event.trigger, event.id))
    ]


def _parties(
    parties: Iterable[Party], documents: Iterable[AnnotatedDocument], rank: Mapping[str, int]
) -> tuple[formats.CaseParty, ...]:
    texts = {}
    entities = {}
    for doc in documents:
        texts[doc.document.id] = doc.document.text
        entities.update({entity.id: entity for entity in layer(doc, Entity)})
    shown = []
    for party in parties:
        mentions = {
            formats.CaseMention(
                entity.document,
                mention.span.start,
                mention.span.end,
                mention.span.text(texts[entity.document]),
            )
            for entity in (entities[key] for key in party.entities if key in entities)
            for mention in entity.mentions
        }
        shown.append(
            formats.CaseParty(
                id=party.id,
                name=party.name,
                kind=party.kind,
                aliases=tuple(sorted(party.aliases)),
                member_of=party.member_of,
                anonymous=party.anonymous,
                mentions=tuple(
                    sorted(mentions, key=lambda m: (rank[m.document], m.start, m.end, m.text))
                ),
            )
        )
    return tuple(sorted(shown, key=lambda party: (party.name, party.id)))


def _incident(incident: Incident, rank: Mapping[str, int]) -> formats.CaseIncident:
    when, where = incident.interval, incident.place
    return formats.CaseIncident(
        id=incident.id,
        title=wording.title(incident.type, incident.place, incident.interval),
        type=incident.type,
        interval=incident.interval,
        place=incident.place,
        documents=tuple(sorted(incident.documents, key=lambda key: (rank.get(key, -1), key))),
        events=tuple(sorted(incident.events)),
        links=tuple(sorted(incident.links)),
        utc=in_utc(when, where.timezone if where else None) if when else None,
        acled_time_precision=acled_time_precision(when),
        acled_geo_precision=acled_geo_precision(where) if where else None,
        ucdp_date_prec=ucdp_date_prec(when),
        ucdp_where_prec=ucdp_where_prec(where) if where else None,
    )


def _account(
    account: Account, names: Mapping[str, str], claim_rank: Mapping[str, int]
) -> formats.CaseAccount:
    name = names.get(account.source) if account.source else account.outlet
    return formats.CaseAccount(
        incident=account.incident,
        source=account.source,
        name=name or account.outlet or account.source or "unnamed source",
        claims=tuple(sorted(account.claims, key=lambda key: (claim_rank.get(key, -1), key))),
    )


def _fact(assessment: Assessment) -> formats.CaseFact:
    return formats.CaseFact(
        id=assessment.id,
        incident=assessment.incident,
        aspect=assessment.aspect,
        whom=assessment.whom,
        status=assessment.status,
        independent_sources=assessment.independent_sources,
        values=tuple(_value(position) for position in assessment.values),
        relations=tuple(sorted(assessment.relations)),
        trace=assessment.trace,
        chosen=assessment.chosen,
    )


def _value(position: Position) -> formats.CaseValue:
    return formats.CaseValue(
        value=position.value,
        denied=position.polarity_denied,
        superseded=position.superseded,
        sources=tuple(sorted(position.sources)),
        claims=position.claims,
    )
