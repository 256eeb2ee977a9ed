"""The happenings that one report tells, each with what can be seen of it.

What enters is a document with its events; what leaves are its episodes: groups of events of one
date and place. The foreground episode is the one that the report is about; others are background.
It must not look at any other document.
"""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import msgspec

from rashomon.lexicon import load
from rashomon.link.wording import Vector, folded_words, name_words, telling_numbers, vector
from rashomon.records import Document, Entity, Event, Interval, Place
from rashomon.stage import AnnotatedDocument

_BREAK = re.compile(r"\n[ \t\r]*\n")
LEAD_WORDS = 120
CONTEXT_CHARS = 320
"""Reach of the words around a background event's trigger."""
PRECISE = frozenset({"instant", "part_of_day", "day", "range", "week", "month"})
DAY_SLACK = timedelta(days=1)
"""Reports date a night's event by either day, and time zones move it."""
NEAR_KM = 30.0
FAR_KM = 100.0
PERSONAL_ROLES = frozenset({"victim", "perpetrator_individual", "participant", "target"})
COMPANIONS = frozenset({"manhunt", "arrest", "release", "threat", "harm"})
"""Families that accompany an incident of any family."""
MAX_RADIUS_KM = 60.0
SURE = 0.5
"""Confidence from which a place may tell two happenings apart."""
AREA_PRECISIONS = frozenset({"country", "region", "admin1", "unknown"})


class _Types(msgspec.Struct, frozen=True):
    """What is needed of `data/event_types.toml`."""

    type: tuple[dict[str, Any], ...]
    joins: dict[str, tuple[str, ...]]


@functools.cache
def _families() -> Mapping[str, str]:
    return {str(row["name"]): str(row["family"]) for row in load("event_types", _Types).type}


def family_of(event_type: str) -> str:
    """The family of an event type; an unknown type is its own family."""
    return _families().get(event_type, event_type)


