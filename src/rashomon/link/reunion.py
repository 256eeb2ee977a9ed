"""Incidents that one report told apart by a slip, and that the other reports tell as one.

What enters are groups of episodes, their scored pairs and what people parted; what leaves are the
groups with such ones joined. A report that dates its headline by the wrong day, or that takes the
answer to an attack for the news, parts two episodes of one happening; each then finds the like of
itself in other reports, and one happening becomes two. So groups that share a report are compared
again, as wholes: where most of either give one day, place and kind, the difference was a report's
own, and their pairs decide. It must not know events.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from rashomon.link.clustering import cluster, mean_odds
from rashomon.link.episodes import (
    COMPANIONS,
    Episode,
    families_join,
    intervals_apart,
    places_apart,
    same_day,
)
from rashomon.records import Interval, Place

MOST_SHARING = 12
"""Groups of one report up to which they are compared again; a chronicle's own are many."""


def reunite(
    groups: Sequence[Sequence[int]],
    episodes: Sequence[Episode],
    scored: Iterable[tuple[int, int, float]],
    threshold: float,
    parted: Iterable[tuple[int, int]],
) -> list[list[int]]:
    """The groups, those joined that only one report's slip kept apart.

    Args:
        groups: a partition of the episodes' numbers, each sorted, in order of their first.
        episodes: by number.
        scored: pairs of episodes of different reports, with log-odds.
        threshold: log-odds that the mean of the pairs between two groups must exceed.
        parted: pairs that people hold to be different.

    Returns:
        A partition, each group sorted, in order of their first.
    """
    home = {number: at for at, group in enumerate(groups) for number in group}
    by_report: dict[str, set[int]] = defaultdict(set)
    for at, group in enumerate(groups):
        for number in group:
            by_report[episodes[number].document].add(at)
    sharing = {
        pair
        for here in by_report.values()
        if len(here) <= MOST_SHARING
        for pair in combinations(sorted(here), 2)
    }
    if not sharing:
        return [list(group) for group in groups]
    sums: dict[tuple[int, int], list[float]] = {pair: [0.0, 0.0] for pair in sharing}
    for a, b, value in scored:
        low, high = sorted((home[a], home[b]))
        if (low, high) in sums:
            sums[low, high][0] += value
            sums[low, high][1] += 1
    told = {at: [episodes[n] for n in groups[at]] for pair in sharing for at in pair}
    again = [
        (a, b, mean_odds(total, int(count), _pairs(told[a], told[b])))
        for (a, b), (total, count) in sorted(sums.items())
        if count
    ]
    wanted = [(a, b, odds) for a, b, odds in again if odds > threshold and alike(told[a], told[b])]
    joined = cluster(len(groups), wanted, threshold, cannot=((home[a], home[b]) for a, b in parted))
    return sorted(sorted(n for at in parts for n in groups[at]) for parts in joined)


def _pairs(a: Sequence[Episode], b: Sequence[Episode]) -> int:
    """Pairs of episodes of different reports: those of one report are never compared."""
    here, there = (Counter(e.document for e in group) for group in (a, b))
    return len(a) * len(b) - sum(count * there[document] for document, count in here.items())


def alike(a: Sequence[Episode], b: Sequence[Episode]) -> bool:
    """Whether the reports of two groups agree on day, place and kind, by what most of each give."""
    days = [(x, y) for x in _days(a) for y in _days(b)]
    return (
        (not days or any(same_day(x, y) or not intervals_apart(x, y) for x, y in days))
        and not places_apart(_places(a), _places(b))
        and families_join(_families(a), _families(b))
    )


def _days(episodes: Sequence[Episode]) -> list[Interval]:
    """The time that most episodes give; all of those that equally many give."""
    votes = Counter(e.interval for e in episodes if e.interval is not None)
    most = max(votes.values(), default=0)
    return [interval for interval, count in votes.items() if count == most]


def _places(episodes: Sequence[Episode]) -> list[Place]:
    """The place that most episodes lead with; all of those that equally many lead with."""
    first = [e.places[0] for e in episodes if e.places]
    votes = Counter(place.gazetteer_id or place.name for place in first)
    most = max(votes.values(), default=0)
    return [place for place in first if votes[place.gazetteer_id or place.name] == most]


def _families(episodes: Sequence[Episode]) -> frozenset[str]:
    """What happened, rather than what came of it where anything else is told."""
    told = frozenset().union(*(e.families for e in episodes))
    return (told - COMPANIONS) or told
