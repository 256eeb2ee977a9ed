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
        self._odds = {}
        for name, labels in sorted(scores.labels.items()):
            if labels[0] == _OUTSIDE:
                inside = 1.0 - scores.head(name, _OUTSIDE).astype(np.float64)
                odds = np.log((inside + _SOFT) / (1.0 - inside + _SOFT))
                self._odds[name] = _SCALE * odds

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
                for name, odds in self._odds.items():
                    found[f"~{name}@{place}"] = float(odds[low:high].mean())
        return found
