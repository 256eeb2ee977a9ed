"""Cases built by hand, in memory: what the pipeline would have found, stated with the words.

`Casebook` places every span by searching for its words in the report, so that a test reads like the
report. `kelvane()` is the example case with its statements and claims entered by a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from rashomon.ingest.reading import read
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
    Figure,
    Incident,
    Interval,
    Mention,
    Named,
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
    Statement,
    Value,
    digest_id,
)
from rashomon.settings import ReadSettings
from rashomon.stage import AnnotatedDocument

R = TypeVar("R")
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "kelvane"


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


def example_documents() -> list[Document]:
    """The reports of the example, as the reader gives them."""
    found = read([EXAMPLE], ReadSettings())
    return [document for document in found if isinstance(document, Document)]


def kelvane() -> Casebook:
    """The example case, its statements and claims entered by hand."""
    book = Casebook(example_documents())
    kelvane_town = Place(
        "Kelvane", "case:1", -37.86, -118.05, 3.0, "XT", "Sulmar District", "exact", None, 0.9
    )
    pass_ = Place(
        "Terrin Pass", "case:3", -37.84, -117.71, 4.0, "XT", "Sulmar District", "exact", None, 0.9
    )
    main = book.incident(
        "main",
        "armed_clash",
        {
            "meridian-wire": "exchanged fire",
            "ansell-courier": "exchanged fire",
            "harbour-post": "exchanged fire",
            "information-service": "operation",
            "voice-of-sulmar": "shelled",
            "the-lantern": "shelling",
            "island-register": "operation",
            "meridian-update": "fighting",
            "register-correction": "killed",
            "harm-observatory": "shelled",
        },
        day(2023, 10, 12),
        kelvane_town,
    )
    ambush = book.incident(
        "ambush",
        "attack",
        {
            "meridian-wire": "ambushed",
            "ansell-courier": "ambushed",
            "information-service": "murder",
            "island-register": "ambush",
            "register-correction": "ambush",
            "harm-observatory": "gunmen",
        },
        day(2023, 9, 21),
        pass_,
    )
    july = Interval(datetime(2023, 7, 1, tzinfo=UTC), datetime(2023, 8, 1, tzinfo=UTC), "month")
    wedding = book.incident(
        "wedding", "air_attack", {"harm-observatory": "wedding party"}, july, Place("Brask")
    )
    book.copy("ansell-courier", "meridian-wire", "verbatim", 1.0)
    book.copy("harbour-post", "meridian-wire", "trimmed", 0.97)
    for name, kind in (
        ("Ministry of Defence", "government"),
        ("Sulmar Free Front", "armed_group"),
        ("Jonas Pell", "government"),
        ("Dr Ilse Maron", "hospital"),
        ("Mira Tolland", "witness"),
        ("Pavel Dorrick", "witness"),
        ("Harbour Evening Post", "outlet"),
    ):
        book.party(name, kind)  # type: ignore[arg-type]
    book.party("an unnamed intelligence officer", "unnamed_official", anonymous=True)
    seven = Figure(7, None, "at least")
    wire: list[str] = []
    ministry: list[str] = []
    fled: list[str] = []
    yes: list[str] = []
    wounded_wire: list[str] = []
    unknown_open: list[str] = []
    for stem in ("meridian-wire", "ansell-courier", "harbour-post"):
        said = book.say(
            stem,
            "residents and a local official",
            "said",
            "At least seven people were killed and about 20 wounded on Thursday when soldiers and "
            "fighters of the Sulmar Free Front exchanged fire near the market in Kelvane",
        )
        wire.append(book.claim(stem, said, "killed", seven, "At least seven people were killed"))
        wounded_wire.append(
            book.claim(stem, said, "injured", Figure(20, 20, "about"), "about 20 wounded")
        )
        said = book.say(
            stem,
            "The Ministry of Defence",
            "said",
            "fighters of the Front had opened fire first and that two soldiers had died",
            party="Ministry of Defence",
            near="The Ministry of Defence in",
        )
        ministry.append(
            book.claim(
                stem,
                said,
                "initiated",
                Named("fighters of the Front"),
                "fighters of the Front had opened fire first",
            )
        )
        fled.append(
            book.claim(stem, said, "killed", Figure(2, 2), "two soldiers had died", whom="soldiers")
        )
        said = book.say(
            stem,
            "A spokesman for the Front",
            "denied",
            "any of its fighters had been in the market",
            party="Sulmar Free Front",
        )
        said = book.say(
            stem,
            "The army",
            "denied",
            "it had used mortars or any other artillery",
            party="Ministry of Defence",
            near="The army denied",
        )
        yes.append(
            book.claim(
                stem,
                said,
                "weapon",
                Statement("mortars"),
                "mortars",
                polarity="denied",
                near="The army denied",
            )
        )
    for stem in ("meridian-wire", "ansell-courier"):
        said = book.say(
            stem,
            None,
            "It is unclear",
            "whether the market was open when the shooting started",
            certainty="unknown",
        )
        unknown_open.append(
            book.claim(
                stem,
                said,
                "civilians_present",
                Statement("the market was open"),
                "the market was open",
                certainty="unknown",
            )
        )
    update_said = book.say(
        "meridian-update",
        "Dr Ilse Maron",
        "told",
        '"We now have 12 dead, and two of them are children,"',
        party="Dr Ilse Maron",
        near='"We now',
    )
    twelve = book.claim(
        "meridian-update", update_said, "killed", Figure(12, 12), "12 dead", near='"We now'
    )
    children12 = book.claim(
        "meridian-update",
        update_said,
        "killed",
        Figure(2, 2),
        "two of them are children",
        whom="children",
    )
    more = book.say(
        "meridian-update",
        "She",
        "said",
        "26 people had been wounded and four of them remained in a serious condition",
        party="Dr Ilse Maron",
        near="She said",
    )
    hurt26 = book.claim(
        "meridian-update", more, "injured", Figure(26, 26), "26 people had been wounded"
    )
    own = book.claim(
        "meridian-update",
        None,
        "killed",
        seven,
        "at least seven people were killed",
        near="Meridian had reported",
    )
    said = book.say(
        "meridian-update",
        "The Ministry of Defence",
        "said",
        "three soldiers had died, one more than it had announced on Thursday",
        party="Ministry of Defence",
        near="The Ministry of Defence",
    )
    three = book.claim(
        "meridian-update", said, "killed", Figure(3, 3), "three soldiers had died", whom="soldiers"
    )
    said = book.say(
        "meridian-update",
        "he",
        "told",
        '"Venn is dead,"',
        party="Ministry of Defence",
        near='"Venn is dead',
    )
    dead2 = book.claim(
        "meridian-update",
        said,
        "fate_of_person",
        Statement("dead", "dead"),
        "Venn is dead",
        whom="Dario Venn",
    )
    statement = book.say(
        "information-service",
        "statement",
        "reads",
        '"The patrol returned fire with small arms only. No artillery of any kind was\n'
        "used. The market had been closed since the previous evening, and there were no\n"
        'civilians in the area of the operation."',
        party="Ministry of Defence",
    )
    none_there = book.claim(
        "information-service",
        statement,
        "civilians_present",
        Statement("civilians", "present"),
        "there were no\ncivilians in the area of the operation",
        polarity="denied",
    )
    small = book.claim(
        "information-service",
        statement,
        "weapon",
        Statement("artillery"),
        "No artillery of any kind was\nused",
        polarity="denied",
    )
    said = book.say(
        "information-service",
        "the ministry",
        "said",
        "two soldiers of the\nSecond Regiment had been killed and five others wounded",
        party="Ministry of Defence",
        near="In a statement",
    )
    two = book.claim(
        "information-service",
        said,
        "killed",
        Figure(2, 2),
        "two soldiers of the\nSecond Regiment had been killed",
        whom="soldiers",
    )
    said = book.say(
        "information-service",
        "it",
        "continues",
        "\"Among the dead terrorists is the gang's ringleader, Dario Venn, who ordered\n"
        'the murder of three police officers at Terrin Pass on 21 September,"',
        party="Ministry of Defence",
        near='"Among the dead',
    )
    dead1 = book.claim(
        "information-service",
        said,
        "fate_of_person",
        Statement("dead", "dead"),
        "Among the dead terrorists is the gang's ringleader, Dario Venn",
        whom="Dario Venn",
    )
    ordered = book.claim(
        "information-service",
        said,
        "responsible",
        Named("Dario Venn"),
        "Dario Venn, who ordered\nthe murder of three police officers",
        incident="ambush",
    )
    said = book.say(
        "information-service",
        "Rusk",
        "told",
        '"No civilian was\nkilled by our soldiers in Kelvane,"',
        party="Ministry of Defence",
        near='"No civilian',
    )
    nobody = book.claim(
        "information-service",
        said,
        "responsible",
        Named("our soldiers"),
        "No civilian was\nkilled by our soldiers",
        polarity="denied",
    )
    no_civilian = book.claim(
        "information-service",
        said,
        "killed",
        Figure(0, 0),
        "No civilian was\nkilled",
        whom="civilians",
    )
    fourteen = book.claim(
        "voice-of-sulmar",
        None,
        "killed",
        Figure(14, None, "at least"),
        "killed at least 14 civilians",
        whom="civilians",
    )
    shelled = book.claim(
        "voice-of-sulmar",
        None,
        "responsible",
        Named("The army"),
        "The army shelled the crowded market",
        near="The army shelled",
    )
    said = book.say(
        "voice-of-sulmar",
        "Its spokesman, Tomas Arle",
        "put",
        "the number of dead at up to 15",
        party="Sulmar Free Front",
    )
    fifteen = book.claim("voice-of-sulmar", said, "killed", Figure(None, 15, "up to"), "up to 15")
    said = book.say(
        "voice-of-sulmar",
        "Its spokesman, Tomas Arle",
        "said",
        "more than 30 people had been wounded",
        party="Sulmar Free Front",
        near="Its spokesman",
    )
    thirty = book.claim(
        "voice-of-sulmar",
        said,
        "injured",
        Figure(31, None, "more than"),
        "more than 30 people had been wounded",
    )
    said = book.say(
        "voice-of-sulmar",
        "The Sulmar Free Front",
        "said",
        "the army was responsible for the massacre",
        party="Sulmar Free Front",
        near="The Sulmar Free Front",
    )
    blamed = book.claim(
        "voice-of-sulmar", said, "responsible", Named("the army"), "the army was responsible"
    )
    said = book.say(
        "voice-of-sulmar",
        "Arle",
        "said",
        "“Not one shot was fired by our side. We had no fighters in Kelvane on that day,”",
        party="Sulmar Free Front",
        near="“Not one shot was fired by our side. ",
    )
    not_first = book.claim(
        "voice-of-sulmar",
        said,
        "initiated",
        Named("the Front"),
        "Not one shot was fired by our side",
        polarity="denied",
        near="“Not one shot was fired by our side. ",
    )
    said = book.say(
        "voice-of-sulmar",
        "Arle",
        None,
        "“Commander Venn is alive and in good health. He will speak to the people soon.”",
        party="Sulmar Free Front",
    )
    alive = book.claim(
        "voice-of-sulmar",
        said,
        "fate_of_person",
        Statement("alive", "alive"),
        "Commander Venn is alive and in good health",
        whom="Dario Venn",
    )
    said = book.say(
        "the-lantern",
        "Dr Ilse Maron",
        "told",
        "St Alder’s Hospital had received nine bodies and 23 wounded people",
        party="Dr Ilse Maron",
    )
    nine = book.claim("the-lantern", said, "killed", Figure(9, 9), "nine bodies")
    hurt23 = book.claim("the-lantern", said, "injured", Figure(23, 23), "23 wounded people")
    said = book.say(
        "the-lantern",
        "Maron",
        "said",
        "“Two of the nine were children,”",
        party="Dr Ilse Maron",
        near="“Two of the nine",
    )
    children9 = book.claim(
        "the-lantern",
        said,
        "killed",
        Figure(2, 2),
        "Two of the nine were children",
        whom="children",
    )
    said = book.say(
        "the-lantern",
        "she",
        "said",
        "“It was market day. The square was full,”",
        party="Mira Tolland",
        near="“It was market day",
    )
    full = book.claim(
        "the-lantern",
        said,
        "civilians_present",
        Statement("civilians", "present"),
        "The square was full",
        near="“It was market day",
    )
    said = book.say(
        "the-lantern",
        "Pavel Dorrick",
        "said",
        "he had heard rifle fire from the building before the first explosion",
        party="Pavel Dorrick",
    )
    rifle = book.claim(
        "the-lantern",
        said,
        "initiated",
        Named("the building"),
        "rifle fire from the building before the first explosion",
    )
    said = book.say(
        "island-register",
        "a count by the Register",
        "according to",
        "Seventeen people were killed in Kelvane on Thursday",
    )
    seventeen = book.claim(
        "island-register", said, "killed", Figure(17, 17), "Seventeen people were killed"
    )
    four = book.claim(
        "island-register",
        None,
        "killed",
        Figure(4, 4),
        "four police officers were killed",
        incident="ambush",
        whom="police",
    )
    recorded = book.claim(
        "register-correction", None, "killed", Figure(9, 9), "nine deaths had been recorded"
    )
    officers = book.claim(
        "register-correction",
        None,
        "killed",
        Figure(3, 3),
        "Three officers were killed",
        incident="ambush",
        whom="police",
    )
    officers_wire = [
        book.claim(
            stem,
            None,
            "killed",
            Figure(3, 3),
            "killed three officers",
            incident="ambush",
            whom="police",
        )
        for stem in ("meridian-wire", "ansell-courier")
    ]
    monitor = book.claim(
        "harm-observatory",
        None,
        "killed",
        Figure(11, 14),
        "Between 11 and 14 civilians, two of them children, were killed",
        whom="civilians",
    )
    probably = book.say(
        "harm-observatory",
        "The Observatory",
        "believes",
        "the army was probably responsible for the deaths in the square",
        certainty="hedged",
        near="The Observatory believes",
    )
    army = book.claim(
        "harm-observatory",
        probably,
        "responsible",
        Named("the army"),
        "the army was probably responsible",
        certainty="hedged",
    )
    outer = book.say(
        "harm-observatory",
        "The Harbour Evening Post",
        "reported",
        "an unnamed intelligence officer had said that Dario Venn had been captured alive and "
        "taken to the naval base at Mornay Head",
        party="Harbour Evening Post",
        near="The Harbour Evening Post",
    )
    inner = book.say(
        "harm-observatory",
        "an unnamed intelligence officer",
        "had said",
        "Dario Venn had been captured alive and taken to the naval base at Mornay Head",
        party="an unnamed intelligence officer",
        within=outer,
    )
    taken = book.claim(
        "harm-observatory",
        inner,
        "fate_of_person",
        Statement("captured", "captured"),
        "Dario Venn had been captured alive",
        whom="Dario Venn",
    )
    hurt5 = book.claim(
        "harm-observatory",
        None,
        "injured",
        Figure(5, 5),
        "five guests were injured",
        incident="wedding",
    )
    book.fact(
        main,
        "killed",
        "disputed",
        5,
        at(Figure(12, 12), twelve, sources=["Dr Ilse Maron"]),
        at(seven, *wire, own, sources=["residents and a local official"], superseded=True),
        at(
            Figure(9, 9),
            nine,
            recorded,
            sources=["Dr Ilse Maron", "The Island Register"],
            superseded=True,
        ),
        at(Figure(17, 17), seventeen, sources=["The Island Register"], superseded=True),
        at(Figure(None, 15, "up to"), fifteen, sources=["Sulmar Free Front"]),
        relations=[
            (nine, twelve, "supersede"),
            (wire[0], twelve, "supersede"),
            (seventeen, recorded, "supersede"),
            (wire[0], wire[1], "copy"),
        ],
        trace=(f"{seventeen} was withdrawn by {recorded}", f"{twelve} is the latest count"),
    )
    book.fact(
        main,
        "injured",
        "disputed",
        3,
        at(Figure(20, 20, "about"), *wounded_wire, sources=["residents"]),
        at(Figure(23, 23), hurt23, sources=["Dr Ilse Maron"], superseded=True),
        at(Figure(26, 26), hurt26, sources=["Dr Ilse Maron"]),
        at(Figure(31, None, "more than"), thirty, sources=["Sulmar Free Front"]),
        relations=[(hurt23, hurt26, "supersede")],
    )
    book.fact(
        main,
        "killed",
        "superseded",
        1,
        at(Figure(2, 2), *fled, two, superseded=True),
        at(Figure(3, 3), three),
        whom="soldiers",
        relations=[(two, three, "supersede")],
    )
    book.fact(
        main,
        "killed",
        "disputed",
        3,
        at(Figure(0, 0), no_civilian),
        at(Figure(14, None, "at least"), fourteen),
        at(Figure(11, 14), monitor),
        whom="civilians",
    )
    book.fact(main, "killed", "agreed", 2, at(Figure(2, 2), children9, children12), whom="children")
    book.fact(
        main,
        "responsible",
        "disputed",
        4,
        at(Named("the army"), shelled, blamed, army),
        at(Named("our soldiers"), nobody, denied=True),
    )
    book.fact(
        main,
        "initiated",
        "disputed",
        3,
        at(Named("fighters of the Front"), *ministry),
        at(Named("the Front"), not_first, denied=True),
        at(Named("the building"), rifle),
    )
    book.fact(
        main,
        "civilians_present",
        "disputed",
        2,
        at(Statement("civilians", "present"), none_there, denied=True),
        at(Statement("civilians", "present"), full),
    )
    book.fact(
        main,
        "weapon",
        "single_source",
        1,
        at(Statement("mortars"), *yes, denied=True),
        at(Statement("artillery"), small, denied=True),
    )
    book.fact(
        main,
        "fate_of_person",
        "disputed",
        3,
        at(Statement("dead", "dead"), dead1, dead2),
        at(Statement("alive", "alive"), alive),
        at(Statement("captured", "captured"), taken),
        whom="Dario Venn",
    )
    book.fact(main, "other", "unknown", 1, at(Statement("the market was open"), *unknown_open))
    book.fact(
        ambush,
        "killed",
        "superseded",
        2,
        at(Figure(4, 4), four, superseded=True),
        at(Figure(3, 3), *officers_wire, officers),
        whom="police",
        relations=[(four, officers, "supersede")],
    )
    book.fact(ambush, "responsible", "single_source", 1, at(Named("Dario Venn"), ordered))
    book.fact(wedding, "injured", "single_source", 1, at(Figure(5, 5), hurt5))
    return book
