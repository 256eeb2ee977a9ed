"""Events: what happened according to one report, a few happenings and not one for every verb.

Sentences, times, quantities, places, entities and attributions enter; `Event` records leave, with
type, stage, roles, time and place. Who says so stays with the attributions; an event's place is
never the dateline's.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import ClassVar

import msgspec

from rashomon.extract.clauses import Clause, Mentions, clauses
from rashomon.extract.events.arguments import arguments, is_body, phrase
from rashomon.extract.events.chains import Chain, Mentioned, chains, main_chain
from rashomon.extract.events.dating import main_time
from rashomon.extract.events.ontology import is_violent
from rashomon.extract.events.placing import main_place
from rashomon.extract.events.scenery import Scene
from rashomon.extract.events.setting import own_place, own_time
from rashomon.extract.events.stretches import is_tally
from rashomon.extract.events.triggers import Trigger, triggers
from rashomon.extract.harm import is_increment
from rashomon.extract.role_groups import is_person_noun
from rashomon.extract.tree import Tree
from rashomon.records import (
    Attribution,
    Entity,
    Event,
    EventStage,
    Interval,
    PlaceMention,
    QuantityMention,
    Role,
    RoleName,
    Sentence,
    TimeExpression,
    digest_id,
)
from rashomon.records.zones import on_clock
from rashomon.stage import AnnotatedDocument

_BESIDE_KM = 30.0
_PLACE_RANK = {
    "exact": 0,
    "near": 0,
    "unknown": 1,
    "admin2": 2,
    "admin1": 3,
    "country": 5,
    "region": 5,
}
_SINCE = frozenset({"after", "since"})
_UNITS = frozenset({"hour", "day", "week", "month", "year", "decade"})
_BEFORE = frozenset({"previously", "formerly", "earlier", "once"})


class Events:
    """The happenings that a report tells of, united over all their mentions."""

    name: ClassVar[str] = "events"
    version: ClassVar[str] = "1"
    reads: ClassVar[tuple[type, ...]] = (
        Sentence,
        TimeExpression,
        QuantityMention,
        PlaceMention,
        Entity,
        Attribution,
    )
    writes: ClassVar[type] = Event

    def __call__(self, doc: AnnotatedDocument) -> Iterable[Event]:
        """The document's events, by the place of their trigger."""
        sentences = clauses(doc)
        entities = Mentions(doc.layer(Entity))
        mentioned = [
            m for clause in sentences for m in mentioned_in(clause, doc.document.published)
        ]
        told = chains(mentioned)
        main = main_chain(told)
        scene = Scene.of(sentences, told, main)
        found = [
            _event(doc, chain, entities, _setting(doc, chain, scene if chain is main else None))
            for chain in told
        ]
        return sorted(
            _set_beside([event for event in found if event is not None], sentences),
            key=lambda event: (event.trigger.start, event.trigger.end, event.type),
        )


def _set_beside(events: list[Event], sentences: list[Clause]) -> list[Event]:
    """Events, an undated attempt set where and when the deed told in its own sentence was."""
    starts = [clause.sentence.span.start for clause in sentences]
    told: dict[int, Event] = {}
    for event in events:
        if event.stage == "accomplished" and event.interval is not None:
            for span in (event.trigger, *event.mentions):
                told.setdefault(bisect_right(starts, span.start), event)
    found = []
    for event in events:
        beside = told.get(bisect_right(starts, event.trigger.start))
        bare = event.interval is None and event.place is None
        if event.stage == "attempted" and bare and beside is not None:
            event = msgspec.structs.replace(event, interval=beside.interval, place=beside.place)
        found.append(event)
    return found


def mentioned_in(clause: Clause, published: datetime | None = None) -> Iterator[Mentioned]:
    """The happenings that a sentence names, each with what the sentence says about it."""
    for trigger in triggers(clause.tree, clause.number, clause.harm, clause.cues):
        if trigger.modality.hypothetical and trigger.modality.stage == "accomplished":
            continue
        if _is_aftermath(clause, trigger) or _is_month(clause, trigger):
            continue
        yield Mentioned(
            trigger=trigger,
            clause=clause,
            args=arguments(clause.tree, trigger, clause.harm),
            time=own_time(clause, trigger),
            place=own_place(clause, trigger),
            background=_is_background(clause, trigger) or is_tally(clause, trigger.head, published),
        )


