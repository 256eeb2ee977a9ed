"""Which episodes are worth comparing: those that share rare words, or a day and a place.

What enters are episodes in canonical order; what leaves are pairs of their numbers. The work grows
with the number of episodes times constants, never with its square: a word that many episodes share
only proposes neighbours in order of publication.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from rashomon.link.episodes import Episode
from rashomon.link.wording import Vector

KEY_WORDS = 24
"""Words of an episode that propose partners, the weightiest ones."""
MAX_POSTING = 160
"""Episodes that share a word up to which all of them are proposed to each other."""
NEIGHBOURS = 8
"""Partners in order of publication that a commoner word proposes, on each side."""
KEPT = 24
"""Partners an episode keeps: those with the weightiest shared words."""


def candidate_pairs(episodes: Sequence[Episode]) -> tuple[tuple[int, int], ...]:
    """Pairs of numbers to compare, each once, smaller first, sorted."""
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, episode in enumerate(episodes):
        for word, weight in _key_words(episode):
            postings[word].append((number, weight))
        for key in _scene_keys(episode):
            postings[key].append((number, 0.5))
    when = [(e.published.isoformat() if e.published else "", e.document) for e in episodes]
    for posting in postings.values():
        if len(posting) > MAX_POSTING:
            posting.sort(key=lambda item: when[item[0]])
    places: dict[str, dict[int, int]] = {
        key: {number: place for place, (number, _) in enumerate(posting)}
        for key, posting in postings.items()
        if len(posting) > MAX_POSTING
    }
    pairs: set[tuple[int, int]] = set()
    for number, episode in enumerate(episodes):
        shared: dict[int, float] = defaultdict(float)
        keys = [*_key_words(episode), *((key, 0.5) for key in _scene_keys(episode))]
        for key, weight in keys:
            posting = postings[key]
            if len(posting) > MAX_POSTING:
                at = places[key][number]
                posting = posting[max(0, at - NEIGHBOURS) : at + NEIGHBOURS + 1]
            for other, other_weight in posting:
                if other != number and episodes[other].document != episode.document:
                    shared[other] += weight * other_weight
        best = sorted(shared, key=lambda other: (-shared[other], other))[:KEPT]
        pairs.update((min(number, other), max(number, other)) for other in best)
    return tuple(sorted(pairs))


def _key_words(episode: Episode) -> list[tuple[str, float]]:
    return heaviest(episode.words, KEY_WORDS)


def heaviest(words: Vector, most: int) -> list[tuple[str, float]]:
    """The weightiest words with their weights, ties by the alphabet."""
    return sorted(words.items(), key=lambda item: (-item[1], item[0]))[:most]


def _scene_keys(episode: Episode) -> tuple[str, ...]:
    """A key for each precise place on the episode's day."""
    if episode.interval is None or episode.interval.start is None:
        return ()
    day = episode.interval.start.date().isoformat()
    return tuple(
        f"\x1f{day}\x1f{place.gazetteer_id}" for place in episode.places if place.gazetteer_id
    )
