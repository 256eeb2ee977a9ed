"""Which events of which reports are one incident.

What enters are the case's documents with their events, and people's judgements; what leaves are
`Incident` records, each event in one at the most, each link explained. Plans and threats found no
incident unless a report tells nothing else. It must not know what anybody claims about an incident.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rashomon.link.affinity import explain, score
from rashomon.link.blocking import candidate_pairs
from rashomon.link.clustering import cluster
from rashomon.link.episodes import Episode, episodes_of, family_of
from rashomon.link.reunion import reunite
from rashomon.records import Entity, Event, Incident, Interval, Judgement, Place, digest_id
from rashomon.settings import Settings
from rashomon.stage import AnnotatedDocument, CaseStage, View, Writer

FLOOR = -6.0
"""Log-odds below which a pair is not kept: it could not join anything."""
AFTERMATH = frozenset({"harm", "arrest", "release", "manhunt"})
"""Families that say what came of an incident; they name it only where nothing else does."""


@dataclass(frozen=True)
class _Verdicts:
    """What people have judged, the latest word on each pair."""

    same: tuple[Judgement, ...]
    different: tuple[Judgement, ...]


def latest_verdicts(judgements: Iterable[Judgement]) -> _Verdicts:
    """The last judgement on each pair, in the order in which they were made."""
    last: dict[frozenset[str], Judgement] = {}
    for judgement in sorted(judgements, key=lambda j: (j.at, j)):
        last[frozenset((judgement.left, judgement.right))] = judgement
    kept = sorted(last.values(), key=lambda j: (j.at, j))
    return _Verdicts(
        tuple(j for j in kept if j.verdict == "same"),
        tuple(j for j in kept if j.verdict == "different"),
    )


def find_incidents(
    documents: Iterable[AnnotatedDocument],
    judgements: Iterable[Judgement] = (),
    threshold: float = 0.5,
) -> tuple[Incident, ...]:
    """The incidents of a case, sorted by id.

    Args:
        documents: with `Event` and `Entity` layers, in any order; read once and not kept.
        judgements: on pairs of events or of documents; a document stands for its foreground.
        threshold: least probability, in (0, 1), at which two episodes are one incident.
    """
    verdicts = latest_verdicts(judgements)
    apart = frozenset(frozenset((j.left, j.right)) for j in verdicts.different)
    episodes = sorted(
        (episode for doc in documents for episode in episodes_of(doc, apart)),
        key=lambda e: (e.document, not e.foreground, e.events[0].trigger.start),
    )
    number_of = _numbers(episodes)
    must = [(j, number_of.get(j.left), number_of.get(j.right)) for j in verdicts.same]
    cannot = [(number_of.get(j.left), number_of.get(j.right)) for j in verdicts.different]
    scored = [
        (a, b, value)
        for a, b in candidate_pairs(episodes)
        if (value := score(episodes[a], episodes[b])) > FLOOR
    ]
    least = math.log(threshold / (1 - threshold))
    parted = [(a, b) for a, b in cannot if a is not None and b is not None]
    groups = cluster(
        len(episodes),
        scored,
        least,
        must=[(a, b) for _, a, b in must if a is not None and b is not None],
        cannot=[*parted, *_within_documents(episodes)],
    )
    groups = reunite(groups, episodes, scored, least, parted)
    strength = {(a, b): value for a, b, value in scored}
    people = {
        (min(a, b), max(a, b)): f"joined by {j.by}" + (f": {j.reason}" if j.reason else "")
        for j, a, b in must
        if a is not None and b is not None
    }
    return tuple(
        sorted(
            (_incident([episodes[n] for n in group], group, strength, people) for group in groups),
            key=lambda incident: incident.id,
        )
    )


def _numbers(episodes: Sequence[Episode]) -> dict[str, int]:
    """The episode of each event id, and the foreground episode of each document id."""
    numbers: dict[str, int] = {}
    for number, episode in enumerate(episodes):
        for event in episode.events:
            numbers[event.id] = number
        if episode.foreground:
            numbers[episode.document] = number
    return numbers


def _within_documents(episodes: Sequence[Episode]) -> list[tuple[int, int]]:
    """Pairs of episodes of one report: it tells them apart itself."""
    by_document: dict[str, list[int]] = defaultdict(list)
    for number, episode in enumerate(episodes):
        by_document[episode.document].append(number)
    return [
        (a, b)
        for numbers in by_document.values()
        for place, a in enumerate(numbers)
        for b in numbers[place + 1 :]
    ]


def _incident(
    episodes: Sequence[Episode],
    numbers: Sequence[int],
    strength: Mapping[tuple[int, int], float],
    people: Mapping[tuple[int, int], str],
) -> Incident:
    events = sorted((event for e in episodes for event in e.events), key=lambda event: event.id)
    return Incident(
        id=digest_id("inc", *(event.id for event in events)),
        events=tuple(event.id for event in events),
        documents=tuple(sorted({e.document for e in episodes})),
        type=_type(episodes),
        interval=_interval(episodes),
        place=_place(episodes),
        links=tuple(sorted(_links(episodes, numbers, strength, people))),
    )


def _links(
    episodes: Sequence[Episode],
    numbers: Sequence[int],
    strength: Mapping[tuple[int, int], float],
    people: Mapping[tuple[int, int], str],
) -> list[tuple[str, str, str]]:
    """One explained link for each event and episode after the first, to its nearest other."""
    links = []
    for episode in episodes:
        head, *rest = episode.events
        links += [(head.id, event.id, "told together in one report") for event in rest]
    place = dict(zip(numbers, episodes, strict=True))
    reached = {numbers[0]}
    while len(reached) < len(numbers):
        # The strongest link from the joined part to the rest, as a spanning tree grows.
        pairs = (
            [(min(a, b), max(a, b)) for a in sorted(reached) for b in numbers if b not in reached]
            if len(numbers) <= SPANNED
            else _next_pairs(reached, numbers, strength, people)
        )
        best = max(pairs, key=lambda p: (p in people, strength.get(p, FLOOR), (-p[0], -p[1])))
        a, b = best
        left, right = place[a], place[b]
        why = people.get(best) or explain(left, right)
        links.append((left.events[0].id, right.events[0].id, why))
        reached |= {a, b}
    return links


SPANNED = 40
"""Episodes up to which every pair is looked at for the best explanation."""


def _next_pairs(
    reached: set[int],
    numbers: Sequence[int],
    strength: Mapping[tuple[int, int], float],
    people: Mapping[tuple[int, int], str],
) -> list[tuple[int, int]]:
    """One pair that reaches the next episode in order, by its best link to those reached."""
    new = next(n for n in numbers if n not in reached)
    pairs = [(min(new, old), max(new, old)) for old in sorted(reached)]
    known = [pair for pair in pairs if pair in strength or pair in people]
    return known or pairs[:1]


def _type(episodes: Sequence[Episode]) -> str:
    """The type that most reports give, what came of it (deaths, arrests) left to the last."""
    votes: Counter[str] = Counter()
    for episode in episodes:
        kinds = {event.type for event in episode.events}
        firm = {kind for kind in kinds if family_of(kind) not in AFTERMATH} or kinds
        first = next(event.type for event in episode.events if event.type in firm)
        votes[first] += 3 if episode.foreground else 1
        votes.update(sorted(firm))
    return min(votes, key=lambda kind: (-votes[kind], kind))


def _interval(episodes: Sequence[Episode]) -> Interval | None:
    """The time that most reports give; of several, the shortest, then the earliest."""
    known = [e.interval for e in episodes if e.interval is not None]
    if not known:
        return None
    votes = Counter((i.start, i.end) for i in known)

    def rank(interval: Interval) -> tuple[float, float, float, str]:
        if interval.start is None or interval.end is None:
            return (1, 0, 0, repr(interval))
        length = (interval.end - interval.start).total_seconds()
        support = votes[(interval.start, interval.end)]
        return (-support, length, interval.start.timestamp(), interval.precision)

    return min(known, key=rank)


def _place(episodes: Sequence[Episode]) -> Place | None:
    """The place that most reports give; of several, the most precise, then by name."""
    known = [place for e in episodes for place in e.places[:1]]
    if not known:
        return None
    votes = Counter(place.gazetteer_id or place.name for place in known)
    return min(
        known,
        key=lambda p: (
            -votes[p.gazetteer_id or p.name],
            p.radius_km if p.radius_km is not None else 1e9,
            p.name,
            p.gazetteer_id or "",
            -p.confidence,
        ),
    )


class Incidents:
    """Writes the case's incidents.

    Args:
        settings: `link.incident_threshold` is used.
    """

    name: ClassVar[str] = "incidents"
    version: ClassVar[str] = "1"
    reads: ClassVar[tuple[type, ...]] = (Event, Entity, Judgement)
    writes: ClassVar[tuple[type, ...]] = (Incident,)

    def __init__(self, settings: Settings | None = None) -> None:
        self._threshold = (settings or Settings()).link.incident_threshold

    def __call__(self, view: View, writer: Writer) -> None:
        """Replace the case's `Incident` records."""
        writer.replace(
            Incident,
            find_incidents(view.documents(), tuple(view.all(Judgement)), self._threshold),
        )


_: CaseStage = Incidents()
