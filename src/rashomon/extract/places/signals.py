"""What the shared encoder says of a toponym and of the word that governs it, as numbers by name.

Enters: the encoder's scores of a text. Leaves: for a run of tokens, how likely each tagging head
finds something there: log odds, small enough to be weighed beside counted features.
"""

from __future__ import annotations

from bisect import bisect_right

import numpy as np

from rashomon.neural import Scores
from rashomon.records import Sentence

_SOFT = 1e-3
_SCALE = 0.25
_OUTSIDE = "O"


class Signals:
    """Values of one text.

    Args:
        scores: of the text.
    """

    def __init__(self, scores: Scores) -> None:
        self._starts = scores.words.starts
        self._ends = scores.words.ends
        self._heads = [n for n, labels in sorted(scores.labels.items()) if labels[0] == _OUTSIDE]
        outside = [scores.head(name, _OUTSIDE) for name in self._heads]
        inside = 1.0 - np.stack(outside, axis=1).astype(np.float64)
        self._odds = _SCALE * np.log((inside + _SOFT) / (1.0 - inside + _SOFT))

    def of(self, sentence: Sentence, first: int, last: int) -> dict[str, float]:
        """Values of a toponym from token `first` to token `last`, both included."""
        tokens = sentence.tokens
        governor = tokens[last].head
        places = {
            "all": (tokens[first].start, tokens[last].end),
            "last": (tokens[last].start, tokens[last].end),
        }
        if not first <= governor <= last:
            places["head"] = (tokens[governor].start, tokens[governor].end)
        found = {}
        for place, (start, end) in places.items():
            low = max(0, bisect_right(self._ends, start))
            high = bisect_right(self._starts, end - 1)
            if low < high:
                means = self._odds[low:high].mean(axis=0).tolist()
                for name, odds in zip(self._heads, means, strict=True):
                    found[f"~{name}@{place}"] = odds
        return found