def families_join(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two sets of families may be words for one happening."""
    joins = load("event_types", _Types).joins
    return any(
        x == y or y in joins.get(x, ()) or x in joins.get(y, ())
        for x in sorted(a)
        for y in sorted(b)
    )


@dataclass(frozen=True)
class Episode:
    """One happening as one report tells it.

    Args:
        document: id of the report.
        events: its events, in reading order.
        foreground: the report is about it.
        published: when the report came out.
        families: of its events' types.
        interval: the leading event's, else the most precise; None where no event is dated.
        places: where; the leading event's, even a bare name, then points, most precise first.
        people: folded names of the people in its events' roles.
        words: of the whole report, or around its triggers for a background episode.
        title: of the headline.
        lead: of headline and first words.
        names: capitalised words.
        numbers: ages and longer numbers.
    """

    document: str
    events: tuple[Event, ...]
    foreground: bool
    published: datetime | None
    families: frozenset[str] = frozenset()
    interval: Interval | None = None
    places: tuple[Place, ...] = ()
    people: frozenset[str] = frozenset()
    words: Vector = field(default_factory=dict)
    title: Vector = field(default_factory=dict)
    lead: Vector = field(default_factory=dict)
    names: Vector = field(default_factory=dict)
    numbers: Vector = field(default_factory=dict)


def happened(event: Event) -> bool:
    """Whether the report tells the event as a fact or an attempt, or denies it."""
    return event.stage in ("accomplished", "attempted")


def is_vague(event: Event) -> bool:
    """Whether an event is only placed before or after something, and nowhere ("earlier attacks").

    Such an event is no part of the incident that its report is about, and too vague for one of its
    own.
    """
    when = event.interval
    return when is not None and (when.start is None or when.end is None) and event.place is None


def intervals_apart(a: Interval | None, b: Interval | None) -> bool:
    """Whether two precise times lie more than a day apart."""
    if a is None or b is None or a.precision not in PRECISE or b.precision not in PRECISE:
        return False
    if a.start is None or a.end is None or b.start is None or b.end is None:
        return not a.overlaps(b)
    return a.end + DAY_SLACK <= b.start or b.end + DAY_SLACK <= a.start


def same_day(a: Interval | None, b: Interval | None) -> bool:
    """Whether two times of a day or two at the most overlap."""
    if a is None or b is None or None in (a.start, a.end, b.start, b.end):
        return False
    short = all(i.end - i.start <= timedelta(days=2) for i in (a, b) if i.start and i.end)
    return short and a.overlaps(b)


def episodes_of(
    doc: AnnotatedDocument, apart: frozenset[frozenset[str]] = frozenset()
) -> tuple[Episode, ...]:
    """The episodes of one report, the foreground first, then in reading order.

    Args:
        doc: with its `Event` and `Entity` layers.
        apart: pairs of event ids that a person has judged to be different.
    """
    events = sorted(doc.layer(Event), key=lambda event: (event.trigger.start, event.id))
    told = [event for event in events if happened(event)] or events
    founding = [event for event in told if not is_vague(event)] or told
    groups = _group(founding, doc.document, apart)
    if not groups:
        return ()
    main = _foreground(groups, doc.document)
    names = {entity.id: entity.name for entity in doc.layer(Entity)}
    base = profile(doc.document)
    made = []
    for number, group in enumerate(groups):
        whole = replace(
            base,
            events=tuple(group),
            foreground=number == main,
            families=frozenset(family_of(event.type) for event in group),
            interval=_when(group),
            places=_where(group),
            people=_people(group, names),
        )
        made.append(whole if number == main else _background(whole, doc.document.text))
    return tuple(sorted(made, key=lambda e: (not e.foreground, e.events[0].trigger.start)))


def profile(document: Document) -> Episode:
    """A report's words as an episode without events."""
    text, title = document.text, document.title or ""
    if not title and document.title_span is not None:
        title = document.title_span.text(text)
    full = text if title and text.startswith(title) else f"{title}\n{text}"
    folded = folded_words(full)
    return Episode(
        document=document.id,
        events=(),
        foreground=True,
        published=document.published,
        words=vector([*folded, *folded_words(title)]),
        title=vector(folded_words(title)),
        lead=vector(folded[:LEAD_WORDS]),
        names=vector(name_words(text)),
        numbers=vector(telling_numbers(text)),
    )


def _background(episode: Episode, text: str) -> Episode:
    """The same episode with only the words around its triggers."""
    pieces = []
    reached = 0
    for event in episode.events:
        start = max(reached, event.trigger.start - CONTEXT_CHARS)
        stop = min(len(text), event.trigger.end + CONTEXT_CHARS)
        if stop > start:
            pieces.append(text[start:stop])
            reached = stop
    context = "\n".join(pieces)
    return replace(
        episode,
        words=vector(folded_words(context)),
        title={},
        lead={},
        names=vector(name_words(context)),
        numbers=vector(telling_numbers(context)),
    )


def _group(
    events: Sequence[Event], document: Document, apart: frozenset[frozenset[str]]
) -> list[list[Event]]:
    """Events of one document by date and place, in reading order of their first.

    An event that states neither goes with the event before it in its paragraph, else with the
    report's first; one that states either goes to the first group that it does not contradict
    and that shares a date or place with it.
    """
    groups: list[list[Event]] = []
    last: tuple[int, list[Event]] | None = None
    breaks = [found.start() for found in _BREAK.finditer(document.text)]
    for event in events:
        paragraph = bisect.bisect(breaks, event.trigger.start)
        open_groups = [g for g in groups if _may_join(event, g, apart)]
        chosen: list[Event] | None = None
        if event.interval is None and event.place is None:
            if last is not None and last[0] == paragraph and last[1] in open_groups:
                chosen = last[1]
            elif open_groups:
                chosen = open_groups[0]
        else:
            shared = [g for g in open_groups if _shares(event, g)]
            chosen = next(iter(shared or open_groups), None)
        if chosen is None:
            chosen = []
            groups.append(chosen)
        chosen.append(event)
        last = (paragraph, chosen)
    return groups


def _may_join(event: Event, group: Sequence[Event], apart: frozenset[frozenset[str]]) -> bool:
    from_places = _places([event])
    group_places = _places(group)
    return not (
        any(frozenset((event.id, other.id)) in apart for other in group)
        or intervals_apart(event.interval, _sharpest(group))
        or places_apart(from_places, group_places)
        or _earlier_elsewhere(event, group_places)
        or not (
            _accompanies(event)
            or families_join(
                frozenset({family_of(event.type)}), frozenset(family_of(e.type) for e in group)
            )
        )
    )


def _earlier_elsewhere(event: Event, group: Sequence[Place]) -> bool:
    """Whether an event is dated only as earlier and has a place that is not the group's.

    "The raid came three weeks after four men were killed at the pass": near or far, the pass is
    not where the raid was.
    """
    when, here = event.interval, event.place
    if when is None or when.start is not None or here is None or not _is_precise(here):
        return False
    there = [place for place in group if _is_precise(place)]
    return bool(there) and all(
        (place.gazetteer_id or place.name) != (here.gazetteer_id or here.name) for place in there
    )


def _accompanies(event: Event) -> bool:
    """Whether an event says what led to or came of another, without a date or place of its own."""
    return family_of(event.type) in COMPANIONS and event.interval is None and event.place is None


def _shares(event: Event, group: Sequence[Event]) -> bool:
    return same_day(event.interval, _sharpest(group)) or places_meet(
        _places([event]), _places(group)
    )


def _foreground(groups: Sequence[Sequence[Event]], document: Document) -> int:
    """The number of the group that the report is about: near in time, early and much told."""

    def weight(group: Sequence[Event]) -> tuple[float, int]:
        told = sum(1 + len(event.mentions) for event in group)
        early = 3.0 if group[0].trigger.start <= groups[0][0].trigger.start else 0.0
        when = _sharpest(group)
        recent = 0.0
        if document.published is not None and when is not None and when.end is not None:
            days = abs((document.published - when.end) / timedelta(days=1))
            recent = 3.0 if days <= 8 else -3.0 if days > 45 else 0.0
        return (min(told, 8) + early + recent, -group[0].trigger.start)

    return max(range(len(groups)), key=lambda number: weight(groups[number]))


def _leading(events: Sequence[Event]) -> Event:
    """The event that the others of a group belong to: a deed rather than what came of it."""

    def weight(number: int) -> tuple[bool, bool, float, int]:
        event = events[number]
        kind = family_of(event.type)
        early = 3.0 if number == 0 else 0.0
        told = min(1 + len(event.mentions), 8) + early
        return happened(event), kind == "harm" or kind not in COMPANIONS, told, -number

    return events[max(range(len(events)), key=weight)]


def _when(events: Sequence[Event]) -> Interval | None:
    """The leading event's time if it is a closed one, else the sharpest of the others'."""
    own = _leading(events).interval
    closed = own is not None and own.start is not None and own.end is not None
    return own if closed else _sharpest(events)


def _where(events: Sequence[Event]) -> tuple[Place, ...]:
    """The leading event's place, then those of the others, most precise first."""
    own = _leading(events).place
    others = _places(events)
    return others if own is None else (own, *(place for place in others if place != own))


def _sharpest(events: Iterable[Event]) -> Interval | None:
    """The shortest closed interval of the events; ties by the earlier start."""
    known = [
        e.interval
        for e in events
        if e.interval is not None and e.interval.start is not None and e.interval.end is not None
    ]
    if not known:
        return next((e.interval for e in events if e.interval is not None), None)
    return min(known, key=_length)


def _length(interval: Interval) -> tuple[timedelta, datetime]:
    if interval.start is None or interval.end is None:
        raise ValueError("an open interval has no length")
    return (interval.end - interval.start, interval.start)


def _places(events: Iterable[Event]) -> tuple[Place, ...]:
    found = {
        (p.radius_km if p.radius_km is not None else 10.0, p.name, p.lat, p.lon): p
        for e in events
        if (p := e.place) is not None and p.lat is not None and p.lon is not None
    }
    return tuple(found[key] for key in sorted(found))


def _people(events: Iterable[Event], names: Mapping[str, str]) -> frozenset[str]:
    return frozenset(
        " ".join(folded_words(name))
        for event in events
        for role in event.roles
        if role.role in PERSONAL_ROLES and (name := names.get(role.entity or "", ""))[:1].isupper()
    )


def places_apart(a: Sequence[Place], b: Sequence[Place]) -> bool:
    """Whether every pair of precise places lies far apart beyond its doubt."""
    a = [p for p in a if _is_precise(p) and p.confidence >= SURE]
    b = [p for p in b if _is_precise(p) and p.confidence >= SURE]
    return bool(a and b) and all(
        _km(x, y) > FAR_KM + (x.radius_km or 0.0) + (y.radius_km or 0.0) for x in a for y in b
    )


def places_meet(a: Sequence[Place], b: Sequence[Place]) -> bool:
    """Whether two precise places are one, or near each other."""
    return any(
        (x.gazetteer_id is not None and x.gazetteer_id == y.gazetteer_id) or _km(x, y) <= NEAR_KM
        for x in a
        for y in b
        if _is_precise(x) and _is_precise(y)
    )


def _is_precise(place: Place) -> bool:
    """Whether a place is a town or site rather than an area."""
    return place.precision not in AREA_PRECISIONS and (place.radius_km or 0.0) <= MAX_RADIUS_KM


def _km(a: Place, b: Place) -> float:
    found = a.distance_km(b)
    return float("inf") if found is None else found
