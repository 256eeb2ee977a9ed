"""What the shared encoder says of a toponym and of the word that governs it, as numbers by name.

Enters: the encoder's scores of a text. Leaves: for a run of tokens, how likely each tagging head
finds something there (log odds, small enough to be weighed beside counted features), and the
encoder's states there, where its network shows them.
"""

from __future__ import annotations

from bisect import bisect_right

import numpy as np
import numpy.typing as npt

from rashomon.neural import Scores
from rashomon.records import Sentence

Floats = npt.NDArray[np.float64]

_SOFT = 1e-3
_SCALE = 0.25
_OUTSIDE = "O"
_TOPONYM = "toponym"


class Signals:
    """Values of one text.

    Args:
        scores: of the text.
    """

    def __init__(self, scores: Scores) -> None:
        self._starts = scores.words.starts
        self._ends = scores.words.ends
        self._states = scores.states
        known = _TOPONYM in scores.labels
        self._toponym = 1.0 - scores.head(_TOPONYM, _OUTSIDE) if known else None
        self._heads = [n for n, labels in sorted(scores.labels.items()) if labels[0] == _OUTSIDE]
        outside = [scores.head(name, _OUTSIDE) for name in self._heads]
        inside = 1.0 - np.stack(outside, axis=1).astype(np.float64)
        self._odds = _SCALE * np.log((inside + _SOFT) / (1.0 - inside + _SOFT))

    def of(self, sentence: Sentence, first: int, last: int) -> dict[str, float]:
        """Values of a toponym from token `first` to token `last`, both included."""
        tokens = sentence.tokens
        places = {
            "all": self._words(tokens[first].start, tokens[last].end),
            "last": self._words(tokens[last].start, tokens[last].end),
            "head": self._governor(sentence, first, last),
        }
        found = {}
        for place, (low, high) in places.items():
            if low < high:
                means = self._odds[low:high].mean(axis=0).tolist()
                for name, odds in zip(self._heads, means, strict=True):
                    found[f"~{name}@{place}"] = odds
        return found

    def toponym(self, start: int, end: int) -> float:
        """How likely the encoder's likeliest word in a range of the text is part of a toponym."""
        low, high = self._words(start, end)
        if self._toponym is None or low >= high:
            return 0.0
        return float(self._toponym[low:high].max())

    def states(self, sentence: Sentence, first: int, last: int) -> Floats:
        """The mean state of a toponym's words, then that of its governor's; zeros for none.

        No number at all where the network shows no states.
        """
        tokens = sentence.tokens
        width = self._states.shape[1]
        found = np.zeros(2 * width)
        ranges = (
            self._words(tokens[first].start, tokens[last].end),
            self._governor(sentence, first, last),
        )
        for part, (low, high) in enumerate(ranges):
            if low < high and width:
                found[part * width : (part + 1) * width] = self._states[low:high].mean(axis=0)
        return found

    def _words(self, start: int, end: int) -> tuple[int, int]:
        """First word that a range of the text touches, and one past the last."""
        return bisect_right(self._ends, start), bisect_right(self._starts, end - 1)

    def _governor(self, sentence: Sentence, first: int, last: int) -> tuple[int, int]:
        """The words of the token that governs a toponym; none if that is within it."""
        governor = sentence.tokens[last].head
        if first <= governor <= last:
            return 0, 0
        token = sentence.tokens[governor]
        return self._words(token.start, token.end)
