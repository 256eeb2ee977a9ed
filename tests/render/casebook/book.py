"""Cases built by hand, in memory: what the pipeline would have found, stated with the words.

`Casebook` places every span by searching for its words in the report, so that a test reads like the
report.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from rashomon.records import (
    Account,
    Aspect,
    Assessment,
    AssessmentStatus,
    Attribution,
    Certainty,
    Claim,
    Dependence,
    Document,
    Entity,
    Event,
    Incident,
    Interval,
    Mention,
    Party,
    PartyKind,
    Place,
    Polarity,
    Position,
    Provenance,
    Relation,
    RelationKind,
    Sentence,
    Span,
    Value,
    digest_id,
)
from rashomon.stage import AnnotatedDocument

R = TypeVar("R")


class MemoryView:
    """A case held in memory, as a store would show it."""

    def __init__(
        self, documents: Iterable[AnnotatedDocument], records: dict[type, list[Any]]
    ) -> None:
        self._documents = list(documents)
        self._records = records

    def documents(self) -> Iterator[AnnotatedDocument]:
        return iter(self._documents)

    def all(self, kind: type[R]) -> Iterator[R]:
        return iter(self._records.get(kind, []))


@dataclass
class Casebook:
    """Collects what is said and makes the records of it."""

    documents: list[Document]
    attributions: dict[str, list[Attribution]] = field(default_factory=lambda: defaultdict(list))
    claims: dict[str, list[Claim]] = field(default_factory=lambda: defaultdict(list))
    events: dict[str, list[Event]] = field(default_factory=lambda: defaultdict(list))
    entities: dict[str, Entity] = field(default_factory=dict)
    parties: dict[str, Party] = field(default_factory=dict)
    incidents: list[Incident] = field(default_factory=list)
    assessments: list[Assessment] = field(default_factory=list)
    dependences: list[Dependence] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._by_stem = {document.name.split(".")[0]: document for document in self.documents}
        self._event_of: dict[tuple[str, str], str] = {}

    def doc(self, stem: str) -> Document:
        return self._by_stem[stem]

    def span(self, stem: str, words: str, after: int = 0) -> Span:
        document = self.doc(stem)
        start = document.text.find(words, after)
        assert start >= 0, f"{stem} lacks {words!r}"
        return Span(document.id, start, start + len(words))

    def party(self, name: str, kind: PartyKind, *, anonymous: bool = False) -> None:
        self.parties[name] = Party(
            id=digest_id("pty", name), name=name, kind=kind, entities=(), anonymous=anonymous
        )

    def say(
        self,
        stem: str,
        source: str | None,
        cue: str | None,
        *content: str,
        party: str | None = None,
        within: str | None = None,
        certainty: Certainty = "asserted",
        near: str | None = None,
    ) -> str:
        """A statement; returns its id. The speaker is looked for from `near` on."""
        document = self.doc(stem)
        after = self.span(stem, near).start if near else 0
        spans = tuple(self.span(stem, words, after) for words in content)
        speaker = self.span(stem, source, after) if source else None
        entity = None
        if speaker is not None and party is not None:
            entity = digest_id("ent", document.id, party)
            held = self.entities.get(entity)
            mention = Mention(speaker, "name")
            mentions = {*(held.mentions if held else ()), mention}
            self.entities[entity] = Entity(
                id=entity,
                document=document.id,
                kind="organization",
                name=party,
                mentions=tuple(sorted(mentions)),
            )
        made = Attribution(
            id=digest_id("att", document.id, source, cue, spans),
            document=document.id,
            source=speaker,
            entity=entity,
            cue=self.span(stem, cue, after) if cue else None,
            content=spans,
            mode="direct" if content[0].startswith(("“", '"')) else "indirect",
            certainty=certainty,
            within=within,
        )
        self.attributions[document.id].append(made)
        return made.id

    def claim(
        self,
        stem: str,
        attribution: str | None,
        aspect: Aspect,
        value: Value,
        *evidence: str,
        incident: str = "main",
        whom: str | None = None,
        polarity: Polarity = "affirmed",
        certainty: Certainty = "asserted",
        near: str | None = None,
    ) -> str:
        """A claim; returns its id."""
        document = self.doc(stem)
        after = self.span(stem, near).start if near else 0
        made = Claim(
            id=digest_id("clm", document.id, evidence, aspect, whom, value, attribution),
            document=document.id,
            attribution=attribution,
            event=self._event_of.get((incident, document.id)),
            aspect=aspect,
            whom=whom,
            value=value,
            polarity=polarity,
            certainty=certainty,
            evidence=tuple(self.span(stem, words, after) for words in evidence),
        )
        self.claims[document.id].append(made)
        return made.id

    def incident(
        self, key: str, kind: str, triggers: dict[str, str], when: Interval, place: Place | None
    ) -> str:
        """An incident told in some reports, each with its trigger word."""
        events = []
        for stem, trigger in triggers.items():
            span = self.span(stem, trigger)
            event = Event(
                id=digest_id("evt", span.document, span.start, kind),
                document=span.document,
                type=kind,
                trigger=span,
                interval=when,
                place=place,
            )
            self.events[span.document].append(event)
            self._event_of[key, span.document] = event.id
            events.append(event)
        ids = tuple(sorted(event.id for event in events))
        made = Incident(
            id=digest_id("inc", *ids),
            events=ids,
            documents=tuple(sorted({event.document for event in events})),
            type=kind,
            interval=when,
            place=place,
            links=tuple((ids[0], other, "same day, place and kind of event") for other in ids[1:]),
        )
        self.incidents.append(made)
        return made.id

    def fact(
        self,
        incident: str,
        aspect: Aspect,
        status: AssessmentStatus,
        sources: int,
        *positions: Position,
        whom: str | None = None,
        relations: Iterable[tuple[str, str, RelationKind]] = (),
        trace: tuple[str, ...] = (),
    ) -> None:
        """A fact with its positions."""
        self.assessments.append(
            Assessment(
                id=digest_id("ass", incident, aspect, whom),
                incident=incident,
                aspect=aspect,
                whom=whom,
                status=status,
                independent_sources=sources,
                values=positions,
                relations=tuple(
                    sorted(Relation(a, b, kind, "figures", "by hand") for a, b, kind in relations)
                ),
                trace=trace,
            )
        )

    def copy(self, copy: str, original: str, kind: Any, similarity: float) -> None:
        self.dependences.append(
            Dependence(
                self.doc(copy).id, self.doc(original).id, kind, similarity, "credits the agency"
            )
        )

    def annotated(self) -> list[AnnotatedDocument]:
        found = []
        for document in self.documents:
            layers: dict[type, tuple[Any, ...]] = {
                Sentence: (),
                Attribution: tuple(self.attributions[document.id]),
                Entity: tuple(e for e in self.entities.values() if e.document == document.id),
                Event: tuple(self.events[document.id]),
                Claim: tuple(self.claims[document.id]),
            }
            made = {
                kind: Provenance(kind.__name__.lower() + "s", "1", "0123456789ab")
                for kind in layers
            }
            found.append(AnnotatedDocument(document, layers, made))
        return found

    def view(self) -> MemoryView:
        parties = [
            Party(
                id=party.id,
                name=party.name,
                kind=party.kind,
                entities=tuple(sorted(e.id for e in self.entities.values() if e.name == name)),
                anonymous=party.anonymous,
            )
            for name, party in self.parties.items()
        ]
        return MemoryView(
            self.annotated(),
            {
                Party: parties,
                Incident: self.incidents,
                Assessment: self.assessments,
                Dependence: self.dependences,
                Account: self._accounts(),
            },
        )

    def _accounts(self) -> list[Account]:
        incident_of = {event: i.id for i in self.incidents for event in i.events}
        party_of = {e.id: digest_id("pty", e.name) for e in self.entities.values()}
        held: dict[tuple[str, str | None, str | None], list[str]] = defaultdict(list)
        for document in self.documents:
            carriers = {a.id: a for a in self.attributions[document.id]}
            for claim in self.claims[document.id]:
                incident = incident_of.get(claim.event or "")
                if incident is None:
                    continue
                carrier = carriers.get(claim.attribution or "")
                party = party_of.get(carrier.entity or "") if carrier else None
                outlet = None if party else (document.publisher or document.name)
                held[incident, party, outlet].append(claim.id)
        return [
            Account(incident, source, outlet, tuple(sorted(claims)))
            for (incident, source, outlet), claims in held.items()
        ]


def at(value: Value, *claims: str, sources: Iterable[str] = (), **more: Any) -> Position:
    """A position of a fact."""
    denied = more.pop("denied", False)
    return Position(value, denied, tuple(sorted(sources)), claims, **more)


def day(year: int, month: int, number: int) -> Interval:
    start = datetime(year, month, number, tzinfo=UTC)
    return Interval(start, start + timedelta(days=1), "day")
