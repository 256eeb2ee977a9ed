"""Disjoint sets of ids, some of which must stay apart.

What enters are ids and pairs of them; what leaves is which are one. Knows nothing of what the ids
mean.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


class Groups:
    """Disjoint sets with pairs that must stay apart; the smaller id represents a set."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._parent = {item: item for item in ids}
        self._apart: dict[str, set[str]] = defaultdict(set)

    def root(self, item: str) -> str:
        """The id that stands for the item's set."""
        while self._parent[item] != item:
            self._parent[item] = self._parent[self._parent[item]]
            item = self._parent[item]
        return item

    def forbid(self, a: str, b: str) -> None:
        """Keep the sets of two ids apart from now on."""
        self._apart[self.root(a)].add(self.root(b))
        self._apart[self.root(b)].add(self.root(a))

    def join(self, a: str, b: str) -> bool:
        """Unite two sets unless a person has said that they differ."""
        low, high = sorted((self.root(a), self.root(b)))
        if low == high:
            return True
        if high in self._apart[low]:
            return False
        self._parent[high] = low
        for other in self._apart.pop(high, set()):
            self._apart[low].add(other)
            self._apart[other].discard(high)
            self._apart[other].add(low)
        return True