def _is_aftermath(clause: Clause, trigger: Trigger) -> bool:
    """“three of the wounded died overnight”: a later death of the event that wounded them."""
    tree = clause.tree
    return any(
        bool(harm.people)
        and all(is_increment(tree, one) for one in harm.people)
        and (
            trigger.first <= harm.trigger <= trigger.last
            or any(one.first <= trigger.head <= one.last + 3 for one in harm.people)
        )
        for harm in clause.harm
    )


def _is_month(clause: Clause, trigger: Trigger) -> bool:
    """Whether a name within a date looks like a happening: "March 3"."""
    token = clause.tree.tokens[trigger.head]
    return token.tag == "NNP" and any(
        time.span.start <= token.start and token.end <= time.span.end for time in clause.times
    )


def _is_background(clause: Clause, trigger: Trigger) -> bool:
    """“had previously led attacks”, “earlier attacks”: before what the report is about."""
    tree = clause.tree
    if trigger.earlier:
        return True
    at = trigger.head
    for _ in range(5):
        token = tree.tokens[at]
        if _is_measured_from(tree, at):
            return True
        if token.tag.startswith("VB"):
            words = {tree.lower(c) for c in tree.children(at, "advmod")}
            perfect = any(tree.lower(c) in {"had", "has", "have"} for c in tree.children(at, "aux"))
            if words & _BEFORE and (perfect or "previously" in words or "formerly" in words):
                return True
            if at in clause.cues:
                break
        if token.head == at:
            break
        at = token.head
    return False


def _is_measured_from(tree: Tree, at: int) -> bool:
    """“three weeks after four men were killed”: a known happening that another is dated by."""
    token = tree.tokens[at]
    marks = [c for c in tree.children(at, "mark") if tree.lower(c) in _SINCE]
    if token.dep == "pobj" and tree.lower(token.head) in _SINCE:
        marks.append(token.head)
    return any(tree.tokens[m - 1].lemma.lower() in _UNITS for m in marks if m > 0)


def _event(
    doc: AnnotatedDocument,
    chain: Chain,
    entities: Mentions,
    setting: tuple[TimeExpression | None, PlaceMention | None],
) -> Event | None:
    kind = chain.type
    first = next(m for m in chain.mentions if m.trigger.type == kind)
    trigger = first.clause.tree.span(first.trigger.first, first.trigger.last)
    modality = [m.trigger.modality for m in chain.mentions]
    time, place = setting
    places = dict.fromkeys(one for one in (_own_place(chain), place) if one is not None)
    attributions, own_voice = set(), False
    for mention in chain.mentions:
        carrier = mention.clause.attribution[mention.trigger.head]
        if carrier is None:
            own_voice = True
        else:
            attributions.add(carrier)
    mentions = sorted(
        {m.clause.tree.span(m.trigger.first, m.trigger.last) for m in chain.mentions} - {trigger}
    )
    stage: EventStage = chain.stage  # type: ignore[assignment]
    return Event(
        id=digest_id("evt", doc.document.id, trigger.start, trigger.end, kind),
        document=doc.document.id,
        type=kind,
        trigger=trigger,
        stage=stage,
        roles=tuple(sorted(_roles(chain, entities, time, tuple(places)), key=_role_key)),
        mentions=tuple(mentions),
        attributions=() if own_voice else tuple(sorted(attributions)),
        time=time.span if time is not None else None,
        interval=_local(time, place) if time is not None else _vague(doc, chain),
        place_span=place.span if place is not None else None,
        place=place.place if place is not None else None,
        polarity="denied" if all(m.polarity == "denied" for m in modality) else "affirmed",
        certainty="hedged" if all(m.certainty != "asserted" for m in modality) else "asserted",
    )


def _local(time: TimeExpression, place: PlaceMention | None) -> Interval | None:
    """When by the calendar and clock of the event's place, whatever zone the text prints."""
    if not time.zoned or time.interval is None or place is None:
        return time.interval
    return on_clock(time.interval, place.place.timezone)


def _vague(doc: AnnotatedDocument, chain: Chain) -> Interval | None:
    """An undated earlier happening lies before the report."""
    published = doc.document.published
    if not chain.background or published is None:
        return None
    return Interval(None, published, "before")


def _role_key(role: Role) -> tuple[str, int, int]:
    return role.role, role.span.start, role.span.end


