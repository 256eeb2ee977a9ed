"""Average-linkage clustering over a sparse graph, with must-links and cannot-links.

What enters are numbered nodes, scored pairs and a person's judgements; what leaves is a partition.
Pairs that were never compared count as unlike, but never more of them than were compared, so that
a large group is not torn apart by what blocking left out. It must not know what the nodes are.

Source: Davidson and Ravi, "Agglomerative hierarchical clustering with constraints" (2005).
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable

UNCOMPARED = -4.0
"""Log-odds of a pair that blocking did not propose."""


def mean_odds(total: float, compared: int, pairs: int) -> float:
    """Mean log-odds between two groups, with as many uncompared pairs as compared at the most.

    Args:
        total: sum over the compared pairs.
        compared: how many they are, at least one.
        pairs: how many there are, compared or not.
    """
    missing = min(pairs - compared, compared)
    return (total + missing * UNCOMPARED) / (compared + missing)


def cluster(
    nodes: int,
    scored: Iterable[tuple[int, int, float]],
    threshold: float,
    must: Iterable[tuple[int, int]] = (),
    cannot: Iterable[tuple[int, int]] = (),
) -> list[list[int]]:
    """Groups of nodes, each sorted, sorted by their first node.

    Args:
        nodes: how many there are; they are 0 to nodes - 1, and ties go to smaller numbers, so a
            caller that numbers them by a canonical order gets the same groups every time.
        scored: pairs and their log-odds, each pair once.
        threshold: log-odds that an average must exceed for two groups to be joined.
        must: pairs that are joined whatever their score.
        cannot: pairs that never share a group, unless `must` joins them.
    """
    groups = _Groups(nodes)
    for a, b in must:
        groups.join(a, b)
    for a, b in cannot:
        groups.part(a, b)
    for a, b, score in scored:
        groups.compare(a, b, score)
    heap = [
        (-average, low, high)
        for low in sorted(groups.links)
        for high in sorted(groups.links[low])
        if low < high and (average := groups.average(low, high)) > threshold
    ]
    heapq.heapify(heap)
    while heap:
        _, a, b = heapq.heappop(heap)
        if a not in groups.members or b not in groups.members or b in groups.parted[a]:
            continue
        made = groups.merge(a, b)
        for other in sorted(groups.links[made]):
            average = groups.average(made, other)
            if average > threshold:
                heapq.heappush(heap, (-average, min(made, other), max(made, other)))
    return sorted(sorted(members) for members in groups.members.values())


class _Groups:
    """Groups, the sums of scores between them, and which may not meet.

    A merged group gets a new number, so that heap entries of its parts go stale by themselves.
    """

    def __init__(self, nodes: int) -> None:
        self.members: dict[int, list[int]] = {n: [n] for n in range(nodes)}
        self.links: dict[int, dict[int, tuple[float, int]]] = {n: {} for n in range(nodes)}
        self.parted: dict[int, set[int]] = {n: set() for n in range(nodes)}
        self._home = list(range(nodes))
        self._next = nodes

    def home(self, node: int) -> int:
        """The group that holds a node."""
        return self._home[node]

    def join(self, a: int, b: int) -> None:
        """Put two nodes into one group."""
        if self.home(a) != self.home(b):
            self.merge(self.home(a), self.home(b))

    def part(self, a: int, b: int) -> None:
        """Keep two nodes' groups apart, unless they are already one."""
        x, y = self.home(a), self.home(b)
        if x != y:
            self.parted[x].add(y)
            self.parted[y].add(x)

    def compare(self, a: int, b: int, score: float) -> None:
        """Count one scored pair of nodes.

        Between groups that people made, the best pair stands for all: joining an odd one by hand
        must not tear a group from what it resembles.
        """
        x, y = self.home(a), self.home(b)
        if x == y or y in self.parted[x]:
            return
        total, count = self.links[x].get(y, (0.0, 0))
        best = max(score, total / count) if count else score
        pairs = len(self.members[x]) * len(self.members[y])
        self.links[x][y] = self.links[y][x] = (best * pairs, pairs)

    def average(self, x: int, y: int) -> float:
        """Mean score between two groups, with as many uncompared pairs as compared at the most."""
        total, count = self.links[x][y]
        return mean_odds(total, count, len(self.members[x]) * len(self.members[y]))

    def merge(self, x: int, y: int) -> int:
        """One group out of two; returns its number."""
        made = self._next
        self._next += 1
        self.members[made] = self.members.pop(x) + self.members.pop(y)
        for node in self.members[made]:
            self._home[node] = made
        self.parted[made] = (self.parted.pop(x) | self.parted.pop(y)) - {x, y}
        for other in self.parted[made]:
            self.parted[other] = (self.parted[other] - {x, y}) | {made}
        links: dict[int, tuple[float, int]] = {}
        for part in (x, y):
            for other, (total, count) in self.links.pop(part).items():
                if other in (x, y):
                    continue
                self.links[other].pop(part, None)
                if other in self.parted[made]:
                    continue
                held = links.get(other, (0.0, 0))
                links[other] = (held[0] + total, held[1] + count)
        self.links[made] = links
        for other, link in links.items():
            self.links[other][made] = link
        return made