def _time(chain: Chain) -> TimeExpression | None:
    """The most exact time among the mentions; the first of equals."""
    times = [m.time for m in chain.mentions if m.time is not None and m.time.interval is not None]
    rank = {"instant": 0, "part_of_day": 1, "day": 2, "about": 3, "range": 4, "week": 5, "month": 6}
    best: TimeExpression | None = None
    for time in times:
        if best is None or _rank(time.interval, rank) < _rank(best.interval, rank):
            best = time
    return best


def _rank(interval: Interval | None, rank: dict[str, int]) -> int:
    return rank.get(interval.precision, 9) if interval is not None else 10


def _own_place(chain: Chain) -> PlaceMention | None:
    """The most exact toponym that one of the mentions is placed by."""
    own = [m.place for m in chain.mentions if m.place is not None]
    return min(own, key=lambda place: _PLACE_RANK.get(place.place.precision, 4), default=None)


def _setting(
    doc: AnnotatedDocument, chain: Chain, scene: Scene | None
) -> tuple[TimeExpression | None, PlaceMention | None]:
    """When and where an event was.

    The main happening's own day and place are chosen from all that the report names, since it may
    say them anywhere; any other happening's must stand with it in a sentence.
    """
    time, place = _time(chain), _own_place(chain)
    if scene is None:
        return time, place
    when, where = main_time(scene, doc.document.published), main_place(scene)
    return _sharper_time(time, when[0] if when else None), _closer(
        place, where[0] if where else None
    )


def _sharper_time(
    own: TimeExpression | None, chosen: TimeExpression | None
) -> TimeExpression | None:
    """The chosen expression, or the event's own where nothing was chosen."""
    return chosen if chosen is not None else own


def _closer(own: PlaceMention | None, chosen: PlaceMention | None) -> PlaceMention | None:
    """The chosen place, or the event's own where that is a more exact one close by."""
    if chosen is None or own is None:
        return chosen or own
    here, there = own.place, chosen.place
    if here.within is not None and here.within == there.gazetteer_id:
        # A small place that no gazetteer lists, told to lie by the chosen one.
        return own
    distance = here.distance_km(there)
    if distance is None or here.radius_km is None or there.radius_km is None:
        return chosen
    inside = distance <= max(there.radius_km, _BESIDE_KM) and here.radius_km < there.radius_km
    return own if inside else chosen


def _roles(
    chain: Chain,
    entities: Mentions,
    time: TimeExpression | None,
    places: Sequence[PlaceMention],
) -> Iterator[Role]:
    seen: set[tuple[RoleName, str]] = set()
    for mention in chain.mentions:
        for name, head in _parts(mention, chain.type):
            tree = mention.clause.tree
            token = tree.tokens[head]
            entity = entities.at(token.start, token.end)
            span = tree.span(*phrase(tree, head))
            key = (name, entity or " ".join(span.text(tree.text).lower().split()))
            if key in seen:
                continue
            seen.add(key)
            yield Role(name, span, entity)
    if time is not None:
        yield Role("time", time.span)
    for place in places:
        yield Role("place", place.span, entities.at(place.span.start, place.span.end))


def _parts(mention: Mentioned, kind: str) -> Iterator[tuple[RoleName, int]]:
    tree, args = mention.clause.tree, mention.args
    sides = list(args.sides)
    if sides and len(sides) + len(args.agents) >= 2:
        for head in [*sides, *args.agents]:
            yield "participant", head
    elif sides:
        for head in sides:
            yield "participant", head
    for head in args.agents:
        if is_body(tree, head):
            yield "perpetrator_organization", head
        else:
            yield "perpetrator_individual", head
            for child in tree.children(head, "compound", "nmod", "amod"):
                if tree.tokens[child].entity.endswith("ORG"):
                    yield "perpetrator_organization", child
    suffering = {p.head for harm in mention.clause.harm for p in harm.people}
    for head in args.targets:
        token = tree.tokens[head]
        if head in suffering:
            yield "victim", head
            continue
        if token.entity.endswith(("DATE", "TIME", "CARDINAL", "PERCENT", "MONEY")):
            continue
        if head in args.agents or head in args.weapons:
            continue
        if (
            token.entity.endswith("PERSON")
            or token.tag in {"PRP", "WP", "CD"}
            or is_person_noun(token.lemma.lower())
        ):
            if not is_violent(kind) and kind not in {"arrest", "threat"}:
                continue
            yield "victim", head
        elif token.tag in {"NN", "NNS", "NNP", "NNPS"} and not token.entity.endswith("GPE"):
            yield "target", head
    for head in args.weapons:
        yield "weapon", head
